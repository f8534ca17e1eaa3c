"""The classes of a scope as a list: narrowed by words and time, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, func, select

from app.access.scope import Scope
from app.accounts.models import Unit
from app.curriculum.models import CourseVersion
from app.kernel.db import db
from app.learning.models import Cohort, Enrolment, EnrolmentState

LIST_PAGE = 24
"""Classes on one page of the list."""


class When(StrEnum):
    """How a class stands to today."""

    BERJALAN = "berjalan"
    AKAN_DATANG = "akan-datang"
    BERAKHIR = "berakhir"
    DIBATALKAN = "dibatalkan"


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A class in the list."""

    id: int
    name: str
    title: str
    unit: str
    starts_on: date
    ends_on: date
    seats: int
    accepted: int
    invited: int
    waiting: int
    closed_at: datetime | None


def listing(scope: Scope, today: date, *, search: str = "", when: When | None = None, page: int = 1) -> tuple[list[CohortRow], int]:
    """(a page of the classes of a scope, how many match), the last to end first; the last page at most."""
    wanted: list[ColumnElement[bool]] = [scope.where(Cohort)]
    if search:
        wanted.append(Cohort.name.icontains(search, autoescape=True) | CourseVersion.title.icontains(search, autoescape=True))
    if when is not None:
        wanted.append(_is(when, today))
    found = select(Cohort.id).join(CourseVersion, CourseVersion.id == Cohort.version_id).where(*wanted)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = min(page, max(1, -(-total // LIST_PAGE)))
    order = (Cohort.ends_on.desc(), Cohort.id.desc())
    shown = found.order_by(*order).limit(LIST_PAGE).offset((page - 1) * LIST_PAGE)
    counts = {
        state: func.coalesce(func.sum(case((Enrolment.state == state, 1), else_=0)), 0)
        for state in (EnrolmentState.DITERIMA, EnrolmentState.DIUNDANG, EnrolmentState.MENUNGGU)
    }
    rows = db.session.execute(
        select(
            Cohort.id, Cohort.name, CourseVersion.title, Unit.name, Cohort.starts_on, Cohort.ends_on, Cohort.seats,
            *counts.values(), Cohort.closed_at,
        )
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .join(Unit, Unit.id == Cohort.unit_id)
        .outerjoin(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Cohort.id.in_(shown))
        .group_by(Cohort.id, CourseVersion.title, Unit.name)
        .order_by(*order)
    )  # fmt: skip -- the columns in the order of the dataclass
    return [CohortRow(*row) for row in rows], total


def _is(when: When, today: date) -> ColumnElement[bool]:
    if when is When.DIBATALKAN:
        return Cohort.closed_at.is_not(None)
    times = {
        When.BERJALAN: (Cohort.starts_on <= today) & (Cohort.ends_on >= today),
        When.AKAN_DATANG: Cohort.starts_on > today,
        When.BERAKHIR: Cohort.ends_on < today,
    }
    return Cohort.closed_at.is_(None) & times[when]
