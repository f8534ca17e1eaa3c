"""What clocks, desks and recaps ask about the works of a class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from app.access.scope import Scope
from app.accounts.models import User
from app.curriculum.core.work import Grading, TaskForm
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Enrolment, EnrolmentState
from app.submissions.models import TIMELY, Assignment, DraftCopy, Submission, Version


@dataclass(frozen=True, slots=True)
class Submitted:
    """A work that was sent, as the sharing out needs it: whose, from which unit, which version counts."""

    submission_id: int
    version_id: int
    author_id: int
    enrolment_id: int
    unit_id: int
    number: int
    words: int
    first_sent_at: datetime
    days_late: int


@dataclass(frozen=True, slots=True)
class UnsentDraft:
    """A draft that was saved before the deadline and never sent: for the pelatih to take or to leave."""

    submission_id: int
    author_id: int
    saved_at: datetime
    deadline: datetime


@dataclass(frozen=True, slots=True)
class SentRow:
    """One author's state with one task, for recaps and gradebooks."""

    enrolment_id: int
    assignment_id: int
    submission_id: int
    version_id: int | None
    number: int
    sent_at: datetime | None
    days_late: int
    revision_required: bool
    draft_saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A task of a class in a list."""

    id: int
    step_id: int
    title: str
    form: TaskForm
    grading: Grading
    is_required: bool
    opens_at: datetime
    due_at: datetime
    late_points: int
    rubric_id: int


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """A learner of the class with his state at one task (the trainer's page of a task)."""

    user_id: int
    name: str
    submission_id: int | None
    draft_saved_at: datetime | None
    extended_until: datetime | None
    version_id: int | None
    number: int
    sent_at: datetime | None
    days_late: int


def assignments_of(cohort_id: int) -> tuple[AssignmentRow, ...]:
    """The tasks of a class by deadline."""
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.step_id,
            Assignment.title,
            Assignment.form,
            Assignment.grading,
            Assignment.is_required,
            Assignment.opens_at,
            Assignment.due_at,
            Assignment.late_points,
            Assignment.rubric_id,
        )
        .where(Assignment.cohort_id == cohort_id)
        .order_by(Assignment.due_at, Assignment.id)
    )
    facts: list[list[Any]] = [list(row) for row in rows]
    return tuple(AssignmentRow(*values) for values in facts)


def assignment(assignment_id: int, scope: Scope) -> Assignment:
    """The row of a task inside a scope, for a service that changes it. Raises Missing."""
    found = db.session.scalar(select(Assignment).where(Assignment.id == assignment_id, scope.where(Assignment)))
    if found is None:
        raise Missing
    return found


def submission(submission_id: int, scope: Scope) -> Submission:
    """The row of a work inside a scope, for a service that changes it. Raises Missing."""
    found = db.session.scalar(select(Submission).where(Submission.id == submission_id, scope.where(Submission)))
    if found is None:
        raise Missing
    return found


def submitted(assignment_id: int) -> tuple[Submitted, ...]:
    """Every work of a task that was sent, with the version that counts, in the order of the first sending."""
    first = (
        select(Version.submission_id, Version.sent_at)
        .where(Version.number == 1)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Submission.id,
            Version.id,
            Submission.author_id,
            Submission.enrolment_id,
            User.unit_id,
            Version.number,
            Version.words,
            first.c.sent_at,
            Version.days_late,
        )
        .join(Version, Version.id == Submission.current_id)
        .join(first, first.c.submission_id == Submission.id)
        .join(User, User.id == Submission.author_id)
        .where(Submission.assignment_id == assignment_id)
        .order_by(first.c.sent_at, Submission.id)
    )
    return tuple(Submitted(*row) for row in rows)


def unsent_in_time(assignment_id: int, now: datetime) -> tuple[UnsentDraft, ...]:
    """Drafts that were saved before the author's deadline, now past, and never sent.

    `services.sending.timely_draft` gives the text as it stood then; `services.accept_draft` takes it.
    """
    rows = db.session.execute(
        select(
            Submission.id, Submission.author_id, Submission.draft_saved_at, Assignment.due_at, Submission.extended_until,
            func.min(DraftCopy.saved_at),
        )
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .outerjoin(DraftCopy, and_(DraftCopy.submission_id == Submission.id, DraftCopy.device == TIMELY))
        .where(Submission.assignment_id == assignment_id, Submission.current_id.is_(None), Submission.draft_saved_at.is_not(None))
        .group_by(Submission.id, Assignment.due_at)
        .order_by(Submission.id)
    )  # fmt: skip -- what is read stands on two lines
    found: list[UnsentDraft] = []
    for submission_id, author_id, saved_at, due_at, extended, kept_at in rows:
        deadline = max(due_at, extended) if extended else due_at
        timely = min(at for at in (saved_at, kept_at) if at is not None)
        if timely <= deadline < now:
            found.append(UnsentDraft(submission_id, author_id, timely, deadline))
    return tuple(found)


def sent_of(cohort_id: int) -> tuple[SentRow, ...]:
    """Every touched work of a class, one statement."""
    rows = db.session.execute(
        select(
            Submission.enrolment_id,
            Submission.assignment_id,
            Submission.id,
            Version.id,
            Version.number,
            Version.sent_at,
            Version.days_late,
            Submission.revision_required,
            Submission.draft_saved_at,
        )
        .outerjoin(Version, Version.id == Submission.current_id)
        .where(Submission.cohort_id == cohort_id)
    )
    return tuple(
        SentRow(enrolment, assignment, one, version, number or 0, sent, late or 0, again, draft)
        for enrolment, assignment, one, version, number, sent, late, again, draft in rows
    )


def authors(assignment_id: int, scope: Scope) -> tuple[AuthorRow, ...]:
    """The learners of the task's class by name, inside the scope of the reader (Can.LEARNER_ADJUST)."""
    rows = db.session.execute(
        select(
            User.id,
            User.name,
            Submission.id,
            Submission.draft_saved_at,
            Submission.extended_until,
            Version.id,
            Version.number,
            Version.sent_at,
            Version.days_late,
        )
        .select_from(Assignment)
        .join(Enrolment, Enrolment.cohort_id == Assignment.cohort_id)
        .join(User, User.id == Enrolment.user_id)
        .outerjoin(Submission, (Submission.assignment_id == Assignment.id) & (Submission.author_id == User.id))
        .outerjoin(Version, Version.id == Submission.current_id)
        .where(Assignment.id == assignment_id, Enrolment.state == EnrolmentState.DITERIMA, scope.where(Assignment))
        .order_by(User.name, User.id)
    )
    return tuple(
        AuthorRow(user, name, one, draft, extended, version, number or 0, sent, late or 0)
        for user, name, one, draft, extended, version, number, sent, late in rows
    )

