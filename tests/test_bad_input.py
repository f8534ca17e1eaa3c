"""Every address and every form, walked with bad intent: other people's numbers, forged tokens, whatever can be typed."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from app.access.permissions import Can
from app.kernel.db import db
from app.media.models import Asset
from app.web.guard import door_of
from tests import pages
from tests.factories import world as worlds
from tests.factories.world import fingerprint, undone

pytestmark = pytest.mark.slow

SHARED = {"cohort_id", "assignment_id", "key", "exercise_id", "number", "round_id"}
"""Names of what a whole class may open; the rest belongs to somebody."""
ABSENT = {"reports.act", "submissions.settle", "peerreview.assign", "peerreview.take_back", "certificates.progress", "peerreview.again", "peerreview.tick", "peerreview.file", "learning.result", "curriculum.asset"}
"""They need what this world does not hold; the tests of their features make it."""
NASTY = {
    "signs": "=a\x00b\x07c\x1b[31m\x7f\u202e\u2028 <script>alert(1)</script>\"'>{{ 7*7 }}<img src=x onerror=alert(1)> 😀👩‍👩‍👧‍👦 مدرسة عالية Ż̸̢̛a",
    "huge": "x" * 1_000_000,
    "superscript": "²",
    "empty": "",
}


def test_what_belongs_to_others_is_not_found_and_nothing_changes(app, as_user, world):
    before = fingerprint(app)
    found = []
    for who, user in world.strangers.items():
        client = as_user(user)
        for rule, method, address in addresses(app, world):
            if rule.endpoint.startswith(("curriculum.", "ops.")):
                continue  # every training may be previewed by whoever teaches or writes; the machine belongs to all pengelola
            if client.open(address, method=method, data=filled(method)).status_code != 404:
                found.append((who, method, rule.endpoint))
    client = as_user(world.classmate)
    for rule, method, address in addresses(app, world):
        if set(rule.arguments) <= SHARED:
            continue
        if client.open(address, method=method).status_code != 404:
            found.append(("classmate", method, rule.endpoint))
    assert not found, found
    assert [name for name, value in fingerprint(app).items() if value != before[name]] == []


def test_each_of_these_addresses_leads_somewhere_for_whom_it_is_meant(app, as_user, world):
    clients = [as_user(user) for user in world.insiders.values()]
    lost = []
    for rule, method, address in addresses(app, world):
        if rule.endpoint in ABSENT:
            continue
        for client in clients:
            with undone(app):
                if client.open(address, method=method, data=filled(method)).status_code != 404:
                    break
        else:
            lost.append((method, rule.endpoint, address))
    assert not lost, lost


@pytest.mark.one_engine
def test_no_form_is_taken_without_its_token_or_with_a_forged_one(app, as_user, world, monkeypatch):
    visitor = app.test_client()
    clients = [*[as_user(user) for user in world.insiders.values()], visitor]
    before = fingerprint(app)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    taken = []
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods:
            continue
        address = world.address(app, rule, "POST")
        is_public = Can.PUBLIC in door_of(app.view_functions[rule.endpoint]).permissions
        for client in clients:
            refusal = 401 if client is visitor and not is_public else 400  # whose session ended is led to the door
            for sent in (
                {"data": {}},
                {"data": {"csrf_token": "x"}},
                {"data": {"csrf_token": "IjAwMDAi.aSBfAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"}},
                {"json": {"fields": {}, "revision": 0}, "headers": {"X-CSRFToken": "x"}},
            ):
                status = client.post(address, **sent).status_code
                taken += [(rule.endpoint, sent)] if status != refusal else []
    assert taken == []
    assert fingerprint(app) == before


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_whatever_is_typed_into_any_field_is_taken_cleaned_or_refused_with_a_sentence(app, as_user, world, nasty):
    tried, odd = 0, []
    for client, form in every_form(app, as_user, world):
        for name in form.texts:
            with undone(app):
                tried += 1
                answer = client.post(form.action, data=form.values | {name: nasty}, follow_redirects=False)
                if answer.status_code not in {200, 303, 403, 404, 409, 413, 422, 429}:
                    odd.append((form.action, name, answer.status_code))
                if "\x00" in nasty and (unclean := stored_control_characters()):
                    odd.append((form.action, name, unclean))
                if answer.mimetype == "text/html" and "Not a valid" in answer.get_data(as_text=True):
                    odd.append((form.action, name, "speaks English"))
                if answer.mimetype == "text/html" and "<script>alert(1)" in answer.get_data(as_text=True):
                    odd.append((form.action, name, "not escaped"))
    assert not odd, odd
    assert tried > 60


def test_whatever_a_choice_or_a_hidden_field_says_is_judged_too(app, as_user, world):
    odd = []
    for client, form in every_form(app, as_user, world):
        for name in set(form.values) - set(form.texts) - {"csrf_token"}:
            for value in ("²", "99999999999999999999", "-1", "a\x00", "'--"):
                with undone(app):
                    answer = client.post(form.action, data=form.values | {name: value})
                    if answer.mimetype == "text/html" and "not a valid" in answer.get_data(as_text=True).lower():
                        odd.append((form.action, name, "speaks English"))
                    if answer.status_code not in {200, 303, 403, 404, 409, 422}:
                        odd.append((form.action, name, value, answer.status_code))
    assert not odd, odd


def test_every_form_sent_twice_in_a_row_is_answered_both_times(app, as_user, world):
    odd = []
    for client, form in every_form(app, as_user, world):
        with undone(app):
            answers = [client.post(form.action, data=form.values).status_code for _click in range(2)]
        if not set(answers) <= {200, 302, 303, 401, 403, 404, 409, 422, 429}:
            odd.append((form.action, answers))
    assert not odd, odd


ODD_JSON = (
    [], "x", 5, {}, {"fields": []}, {"fields": {}, "revision": "1"}, {"fields": {}, "revision": 10**30},
    {"fields": {"judul": 5, "teras": [], "isi": {}, "teks": None}, "revision": 0}, {"fields": {"lembar": []}, "revision": 0},
    {"fields": {"lembar": {"premis": {"a": 1}}}, "revision": 0}, {"fields": {"berkas": [5, {"asset": []}, {"asset": "x"}, None]}, "revision": 0},
    {"fields": {"berkas": {"asset": 1}}, "revision": True}, {"fields": {"isi": "<p>\x00\ud800</p>", "isi_bentuk": "html"}, "revision": 0},
    {"fields": {"abaikan_tambah": [1], "kembalikan": {}}, "revision": 0}, {"fields": {"isi": "<p>" * 50_000, "isi_bentuk": "html"}, "revision": 0},
    {"fields": {"judul": "x" * 1_000_000}, "revision": -1, "device": {"a": []}},
)  # fmt: skip


@pytest.mark.parametrize("act", ["draf", "periksa"])
def test_whatever_json_a_script_sends_is_taken_or_refused(app, as_user, world, act):
    client = as_user(world.insiders["me"])
    for name in ("submissions.examine.assignment_id", "assignment_id", "submissions.drop.assignment_id"):
        for sent in ODD_JSON:
            with undone(app):
                answer = client.post(f"/tugas/{world.ids[name]}/{act}", json=sent, headers={"Accept": "application/json"})
                assert answer.status_code in {200, 409, 422}, (name, str(sent)[:80], answer.status_code)
                assert not stored_control_characters()
        for raw in (b"{", b"null", b"\xff\xfe", b"", b"[" * 100_000):
            answer = client.post(f"/tugas/{world.ids[name]}/{act}", data=raw, content_type="application/json", headers={"Accept": "application/json"})
            assert answer.status_code in {400, 422}, raw[:5]


@pytest.mark.one_engine
def test_a_picture_that_is_also_a_page_is_written_anew_and_served_as_a_picture_only(app, as_user, world):
    client = as_user(world.insiders["me"])
    polyglot = worlds.picture("blue") + b"<html><script>alert(1)</script></html>"
    url = f"/tugas/{world.ids['submissions.drop.assignment_id']}"
    assert client.post(f"{url}/unggah", data={"berkas": (io.BytesIO(polyglot), "a.html")}, content_type="multipart/form-data").status_code == 303
    asset = db.session.scalars(select(Asset).order_by(Asset.id.desc())).first()
    answer = client.get(f"/berkas/{asset.id}")
    assert b"script" not in answer.data
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "/" not in answer.headers["Content-Disposition"].partition("filename=")[2].partition(";")[0]


NUMBERS = ("99999999999", "-1", "0", "1e3", "²", "1%00", "%F0%9F%98%80", "..%2f..%2fetc%2fpasswd", "%FF")


def test_no_number_in_an_address_breaks_a_page(app, as_user, world):
    clients = [as_user(user) for user in world.insiders.values()]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or not rule.arguments:
            continue
        for number in NUMBERS:
            path = re.sub(r"<[^>]+>", number, rule.rule)
            for client in clients:
                assert client.get(path).status_code in {200, 302, 303, 404}, path


QUESTIONS = ("hal=%00", "hal=99999999999999999999&urut=x&arah=y&dari=x&tugas=²&cari=%F0%9F%98%80'%22%3Cscript%3Ealert", "hal=-5&cari=%FF&versi=%C2%B2&peran=x&keadaan=x&satker=x")


@pytest.mark.one_engine
def test_no_question_in_an_address_breaks_a_page(app, as_user, world):
    clients = [as_user(user) for user in world.insiders.values()]
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods:
            continue
        address = world.address(app, rule)
        for client in clients:
            for query in QUESTIONS:
                answer = client.get(f"{address}?{query}")
                assert answer.status_code in {200, 302, 303, 404, 503}, f"{address}?{query}"
                assert b"<script>alert" not in answer.data


UPLOADS = {
    "html named png": ("foto.png", b"<!doctype html><html><script>alert(1)</script></html>"),
    "png that goes on as html": ("foto.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>"),
    "svg": ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "svg named jpg": ("gambar.jpg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "exe": ("foto.jpg.exe", b"MZ" + b"\x00" * 200),
    "zip": ("naskah.docx", b"PK\x03\x04" + b"\x00" * 200),
    "empty": ("kosong.jpg", b""),
    "pdf with a program": ("a.pdf", b"%PDF-1.4\n1 0 obj<</JavaScript 2 0 R>>\n%%EOF"),
    "half a jpeg": ("foto.jpg", worlds.picture()[:300]),
    "path tricks": ("../../../etc/passwd\x00.jpg", b"root:x:0:0"),
}


@pytest.mark.one_engine
def test_no_upload_of_a_wrong_kind_is_kept(app, as_user, world):
    before = fingerprint(app)["asset"]
    tried = 0
    for client, form in every_form(app, as_user, world):
        for field in form.files:
            for name, content in UPLOADS.values():
                with undone(app):
                    data = form.values | {field: (io.BytesIO(content), name)}
                    answer = client.post(form.action, data=data, content_type="multipart/form-data")
                    kept_nowhere = {200} if form.action == "/periksa-keaslian" else set()  # the answer is: not one of ours
                    assert answer.status_code in {404, 422} | kept_nowhere, (form.action, field)
                    assert fingerprint(app)["asset"] == before
                    tried += 1
    assert tried >= 2 * len(UPLOADS)


def every_form(app, as_user, world):
    """(client, form) for every form that posts on every page that an insider can open; each address once."""
    seen = set()
    for client in [as_user(user) for user in world.insiders.values()]:
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.endpoint in {"accounts.my_data", "curriculum.asset"}:
                continue
            here = world.address(app, rule)
            with undone(app):
                answer = client.get(here)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in pages.forms(answer.get_data(as_text=True), here):
                key = (form.action.partition("?")[0], *sorted(form.values), *form.files)
                if form.method == "post" and key not in seen:
                    seen.add(key)
                    yield client, form


def addresses(app, world):
    """(rule, method, address) of everything with a number in it that is not for everybody."""
    for rule in app.url_map.iter_rules():
        if not rule.arguments or Can.PUBLIC in door_of(app.view_functions[rule.endpoint]).permissions:
            continue
        if rule.endpoint in {"cohorts.join", "cohorts.ask_to_join"}:
            continue  # the class link is for whoever holds it
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule, method, world.address(app, rule, method)


def filled(method: str) -> dict[str, str] | None:
    return {"aksi": "simpan", "reason": "x", "alasan": "x"} if method == "POST" else None


def stored_control_characters() -> str:
    """Where a text of the database holds what no text should; empty when nowhere."""
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            if "\\x00" in repr(tuple(row)) or "\\x07" in repr(tuple(row)) or "\\x1b" in repr(tuple(row)):
                return f"{table.name}: {row!r}"[:300]
    return ""


@pytest.fixture
def world(app):
    return worlds.made(app)
