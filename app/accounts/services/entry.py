"""Through the door and out again: sessions begin and end here, passwords change here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.accounts import sessions
from app.accounts.events import PasswordChanged, SignedInOnNewDevice
from app.accounts.models import LinkPurpose, OneTimeLink, SignIn, User
from app.accounts.queries.entry import has_signed_in_before
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.events import publish


def sign_in(*, user_id: int, device: str, is_known_device: bool, has_second: bool, now: datetime) -> str:
    """Open a session whose password (and second factor) was just proved; returns the key for the cookie. Tells of a new device."""
    if not is_known_device and has_signed_in_before(user_id):
        publish(SignedInOnNewDevice(user_id, device, now))
    db.session.execute(update(User).where(User.id == user_id).values(last_seen_at=now))
    return sessions.begin(user_id, device, now, has_second=has_second)


def sign_out(*, session_id: int, now: datetime) -> None:
    """End one session."""
    db.session.execute(update(SignIn).where(SignIn.id == session_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def end_session(*, user_id: int, session_id: int, now: datetime) -> None:
    """End one of one's own sessions. Raises Missing for anybody else's."""
    row = db.session.scalar(
        select(SignIn).where(SignIn.id == session_id, SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    )
    if row is None:
        raise Missing
    row.ended_at = now


def set_password(
    *, user_id: int, password_hash: str, now: datetime, keep_session: int | None, by_id: int | None
) -> None:
    """Put a new password in force: other sessions end, open reset links are spent, the audit says so."""
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    sessions.end_all(user_id, now, but=keep_session)
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.purpose == LinkPurpose.RESET, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    audit.record("password:change", "user", user_id, actor_id=by_id, at=now)
    publish(PasswordChanged(user_id, now))
