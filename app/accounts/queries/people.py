"""People as offices see them: always through a scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.access.permissions import Role
from app.access.scope import Scope, subtree_end
from app.accounts.models import Erasure, ErasureState, Grant, SecondFactor, Standing, Unit, User
from app.kernel.db import NameOrder, db

PAGE = 50


def within(scope: Scope) -> ColumnElement[bool]:
    """The condition on User rows that a scope opens: its own columns, and everybody with a role in its classes."""
    condition: ColumnElement[bool] = scope.where(User)
    if scope.cohort_ids and not scope.everything:
        classmates = select(Grant.user_id).where(
            Grant.cohort_id.in_(sorted(scope.cohort_ids)), Grant.revoked_at.is_(None)
        )
        condition = or_(condition, User.id.in_(classmates))
    return condition


def class_ids_of(user_id: int) -> frozenset[int]:
    """The classes in which somebody holds a role now."""
    rows = db.session.scalars(
        select(Grant.cohort_id).where(
            Grant.user_id == user_id, Grant.revoked_at.is_(None), Grant.cohort_id.is_not(None)
        )
    )
    return frozenset(one for one in rows if one is not None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of people is narrowed to; empty means everybody."""

    text: str = ""
    unit_path: str = ""
    role: Role | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in a list."""

    id: int
    full_name: str
    username: str
    unit: str
    standing: Standing
    roles: tuple[Role, ...]
    last_seen_at: datetime | None


def people(scope: Scope, wanted: Wanted, *, page: int) -> tuple[list[Listed], int]:
    """One page of the people in scope by name, the last at most, and how many there are. Names and usernames are searched, no numbers."""
    conditions = [within(scope), *_narrowed(wanted)]
    total = db.session.scalar(select(func.count()).select_from(User).where(*conditions)) or 0
    page = min(page, max(1, -(-total // PAGE)))
    rows = db.session.execute(
        select(
            User.id,
            User.title_before,
            User.name,
            User.title_after,
            User.username,
            Unit.name,
            User.standing,
            User.last_seen_at,
        )
        .join(Unit, Unit.id == User.unit_id)
        .where(*conditions)
        .order_by(NameOrder(User.name), User.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    roles = _roles_of(row.id for row in rows)
    return [
        Listed(
            row.id,
            titled(row.title_before, row[2], row.title_after),
            row.username,
            row[5],
            row.standing,
            roles.get(row.id, ()),
            row.last_seen_at,
        )
        for row in rows
    ], total


def titled(before: str, name: str, after: str) -> str:
    """A name with its titles."""
    front = f"{before} {name}".strip()
    return f"{front}, {after}" if after else front


def _narrowed(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = []
    if wanted.text:
        pattern = f"%{_literal(wanted.text.casefold())}%"
        conditions.append(
            or_(func.lower(User.name).like(pattern, escape="\\"), User.username.like(pattern, escape="\\"))
        )
    if wanted.unit_path:
        conditions.append((User.unit_path >= wanted.unit_path) & (User.unit_path < subtree_end(wanted.unit_path)))
    if wanted.role:
        conditions.append(
            User.id.in_(select(Grant.user_id).where(Grant.role == wanted.role, Grant.revoked_at.is_(None)))
        )
    if wanted.standing:
        conditions.append(User.standing == wanted.standing)
    return conditions


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _roles_of(user_ids: Iterable[int]) -> dict[int, tuple[Role, ...]]:
    found: dict[int, set[Role]] = {}
    rows = db.session.execute(
        select(Grant.user_id, Grant.role).where(Grant.user_id.in_(list(user_ids)), Grant.revoked_at.is_(None))
    )
    for user_id, role in rows:
        found.setdefault(user_id, set()).add(role)
    return {user_id: tuple(role for role in Role if role in roles) for user_id, roles in found.items()}


def person(scope: Scope, user_id: int) -> User | None:
    """A person in scope, or None."""
    return db.session.scalars(select(User).where(User.id == user_id, within(scope))).one_or_none()


def holds(scope: Scope, user: User, roles: Iterable[HeldRole]) -> bool:
    """What `within` says as a condition, said of one person whose roles are known."""
    return scope.holds(user) or any(role.cohort_id in scope.cohort_ids for role in roles)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds now, in words that a page can show."""

    id: int
    role: Role
    unit: str
    unit_path: str
    cohort_id: int | None
    given_at: datetime


def roles_held(user_id: int) -> tuple[HeldRole, ...]:
    """All present roles of a person."""
    rows = db.session.execute(
        select(Grant.id, Grant.role, Unit.name, Grant.unit_path, Grant.cohort_id, Grant.given_at)
        .join(Unit, Unit.id == Grant.unit_id, isouter=True)
        .where(Grant.user_id == user_id, Grant.revoked_at.is_(None))
        .order_by(Grant.given_at, Grant.id)
    )
    return tuple(HeldRole(row[0], row[1], row[2] or "", row[3], row[4], row[5]) for row in rows)


def mentors(scope: Scope) -> list[tuple[int, str]]:
    """Who may accompany pupils: id and name of everybody in scope with the role of guru pendamping."""
    held = select(Grant.user_id).where(Grant.role == Role.PENDAMPING, Grant.revoked_at.is_(None))
    rows = db.session.execute(
        select(User.id, User.name, Unit.name)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.id.in_(held), User.standing != Standing.NONAKTIF, within(scope))
        .order_by(NameOrder(User.name))
        .limit(500)
    )
    return [(user_id, f"{name}, {unit}") for user_id, name, unit in rows]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside a person on his page: unit, guru pendamping, second factor, the last request for erasure."""

    unit: str
    mentor: str | None
    erasure_id: int | None
    erasure: ErasureState | None
    erasure_due_at: datetime | None
    erasure_settled_at: datetime | None
    has_factor: bool
    """Whether his account asks for a second factor."""


def around(user_id: int) -> Around:
    """One statement for all of it."""
    mentor = aliased(User)
    factor = exists().where(SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None))
    row = db.session.execute(
        select(Unit.name, mentor.name, Erasure.id, Erasure.state, Erasure.due_at, Erasure.settled_at, factor)
        .select_from(User)
        .join(Unit, Unit.id == User.unit_id)
        .join(mentor, mentor.id == User.mentor_id, isouter=True)
        .join(Erasure, Erasure.user_id == User.id, isouter=True)
        .where(User.id == user_id)
        .order_by(Erasure.id.desc())
        .limit(1)
    ).one()
    return Around(*row)
