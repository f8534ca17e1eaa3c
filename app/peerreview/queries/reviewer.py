"""The rounds of a reviewer with his tasks, and how many reviews he owes in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel.db import db
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.peerreview.core.rounds import Reason
from app.peerreview.models import RUNNING, CalibrationTry, ReviewTask, Round, RoundMember, RoundState, TaskState
from app.submissions.models import Assignment, Submission, Version

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
    """He asked for a work of the running round and none was free yet; once it has ended nobody looks for one."""
    let_go: bool
    """A work went back to the pool because he did not send its review in time: the clock gives him no other unasked."""
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
    def running(self) -> tuple[TaskRow, ...]:
        """The works that he holds now."""
        return tuple(task for task in self.tasks if task.state in RUNNING)

    @property
    def short(self) -> int:
        """How many of those that he owes he neither sent nor holds."""
        return max(0, min(self.owed, self.others) - self.done - len(self.running))

    @property
    def in_all(self) -> int:
        """Of how many reviews he has sent `done`: those that he owes, and what he holds beyond."""
        return max(self.owed, self.done + len(self.running))

    @property
    def may_ask(self) -> bool:
        """Whether "Minta naskah" can lead to anything now."""
        if self.state is RoundState.DITUTUP:
            return self.short > 0
        return self.state is RoundState.DIBAGIKAN and not self.is_asking

    def to_make_up(self, now: datetime) -> int:
        """How many reviews he must ask for, because nobody gives him any unasked."""
        is_over = self.let_go or now >= self.review_due_at
        return self.short if self.may_ask and is_over else 0


def rounds_of(user_id: int) -> tuple[RoundRow, ...]:
    """My rounds, the latest first; two statements."""
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
            func.coalesce(RoundMember.review_until, Round.review_due_at), Round.needs_calibration & ~_has_passed(user_id),
            own.id, own.current_id, RoundMember.willing_since, works,
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
    let_go: set[int] = set()
    for round_id, id_, pseudonym, state, due, sent, may_be_sent in db.session.execute(
        select(
            ReviewTask.round_id, ReviewTask.id, Submission.pseudonym, ReviewTask.state,
            func.coalesce(ReviewTask.lease_until, Round.review_due_at), ReviewTask.sent_at,
            ReviewTask.opened_at.is_not(None) & Round.closed_at.is_(None),
        )
        .join(Round, Round.id == ReviewTask.round_id)
        .join(Submission, Submission.id == ReviewTask.submission_id)
        .where(
            ReviewTask.reviewer_id == user_id,
            ReviewTask.state.in_([*RUNNING, TaskState.TERKIRIM]) | _ran_out(),
        )
        .order_by(ReviewTask.offered_at, ReviewTask.id)
    ):  # fmt: skip -- as above
        if state is TaskState.DIKEMBALIKAN:
            let_go.add(round_id)
        if state is not TaskState.DIKEMBALIKAN or may_be_sent:
            tasks.setdefault(round_id, []).append(TaskRow(id_, pseudonym, state, due, sent))
    return tuple(
        RoundRow(
            id_, assignment, title, cohort, state, k, share, due, needs,
            current is not None, submission, willing is not None and state is not RoundState.DITUTUP, id_ in let_go,
            max(0, count - (current is not None)), tuple(tasks.get(id_, ())),
        )
        for id_, assignment, title, cohort, state, k, share, due, needs, submission, current, willing, count in map(tuple, rows)
    )  # fmt: skip -- as above


def _has_passed(user_id: int) -> ColumnElement[bool]:
    """The practice texts of the round's task."""
    return (
        select(CalibrationTry.id)
        .where(CalibrationTry.assignment_id == Round.assignment_id, CalibrationTry.user_id == user_id, CalibrationTry.is_passed)
        .correlate(Round)
        .exists()
    )


def _ran_out() -> ColumnElement[bool]:
    """Taken back when the lease ended."""
    return (ReviewTask.state == TaskState.DIKEMBALIKAN) & (ReviewTask.returned_for == Reason.EXPIRED.value)
