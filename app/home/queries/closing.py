"""Who passed the closing test, as a condition on an enrolment."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.learning.models import Enrolment, Progress


def has_passed_closing() -> ColumnElement[bool]:
    """The step of the closing test is done, which it is by passing alone."""
    return (
        exists()
        .where(
            Progress.enrolment_id == Enrolment.id,
            Step.id == Progress.step_id,
            Step.kind == StepKind.TES_AKHIR,
            Progress.done_at.is_not(None),
        )
        .correlate(Enrolment)
    )
