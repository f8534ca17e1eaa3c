"""The door of every view and the seal on every answer."""

from __future__ import annotations

from app.access.permissions import Role
from app.accounts.models import Standing
from tests.factories import people


def test_a_visitor_is_led_to_the_door_and_back(visitor):
    answer = visitor.get("/saya?x=1")
    assert answer.status_code == 302
    assert answer.location == "/masuk?lanjut=/saya?x%3D1"
    head = visitor.head("/saya?x=1")
    assert (head.status_code, head.location) == (302, answer.location)


def test_a_visitor_who_sends_is_told_to_sign_in_and_keeps_his_text(visitor):
    long_text = "Kalimat yang ditulis dengan susah payah selama setengah jam di kantor."
    answer = visitor.post("/saya/profil", data={"name": long_text, "password": "rahasia " * 8})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert long_text in page
    assert "rahasia rahasia" not in page


def test_a_wrong_role_finds_nothing_there(as_user):
    user = people.user()
    people.grant(user, Role.PESERTA)
    for path in ("/orang", "/satker", "/pendamping"):
        assert as_user(user).get(path).status_code == 404


def test_the_notice_stands_before_every_room_and_the_way_out_stays_open(as_user):
    client = as_user(people.user(notice="2020-01"))
    assert client.get("/saya").location == "/persetujuan"
    assert client.get("/privasi").status_code == 200
    assert client.post("/persetujuan").status_code == 422
    assert client.post("/persetujuan", data={"has_read": "y"}).status_code == 303
    assert client.get("/saya").status_code == 200
    assert client.get("/persetujuan").status_code == 303


def test_a_pupil_sees_only_the_letter_until_it_is_recorded(as_user):
    client = as_user(people.user("Rafi", is_pupil=True, standing=Standing.MENUNGGU_WALI))
    assert client.get("/saya").location == "/menunggu-persetujuan"
    assert "Menunggu persetujuan" in client.get("/menunggu-persetujuan").get_data(as_text=True)
    assert "Rafi" in client.get("/menunggu-persetujuan/surat").get_data(as_text=True)
    assert client.post("/keluar").status_code == 303


def test_an_id_that_no_database_can_hold_is_not_found(as_user):
    client = as_user(people.pengelola())
    for number in (2**31, 2**63, 10**40):
        assert client.get(f"/orang/{number}").status_code == 404


def test_pages_of_a_person_are_not_kept_by_browsers(as_user):
    assert as_user(people.user()).get("/saya").headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_closed_to_scripts(visitor, as_user):
    client = as_user(people.user())
    client.post("/keluar")
    answer = visitor.get("/masuk")
    for value in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in value
        assert "SameSite=Lax" in value


def test_a_form_without_or_with_a_forged_token_changes_nothing(app, as_user):
    client = as_user(people.user())
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for data in ({}, {"csrf_token": "palsu"}, {"csrf_token": other_token(app)}):
            answer = client.post("/saya/sesi/akhiri-semua", data=data)
            assert answer.status_code == 400
            assert "Muat ulang halaman" in answer.get_data(as_text=True)
        assert client.get("/saya").status_code == 200
        token = client.csrf("/saya/sesi")
        assert client.post("/saya/sesi/akhiri-semua", data={"csrf_token": token}).status_code == 303
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_whoever_writes_when_his_session_has_ended_gets_all_fields_back_and_the_way_in(app, visitor):
    app.config["WTF_CSRF_ENABLED"] = True
    fields = {
        "csrf_token": other_token(app), "revisi": "3", "judul": "Kantor buka Sabtu", "penulis": "Humas", "isi_bentuk": "html",
        "isi": "<p>Alinea <b>pertama</b>.</p><p>Alinea kedua &amp; ketiga.</p>", "password": "rahasia sekali",
    }  # fmt: skip -- as the writing room sends them
    try:
        answer = visitor.post("/tugas/1/draf", data=fields, headers={"Referer": "http://localhost/tugas/1/tulis?mode=teks"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert 'href="/masuk?lanjut=/tugas/1/tulis%3Fmode%3Dteks"' in page
    assert [words in page for words in (">Judul<", ">Kantor buka Sabtu<", ">Penulis<", ">Humas<")] == [True] * 4
    assert "Alinea pertama.\n\nAlinea kedua &amp; ketiga.<" in page
    assert "rahasia" not in page


def test_signing_in_leads_back_to_no_foreign_page(visitor):
    page = visitor.post("/saya/profil", headers={"Referer": "https://jahat.example/umpan"}).get_data(as_text=True)
    assert "jahat" not in page
    assert 'href="/masuk?lanjut=/"' in page


def test_signing_in_needs_a_token_too(app, visitor):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert visitor.post("/masuk", data={"handle": "siti", "password": "x"}).status_code == 400
        token = visitor.csrf("/masuk")
        assert visitor.post("/masuk", data={"handle": "siti", "password": "x", "csrf_token": token}).status_code == 422
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def other_token(app) -> str:
    """A token that was made for somebody else's session."""
    return app.test_client().csrf("/masuk")
