"""One task as its learner meets it: the brief, his own work, texts that wait for a choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, bindparam, select

from app.access.scope import Scope
from app.accounts.models import Unit, User
from app.curriculum.core.encoding import from_json
from app.curriculum.core.work import Criterion, Grading, Task, TaskForm, Work
from app.curriculum.models import Module, Step
from app.kernel.cache import Remembered
from app.kernel.db import db, read
from app.kernel.errors import Missing
from app.learning.core.completion import ALL_STEPS
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.submissions.core.earlier import Earlier
from app.submissions.core.window import Dates, Verdict, may_send
from app.submissions.models import Assignment, DraftCopy, RubricVersion, Submission, Version

_works: Remembered[Work] = Remembered(seconds=3600, most=200)
"""Steps never change once they stand, so their decoded tasks may be kept; the key holds the version's digest."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A task as a class has it, with its text from the training and its frozen rubric."""

    id: int
    cohort_id: int
    cohort_name: str
    version_id: int
    """The version of the training on which the class stands."""
    step_id: int
    title: str
    module: str
    form: TaskForm
    grading: Grading
    is_required: bool
    opens_at: datetime
    due_at: datetime
    late_days: int
    late_points: int
    closed_at: datetime | None
    unit_path: str
    task: Task
    criteria: tuple[Criterion, ...]

    def dates(self, own: Own | None) -> Dates:
        """What `core.window.may_send` asks for, for one author."""
        return Dates(
            self.opens_at,
            self.due_at,
            self.late_days,
            own.extended_until if own else None,
            own.revise_until if own else None,
            self.closed_at,
        )

    def verdict(self, own: Own | None, now: datetime) -> Verdict:
        """Whether the author may send now."""
        return may_send(self.dates(own), now, versions=own.versions if own else 0)


@dataclass(frozen=True, slots=True)
class Own:
    """The author's own work for a task."""

    id: int
    draft: dict[str, Any]
    draft_revision: int
    draft_saved_at: datetime | None
    extended_until: datetime | None
    extension_reason: str
    revise_until: datetime | None
    revision_required: bool
    revision_reason: str
    self_levels: dict[str, int] | None
    self_assessed_at: datetime | None
    current_id: int | None
    versions: int
    sent_at: datetime | None
    days_late: int


def assignment_for(cohort_id: int, step_id: int) -> int | None:
    """The assignment of a task step in a class: where learning's step leads to."""
    return db.session.scalar(select(Assignment.id).where(Assignment.cohort_id == cohort_id, Assignment.step_id == step_id))


# What stands at every saving and every reading by the coach is built once: building a statement costs more than asking it.
_BRIEF = (
    select(
        Assignment.id, Assignment.cohort_id, Cohort.name, Cohort.version_id, Assignment.step_id, Assignment.title,
        Module.code, Module.title, Assignment.form, Assignment.grading, Assignment.is_required, Assignment.opens_at,
        Assignment.due_at, Assignment.late_days, Assignment.late_points, Cohort.closed_at, Assignment.unit_path,
        RubricVersion.criteria, RubricVersion.digest, Assignment.content_step_id,
    )
    .join(Cohort, Cohort.id == Assignment.cohort_id)
    .join(Step, Step.id == Assignment.step_id)
    .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
    .outerjoin(Module, Module.id == Step.module_id)
    .where(Assignment.id == bindparam("assignment_id"))
)  # fmt: skip -- the columns in the order of the dataclass


@lru_cache(256)
def _brief_in(scope: Scope) -> Executable:
    """The learners of a class share their scope."""
    return _BRIEF.where(scope.where(Assignment))


def brief(assignment_id: int, scope: Scope) -> Brief:
    """A task inside the reader's scope (Can.COURSE_READ reaches its class). Raises Missing."""
    row = read(_brief_in(scope), assignment_id=assignment_id).one_or_none()
    if row is None:
        raise Missing
    columns: list[Any] = list(row)
    *facts, criteria, digest, content_step_id = columns
    _id, _cohort, _name, version_id, _step_id, _title, code, module, *_rest = facts
    facts[6:8] = [f"{code} {module}" if code else ""]
    work = _works.get((content_step_id, version_id, digest), lambda: _work(content_step_id))
    facts += [work.task, tuple(from_json(Criterion, criterion) for criterion in criteria)]
    return Brief(*facts)


def _work(step_id: int) -> Work:
    content = db.session.scalar(select(Step.content).where(Step.id == step_id))
    return from_json(Work, content or {})


_OWN = (
    select(
        Submission.id,
        Submission.draft,
        Submission.draft_revision,
        Submission.draft_saved_at,
        Submission.extended_until,
        Submission.extension_reason,
        Submission.revise_until,
        Submission.revision_required,
        Submission.revision_reason,
        Submission.self_levels,
        Submission.self_assessed_at,
        Submission.current_id,
        Version.number,
        Version.sent_at,
        Version.days_late,
    )
    .outerjoin(Version, Version.id == Submission.current_id)
    .where(Submission.assignment_id == bindparam("assignment_id"), Submission.author_id == bindparam("user_id"))
)


def own(assignment_id: int, user_id: int) -> Own | None:
    """The work of one author for a task; None before he touched it."""
    row = read(_OWN, assignment_id=assignment_id, user_id=user_id).one_or_none()
    if row is None:
        return None
    facts: list[Any] = list(row)
    number, sent_at, late = facts[-3:]
    facts[-3:] = number or 0, sent_at, late or 0
    return Own(*facts)


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that met a newer one."""

    id: int
    draft: dict[str, Any]
    saved_at: datetime
    device: str
    """The tab in which it was written."""


def copies(submission_id: int) -> tuple[Copy, ...]:
    """Texts that wait for the writer's choice, newest first."""
    rows = db.session.execute(
        select(DraftCopy.id, DraftCopy.draft, DraftCopy.saved_at, DraftCopy.device)
        .where(DraftCopy.submission_id == submission_id, DraftCopy.settled_at.is_(None))
        .order_by(DraftCopy.id.desc())
    )
    return tuple(Copy(*row) for row in rows)


_LEARNS = select(Enrolment.id).where(
    Enrolment.cohort_id == bindparam("cohort_id"),
    Enrolment.user_id == bindparam("user_id"),
    Enrolment.state == EnrolmentState.DITERIMA,
)


def is_learner(cohort_id: int, user_id: int) -> bool:
    """Whether this person learns in the class now (and may write)."""
    return read(_LEARNS, cohort_id=cohort_id, user_id=user_id).first() is not None


_WAIVED = select(Enrolment.waived_steps, select(Step.key).where(Step.id == bindparam("step_id")).scalar_subquery()).where(
    Enrolment.cohort_id == bindparam("cohort_id"),
    Enrolment.user_id == bindparam("user_id"),
    Enrolment.state == EnrolmentState.DITERIMA,
)


def is_waived(one: Brief, user_id: int) -> bool | None:
    """Whether this person was waived the task; None where he does not learn in its class now. One statement."""
    row = read(_WAIVED, cohort_id=one.cohort_id, user_id=user_id, step_id=one.step_id).one_or_none()
    return None if row is None else ALL_STEPS in row[0] or row[1] in row[0]


_SCORE = (
    select(Progress.score)
    .join(Enrolment, Enrolment.id == Progress.enrolment_id)
    .where(
        Enrolment.cohort_id == bindparam("cohort_id"),
        Enrolment.user_id == bindparam("user_id"),
        Progress.step_id == bindparam("step_id"),
    )
)


def score(one: Brief, user_id: int) -> float | None:
    """The grade of this person for the task, 0-100, as far as he may know it. One statement."""
    return read(_SCORE, cohort_id=one.cohort_id, user_id=user_id, step_id=one.step_id).scalar_one_or_none()


MOST_EARLIER = 500
"""Newest first; what a unit wrote years ago competes with nobody."""


_EARLIER = (
    select(Version.content["kata_kunci"].as_string(), Version.content["deskripsi"].as_string())
    .select_from(Submission)
    .join(Version, Version.id == Submission.current_id)
    .join(User, User.id == Submission.author_id)
    .where(
        User.unit_id == select(User.unit_id).where(User.id == bindparam("user_id")).scalar_subquery(),
        Submission.assignment_id != bindparam("assignment_id"),
    )
    .order_by(Version.id.desc())
    .limit(MOST_EARLIER)
)


def used_earlier(assignment_id: int, user_id: int) -> Earlier:
    """The keyphrases and descriptions that people of this person's unit sent for other tasks."""
    rows = read(_EARLIER, assignment_id=assignment_id, user_id=user_id).all()
    return Earlier(frozenset(phrase for phrase, _said in rows if phrase), frozenset(said for _phrase, said in rows if said))


_WORDS = select(User.name, Unit.name, Unit.short_name).join(Unit, Unit.id == User.unit_id).where(User.id == bindparam("user_id"))


def author_words(user_id: int) -> tuple[str, tuple[str, ...]]:
    """Name of a person, and the names of his work unit (long and short)."""
    row = read(_WORDS, user_id=user_id).one_or_none()
    if row is None:
        raise Missing
    name, *units = row
    return name, tuple(unit for unit in units if unit)
