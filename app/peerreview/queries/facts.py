"""What is known of reviewers: how well they read practice texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import case, func, select

from app.kernel.db import db
from app.peerreview.models import CalibrationTry


def strengths(assignment_id: int) -> Mapping[int, float]:
    """User id -> 1 for who passed the practice texts at the first try, less for each further one; higher reads better."""
    tries: dict[int, int] = defaultdict(int)
    passed: dict[int, int] = {}
    rows = db.session.execute(
        select(CalibrationTry.user_id, CalibrationTry.number, func.max(case((CalibrationTry.is_passed, 1), else_=0)))
        .where(CalibrationTry.assignment_id == assignment_id)
        .group_by(CalibrationTry.user_id, CalibrationTry.number)
        .order_by(CalibrationTry.number)
    )
    for user_id, number, is_passed in rows:
        tries[user_id] = number
        if is_passed and user_id not in passed:
            passed[user_id] = number
    return {user_id: 1 / passed[user_id] if user_id in passed else 0.0 for user_id in tries}


def has_passed(assignment_id: int, user_id: int) -> bool:
    """Whether somebody has passed the practice texts of an assignment."""
    return bool(
        db.session.scalar(
            select(CalibrationTry.id)
            .where(
                CalibrationTry.assignment_id == assignment_id,
                CalibrationTry.user_id == user_id,
                CalibrationTry.is_passed,
            )
            .limit(1)
        )
    )
