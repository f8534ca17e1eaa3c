"""What we hold about one person, as his own page and his export show it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Standing, Unit, User
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Gate:
    """What a person at a gate needs to know."""

    name: str
    unit: str
    standing: Standing
    is_pupil: bool
    mentor: str


def gate_of(user_id: int) -> Gate:
    """Who stands at the gate, and who accompanies him."""
    mentor = aliased(User)
    row = db.session.execute(
        select(User.name, Unit.name, User.standing, User.is_pupil, mentor.name)
        .join(Unit, Unit.id == User.unit_id)
        .join(mentor, mentor.id == User.mentor_id, isouter=True)
        .where(User.id == user_id)
    ).one()
    return Gate(row[0], row[1], row[2], row[3], row[4] or "")
