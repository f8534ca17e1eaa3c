"""Real worker processes that are killed, stopped and told to end."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app import worker
from app.kernel import audit, clock, pulse, runs
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.queue import Job, JobState, enqueue
from app.kernel.work import work
from tests.faults import database_gone

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent


def effects():
    db.session.rollback()
    return Counter(db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "uji:efek")))


def states():
    db.session.rollback()
    return Counter(db.session.scalars(select(Job.state)))


def wait(what, seconds=40.0):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, f"waited {seconds} s; jobs {states()}"
        time.sleep(0.05)
        db.session.rollback()


def test_six_kills_over_two_hundred_jobs_and_every_effect_once(own_app, start):
    numbers = list(range(220))
    for some in (numbers[:150], numbers[150:]):
        with work():
            for number in some:
                enqueue("uji.catat", {"number": number}, now=clock.now())
    process = start()
    for kill in range(6):
        wait(lambda: sum(effects().values()) >= 25 * (kill + 1))  # noqa: B023 -- asked at once
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process = start()
    wait(lambda: states() == {JobState.DONE: 220})
    assert effects() == dict.fromkeys(numbers, 1)
    assert audit.broken_links() == []


def test_a_stopped_worker_that_wakes_after_its_lease_changes_nothing(own_app, start):
    with work():
        enqueue("uji.catat", {"number": 1, "seconds": 1.0}, now=clock.now())
    process = start()
    wait(lambda: states() == {JobState.RUNNING: 1})
    os.kill(process.pid, signal.SIGSTOP)
    job_id = db.session.scalar(select(Job.id))
    db.session.rollback()
    held = runs.claim(job_id, clock.now() + timedelta(seconds=3))
    assert runs.finish(
        held, lambda: audit.record("uji:efek", "uji", 1, actor_id=None, at=clock.now(), detail={"who": "lain"}), clock.now()
    )
    os.kill(process.pid, signal.SIGCONT)
    time.sleep(2.5)
    assert effects() == {1: 1}
    assert db.session.scalar(select(AuditEntry.detail).where(AuditEntry.action == "uji:efek")) == {"who": "lain"}


def test_a_worker_that_is_told_to_end_gives_its_job_back_and_leaves(own_app, start):
    with work():
        enqueue("uji.catat", {"number": 1, "seconds": 30}, now=clock.now())
    process = start()
    wait(lambda: states() == {JobState.RUNNING: 1})
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert time.monotonic() - began < worker.LAST_CALL + 4
    assert states() == {JobState.WAITING: 1}


def test_a_worker_that_is_told_to_end_finishes_what_is_short(own_app, start):
    with work():
        enqueue("uji.catat", {"number": 1, "seconds": 1.5}, now=clock.now())
    process = start()
    wait(lambda: states() == {JobState.RUNNING: 1})
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert states() == {JobState.DONE: 1}


def test_a_living_worker_says_so(own_app, start):
    start()
    wait(lambda: (sign := pulse.last(pulse.WORKER)) is not None and sign.is_fresh(clock.now()))


def test_a_worker_outlives_a_database_that_is_away(own_app, start):
    process = start()
    wait(lambda: pulse.last(pulse.WORKER) is not None)
    with database_gone(own_app):
        time.sleep(3)
        assert process.poll() is None
    with own_app.app_context(), work():
        enqueue("uji.catat", {"number": 7}, now=clock.now())
    wait(lambda: effects() == {7: 1})


def test_jobs_are_done_once_while_no_bell_sounds(own_app, monkeypatch):
    def silent(_job_id):
        raise ConnectionError

    def note(payload, now):
        return lambda: audit.record("uji:efek", "uji", payload["number"], actor_id=None, at=now)

    monkeypatch.setattr(worker, "BODIES", {"uji.catat": note})
    with work():
        for number in range(5):
            enqueue("uji.catat", {"number": number}, now=clock.now())
    watch = worker.Watch(own_app, silent)
    for _ in range(3):
        watch.ring()
    wait(lambda: states() == {JobState.DONE: 5})
    assert effects() == dict.fromkeys(range(5), 1)


def test_refused_settings_are_one_sentence(tmp_path):
    environ = dict(os.environ, SURAU_MODE="serve", SURAU_DATA=str(tmp_path))
    environ.pop("SURAU_SECRET_KEY", None)
    done = subprocess.run([sys.executable, "-m", "app.worker"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "SURAU_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def start(own_app):
    """Starts worker processes on the application's database; none is left over."""
    settings, running = own_app.config["SURAU"], []
    queue_url = settings.database_url if settings.database_url.startswith("postgresql") else settings.queue_url
    environ = dict(
        os.environ, SURAU_MODE="test", SURAU_DATA=str(settings.data), SURAU_DATABASE_URL=settings.database_url,
        SURAU_SECRET_KEY=settings.secret_key, SURAU_QUEUE_URL=queue_url,
    )  # fmt: skip

    def begin():
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kernel.workerprocess"], cwd=ROOT, env=environ, start_new_session=True,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGCONT)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
