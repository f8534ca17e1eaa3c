"""What classes forget once their time of keeping is over, or when a person is erased: answers. Scores, certificates and who was there stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update

from app.accounts.events import PersonErased
from app.kernel import audit, clock
from app.kernel.db import db
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, ExtraAttempt, Progress

KEPT_YEARS: Final = 2
"""After the end of a class, as the privacy notice says."""
FORGOTTEN: Final = "dilupakan_pada"


def overdue(today: date) -> list[int]:
    """Classes that ended more than two years ago and still hold what people wrote, oldest first."""
    before = date(today.year - KEPT_YEARS, today.month, min(today.day, 28))
    rows = db.session.execute(select(Cohort.id, Cohort.settings).where(Cohort.ends_on < before).order_by(Cohort.ends_on, Cohort.id))
    return [cohort_id for cohort_id, settings in rows if FORGOTTEN not in settings]


def forget(cohort_id: int, now: datetime) -> None:
    """Empty the answers of a class in the caller's transaction and note that it was done."""
    people = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id)
    for statement in (
        update(Progress).where(Progress.enrolment_id.in_(people)).values(answers={}),
        update(Attempt).where(Attempt.cohort_id == cohort_id).values(answers={}),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    cohort = db.session.get_one(Cohort, cohort_id)
    cohort.settings = {**cohort.settings, FORGOTTEN: now.isoformat()}
    audit.record("cohort:forget", "cohort", cohort_id, actor_id=None, at=now)


def erase_person(event: PersonErased) -> None:
    """Empty somebody's answers and let him leave the classes that still run, in the caller's transaction.

    Scores stay. In a class that is over he keeps his place, so that its recap counts as many as it did.
    """
    mine = select(Enrolment.id).where(Enrolment.user_id == event.user_id)
    over = select(Cohort.id).where((Cohort.ends_on < clock.local_date(event.at)) | Cohort.closed_at.is_not(None))
    for statement in (
        update(Progress).where(Progress.enrolment_id.in_(mine)).values(answers={}),
        update(Attempt).where(Attempt.user_id == event.user_id).values(answers={}),
        update(ExtraAttempt).where(ExtraAttempt.enrolment_id.in_(mine)).values(reason=""),
        update(Enrolment).where(Enrolment.user_id == event.user_id).values(ended_reason="", last_active_at=None, last_step_id=None),
        update(Enrolment)
        .where(Enrolment.user_id == event.user_id, Enrolment.cohort_id.not_in(over))
        .values(state=EnrolmentState.MUNDUR),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
