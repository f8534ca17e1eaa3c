"""The worker's side of jobs: claimed with a lease, extended by a heartbeat, finished only by their owner.

Huey alone loses the running job when a worker is killed. Here the end of a lease gives the job to another, and
the effect of a job is written in one commit with the mark that it is done, so it happens once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, or_, select, update

from app.kernel import clock, signing
from app.kernel.db import db
from app.kernel.errors import AppError
from app.kernel.queue import Body, Effect, Job, JobState, Later
from app.kernel.work import work

LEASE = timedelta(seconds=60)
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
MOST_CLAIMS = 12
"""A job whose runner dies this often is not given to another one: it may be what kills them."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this owner may run until its lease ends."""

    id: int
    kind: str
    payload: dict[str, Any]
    owner: str


def _ripe(now: datetime) -> ColumnElement[bool]:
    """Jobs that may be taken now, also when the clock was set back since they were written.

    A job for "at once" is due whatever its time says; a lease further away than any lease reaches is of another time.
    """
    return or_(
        (Job.state == JobState.WAITING) & or_(Job.run_at <= now, (Job.run_at <= Job.created_at) & (Job.attempts == 0)),
        (Job.state == JobState.RUNNING)
        & (Job.attempts < MOST_CLAIMS)
        & or_(Job.lease_until < now, Job.lease_until > now + 2 * LEASE),
    )


def due(now: datetime, *, most: int = 100) -> list[int]:
    """Ids of jobs that nobody runs though their time has come, oldest first."""
    rows = db.session.scalars(select(Job.id).where(_ripe(now)).order_by(Job.run_at, Job.id).limit(most))
    found = list(rows)
    db.session.rollback()
    return found


def claim(job_id: int, now: datetime) -> Claim | None:
    """Take a waiting job, or a running one whose lease ended; None when somebody else has it."""
    owner = signing.token()
    with work():
        taken = db.session.execute(
            update(Job)
            .where(Job.id == job_id, _ripe(now))
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


def give_up(held: Claim, error: Exception, now: datetime) -> None:
    """Note a failure: try again after a while, or mark as failed when the tries are used up."""
    with work():
        job = db.session.scalar(select(Job).where(Job.id == held.id).with_for_update())
        if job is None or job.owner != held.owner or job.state is not JobState.RUNNING:
            return
        job.error = (error.message if isinstance(error, AppError) else f"{type(error).__name__}: {error}")[:2000]
        job.lease_until = None
        if isinstance(error, Later):
            job.error = str(error)[:2000]
            job.attempts = 1
            job.state = JobState.WAITING
            job.run_at = now + error.wait
        elif job.attempts > len(BACKOFF):
            job.state = JobState.FAILED
            job.finished_at = now
        else:
            job.state = JobState.WAITING
            job.run_at = now + BACKOFF[job.attempts - 1]


def release(held: Claim, now: datetime) -> None:
    """Give a job back unfinished (the worker is told to end), so that the next one need not wait for the lease."""
    with work():
        db.session.execute(
            update(Job)
            .where(Job.id == held.id, Job.owner == held.owner, Job.state == JobState.RUNNING)
            .values(state=JobState.WAITING, run_at=now, lease_until=None, owner=None, attempts=Job.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def bury(now: datetime) -> int:
    """Mark jobs as failed whose runners died again and again; how many."""
    with work():
        dead = db.session.execute(
            update(Job)
            .where(Job.state == JobState.RUNNING, Job.attempts >= MOST_CLAIMS, Job.lease_until < now)
            .values(
                state=JobState.FAILED,
                finished_at=now,
                lease_until=None,
                error="Pekerja berhenti setiap kali menjalankan pekerjaan ini.",
            )
            .execution_options(synchronize_session=False)
        )
        return int(dead.rowcount)  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult


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
    except Later as error:
        db.session.rollback()
        give_up(held, error, clock.now())
        return False
    except Exception as error:
        current_app.logger.exception("job %d (%s) failed", held.id, held.kind)
        db.session.rollback()
        give_up(held, error, clock.now())
        return False
    finally:
        stop()
        db.session.remove()
