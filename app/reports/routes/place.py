"""The blueprint of recap and board, and what both read first."""

from __future__ import annotations

from flask import Blueprint

from app.access.permissions import Can
from app.curriculum.queries import Outline
from app.learning.models import Cohort
from app.learning.queries import cohorts
from app.learning.words import step_words
from app.web.guard import scope

bp = Blueprint("reports", __name__)


def cohort_of(cohort_id: int) -> Cohort:
    """A class that the reader may see reports of. Raises Missing."""
    return cohorts.cohort(cohort_id, scope(Can.REPORT_READ))


def step_names(outline: Outline) -> dict[str, str]:
    """Key -> what a sentence calls the step."""
    return {step.key: step_words(step.kind, step.spec.module_code, step.spec.title) for step in outline.steps}
