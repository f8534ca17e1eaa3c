"""A pengelola's first page: what waits in his classes, and where the people of his offices learn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from app.access.permissions import Can
from app.access.scope import Actor, Scope, scope_of
from app.accounts.models import Unit, UnitKind, User
from app.certificates.core import State
from app.certificates.models import Certificate, Confirmation
from app.curriculum.models import CourseVersion
from app.home.queries.closing import has_passed_closing
from app.home.queries.quiet import as_one, is_quiet
from app.kernel.clock import local_date
from app.kernel.db import db
from app.learning.models import Cohort, Enrolment, EnrolmentState


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class that is not over, or that is and waits for its certificates."""

    id: int
    name: str
    title: str
    starts_on: date
    ends_on: date
    seats: int
    accepted: int
    not_come: int
    """Invited, never signed in."""
    to_accept: int
    """Came by the class link and wait for a word."""
    idle: int
    """Did nothing for a week and have steps left."""
    to_approve: int
    """Confirmed their data, passed the closing test and have no certificate."""

    @property
    def is_waiting(self) -> bool:
        """Whether anything in it waits for the office."""
        return bool(self.not_come or self.to_accept or self.idle or self.to_approve)

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < today

    def is_running(self, today: date) -> bool:
        """Whether people learn in it."""
        return self.starts_on <= today <= self.ends_on


@dataclass(frozen=True, slots=True)
class Place:
    """A kabupaten or kota of West Sumatra by its office; `learners` in running classes, `certificates` valid ones."""

    unit_id: int
    kode_bps: str
    name: str
    learners: int
    certificates: int


@dataclass(frozen=True, slots=True)
class Office:
    """A pengelola's picture."""

    classes: tuple[ClassCard, ...]
    """What waits first, then by the last day."""
    places: tuple[Place, ...]
    """Empty where his reach holds fewer than two."""
    running: int
    learners: int
    """In classes that have begun and are not over."""
    elsewhere: int
    """Of them, those who work in no kabupaten or kota: the kanwil itself."""
    certificates: int

    def total(self, name: str) -> int:
        """The sum of a number over all classes."""
        return sum(getattr(one, name) for one in self.classes)

    def only(self, name: str) -> ClassCard | None:
        """The class that has all of a number, if one has."""
        having = [one for one in self.classes if getattr(one, name)]
        return having[0] if len(having) == 1 else None


def office(actor: Actor, now: datetime) -> Office:
    """A pengelola's numbers; five statements whatever the size of his subtree."""
    scope = scope_of(actor, Can.COHORT_MANAGE)
    today = local_date(now)
    classes = _classes(scope, now)
    offices = _offices(scope)
    running = [one for one in classes if one.is_running(today)]
    learning, certified = _learning(scope, today), _certified(scope)
    places = tuple(
        Place(id_, code, name, _within(learning, path), _within(certified, path)) for id_, path, code, name in offices
    )
    learners = sum(learning.values())
    return Office(
        classes=classes,
        places=places if len(places) > 1 else (),
        running=len(running),
        learners=learners,
        elsewhere=learners - sum(one.learners for one in places),
        certificates=sum(certified.values()),
    )


def _classes(scope: Scope, now: datetime) -> tuple[ClassCard, ...]:
    today = local_date(now)
    confirmed = _to_approve(scope)
    states: dict[int, dict[EnrolmentState, tuple[int, int]]] = defaultdict(dict)
    heads: dict[int, tuple[str, str, date, date, int]] = {}
    rows = db.session.execute(
        select(
            Cohort.id, Cohort.name, CourseVersion.title, Cohort.starts_on, Cohort.ends_on, Cohort.seats,
            Enrolment.state, func.count(Enrolment.id), func.coalesce(func.sum(as_one(is_quiet(now))), 0),
        )
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .outerjoin(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(scope.where(Cohort), Cohort.closed_at.is_(None), or_(Cohort.ends_on >= today, Cohort.id.in_(list(confirmed))))
        .group_by(Cohort.id, CourseVersion.title, Enrolment.state)
    )  # fmt: skip -- the columns in the order they are read
    for id_, name, title, starts_on, ends_on, seats, state, count, idle in rows:
        heads[id_] = (name, title, starts_on, ends_on, seats)
        if state is not None:
            states[id_][state] = (count, idle)
    made = [_card(id_, head, states[id_], confirmed.get(id_, 0), is_over=head[3] < today) for id_, head in heads.items()]
    return tuple(sorted(made, key=lambda one: (not one.is_waiting, one.ends_on, one.id)))


def _card(
    cohort_id: int,
    head: tuple[str, str, date, date, int],
    states: dict[EnrolmentState, tuple[int, int]],
    to_approve: int,
    *,
    is_over: bool,
) -> ClassCard:
    """In a class that is over nobody is late to come, to be let in or to learn any more."""
    accepted, idle = states.get(EnrolmentState.DITERIMA, (0, 0))
    not_come, to_accept = (states.get(state, (0, 0))[0] for state in (EnrolmentState.DIUNDANG, EnrolmentState.MENUNGGU))
    if is_over:
        return ClassCard(cohort_id, *head, accepted, 0, 0, 0, to_approve)
    return ClassCard(cohort_id, *head, accepted, not_come, to_accept, idle, to_approve)


def _to_approve(scope: Scope) -> dict[int, int]:
    """Class -> people who confirmed their data and passed the closing test, and have no certificate."""
    rows = db.session.execute(
        select(Enrolment.cohort_id, func.count())
        .join(Confirmation, Confirmation.enrolment_id == Enrolment.id)
        .outerjoin(Certificate, Certificate.enrolment_id == Enrolment.id)
        .where(scope.where(Enrolment), Enrolment.state == EnrolmentState.DITERIMA, Certificate.id.is_(None), has_passed_closing())
        .group_by(Enrolment.cohort_id)
    )
    return {cohort_id: count for cohort_id, count in rows}


def _offices(scope: Scope) -> list[tuple[int, str, str, str]]:
    """(unit id, path, code, name) of the offices of kabupaten and kota within the scope."""
    rows = db.session.execute(
        select(Unit.id, Unit.path, Unit.kode_bps, Unit.short_name)
        .where(scope.where(Unit), Unit.kind == UnitKind.KANKEMENAG, Unit.kode_bps.is_not(None))
        .order_by(Unit.kode_bps)
    )
    return [(id_, path, code, name) for id_, path, code, name in rows if code is not None]


def _learning(scope: Scope, today: date) -> dict[str, int]:
    """Path of a work unit -> its people in classes that run."""
    rows = db.session.execute(
        select(User.unit_path, func.count())
        .join(Enrolment, Enrolment.user_id == User.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(
            scope.where(Cohort),
            Cohort.closed_at.is_(None),
            Cohort.starts_on <= today,
            Cohort.ends_on >= today,
            Enrolment.state == EnrolmentState.DITERIMA,
        )
        .group_by(User.unit_path)
    )
    return {path: count for path, count in rows}


def _certified(scope: Scope) -> dict[str, int]:
    """Path of a work unit -> its people's valid certificates."""
    rows = db.session.execute(
        select(User.unit_path, func.count())
        .join(Certificate, Certificate.user_id == User.id)
        .where(scope.where(Certificate), Certificate.state == State.TERBIT)
        .group_by(User.unit_path)
    )
    return {path: count for path, count in rows}


def _within(counts: dict[str, int], path: str) -> int:
    return sum(count for one, count in counts.items() if one.startswith(path))
