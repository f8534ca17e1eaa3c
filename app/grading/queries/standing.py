"""Where everyone of a class stands: the one place that brings tests, tasks and reviews together.

A fixed number of statements for 1 or 1,000 people; what is decided from them is `learning.core.passing`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Unit, User
from app.curriculum import queries as curriculum
from app.curriculum.core.course import WEIGHTS_WITHOUT_REVIEW, PassMarks, Weights
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.models import Grade
from app.grading.queries.duties import NO_DUTY, TaskRow, reviewing, tasks_of
from app.kernel import clock
from app.kernel.db import NameOrder, db
from app.kernel.errors import Missing
from app.learning.core.completion import ALL_STEPS
from app.learning.core.passing import (
    FinalGrade,
    Passing,
    ReviewDuty,
    Revision,
    Standing,
    TaskResult,
    final_grade,
    is_passed,
    passed,
)
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.learning.queries.learner import rules
from app.submissions.models import Submission


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
    marks: PassMarks
    scores: dict[int, float]
    """Step -> best result of its quiz or test, or its released grade."""
    lessons_done: int
    waived: frozenset[str]
    """Keys of steps that the pelatih waived."""

    @property
    def passing(self) -> Passing:
        """Whether he has passed, with every requirement in words (made when asked for: a class asks it of 1,000)."""
        return passed(self.standing, self.marks)

    @property
    def is_passed(self) -> bool:
        """The same answer as `passing`, without the words."""
        return is_passed(self.standing, self.marks)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody accepted in a class."""

    enrolment_id: int
    user_id: int
    name: str
    unit: str
    last_active_at: datetime | None
    waived: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClassStanding:
    """A class with everyone in it, by name."""

    cohort_id: int
    outline: Outline
    marks: PassMarks
    weights: Weights
    tasks: tuple[TaskRow, ...]
    learners: tuple[Learner, ...]


def class_standing(
    cohort_id: int,
    *,
    only: Iterable[int] | None = None,
    known: tuple[int, dict[str, Any]] | None = None,
    tasks: Sequence[TaskRow] | None = None,
    duties: Mapping[int, ReviewDuty] | None = None,
    members: Sequence[Member] | None = None,
) -> ClassStanding:
    """Everyone accepted in a class, or only these enrolments; eight statements at most, for 1 person or 1,000.

    `known` is (version id, settings) of the class, `tasks` and `duties` what `tasks_of` and `reviewing` say of it,
    `members` those of `only`, where the caller has read them already. Raises Missing.
    """
    facts = known or db.session.execute(
        select(Cohort.version_id, Cohort.settings).where(Cohort.id == cohort_id)
    ).one_or_none()
    if facts is None:
        raise Missing
    outline = curriculum.outline(facts[0])
    marks, weights, _attempts = rules(outline, facts[1])
    wanted = None if only is None else sorted(set(only))
    people = _members(cohort_id, wanted) if members is None else members
    progress = _progress(cohort_id, wanted)
    tasks = tasks_of(cohort_id, outline) if tasks is None else tasks
    works = _works(cohort_id, wanted)
    rounds = [task for task in tasks if task.round_id is not None]
    if duties is None:
        duties = reviewing(cohort_id, rounds, of=None if only is None else [person.user_id for person in people]).duties
    lessons = [step for step in outline.steps if step.kind is StepKind.MATERI]
    graded = {task.step_id for task in tasks}
    scored = [step.id for step in outline.steps if step.kind is not StepKind.MATERI and step.id not in graded]
    opening = next((step.id for step in outline.steps if step.kind is StepKind.TES_AWAL), 0)
    closing = next((step.id for step in outline.steps if step.kind is StepKind.TES_AKHIR), 0)
    learners = []
    for person in people:
        done = progress.get(person.enrolment_id, {})
        mine = works.get(person.user_id, {})
        waived = person.waived
        read = [
            (step.key, step.spec.title, step.key in waived or (step.id in done and done[step.id][0]))
            for step in lessons
        ]
        scores = {step: done[step][1] for step in scored if step in done and done[step][1] is not None}
        results = []
        for task in tasks:
            work = mine.get(task.id)
            if work is not None and work.grade is not None:
                scores[task.step_id] = work.grade
            if task.is_required and task.step_key not in waived:
                results.append(_result(task, work))
        duty = duties.get(person.user_id, NO_DUTY) if rounds else None
        closing_test = done[closing][1] if closing in done else None
        learners.append(
            Learner(
                enrolment_id=person.enrolment_id,
                user_id=person.user_id,
                name=person.name,
                unit=person.unit,
                last_active_at=person.last_active_at,
                opening_test=done[opening][1] if opening in done else None,
                standing=Standing(
                    lessons=read, closing_test=closing_test, tasks=results, review=duty, is_waived=ALL_STEPS in waived
                ),
                final=final_grade(closing_test, results, duty.quality if duty else None, weights_for(duty, weights)),
                marks=marks,
                scores=scores,  # type: ignore[arg-type]  # None was left out
                lessons_done=sum(is_done for _key, _title, is_done in read),
                waived=waived,
            )
        )
    return ClassStanding(cohort_id, outline, marks, weights, tuple(tasks), tuple(learners))


def weights_for(duty: ReviewDuty | None, weights: Weights) -> Weights:
    """The weights of one person's final grade.

    Whoever owes no review (the only sender, or waived the task), and whoever sent all of his and can be held against
    nothing in them (two reviewers, no practice, no rating), has no mark of quality, and none is invented: his final grade
    is that of a training without telaah (rules.md: 35 / 65).
    """
    is_measured = duty is None or duty.quality is not None or duty.done < duty.owed
    if is_measured or not weights.review:
        return weights
    if weights == Weights():
        return WEIGHTS_WITHOUT_REVIEW
    closing = round(100 * weights.closing_test / max(weights.closing_test + weights.tasks, 1))
    return Weights(closing, 100 - closing, 0)


def _result(task: TaskRow, work: _Work | None) -> TaskResult:
    if work is None:
        return TaskResult(key=task.step_key, title=task.title, grade=None)
    # only the lowest level decides and is spoken of; reading all of them would cost more than all the rest
    levels = {LOWEST: work.lowest} if work.grade is not None and work.lowest is not None else {}
    return TaskResult(
        key=task.step_key, title=task.title, grade=work.grade, levels=levels, is_submitted=work.is_sent, revision=work.revision
    )


def learner_standing(enrolment: Enrolment) -> tuple[ClassStanding, Learner]:
    """The same for one person."""
    found = class_standing(enrolment.cohort_id, only=[enrolment.id])
    if not found.learners:
        raise Missing
    return found, found.learners[0]


@dataclass(frozen=True, slots=True)
class _Work:
    is_sent: bool
    grade: float | None
    """Only when it was released."""
    lowest: int | None
    revision: Revision


LOWEST = "terendah"
"""The one level that a class's standing carries of each work."""


last_sign_at = func.coalesce(Enrolment.last_active_at, Enrolment.joined_at)
"""When somebody last did something in his class; who has only just come in did that."""


def awake_at(last_sign: datetime | None, starts_on: date) -> datetime:
    """From when somebody's silence counts: his last sign, and never before the class begins."""
    began = clock.start_of_day(starts_on)
    return max(last_sign, began) if last_sign else began


def _members(cohort_id: int, only: list[int] | None) -> list[Member]:
    statement = (
        select(Enrolment.id, User.id, User.name, Unit.name, last_sign_at, Cohort.starts_on, Enrolment.waived_steps)
        .join(User, User.id == Enrolment.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(NameOrder(User.name), User.id)
    )
    if only is not None:
        statement = statement.where(Enrolment.id.in_(only))
    return [
        Member(id_, user_id, name, unit, awake_at(at, starts_on), frozenset(waived))
        for id_, user_id, name, unit, at, starts_on, waived in db.session.execute(statement)
    ]


def _progress(cohort_id: int, only: list[int] | None) -> dict[int, dict[int, tuple[bool, float | None]]]:
    statement = (
        select(Progress.enrolment_id, Progress.step_id, Progress.done_at.is_not(None), Progress.score)
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.cohort_id == cohort_id)
    )
    if only is not None:
        statement = statement.where(Enrolment.id.in_(only))
    found: dict[int, dict[int, tuple[bool, float | None]]] = defaultdict(dict)
    for enrolment_id, step_id, is_done, score in db.session.execute(statement):
        found[enrolment_id][step_id] = (is_done, score)
    return found


def _works(cohort_id: int, only: list[int] | None) -> dict[int, dict[int, _Work]]:
    """Author -> assignment -> his work; of all, or of these enrolments."""
    statement = (
        select(
            Submission.author_id, Submission.assignment_id, Submission.current_id.is_not(None), Grade.grade, Grade.lowest,
            Submission.revision_of, Submission.revision_required,
        )
        .outerjoin(Grade, (Grade.submission_id == Submission.id) & Grade.released_at.is_not(None))
        .where(Submission.cohort_id == cohort_id)
    )  # fmt: skip -- two lines say what seven would
    if only is not None:
        statement = statement.where(Submission.enrolment_id.in_(only))
    found: dict[int, dict[int, _Work]] = defaultdict(dict)
    for author_id, assignment_id, is_sent, grade, lowest, revision_of, is_asked in db.session.execute(statement):
        revision = Revision.TIDAK_ADA if revision_of is None else Revision.DIMINTA if is_asked else Revision.TERKIRIM
        found[author_id][assignment_id] = _Work(is_sent, grade, lowest, revision)
    return found
