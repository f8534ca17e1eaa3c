"""A full disk, a folder that cannot be written, a clock that was set back: what was typed is shown again, nothing is half-done."""

import io
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import passwords, sessions, totp
from app.accounts.models import SignIn
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.submissions.models import DraftCopy, Submission, Version
from tests import faults
from tests.factories import classes, passers, people, works
from tests.factories.rounds import Time
from tests.factories.world import picture

pytestmark = pytest.mark.slow
TEXT = "Naskah panjang yang tidak boleh hilang hanya karena cakram di kantor penuh."


def test_a_full_disk_answers_503_with_what_was_typed_and_takes_it_when_there_is_room(room):
    client, task, data = room
    url = f"/tugas/{task}"
    with faults.full(data):
        for _twice in range(2):
            refused = client.post(f"{url}/draf", data={"revisi": 0, "teks": TEXT * 400})
            assert refused.status_code == 503
            assert TEXT in refused.get_data(as_text=True)
        script = client.post(f"{url}/draf", json={"fields": {"teks": TEXT * 400}, "revision": 0}, headers={"Accept": "application/json"})
        assert (script.status_code, "belum tersimpan" in script.get_json()["detail"]) == (503, True)
        upload = client.post(f"{url}/unggah", data={"berkas": (io.BytesIO(picture(size=(900, 900))), "a.jpg")}, content_type="multipart/form-data")
        assert upload.status_code in {422, 503}
        assert client.get(url).status_code == 200
    assert db.session.scalars(select(Submission)).all() == []
    db.session.rollback()
    assert client.post(f"{url}/draf", data={"revisi": 0, "teks": TEXT}).status_code == 303
    assert db.session.scalars(select(Submission)).one().draft["teks"] == TEXT


def test_a_folder_that_cannot_be_written_answers_503_with_what_was_typed(room):
    client, task, data = room
    url = f"/tugas/{task}"
    db.session.remove()
    db.engine.dispose()
    with faults.read_only(data):
        refused = client.post(f"{url}/draf", data={"revisi": 0, "teks": TEXT})
        assert refused.status_code == 503
        assert TEXT in refused.get_data(as_text=True)
        assert client.get(url).status_code in {200, 503}
        assert client.get("/health").status_code == 503
        db.session.remove()
        db.engine.dispose()
    assert client.post(f"{url}/draf", data={"revisi": 0, "teks": TEXT}).status_code == 303


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk that can be read alone")
def test_a_folder_that_can_be_written_again_takes_forms_again_without_a_new_start(room):
    client, task, data = room
    url = f"/tugas/{task}"
    sent = {"revisi": 0, "teks": TEXT}
    with opened_elsewhere(data / "surau.db"):
        db.session.remove()
        db.engine.dispose()
        with faults.read_only(data):
            assert asked(client.get, url) == 200  # connections that only read go into the pool
            assert asked(client.post, f"{url}/draf", data=sent) == 503
            assert asked(client.get, url) == 200
        tries = [asked(client.post, f"{url}/draf", data=sent) for _try in range(4)]
    assert tries[2:] == [303, 303]  # the first ones meet what was opened meanwhile


def asked(ask, *arguments, **more):
    """The status of an answer that is read to its end, as a server does."""
    with ask(*arguments, **more) as answer:
        return answer.status_code


@contextmanager
def opened_elsewhere(database):
    """Another process, as the worker is one, that keeps what SQLite shares between processes from being taken away."""
    code = "import sqlite3, sys; one = sqlite3.connect(sys.argv[1]); one.execute('SELECT count(*) FROM job').fetchone(); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield
        other.communicate(b"\n")


def test_a_clock_that_was_set_back_shuts_nobody_out_and_loses_nothing(app, as_user, monkeypatch):
    people_s = people.user("Desi Uji", username="desi.uji", password_hash=passwords.hashed("ranah minang elok"))
    cohort = classes.cohort()
    classes.learner(cohort, people_s)
    task = works.opened(cohort)["teks"]
    ahead = Time(clock.now())
    monkeypatch.setattr(clock, "now", ahead)
    door = app.test_client()
    for _try in range(4):
        assert door.post("/masuk", data={"handle": "desi.uji", "password": "salah"}).status_code == 422
    inside = as_user(people_s)
    assert inside.post(f"/tugas/{task.id}/draf", data={"revisi": 0, "teks": "Pertama."}).status_code == 303
    ahead.on(days=-3)
    assert door.post("/masuk", data={"handle": "desi.uji", "password": "ranah minang elok"}).status_code == 303
    assert inside.get("/saya").status_code == 200
    assert inside.post(f"/tugas/{task.id}/draf", data={"revisi": 1, "teks": "Kedua."}).status_code == 303
    assert db.session.scalars(select(Submission)).one().draft["teks"] == "Kedua."
    assert db.session.scalars(select(DraftCopy)).all() == []
    assert sessions.visitor_of(_key_of(people_s)) is not None


def test_a_code_of_an_app_opens_again_after_a_clock_that_ran_ahead():
    now = clock.now()
    secret = bytes(20)
    ahead = totp.step_of(now + timedelta(days=365))
    assert totp.matching_step(secret, totp.code_at(secret, totp.step_of(now)), now, after=ahead) == totp.step_of(now)


def test_the_same_sending_twice_at_once_is_one_version(room):
    client, task, _data = room
    url = f"/tugas/{task}"
    client.post(f"{url}/draf", data={"revisi": 0, "teks": TEXT})
    page = client.get(f"{url}/kirim").get_data(as_text=True)
    hidden = {name: page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0] for name in ("sidik", "nomor")}
    for _click in range(2):
        assert client.post(f"{url}/kirim", data=hidden | {"asli": "y"}).status_code == 303
    assert len(db.session.scalars(select(Version)).all()) == 1


def _key_of(user) -> str:
    with work():
        return sessions.begin(user.id, "Uji", clock.now())


@pytest.fixture
def room(make_app, tmp_path):
    """(a learner's browser, a task, the data folder) on a disk of 24 MB of its own."""
    data = tmp_path / "data"
    with faults.small_disk(data, megabytes=24):
        app = make_app(SURAU_DATA=str(data), SURAU_DATABASE_URL=f"sqlite:///{data / 'surau.db'}")
        with app.app_context():
            people.seed_units()
            passers.load_course()
            cohort = classes.cohort()
            learner, _enrolment = classes.learner(cohort)
            task = works.opened(cohort)["teks"].id
            with work():
                key = sessions.begin(learner.id, "Uji", clock.now())
            assert db.session.scalar(select(SignIn.id)) is not None
            client = app.test_client()
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = key, True
            yield client, task, data
            db.session.remove()
            db.engine.dispose()
