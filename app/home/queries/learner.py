"""A learner's first page: one next step, one list of what waits, what was earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from app.certificates.core import State
from app.certificates.models import Certificate, Confirmation
from app.curriculum.core.path import StepKind
from app.curriculum.models import CourseVersion
from app.curriculum.queries import StepRow
from app.grading.models import Grade, Source
from app.home.queries.closing import has_passed_closing
from app.kernel.db import db
from app.learning.core.completion import StepStatus
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.queries import learner
from app.learning.queries.learner import ClassRow, Place, Standing
from app.peerreview.models import TaskState
from app.peerreview.queries import reviewer
from app.peerreview.queries.reviewer import RoundRow
from app.submissions.models import Assignment, Submission
from app.submissions.queries import Mine, mine

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
YEARLY_JP = 20
"""The yearly right of an ASN (domain.md 0.7)."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review that is asked of me."""

    task_id: int
    pseudonym: int
    title: str
    due_at: datetime
    is_opened: bool


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Reviews of a round that I owe and that nobody gives me unasked."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """A released grade that I have not opened."""

    submission_id: int
    title: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Earned:
    """A certificate of mine that is valid."""

    enrolment_id: int
    course: str
    jp: int
    year: int


@dataclass(frozen=True, slots=True)
class Learning:
    """A learner's Beranda."""

    classes: tuple[tuple[ClassRow, Place, Standing], ...]
    tasks: tuple[Mine, ...]
    reviews: tuple[Review, ...]
    make_up: tuple[MakeUp, ...]
    feedback: tuple[Feedback, ...]
    unconfirmed: tuple[tuple[int, str], ...]
    """(enrolment id, training) of classes whose certificate waits for my word."""
    certificates: tuple[Earned, ...]
    """Newest first."""
    jp_this_year: int

    @property
    def certified(self) -> frozenset[int]:
        """The enrolments that ended with a certificate."""
        return frozenset(one.enrolment_id for one in self.certificates)

    @property
    def held(self) -> list[tuple[Place, StepRow]]:
        """Closing tests without a try left: passing waits until the pelatih gives one more."""
        return [
            (place, step)
            for row, place, standing in self.classes
            for step in place.outline.steps
            if step.kind is StepKind.TES_AKHIR
            and standing.statuses[step.key] is StepStatus.TERTAHAN
            and row.enrolment_id not in self.certified
        ]

    @property
    def present(self) -> tuple[ClassRow, Place, Standing] | None:
        """The class of "Lanjutkan": the one that was touched last, has a step to take and no certificate yet."""
        candidates = [one for one in self.classes if one[2].next is not None and one[0].enrolment_id not in self.certified]
        return max(candidates, key=lambda one: one[1].enrolment.last_active_at or _LONG_AGO, default=None)


def learning(user_id: int, now: datetime) -> Learning:
    """What a learner sees; at most two classes are opened step by step. Nine statements whatever his classes."""
    tasks = mine(user_id, now)
    opened = learner.places(user_id)[:2]
    shut = frozenset((one.cohort_id, one.step_id) for one in tasks if not one.is_open)
    standings = learner.standings([place for _row, place in opened], shut)
    certificates, unconfirmed = _certificates(user_id)
    rounds = reviewer.rounds_of(user_id)
    return Learning(
        classes=tuple((row, place, standings[row.cohort_id]) for row, place in opened),
        tasks=tuple(one for one in tasks if one.is_waiting),
        reviews=_reviews(rounds),
        make_up=tuple(MakeUp(one.title, count) for one in rounds if (count := one.to_make_up(now))),
        feedback=_feedback(user_id),
        unconfirmed=unconfirmed,
        certificates=certificates,
        jp_this_year=sum(one.jp for one in certificates if one.year == now.year),
    )


def earned(user_id: int) -> tuple[Earned, ...]:
    """The valid certificates of somebody who learns nowhere now; one statement."""
    return _certificates(user_id)[0]


def _reviews(rounds: tuple[RoundRow, ...]) -> tuple[Review, ...]:
    held = [(task, one.title) for one in rounds for task in one.running]
    held.sort(key=lambda pair: (pair[0].due_at, pair[0].id))
    return tuple(Review(task.id, task.pseudonym, title, task.due_at, task.state is TaskState.DIBUKA) for task, title in held)


def _feedback(user_id: int) -> tuple[Feedback, ...]:
    rows = db.session.execute(
        select(Grade.submission_id, Assignment.title, Grade.released_at)
        .join(Submission, Submission.id == Grade.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(
            Grade.author_id == user_id,
            Grade.released_at.is_not(None),
            Grade.seen_at.is_(None),
            Grade.source != Source.MANDIRI,
        )
        .order_by(Grade.released_at)
    )
    return tuple(Feedback(submission_id, title, at) for submission_id, title, at in rows if at is not None)


def _certificates(user_id: int) -> tuple[tuple[Earned, ...], tuple[tuple[int, str], ...]]:
    """His valid certificates, also of classes that he left; and where the closing test is passed and the data not confirmed yet."""
    rows = db.session.execute(
        select(Enrolment.id, CourseVersion.title, Certificate.facts, Certificate.year, Confirmation.id.is_(None) & has_passed_closing())
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .outerjoin(Confirmation, Confirmation.enrolment_id == Enrolment.id)
        .outerjoin(Certificate, (Certificate.enrolment_id == Enrolment.id) & (Certificate.state == State.TERBIT))
        .where(Enrolment.user_id == user_id, Certificate.id.is_not(None) | (Enrolment.state == EnrolmentState.DITERIMA))
        .order_by(Certificate.created_at.desc(), Enrolment.id)
    ).all()
    earned = tuple(Earned(id_, str(facts["course"]), int(facts["jp"]), year) for id_, _title, facts, year, _waits in rows if facts)
    return earned, tuple((id_, title) for id_, title, facts, _year, waits in rows if waits and not facts)
