"""The worker: the table of all jobs, and the process that runs them."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable

from flask import Flask

import config
from app import starting
from app.accounts import retention
from app.application import create_app
from app.certificates import asking as certificate_asking
from app.certificates import issuing as certificate_issuing
from app.certificates import jobs as certificate_jobs
from app.certificates import services as certificate_services
from app.grading import jobs as grading_jobs
from app.grading.services import computing as grading_services
from app.kernel import clock, pulse, runs
from app.kernel.engine import Engine, open_engine
from app.kernel.queue import Body
from app.kernel.runs import Claim
from app.kernel.sparing import Sparing
from app.kernel.work import work
from app.media import services as media
from app.notifications import jobs as mailing
from app.notifications import services as notifications
from app.ops import housekeeping
from app.ops import retention as forgetting
from app.peerreview import jobs as review_jobs
from app.peerreview.services import rounds as review_rounds

BODIES: dict[str, Body] = {
    certificate_asking.COMPLETE: certificate_jobs.complete,
    certificate_services.ASK: certificate_jobs.ask,
    certificate_issuing.RENDER: certificate_jobs.render,
    grading_services.COMPUTE: grading_jobs.compute,
    media.DROP: forgetting.drop,
    notifications.SEND: mailing.send,
    review_rounds.STEP: review_jobs.step,
}

CLOCKWORK: tuple[Callable[[], None], ...] = (retention.tick, review_jobs.tick, housekeeping.tick, forgetting.tick)
"""What the clock does every two seconds, each in units of work of its own."""

LOOK = 2.0
"""Seconds between two looks for jobs that nobody was told of; Huey's own periodic tasks run once a minute."""

ANSWER = 30.0
"""A bell that was not answered in so many seconds is rung again."""

LAST_CALL = 5
"""Seconds that running jobs get to finish when the worker is told to end."""

log = logging.getLogger("app.worker")
_held: dict[int, Claim] = {}


def heartbeat(app: Flask, held: Claim) -> Callable[[], None]:
    """Extend the lease of a running job until the returned call."""
    over = threading.Event()
    _held[held.id] = held

    def beat() -> None:
        while not over.wait(runs.LEASE.total_seconds() / 4):
            try:
                with app.app_context():
                    if not runs.extend(held, clock.now()):
                        return
            except Exception:  # noqa: BLE001 -- a database that is away for a moment must not cost the lease
                log.warning("the lease of job %d could not be extended; trying again", held.id)

    def stop() -> None:
        over.set()
        _held.pop(held.id, None)

    threading.Thread(target=beat, daemon=True, name=f"heartbeat-{held.id}").start()
    return stop


def perform(app: Flask, job_id: int) -> bool:
    """Run one job now; True when it was finished here."""
    with app.app_context():
        return runs.run(job_id, BODIES, lambda held: heartbeat(app, held))


def run_due(app: Flask) -> int:
    """Run everything that waits, in this thread (command line and tests); how many were finished."""
    finished = 0
    with app.app_context():
        waiting = runs.due(clock.now())
    for job_id in waiting:
        finished += perform(app, job_id)
    return finished


class Watch:
    """The worker's second pair of eyes: tells that it lives, lets the clock work, rings for forgotten jobs."""

    def __init__(self, app: Flask, ring: Callable[[int], None]) -> None:
        self._app = app
        self._ring = ring
        self._told: dict[int, float] = {}
        self._beat_at = -pulse.EVERY.total_seconds()
        self._alone = threading.Thread(daemon=True)

    def forever(self) -> None:
        """Look every two seconds; one stumbling part stops none of the others."""
        while True:
            for part in (self.beat, *CLOCKWORK, self.ring):
                try:
                    with self._app.app_context():
                        part()
                except Exception:
                    log.exception("the worker's watch stumbled; it goes on")
            time.sleep(LOOK)

    def beat(self) -> None:
        """Say that this worker lives, and bury jobs that kill their runners."""
        if time.monotonic() - self._beat_at < pulse.EVERY.total_seconds():
            return
        now = clock.now()
        with work():
            pulse.beat(pulse.WORKER, now, {"pid": os.getpid()})
        self._beat_at = time.monotonic()
        runs.bury(now)

    def ring(self) -> None:
        """Ring for jobs that were never run or whose lease ended; where no bell sounds they are run here, one by one."""
        now = time.monotonic()
        self._told = {job: at for job, at in self._told.items() if now - at < ANSWER}
        for job_id in runs.due(clock.now()):
            if job_id not in self._told:
                try:
                    self._ring(job_id)
                except Exception:
                    log.exception("the queue engine does not answer; this worker goes on without it")
                    self._go_on_alone()
                    return
                self._told[job_id] = now

    def _go_on_alone(self) -> None:
        """A thread for what waits now, unless the last one is still at it; the rows say whose a job is, bell or not."""
        if not self._alone.is_alive():
            self._alone = threading.Thread(target=run_due, args=(self._app,), daemon=True, name="alone")
            self._alone.start()


def serve(app: Flask, engine: Engine) -> None:
    """Run jobs until TERM or INT; what cannot finish in time is given back."""
    threading.Thread(target=Watch(app, engine.ring).forever, daemon=True, name="watch").start()
    consumer = engine.huey.create_consumer(
        workers=int(os.environ.get("SURAU_WORKERS", "2")),
        worker_type="thread",
        max_delay=0.5,
        periodic=False,
        graceful_signal="TERM",
        shutdown_timeout=LAST_CALL,
    )
    consumer.run()
    for held in list(_held.values()):
        with app.app_context():
            runs.release(held, clock.now())


def main() -> int:
    """Serve jobs until the process is told to end; 2 when the settings are refused."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(Sparing())
    logging.getLogger("huey").setLevel(logging.ERROR)
    try:
        app = create_app()
    except config.Refused as refused:
        print(refused, file=sys.stderr)  # noqa: T201 -- one sentence instead of a traceback
        return 2
    starting.wait(app.config["SURAU"].data)
    serve(app, open_engine(app.config["SURAU"].queue_url, lambda job_id: _perform(app, job_id)))
    return 0


def _perform(app: Flask, job_id: int) -> None:
    """What Huey calls: the row decides whether there is anything to do."""
    perform(app, job_id)


if __name__ == "__main__":
    sys.exit(main())
