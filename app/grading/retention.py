"""What grading forgets of classes whose time of keeping is over: words. The grade and its history stay."""

from __future__ import annotations

from sqlalchemy import update

from app.grading.models import Grade
from app.kernel.db import db


def forget(cohort_id: int) -> None:
    """Empty what was said with the grades of a class, in the caller's transaction."""
    db.session.execute(
        update(Grade).where(Grade.cohort_id == cohort_id).values(feedback="").execution_options(synchronize_session=False)
    )
