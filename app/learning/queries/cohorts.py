"""What the office sees of a class: its facts, the roster, who waits, who may train it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, select

from app.access.permissions import Role
from app.access.scope import Columns, Scope
from app.accounts.models import Grant, Standing, Unit, User
from app.curriculum.models import Course, CourseVersion
from app.kernel.audit import AuditEntry
from app.kernel.db import NameOrder, db, read
from app.kernel.errors import Missing
from app.learning.models import SEATED, Cohort, Enrolment, EnrolmentState

MOST_TRAINERS = 60
"""People who are offered as pelatih at once."""
ROSTER_PAGE = 50
"""People on one page of a class."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person on the roster of a class."""

    enrolment_id: int
    user_id: int
    name: str
    unit: str
    state: EnrolmentState
    standing: Standing
    invitations: int
    invited_at: datetime | None
    joined_at: datetime | None
    last_active_at: datetime | None
    has_email: bool
    phone: str | None


@dataclass(frozen=True, slots=True)
class TrainerRow:
    """Somebody who may be made pelatih."""

    user_id: int
    name: str
    unit: str


_COHORT = select(Cohort).where(Cohort.id == bindparam("cohort_id"))
"""Begins most pages of the staff: `session.get`, which builds this anew, costs twice as much."""


def cohort(cohort_id: int, scope: Scope) -> Cohort:
    """A class within the scope. Raises Missing."""
    found = db.session.scalars(_COHORT, {"cohort_id": cohort_id}).one_or_none()
    if found is None or not scope.holds(found):
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """What a page about the people of a class needs of the class itself."""

    id: int
    name: str
    version_id: int
    unit_path: str
    settings: dict[str, Any]

    __reach__: ClassVar[Columns] = Cohort.__reach__


_HEAD = select(Cohort.id, Cohort.name, Cohort.version_id, Cohort.unit_path, Cohort.settings).where(
    Cohort.id == bindparam("cohort_id")
)


def head(cohort_id: int, scope: Scope) -> Head:
    """A class within the scope, only to be read: half the price of `cohort`. Raises Missing."""
    row = read(_HEAD, cohort_id=cohort_id).first()
    if row is None or not scope.holds(found := Head(*row)):
        raise Missing
    return found


def by_link(token: str) -> Cohort:
    """The class of an open class link. Raises Missing."""
    found = db.session.scalar(select(Cohort).where(Cohort.join_token == token)) if token else None
    if found is None:
        raise Missing(
            "Tautan kelas ini sudah ditutup atau salah ketik. Mintalah tautan yang baru kepada narahubung angkatan."
        )
    return found


def enrolment(enrolment_id: int, scope: Scope, *, cohort_id: int) -> Enrolment:
    """An enrolment of this class within the scope. Raises Missing, also for one of another class of one's own."""
    found = db.session.scalar(
        select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.cohort_id == cohort_id, scope.where(Enrolment))
    )
    if found is None:
        raise Missing
    return found


def is_in(cohort_id: int, user_id: int) -> bool:
    """Whether somebody was accepted into a class and has not left it."""
    found = select(Enrolment.id).where(
        Enrolment.cohort_id == cohort_id, Enrolment.user_id == user_id, Enrolment.state == EnrolmentState.DITERIMA
    )
    return db.session.scalar(found) is not None


def head_counts(cohort_id: int) -> dict[EnrolmentState, int]:
    """How many people of a class are in each state."""
    rows = db.session.execute(
        select(Enrolment.state, func.count()).where(Enrolment.cohort_id == cohort_id).group_by(Enrolment.state)
    )
    return {state: count for state, count in rows}


def roster_page(
    cohort_id: int, *, search: str = "", state: EnrolmentState | None = None, page: int = 1, only: int | None = None
) -> tuple[list[RosterRow], int]:
    """(a page of the roster, how many match): by name or work unit and by state, or one enrolment alone. The last page at most."""
    wanted = [Enrolment.cohort_id == cohort_id]
    if search:
        wanted.append(User.name.icontains(search, autoescape=True) | Unit.name.icontains(search, autoescape=True))
    if state is not None:
        wanted.append(Enrolment.state == state)
    if only is not None:
        wanted = [Enrolment.cohort_id == cohort_id, Enrolment.id == only]
    total = db.session.scalar(
        select(func.count()).select_from(Enrolment).join(User, User.id == Enrolment.user_id).join(Unit, Unit.id == User.unit_id).where(*wanted)
    ) or 0
    page = min(page, max(1, -(-total // ROSTER_PAGE)))
    return _roster(*wanted, most=ROSTER_PAGE, skip=(page - 1) * ROSTER_PAGE), total


def roster(cohort_id: int) -> list[RosterRow]:
    """Everyone on the list of a class, those who wait first, then by name."""
    return _roster(Enrolment.cohort_id == cohort_id)


def _roster(*wanted: ColumnElement[bool], most: int | None = None, skip: int = 0) -> list[RosterRow]:
    order = case(
        (Enrolment.state == EnrolmentState.MENUNGGU, 0),
        (Enrolment.state == EnrolmentState.DIUNDANG, 1),
        (Enrolment.state == EnrolmentState.DITERIMA, 2),
        else_=3,
    )
    rows = db.session.execute(
        select(
            Enrolment.id, User.id, User.name, Unit.name, Enrolment.state, User.standing, Enrolment.invitations,
            Enrolment.invited_at, Enrolment.joined_at, Enrolment.last_active_at, User.email.is_not(None), User.phone,
        )
        .join(User, User.id == Enrolment.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(*wanted)
        .order_by(order, NameOrder(User.name), User.id)
        .limit(most)
        .offset(skip)
    )  # fmt: skip -- the columns in the order of the dataclass
    return [RosterRow(*tuple(row)) for row in rows]


def trainers_of(cohort_id: int) -> list[TrainerRow]:
    """The pelatih of a class."""
    return _people(
        select(Grant.user_id).where(
            Grant.cohort_id == cohort_id, Grant.role == Role.PELATIH, Grant.revoked_at.is_(None)
        )
    )


@dataclass(frozen=True, slots=True)
class Change:
    """The last time that a class was changed; `id` is that of its entry in the audit, `by` who did it."""

    id: int
    by: str
    at: datetime


def last_change(cohort_id: int) -> Change | None:
    """Who changed a class last; None while nobody has."""
    row = db.session.execute(
        select(AuditEntry.id, User.name, AuditEntry.at)
        .join(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_type == "cohort", AuditEntry.subject_id == cohort_id, AuditEntry.action == "cohort:change")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Change(*row)


def on_both_sides(cohort_id: int) -> list[str]:
    """Names of those who are pelatih of a class and in it or invited to it: none since that is refused, but older rows hold some."""
    trains = exists().where(
        Grant.user_id == Enrolment.user_id, Grant.cohort_id == cohort_id, Grant.role == Role.PELATIH, Grant.revoked_at.is_(None)
    )
    statement = select(User.name).join(Enrolment, Enrolment.user_id == User.id).where(Enrolment.cohort_id == cohort_id, SEATED, trains)
    return list(db.session.scalars(statement.order_by(NameOrder(User.name))))


def possible_trainers(scope: Scope, *, chosen: Iterable[int] = (), search: str = "") -> list[TrainerRow]:
    """Everyone who has been pelatih before, who is chosen, and adults within the scope whose name or unit is searched for.

    While nobody has been pelatih, adults within the scope without a search. At most sixty beside the chosen ones.
    """
    experienced = select(Grant.user_id).where(Grant.role == Role.PELATIH)
    kept = User.id.in_(list(chosen))
    is_known = User.id.in_(experienced)
    is_found = scope.where(User) & (User.name.icontains(search, autoescape=True) | Unit.name.icontains(search, autoescape=True))
    is_first = scope.where(User) & ~exists(experienced)
    rows = db.session.execute(
        select(User.id, User.name, Unit.name)
        .join(Unit, Unit.id == User.unit_id)
        .where(
            User.is_pupil.is_(False),
            User.standing.in_([Standing.AKTIF, Standing.UNDANGAN]),
            (kept & (scope.where(User) | is_known)) | is_known | (is_found if search else is_first),
        )
        .order_by(kept.desc(), is_known.desc(), NameOrder(User.name))
        .limit(MOST_TRAINERS)
    )
    return [TrainerRow(*row) for row in rows]


def trainings() -> Sequence[tuple[int, str]]:
    """(version id, words) of every live training."""
    rows = db.session.execute(
        select(CourseVersion.id, Course.code, CourseVersion.title, CourseVersion.jp)
        .join(Course, Course.current_version_id == CourseVersion.id)
        .where(Course.is_listed)
        .order_by(Course.code)
    )
    return [(version_id, f"{code}: {title} ({jp} JP)") for version_id, code, title, jp in rows]


def units(scope: Scope) -> list[Unit]:
    """The work units of a scope, in tree order."""
    return list(db.session.scalars(select(Unit).where(scope.where(Unit)).order_by(Unit.path)))


def contacts_for(user_id: int | None, now_date: date) -> list[tuple[str, str, str]]:
    """(name, phone, class) of the contacts of a person's running classes; of all running classes for a visitor."""
    statement = select(Cohort.contact_name, Cohort.contact_phone, Cohort.name).where(
        Cohort.closed_at.is_(None), Cohort.ends_on >= now_date
    )
    if user_id is not None:
        statement = statement.join(Enrolment, Enrolment.cohort_id == Cohort.id).where(Enrolment.user_id == user_id)
    rows = db.session.execute(statement.order_by(Cohort.starts_on.desc()).limit(3))
    return [(name, phone, about) for name, phone, about in rows]


def _people(ids: Select[Any]) -> list[TrainerRow]:
    rows = db.session.execute(
        select(User.id, User.name, Unit.name)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.id.in_(ids))
        .order_by(User.name)
    )
    return [TrainerRow(*row) for row in rows]
