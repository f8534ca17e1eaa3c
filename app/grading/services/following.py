"""A class was moved to another version of its training: its grades name the step of the new one."""

from __future__ import annotations

from sqlalchemy import case, update

from app.grading.models import Grade
from app.kernel.db import db
from app.learning.events import CohortMoved


def on_cohort_moved(event: CohortMoved) -> None:
    """Subscription of `app.wiring`; one statement for each version on which the class stood."""
    for way in event.ways:
        db.session.execute(
            update(Grade)
            .where(Grade.cohort_id == event.cohort_id, Grade.step_id.in_(list(way)))
            .values(step_id=case(way, value=Grade.step_id)),
            execution_options={"synchronize_session": False},
        )
