"""What an invitation says about the class it leads to (lent to the pages of accounts by `app.wiring`)."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.lent import ClassCard
from app.curriculum.models import CourseVersion
from app.kernel.db import db
from app.learning.models import Cohort


def card_of(cohort_id: int) -> ClassCard | None:
    """The class with this id; None when there is none."""
    row = db.session.execute(
        select(Cohort.name, CourseVersion.title, Cohort.starts_on, Cohort.ends_on, Cohort.contact_name, Cohort.contact_phone)
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .where(Cohort.id == cohort_id)
    ).one_or_none()
    return ClassCard(*row) if row else None
