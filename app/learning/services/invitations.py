"""Inviting people into a class, known or new, and the one-time links that they come by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.access.permissions import Can
from app.access.scope import Actor, scope_of
from app.accounts import sessions
from app.accounts.core import outranks
from app.accounts.models import OneTimeLink, Standing, Unit, User
from app.accounts.services import links, people
from app.accounts.titles import split_titles
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.events import Invited
from app.learning.models import SEATED, Cohort, Enrolment, EnrolmentState
from app.learning.services import sides
from app.learning.services.cohorts import lock_running, seats_taken

TWICE = timedelta(minutes=10)
"""Within which a list that comes again is the same list sent twice; "Undang lagi" sends whenever it is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One line of the invitation, already read: at least one way to reach the person, or a user name."""

    name: str
    unit_id: int
    email: str | None = None
    phone: str | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation that was made: what the one who invites may see of it.

    `address` is the one-time address, known only now; empty where it would open an account that is not his to open:
    it went to that person's own mail then, if there is one (`has_email`).
    """

    user_id: int
    name: str
    phone: str | None
    address: str
    has_email: bool
    has_password: bool = False
    """He has an account already: the link lets him say yes, and asks for no new password."""
    is_repeated: bool = False
    """The same list came twice within minutes: he has his mail, and gets no second one."""


def invite(
    cohort: Cohort,
    guests: tuple[Guest, ...],
    *,
    are_pupils: bool,
    mentor_id: int | None,
    actor: Actor,
    public_url: str,
    now: datetime,
) -> list[Sent]:
    """Invite people, known or new. Of somebody else's people nothing is told but what was typed.

    Who has a seat already takes no second one, and whom a list invited within the last minutes gets no second mail: it
    was sent twice. The links of both are good. Raises Conflict when there are more people than seats, Denied for a
    pelatih of the class; nobody is invited then.
    """
    lock_running(cohort)
    free, wanted = cohort.seats - seats_taken(cohort.id), len(guests) - _seated(cohort, guests)
    if wanted > free:
        raise Conflict(
            _("Kursi tersisa %(free)d, sedangkan undangan ini untuk %(n)d orang. Tambah kursi atau kurangi barisnya.", free=free, n=wanted)
        )
    sent = []
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_({g.unit_id for g in guests})))}
    trainers = sides.trainer_ids(cohort.id)
    for guest in guests:
        user = known(guest)
        if user is not None and user.id in trainers:
            raise Denied(is_trainer_words())
        if user is None:
            user = new_user(guest, units[guest.unit_id], is_pupil=are_pupils, mentor_id=mentor_id, now=now)
        elif people.is_nobody_yet(user):
            people.describe(user, guest.name, unit=(guest.unit_id, units[guest.unit_id].path), is_pupil=are_pupils, mentor_id=mentor_id)
        enrolment = db.session.scalar(
            select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id == user.id)
        )
        if enrolment is None:
            enrolment = Enrolment(
                cohort_id=cohort.id,
                user_id=user.id,
                unit_path=cohort.unit_path,
                state=EnrolmentState.DIUNDANG,
                waived_steps=[],
            )
            db.session.add(enrolment)
        elif enrolment.state is EnrolmentState.DITERIMA:
            continue
        elif _is_repeated(enrolment, now):
            made = _made(enrolment, actor=actor, public_url=public_url, now=now)
            sent.append(replace(_as_seen(made, guest, actor), is_repeated=True))
            continue
        else:  # who waits, was turned down or let go is invited now, and says yes himself
            enrolment.state, enrolment.ended_reason = EnrolmentState.DIUNDANG, ""
        made = send_link(enrolment, actor=actor, public_url=public_url, now=now)
        sent.append(_as_seen(made, guest, actor))
    return sent


def _is_repeated(enrolment: Enrolment, now: datetime) -> bool:
    return enrolment.state is EnrolmentState.DIUNDANG and enrolment.invited_at is not None and now - enrolment.invited_at < TWICE


def _as_seen(made: Sent, guest: Guest, actor: Actor) -> Sent:
    """Of somebody else's people nothing is told but what was typed."""
    is_his = scope_of(actor, Can.PEOPLE_MANAGE).holds(db.session.get_one(User, made.user_id))
    return made if is_his else replace(made, name=guest.name, phone=guest.phone)


def of_trainers(cohort: Cohort, guests: tuple[Guest, ...]) -> frozenset[int]:
    """Which guests, by their place in the list, are pelatih of the class."""
    trainers = sides.trainer_ids(cohort.id)
    return frozenset(place for place, user in enumerate(map(known, guests)) if user is not None and user.id in trainers)


def is_trainer_words() -> str:
    """Why a pelatih of the class is not invited into it."""
    return _("Orang ini pelatih angkatan ini, sehingga tidak dapat diundang sebagai pesertanya. Hapus baris ini.")


def _seated(cohort: Cohort, guests: tuple[Guest, ...]) -> int:
    """How many people among the guests are in the class or invited to it."""
    ids = {user.id for user in map(known, guests) if user is not None}
    return len(db.session.scalars(select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id.in_(ids), SEATED)).all())


def invite_again(enrolment: Enrolment, *, actor: Actor, public_url: str, now: datetime) -> Sent:
    """A fresh link for somebody who has not come yet. Raises Denied when he is in already."""
    if enrolment.state is not EnrolmentState.DIUNDANG:
        raise Denied(_("Orang ini sudah masuk, jadi tidak perlu diundang lagi."))
    lock_running(db.session.get_one(Cohort, enrolment.cohort_id))
    return send_link(enrolment, actor=actor, public_url=public_url, now=now)


def send_link(enrolment: Enrolment, *, actor: Actor, public_url: str, now: datetime) -> Sent:
    """Make a one-time link for somebody who is invited and send it by mail where there is one."""
    enrolment.invited_at = now
    enrolment.invitations = (enrolment.invitations or 0) + 1
    return _made(enrolment, actor=actor, public_url=public_url, now=now, is_told=True)


def _made(enrolment: Enrolment, *, actor: Actor, public_url: str, now: datetime, is_told: bool = False) -> Sent:
    """A one-time link, and what the one who invites may see of it; the person is told of it by bell and mail, or not."""
    user = db.session.get_one(User, enrolment.user_id)
    path = links.invite(
        user_id=enrolment.user_id, made_by_id=actor.user_id, cohort_id=enrolment.cohort_id, now=now
    )
    address = f"{public_url}{path}"
    if is_told:
        publish(Invited(enrolment.user_id, enrolment.cohort_id, address, now))
    is_his = scope_of(actor, Can.PEOPLE_MANAGE).holds(user)
    shown = address if _may_see(user, enrolment.cohort_id, actor, is_his=is_his) else ""
    return Sent(user.id, user.name, user.phone if is_his else None, shown, bool(user.email), bool(user.password_hash))


def _may_see(user: User, cohort_id: int, actor: Actor, *, is_his: bool) -> bool:
    """Whether the link may be shown to the one who invites.

    A link to an account with a password opens nothing without that password. Any other opens the account: it is
    shown for one's own people unless they stand above, and for whoever is nobody yet but a guest of this class: nobody
    else invited him, to a class or to the site.
    """
    if user.password_hash:
        return True
    grants = sessions.grants_of(user.id)
    if is_his:
        return outranks(actor, grants)
    elsewhere = exists().where(Enrolment.user_id == user.id, Enrolment.cohort_id != cohort_id)
    invited = exists().where(OneTimeLink.user_id == user.id, OneTimeLink.cohort_id.is_distinct_from(cohort_id))
    return not grants and not db.session.scalar(select(elsewhere | invited))


def known(guest: Guest) -> User | None:
    """Who has this address, number or user name already."""
    for column, value in ((User.email, guest.email), (User.phone, guest.phone), (User.username, guest.username)):
        if value:
            found = db.session.scalar(select(User).where(column == value))
            if found is not None:
                return found
    return None


def new_user(guest: Guest, unit: Unit, *, is_pupil: bool, mentor_id: int | None, now: datetime) -> User:
    """An account without a password, which only a one-time link opens."""
    _before, name, _after = split_titles(guest.name)
    user = User(
        username=guest.username or _free_username(name),
        email=guest.email,
        phone=guest.phone,
        standing=Standing.UNDANGAN,
        created_at=now,
    )
    people.describe(user, guest.name, unit=(unit.id, unit.path), is_pupil=is_pupil, mentor_id=mentor_id)
    db.session.add(user)
    db.session.flush()  # the enrolment and the link need the id
    return user


def _free_username(name: str) -> str:
    """First and last name, with a number when that is taken."""
    words = ["".join(c for c in word.lower() if c.isascii() and c.isalnum()) for word in name.split()]
    words = [word for word in words if word] or ["orang"]
    stem = ".".join(dict.fromkeys((words[0], words[-1])))[:24]
    if not stem[0].isalpha():
        stem = f"o{stem}"
    stem = stem if len(stem) > 2 else f"{stem}.surau"  # noqa: PLR2004 -- user names have three signs at least
    taken = set(db.session.scalars(select(User.username).where(User.username.startswith(stem, autoescape=True))))
    if stem not in taken:
        return stem
    return next(f"{stem}{number}" for number in range(2, len(taken) + 3) if f"{stem}{number}" not in taken)
