"""The coach beside the text: groups, fixes and dismissals in the panel, and the page that anyone may try."""

import gzip
import json
import re
import time

import pytest
from flask_limiter.util import get_qualified_name
from sqlalchemy import select

from app import cli
from app.kernel.db import db
from app.submissions.house import SHIPPED, house
from app.submissions.models import Submission, Version
from app.submissions.routes import trying, writing
from app.web.limits import limiter
from tests.factories import works

BAD = {
    "judul": "Kakanwil Hadiri Rapat Koordinasi", "titimangsa": "Bukitinggi, Humas",
    "teras": "Kakanwil menghadiri rapat di Padang pada Kamis (12/11/2026).", "isi": "<p>Acara di laksanakan pagi.</p>", "isi_bentuk": "html",
}  # fmt: skip
KEY = "E1|di-awalan|di laksanakan"
SPLIT = re.compile(r"\d (?:%|karakter|piksel|kata)\b")


def test_findings_come_in_four_groups_with_fixes_marks_and_lessons(room, as_user):
    told = as_user(room.learner).post(f"{_url(room)}/periksa", json=BAD).get_json()
    places = [told["html"].index(f"<h3>{name}</h3>") for name in ("Isi dan dampak", "Struktur", "Bahasa", "Mesin pencari")]
    assert places == sorted(places)
    assert ["isi", 6, 19, "dilaksanakan"] in told["fixes"].values()
    assert any(mark[:3] == ["isi", 6, 19] for mark in told["marks"])
    assert "Materinya" not in told["html"]
    assert len(gzip.compress(json.dumps(told).encode())) <= 4096


def test_a_finding_is_dismissed_with_a_reason_and_comes_back(room, as_user):
    client = as_user(room.learner)
    told = client.post(f"{_url(room)}/periksa", json=BAD | {"abaikan": {KEY: "nama acara resmi"}}).get_json()
    assert "1 diabaikan" in told["html"]
    assert "nama acara resmi" in told["html"]
    assert ["isi", 6, 19, "dilaksanakan"] not in told["fixes"].values()
    client.post(f"{_url(room)}/draf", json={"fields": BAD | {"abaikan": {KEY: "nama acara resmi", "R1||": "x", "C4||": 7}}, "revision": 0})
    assert _draft()["abaikan"] == {KEY: "nama acara resmi"}
    client.post(f"{_url(room)}/draf", json={"fields": BAD | {"abaikan": {}}, "revision": 1})
    assert _draft()["abaikan"] == {}


def test_dismissing_works_without_scripts(room, as_user):
    client = as_user(room.learner)
    typed = BAD | {"isi": "Acara di laksanakan pagi.", "isi_bentuk": "teks", "revisi": 0}
    client.post(f"{_url(room)}/draf", data=typed | {f"abaikan:{KEY}": "nama acara resmi", "abaikan:R1||": "", "aksi": "periksa"})
    assert _draft()["abaikan"] == {KEY: "nama acara resmi"}
    page = client.get(f"{_url(room)}/tulis?periksa=1").get_data(as_text=True)
    assert 'name="kembalikan"' in page
    client.post(f"{_url(room)}/draf", data=typed | {"revisi": 1, "kembalikan": KEY})
    assert _draft()["abaikan"] == {}


def test_the_reason_travels_with_the_version_to_the_trainer(room, as_user):
    client = as_user(room.learner)
    client.post(f"{_url(room)}/draf", json={"fields": BAD | {"abaikan": {KEY: "nama acara resmi"}}, "revision": 0})
    client.post(f"{_url(room)}/kirim", data=works.hidden(client.get(f"{_url(room)}/kirim").get_data(as_text=True)) | {"asli": "y"})
    version = db.session.scalars(select(Version)).one()
    assert version.content["abaikan"] == {KEY: "nama acara resmi"}
    page = as_user(room.trainer).get(f"/meja/naskah/{version.submission_id}").get_data(as_text=True)
    assert "nama acara resmi" in page


def test_no_line_of_the_coach_ends_between_a_number_and_what_it_counts(room, as_user):
    client = as_user(room.learner)
    told = client.post(f"{_url(room)}/periksa", json=BAD).get_json()["html"]
    assert "galat ejaan dalam 12\u00a0kata" in told
    assert not SPLIT.search(told)
    client.post(f"{_url(room)}/draf", json={"fields": BAD, "revision": 0})
    page = client.get(f"{_url(room)}/kirim").get_data(as_text=True)
    assert "galat ejaan dalam 12\u00a0kata" in page
    client.post(f"{_url(room)}/kirim", data=works.hidden(page) | {"asli": "y"})
    version = db.session.scalars(select(Version)).one()
    stored = [one["message"] for one in version.report["findings"]]
    assert any(SPLIT.search(one) for one in stored), "what is stored stays as the coach said it"
    shown = as_user(room.trainer).get(f"/meja/naskah/{version.submission_id}").get_data(as_text=True)
    assert "galat ejaan dalam 12\u00a0kata" in shown


def test_between_versions_the_writer_sees_what_got_better(room, as_user):
    client = as_user(room.learner)
    for revision, body in enumerate(("<p>Acara di laksanakan pagi.</p>", "<p>Acara dilaksanakan pagi.</p>")):
        client.post(f"{_url(room)}/draf", json={"fields": BAD | {"isi": body}, "revision": revision})
        client.post(f"{_url(room)}/kirim", data=works.hidden(client.get(f"{_url(room)}/kirim").get_data(as_text=True)) | {"asli": "y"})
    old, new = db.session.scalars(select(Version.id).order_by(Version.number)).all()
    page = client.get(f"/kiriman/{old}/beda/{new}").get_data(as_text=True)
    assert "Ejaan: periksa lagi → sudah baik" in page
    assert "1 temuan sudah dibereskan, 0 temuan baru." in page


def test_the_list_of_the_office_is_read_again_when_it_changes(room, as_user, tmp_path):
    house.use(tmp_path)
    client = as_user(room.learner)
    try:
        assert "kabari" not in client.post(f"{_url(room)}/periksa", json=BAD).get_json()["html"]
        (tmp_path / "gaya-rumah.yml").write_text("kata: {pagi: kabari}\n", encoding="utf-8")
        assert "kabari" in client.post(f"{_url(room)}/periksa", json=BAD).get_json()["html"]
        (tmp_path / "gaya-rumah.yml").write_text("salah: [", encoding="utf-8")
        assert client.post(f"{_url(room)}/periksa", json=BAD).status_code == 200
    finally:
        house.use(SHIPPED.parent)


def test_the_coach_answers_on_the_command_line(app, tmp_path):
    path = tmp_path / "naskah.md"
    path.write_text("# Loket Malam\n\nPadang, Humas — KUA membuka loket di laksanakan Senin.\n\nIsi.", encoding="utf-8")
    done = cli.attach(app).test_cli_runner().invoke(args=["coach", str(path), "--json", "--keyphrase", "loket malam"])
    assert {"E1", "S5"} <= {one["rule"] for one in json.loads(done.output)["findings"]}


@pytest.mark.parametrize("sent", ["", "   ", "a" * 30_001, "<p>" + "a " * 16_000, "<p>" * 40_000])
def test_the_open_page_refuses_with_a_sentence(visitor, sent):
    answer = visitor.post("/coba-penuntun", data={"naskah": sent})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert ("paling banyak 30000 karakter" in answer.get_data(as_text=True)) == bool(sent.strip())


def test_strangers_are_read_one_at_a_time_and_lose_nothing_while_another_is_read(visitor):
    assert trying._ONE_AT_A_TIME.acquire(blocking=False)
    try:
        answer = visitor.post("/coba-penuntun", data={"naskah": "Naskah saya yang panjang."})
    finally:
        trying._ONE_AT_A_TIME.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Naskah saya yang panjang." in answer.get_data(as_text=True)
    assert visitor.post("/coba-penuntun", data={"naskah": "Naskah saya yang panjang."}).status_code == 200


@pytest.mark.parametrize("unit", ["a\n\n", '"a ', "a. ", "a,", "Penulis: a\n", "klik di sini. ", "“Kami gak mau.”\n\n", "<b>", "<a "])
def test_no_text_keeps_the_open_page_busy(visitor, unit):
    begin = time.process_time()
    visitor.post("/coba-penuntun", data={"naskah": (unit * 30_000)[:30_000]})
    assert time.process_time() - begin < 3


def test_a_text_longer_than_any_release_is_not_divided(room, as_user):
    page = as_user(room.learner).post(f"{_url(room)}/tempel", data={"naskah": "kata " * 12_001})
    assert page.status_code == 422
    assert "paling banyak 60.000 karakter" in page.get_data(as_text=True)


def test_autosave_has_room_and_a_flood_of_drafts_has_none():
    (limit,) = limiter.limit_manager.decorated_limits(get_qualified_name(writing.draft))
    assert str(limit.limit) == "60 per 1 minute"
    assert limit.key_func is writing.me


@pytest.mark.parametrize("sent", ["a", "<p>Judul</p><p>Isi di laksanakan<ul><li>", "12 345", "\u202eabc \x00 مرحبا", "kata " * 5_000])
def test_the_open_page_reads_anything(visitor, sent):
    assert visitor.post("/coba-penuntun", data={"naskah": sent}).status_code == 200


def test_the_open_page_marks_the_example_and_keeps_nothing(visitor):
    filled = visitor.get("/coba-penuntun?contoh=1").get_data(as_text=True)
    text = filled.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    page = visitor.post("/coba-penuntun", data={"naskah": text.replace("&#34;", '"')}).get_data(as_text=True)
    assert page.count("<mark>") >= 6
    for number in range(60):
        assert (f'href="#tanda-{number}"' in page) == (f'id="tanda-{number}"' in page)
    shown = [int(one) for one in re.findall(r'href="#temuan-\d+"[^>]*>(\d+)<', page)]
    assert shown == list(range(1, len(shown) + 1))
    listed = [int(one) for one in re.findall(r'<span class="number">(\d+)<', page)]
    assert sorted(listed) == shown
    assert 'href="#perbaiki"' in page
    assert db.session.scalar(select(Submission.id)) is None


def _url(room):
    return f"/tugas/{room.tasks['siaran_pers'].id}"


def _draft():
    db.session.expire_all()
    return db.session.scalars(select(Submission)).one().draft
