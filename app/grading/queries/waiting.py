"""What waits for somebody because of grades, for Beranda: works on a pelatih's desk, feedback a learner has not opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.access.permissions import Can
from app.access.scope import Actor, scope_of
from app.grading.models import Grade, Source
from app.grading.queries.desk import classes
from app.kernel.db import db
from app.submissions.models import Assignment, Submission


@dataclass(frozen=True, slots=True)
class ToRead:
    """A class in which works wait; the page is `url_for("grading.queue", cohort_id=...)`."""

    cohort_id: int
    name: str
    works: int
    to_read: int
    held: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A released grade that its author has not opened; the page is `url_for("grading.feedback", submission_id=...)`."""

    submission_id: int
    title: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Both, for a person who may be pelatih in one class and learner in another."""

    desk: tuple[ToRead, ...]
    feedback: tuple[Unread, ...]


def waiting_for(person: Actor, now: datetime) -> Waiting:
    """The desk costs six statements for whoever may grade, none for others; feedback costs one."""
    desk = classes(scope_of(person, Can.GRADE), now) if person.may(Can.GRADE) else ()
    rows = db.session.execute(
        select(Grade.submission_id, Assignment.title, Grade.released_at)
        .join(Submission, Submission.id == Grade.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(
            Grade.author_id == person.user_id,
            Grade.released_at.is_not(None),
            Grade.seen_at.is_(None),
            Grade.source != Source.MANDIRI,
        )
        .order_by(Grade.released_at, Grade.id)
    )
    return Waiting(
        tuple(ToRead(one.id, one.name, one.works, one.to_read, one.held, one.minutes_left) for one in desk if one.to_read or one.held),
        tuple(Unread(submission_id, title, released_at) for submission_id, title, released_at in rows if released_at),
    )
