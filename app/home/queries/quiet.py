"""Who has been quiet for a week, as a condition: what the board of a class says of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Case, ColumnElement, String, and_, case, cast, exists

from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.grading.queries.standing import last_sign_at
from app.kernel.clock import local_date
from app.learning.core.completion import ALL_STEPS, IDLE
from app.learning.models import Cohort, Enrolment, Progress
from app.submissions.models import Assignment, Submission


def is_quiet(now: datetime) -> ColumnElement[bool]:
    """Nothing was heard of a person with steps left for a week, in a class that has run for a week: what the board says."""
    before = now - IDLE
    return and_(last_sign_at < before, Cohort.starts_on <= local_date(before), _has_steps_left())


def _has_steps_left() -> ColumnElement[bool]:
    """A required step is neither done, sent nor waived; `done_at` stands where a test was passed."""
    waived = cast(Enrolment.waived_steps, String)
    done = (
        exists()
        .where(
            Progress.enrolment_id == Enrolment.id,
            Progress.step_id == Step.id,
            Progress.done_at.is_not(None),
            Step.kind != StepKind.TUGAS,
        )
        .correlate(Enrolment, Step)
    )
    sent = (
        exists()
        .where(
            Submission.enrolment_id == Enrolment.id,
            Submission.assignment_id == Assignment.id,
            Assignment.step_id == Step.id,
            Submission.current_id.is_not(None),
        )
        .correlate(Enrolment, Step)
    )
    left = (
        exists()
        .where(Step.version_id == Cohort.version_id, Step.is_required, ~done, ~sent, ~waived.contains('"' + Step.key + '"'))
        .correlate(Cohort, Enrolment)
    )
    return and_(~waived.contains(f'"{ALL_STEPS}"'), left)


def as_one(condition: ColumnElement[bool]) -> Case[int]:
    """1 where the condition holds, else 0, to be summed."""
    return case((condition, 1), else_=0)
