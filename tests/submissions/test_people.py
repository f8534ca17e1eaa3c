"""The people of a class at one task: later deadlines, drafts taken as they stood, and refusals that keep what was typed."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.submissions.models import Assignment, Submission, Version
from tests.factories import people, works
from tests.pages import SUMMARY, faults

LONG = "x" * 301


def test_the_trainer_prolongs_with_a_reason_and_the_pengelola_of_another_office_cannot(room, as_user):
    url = f"/tugas/{room.tasks['teks'].id}/peserta/{room.learner.id}/perpanjang"
    client = as_user(room.trainer)
    assert client.get(f"/tugas/{room.tasks['teks'].id}/peserta").status_code == 200
    refused = client.post(url, data={"sampai": "2027-12-01T23:59", "alasan": ""})
    assert refused.status_code == 422
    assert client.post(url, data={"sampai": "", "alasan": "x"}).status_code == 422
    assert client.post(url, data={"sampai": "2027-12-01T23:59", "alasan": "Sakit"}).status_code == 303
    assert db.session.scalars(select(Submission)).one().extended_until.isoformat() == "2027-12-01T16:59:00+00:00"
    page = as_user(room.learner).get(f"/tugas/{room.tasks['teks'].id}").get_data(as_text=True)
    assert "<dt>Alasan perpanjangan</dt><dd>Sakit</dd>" in page
    far = people.pengelola(people.unit_named("Kankemenag Uji Utara"))
    assert as_user(far).post(url, data={"sampai": "2027-12-01T23:59", "alasan": "x"}).status_code == 404


def test_a_later_deadline_beyond_the_end_of_the_class_is_taken_with_a_word_of_warning(room, as_user):
    task = room.tasks["teks"]
    end, client = room.cohort.ends_on, as_user(room.trainer)
    for last, is_beyond in ((end, False), (end + timedelta(days=1), True)):
        url = f"/tugas/{task.id}/peserta/{room.learner.id}/perpanjang"
        told = client.post(url, data={"sampai": f"{last.isoformat()}T23:59", "alasan": "Sakit"}, follow_redirects=True)
        page = html.unescape(told.get_data(as_text=True))
        assert "Tenggat diperpanjang. Peserta diberi tahu." in page
        assert ("sesudah angkatan berakhir" in page) is is_beyond, last


def test_no_name_leads_to_a_text_that_the_trainer_grades_blind(room, as_user):
    client, office = as_user(room.trainer), as_user(people.pengelola())
    for form, is_blind in (("siaran_pers", True), ("lembar", False)):
        sent, path = works.sent(room.learner, room.tasks[form]), f"/tugas/{room.tasks[form].id}/peserta"
        page = client.get(path).get_data(as_text=True)
        assert room.learner.name in page
        assert "versi 1" in page
        assert (f"/kiriman/{sent.id}" in page) is not is_blind, form
        assert f"/kiriman/{sent.id}" not in office.get(path).get_data(as_text=True), "he may not read it"


def test_a_reason_for_a_later_deadline_that_is_too_long_is_not_taken(room, as_user):
    url = f"/tugas/{room.tasks['teks'].id}/peserta/{room.learner.id}/perpanjang"
    page = shown(as_user(room.trainer).post(url, data={"sampai": "2027-12-01T23:59", "alasan": LONG}), 422)
    assert f'value="{LONG}"' in page
    assert 'id="alasan-salah"' in page
    assert db.session.scalars(select(Submission)).all() == []


def test_the_trainer_takes_a_draft_that_was_saved_in_time(room, timely, as_user):
    url, task = timely
    client = as_user(room.trainer)
    assert "Terima draf" in client.get(f"/tugas/{task.id}/peserta").get_data(as_text=True)
    assert client.post(url, data={"alasan": "Listrik padam"}).status_code == 303
    assert db.session.scalars(select(Version)).one().text == "Tersimpan tepat waktu."
    assert as_user(room.learner).post(url, data={"alasan": "x"}).status_code == 404


@pytest.mark.parametrize("reason", ["", LONG])
def test_a_draft_is_not_taken_without_a_fitting_reason_and_the_page_says_so(room, timely, as_user, reason):
    url, _task = timely
    page = shown(as_user(room.trainer).post(url, data={"alasan": reason}), 422)
    assert 'href="#terima-alasan"' in page
    assert 'id="terima-alasan-salah"' in page
    assert f'value="{reason}"' in page
    assert "<details open>" in page
    assert db.session.scalars(select(Version)).all() == []


def test_a_draft_whose_author_sent_meanwhile_is_not_taken(room, timely, as_user):
    url, task = timely
    with work():
        db.session.get(Submission, submission_of(url)).extended_until = clock.now() + timedelta(hours=1)
    works.sent(room.learner, task)
    with work():
        mine = db.session.get(Submission, submission_of(url))
        mine.extended_until, mine.draft_saved_at = None, task.due_at - timedelta(hours=1)
    page = shown(as_user(room.trainer).post(url, data={"alasan": "Listrik padam"}), 409)
    assert "Penulis sudah mengumpulkan naskah ini sendiri." in page
    assert len(db.session.scalars(select(Version)).all()) == 1


def test_a_draft_with_gaps_is_not_taken_and_the_reason_stays(room, timely, as_user):
    url, _task = timely
    with work():
        db.session.get(Submission, submission_of(url)).draft = {"teks": ""}
    page = shown(as_user(room.trainer).post(url, data={"alasan": "Listrik padam"}), 422)
    assert 'value="Listrik padam"' in page
    assert db.session.scalars(select(Version)).all() == []


def shown(answer, status: int) -> str:
    """The page of a refusal: its status, its summary whose links lead somewhere."""
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == status, page
    assert SUMMARY in page
    assert faults(page) == []
    return page


def submission_of(url: str) -> int:
    return int(url.split("/")[-2])


@pytest.fixture
def timely(room):
    """A draft that was saved in time and never sent: (where it is taken, its task)."""
    task = room.tasks["teks"]
    mine = works.drafted(room.learner, task, {"teks": "Tersimpan tepat waktu."})
    with work():
        row = db.session.get(Assignment, task.id)
        row.opens_at, row.due_at = clock.now() - timedelta(days=20), clock.now() - timedelta(days=9)
        found = db.session.get(Submission, mine.id)
        found.draft_saved_at = found.created_at = row.due_at - timedelta(hours=1)
    return f"/tugas/{task.id}/peserta/{mine.id}/terima-draf", row
