"""The recap of a class: who passed, what everyone reached, who is stuck and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, or_, select

from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.queries.duties import TaskRow
from app.grading.queries.standing import ClassStanding, Learner, class_standing
from app.kernel.db import Moment, db, read
from app.learning.core.passing import predicate_of
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, ExtraAttempt
from app.learning.queries.learner import rules
from app.reports.core.stuck import Facts, Mark, Stuck, marks, stuck
from app.submissions.models import Submission


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the recap; numbers are 0-100 or None."""

    enrolment_id: int
    name: str
    unit: str
    opening: float | None
    closing: float | None
    gain: float | None
    tasks: float | None
    tasks_sent: int
    is_waived: bool
    """The whole training was waived by its closing test."""
    reviews_done: int
    reviews_owed: int
    quality: float | None
    final: float | None
    predicate: str
    is_passed: bool
    jp: int
    """The training's JP when he passed, else 0: they are credited as a whole (domain.md 1.4)."""
    stuck: Stuck | None
    reasons: tuple[str, ...]
    marks: dict[str, Mark]


@dataclass(frozen=True, slots=True)
class Recap:
    """A class with its people by name."""

    outline: Outline
    rows: tuple[Row, ...]
    tasks: int
    has_reviews: bool
    invited: int
    withdrawn: int

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(row.is_passed for row in self.rows)

    @property
    def jp(self) -> int:
        """JP credited in all."""
        return sum(row.jp for row in self.rows)

    def mean(self, name: str) -> float | None:
        """The mean of a number over those who have it."""
        known = [value for row in self.rows if (value := getattr(row, name)) is not None]
        return sum(known) / len(known) if known else None

    def places(self) -> list[tuple[Stuck, int]]:
        """Where people are stuck, the most first."""
        return Counter(row.stuck for row in self.rows if row.stuck is not None).most_common()

    def at(self, place: Stuck) -> list[Row]:
        """Who is stuck there."""
        return [row for row in self.rows if row.stuck == place]


def recap(cohort: Cohort, now: datetime) -> Recap:
    """The whole class; twelve statements whatever its size."""
    found = class_standing(cohort.id, known=(cohort.version_id, cohort.settings))
    exhausted = exhausted_tries(cohort, found.outline)
    states: dict[EnrolmentState, int] = {
        state: count
        for state, count in db.session.execute(
            select(Enrolment.state, func.count()).where(Enrolment.cohort_id == cohort.id).group_by(Enrolment.state)
        )
    }
    rounds = {task.round_id for task in found.tasks if task.round_id is not None}
    rows = rows_of(found, exhausted, missed_revisions(cohort.id, found.tasks, now), now)
    return Recap(
        outline=found.outline,
        rows=rows,
        tasks=sum(task.is_required for task in found.tasks),
        has_reviews=bool(rounds),
        invited=states.get(EnrolmentState.DIUNDANG, 0),
        withdrawn=states.get(EnrolmentState.MUNDUR, 0),
    )


def rows_of(
    found: ClassStanding, exhausted: Mapping[int, frozenset[str]], missed: Mapping[int, frozenset[str]], now: datetime
) -> tuple[Row, ...]:
    """Everyone of a standing with his marks and where he is stuck; `exhausted` and `missed` by enrolment."""
    late, none = are_reviews_late(found.tasks, now), frozenset[str]()
    return tuple(
        _row(found, one, exhausted.get(one.enrolment_id, none), missed.get(one.enrolment_id, none), now, is_review_late=late)
        for one in found.learners
    )


def missed_revisions(cohort_id: int, tasks: Sequence[TaskRow], now: datetime) -> dict[int, frozenset[str]]:
    """Enrolment -> tasks of which he sent no version in the days of a required revision, and can send none now; one statement."""
    keys = {task.id: task.step_key for task in tasks if task.due_at < now}
    found: dict[int, set[str]] = defaultdict(set)
    for enrolment_id, assignment_id in read(_MISSED, cohort_id=cohort_id, now=now):
        if assignment_id in keys:
            found[enrolment_id].add(keys[assignment_id])
    return {one: frozenset(held) for one, held in found.items()}


def are_reviews_late(tasks: Sequence[TaskRow], now: datetime) -> bool:
    """Whether the class has rounds of review and the deadlines of all of them have passed."""
    due = [task.review_due_at for task in tasks if task.round_id is not None]
    return bool(due) and all(at is not None and at < now for at in due)


def _row(
    found: ClassStanding, one: Learner, exhausted: frozenset[str], missed: frozenset[str], now: datetime, *, is_review_late: bool
) -> Row:
    keys = {step.id: step.key for step in found.outline.steps}
    duty = one.standing.review
    sent = {task.key for task in one.standing.tasks if task.is_submitted}
    facts = Facts(
        done=frozenset({key for key, _title, is_done in one.standing.lessons if is_done and key not in one.waived} | sent),
        scores={keys[step]: score for step, score in one.scores.items()},
        exhausted=exhausted,
        reviews_left=duty.owed - duty.done if duty else 0,
        is_review_late=is_review_late,
        last_active_at=one.last_active_at,
        waived=one.waived,
        missed=missed,
    )
    specs = [step.spec for step in found.outline.steps]
    known = marks(specs, facts, quiz_mark=found.marks.quiz, closing_mark=found.marks.closing_test)
    passing = one.passing
    opening, closing = one.opening_test, one.standing.closing_test
    return Row(
        enrolment_id=one.enrolment_id,
        name=one.name,
        unit=one.unit,
        opening=opening,
        closing=closing,
        gain=closing - opening if closing is not None and opening is not None else None,
        tasks=one.final.tasks,
        tasks_sent=len(sent),
        is_waived=one.standing.is_waived,
        reviews_done=duty.done if duty else 0,
        reviews_owed=duty.owed if duty else 0,
        quality=duty.quality if duty else None,
        final=one.final.value,
        predicate=str(predicate_of(one.final.value) or "") if one.final.value is not None and passing.is_passed else "",
        is_passed=passing.is_passed,
        jp=found.outline.jp if passing.is_passed else 0,
        stuck=None if passing.is_passed else stuck(specs, known, facts, now),
        reasons=passing.reasons,
        marks=known,
    )


def exhausted_tries(cohort: Cohort, outline: Outline) -> dict[int, frozenset[str]]:
    """Enrolment -> quizzes and tests in which every try, those given in addition included, is finished; one statement."""
    return {one: frozenset(held) for one, held in used_up(cohort, outline).items()}


def used_up(cohort: Cohort, outline: Outline) -> dict[int, dict[str, float]]:
    """The same with the best result of each, 0-100; one statement."""
    _marks, _weights, attempts = rules(outline, cohort.settings)
    allowed = {StepKind.KUIS: attempts.quiz, StepKind.TES_AKHIR: attempts.closing_test}
    limits = {step.id: (step.key, allowed[step.kind]) for step in outline.steps if step.kind in allowed}
    held: dict[int, dict[str, float]] = {}
    for enrolment_id, step_id, count, best, given in read(_USED, cohort_id=cohort.id, least=min(allowed.values())).all():
        key, limit = limits.get(step_id, ("", 0))
        if key and count >= limit + given:
            held.setdefault(enrolment_id, {})[key] = best or 0.0
    return held


# Built once, because building this statement costs more than asking it.
_GIVEN = (
    select(ExtraAttempt.enrolment_id, ExtraAttempt.step_id, func.count().label("given"))
    .join(Enrolment, Enrolment.id == ExtraAttempt.enrolment_id)
    .where(Enrolment.cohort_id == bindparam("cohort_id"))
    .group_by(ExtraAttempt.enrolment_id, ExtraAttempt.step_id)
    .subquery()
)
_USED = (
    select(
        Attempt.enrolment_id, Attempt.step_id, func.count(), func.max(Attempt.score),
        func.coalesce(func.max(_GIVEN.c.given), 0),
    )
    .outerjoin(_GIVEN, (_GIVEN.c.enrolment_id == Attempt.enrolment_id) & (_GIVEN.c.step_id == Attempt.step_id))
    .where(Attempt.cohort_id == bindparam("cohort_id"), Attempt.finished_at.is_not(None))
    .group_by(Attempt.enrolment_id, Attempt.step_id)
    .having(func.count() >= bindparam("least", type_=Integer))
)  # fmt: skip -- the columns in the order they are read above
_MISSED = select(Submission.enrolment_id, Submission.assignment_id).where(
    Submission.cohort_id == bindparam("cohort_id"),
    Submission.revision_of.is_not(None),  # of these there is an index
    Submission.revision_required,
    Submission.revise_until < bindparam("now", type_=Moment()),
    or_(Submission.extended_until.is_(None), Submission.extended_until < bindparam("now", type_=Moment())),
)
