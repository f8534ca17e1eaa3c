"""What one learner sees: his classes, his path, where he stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union_all

from app.access.scope import Scope
from app.accounts.models import Unit
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Attempts, PassMarks, Weights
from app.curriculum.core.encoding import from_json
from app.curriculum.core.path import StepKind, StepSpec
from app.curriculum.models import CourseVersion
from app.curriculum.queries import Outline, StepRow
from app.kernel import clock
from app.kernel.db import db, read
from app.kernel.errors import Missing
from app.learning.core.attempts import AttemptState, attempt_state
from app.learning.core.completion import ALL_STEPS, StepStatus, next_step, share_done
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, ExtraAttempt, Progress


@dataclass(frozen=True, slots=True)
class Place:
    """A learner in a class, with the training's outline; the rules of this class are already chosen."""

    enrolment: Enrolment
    cohort_id: int
    cohort_name: str
    starts_on: date
    ends_on: date
    outline: Outline
    marks: PassMarks
    weights: Weights
    attempts: Attempts

    @property
    def is_waived(self) -> bool:
        """The whole training was waived by its closing test."""
        return ALL_STEPS in self.enrolment.waived_steps

    @property
    def may_be_waived(self) -> bool:
        """Passing the closing test would waive everything else."""
        return self.outline.is_waived_by_closing_test and not self.is_waived


@dataclass(frozen=True, slots=True)
class Done:
    """A progress row as pages need it."""

    answers: dict[str, Any]
    done_at: datetime | None
    score: float | None
    reached_end: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands at every step."""

    statuses: dict[str, StepStatus]
    progress: dict[int, Done]
    tries: dict[int, tuple[int, int]]
    """Step id -> (tries begun, extra tries given)."""
    next: StepRow | None
    share: float


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One of my classes."""

    cohort_id: int
    name: str
    title: str
    jp: int
    starts_on: date
    ends_on: date
    state: EnrolmentState
    version_id: int
    enrolment_id: int


@dataclass(frozen=True, slots=True)
class Request:
    """A class that is not open to me yet: I asked for it, was invited to it, or was turned down."""

    cohort_id: int
    name: str
    title: str
    unit: str
    """Whose pengelola decides."""
    state: EnrolmentState
    reason: str
    contact_name: str
    contact_phone: str
    starts_on: date


# Asked at every step of every learner: built once, because building a statement costs more than asking it.
_PROGRESS = select(
    Progress.enrolment_id, Progress.step_id, Progress.answers, Progress.done_at, Progress.score, Progress.reached_end
).where(Progress.enrolment_id.in_(bindparam("enrolments", expanding=True)))
_TRIES = union_all(
    select(literal(0), Attempt.enrolment_id, Attempt.step_id, func.count())
    .where(Attempt.enrolment_id.in_(bindparam("enrolments", expanding=True)))
    .group_by(Attempt.enrolment_id, Attempt.step_id),
    select(literal(1), ExtraAttempt.enrolment_id, ExtraAttempt.step_id, func.count())
    .where(ExtraAttempt.enrolment_id.in_(bindparam("enrolments", expanding=True)))
    .group_by(ExtraAttempt.enrolment_id, ExtraAttempt.step_id),
)
"""0 for those begun, 1 for those given beyond the rule."""


_PLACE = (
    select(Enrolment, Cohort.name, Cohort.starts_on, Cohort.ends_on, Cohort.version_id, Cohort.settings)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(
        Enrolment.cohort_id == bindparam("cohort_id"),
        Enrolment.user_id == bindparam("user_id"),
        Enrolment.state == EnrolmentState.DITERIMA,
    )
)


def place(cohort_id: int, scope: Scope) -> Place:
    """The place in a class of the learner whose scope this is. Raises Missing when he is not in it."""
    row = db.session.execute(_PLACE, {"cohort_id": cohort_id, "user_id": scope.owner_id}).one_or_none()
    if row is None or not scope.holds(row[0]):
        raise Missing
    return _place(*row)


def place_of(enrolment: Enrolment) -> Place:
    """The place of an enrolment that was loaded by its scope, for those who help the learner."""
    cohort = enrolment.cohort
    return _place(enrolment, cohort.name, cohort.starts_on, cohort.ends_on, cohort.version_id, cohort.settings)


def _place(
    enrolment: Enrolment, name: str, starts_on: date, ends_on: date, version_id: int, settings: dict[str, Any]
) -> Place:
    outline = curriculum.outline(version_id)
    marks, weights, attempts = rules(outline, settings)
    return Place(enrolment, enrolment.cohort_id, name, starts_on, ends_on, outline, marks, weights, attempts)


def rules(outline: Outline, settings: dict[str, Any]) -> tuple[PassMarks, Weights, Attempts]:
    """Marks, weights and tries of a class: the training's, where the class does not say otherwise."""
    about = outline.about
    return (
        from_json(PassMarks, {**about.get("pass_marks", {}), **settings.get("pass_marks", {})}),
        from_json(Weights, {**about.get("weights", {}), **settings.get("weights", {})}),
        from_json(Attempts, {**about.get("attempts", {}), **settings.get("attempts", {})}),
    )


Shut = Callable[[Sequence[int], int, datetime], frozenset[tuple[int, int]]]
"""(class ids, user id, now) -> (class, step) of the tasks that take nothing from this person now: not open yet, or over."""


class _Lent:
    """The present loan; without one every task is open."""

    shut: Shut = staticmethod(lambda _cohort_ids, _user_id, _now: frozenset())


def shut_by(shut: Shut) -> None:
    """Say who knows the dates of tasks."""
    _Lent.shut = staticmethod(shut)


def standing(place: Place) -> Standing:
    """Every step's status, in two statements whatever the length of the path; three where a task would be next."""
    return standings([place])[place.cohort_id]


def standings(places: Sequence[Place], shut: frozenset[tuple[int, int]] | None = None) -> dict[int, Standing]:
    """Class -> every step's status there, of the classes of one person: two statements whatever their number.

    Where a task would be next a third one asks which tasks are `shut`, unless that is known.
    """
    enrolments = [one.enrolment.id for one in places]
    progress: dict[int, dict[int, Done]] = {id_: {} for id_ in enrolments}
    for enrolment_id, step_id, answers, done_at, score, end in read(_PROGRESS, enrolments=enrolments):
        progress[enrolment_id][step_id] = Done(answers, done_at, score, end)
    tries: dict[int, dict[int, tuple[int, int]]] = {id_: {} for id_ in enrolments}
    for is_extra, enrolment_id, step_id, count in read(_TRIES, enrolments=enrolments):
        begun, extra = tries[enrolment_id].get(step_id, (0, 0))
        tries[enrolment_id][step_id] = (begun, count) if is_extra else (count, extra)
    statuses = {one.cohort_id: _statuses(one, progress[one.enrolment.id], tries[one.enrolment.id]) for one in places}
    following = {one.cohort_id: next_step(_path(one), statuses[one.cohort_id]) for one in places}
    at_task = [id_ for id_, step in following.items() if step is not None and step.kind is StepKind.TUGAS]
    if at_task and shut is None:
        shut = _Lent.shut(at_task, places[0].enrolment.user_id, clock.now())
    return {
        one.cohort_id: Standing(
            statuses[one.cohort_id],
            progress[one.enrolment.id],
            tries[one.enrolment.id],
            _past_shut_tasks(one, following[one.cohort_id], statuses[one.cohort_id], shut or frozenset()),
            share_done(_path(one), statuses[one.cohort_id]),
        )
        for one in places
    }


def _path(place: Place) -> list[StepSpec]:
    return [step.spec for step in place.outline.steps]


def _statuses(place: Place, progress: Mapping[int, Done], tries: Mapping[int, tuple[int, int]]) -> dict[str, StepStatus]:
    waived = frozenset(place.enrolment.waived_steps)
    return {
        step.key: StepStatus.SELESAI if place.is_waived or step.key in waived else _status(place, step, progress.get(step.id), tries)
        for step in place.outline.steps
    }


def _past_shut_tasks(
    place: Place, following: StepSpec | None, statuses: Mapping[str, StepStatus], shut: frozenset[tuple[int, int]]
) -> StepRow | None:
    """The next step that takes something: whoever missed a deadline goes on behind it while he waits for the pelatih."""
    if following is not None and following.kind is StepKind.TUGAS:
        closed = {step.key for step in place.outline.steps if (place.cohort_id, step.id) in shut}
        following = next_step([one for one in _path(place) if one.key not in closed], statuses) or following
    return place.outline.step(following.key) if following else None


def _status(place: Place, step: StepRow, done: Done | None, tries: Mapping[int, tuple[int, int]]) -> StepStatus:
    begun, extra = tries.get(step.id, (0, 0))
    if done is not None and done.done_at is not None:
        waits = step.kind is StepKind.TUGAS and done.score is None
        return StepStatus.MENUNGGU if waits else StepStatus.SELESAI
    if step.kind in {StepKind.KUIS, StepKind.TES_AKHIR}:
        allowed = place.attempts.quiz if step.kind is StepKind.KUIS else place.attempts.closing_test
        if begun >= allowed + extra and done is not None and done.score is not None:
            return StepStatus.TERTAHAN
    return StepStatus.BELUM if done is None else StepStatus.BERJALAN


_CLASSES = (
    select(
        Cohort.id, Cohort.name, CourseVersion.title, CourseVersion.jp, Cohort.starts_on, Cohort.ends_on,
        Enrolment.state, Cohort.version_id, Enrolment.id, Enrolment, Cohort.settings,
    )
    .join(Enrolment, Enrolment.cohort_id == Cohort.id)
    .join(CourseVersion, CourseVersion.id == Cohort.version_id)
    .where(Enrolment.user_id == bindparam("user_id"), Enrolment.state == EnrolmentState.DITERIMA)
    .order_by(Cohort.ends_on.desc(), Cohort.id)
)  # fmt: skip -- the columns in the order of the dataclass, then what a place needs


def classes(user_id: int) -> list[ClassRow]:
    """The classes in which a person learns, running ones first."""
    return [row for row, _place in places(user_id)]


def places(user_id: int) -> list[tuple[ClassRow, Place]]:
    """The same with his place in each; one statement whatever their number."""
    rows = db.session.execute(_CLASSES, {"user_id": user_id})
    found = []
    for *facts, enrolment, settings in map(tuple, rows):
        row = ClassRow(*facts)
        found.append((row, _place(enrolment, row.name, row.starts_on, row.ends_on, row.version_id, settings)))
    return found


def requests(user_id: int) -> list[Request]:
    """Classes that wait for the office's word, or for mine, or that were refused; running or coming ones, one statement."""
    rows = db.session.execute(
        select(
            Cohort.id, Cohort.name, CourseVersion.title, Unit.name, Enrolment.state, Enrolment.ended_reason,
            Cohort.contact_name, Cohort.contact_phone, Cohort.starts_on,
        )
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .join(Unit, Unit.id == Cohort.unit_id)
        .where(
            Enrolment.user_id == user_id,
            Enrolment.state.in_([EnrolmentState.MENUNGGU, EnrolmentState.DIUNDANG, EnrolmentState.DITOLAK]),
            Cohort.closed_at.is_(None),
        )
        .order_by(Cohort.starts_on, Cohort.id)
        .limit(10)
    )  # fmt: skip -- the columns in the order of the dataclass
    return [Request(*row) for row in rows]


def tries_of(place: Place, step: StepRow) -> list[Attempt]:
    """The tries at a quiz or test, first to last."""
    return list(
        db.session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id == place.enrolment.id, Attempt.step_id == step.id)
            .order_by(Attempt.number)
        )
    )


def allowed_tries(place: Place, step: StepRow) -> int:
    """How many tries the rules give; tes awal has one."""
    if step.kind is StepKind.KUIS:
        return place.attempts.quiz
    return place.attempts.closing_test if step.kind is StepKind.TES_AKHIR else 1


def mark_of(place: Place, step: StepRow) -> float:
    """The pass mark of a quiz or test; tes awal has none."""
    if step.kind is StepKind.KUIS:
        return place.marks.quiz
    return place.marks.closing_test if step.kind is StepKind.TES_AKHIR else 0


def state_of_tries(place: Place, step: StepRow, tries: list[Attempt]) -> AttemptState:
    """Where the learner stands with a quiz or test."""
    extra = db.session.scalar(
        select(func.count()).where(ExtraAttempt.enrolment_id == place.enrolment.id, ExtraAttempt.step_id == step.id)
    )
    return attempt_state([one.score for one in tries], allowed_tries(place, step), extra or 0, mark_of(place, step))
