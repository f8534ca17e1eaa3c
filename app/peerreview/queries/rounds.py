"""A round, or its assignment, for those whose scope holds it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from app.access.scope import Scope
from app.kernel.db import db, read
from app.kernel.errors import Missing
from app.peerreview.models import Round
from app.submissions.models import Assignment

_ROUND = select(Round).where(Round.id == bindparam("round_id"))
_REVIEW_UNTIL = select(Round.review_due_at).where(Round.assignment_id == bindparam("assignment_id"))


def round_of(round_id: int, scope: Scope) -> Round:
    """A round within the scope. Raises Missing."""
    found = db.session.scalars(_ROUND, {"round_id": round_id}).one_or_none()
    if found is None or not scope.holds(found):
        raise Missing
    return found


def review_until(assignment_id: int) -> datetime | None:
    """Until when the works of a task are reviewed; None without a round. One statement."""
    return read(_REVIEW_UNTIL, assignment_id=assignment_id).scalar_one_or_none()


def round_of_task(assignment_id: int, scope: Scope) -> int:
    """The round of a task within the scope. Raises Missing."""
    found = db.session.scalar(select(Round.id).where(Round.assignment_id == assignment_id, scope.where(Round)))
    if found is None:
        raise Missing
    return found


def assignment_of(assignment_id: int, scope: Scope) -> Assignment:
    """An assignment within the scope of a reader of its class. Raises Missing."""
    found = db.session.scalar(select(Assignment).where(Assignment.id == assignment_id, scope.where(Assignment)))
    if found is None:
        raise Missing
    return found
