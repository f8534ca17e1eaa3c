"""The dates of a whole class at a task that peers do not review, on the page "Peserta dan tenggat"."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.submissions.models import Assignment
from app.submissions.services import class_dates
from tests.factories import people, works
from tests.pages import SUMMARY, faults

DAY = timedelta(days=1)


def test_the_trainer_moves_the_deadline_and_the_rules_for_lateness_of_a_class(room, task, as_user):
    client = as_user(room.trainer)
    page = client.get(f"/tugas/{task.id}/peserta").get_data(as_text=True)
    assert "Tugas ini sudah dibuka, jadi waktu bukanya tetap." in page
    before = class_dates.window_of(task)
    answer = client.post(f"/tugas/{task.id}/tenggat", data=typed(task, tulis=before.due_at + 2 * DAY, hari="5", potongan="4"))
    assert answer.status_code == 303
    after = class_dates.window_of(db.session.get(Assignment, task.id, populate_existing=True))
    assert (after.due_at, after.late_days, after.late_points) == ((before.due_at + 2 * DAY).replace(second=0, microsecond=0), 5, 4)
    assert after.opens_at == before.opens_at
    bells = as_user(room.learner).get("/pemberitahuan").get_data(as_text=True)
    assert f"Tenggat {task.title} untuk kelas Anda pindah ke" in bells


def test_the_pengelola_of_the_office_may_and_another_may_not(room, task, as_user):
    url = f"/tugas/{task.id}/tenggat"
    far = people.pengelola(people.unit_named("Kankemenag Uji Utara"))
    assert as_user(far).post(url, data=typed(task)).status_code == 404
    assert as_user(room.learner).post(url, data=typed(task)).status_code in {403, 404}
    assert as_user(people.pengelola()).post(url, data=typed(task)).status_code == 303


@pytest.mark.parametrize(
    ("field", "value"),
    [("tulis", -DAY), ("tulis", "besok"), ("hari", "2"), ("hari", ""), ("hari", "61"), ("potongan", "11"), ("potongan", "x")],
)
def test_what_would_harm_or_cannot_be_read_is_refused_beside_its_field(room, task, as_user, field, value):
    given = task.due_at + value if isinstance(value, timedelta) else value
    answer = as_user(room.trainer).post(f"/tugas/{task.id}/tenggat", data=typed(task, **{field: given}))
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert SUMMARY in page
    assert f'href="#kelas-{field}"' in page
    assert faults(page) == []


def test_the_points_stay_once_somebody_was_late(room, task, as_user):
    with work():
        task.due_at = clock.now() - timedelta(hours=1)
    works.sent(room.learner, task)
    client = as_user(room.trainer)
    assert "Sudah ada naskah yang terlambat, jadi potongannya tetap" in client.get(f"/tugas/{task.id}/peserta").get_data(as_text=True)
    client.post(f"/tugas/{task.id}/tenggat", data=typed(task, potongan="0"))
    assert db.session.get(Assignment, task.id, populate_existing=True).late_points == 10


def test_a_task_that_peers_review_leads_to_the_plan_of_its_round(room, as_user):
    reviewed = room.tasks["siaran_pers"]
    client = as_user(room.trainer)
    page = client.get(f"/tugas/{reviewed.id}/peserta").get_data(as_text=True)
    assert f'href="/putaran/tugas/{reviewed.id}"' in page
    assert "Rencana putaran" in client.get(f"/putaran/tugas/{reviewed.id}", follow_redirects=True).get_data(as_text=True)
    assert client.post(f"/tugas/{reviewed.id}/tenggat", data=typed(reviewed)).status_code == 403


def typed(task, **changes):
    window = class_dates.window_of(task)
    values = {"tulis": window.due_at, "hari": str(window.late_days), "potongan": str(window.late_points), **changes}
    return {name: value if isinstance(value, str) else clock.local(value).strftime("%Y-%m-%dT%H:%M") for name, value in values.items()}


@pytest.fixture
def task(room):
    """A task of a form that nobody reviews, open and due in two days."""
    found = room.tasks["teks"]
    with work():
        row = db.session.get(Assignment, found.id)
        row.opens_at, row.due_at = clock.now() - DAY, clock.now() + 2 * DAY
    return row
