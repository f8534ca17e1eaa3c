"""A later deadline forgives: works that it finds in time are late no more, and whoever took points for it is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.access.scope import Actor
from app.kernel.db import db
from app.kernel.events import publish
from app.submissions.core import moving
from app.submissions.events import LatenessForgiven
from app.submissions.models import Assignment, Submission, Version


def forgive(assignment: Assignment, *, of: int | None = None, why: str, actor: Actor, now: datetime) -> None:
    """Reckon lateness anew from the deadlines as they stand, of all works or of one submission; nobody gets later by it.

    A next version carries the lateness of the first; both are counted from the first sending. `why` is read by authors
    whose grade changes. Publishes LatenessForgiven where anything was.
    """
    statement = (
        select(Submission.id, Submission.extended_until, Version.sent_at, Version.days_late)
        .join(Version, (Version.submission_id == Submission.id) & (Version.number == 1))
        .where(Submission.assignment_id == assignment.id, Version.days_late > 0)
        .order_by(Submission.id)
    )
    late = db.session.execute(statement if of is None else statement.where(Submission.id == of)).all()
    forgiven = []
    for submission_id, extended_until, sent_at, was in late:
        days = moving.lateness(was, sent_at, max(assignment.due_at, extended_until or assignment.due_at))
        if days != was:
            db.session.execute(
                update(Version).where(Version.submission_id == submission_id, Version.days_late > days).values(days_late=days)
            )
            forgiven.append(submission_id)
    if forgiven:
        publish(LatenessForgiven(assignment.id, tuple(forgiven), why, actor.user_id, now))
