"""A class that was opened by mistake is called off while nobody has entered it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from app.access.scope import Actor
from app.accounts.models import Grant
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.i18n import _
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.services.cohorts import lock_seats

CALLED_OFF = "Angkatan dibatalkan."
"""Why the places that were offered or asked for have ended, as their people read it."""


def has_entered(cohort_id: int) -> bool:
    """Whether anybody is or was in a class."""
    count = db.session.scalar(
        select(func.count())
        .select_from(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            (Enrolment.state == EnrolmentState.DITERIMA) | Enrolment.joined_at.is_not(None),
        )
    )
    return bool(count)


def cancel_cohort(cohort: Cohort, *, actor: Actor, now: datetime) -> None:
    """Close the class, its link, its invitations and requests, and every role in it. Raises Denied once somebody has entered."""
    lock_seats(cohort)
    if cohort.closed_at is not None:
        return
    if has_entered(cohort.id):
        raise Denied(_("Angkatan ini sudah dimasuki orang, jadi tidak dapat dibatalkan lagi."))
    cohort.closed_at, cohort.join_token = now, None
    for was, state in ((EnrolmentState.DIUNDANG, EnrolmentState.MUNDUR), (EnrolmentState.MENUNGGU, EnrolmentState.DITOLAK)):
        db.session.execute(
            update(Enrolment)
            .where(Enrolment.cohort_id == cohort.id, Enrolment.state == was)
            .values(state=state, ended_reason=CALLED_OFF)
        )
    db.session.execute(update(Grant).where(Grant.cohort_id == cohort.id, Grant.revoked_at.is_(None)).values(revoked_at=now))
    audit.record("cohort:cancel", "cohort", cohort.id, actor_id=actor.user_id, at=now)
