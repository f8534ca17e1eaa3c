"""A learner's own tasks: the list, one brief, his own work, and what waits for him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.access.scope import Scope
from app.accounts.models import User
from app.curriculum.core.encoding import from_json
from app.curriculum.core.work import Criterion, Grading, Task, TaskForm, Work
from app.curriculum.models import Module, Step
from app.kernel.cache import Remembered
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.submissions.core.window import Dates, Standing, Verdict, may_send
from app.submissions.models import Assignment, DraftCopy, RubricVersion, Submission, Version

_works: Remembered[Work] = Remembered(seconds=3600, most=200)
"""Steps never change once they stand, so their decoded tasks may be kept; the key holds the version's digest."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A task as a class has it, with its text from the training and its frozen rubric."""

    id: int
    cohort_id: int
    cohort_name: str
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
    revise_until: datetime | None
    revision_required: bool
    self_levels: dict[str, int] | None
    self_assessed_at: datetime | None
    current_id: int | None
    versions: int
    sent_at: datetime | None
    days_late: int


class MineState(StrEnum):
    """Where one of my tasks stands, as the list says it."""

    BELUM_DIBUKA = "belum_dibuka"
    TERBUKA = "terbuka"
    DRAF = "draf"
    TERLAMBAT = "terlambat"
    REVISI = "revisi"
    NILAI_DIRI = "nilai_diri"
    TERKUMPUL = "terkumpul"
    DINILAI = "dinilai"
    DITUTUP = "ditutup"


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my tasks in the list."""

    id: int
    title: str
    cohort_name: str
    form: TaskForm
    grading: Grading
    state: MineState
    due_at: datetime
    """My own deadline, or until when a late work or a revision is taken."""
    sent_at: datetime | None
    number: int
    score: float | None
    minutes: int

    @property
    def is_waiting(self) -> bool:
        """Whether something is for me to do."""
        return self.state in _WAITING


_WAITING = frozenset({MineState.TERBUKA, MineState.DRAF, MineState.TERLAMBAT, MineState.REVISI, MineState.NILAI_DIRI})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task on Beranda's list; the page is `url_for("submissions.show", assignment_id=...)`."""

    assignment_id: int
    title: str
    cohort_name: str
    state: MineState
    due_at: datetime


def assignment_for(cohort_id: int, step_id: int) -> int | None:
    """The assignment of a task step in a class: where learning's step leads to."""
    return db.session.scalar(select(Assignment.id).where(Assignment.cohort_id == cohort_id, Assignment.step_id == step_id))


def brief(assignment_id: int, scope: Scope) -> Brief:
    """A task inside the reader's scope (Can.COURSE_READ reaches its class). Raises Missing."""
    row = db.session.execute(
        select(Assignment, Cohort.name, Cohort.closed_at, Cohort.version_id, Module.code, Module.title, RubricVersion.criteria, RubricVersion.digest)
        .join(Cohort, Cohort.id == Assignment.cohort_id)
        .join(Step, Step.id == Assignment.step_id)
        .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
        .outerjoin(Module, Module.id == Step.module_id)
        .where(Assignment.id == assignment_id, scope.where(Assignment))
    ).one_or_none()
    if row is None:
        raise Missing
    one, cohort_name, closed_at, version_id, code, module, criteria, digest = row
    work = _works.get((one.step_id, version_id, digest), lambda: _work(one.step_id))
    return Brief(
        id=one.id,
        cohort_id=one.cohort_id,
        cohort_name=cohort_name,
        step_id=one.step_id,
        title=one.title,
        module=f"{code} {module}" if code else "",
        form=one.form,
        grading=one.grading,
        is_required=one.is_required,
        opens_at=one.opens_at,
        due_at=one.due_at,
        late_days=one.late_days,
        late_points=one.late_points,
        closed_at=closed_at,
        unit_path=one.unit_path,
        task=work.task,
        criteria=tuple(from_json(Criterion, criterion) for criterion in criteria),
    )


def _work(step_id: int) -> Work:
    content = db.session.scalar(select(Step.content).where(Step.id == step_id))
    return from_json(Work, content or {})


def own(assignment_id: int, user_id: int) -> Own | None:
    """The work of one author for a task; None before he touched it."""
    row = db.session.execute(
        select(
            Submission.id,
            Submission.draft,
            Submission.draft_revision,
            Submission.draft_saved_at,
            Submission.extended_until,
            Submission.revise_until,
            Submission.revision_required,
            Submission.self_levels,
            Submission.self_assessed_at,
            Submission.current_id,
            Version.number,
            Version.sent_at,
            Version.days_late,
        )
        .outerjoin(Version, Version.id == Submission.current_id)
        .where(Submission.assignment_id == assignment_id, Submission.author_id == user_id)
    ).one_or_none()
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


def copies(submission_id: int) -> tuple[Copy, ...]:
    """Texts that wait for the writer's choice, newest first."""
    rows = db.session.execute(
        select(DraftCopy.id, DraftCopy.draft, DraftCopy.saved_at)
        .where(DraftCopy.submission_id == submission_id, DraftCopy.settled_at.is_(None))
        .order_by(DraftCopy.id.desc())
    )
    return tuple(Copy(copy_id, draft, saved_at) for copy_id, draft, saved_at in rows)


def is_learner(cohort_id: int, user_id: int) -> bool:
    """Whether this person learns in the class now (and may write)."""
    return (
        db.session.scalar(
            select(Enrolment.id).where(
                Enrolment.cohort_id == cohort_id, Enrolment.user_id == user_id, Enrolment.state == EnrolmentState.DITERIMA
            )
        )
        is not None
    )


def author_words(user_id: int) -> tuple[str, tuple[str, ...]]:
    """Name of a person, and the names of his work unit (long and short)."""
    user = db.session.get(User, user_id)
    if user is None:
        raise Missing
    return user.name, tuple(name for name in (user.unit.name, user.unit.short_name) if name)


def mine(user_id: int, now: datetime) -> tuple[Mine, ...]:
    """All tasks of my classes: what is for me to do first, by deadline; then what is sent, graded or closed."""
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.title,
            Cohort.name,
            Assignment.form,
            Assignment.grading,
            Assignment.opens_at,
            Assignment.due_at,
            Assignment.late_days,
            Cohort.closed_at,
            Step.minutes,
            Submission.id,
            Submission.draft_saved_at,
            Submission.extended_until,
            Submission.revise_until,
            Submission.revision_required,
            Submission.self_assessed_at,
            Version.number,
            Version.sent_at,
            Version.change_note,
            Progress.score,
        )
        .join(Enrolment, (Enrolment.cohort_id == Assignment.cohort_id) & (Enrolment.user_id == user_id))
        .join(Cohort, Cohort.id == Assignment.cohort_id)
        .join(Step, Step.id == Assignment.step_id)
        .outerjoin(Submission, (Submission.assignment_id == Assignment.id) & (Submission.author_id == user_id))
        .outerjoin(Version, Version.id == Submission.current_id)
        .outerjoin(Progress, (Progress.enrolment_id == Enrolment.id) & (Progress.step_id == Assignment.step_id))
        .where(Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(Assignment.due_at, Assignment.id)
    )
    found: list[Mine] = []
    for row in rows:
        (one, title, cohort, form, grading, opens, due, late, closed, minutes, _sid, draft_at, extended, revise, required, rated, number, sent, note, score) = row
        dates = Dates(opens, due, late, extended, revise, closed)
        verdict = may_send(dates, now, versions=number or 0)
        state = _state(verdict, number or 0, draft_at, grading, rated, score, wants_revision=bool(required) or not note)
        until = verdict.until if verdict.may and verdict.until else dates.deadline
        found.append(Mine(one, title, cohort, form, grading, state, until, sent, number or 0, score, minutes))
    return tuple(sorted(found, key=lambda task: (not task.is_waiting, task.due_at)))


def _state(
    verdict: Verdict,
    versions: int,
    draft_at: datetime | None,
    grading: Grading,
    rated_at: datetime | None,
    score: float | None,
    *,
    wants_revision: bool,
) -> MineState:
    if versions:
        if verdict.standing is Standing.REVISI and wants_revision:
            return MineState.REVISI
        if grading is Grading.MANDIRI and rated_at is None:
            return MineState.NILAI_DIRI
        return MineState.TERKUMPUL if score is None else MineState.DINILAI
    if verdict.standing is Standing.TERBUKA:
        return MineState.DRAF if draft_at else MineState.TERBUKA
    return {
        Standing.BELUM_DIBUKA: MineState.BELUM_DIBUKA,
        Standing.TERLAMBAT: MineState.TERLAMBAT,
    }.get(verdict.standing, MineState.DITUTUP)


def waiting_for(user_id: int, now: datetime) -> tuple[Waiting, ...]:
    """What waits for this learner on Beranda, by deadline; one statement."""
    return tuple(
        Waiting(task.id, task.title, task.cohort_name, task.state, task.due_at) for task in mine(user_id, now) if task.is_waiting
    )
