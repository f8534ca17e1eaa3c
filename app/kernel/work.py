"""The unit of work: entries (POST routes, worker, command line) commit here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from app.kernel.db import WRITES, db
from app.kernel.errors import conflict_from

_after: ContextVar[list[Callable[[], None]] | None] = ContextVar("after_commit", default=None)


class WroteOutsideWork(AssertionError):
    """A statement wanted to write outside `with work():`; a defect of ours, never the person's."""


@contextmanager
def work() -> Iterator[None]:
    """One transaction that writes: commits when the block ends, then runs what waited for the commit.

    What was read before is forgotten and read again under the lock (on SQLite the write lock is taken at once).
    Raises Conflict when a constraint says that somebody was faster.
    """
    if _after.get() is not None:
        raise WroteOutsideWork("work() inside work(): services never open one")
    db.session.rollback()
    waiting: list[Callable[[], None]] = []
    token = _after.set(waiting)
    try:
        db.session.connection(execution_options={WRITES: True})
        yield
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise conflict_from(error) from error
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _after.reset(token)
    for call in waiting:
        call()


def after_commit(call: Callable[[], None]) -> None:
    """Run `call` once the present work is safely stored; never when it fails."""
    waiting = _after.get()
    if waiting is None:
        raise WroteOutsideWork("after_commit() outside work()")
    waiting.append(call)


def working() -> bool:
    """Whether a unit of work is open in this context."""
    return _after.get() is not None


def guard(session: type[Session] | Any) -> None:  # noqa: ANN401 -- a scoped_session proxies Session without sharing its type
    """Refuse every write outside `work()`; held in tests and in the demonstration."""

    @event.listens_for(session, "after_flush")
    def flushed(_session: Session, _context: object) -> None:
        if not working():
            raise WroteOutsideWork("a flush outside work()")

    @event.listens_for(session, "do_orm_execute")
    def executed(state: ORMExecuteState) -> None:
        if (state.is_insert or state.is_update or state.is_delete) and not working():
            raise WroteOutsideWork("a bulk statement outside work()")
