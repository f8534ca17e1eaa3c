"""Jobs: a row in the same transaction as the business row is the authority, Huey only rings.

How a worker takes and finishes one stands in `app.kernel.runs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, Index, bindparam, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, choice, db, read
from app.kernel.work import after_commit


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One piece of work for the worker."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_job_due", "state", "run_at"),
        Index("ix_job_batch", "batch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    """At most one job with this key ever exists; asking again is a no-op."""
    batch: Mapped[str | None]
    """Jobs that a person watches together as one progress bar."""
    state: Mapped[JobState] = mapped_column(choice(JobState, "state"), default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime]
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


Effect = Callable[[], None]
"""What a job changes; run in one transaction with the mark that the job is done."""

Body = Callable[[Mapping[str, Any], datetime], Effect | None]
"""A job: slow and pure work first (no transaction is open), then the returned effect."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    total: int
    done: int
    failed: int

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is waiting or running."""
        return self.done + self.failed >= self.total


class Later(Exception):  # noqa: N818 -- no error of ours: the outside world is not ready
    """Raised by a body that waits for something outside (a mail server): run it again after `wait`, without end.

    The body itself decides when to stop asking.
    """

    def __init__(self, why: str, *, wait: timedelta) -> None:
        super().__init__(why)
        self.wait = wait


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    unique_key: str | None = None,
    batch: str | None = None,
    run_at: datetime | None = None,
) -> None:
    """Add a job in the caller's transaction and ring the worker after the commit.

    With a `unique_key` that was used before nothing happens. No secret or personal data belongs in `payload`.
    """
    if unique_key is not None and db.session.scalar(select(Job.id).where(Job.unique_key == unique_key)):
        return
    job = Job(kind=kind, payload=payload, unique_key=unique_key, batch=batch, run_at=run_at or now, created_at=now)
    db.session.add(job)
    db.session.flush()  # the bell needs the id
    job_id = job.id
    if run_at is None or run_at <= now:
        after_commit(lambda: ring(job_id))


_WAITING = select(Job.id).where(Job.batch == bindparam("batch"), Job.state == JobState.WAITING).limit(1)
_WAITING_LOCKED = _WAITING.with_for_update()


def is_waiting(batch: str, *, locked: bool = False) -> bool:
    """Whether a job of a batch waits to be taken; `locked`: a worker about to take it then waits for our commit, and reads what we wrote."""
    return read(_WAITING_LOCKED if locked else _WAITING, batch=batch).first() is not None


def ring(job_id: int) -> None:
    """Tell the engine that a job waits. A bell that does not sound is no loss: the worker looks every two seconds."""
    bell: Callable[[int], None] | None = current_app.extensions.get("surau_bell")
    if bell is None:
        return
    try:
        bell(job_id)
    except Exception:  # noqa: BLE001 -- whatever the engine raises, the row is stored and will be found
        current_app.logger.warning("the queue engine did not take job %d; it will be found by the clock", job_id)


def retry(job_id: int, now: datetime) -> bool:
    """Give a failed job all its tries again, in the caller's transaction; False when it is not failed."""
    again = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.FAILED)
        .values(state=JobState.WAITING, attempts=0, run_at=now, finished_at=None, owner=None)
        .execution_options(synchronize_session=False)
    )
    if again.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        return False
    after_commit(lambda: ring(job_id))
    return True


def forget(before: datetime) -> None:
    """Delete finished jobs of long ago, in the caller's transaction; those with a unique key stay, for they hold it."""
    db.session.execute(
        delete(Job).where(Job.state == JobState.DONE, Job.unique_key.is_(None), Job.finished_at < before)
    )


def progress(batch: str) -> Progress:
    """How far the jobs of a batch are."""
    rows = db.session.execute(select(Job.state, func.count()).where(Job.batch == batch).group_by(Job.state)).all()
    counts: dict[JobState, int] = {state: count for state, count in rows}
    return Progress(sum(counts.values()), counts.get(JobState.DONE, 0), counts.get(JobState.FAILED, 0))


def init(app: Flask, bell: Callable[[int], None] | None) -> None:
    """Connect the bell of this process; without one the worker's clock finds the jobs."""
    app.extensions["surau_bell"] = bell
