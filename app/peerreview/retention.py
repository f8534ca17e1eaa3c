"""What peer review forgets of classes whose time of keeping is over."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.kernel.db import db
from app.peerreview.models import CalibrationTry, PointAnswer, Review, ReviewTask


def forget(cohort_id: int) -> None:
    """Empty the reviews of a class in the caller's transaction: words and levels. That they were written stays."""
    tasks = select(ReviewTask.id).where(ReviewTask.cohort_id == cohort_id)
    reviews = select(Review.id).where(Review.task_id.in_(tasks))
    blank = {"levels": {}, "notes": {}, "strength": "", "suggestion_one": "", "suggestion_two": "", "question": "", "author_reply": ""}
    for statement in (
        delete(PointAnswer).where(PointAnswer.review_id.in_(reviews)),
        update(Review).where(Review.task_id.in_(tasks)).values(**blank),
        update(ReviewTask).where(ReviewTask.cohort_id == cohort_id).values(decline_reason=""),
        delete(CalibrationTry).where(CalibrationTry.cohort_id == cohort_id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
