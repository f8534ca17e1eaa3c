"""Accounts as offices make, close and open them, and the roles they give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from app.access.permissions import Role
from app.access.scope import Actor, Scope
from app.accounts import sessions
from app.accounts.core import GIVEN_BY_OFFICE, outranks, username_from
from app.accounts.models import Grant, OneTimeLink, Standing, Unit, User
from app.accounts.queries.erasures import is_erased
from app.accounts.services.links import opening_standing
from app.accounts.titles import split_titles
from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to get an account. All of email, phone and username may be empty; `name` may carry titles."""

    name: str
    unit_id: int
    unit_path: str
    email: str | None = None
    phone: str | None = None
    username: str | None = None
    is_pupil: bool = False
    mentor_id: int | None = None
    is_demo: bool = False


def find(*, email: str | None = None, phone: str | None = None, username: str | None = None) -> User | None:
    """The account that already has one of these."""
    known = [
        column == value
        for column, value in ((User.email, email), (User.phone, phone), (User.username, username))
        if value
    ]
    return db.session.scalars(select(User).where(or_(*known)).order_by(User.id)).first() if known else None


def register(*, actor_id: int | None, person: NewPerson, now: datetime) -> User:
    """Make an account without a password, to be opened by an invitation (`links.invite`).

    A username is made from the name when none is given. What a stranger typed into a class link does not stand in the
    way: that account becomes this one. Raises Conflict when the mail, phone or username is taken.
    """
    user = find(email=person.email, phone=person.phone, username=person.username)
    if user is not None and not is_nobody_yet(user):
        raise Conflict(_("Surel, nomor HP, atau nama pengguna ini sudah dipakai akun lain. Periksa isian ini."))
    if user is None:
        _before, name, _after = split_titles(person.name)
        user = User(
            username=_free_username(name), email=None, phone=None, standing=Standing.UNDANGAN, is_demo=person.is_demo, created_at=now
        )
    user.username = person.username or user.username
    user.email, user.phone = person.email or user.email, person.phone or user.phone
    describe(user, person.name, unit=(person.unit_id, person.unit_path), is_pupil=person.is_pupil, mentor_id=person.mentor_id)
    db.session.add(user)
    db.session.flush()  # links and grants name the account by its id
    audit.record("user:register", "user", user.id, actor_id=actor_id, at=now)
    return user


def is_nobody_yet(user: User) -> bool:
    """Whether an account is only what a stranger typed into a class link: no office invited it or gave it a role, nobody opened it.

    It belongs to nobody then, and what was typed says nothing: the office that invites its address writes who that is.
    """
    if user.standing is not Standing.UNDANGAN or user.password_hash:
        return False
    invited, named = exists().where(OneTimeLink.user_id == user.id), exists().where(Grant.user_id == user.id)
    return not db.session.scalar(select(invited | named))


def describe(user: User, full_name: str, *, unit: tuple[int, str], is_pupil: bool, mentor_id: int | None) -> None:
    """Write who somebody is, as an office says it: a name with or without titles, id and path of the work unit, a pupil or not."""
    user.title_before, user.name, user.title_after = split_titles(full_name)
    user.unit_id, user.unit_path = unit
    user.is_pupil, user.mentor_id = is_pupil, mentor_id


def _free_username(name: str) -> str:
    wish = username_from(name)
    taken = set(db.session.scalars(select(User.username).where(User.username.like(f"{wish}%"))))
    number = 2
    made = wish
    while made in taken:
        made, number = f"{wish}{number}", number + 1
    return made


def deactivate(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Close an account: every session ends at once. Raises Denied for oneself and for a pengelola from above."""
    touchable(actor, user)
    if user.standing is Standing.NONAKTIF:
        raise Conflict(_("Akun ini sudah nonaktif."))
    user.standing = Standing.NONAKTIF
    sessions.end_all(user.id, now)
    audit.record("user:deactivate", "user", user.id, actor_id=actor.user_id, at=now, reason=reason)


def reactivate(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Open a closed account where it stood: without a password as an invitation, a pupil at his guardian's gate."""
    touchable(actor, user)
    if user.standing is not Standing.NONAKTIF:
        raise Conflict(_("Akun ini sudah aktif."))
    if is_erased(user.id):
        raise Conflict(_("Data orang ini sudah dihapus atas permintaan. Akunnya tidak dapat dibuka lagi; undang orangnya sebagai akun baru."))
    user.standing = opening_standing(user) if user.password_hash else Standing.UNDANGAN
    audit.record("user:reactivate", "user", user.id, actor_id=actor.user_id, at=now, reason=reason)


def end_sessions(*, actor: Actor, user: User, now: datetime) -> None:
    """Sign somebody out everywhere (a lost phone). Raises Denied as `deactivate` does."""
    touchable(actor, user)
    sessions.end_all(user.id, now)
    audit.record("user:end_sessions", "user", user.id, actor_id=actor.user_id, at=now)


def give_first(*, user: User, role: Role, unit: Unit, now: datetime) -> None:
    """Give a role from the command line, where nobody acts; holding it already is fine."""
    try:
        _give(user=user, role=role, unit=unit, giver_id=None, now=now)
    except Conflict:
        return


def give(*, actor: Actor, user: User, role: Role, unit: Unit, now: datetime) -> None:
    """Give a role for a work unit; `user` and `unit` were loaded through the giver's own scope.

    Raises Invalid for roles of learners (a class gives them), Conflict when it is held already.
    """
    if role not in GIVEN_BY_OFFICE:
        raise Invalid(_("Peran ini diperoleh dengan mengikuti angkatan, bukan diberikan di sini."), field="role")
    _give(user=user, role=role, unit=unit, giver_id=actor.user_id, now=now)


def _give(*, user: User, role: Role, unit: Unit, giver_id: int | None, now: datetime) -> None:
    lock(user)
    held = db.session.scalar(
        select(Grant)
        .where(Grant.user_id == user.id, Grant.role == role, Grant.unit_id == unit.id, Grant.cohort_id.is_(None))
        .with_for_update()
    )
    if held is not None and held.revoked_at is None:
        raise Conflict(_("Orang ini sudah memegang peran itu di satuan kerja ini."))
    if held is None:
        held = Grant(user_id=user.id, role=role, unit_id=unit.id, given_at=now)
        db.session.add(held)
    held.unit_path, held.given_by_id, held.given_at, held.revoked_at = unit.path, giver_id, now, None
    audit.record("role:give", "user", user.id, actor_id=giver_id, at=now, detail={"role": role.value, "unit": unit.id})


def revoke(*, actor: Actor, user: User, grant_id: int, scope: Scope, reason: str, now: datetime) -> None:
    """Take a role back that lies in the actor's units. Raises Missing outside, Denied for one's own."""
    grant = db.session.scalar(
        select(Grant)
        .where(Grant.id == grant_id, Grant.user_id == user.id, Grant.revoked_at.is_(None), Grant.cohort_id.is_(None))
        .with_for_update()
    )
    if grant is None or not any(grant.unit_path.startswith(path) for path in scope.unit_paths):
        raise Missing
    if user.id == actor.user_id:
        raise Denied(
            _(
                "Peran Anda sendiri hanya dapat dicabut oleh pengelola lain, agar satuan kerja tidak kehilangan pengelolanya."
            )
        )
    grant.revoked_at = now
    audit.record(
        "role:revoke",
        "user",
        user.id,
        actor_id=actor.user_id,
        at=now,
        reason=reason,
        detail={"role": grant.role.value, "unit": grant.unit_id},
    )


def set_mentor(*, actor: Actor, user: User, mentor_id: int | None, is_pupil: bool, now: datetime) -> None:
    """Mark somebody as pupil or not, and name his guru pendamping (found through the actor's scope before).

    An account that is open waits for the guardian's letter from now on when it becomes a pupil's.
    """
    touchable(actor, user)
    if mentor_id == user.id:
        raise Invalid(_("Siswa tidak dapat menjadi pendamping bagi dirinya sendiri."), field="mentor")
    user.is_pupil, user.mentor_id = is_pupil, mentor_id if is_pupil else None
    if user.standing in {Standing.AKTIF, Standing.MENUNGGU_WALI}:
        user.standing = opening_standing(user)
    audit.record(
        "user:mentor", "user", user.id, actor_id=actor.user_id, at=now, detail={"pupil": is_pupil, "mentor": mentor_id}
    )


def move(*, actor: Actor, user: User, unit: Unit, now: datetime) -> None:
    """Move somebody to another work unit of the actor's; rows that were made before keep the unit they were made in."""
    touchable(actor, user)
    if user.unit_id == unit.id:
        return
    audit.record(
        "user:move", "user", user.id, actor_id=actor.user_id, at=now, detail={"from": user.unit_id, "to": unit.id}
    )
    user.unit_id, user.unit_path = unit.id, unit.path


def touchable(actor: Actor, user: User) -> None:
    """Lock somebody's account for a change by `actor`. Raises Denied for oneself and for a pengelola from above."""
    lock(user)
    if user.id == actor.user_id:
        raise Denied(_("Akun Anda sendiri tidak dapat diubah di sini. Mintalah pengelola lain."))
    if not outranks(actor, sessions.grants_of(user.id)):
        raise Denied(_("Orang ini pengelola satuan kerja di atas Anda, sehingga akunnya hanya dapat diubah dari sana."))
