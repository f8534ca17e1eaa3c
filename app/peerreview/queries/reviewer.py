"""A reviewer's side: his tasks, one task with its blind text, what others wrote once he has sent his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.access.scope import Scope
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.models import CalibrationTry, Review, ReviewTask, Round, RoundState, TaskState
from app.submissions.models import Assignment, Comment, Submission


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One of my tasks in the list."""

    id: int
    pseudonym: int
    state: TaskState
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round that I take part in, with my tasks."""

    id: int
    assignment_id: int
    title: str
    cohort_name: str
    state: RoundState
    k: int
    share_at: datetime
    review_due_at: datetime
    needs_practice: bool
    has_own_work: bool
    my_submission_id: int | None
    tasks: tuple[TaskRow, ...]

    @property
    def done(self) -> int:
        """How many I have sent."""
        return sum(task.state is TaskState.TERKIRIM for task in self.tasks)


@dataclass(frozen=True, slots=True)
class OtherReview:
    """Somebody else's review of the same work; whose is never said."""

    number: int
    levels: dict[str, Any]
    strength: str
    suggestions: tuple[str, str]
    question: str


def rounds_of(user_id: int) -> tuple[RoundRow, ...]:
    """My rounds, open ones first; three statements."""
    rows = db.session.execute(
        select(
            Round.id, Round.assignment_id, Assignment.title, Cohort.name, Round.state, Round.k, Round.share_at,
            Round.review_due_at, Round.needs_calibration, Submission.id, Submission.current_id,
        )
        .join(Assignment, Assignment.id == Round.assignment_id)
        .join(Cohort, Cohort.id == Round.cohort_id)
        .join(Enrolment, (Enrolment.cohort_id == Round.cohort_id) & (Enrolment.user_id == user_id))
        .outerjoin(Submission, (Submission.assignment_id == Assignment.id) & (Submission.author_id == user_id))
        .where(Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(Round.review_due_at.desc())
    ).all()  # fmt: skip -- the columns in the order they are read below
    tasks: dict[int, list[TaskRow]] = {}
    for round_id, id_, pseudonym, state, due, sent in db.session.execute(
        select(
            ReviewTask.round_id, ReviewTask.id, Submission.pseudonym, ReviewTask.state,
            func.coalesce(ReviewTask.lease_until, Round.review_due_at), ReviewTask.sent_at,
        )
        .join(Round, Round.id == ReviewTask.round_id)
        .join(Submission, Submission.id == ReviewTask.submission_id)
        .where(
            ReviewTask.reviewer_id == user_id,
            ReviewTask.state.in_([TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM]),
        )
        .order_by(ReviewTask.offered_at, ReviewTask.id)
    ):  # fmt: skip -- as above
        tasks.setdefault(round_id, []).append(TaskRow(id_, pseudonym, state, due, sent))
    passed = set(
        db.session.scalars(
            select(CalibrationTry.assignment_id).where(CalibrationTry.user_id == user_id, CalibrationTry.is_passed)
        )
    )
    return tuple(
        RoundRow(
            id_, assignment, title, cohort, state, k, share, due, needs and assignment not in passed,
            current is not None, submission, tuple(tasks.get(id_, ())),
        )
        for id_, assignment, title, cohort, state, k, share, due, needs, submission, current in rows
    )  # fmt: skip -- as above


def task(task_id: int, scope: Scope) -> ReviewTask:
    """One of my tasks. Raises Missing."""
    found = db.session.scalar(select(ReviewTask).where(ReviewTask.id == task_id, scope.where(ReviewTask)))
    if found is None:
        raise Missing
    return found


def draft_of(task_id: int) -> tuple[Draft, int, datetime | None]:
    """What I have written so far, its revision, and when it was saved."""
    review = db.session.scalar(select(Review).where(Review.task_id == task_id))
    if review is None:
        return Draft(), 0, None
    remarks = tuple(
        Remark(start, end, body, point)
        for start, end, body, point in db.session.execute(
            select(Comment.start_at, Comment.end_at, Comment.body, Comment.criterion)
            .where(Comment.review_id == review.id)
            .order_by(Comment.start_at, Comment.id)
        )
    )
    draft = Draft(
        review.levels, review.notes, review.strength, review.suggestion_one, review.suggestion_two, review.question,
        review.flag, remarks,
    )  # fmt: skip
    return draft, review.revision, review.saved_at


def others(task_: ReviewTask) -> tuple[OtherReview, ...]:
    """Other sent reviews of that work; only for who has sent his own (the caller looks)."""
    rows = db.session.scalars(
        select(Review)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .where(
            ReviewTask.submission_id == task_.submission_id,
            ReviewTask.state == TaskState.TERKIRIM,
            ReviewTask.id != task_.id,
        )
        .order_by(Review.sent_at, Review.id)
    )
    return tuple(
        OtherReview(number, one.levels, one.strength, (one.suggestion_one, one.suggestion_two), one.question)
        for number, one in enumerate(rows, start=1)
    )


def round_of(round_id: int, scope: Scope) -> Round:
    """A round within the scope. Raises Missing."""
    found = db.session.scalar(select(Round).where(Round.id == round_id, scope.where(Round)))
    if found is None:
        raise Missing
    return found


def assignment_of(assignment_id: int, scope: Scope) -> Assignment:
    """An assignment within the scope of a reader of its class. Raises Missing."""
    found = db.session.scalar(select(Assignment).where(Assignment.id == assignment_id, scope.where(Assignment)))
    if found is None:
        raise Missing
    return found
