"""The gradebook: people by items, every cell ready to print, so that a thousand rows cost little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, or_, select

from app.accounts.models import Unit, User
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.queries.standing import ClassStanding, Learner, class_standing
from app.kernel.db import db
from app.kernel.i18n import _, amount
from app.learning.models import Cohort, Enrolment, EnrolmentState

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


def book(cohort: Cohort, wish: Wish) -> Book:
    """The lines that were asked for. By name only that page's people are read, otherwise the whole class is."""
    known = (cohort.version_id, cohort.settings)
    if wish.sort == NAME and wish.page is not None:
        ids, total = _page_of_names(cohort.id, wish)
        found = class_standing(cohort.id, only=ids, known=known) if ids else class_standing(cohort.id, only=(), known=known)
        order = {enrolment_id: place for place, enrolment_id in enumerate(ids)}
        people = sorted(found.learners, key=lambda one: order[one.enrolment_id])
        return Book(columns(found.outline, wish.items), lines(found, people, wish.items), total)
    found = class_standing(cohort.id, known=known)
    people = [one for one in found.learners if _matches(one, wish.search)]
    if wish.sort != NAME or wish.down:
        people = _sorted(people, wish)
    total = len(people)
    if wish.page is not None:
        people = people[(wish.page - 1) * PAGE : wish.page * PAGE]
    return Book(columns(found.outline, wish.items), lines(found, people, wish.items), total)


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


def lines(found: ClassStanding, people: Sequence[Learner], items: Items) -> tuple[Line, ...]:
    """The cells in words; each number is put into words once."""
    steps = [step.id for step in found.outline.steps if step.kind in _KINDS[items]]
    yes, no, none = _("ya"), _("belum"), "–"
    words: dict[float, str] = {}

    def said(value: float | None) -> str:
        if value is None:
            return none
        text = words.get(value)
        if text is None:
            text = words[value] = amount(value)
        return text

    made = []
    for one in people:
        scores, duty = one.scores, one.standing.review
        cells = [said(scores.get(step)) for step in steps]
        cells.append(f"{duty.done}/{duty.owed}" if duty else none)
        cells.append(said(one.final.value))
        cells.append(yes if one.is_passed else no)
        made.append(Line(one.enrolment_id, one.name, one.unit, tuple(cells)))
    return tuple(made)


def _page_of_names(cohort_id: int, wish: Wish) -> tuple[list[int], int]:
    order = func.lower(User.name).desc() if wish.down else func.lower(User.name)
    statement = (
        select(Enrolment.id, func.count().over())
        .join(User, User.id == Enrolment.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(order, User.id)
        .limit(PAGE)
        .offset(((wish.page or 1) - 1) * PAGE)
    )
    if wish.search:
        pattern = f"%{_escaped(wish.search.lower())}%"
        statement = statement.where(
            or_(func.lower(User.name).like(pattern, escape="\\"), func.lower(Unit.name).like(pattern, escape="\\"))
        )
    rows = db.session.execute(statement).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _matches(one: Learner, search: str) -> bool:
    wanted = search.lower()
    return not wanted or wanted in one.name.lower() or wanted in one.unit.lower()


def _sorted(people: list[Learner], wish: Wish) -> list[Learner]:
    """By the wished column; who has no value there stands last in both directions, names decide among equals."""
    value = _value(wish.sort)
    have = [(found, one) for one in people if (found := value(one)) is not None]
    lack = [one for one in people if value(one) is None]
    have.sort(key=lambda pair: pair[0], reverse=wish.down)
    return [one for _found, one in have] + lack


def _value(sort: str) -> Callable[[Learner], float | str | None]:
    if sort.isdecimal():
        step = int(sort)
        return lambda one: one.scores.get(step)
    known: dict[str, Callable[[Learner], float | str | None]] = {
        UNIT: lambda one: one.unit.lower(),
        REVIEW: lambda one: float(one.standing.review.done) if one.standing.review else None,
        FINAL: lambda one: one.final.value,
        PASSED: lambda one: float(one.is_passed),
    }
    return known.get(sort, lambda one: one.name.lower())
