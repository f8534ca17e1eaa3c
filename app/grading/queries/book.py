"""The gradebook: people by items, every cell ready to print, so that a thousand rows cost little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, func, or_, select

from app.accounts.models import Unit, User
from app.curriculum import queries as curriculum
from app.curriculum.core.course import PassMarks
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.queries.doubts import NO_DOUBT, Doubt, doubts
from app.grading.queries.duties import NO_DUTY, reviewing, tasks_of
from app.grading.queries.standing import weights_for
from app.kernel.db import NameOrder, db, read
from app.kernel.i18n import _, amount
from app.learning.core.completion import ALL_STEPS
from app.learning.core.passing import ReviewDuty, decided, final_value
from app.learning.models import Enrolment, EnrolmentState, Progress
from app.learning.queries.cohorts import Head
from app.learning.queries.learner import rules

PAGE = 20
NAME, UNIT, REVIEW, FINAL, PASSED = "nama", "satker", "telaah", "akhir", "lulus"


class Items(StrEnum):
    """Which items the columns are."""

    UTAMA = "utama"
    """Tests and tasks."""
    KUIS = "kuis"
    SEMUA = "semua"


_KINDS = {
    Items.UTAMA: frozenset({StepKind.TES_AWAL, StepKind.TES_AKHIR, StepKind.TUGAS}),
    Items.KUIS: frozenset({StepKind.KUIS}),
    Items.SEMUA: frozenset({StepKind.TES_AWAL, StepKind.TES_AKHIR, StepKind.TUGAS, StepKind.KUIS}),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `key` sorts by it: a step's id, or one of the names above."""

    key: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A person with his cells in the order of the columns."""

    enrolment_id: int
    name: str
    unit: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A page of the gradebook, or all of it."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: `page` from 1, None for everybody on one page."""

    items: Items = Items.UTAMA
    search: str = ""
    sort: str = NAME
    down: bool = False
    page: int | None = 1


@dataclass(slots=True)
class Person:
    """Somebody of the class with his numbers; not frozen, for a thousand frozen ones cost a third of the page."""

    enrolment_id: int
    user_id: int
    name: str
    unit: str
    waived: frozenset[str]
    scores: dict[int, float]
    duty: ReviewDuty | None = None
    closing_test: float | None = None
    has_tasks: bool = False
    tasks_mean: float | None = None
    final: float | None = None
    is_passed: bool = False


def book(cohort: Head, wish: Wish, *, why: Callable[[int, str], str] | None = None) -> Book:
    """The lines that were asked for. By name only that page's people are read, otherwise the whole class is.

    `why(submission id, words)` makes the cell of a grade that peers gave; it answers in markup. Seven statements at
    most. The numbers of tasks are those of `Progress.score`, which the release of a grade writes.
    """
    outline = curriculum.outline(cohort.version_id)
    if wish.sort == NAME and wish.page is not None:
        people, total = _page_of_names(cohort.id, wish)
        graded = _complete(cohort, outline, people, are_all=False)
        return Book(columns(outline, wish.items), lines(outline, people, wish.items, graded, why), total)
    people = [one for one in _everybody(cohort.id) if _matches(one, wish.search)]
    graded = _complete(cohort, outline, people, are_all=True)
    if wish.sort != NAME or wish.down:
        people = _sorted(people, wish)
    total = len(people)
    if wish.page is not None:
        people = people[(wish.page - 1) * PAGE : wish.page * PAGE]
    return Book(columns(outline, wish.items), lines(outline, people, wish.items, graded, why), total)


Graded = dict[int, dict[int, int]]
"""User -> step -> submission, where the grade shown is that of his peers."""


def _complete(cohort: Head, outline: Outline, people: Sequence[Person], *, are_all: bool) -> Graded:
    """Read everyone's scores and duties and decide final grades and passing, as `standing` does."""
    graded: Graded = {}
    if not people:
        return graded
    marks, weights, _attempts = rules(outline, cohort.settings)
    ids = None if are_all else [one.enrolment_id for one in people]
    tasks = tasks_of(cohort.id, outline)
    required = [task for task in tasks if task.is_required]
    _scores({one.enrolment_id: one for one in people}, cohort.id, ids)
    rounds = [task for task in tasks if task.round_id is not None]
    shown = None if are_all else [one.user_id for one in people]
    found = reviewing(cohort.id, rounds, of=shown)
    steps = {task.id: task.step_id for task in rounds}
    for user_id, mine in found.peer_graded.items():
        graded[user_id] = {steps[task]: submission_id for task, submission_id in mine.items()}
    closing = next((step.id for step in outline.steps if step.kind is StepKind.TES_AKHIR), 0)
    every = [task.step_id for task in required]
    for one in people:
        one.duty = found.duties.get(one.user_id, NO_DUTY) if rounds else None
        asked = [task.step_id for task in required if task.step_key not in one.waived] if one.waived else every
        known = [one.scores[step] for step in asked if step in one.scores]
        one.has_tasks = bool(asked)
        one.tasks_mean = sum(known) / len(known) if known and len(known) == len(asked) else None
        one.closing_test = one.scores.get(closing)
        quality = one.duty.quality if one.duty else None
        one.final = final_value(one.closing_test, one.tasks_mean, quality, weights_for(one.duty, weights))
        one.is_passed = _decided(one, marks)
    candidates = [one for one in people if one.is_passed and ALL_STEPS not in one.waived]
    if candidates:
        doubt = doubts(cohort.id, outline, required, candidates)
        for one in candidates:
            one.is_passed = _decided(one, marks, doubt[one.enrolment_id])
    return graded


def _decided(one: Person, marks: PassMarks, doubt: Doubt = NO_DOUBT) -> bool:
    return decided(
        closing_test=one.closing_test,
        is_waived=ALL_STEPS in one.waived,
        lessons_left=doubt.lessons_left,
        has_tasks=one.has_tasks,
        tasks_mean=one.tasks_mean,
        lowest_level=doubt.lowest_level,
        revisions_owed=doubt.revisions_owed,
        reviews_left=one.duty.owed - one.duty.done if one.duty else 0,
        meetings_left=0,
        marks=marks,
    )


def columns(outline: Outline, items: Items) -> tuple[Column, ...]:
    """Tests, quizzes and tasks in the order of the path, then reviews, the final grade, and passing."""
    names = {
        StepKind.TES_AWAL: _("Tes awal"),
        StepKind.TES_AKHIR: _("Tes akhir"),
        StepKind.KUIS: _("Kuis"),
        StepKind.TUGAS: _("Tugas"),
    }
    kinds = _KINDS[items]
    made = [
        Column(str(step.id), f"{names[step.kind]} {step.spec.module_code}".strip(), step.spec.title)
        for step in outline.steps
        if step.kind in kinds
    ]
    last = (Column(REVIEW, _("Telaah"), ""), Column(FINAL, _("Nilai akhir"), ""), Column(PASSED, _("Lulus"), ""))
    return (*made, *last)


def lines(
    outline: Outline,
    people: Sequence[Person],
    items: Items,
    graded: Graded,
    why: Callable[[int, str], str] | None,
) -> tuple[Line, ...]:
    """The cells in words; each number is put into words once."""
    steps = [step.id for step in outline.steps if step.kind in _KINDS[items]]
    yes, no, none = _("ya"), _("belum"), "–"
    words: dict[float | None, str] = {None: none}
    made = []
    for one in people:
        values = [*map(one.scores.get, steps), one.final]
        for value in values:
            if value not in words:
                words[value] = amount(value)
        cells = [words[value] for value in values]
        if why is not None and one.user_id in graded:
            mine = graded[one.user_id]
            cells[:-1] = [
                why(mine[step], cell) if step in mine and cell != none else cell
                for step, cell in zip(steps, cells[:-1], strict=True)
            ]
        duty = one.duty
        cells.insert(-1, f"{duty.done}/{duty.owed}" if duty and duty.owed else none)
        cells.append(yes if one.is_passed else no)
        made.append(Line(one.enrolment_id, one.name, one.unit, tuple(cells)))
    return tuple(made)


# Built once, because building these statements costs more than asking them. Only steps that are graded have a score.
_SCORED = select(Progress.enrolment_id, Progress.step_id, Progress.score).where(Progress.score.is_not(None))
_SCORES_OF = _SCORED.where(Progress.enrolment_id.in_(bindparam("of", expanding=True)))
_SCORES = _SCORED.join(Enrolment, Enrolment.id == Progress.enrolment_id).where(
    Enrolment.cohort_id == bindparam("cohort_id")
)


def _scores(people: dict[int, Person], cohort_id: int, ids: list[int] | None) -> None:
    rows = read(_SCORES, cohort_id=cohort_id) if ids is None else read(_SCORES_OF, of=ids)
    for some in rows.partitions(1000):  # of a class of 1,000 there are 10,000
        for enrolment_id, step_id, score in some:
            one = people.get(enrolment_id)
            if one is not None:
                one.scores[step_id] = score


def _people() -> Select[Any]:
    return (
        select(Enrolment.id, User.id, User.name, Unit.name, Enrolment.waived_steps)
        .join(User, User.id == Enrolment.user_id)
        .join(Unit, Unit.id == User.unit_id)
    )


def _person(row: Sequence[Any]) -> Person:
    return Person(row[0], row[1], row[2], row[3], frozenset(row[4]), {})


def _everybody(cohort_id: int) -> list[Person]:
    rows = db.session.execute(
        _people()
        .where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(NameOrder(User.name), User.id)
    ).all()
    return [_person(row) for row in rows]


def _page_of_names(cohort_id: int, wish: Wish) -> tuple[list[Person], int]:
    """The twenty are chosen by name alone; their other facts are read for twenty, not for a thousand."""
    asked = {"cohort_id": cohort_id, "skip": ((wish.page or 1) - 1) * PAGE, "pattern": f"%{_escaped(wish.search.lower())}%"}
    rows = read(_NAMES[wish.down, bool(wish.search)], **asked).all()
    return [_person(row) for row in rows], rows[0][-1] if rows else 0


def _names(*, down: bool, searched: bool) -> Select[Any]:
    order = (NameOrder(User.name).desc() if down else NameOrder(User.name), User.id)
    members = select(Enrolment.id).where(
        Enrolment.cohort_id == bindparam("cohort_id"), Enrolment.state == EnrolmentState.DITERIMA
    )
    every = members.join(User, User.id == Enrolment.user_id)
    if searched:
        pattern = bindparam("pattern", type_=String)
        members = every = every.join(Unit, Unit.id == User.unit_id).where(
            or_(func.lower(User.name).like(pattern, escape="\\"), func.lower(Unit.name).like(pattern, escape="\\"))
        )
    chosen = every.order_by(*order).limit(PAGE).offset(bindparam("skip", type_=Integer))
    total = select(func.count()).select_from(members.subquery()).scalar_subquery()
    return _people().add_columns(total).where(Enrolment.id.in_(chosen)).order_by(*order)


_NAMES = {(down, searched): _names(down=down, searched=searched) for down in (False, True) for searched in (False, True)}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _matches(one: Person, search: str) -> bool:
    wanted = search.lower()
    return not wanted or wanted in one.name.lower() or wanted in one.unit.lower()


def _sorted(people: list[Person], wish: Wish) -> list[Person]:
    """By the wished column; who has no value there stands last in both directions, names decide among equals."""
    value = _value(wish.sort)
    have = [(found, one) for one in people if (found := value(one)) is not None]
    lack = [one for one in people if value(one) is None]
    have.sort(key=lambda pair: pair[0], reverse=wish.down)
    return [one for _found, one in have] + lack


def _value(sort: str) -> Callable[[Person], float | str | None]:
    if sort.isdecimal():
        step = int(sort)
        return lambda one: one.scores.get(step)
    known: dict[str, Callable[[Person], float | str | None]] = {
        UNIT: lambda one: one.unit.lower(),
        REVIEW: lambda one: float(one.duty.done) if one.duty else None,
        FINAL: lambda one: one.final,
        PASSED: lambda one: float(one.is_passed),
    }
    return known.get(sort, lambda one: one.name.lower())
