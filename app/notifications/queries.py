"""What is read of bells and mails, and of the people and classes that they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.access.permissions import Role
from app.access.scope import Actor
from app.accounts.models import Grant, Standing, User
from app.certificates.models import Certificate
from app.curriculum.core.work import Grading
from app.curriculum.models import CourseVersion
from app.kernel.db import db, read
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.notifications.models import Mail, Notification
from app.peerreview.models import RUNNING, QueueReason, ReviewTask, Round, TaskState, TrainerQueue
from app.submissions.models import Assignment, Submission

PAGE = 30


@dataclass(frozen=True, slots=True)
class Bell:
    """One bell as its list shows it."""

    id: int
    kind: str
    text: str
    at: datetime
    is_new: bool


# Runs at every page: built once, because building a statement costs more than asking it.
_UNREAD = select(func.count(Notification.id)).where(
    Notification.user_id == bindparam("user_id"), Notification.read_at.is_(None)
)


def unread(actor: Actor) -> int:
    """How many bells the person has not read; one statement."""
    return read(_UNREAD, user_id=actor.user_id).scalar() or 0


def bells(actor: Actor, page: int) -> tuple[list[Bell], int]:
    """(the bells of a page, the latest first; how many there are in all)."""
    mine = Notification.user_id == actor.user_id
    rows = db.session.execute(
        select(Notification.id, Notification.kind, Notification.text, Notification.created_at, Notification.read_at)
        .where(mine)
        .order_by(Notification.created_at.desc(), Notification.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    found = [Bell(row.id, row.kind, row.text, row.created_at, row.read_at is None) for row in rows]
    return found, db.session.scalar(select(func.count(Notification.id)).where(mine)) or 0


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail of the demonstration."""

    id: int
    recipient: str
    subject: str
    body: str
    at: datetime
    sent_at: datetime | None
    error: str


_MAIL = (Mail.id, Mail.recipient, Mail.subject, Mail.body, Mail.created_at, Mail.sent_at, Mail.error)


def mails(words: str, page: int) -> tuple[list[MailRow], int]:
    """(mails whose address, subject or text holds `words`, the latest first; how many there are in all)."""
    matches = or_(*(column.icontains(words, autoescape=True) for column in (Mail.recipient, Mail.subject, Mail.body)))
    rows = db.session.execute(
        select(*_MAIL).where(matches).order_by(Mail.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    )
    return [MailRow(*row) for row in rows], db.session.scalar(select(func.count(Mail.id)).where(matches)) or 0


def mail(mail_id: int) -> MailRow | None:
    """One mail of the demonstration."""
    row = db.session.execute(select(*_MAIL).where(Mail.id == mail_id)).one_or_none()
    return MailRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told something."""

    id: int
    name: str
    email: str | None


def readers(user_ids: Iterable[int]) -> list[Reader]:
    """These people, without closed accounts."""
    rows = db.session.execute(
        select(User.id, User.name, User.email)
        .where(User.id.in_(set(user_ids)), User.standing != Standing.NONAKTIF)
        .order_by(User.id)
    )
    return [Reader(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What mails say of a class."""

    id: int
    name: str
    training: str
    starts_on: date
    ends_on: date
    contact_name: str
    contact_phone: str


_CLASS = (
    Cohort.id, Cohort.name, CourseVersion.title, Cohort.starts_on, Cohort.ends_on, Cohort.contact_name,
    Cohort.contact_phone,
)  # fmt: skip


def class_facts(cohort_id: int) -> ClassFacts:
    """A class. Raises sqlalchemy.exc.NoResultFound."""
    row = db.session.execute(
        select(*_CLASS).join(CourseVersion, CourseVersion.id == Cohort.version_id).where(Cohort.id == cohort_id)
    ).one()
    return ClassFacts(*row)


def a_class_of(user_id: int) -> ClassFacts | None:
    """The latest class of a person, for the narahubung in mails about the account."""
    row = db.session.execute(
        select(*_CLASS)
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.user_id == user_id)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
        .limit(1)
    ).first()
    return ClassFacts(*row) if row else None


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What mails say of a task, a work or a round."""

    cohort_id: int
    assignment_id: int
    title: str
    due_at: datetime | None


def task_of_submission(submission_id: int) -> TaskFacts:
    """The task of a work."""
    row = db.session.execute(
        select(Assignment.cohort_id, Assignment.id, Assignment.title, Assignment.due_at)
        .join(Submission, Submission.assignment_id == Assignment.id)
        .where(Submission.id == submission_id)
    ).one()
    return TaskFacts(*row)


def number_of(submission_id: int) -> int:
    """The number under which the pelatih reads a work."""
    return db.session.execute(select(Submission.pseudonym).where(Submission.id == submission_id)).scalar_one()


def is_told(user_id: int, url: str, text: str) -> bool:
    """Whether somebody has a bell of these very words that he has not read."""
    mine = (Notification.user_id == user_id) & (Notification.url == url) & (Notification.text == text)
    return db.session.scalar(select(Notification.id).where(mine, Notification.read_at.is_(None)).limit(1)) is not None


def queued_with(submission_id: int, *, drafts: bool) -> dict[int, int]:
    """Work -> its number, of all of the same task that wait for the pelatih: unsent drafts, or else works of his queue."""
    task = select(Submission.assignment_id).where(Submission.id == submission_id).scalar_subquery()
    rows = db.session.execute(
        select(Submission.id, Submission.pseudonym)
        .join(TrainerQueue, TrainerQueue.submission_id == Submission.id)
        .where(
            Submission.assignment_id == task,
            TrainerQueue.settled_at.is_(None),
            (TrainerQueue.reason == QueueReason.UNSENT_DRAFT) == drafts,
        )
        .distinct()
    )
    return {id_: number for id_, number in rows}


def task_of_round(round_id: int) -> TaskFacts:
    """The task of a round; until when a reviewer has time stands in his own works (`times`)."""
    row = db.session.execute(
        select(Assignment.cohort_id, Assignment.id, Assignment.title, Assignment.due_at)
        .join(Round, Round.assignment_id == Assignment.id)
        .where(Round.id == round_id)
    ).one()
    return TaskFacts(*row)


def task(assignment_id: int) -> TaskFacts:
    """A task of a class."""
    row = db.session.execute(
        select(Assignment.cohort_id, Assignment.id, Assignment.title, Assignment.due_at).where(Assignment.id == assignment_id)
    ).one()
    return TaskFacts(*row)


def learners_of(cohort_id: int) -> list[int]:
    """Everyone accepted in a class."""
    return list(db.session.scalars(select(Enrolment.user_id).where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.DITERIMA)))


def settings_of(cohort_id: int) -> dict[str, Any]:
    """What a class has set otherwise than its training."""
    held: dict[str, Any] = db.session.scalars(select(Cohort.settings).where(Cohort.id == cohort_id)).one()
    return held


def learners_due_at(assignment_id: int, due_at: datetime) -> list[int]:
    """Learners of a task's class for whom the deadline of the class holds: no extension of their own ends later."""
    rows = db.session.scalars(
        select(Enrolment.user_id)
        .join(Assignment, Assignment.cohort_id == Enrolment.cohort_id)
        .outerjoin(Submission, (Submission.assignment_id == Assignment.id) & (Submission.author_id == Enrolment.user_id))
        .where(
            Assignment.id == assignment_id,
            Enrolment.state == EnrolmentState.DITERIMA,
            or_(Submission.extended_until.is_(None), Submission.extended_until <= due_at),
        )
    )
    return list(rows)


@dataclass(frozen=True, slots=True)
class Times:
    """The earliest moment by which a reviewer must open one of his works, and by which he must send one he opened."""

    open_by: datetime | None = None
    send_by: datetime | None = None


def times(round_id: int, now: datetime, *, given_at: datetime | None = None, task_ids: Sequence[int] = ()) -> dict[int, Times]:
    """Reviewer -> his times in a round, of works that still run: those given at a moment, these ones, or all; never the past."""
    meant = [ReviewTask.offered_at == given_at] if given_at else [ReviewTask.id.in_(task_ids)] if task_ids else []
    rows: Any = db.session.execute(
        select(ReviewTask.reviewer_id, ReviewTask.state, func.min(ReviewTask.lease_until))
        .where(ReviewTask.round_id == round_id, ReviewTask.state.in_(RUNNING), ReviewTask.lease_until > now, *meant)
        .group_by(ReviewTask.reviewer_id, ReviewTask.state)
    )
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for reviewer_id, state, until in rows:
        found[reviewer_id]["open_by" if state is TaskState.DITAWARKAN else "send_by"] = until
    return {reviewer_id: Times(**facts) for reviewer_id, facts in found.items()}


def round_of_review(task_id: int) -> int:
    """The round of a review task."""
    return db.session.execute(select(ReviewTask.round_id).where(ReviewTask.id == task_id)).scalar_one()


def authors(submission_ids: Sequence[int], *, rated_by_others: bool = False) -> dict[int, int]:
    """Submission id -> its author; or only of works that others rate."""
    statement = select(Submission.id, Submission.author_id).where(Submission.id.in_(submission_ids))
    if rated_by_others:
        statement = statement.join(Assignment, Assignment.id == Submission.assignment_id).where(Assignment.grading != Grading.MANDIRI)
    rows = db.session.execute(statement)
    return {submission: author for submission, author in rows}


def cohort_of_enrolment(enrolment_id: int) -> int:
    """The class of an enrolment."""
    return db.session.execute(select(Enrolment.cohort_id).where(Enrolment.id == enrolment_id)).scalar_one()


def cohort_of_certificate(certificate_id: int) -> int:
    """The class of a certificate."""
    return db.session.execute(select(Certificate.cohort_id).where(Certificate.id == certificate_id)).scalar_one()


def numbers_of(certificate_id: int) -> tuple[str, str]:
    """(the number of a certificate, that of the one whose place it took, or nothing)."""
    old = aliased(Certificate)
    row = db.session.execute(
        select(Certificate.number, func.coalesce(old.number, "")).outerjoin(old, old.id == Certificate.replaces_id).where(Certificate.id == certificate_id)
    ).one()
    return row[0], row[1]


def trainers_of(cohort_id: int) -> list[int]:
    """Who teaches a class."""
    return list(
        db.session.scalars(
            select(Grant.user_id)
            .where(Grant.cohort_id == cohort_id, Grant.role == Role.PELATIH, Grant.revoked_at.is_(None))
            .distinct()
        )
    )


def nearest_office(cohort_id: int) -> list[int]:
    """The pengelola closest to a class in the tree of units: those above them are not bothered."""
    return _nearest(db.session.execute(select(Cohort.unit_path).where(Cohort.id == cohort_id)).scalar_one())


def office_of(user_id: int) -> list[int]:
    """The pengelola closest to a person, without himself: nobody decides his own request."""
    return _nearest(db.session.execute(select(User.unit_path).where(User.id == user_id)).scalar_one(), but=user_id)


def _nearest(path: str, *, but: int | None = None) -> list[int]:
    ids = [part for part in path.split("/") if part]
    above = ["/" + "/".join(ids[:count]) + "/" for count in range(1, len(ids) + 1)]
    rows = db.session.execute(
        select(Grant.unit_path, Grant.user_id).where(
            Grant.role == Role.PENGELOLA, Grant.revoked_at.is_(None), Grant.unit_path.in_(above), Grant.user_id != (but or 0)
        )
    ).all()
    nearest = max((len(row.unit_path) for row in rows), default=0)
    return sorted({row.user_id for row in rows if len(row.unit_path) == nearest})
