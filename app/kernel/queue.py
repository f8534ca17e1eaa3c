"""Jobs: a row in the same transaction as the business row is the authority, Huey only rings.

Huey alone loses the running job when a worker is killed. Here a job is claimed with a lease, its owner extends
the lease, and only the owner finishes it, in one commit with the job's effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, Index, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock, signing
from app.kernel.db import Model, choice, db
from app.kernel.work import after_commit, work

LEASE = timedelta(seconds=60)
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


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
class Claim:
    """A job that this owner may run until its lease ends."""

    id: int
    kind: str
    payload: dict[str, Any]
    owner: str


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


def ring(job_id: int) -> None:
    """Tell the engine that a job waits. A bell that does not sound is no loss: the worker looks every two seconds."""
    bell: Callable[[int], None] | None = current_app.extensions.get("surau_bell")
    if bell is None:
        return
    try:
        bell(job_id)
    except Exception:  # noqa: BLE001 -- whatever the engine raises, the row is stored and will be found
        current_app.logger.warning("the queue engine did not take job %d; it will be found by the clock", job_id)


def claim(job_id: int, now: datetime) -> Claim | None:
    """Take a waiting job, or a running one whose lease ended; None when somebody else has it."""
    owner = signing.token()
    with work():
        taken = db.session.execute(
            update(Job)
            .where(
                Job.id == job_id,
                or_(
                    (Job.state == JobState.WAITING) & (Job.run_at <= now),
                    (Job.state == JobState.RUNNING) & (Job.lease_until < now),
                ),
            )
            .values(state=JobState.RUNNING, owner=owner, lease_until=now + LEASE, attempts=Job.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
            return None
    row = db.session.execute(select(Job.kind, Job.payload).where(Job.id == job_id)).one()
    db.session.rollback()
    return Claim(job_id, row.kind, row.payload, owner)


def extend(held: Claim, now: datetime) -> bool:
    """Lengthen the lease; False when the job was taken away."""
    with work():
        kept = db.session.execute(
            update(Job)
            .where(Job.id == held.id, Job.owner == held.owner, Job.state == JobState.RUNNING)
            .values(lease_until=now + LEASE)
            .execution_options(synchronize_session=False)
        )
        return bool(kept.rowcount == 1)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


def finish(held: Claim, effect: Effect | None, now: datetime) -> bool:
    """Do the effect and mark the job done in one commit; False, and no effect, when it is no longer ours."""
    with work():
        ours = db.session.execute(
            update(Job)
            .where(Job.id == held.id, Job.owner == held.owner, Job.state == JobState.RUNNING)
            .values(state=JobState.DONE, finished_at=now, lease_until=None, error="")
            .execution_options(synchronize_session=False)
        )
        if ours.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
            return False
        if effect is not None:
            effect()
    return True


def give_up(held: Claim, error: str, now: datetime) -> None:
    """Note a failure: try again after a while, or mark as failed when the tries are used up."""
    with work():
        job = db.session.scalar(select(Job).where(Job.id == held.id).with_for_update())
        if job is None or job.owner != held.owner or job.state is not JobState.RUNNING:
            return
        job.error = error[:2000]
        job.lease_until = None
        if job.attempts > len(BACKOFF):
            job.state = JobState.FAILED
            job.finished_at = now
        else:
            job.state = JobState.WAITING
            job.run_at = now + BACKOFF[job.attempts - 1]


def due(now: datetime, *, most: int = 100) -> list[int]:
    """Ids of jobs that nobody runs though their time has come, oldest first."""
    rows = db.session.scalars(
        select(Job.id)
        .where(
            or_(
                (Job.state == JobState.WAITING) & (Job.run_at <= now),
                (Job.state == JobState.RUNNING) & (Job.lease_until < now),
            )
        )
        .order_by(Job.run_at, Job.id)
        .limit(most)
    )
    found = list(rows)
    db.session.rollback()
    return found


def progress(batch: str) -> Progress:
    """How far the jobs of a batch are."""
    rows = db.session.execute(select(Job.state, func.count()).where(Job.batch == batch).group_by(Job.state)).all()
    counts: dict[JobState, int] = {state: count for state, count in rows}
    return Progress(sum(counts.values()), counts.get(JobState.DONE, 0), counts.get(JobState.FAILED, 0))


def init(app: Flask, bell: Callable[[int], None] | None) -> None:
    """Connect the bell of this process; without one the worker's clock finds the jobs."""
    app.extensions["surau_bell"] = bell


def run(job_id: int, bodies: Mapping[str, Body], heartbeat: Callable[[Claim], Effect]) -> bool:
    """Run one job to its end if it can be claimed; True when it was finished here.

    `heartbeat(claim)` starts extending the lease and returns the call that stops it.
    """
    held = claim(job_id, clock.now())
    if held is None:
        return False
    stop = heartbeat(held)
    try:
        effect = bodies[held.kind](held.payload, clock.now())
        db.session.rollback()
        return finish(held, effect, clock.now())
    except Exception as error:  # noqa: BLE001 -- any failure of a job is written into its row
        current_app.logger.exception("job %d (%s) failed", held.id, held.kind)
        db.session.rollback()
        give_up(held, f"{type(error).__name__}: {error}", clock.now())
        return False
    finally:
        stop()
        db.session.remove()
