"""Requests to erase a person's data, as the person and his office see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Scope
from app.accounts.models import Erasure, ErasureCause, ErasureState, Unit, User
from app.accounts.queries.people import titled, within
from app.kernel.db import db

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Request:
    """A request in the office's list; `name` is empty of meaning once it was carried out."""

    id: int
    user_id: int
    name: str
    unit: str
    cause: ErasureCause
    state: ErasureState
    asked_at: datetime
    due_at: datetime
    settled_at: datetime | None


def requests(scope: Scope) -> tuple[Request, ...]:
    """Open requests of the people in scope by deadline, then the latest settled ones; one statement."""
    rows = db.session.execute(
        select(
            Erasure.id, Erasure.user_id, User.title_before, User.name, User.title_after, Unit.name,
            Erasure.cause, Erasure.state, Erasure.asked_at, Erasure.due_at, Erasure.settled_at,
        )
        .join(User, User.id == Erasure.user_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(within(scope))
        .order_by(Erasure.settled_at.is_not(None), Erasure.settled_at.desc(), Erasure.due_at, Erasure.id)
        .limit(SHOWN)
    )  # fmt: skip -- the columns in the order they are read below
    return tuple(
        Request(id_, user_id, titled(before, name, after), *rest)
        for id_, user_id, before, name, after, *rest in map(tuple, rows)
    )


def open_count(scope: Scope) -> int:
    """How many requests wait in this scope."""
    return (
        db.session.scalar(
            select(func.count(Erasure.id))
            .join(User, User.id == Erasure.user_id)
            .where(Erasure.settled_at.is_(None), within(scope))
        )
        or 0
    )


def one(scope: Scope, erasure_id: int) -> Erasure | None:
    """A request about somebody in scope, or None."""
    return db.session.scalars(
        select(Erasure).join(User, User.id == Erasure.user_id).where(Erasure.id == erasure_id, within(scope))
    ).one_or_none()


def latest_of(user_id: int) -> Erasure | None:
    """The last request about a person, open or not."""
    return db.session.scalar(select(Erasure).where(Erasure.user_id == user_id).order_by(Erasure.id.desc()).limit(1))


def is_erased(user_id: int) -> bool:
    """Whether this account was emptied for good."""
    return (
        db.session.scalar(
            select(Erasure.id).where(Erasure.user_id == user_id, Erasure.state == ErasureState.DIJALANKAN).limit(1)
        )
        is not None
    )
