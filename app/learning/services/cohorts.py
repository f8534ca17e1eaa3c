"""The office's verbs: open a class, invite, approve, let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from app.access.permissions import Role
from app.access.scope import Actor
from app.accounts.models import Grant, Standing, Unit, User
from app.accounts.services import links
from app.accounts.titles import split_titles
from app.curriculum import queries as curriculum
from app.kernel import audit, signing
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.events import ApprovalAsked, CohortOpened, EnrolmentAccepted, Invited
from app.learning.models import Cohort, Enrolment, EnrolmentState, Issue

MOVES: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.DIUNDANG: frozenset({EnrolmentState.DITERIMA, EnrolmentState.MUNDUR}),
    EnrolmentState.MENUNGGU: frozenset({EnrolmentState.DITERIMA, EnrolmentState.DITOLAK, EnrolmentState.MUNDUR}),
    EnrolmentState.DITERIMA: frozenset({EnrolmentState.MUNDUR}),
    EnrolmentState.DITOLAK: frozenset({EnrolmentState.DITERIMA}),
    EnrolmentState.MUNDUR: frozenset({EnrolmentState.DITERIMA}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the pengelola fills in to open a class, or changes later."""

    version_id: int
    name: str
    numeral: str
    starts_on: date
    ends_on: date
    seats: int
    mode: str
    place: str
    partner: str
    contact_name: str
    contact_phone: str
    issue: Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One line of the invitation, already read: at least one way to reach the person, or a user name."""

    name: str
    unit_id: int
    email: str | None = None
    phone: str | None = None
    username: str | None = None


def open_cohort(plan: Plan, unit: Unit, trainers: tuple[int, ...], *, actor: Actor, now: datetime, is_demo: bool) -> Cohort:
    """Open a class of a unit; its assignments follow at once. Raises Invalid when the dates are in the wrong order."""
    if plan.ends_on < plan.starts_on:
        raise Invalid(_("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."), field="ends_on")
    curriculum.outline(plan.version_id)
    cohort = Cohort(
        version_id=plan.version_id,
        name=plan.name,
        numeral=plan.numeral,
        unit_id=unit.id,
        unit_path=unit.path,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        seats=plan.seats,
        mode=plan.mode,
        place=plan.place,
        partner=plan.partner,
        contact_name=plan.contact_name,
        contact_phone=plan.contact_phone,
        issue=plan.issue,
        settings={},
        is_demo=is_demo,
        created_at=now,
    )
    db.session.add(cohort)
    db.session.flush()  # grants and listeners need the id
    set_trainers(cohort, trainers, actor=actor, now=now)
    audit.record("cohort:open", "cohort", cohort.id, actor_id=actor.user_id, at=now)
    publish(CohortOpened(cohort.id, now))
    return cohort


def change_cohort(cohort: Cohort, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Change a class. The training stays: only the pelatih moves a class to another version."""
    if plan.ends_on < plan.starts_on:
        raise Invalid(_("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."), field="ends_on")
    if plan.seats < _taken(cohort.id):
        raise Invalid(_("Kursi tidak dapat kurang dari jumlah orang yang sudah masuk atau diundang."), field="seats")
    for name in (
        "name", "numeral", "starts_on", "ends_on", "seats", "mode", "place", "partner", "contact_name",
        "contact_phone", "issue",
    ):  # fmt: skip
        setattr(cohort, name, getattr(plan, name))
    audit.record("cohort:change", "cohort", cohort.id, actor_id=actor.user_id, at=now)


def set_trainers(cohort: Cohort, trainers: tuple[int, ...], *, actor: Actor, now: datetime) -> None:
    """Make exactly these people the pelatih of a class."""
    held = {
        grant.user_id: grant
        for grant in db.session.scalars(
            select(Grant).where(Grant.cohort_id == cohort.id, Grant.role == Role.PELATIH)
        )
    }
    for user_id, grant in held.items():
        grant.revoked_at = None if user_id in trainers else grant.revoked_at or now
    for user_id in trainers:
        if user_id not in held:
            db.session.add(_grant(user_id, Role.PELATIH, cohort, actor.user_id, now))


def invite(
    cohort: Cohort,
    guests: tuple[Guest, ...],
    *,
    are_pupils: bool,
    mentor_id: int | None,
    actor: Actor,
    public_url: str,
    now: datetime,
) -> dict[int, str]:
    """Invite people, known or new; returns user id -> full one-time address, known only now.

    Raises Conflict when there are more people than seats; nobody is invited then.
    """
    _lock(cohort)
    if _taken(cohort.id) + len(guests) > cohort.seats:
        free = cohort.seats - _taken(cohort.id)
        raise Conflict(
            _("Kursi tersisa %(free)d, sedangkan undangan ini untuk %(n)d orang. Tambah kursi atau kurangi barisnya.", free=free, n=len(guests))
        )
    addresses = {}
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_({g.unit_id for g in guests})))}
    for guest in guests:
        user = _known(guest) or _new_user(guest, units[guest.unit_id], is_pupil=are_pupils, mentor_id=mentor_id, now=now)
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
        addresses[user.id] = _send(enrolment, actor=actor, public_url=public_url, now=now)
    return addresses


def invite_again(enrolment: Enrolment, *, actor: Actor, public_url: str, now: datetime) -> str:
    """A fresh link for somebody who has not come yet; returns its address. Raises Denied when he is in already."""
    if enrolment.state is not EnrolmentState.DIUNDANG:
        raise Denied(_("Orang ini sudah masuk, jadi tidak perlu diundang lagi."))
    return _send(enrolment, actor=actor, public_url=public_url, now=now)


def on_invitation_accepted(user_id: int, cohort_id: int | None, now: datetime) -> None:
    """The invited person set his password: he is in the class."""
    if cohort_id is None:
        return
    enrolment = db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.user_id == user_id).with_for_update()
    )
    if enrolment is not None and enrolment.state is EnrolmentState.DIUNDANG:
        _accept(enrolment, by_id=None, now=now)


def accept_invitation(cohort_id: int, *, actor: Actor, now: datetime) -> None:
    """Someone who already has an account says yes to his invitation. Raises Missing when there is none that is open."""
    enrolment = db.session.scalar(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.user_id == actor.user_id,
            Enrolment.state.in_([EnrolmentState.DIUNDANG, EnrolmentState.DITERIMA]),
        )
        .with_for_update()
    )
    if enrolment is None:
        raise Missing
    if enrolment.state is EnrolmentState.DIUNDANG:
        _accept(enrolment, by_id=None, now=now)


def open_class_link(cohort: Cohort, *, actor: Actor, now: datetime) -> None:
    """Give the class a link for late-comers; it leads to a request that the pengelola approves."""
    cohort.join_token = signing.token()[:22]
    audit.record("cohort:open_link", "cohort", cohort.id, actor_id=actor.user_id, at=now)


def close_class_link(cohort: Cohort, *, actor: Actor, now: datetime) -> None:
    """Shut the class link; requests that wait stay."""
    cohort.join_token = None
    audit.record("cohort:close_link", "cohort", cohort.id, actor_id=actor.user_id, at=now)


def ask_to_join(cohort: Cohort, user_id: int, now: datetime) -> Enrolment:
    """A person asks by the class link; asking twice is one request. Raises Denied when he was turned down."""
    enrolment = db.session.scalar(select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id == user_id))
    if enrolment is not None:
        if enrolment.state is EnrolmentState.DITOLAK:
            raise Denied(_("Permintaan Anda untuk angkatan ini tidak diterima. Hubungi narahubung bila ini keliru."))
        if enrolment.state is EnrolmentState.DIUNDANG:
            _accept(enrolment, by_id=None, now=now)
        return enrolment
    enrolment = Enrolment(
        cohort_id=cohort.id, user_id=user_id, unit_path=cohort.unit_path, state=EnrolmentState.MENUNGGU, waived_steps=[]
    )
    db.session.add(enrolment)
    db.session.flush()  # two clicks meet the unique constraint here, and listeners need the id
    publish(ApprovalAsked(enrolment.id, user_id, cohort.id, now))
    return enrolment


def decide(enrolment: Enrolment, state: EnrolmentState, *, reason: str, actor: Actor, now: datetime) -> None:
    """Accept, turn down or let go. Raises Denied for an illegal move, Conflict when the seats are taken."""
    if state not in MOVES[enrolment.state]:
        raise Denied(_("Keadaan orang ini sudah berubah. Muat ulang halaman untuk melihatnya."))
    if state is EnrolmentState.DITERIMA:
        cohort = db.session.get_one(Cohort, enrolment.cohort_id)
        _lock(cohort)
        if enrolment.state is not EnrolmentState.DIUNDANG and _taken(cohort.id) >= cohort.seats:
            raise Conflict(_("Semua kursi sudah terisi. Tambah kursi pada pengaturan angkatan, lalu terima orang ini."))
        _accept(enrolment, by_id=actor.user_id, now=now)
    else:
        enrolment.state = state
        enrolment.ended_reason = reason.strip()
        db.session.execute(
            update(Grant)
            .where(
                Grant.user_id == enrolment.user_id,
                Grant.cohort_id == enrolment.cohort_id,
                Grant.role.in_([Role.PESERTA, Role.SISWA]),
            )
            .values(revoked_at=now)
        )
    audit.record(f"enrolment:{state}", "enrolment", enrolment.id, actor_id=actor.user_id, at=now, reason=reason)


def waive(enrolment: Enrolment, keys: tuple[str, ...], *, reason: str, actor: Actor, now: datetime) -> None:
    """Waive steps (LD by its tes akhir, or by decision of the pelatih). Raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid(_("Tulis alasan pembebasan. Alasan ini tersimpan dan dapat dilihat pengelola."), field="reason")
    enrolment.waived_steps = sorted({*enrolment.waived_steps, *keys})
    audit.record(
        "enrolment:waive", "enrolment", enrolment.id, actor_id=actor.user_id, at=now, reason=reason, detail={"steps": list(keys)}
    )


def _accept(enrolment: Enrolment, *, by_id: int | None, now: datetime) -> None:
    enrolment.state = EnrolmentState.DITERIMA
    enrolment.joined_at = enrolment.joined_at or now
    enrolment.ended_reason = ""
    user = db.session.get_one(User, enrolment.user_id)
    cohort = db.session.get_one(Cohort, enrolment.cohort_id)
    role = Role.SISWA if user.is_pupil else Role.PESERTA
    grant = db.session.scalar(
        select(Grant).where(Grant.user_id == user.id, Grant.cohort_id == cohort.id, Grant.role == role)
    )
    if grant is None:
        db.session.add(_grant(user.id, role, cohort, by_id, now))
    else:
        grant.revoked_at = None
    db.session.flush()  # listeners read the grant
    publish(EnrolmentAccepted(enrolment.id, user.id, cohort.id, now))


def _grant(user_id: int, role: Role, cohort: Cohort, by_id: int | None, now: datetime) -> Grant:
    return Grant(user_id=user_id, role=role, cohort_id=cohort.id, given_by_id=by_id, given_at=now)


def _send(enrolment: Enrolment, *, actor: Actor, public_url: str, now: datetime) -> str:
    enrolment.invited_at = now
    enrolment.invitations = (enrolment.invitations or 0) + 1
    path = links.invite(
        user_id=enrolment.user_id, made_by_id=actor.user_id, cohort_id=enrolment.cohort_id, now=now
    )
    address = f"{public_url}{path}"
    publish(Invited(enrolment.user_id, enrolment.cohort_id, address, now))
    return address


def _lock(cohort: Cohort) -> None:
    """Seats are counted under a lock of the class, so that two who invite at once cannot overfill it."""
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())


def _taken(cohort_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count(Enrolment.id)).where(
                Enrolment.cohort_id == cohort_id,
                Enrolment.state.in_([EnrolmentState.DIUNDANG, EnrolmentState.DITERIMA]),
            )
        )
        or 0
    )


def _known(guest: Guest) -> User | None:
    for column, value in ((User.email, guest.email), (User.phone, guest.phone), (User.username, guest.username)):
        if value:
            found = db.session.scalar(select(User).where(column == value))
            if found is not None:
                return found
    return None


def _new_user(guest: Guest, unit: Unit, *, is_pupil: bool, mentor_id: int | None, now: datetime) -> User:
    before, name, after = split_titles(guest.name)
    user = User(
        username=guest.username or _free_username(name),
        email=guest.email,
        phone=guest.phone,
        name=name,
        title_before=before,
        title_after=after,
        standing=Standing.UNDANGAN,
        is_pupil=is_pupil,
        mentor_id=mentor_id,
        unit_id=unit.id,
        unit_path=unit.path,
        created_at=now,
    )
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
