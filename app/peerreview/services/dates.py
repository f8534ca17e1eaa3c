"""What follows when a date of a round moves: personal review deadlines, and until when each running task is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.events import publish
from app.peerreview.core import liveness
from app.peerreview.core.rounds import Person, Settings, Task
from app.peerreview.events import ReviewDatesMoved
from app.peerreview.models import RUNNING, ReviewTask, Round, RoundMember
from app.submissions.models import Submission

Personal = tuple[int, str | None, str | None]
"""(user id, his review deadline before, now) in ISO form, as the round's log keeps it."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What was reckoned anew: personal deadlines that moved, and whose running tasks have another time."""

    personal: tuple[Personal, ...]
    reviewer_ids: tuple[int, ...]


def settings_of(round_: Round) -> Settings:
    """The dates and numbers of a round as its clock reads them."""
    return Settings(round_.seed, round_.share_at, round_.review_due_at, round_.revise_due_at, round_.k)


def member(round_id: int, user_id: int) -> RoundMember:
    """The personal row of somebody in a round, made at the first need."""
    found = db.session.scalar(
        select(RoundMember).where(RoundMember.round_id == round_id, RoundMember.user_id == user_id).with_for_update()
    )
    if found is None:
        found = RoundMember(round_id=round_id, user_id=user_id)
        db.session.add(found)
        db.session.flush()  # a second one in this transaction must find it
    return found


def renew(round_: Round, now: datetime) -> Renewed:
    """Reckon personal review deadlines and leases anew after a date of the round, its task or one author has moved.

    The log's lines are the caller's; reviewers whose works have another time are told (ReviewDatesMoved).
    """
    personal = _personal(round_)
    until = {
        user_id: review_until
        for user_id, review_until in db.session.execute(
            select(RoundMember.user_id, RoundMember.review_until).where(RoundMember.round_id == round_.id)
        )
    }
    touched: set[int] = set()
    settings = settings_of(round_)
    # Locked, so that nobody opens a work while its lease is written from the time before.
    tasks = db.session.scalars(
        select(ReviewTask)
        .where(ReviewTask.round_id == round_.id, ReviewTask.state.in_(RUNNING))
        .order_by(ReviewTask.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for task in tasks:
        lease = lease_of(task, settings, until.get(task.reviewer_id))
        if task.lease_until != lease:
            task.lease_until = lease
            touched.add(task.reviewer_id)
    if touched:
        db.session.flush()  # listeners read the leases
        publish(ReviewDatesMoved(round_.id, tuple(sorted(touched)), now))
    return Renewed(personal, tuple(sorted(touched)))


def lease_of(task: ReviewTask, settings: Settings, review_until: datetime | None) -> datetime:
    """When a running task returns to the pool, by the rule of the clock."""
    as_given = Task(task.id, task.reviewer_id, task.author_id, task.kind, task.offered_at, task.opened_at)
    return liveness.lease_until(as_given, settings, Person(task.reviewer_id, review_until=review_until))


def _personal(round_: Round) -> tuple[Personal, ...]:
    settings, due_at = settings_of(round_), round_.assignment.due_at
    extended = db.session.execute(
        select(Submission.author_id, Submission.extended_until)
        .where(Submission.assignment_id == round_.assignment_id, Submission.extended_until.is_not(None))
        .order_by(Submission.author_id)  # as `locks.hold` locks them
    )
    moved: list[Personal] = []
    for user_id, extended_until in extended:
        until = liveness.personal_deadline(settings, due_at, extended_until)
        own = member(round_.id, user_id)
        if own.review_until != until:
            moved.append((user_id, _iso(own.review_until), _iso(until)))
            own.review_until = until
    db.session.flush()  # read again for the leases
    return tuple(moved)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
