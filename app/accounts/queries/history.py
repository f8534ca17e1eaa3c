"""What was done to an account, as the audit tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.kernel.audit import AuditEntry
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of the audit about a person."""

    at: datetime
    who: str
    action: str
    why: str


def deeds(user_id: int, *, most: int = 30) -> tuple[Deed, ...]:
    """What was done to an account, the latest first."""
    rows = db.session.execute(
        select(AuditEntry.at, User.name, AuditEntry.action, AuditEntry.reason)
        .join(User, User.id == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.subject_type == "user", AuditEntry.subject_id == user_id)
        .order_by(AuditEntry.id.desc())
        .limit(most)
    )
    return tuple(Deed(at, who or "", action, why) for at, who, action, why in rows)
