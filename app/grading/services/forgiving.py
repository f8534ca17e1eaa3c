"""Grades follow a deadline that was moved later: what was taken for lateness comes back, also to grades that stand."""

from __future__ import annotations

from sqlalchemy import select

from app.grading.core import points as core
from app.grading.events import ReleasedGradeChanged
from app.grading.models import Act, Grade
from app.grading.services import appeals
from app.kernel.db import db
from app.kernel.events import publish
from app.learning.services import progress
from app.submissions.events import LatenessForgiven
from app.submissions.models import Assignment, Version


def on_lateness_forgiven(event: LatenessForgiven) -> None:
    """Take points off anew for the days that are left, with an event that says why (subscription of `app.wiring`).

    Nothing else of a grade changes: neither its levels, nor when it was given, nor whether its author has opened it.
    Authors of released grades are told.
    """
    rows = db.session.execute(
        select(Grade, Version.days_late, Assignment.late_points)
        .join(Version, Version.id == Grade.version_id)
        .join(Assignment, Assignment.id == event.assignment_id)
        .where(Grade.submission_id.in_(event.submission_ids), Grade.late_points > 0, Grade.raw.is_not(None))
        .order_by(Grade.id)
        .with_for_update(of=Grade)
        .execution_options(populate_existing=True)
    ).all()
    for grade, days_late, points_a_day in rows:
        value, taken = core.after_lateness(grade.raw or 0.0, days_late, points_a_day)
        if taken >= grade.late_points:
            continue
        grade.grade, grade.late_points = value, taken
        appeals.note(grade, Act.DIUBAH, by_id=event.actor_id, reason=event.why, at=event.at)
        if grade.released_at is not None:
            progress.record_score(grade.enrolment_id, grade.step_id, value, event.at)
            publish(ReleasedGradeChanged(grade.submission_id, grade.author_id, event.at))
