"""Pupils, their guardians' letters, and taking an agreement back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import sessions
from app.accounts.events import GuardianConsented, GuardianWithdrew
from app.accounts.models import Consent, Standing, User
from app.accounts.queries import wards as queries
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.media.models import Asset
from tests.factories import people, wards


def test_the_mentor_records_the_letter_and_the_rooms_open(client, pupil, mentor, heard):
    told = heard(GuardianConsented)
    assert client.post(f"/pendamping/{pupil.id}", data=wards.letter()).status_code == 303
    assert [one.user_id for one in told] == [pupil.id]
    row = db.session.scalars(select(Consent)).one()
    assert (row.guardian_name, row.guardian_relation, row.recorded_by_id) == ("Ibu Nurhayati", "ibu", mentor.id)
    assert db.session.scalar(select(Asset.id)) == row.evidence_id
    assert standing(pupil) is Standing.AKTIF
    assert db.session.scalars(select(AuditEntry.action)).all() == ["guardian:record"]
    assert "Ibu Nurhayati" in client.get(f"/pendamping/{pupil.id}").get_data(as_text=True)
    photo = client.get(f"/pendamping/{pupil.id}/bukti/{row.evidence_id}")
    assert (photo.status_code, photo.mimetype) == (200, "image/jpeg")
    assert photo.get_data().startswith(b"\xff\xd8")
    assert client.post(f"/pendamping/{pupil.id}", data=wards.letter()).status_code == 409


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"photo": (io.BytesIO(b""), "")}, "Pilih foto surat"),
        ({"photo": (io.BytesIO(b"<html><script>alert(1)</script>"), "surat.png")}, ""),
        ({"guardian_name": ""}, "Tulis nama orang tua"),
        ({"guardian_relation": "tetangga"}, ""),
        ({"signed_on": "32-13-2026"}, ""),
        ({"is_signed": ""}, "melihat sendiri"),
        ({"signed_on": (clock.local_date(clock.now()) + timedelta(days=2)).isoformat()}, "sesudah hari ini"),
        ({"signed_on": "1900-01-01"}, "lebih dari setahun yang lalu"),
        ({"signed_on": (clock.local_date(clock.now()) - timedelta(days=367)).isoformat()}, "lebih dari setahun yang lalu"),
    ],
)
def test_a_letter_that_is_not_whole_opens_nothing(client, pupil, change, sentence):
    answer = client.post(f"/pendamping/{pupil.id}", data=wards.letter(**change))
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert db.session.scalars(select(Consent)).all() == []
    assert standing(pupil) is Standing.MENUNGGU_WALI


def test_taking_the_agreement_back_shuts_the_rooms_on_every_device(client, pupil, heard):
    told = heard(GuardianWithdrew)
    client.post(f"/pendamping/{pupil.id}", data=wards.letter())
    with work():
        key = sessions.begin(pupil.id, "Uji", clock.now())
    assert client.post(f"/pendamping/{pupil.id}/cabut", data={"reason": ""}).status_code == 422
    assert client.post(f"/pendamping/{pupil.id}/cabut", data={"reason": "Permintaan ibu"}).status_code == 303
    assert sessions.visitor_of(key) is None
    assert standing(pupil) is Standing.MENUNGGU_WALI
    assert [one.user_id for one in told] == [pupil.id]
    db.session.expire_all()
    assert db.session.scalars(select(Consent)).one().withdrawn_at is not None
    assert client.post(f"/pendamping/{pupil.id}/cabut", data={"reason": "Lagi"}).status_code == 409
    assert client.post(f"/pendamping/{pupil.id}", data=wards.letter()).status_code == 303
    assert standing(pupil) is Standing.AKTIF


def test_the_list_shows_ones_own_pupils_in_words_and_no_others(client, pupil, stranger):
    page = client.get("/pendamping").get_data(as_text=True)
    assert "Rafi Pratama" in page
    assert "Menunggu persetujuan wali" in page
    assert "Siswa Orang Lain" not in page


def test_of_more_pupils_than_a_list_holds_those_who_wait_are_shown(client, pupil, mentor, monkeypatch):
    """A pengelola of many madrasahs: the list was cut by name before it was put in order."""
    monkeypatch.setattr(queries, "MOST", 1)
    assert client.post(f"/pendamping/{pupil.id}", data=wards.letter()).status_code == 303
    wards.pupil("Zulfa Terakhir", mentor)
    assert "tercatat" in client.get("/pendamping").get_data(as_text=True), "what was done names him once"
    page = client.get("/pendamping").get_data(as_text=True)
    assert "Zulfa Terakhir" in page
    assert pupil.name not in page


def test_pupils_of_others_are_not_found_in_any_address(client, pupil, stranger):
    client.post(f"/pendamping/{pupil.id}", data=wards.letter())
    evidence = db.session.scalar(select(Consent.evidence_id))
    for tail in ("", "/surat", f"/bukti/{evidence}"):
        assert client.get(f"/pendamping/{stranger.id}{tail}").status_code == 404
    for tail in ("", "/cabut"):
        assert client.post(f"/pendamping/{stranger.id}{tail}", data=wards.letter(reason="x")).status_code == 404
    assert client.get(f"/pendamping/{pupil.id}/bukti/{evidence + 1}").status_code == 404


def test_a_pengelola_records_for_pupils_of_his_units(as_user, pupil):
    office = as_user(people.pengelola())
    assert "Rafi Pratama" in office.get("/pendamping").get_data(as_text=True)
    assert office.post(f"/pendamping/{pupil.id}", data=wards.letter()).status_code == 303


def test_the_letter_names_the_pupil_and_is_meant_for_paper(client, pupil):
    page = client.get(f"/pendamping/{pupil.id}/surat").get_data(as_text=True)
    assert "Rafi Pratama" in page
    assert "data-print" in page
    assert "rujuk naskah resmi" in page


def standing(user: User) -> Standing:
    db.session.expire_all()
    return db.session.scalar(select(User.standing).where(User.id == user.id))


@pytest.fixture
def mentor(app):
    return wards.mentor("Guru Wati")


@pytest.fixture
def pupil(mentor):
    return wards.pupil("Rafi Pratama", mentor)


@pytest.fixture
def stranger(app):
    return wards.pupil("Siswa Orang Lain", wards.mentor("Guru Lain"))


@pytest.fixture
def client(as_user, mentor):
    return as_user(mentor)
