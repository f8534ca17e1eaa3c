"""/health says which part does not answer; /periksa-sistem says it in words."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app import worker
from app.access.permissions import Role
from app.kernel import clock, pulse
from app.kernel.db import db
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.notifications.models import Mail
from app.ops import queries, routes, version
from tests import faults
from tests.factories import people


def test_a_site_with_a_living_worker_is_well(visitor, living):
    answer = visitor.get("/health")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "failing": [], "database": "ok", "storage": "ok", "queue": "ok", "version": version.VERSION}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_stopped_worker_is_named(visitor, app):
    assert visitor.get("/health").json["failing"] == ["queue"]
    with work():
        pulse.beat(pulse.WORKER, clock.now() - pulse.SILENT * 2)
    answer = visitor.get("/health")
    assert answer.status_code == 503
    assert "berhenti" in answer.json["queue"]


def test_a_sign_from_the_future_proves_nothing(visitor, app):
    with work():
        pulse.beat(pulse.WORKER, clock.now() + pulse.SILENT * 3)
    assert visitor.get("/health").json["failing"] == ["queue"]


def test_a_queue_that_is_gone_is_named(visitor, app, living, monkeypatch):
    class Gone:
        huey = property(lambda self: (_ for _ in ()).throw(sqlite3.OperationalError("no such file /rahasia/queue.db")))

    monkeypatch.setitem(app.extensions, "surau_engine", Gone())
    answer = visitor.get("/health")
    assert answer.json["failing"] == ["queue"]
    assert "rahasia" not in answer.text


def test_a_full_disk_is_named(visitor, own_storage, living):
    with faults.read_only_or_full(own_storage):
        answer = visitor.get("/health")
        assert answer.status_code == 503
        assert answer.json["failing"] == ["storage"]
    assert visitor.get("/health").status_code == 200


def test_a_database_that_does_not_answer_is_named(own_app):
    with work():
        pulse.beat(pulse.WORKER, clock.now())
    visitor = own_app.test_client()
    assert visitor.get("/health").status_code == 200
    with faults.database_gone(own_app):
        answer = visitor.get("/health")
        assert answer.status_code == 503
        assert "database" in answer.json["failing"]
        assert "storage" not in answer.json["failing"]
    assert visitor.get("/health").status_code == 200


def test_the_version_is_that_of_the_project():
    text = (Path(__file__).resolve().parent.parent.parent / "pyproject.toml").read_text()
    assert f'version = "{version.VERSION}"' in text


def test_only_the_pengelola_sees_the_machine(as_user, app, visitor):
    learner = people.user()
    people.grant(learner, Role.PELATIH)
    assert as_user(learner).get("/periksa-sistem").status_code == 404
    assert visitor.get("/periksa-sistem").status_code == 302


def test_a_pengelola_below_the_head_finds_neither_the_page_nor_its_entry(as_user, app, living):
    root = people.unit_named("Kanwil Uji")
    client = as_user(people.pengelola(people.unit_named("Kankemenag Uji Utara")))
    assert client.get("/periksa-sistem").status_code == 404
    assert client.post("/periksa-sistem/pekerjaan/1").status_code == 404
    assert client.post("/periksa-sistem/surel").status_code == 404
    assert "/periksa-sistem" not in client.get("/").text
    assert "/periksa-sistem" in as_user(people.pengelola(root)).get("/").text


def test_the_pengelola_reads_the_state_and_tries_a_failed_job_again(as_user, app, living):
    with work():
        db.session.add(
            Job(kind="uji.gagal", payload={}, state=JobState.FAILED, attempts=5, error="ValueError: <b>patah</b>",
                run_at=clock.now(), created_at=clock.now(), finished_at=clock.now())
        )  # fmt: skip
        pulse.beat(pulse.BACKUP, clock.now(), {"bytes": 1_500_000, "files": 3, "left_out": 0})
    client = as_user(people.pengelola())
    page = client.get("/periksa-sistem").text
    assert "Pekerja hidup" in page
    assert "1,5 MB" in page
    assert "&lt;b&gt;patah" in page
    job_id = int(re.search(r"/periksa-sistem/pekerjaan/(\d+)", page).group(1))
    assert client.post(f"/periksa-sistem/pekerjaan/{job_id}").status_code == 303
    job = db.session.get(Job, job_id)
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert client.post(f"/periksa-sistem/pekerjaan/{job_id}").status_code == 409


def test_a_test_mail_goes_to_oneself_only(as_user, app, living):
    person = people.pengelola()
    client = as_user(person)
    assert client.post("/periksa-sistem/surel").status_code == 422
    with work():
        db.session.merge(person).email = "saya@example.go.id"
    assert client.post("/periksa-sistem/surel").status_code == 303
    mail = db.session.scalars(select(Mail)).one()
    assert mail.recipient == "saya@example.go.id"
    assert "sedang dikirim" in client.get("/periksa-sistem").text
    with work():
        mail.error = "550 tidak dikenal"
    assert "550 tidak dikenal" in client.get("/periksa-sistem").text


def test_the_page_costs_few_statements(as_user, app, living, statements):
    client = as_user(people.pengelola())
    client.get("/periksa-sistem")
    with statements() as found:
        client.get("/periksa-sistem")
    assert len(found) <= 12, found


def test_every_job_of_the_worker_has_words():
    assert set(routes._kinds()) == set(worker.BODIES)


@pytest.fixture
def living(app):
    """A worker that lives."""
    with work():
        pulse.beat(pulse.WORKER, clock.now())


def test_a_job_of_tomorrow_waits_for_nobody(app):
    now = clock.now()
    with work():
        for hours in (-2, 24):
            at = now + timedelta(hours=hours)
            db.session.add(Job(kind="uji.nanti", payload={}, state=JobState.WAITING, attempts=0, run_at=at, created_at=now))
    found = queries.queue(now)
    assert (found.waiting, found.planned, found.oldest_waiting) == (1, 1, now - timedelta(hours=2))
