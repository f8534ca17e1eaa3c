"""The worker: the table of all jobs, and the process that runs them."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from flask import Flask

from app.application import create_app
from app.certificates import jobs as certificate_jobs
from app.certificates import services as certificate_services
from app.kernel import clock, queue
from app.kernel.engine import open_engine
from app.kernel.queue import Body, Claim

BODIES: dict[str, Body] = {
    certificate_services.RENDER: certificate_jobs.render,
}

CLOCKWORK: tuple[Callable[[], None], ...] = ()
"""What the clock does every two seconds, each in units of work of its own."""

LOOK = 2.0
"""Seconds between two looks for jobs that nobody was told of; Huey's own periodic tasks run once a minute."""

log = logging.getLogger("app.worker")


def heartbeat(app: Flask, held: Claim) -> Callable[[], None]:
    """Extend the lease of a running job until the returned call."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(queue.LEASE.total_seconds() / 3):
            with app.app_context():
                if not queue.extend(held, clock.now()):
                    return

    threading.Thread(target=beat, daemon=True, name=f"heartbeat-{held.id}").start()
    return over.set


def perform(app: Flask, job_id: int) -> bool:
    """Run one job now; True when it was finished here."""
    with app.app_context():
        return queue.run(job_id, BODIES, lambda held: heartbeat(app, held))


def run_due(app: Flask) -> int:
    """Run everything that waits, in this thread (command line and tests); how many were finished."""
    finished = 0
    with app.app_context():
        waiting = queue.due(clock.now())
    for job_id in waiting:
        finished += perform(app, job_id)
    return finished


def _watch(app: Flask, ring: Callable[[int], None]) -> None:
    """At start and every two seconds: ring for jobs that were never run, and let the clock do its work."""
    told: dict[int, float] = {}
    while True:
        try:
            with app.app_context():
                for tick in CLOCKWORK:
                    tick()
                waiting = queue.due(clock.now())
            now = time.monotonic()
            told = {job: at for job, at in told.items() if now - at < 30}  # noqa: PLR2004 -- a bell that was not answered in half a minute is rung again
            for job_id in waiting:
                if job_id not in told:
                    told[job_id] = now
                    ring(job_id)
        except Exception:  # noqa: BLE001 -- the watch must outlive a database that is away for a while
            log.exception("the worker's watch stumbled; it goes on")
        time.sleep(LOOK)


def main() -> None:
    """Serve jobs until the process is told to end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(levelname)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    app = create_app()
    engine = open_engine(app.config["SURAU"].queue_url, lambda job_id: engine_perform(app, job_id))
    threading.Thread(target=_watch, args=(app, engine.ring), daemon=True, name="watch").start()
    workers = int(os.environ.get("SURAU_WORKERS", "2"))
    consumer = engine.huey.create_consumer(workers=workers, worker_type="thread", max_delay=0.5, periodic=False)
    consumer.run()


def engine_perform(app: Flask, job_id: int) -> None:
    """What Huey calls: the row decides whether there is anything to do."""
    perform(app, job_id)


if __name__ == "__main__":
    main()
