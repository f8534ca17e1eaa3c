"""Where everyone of a class stands: the one place that brings tests, tasks and reviews together.

A fixed number of statements for 1 or 1,000 people; what is decided from them is `learning.core.passing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Unit, User
from app.curriculum import queries as curriculum
from app.curriculum.core.course import PassMarks, Weights
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.models import Grade
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.core.passing import FinalGrade, Passing, ReviewDuty, Standing, TaskResult, final_grade, passed
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.learning.queries.learner import rules
from app.peerreview.models import ReviewTask, Round, TaskState
from app.submissions.models import Assignment, RubricVersion, Submission

DONE = frozenset({TaskState.TERKIRIM})
COUNTED = frozenset({TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM})


@dataclass(frozen=True, slots=True)
class Learner:
    """A person of a class with all that decides, and what it decides."""

    enrolment_id: int
    user_id: int
    name: str
    unit: str
    last_active_at: datetime | None
    opening_test: float | None
    standing: Standing
    final: FinalGrade
    passing: Passing
    late_tasks: int
    lessons_done: int


@dataclass(frozen=True, slots=True)
class ClassStanding:
    """A class with everyone in it, by name."""

    cohort_id: int
    outline: Outline
    marks: PassMarks
    weights: Weights
    learners: tuple[Learner, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    assignment_id: int
    step_key: str
    title: str
    names: dict[str, str]
    """Criterion id -> name."""


def class_standing(cohort_id: int, *, only: Iterable[int] | None = None) -> ClassStanding:
    """Everyone accepted in a class, or only these enrolments. Raises Missing."""
    cohort = db.session.execute(
        select(Cohort.version_id, Cohort.settings).where(Cohort.id == cohort_id)
    ).one_or_none()
    if cohort is None:
        raise Missing
    outline = curriculum.outline(cohort.version_id)
    marks, weights, _attempts = rules(outline, cohort.settings)
    wanted = None if only is None else sorted(set(only))
    people = _people(cohort_id, wanted)
    progress = _progress(cohort_id, wanted)
    tasks = _tasks(cohort_id, outline)
    sent = _sent(cohort_id)
    grades = _grades(cohort_id)
    duties = _duties(cohort_id)
    lesson_steps = [step for step in outline.steps if step.kind is StepKind.MATERI]
    opening = next((step.id for step in outline.steps if step.kind is StepKind.TES_AWAL), 0)
    closing = next((step.id for step in outline.steps if step.kind is StepKind.TES_AKHIR), 0)
    has_review = bool(duties.rounds)
    learners = []
    for enrolment_id, user_id, name, unit, active_at, waived_steps in people:
        done = progress.get(enrolment_id, {})
        waived = frozenset(waived_steps)
        lessons = [
            (step.key, step.spec.title, step.key in waived or step.id in done and done[step.id][0] is not None)
            for step in lesson_steps
        ]
        results = [
            TaskResult(
                key=task.step_key,
                title=task.title,
                grade=grade.grade if (grade := grades.get((user_id, task.assignment_id))) else None,
                levels={task.names.get(one, one): level for one, level in grade.levels.items()} if grade else {},
                is_submitted=(user_id, task.assignment_id) in sent,
            )
            for task in tasks
            if task.step_key not in waived
        ]
        duty = duties.of(user_id) if has_review else None
        standing = Standing(
            lessons=lessons,
            closing_test=done[closing][1] if closing in done else None,
            tasks=results,
            review=duty,
            is_waived="*" in waived,
        )
        final = final_grade(standing.closing_test, results, duty.quality if duty else None, weights)
        learners.append(
            Learner(
                enrolment_id=enrolment_id,
                user_id=user_id,
                name=name,
                unit=unit,
                last_active_at=active_at,
                opening_test=done[opening][1] if opening in done else None,
                standing=standing,
                final=final,
                passing=passed(standing, marks),
                late_tasks=sum(1 for task in tasks if (user_id, task.assignment_id) not in sent),
                lessons_done=sum(is_done for _key, _title, is_done in lessons),
            )
        )
    return ClassStanding(cohort_id, outline, marks, weights, tuple(learners))


def learner_standing(enrolment: Enrolment) -> tuple[ClassStanding, Learner]:
    """The same for one person."""
    found = class_standing(enrolment.cohort_id, only=[enrolment.id])
    if not found.learners:
        raise Missing
    return found, found.learners[0]


@dataclass(frozen=True, slots=True)
class _Grade:
    grade: float | None
    levels: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Duties:
    rounds: tuple[tuple[int, int, str], ...]
    """(round id, k, key of its step)."""
    owed: dict[int, int]
    done: dict[int, int]
    quality: dict[int, float]

    def of(self, user_id: int) -> ReviewDuty:
        key = self.rounds[0][2]
        return ReviewDuty(
            owed=self.owed.get(user_id, 0), done=self.done.get(user_id, 0), quality=self.quality.get(user_id), key=key
        )


def _people(cohort_id: int, only: list[int] | None) -> list[tuple[int, int, str, str, datetime | None, list[str]]]:
    statement = (
        select(Enrolment.id, User.id, User.name, Unit.name, Enrolment.last_active_at, Enrolment.waived_steps)
        .join(User, User.id == Enrolment.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(func.lower(User.name), User.id)
    )
    if only is not None:
        statement = statement.where(Enrolment.id.in_(only))
    return [tuple(row) for row in db.session.execute(statement)]  # type: ignore[misc]  # the columns are those of the annotation


def _progress(cohort_id: int, only: list[int] | None) -> dict[int, dict[int, tuple[datetime | None, float | None]]]:
    statement = (
        select(Progress.enrolment_id, Progress.step_id, Progress.done_at, Progress.score)
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    )
    if only is not None:
        statement = statement.where(Enrolment.id.in_(only))
    found: dict[int, dict[int, tuple[datetime | None, float | None]]] = defaultdict(dict)
    for enrolment_id, step_id, done_at, score in db.session.execute(statement):
        found[enrolment_id][step_id] = (done_at, score)
    return found


def _tasks(cohort_id: int, outline: Outline) -> list[_Task]:
    keys = {step.id: step.key for step in outline.steps}
    rows = db.session.execute(
        select(Assignment.id, Assignment.step_id, Assignment.title, RubricVersion.criteria)
        .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
        .where(Assignment.cohort_id == cohort_id, Assignment.is_required)
        .order_by(Assignment.due_at, Assignment.id)
    )
    return [
        _Task(assignment_id, keys.get(step_id, ""), title, {one["id"]: one["name"] for one in criteria})
        for assignment_id, step_id, title, criteria in rows
    ]


def _sent(cohort_id: int) -> frozenset[tuple[int, int]]:
    rows = db.session.execute(
        select(Submission.author_id, Submission.assignment_id).where(
            Submission.cohort_id == cohort_id, Submission.current_id.is_not(None)
        )
    )
    return frozenset((author_id, assignment_id) for author_id, assignment_id in rows)


def _grades(cohort_id: int) -> dict[tuple[int, int], _Grade]:
    rows = db.session.execute(
        select(Grade.author_id, Submission.assignment_id, Grade.grade, Grade.levels)
        .join(Submission, Submission.id == Grade.submission_id)
        .where(Grade.cohort_id == cohort_id, Grade.released_at.is_not(None))
    )
    return {
        (author_id, assignment_id): _Grade(grade, {one: round(level) for one, level in levels.items()})
        for author_id, assignment_id, grade, levels in rows
    }


def _duties(cohort_id: int) -> _Duties:
    rounds = tuple(
        (round_id, k, key)
        for round_id, k, key in db.session.execute(
            select(Round.id, Round.k, Assignment.step_id)
            .join(Assignment, Assignment.id == Round.assignment_id)
            .where(Round.cohort_id == cohort_id)
        )
    )
    owed: dict[int, int] = defaultdict(int)
    done: dict[int, int] = defaultdict(int)
    for user_id, state, count in db.session.execute(
        select(ReviewTask.reviewer_id, ReviewTask.state, func.count())
        .where(ReviewTask.cohort_id == cohort_id)
        .group_by(ReviewTask.reviewer_id, ReviewTask.state)
    ):
        if state in DONE:
            done[user_id] += count
    needed = sum(k for _round, k, _key in rounds)
    for (author_id,) in db.session.execute(
        select(Submission.author_id)
        .join(Round, Round.assignment_id == Submission.assignment_id)
        .where(Submission.cohort_id == cohort_id)
    ):
        owed[author_id] = needed
    return _Duties(
        tuple((round_id, k, "telaah") for round_id, k, _step in rounds), dict(owed), dict(done), _quality(cohort_id)
    )


def _quality(_cohort_id: int) -> dict[int, float]:
    return {}
