"""What was done to an account or a work unit, as the audit tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Unit, User
from app.kernel.audit import AuditEntry
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of the audit."""

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


def unit_deeds(unit_id: int, *, most: int = 30) -> tuple[Deed, ...]:
    """What was done to a work unit since it was added, the latest first: of one that was taken away the number may come again."""
    added = select(func.max(AuditEntry.id)).where(
        AuditEntry.subject_type == "unit", AuditEntry.subject_id == unit_id, AuditEntry.action == "unit:add"
    )
    rows = db.session.execute(
        select(AuditEntry.at, User.name, AuditEntry.action, AuditEntry.detail)
        .join(User, User.id == AuditEntry.actor_id, isouter=True)
        .where(
            AuditEntry.subject_type == "unit",
            AuditEntry.subject_id == unit_id,
            AuditEntry.id >= func.coalesce(added.scalar_subquery(), 0),
        )
        .order_by(AuditEntry.id.desc())
        .limit(most)
    ).all()
    ids = {one for *_facts, detail in rows for one in (detail.get("from"), detail.get("to")) if one}
    names: dict[int, str] = {id_: name for id_, name in db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))}
    return tuple(Deed(at, who or "", action, _told(detail, names)) for at, who, action, detail in rows)


def _told(detail: dict[str, Any], names: Mapping[int, str]) -> str:
    """From what to what: names of units above it, or what it was called."""
    if "to" in detail:
        return " → ".join(names.get(detail[end], "…") for end in ("from", "to"))
    before, after = detail.get("before", {}), detail.get("after", {})
    return "; ".join(f"{before[field] or '…'} → {after[field] or '…'}" for field in after)
