"""One-time links: made here, spent here; what the database keeps is a digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from app.access.permissions import Can
from app.access.scope import Actor
from app.accounts import sessions
from app.accounts.core import LINK_LIVES, rank_of, rank_over
from app.accounts.events import InvitationAccepted, ResetLinkAsked
from app.accounts.models import LinkPurpose, OneTimeLink, Standing, User
from app.accounts.queries.consents import has_guardian
from app.accounts.queries.people import class_ids_of
from app.accounts.services import entry
from app.kernel import audit, signing
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Missing
from app.kernel.events import publish
from app.kernel.i18n import _

PATHS = {LinkPurpose.INVITE: "/undangan/", LinkPurpose.RESET: "/setel-ulang/"}


def path_of(purpose: LinkPurpose, token: str) -> str:
    """Where a link leads on this site."""
    return f"{PATHS[purpose]}{token}"


def make(
    *, purpose: LinkPurpose, user_id: int, made_by_id: int | None, now: datetime, cohort_id: int | None = None
) -> str:
    """A fresh link; the returned token goes to the person and is kept nowhere."""
    token = signing.token()
    db.session.add(
        OneTimeLink(
            purpose=purpose,
            user_id=user_id,
            cohort_id=cohort_id,
            token_digest=signing.digest(token),
            made_by_id=made_by_id,
            created_at=now,
            expires_at=now + LINK_LIVES,
        )
    )
    return token


def invite(*, user_id: int, made_by_id: int | None, now: datetime, cohort_id: int | None = None) -> str:
    """An invitation, to a class when one is named; returns its path. Earlier ones stay good until one is accepted."""
    token = make(purpose=LinkPurpose.INVITE, user_id=user_id, made_by_id=made_by_id, cohort_id=cohort_id, now=now)
    return path_of(LinkPurpose.INVITE, token)


def reset_for(*, actor: Actor, user_id: int, now: datetime) -> str:
    """A reset link for somebody of a lower role in the actor's scope; returns its path. Earlier ones are void.

    Raises Denied for an equal or higher role, for oneself and for a closed account; Missing outside the scope.
    """
    user = db.session.get(User, user_id, with_for_update=True)
    if user is None:
        raise Missing
    rank = rank_over(
        actor, Can.RESET_LINK, unit_path=user.unit_path, cohort_ids=class_ids_of(user_id), mentor_id=user.mentor_id
    )
    if rank < 0:
        raise Missing
    if user_id == actor.user_id:
        raise Denied(_("Kata sandi Anda sendiri diganti di halaman Saya."))
    if rank_of(sessions.grants_of(user_id)) >= rank:
        raise Denied(
            _(
                "Tautan setel ulang hanya untuk orang dengan peran di bawah Anda. Orang ini dapat memakai Lupa kata sandi lewat surel, atau meminta administrator server."
            )
        )
    if user.standing is Standing.NONAKTIF:
        raise Denied(_("Akun ini nonaktif. Aktifkan dahulu, lalu buat tautannya."))
    _void(user_id, LinkPurpose.RESET, now)
    token = make(purpose=LinkPurpose.RESET, user_id=user_id, made_by_id=actor.user_id, now=now)
    audit.record("password:reset_link", "user", user_id, actor_id=actor.user_id, at=now)
    return path_of(LinkPurpose.RESET, token)


def first_link(*, user: User, now: datetime) -> str:
    """The path by which somebody comes in who was made on the command line: an invitation, or a reset when he was in before."""
    purpose = LinkPurpose.RESET if user.password_hash else LinkPurpose.INVITE
    token = make(purpose=purpose, user_id=user.id, made_by_id=None, now=now)
    audit.record("invitation:make", "user", user.id, actor_id=None, at=now)
    return path_of(purpose, token)


def ask_reset(*, user_id: int, public_url: str, now: datetime) -> None:
    """Send a forgotten-password link by mail (whoever listens sends it); earlier links stay good until they end."""
    token = make(purpose=LinkPurpose.RESET, user_id=user_id, made_by_id=None, now=now)
    publish(ResetLinkAsked(user_id, f"{public_url}{path_of(LinkPurpose.RESET, token)}", now))


def spend(*, link_id: int, now: datetime) -> None:
    """Use a link up. Raises Conflict when somebody, or a second click, was faster."""
    spent = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise Conflict(_("Tautan ini sudah dipakai. Masuk dengan kata sandi Anda, atau minta tautan baru."))


def set_forgotten_password(*, link_id: int, user_id: int, password_hash: str, now: datetime) -> None:
    """Spend a reset link for a new password. An account that was never opened is opened by it."""
    spend(link_id=link_id, now=now)
    user = db.session.get_one(User, user_id, with_for_update=True)
    if user.standing is Standing.UNDANGAN:
        user.standing = opening_standing(user)
    entry.set_password(user_id=user_id, password_hash=password_hash, now=now, keep_session=None, by_id=user_id)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an invited person chose. The hash is made before the transaction."""

    username: str
    password_hash: str


def accept(*, link_id: int, user_id: int, cohort_id: int | None, chosen: NewAccount | None, now: datetime) -> None:
    """Use an invitation up; `chosen` opens an account that has no password yet.

    The username is already judged by its form. Raises Conflict when it is taken or the link is spent.
    """
    spend(link_id=link_id, now=now)
    user = db.session.get_one(User, user_id, with_for_update=True)
    if chosen is not None:
        if user.password_hash:
            raise Conflict(_("Akun ini sudah dibuka. Masuk dengan kata sandi Anda."))
        if chosen.username != user.username and db.session.scalar(
            select(User.id).where(User.username == chosen.username)
        ):
            raise Conflict(_("Nama pengguna ini sudah dipakai. Pilih yang lain."), field="username")
        user.username = chosen.username
        user.password_hash = chosen.password_hash
        user.standing = opening_standing(user)
    _void(user_id, LinkPurpose.INVITE, now, cohort_id=cohort_id)
    audit.record("invitation:accept", "user", user_id, actor_id=user_id, at=now, detail={"cohort": cohort_id})
    publish(InvitationAccepted(user_id, cohort_id, now))


def opening_standing(user: User) -> Standing:
    """Where an account stands that opens: a pupil waits for his guardian's signed letter."""
    if user.is_pupil and not has_guardian(user.id):
        return Standing.MENUNGGU_WALI
    return Standing.AKTIF


def _void(user_id: int, purpose: LinkPurpose, now: datetime, *, cohort_id: int | None = None) -> None:
    db.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.user_id == user_id,
            OneTimeLink.purpose == purpose,
            OneTimeLink.cohort_id.is_(None) if cohort_id is None else OneTimeLink.cohort_id == cohort_id,
            OneTimeLink.used_at.is_(None),
        )
        .values(used_at=now)
    )
