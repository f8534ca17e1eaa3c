"""Sessions as rows: who is signed in on this device, and what he may do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Response, current_app
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.access.scope import Actor, GrantRef
from app.accounts.core import STAFF
from app.accounts.models import Grant, SignIn, Standing, User
from app.kernel import clock, signing
from app.kernel.db import db, read
from app.kernel.errors import Conflict
from app.kernel.work import work
from app.web.guard import Visitor, known_visitor

IDLE = timedelta(days=14)
LONGEST = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=1)
NOTICE_VERSION = "2026-11.2"
"""The privacy notice in force; a new text is accepted anew."""


# Runs at every request: one statement, built once, because building it costs more than asking it.
_VISITOR = (
    select(
        SignIn.id,
        SignIn.created_at,
        SignIn.seen_at,
        SignIn.has_second,
        User.id,
        User.name,
        User.unit_path,
        User.standing,
        User.notice_version,
        Grant.role,
        Grant.unit_path,
        Grant.cohort_id,
    )
    .join(User, User.id == SignIn.user_id)
    .outerjoin(Grant, (Grant.user_id == User.id) & Grant.revoked_at.is_(None))
    .where(
        SignIn.token_digest == bindparam("digest"), SignIn.ended_at.is_(None), User.standing != Standing.NONAKTIF
    )
    .order_by(Grant.id)
)
_GRANTS = (
    select(Grant.role, Grant.unit_path, Grant.cohort_id)
    .where(Grant.user_id == bindparam("user_id"), Grant.revoked_at.is_(None))
    .order_by(Grant.id)
)


def visitor_of(key: str) -> Visitor | None:
    """Who holds this session key now, with his grants; None when the session or the account has ended."""
    now = clock.now()
    rows = read(_VISITOR, digest=signing.digest(key)).all()
    if not rows:
        return None
    session_id, created_at, seen_at, has_second, user_id, name, unit_path, standing, notice, *_grant = rows[0]
    if now - seen_at > IDLE or now - created_at > LONGEST:
        return None
    grants = tuple(GrantRef(role, path, cohort_id) for *_facts, role, path, cohort_id in rows if role is not None)
    gate = "factor" if not has_second and needs_second(grants) else _gate(standing, notice)
    visitor = Visitor(key, Actor(user_id, name, grants, unit_path, gate), session_id)
    visitor.is_due = now - seen_at >= SEEN_EVERY
    return visitor


def grants_of(user_id: int) -> tuple[GrantRef, ...]:
    """The roles that a person holds now."""
    return tuple(GrantRef(role, unit_path, cohort_id) for role, unit_path, cohort_id in read(_GRANTS, user_id=user_id))


def needs_second(grants: Iterable[GrantRef]) -> bool:
    """Whether these roles open only after a second factor: those of the staff, on a site that is no demonstration."""
    return bool(current_app.config["SURAU_STAFF_FACTOR"]) and any(grant.role in STAFF for grant in grants)


def _gate(standing: Standing, notice: str) -> str:
    if notice != NOTICE_VERSION:
        return "notice"
    return "guardian" if standing is Standing.MENUNGGU_WALI else ""


def begin(user_id: int, device: str, now: datetime, *, has_second: bool = False) -> str:
    """Open a session in the caller's transaction; the returned key goes into the signed cookie and nowhere else."""
    key = signing.token()
    db.session.add(
        SignIn(
            user_id=user_id, token_digest=signing.digest(key), device=device, has_second=has_second, created_at=now, seen_at=now
        )
    )
    return key


def has_second(session_id: int) -> bool:
    """Whether this session proved the second factor."""
    return bool(db.session.scalar(select(SignIn.has_second).where(SignIn.id == session_id)))


def end_all(user_id: int, now: datetime, *, but: int | None = None) -> None:
    """End every session of a person, if wanted but the present one, in the caller's transaction."""
    condition = [SignIn.user_id == user_id, SignIn.ended_at.is_(None)]
    if but is not None:
        condition.append(SignIn.id != but)
    db.session.execute(update(SignIn).where(*condition).values(ended_at=now))


def note_after(response: Response) -> Response:
    """Note the visit once the answer was sent, when the last note is a minute old; costs a request nothing else."""
    visitor = known_visitor()
    if visitor is not None and visitor.is_due:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- the documented way out of the proxy
        session_id, user_id = visitor.session_id, visitor.actor.user_id

        def later() -> None:
            with app.app_context():
                try:
                    note_seen(session_id, user_id)
                except (SQLAlchemyError, Conflict):
                    db.session.rollback()
                    app.logger.warning("a visit could not be noted")

        response.call_on_close(later)
    return response


def note_seen(session_id: int, user_id: int) -> None:
    """Remember that somebody was here, at most once a minute; runs after the answer was sent."""
    now = clock.now()
    seen_at = db.session.scalar(select(SignIn.seen_at).where(SignIn.id == session_id))
    db.session.rollback()
    if seen_at is None or now - seen_at < SEEN_EVERY:
        return
    with work():
        db.session.execute(update(SignIn).where(SignIn.id == session_id).values(seen_at=now))
        db.session.execute(update(User).where(User.id == user_id).values(last_seen_at=now))
