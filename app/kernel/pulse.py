"""Signs of life: when something regular happened last (the worker's watch, the last backup)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, db

WORKER: Final = "worker"
BACKUP: Final = "backup"
UPGRADE: Final = "upgrade"

EVERY: Final = timedelta(seconds=10)
"""How often the worker says that it lives."""

SILENT: Final = timedelta(seconds=45)
"""After so long without a sign the worker counts as stopped."""


class Pulse(Model):
    """The last time of one regular thing. One row a name, overwritten."""

    __tablename__ = "pulse"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sign:
    """When something happened last and what it said."""

    at: datetime
    detail: dict[str, Any]

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is recent; a sign from the future means that the clock was set back, so it proves nothing."""
        return abs(now - self.at) <= SILENT


def beat(name: str, now: datetime, detail: dict[str, Any] | None = None) -> None:
    """Note in the caller's transaction that `name` happened now."""
    row = db.session.get(Pulse, name)
    if row is None:
        db.session.add(Pulse(name=name, at=now, detail=detail or {}))
    else:
        row.at, row.detail = now, detail or {}


def last(name: str) -> Sign | None:
    """The last sign of `name`, or None when there never was one."""
    row = db.session.execute(select(Pulse.at, Pulse.detail).where(Pulse.name == name)).first()
    return Sign(row.at, row.detail) if row else None
