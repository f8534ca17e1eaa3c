"""Whatever may make somebody complete leads to one job, which asks for his confirmation or issues (`services.complete`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select

from app.access.scope import subtree_end
from app.certificates.models import Certificate
from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.grading.events import AppealAnswered, GradeOpened, GradesReleased, ReleasedGradeChanged, RevisionTakenBack
from app.kernel import clock, queue
from app.kernel.db import db, read
from app.learning.events import ClosingTestPassed, CohortMoved, EnrolmentAccepted, IssueChanged, LessonDone, StepsWaived
from app.learning.models import Cohort, Enrolment, EnrolmentState, Issue, Progress
from app.peerreview.events import ReviewSent, RoundClosed
from app.peerreview.models import Review, ReviewTask, Round
from app.submissions.models import Submission

COMPLETE = "certificates.complete"
MOST = 50
"""People in one job: what it writes is one transaction."""

_TESTED = (
    select(Progress.enrolment_id)
    .join(Step, Step.id == Progress.step_id)
    .where(Progress.enrolment_id == Enrolment.id, Step.kind == StepKind.TES_AKHIR, Progress.score.is_not(None))
    .exists()
)
_HAS_ONE = select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id).exists()
_NEAR = select(Enrolment.id).where(Enrolment.state == EnrolmentState.DITERIMA, _TESTED, ~_HAS_ONE).order_by(Enrolment.id)
"""Accepted, has taken the closing test, has no certificate: all others cannot become complete."""

_REVIEW = select(ReviewTask).join(Review, Review.task_id == ReviewTask.id).where(Review.id == bindparam("review_id"))
_NEAR_BY_REVIEW = _NEAR.where(
    Enrolment.cohort_id.in_(_REVIEW.with_only_columns(ReviewTask.cohort_id)),
    Enrolment.user_id.in_(_REVIEW.with_only_columns(ReviewTask.reviewer_id)),
)  # built once: it is asked whenever somebody sends a review


def on_grades_released(event: GradesReleased) -> None:
    """Grades may be seen: they count from now on."""
    ask(_near((Enrolment.cohort_id == event.cohort_id) & Enrolment.user_id.in_(event.author_ids)), event.at)


def on_grade_changed(event: ReleasedGradeChanged | AppealAnswered | RevisionTakenBack | GradeOpened) -> None:
    """A grade that counts has changed, is held up by no revision any more, or cannot be taken back any more."""
    mine = select(Submission.enrolment_id).where(Submission.id == event.submission_id)
    ask(_near(Enrolment.id.in_(mine)), event.at)


def on_review_sent(event: ReviewSent) -> None:
    """It may have been the last that its reviewer owed."""
    ask([row[0] for row in read(_NEAR_BY_REVIEW, review_id=event.review_id)], event.at)


def on_own_step(event: LessonDone | ClosingTestPassed | StepsWaived | EnrolmentAccepted) -> None:
    """One person went a step, was waived one, or came back into the class with all of them behind him."""
    ask(_near(Enrolment.id == event.enrolment_id), event.at)


def on_round_closed(event: RoundClosed) -> None:
    """A round ended; how many reviews its people owe may have been changed meanwhile."""
    cohort_id = db.session.scalar(select(Round.cohort_id).where(Round.id == event.round_id))
    if cohort_id is not None:
        _ask_class(cohort_id, event.at)


def on_issue_changed(event: IssueChanged) -> None:
    """A class was switched to `otomatis`, or back."""
    _ask_class(event.cohort_id, event.at)


def on_cohort_moved(event: CohortMoved) -> None:
    """The new version may ask for less."""
    _ask_class(event.cohort_id, event.at)


def on_office_changed(unit_path: str, valid_from: str, now: datetime) -> None:
    """A signatory for these units: automatic classes that lacked one are gone through, once more on his first day."""
    classes = db.session.scalars(
        select(Cohort.id).where(
            Cohort.unit_path >= unit_path, Cohort.unit_path < subtree_end(unit_path), Cohort.issue == Issue.OTOMATIS
        )
    ).all()
    first_day = clock.start_of_day(date.fromisoformat(valid_from)) if valid_from else now
    for cohort_id in classes:
        _ask_class(cohort_id, now)
        if first_day > now:
            _ask_class(cohort_id, now, run_at=first_day)


def people_of(payload: Mapping[str, Any]) -> list[int]:
    """Enrolments that a job of a class is about: everyone there who may be near his certificate."""
    return _near(Enrolment.cohort_id == payload["cohort"])


def ask(enrolment_ids: Sequence[int], now: datetime) -> None:
    """Have the worker go through these people."""
    for start in range(0, len(enrolment_ids), MOST):
        queue.enqueue(COMPLETE, {"enrolments": list(enrolment_ids[start : start + MOST])}, now=now)


def ask_again(enrolment_id: int, at: datetime, now: datetime) -> None:
    """Have the worker look at somebody once more when his grades stand; however often this is asked, it looks once."""
    queue.enqueue(COMPLETE, {"enrolments": [enrolment_id]}, now=now, run_at=at, unique_key=f"{COMPLETE}:{enrolment_id}:{at.isoformat()}")


def _near(condition: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(_NEAR.where(condition)))


def _ask_class(cohort_id: int, now: datetime, *, run_at: datetime | None = None) -> None:
    queue.enqueue(COMPLETE, {"cohort": cohort_id}, now=now, run_at=run_at)
