"""What an invitation says about the class it leads to (lent to the pages of accounts by `app.wiring`)."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.lent import ClassCard
from app.curriculum.models import CourseVersion
from app.kernel.db import db
from app.learning.models import Cohort, Enrolment, EnrolmentState


def card_of(cohort_id: int, user_id: int) -> ClassCard | None:
    """The class with this id as this person is invited to it; None when there is none."""
    row = db.session.execute(
        select(
            Cohort.name, CourseVersion.title, Cohort.starts_on, Cohort.ends_on, Cohort.contact_name, Cohort.contact_phone,
            Cohort.closed_at, Enrolment.state,
        )
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .outerjoin(Enrolment, (Enrolment.cohort_id == Cohort.id) & (Enrolment.user_id == user_id))
        .where(Cohort.id == cohort_id)
    ).one_or_none()  # fmt: skip -- the columns in the order of the card, and what shuts it
    if row is None:
        return None
    is_open = row.closed_at is None and row.state not in {EnrolmentState.MUNDUR, EnrolmentState.DITOLAK}
    return ClassCard(*row[:6], is_open=is_open)
