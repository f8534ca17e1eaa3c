"""Who did what to whom, when and why; each entry carries the digest of the one before it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, db
from app.kernel.signing import digest


class AuditEntry(Model):
    """One act. Append-only."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_subject", "subject_type", "subject_id"), Index("ix_audit_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    """None for the clock and the command line."""
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]]
    chain: Mapped[str]
    """SHA-256 over the entry before and this one: a row that is changed or taken out later is found."""


class AuditHead(Model):
    """One row: the last digest. Its lock keeps the chain a chain when two act at once."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str]


def record(
    action: str,
    subject_type: str,
    subject_id: int,
    *,
    actor_id: int | None,
    at: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Append an entry in the caller's transaction. No secret and no text of a person belongs in `detail`."""
    head = db.session.scalar(select(AuditHead).where(AuditHead.id == 1).with_for_update())
    if head is None:
        head = AuditHead(id=1, chain="")
        db.session.add(head)
    entry = AuditEntry(
        at=at,
        actor_id=actor_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        reason=reason,
        detail=detail or {},
        chain="",
    )
    entry.chain = head.chain = _link(head.chain, entry)
    db.session.add(entry)


def broken_links() -> list[int]:
    """Ids of entries whose digest does not follow from the one before."""
    found: list[int] = []
    before = ""
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if _link(before, entry) != entry.chain:
            found.append(entry.id)
        before = entry.chain
    return found


def _link(before: str, entry: AuditEntry) -> str:
    facts = [
        before,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject_type,
        entry.subject_id,
        entry.reason,
        entry.detail,
    ]
    return digest(json.dumps(facts, sort_keys=True, ensure_ascii=True))
