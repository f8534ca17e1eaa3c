"""What classes forget once their time of keeping is over, or when a person is erased: answers. Scores, certificates and who was there stay.

Of strangers who asked by a class link and were never invited nothing stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, select, update

from app.accounts.events import PersonErased
from app.accounts.models import Grant, OneTimeLink, Standing, User
from app.kernel import audit, clock
from app.kernel.db import db
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, ExtraAttempt, Progress

KEPT_YEARS: Final = 2
"""After the end of a class, as the privacy notice says."""
STRANGERS_KEPT: Final = timedelta(days=90)
"""After a stranger first asked by a class link; what he typed may be about somebody else."""
MOST_AT_ONCE: Final = 500
FORGOTTEN: Final = "dilupakan_pada"


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who asked by class links and was never invited: what he called himself, and the classes."""

    name: str
    cohort_ids: tuple[int, ...]


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


def forget_strangers(now: datetime) -> tuple[Stranger, ...]:
    """Delete accounts and requests that strangers left at class links 90 days ago, in the caller's transaction.

    Nobody invited them (`people.is_nobody_yet`), no office touched the account, and they are in no class but as who
    waits or was turned down. Returns whom it forgot, MOST_AT_ONCE at most; the rest has its turn tomorrow.
    """
    asked = Enrolment.state.in_((EnrolmentState.MENUNGGU, EnrolmentState.DITOLAK))
    by_link = asked & Enrolment.asked_at.is_(None) & Enrolment.invited_at.is_(None) & Enrolment.joined_at.is_(None)
    of_him = Enrolment.user_id == User.id
    nobody = (
        User.standing == Standing.UNDANGAN,
        User.password_hash == "",
        User.created_at < now - STRANGERS_KEPT,
        exists().where(of_him, by_link),
        ~exists().where(of_him, ~by_link),
        ~exists().where(OneTimeLink.user_id == User.id),
        ~exists().where(Grant.user_id == User.id),
        ~exists().where(audit.AuditEntry.subject_type == "user", audit.AuditEntry.subject_id == User.id),
    )
    found = select(User.id, User.name).where(*nobody).order_by(User.id).limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
    names = {user_id: name for user_id, name in db.session.execute(found)}
    asked_of: dict[int, list[int]] = {user_id: [] for user_id in names}
    for user_id, cohort_id in db.session.execute(select(Enrolment.user_id, Enrolment.cohort_id).where(Enrolment.user_id.in_(names))):
        asked_of[user_id].append(cohort_id)
    for statement in (delete(Enrolment).where(Enrolment.user_id.in_(names)), delete(User).where(User.id.in_(names))):
        db.session.execute(statement.execution_options(synchronize_session=False))
    return tuple(Stranger(names[user_id], tuple(cohort_ids)) for user_id, cohort_ids in asked_of.items())


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
