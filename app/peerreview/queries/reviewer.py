"""A reviewer's side: his tasks, one task with its blind text, what others wrote once he has sent his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.access.scope import Scope
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.core.rounds import Reason
from app.peerreview.models import CalibrationTry, Review, ReviewTask, Round, RoundMember, RoundState, TaskState
from app.peerreview.queries import spoken
from app.submissions.models import Assignment, Comment, Submission, Version

stood_when_closed = or_(
    Round.closed_at.is_(None),
    select(Version.id)
    .where(Version.submission_id == Submission.id, Version.number == 1, Version.sent_at <= Round.closed_at)
    .correlate(Submission, Round)
    .exists(),
)
"""A `Submission` that counts for what is owed in its `Round`: once that has closed, only works sent first before then."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One of my tasks in the list."""

    id: int
    pseudonym: int
    state: TaskState
    due_at: datetime
    sent_at: datetime | None

    @property
    def ran_out(self) -> bool:
        """Begun, not sent in time, and still taken until the round ends."""
        return self.state is TaskState.DIKEMBALIKAN


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
    is_asking: bool
    """He asked for a work and none was free yet."""
    others: int
    """Works of the round beside one's own, of people who are still in the class; of a closed round those that stood then.

    Whoever sends after the end is asked for as many as those who sent in time."""
    tasks: tuple[TaskRow, ...]

    @property
    def done(self) -> int:
        """How many I have sent."""
        return sum(task.state is TaskState.TERKIRIM for task in self.tasks)

    @property
    def owed(self) -> int:
        """How many he owes in all: k, fewer where the class is small, none without a work of his own.

        While the round goes on another work may still come; of one that has ended with his alone he owes nothing.
        """
        others = self.others if self.state is RoundState.DITUTUP else max(self.others, 1)
        return min(self.k, others) if self.has_own_work else 0

    @property
    def may_ask(self) -> bool:
        """Whether "Minta naskah" can lead to anything now."""
        running = sum(task.state in {TaskState.DITAWARKAN, TaskState.DIBUKA} for task in self.tasks)
        if self.state is RoundState.DITUTUP:
            return self.done + running < self.owed
        return self.state is RoundState.DIBAGIKAN and not self.is_asking


@dataclass(frozen=True, slots=True)
class OtherReview:
    """Somebody else's review of the same work; whose is never said."""

    number: int
    """"Penelaah n", the same number that the author reads."""
    levels: dict[str, Any]
    strength: str
    suggestions: tuple[str, str]
    question: str
    comments: tuple[tuple[int, int, str], ...]
    """(start, end, remark) in the version's text."""


def rounds_of(user_id: int) -> tuple[RoundRow, ...]:
    """My rounds, the latest first; three statements."""
    author = aliased(Enrolment)
    own = aliased(Submission)
    works = (
        select(func.count())
        .select_from(Submission)
        .join(author, author.id == Submission.enrolment_id)
        .where(
            Submission.assignment_id == Assignment.id, Submission.current_id.is_not(None),
            author.state == EnrolmentState.DITERIMA, stood_when_closed,
        )
        .correlate(Assignment, Round)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Round.id, Round.assignment_id, Assignment.title, Cohort.name, Round.state, Round.k, Round.share_at,
            func.coalesce(RoundMember.review_until, Round.review_due_at), Round.needs_calibration, own.id, own.current_id, RoundMember.willing_since, works,
        )
        .join(Assignment, Assignment.id == Round.assignment_id)
        .join(Cohort, Cohort.id == Round.cohort_id)
        .join(Enrolment, (Enrolment.cohort_id == Round.cohort_id) & (Enrolment.user_id == user_id))
        .outerjoin(own, (own.assignment_id == Assignment.id) & (own.author_id == user_id))
        .outerjoin(RoundMember, (RoundMember.round_id == Round.id) & (RoundMember.user_id == user_id))
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
            ReviewTask.state.in_([TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM]) | _ran_out(),
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
            current is not None, submission, willing is not None, max(0, count - (current is not None)), tuple(tasks.get(id_, ())),
        )
        for id_, assignment, title, cohort, state, k, share, due, needs, submission, current, willing, count in map(tuple, rows)
    )  # fmt: skip -- as above


def _ran_out() -> ColumnElement[bool]:
    """Begun, taken back when the lease ended, the round still open."""
    return (
        (ReviewTask.state == TaskState.DIKEMBALIKAN)
        & (ReviewTask.returned_for == Reason.EXPIRED.value)
        & ReviewTask.opened_at.is_not(None)
        & Round.closed_at.is_(None)
    )


def count_mine(task: ReviewTask) -> tuple[int, int]:
    """(sent, all that this reviewer holds) in the round of one of his tasks; one statement."""
    counts = {
        state: count
        for state, count in db.session.execute(
            select(ReviewTask.state, func.count())
            .where(
                ReviewTask.round_id == task.round_id,
                ReviewTask.reviewer_id == task.reviewer_id,
                ReviewTask.state.in_([TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM]),
            )
            .group_by(ReviewTask.state)
        )
    }
    return counts.get(TaskState.TERKIRIM, 0), sum(counts.values())


def task(task_id: int, scope: Scope) -> ReviewTask:
    """One of my tasks with its round, assignment, rubric and work; one statement. Raises Missing."""
    found = db.session.scalar(
        select(ReviewTask)
        .where(ReviewTask.id == task_id, scope.where(ReviewTask))
        .options(
            joinedload(ReviewTask.round).joinedload(Round.assignment).joinedload(Assignment.rubric),
            joinedload(ReviewTask.submission),
            joinedload(ReviewTask.version).defer(Version.content),
        )
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class NextVersion:
    """A later version of a work than the one I reviewed."""

    id: int
    number: int
    sent_at: datetime


def next_version(task_: ReviewTask) -> NextVersion | None:
    """The version that counts now, when it came after the one I reviewed and authors know their comments."""
    row = db.session.execute(
        select(Version.id, Version.number, Version.sent_at)
        .join(Submission, Submission.current_id == Version.id)
        .where(Submission.id == task_.submission_id)
    ).one_or_none()
    if row is None or row.id == task_.version_id or task_.round.opened_revision_at is None:
        return None
    return NextVersion(*row)


def my_review(task_: ReviewTask) -> Review:
    """What I sent for a task. Raises Missing."""
    found = db.session.scalar(select(Review).where(Review.task_id == task_.id, Review.sent_at.is_not(None)))
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
    return _draft(review, remarks), review.revision, review.saved_at


@dataclass(frozen=True, slots=True)
class Read:
    """A sent review beside the others of its work, every name covered: what its writer may see."""

    own: Draft
    usefulness: int | None
    reply: str
    others: tuple[OtherReview, ...]


def after_sending(task_: ReviewTask, shown: str) -> Read:
    """All sent reviews of a work for one of its reviewers who has sent his own; `shown` is the work as they read it.

    Three statements. Raises Missing when his own is not among them.
    """
    rows = db.session.execute(
        select(ReviewTask.id, Review, ReviewTask.reviewer_id)
        .join(Review, Review.task_id == ReviewTask.id)
        .where(ReviewTask.submission_id == task_.submission_id, ReviewTask.state == TaskState.TERKIRIM)
        .order_by(ReviewTask.id)
    ).all()
    remarks: dict[int, list[Remark]] = {}
    for review_id, start, end, body, point in db.session.execute(
        select(Comment.review_id, Comment.start_at, Comment.end_at, Comment.body, Comment.criterion)
        .where(Comment.review_id.in_([one.id for _task_id, one, _writer in rows]), Comment.version_id == task_.version_id)
        .order_by(Comment.start_at, Comment.id)
    ):
        remarks.setdefault(review_id or 0, []).append(Remark(start, end, body, point))
    drafts = [_draft(one, tuple(remarks.get(one.id, ()))) for _task_id, one, _writer in rows]
    place = next((at for at, (task_id, _one, _writer) in enumerate(rows) if task_id == task_.id), None)
    if place is None:
        raise Missing
    own = rows[place][1]
    said: list[tuple[int, Sequence[str]]] = [
        (writer, draft.every_text) for (_task_id, _one, writer), draft in zip(rows, drafts, strict=True)
    ]
    *texts, [reply] = spoken.covered(
        [*said, (task_.author_id, [own.author_reply])],
        spoken.Place(task_.version_id, task_.author_id, task_.cohort_id, shown),
    )
    told = [draft.with_texts(words) for draft, words in zip(drafts, texts, strict=True)]
    others = tuple(
        OtherReview(
            number, dict(draft.levels), draft.strength, (draft.suggestion_one, draft.suggestion_two), draft.question,
            tuple((one.start, one.end, one.body) for one in draft.remarks),
        )
        for number, draft in enumerate(told, start=1)
        if number != place + 1
    )  # fmt: skip -- the fields in the order of the dataclass
    return Read(told[place], own.usefulness, reply, others)


def _draft(review: Review, remarks: tuple[Remark, ...]) -> Draft:
    return Draft(
        review.levels, review.notes, review.strength, review.suggestion_one, review.suggestion_two, review.question,
        review.flag, remarks,
    )  # fmt: skip -- the fields in the order of the dataclass


_ROUND = select(Round).where(Round.id == bindparam("round_id"))


def round_of(round_id: int, scope: Scope) -> Round:
    """A round within the scope. Raises Missing."""
    found = db.session.scalars(_ROUND, {"round_id": round_id}).one_or_none()
    if found is None or not scope.holds(found):
        raise Missing
    return found


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
