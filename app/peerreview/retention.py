"""What peer review forgets: of classes whose time of keeping is over, and of a person who is erased."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, select, update

from app.accounts.events import PersonErased
from app.kernel.db import db
from app.peerreview.core.rounds import Reason
from app.peerreview.models import CalibrationTry, PointAnswer, Review, ReviewTask, TaskState, TrainerQueue

_RUNNING: Final = (TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.DIKEMBALIKAN)
_WORDS: Final[dict[str, object]] = {
    "notes": {}, "strength": "", "suggestion_one": "", "suggestion_two": "", "question": "", "author_reply": "",
}  # fmt: skip


def forget(cohort_id: int) -> None:
    """Empty the reviews of a class in the caller's transaction: words and levels. That they were written stays."""
    tasks = select(ReviewTask.id).where(ReviewTask.cohort_id == cohort_id)
    reviews = select(Review.id).where(Review.task_id.in_(tasks))
    for statement in (
        delete(PointAnswer).where(PointAnswer.review_id.in_(reviews)),
        update(Review).where(Review.task_id.in_(tasks)).values(levels={}, **_WORDS),
        update(ReviewTask).where(ReviewTask.cohort_id == cohort_id).values(decline_reason=""),
        delete(CalibrationTry).where(CalibrationTry.cohort_id == cohort_id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def erase_person(event: PersonErased) -> None:
    """Take somebody's works out of every round and end his own reading, in the caller's transaction.

    Of reviews about his works the words go, for they quote him; levels stay with the reviewers' own marks. Reviews that
    he sent stay as they are: grades of others rest on them, and his account no longer says whose they are.
    """
    about_him = select(ReviewTask.id).where(ReviewTask.author_id == event.user_id)
    his = select(ReviewTask.id).where(ReviewTask.reviewer_id == event.user_id)
    reviews = select(Review.id).where(Review.task_id.in_(about_him))
    unsent = select(ReviewTask.id).where(
        (ReviewTask.author_id == event.user_id) | (ReviewTask.reviewer_id == event.user_id), ReviewTask.state != TaskState.TERKIRIM
    )
    for statement in (
        delete(PointAnswer).where(PointAnswer.review_id.in_(reviews)),
        update(Review).where(Review.task_id.in_(about_him)).values(**_WORDS),
        delete(Review).where(Review.task_id.in_(unsent)),
        update(ReviewTask).where(ReviewTask.id.in_(his)).values(decline_reason=""),
        update(ReviewTask)
        .where(ReviewTask.author_id == event.user_id, ReviewTask.state.in_(_RUNNING))
        .values(state=TaskState.DIKEMBALIKAN, returned_at=event.at, returned_for=Reason.WITHDRAWN.value),
        update(ReviewTask)
        .where(ReviewTask.reviewer_id == event.user_id, ReviewTask.state.in_(_RUNNING))
        .values(state=TaskState.DIKEMBALIKAN, returned_at=event.at, returned_for=Reason.LEFT.value),
        update(TrainerQueue)
        .where(TrainerQueue.submission_id.in_(select(ReviewTask.submission_id).where(ReviewTask.author_id == event.user_id)))
        .where(TrainerQueue.settled_at.is_(None))
        .values(settled_at=event.at),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
