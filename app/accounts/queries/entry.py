"""Who is meant by what somebody types at the door, and what opens there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import LinkPurpose, OneTimeLink, SignIn, Standing, Unit, User
from app.kernel import signing
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Account:
    """What the door needs to know of an account."""

    id: int
    username: str
    name: str
    email: str | None
    password_hash: str
    standing: Standing


_ACCOUNT = select(User.id, User.username, User.name, User.email, User.password_hash, User.standing)


def account_by_id(user_id: int) -> Account | None:
    """An account that is open, by its id."""
    row = db.session.execute(_ACCOUNT.where(User.id == user_id, User.standing != Standing.NONAKTIF)).one_or_none()
    return Account(*row) if row else None


def account_of(handle: str) -> Account | None:
    """The account with this username, e-mail address or phone number (`core.handle_of`)."""
    row = db.session.execute(
        _ACCOUNT
        .where(or_(User.username == handle, User.email == handle, User.phone == handle))
        .order_by(User.id)
    ).first()
    return Account(*row) if row else None


def has_signed_in_before(user_id: int) -> bool:
    """Whether this account was ever open on some device; old sessions are forgotten, so they do not tell."""
    return db.session.scalar(select(User.last_seen_at).where(User.id == user_id)) is not None


@dataclass(frozen=True, slots=True)
class Session:
    """One of a person's sessions, as its list shows it."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime


def sessions_of(user_id: int, *, since: datetime) -> tuple[Session, ...]:
    """Open sessions that were used after `since`, the latest first."""
    rows = db.session.execute(
        select(SignIn.id, SignIn.device, SignIn.created_at, SignIn.seen_at)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.seen_at >= since)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        .limit(50)
    )
    return tuple(Session(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Opened:
    """A one-time link that is still good, and whose it is."""

    id: int
    user_id: int
    cohort_id: int | None
    expires_at: datetime
    username: str
    name: str
    unit: str
    standing: Standing
    has_password: bool
    invited_by: str


def opened(token: str, purpose: LinkPurpose, now: datetime) -> Opened | None:
    """The link with this token if it is unused, in time and of an account that is not closed."""
    maker = aliased(User)
    row = db.session.execute(
        select(
            OneTimeLink.id,
            OneTimeLink.user_id,
            OneTimeLink.cohort_id,
            OneTimeLink.expires_at,
            User.username,
            User.name,
            Unit.name,
            User.standing,
            User.password_hash != "",
            maker.name,
        )
        .join(User, User.id == OneTimeLink.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .join(maker, maker.id == OneTimeLink.made_by_id, isouter=True)
        .where(
            OneTimeLink.token_digest == signing.digest(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            User.standing != Standing.NONAKTIF,
        )
    ).one_or_none()
    return Opened(*row[:8], bool(row[8]), row[9] or "") if row else None
