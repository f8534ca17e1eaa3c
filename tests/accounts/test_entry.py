"""Signing in and out through the browser."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import core, passwords, sessions
from app.accounts.events import ResetLinkAsked, SignedInOnNewDevice
from app.accounts.models import OneTimeLink, SignIn, Standing, Throttle
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from tests.factories import people

PASSWORD = "ranah minang elok"
HASH = passwords.hashed(PASSWORD)


def test_a_person_signs_in_by_username_email_or_phone_however_it_is_written(app, make_person):
    make_person(username="siti", email="siti@contoh.id", phone="+6281234567890")
    for handle in ("siti", "SITI", " Siti@Contoh.ID ", "+6281234567890", "0812-3456-7890", "6281234567890"):
        client = app.test_client()
        answer = client.post("/masuk", data={"handle": handle, "password": PASSWORD})
        assert (answer.status_code, answer.location) == (303, "/"), handle
        assert client.get("/masuk").status_code == 303


def test_signing_in_leads_back_to_where_one_wanted_to_go(visitor, make_person):
    make_person(username="siti")
    answer = visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD, "lanjut": "/belajar/3?x=1"})
    assert answer.location == "/belajar/3?x=1"


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example",
        "//jahat.example",
        "/\\jahat.example",
        "javascript:alert(1)",
        "/\n//jahat",
        "jahat",
        "/a b",
    ],
)
def test_signing_in_never_leads_to_another_site(visitor, make_person, target):
    make_person(username="siti")
    page = visitor.get("/masuk", query_string={"lanjut": target}).get_data(as_text=True)
    assert 'name="lanjut" value="/"' in page
    assert visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD, "lanjut": target}).location == "/"


def test_a_wrong_password_an_unknown_and_an_unopened_account_get_the_same_answer(visitor, make_person):
    make_person(username="siti")
    people.user(username="baru", standing=Standing.UNDANGAN)
    pages = []
    for handle in ("siti", "tidakada", "baru"):
        answer = visitor.post("/masuk", data={"handle": handle, "password": "salah semua"})
        assert answer.status_code == 422
        pages.append(without_token(answer).replace(handle, "X"))
    assert pages[0] == pages[1] == pages[2]
    assert "tidak cocok" in pages[0]
    assert "salah semua" not in pages[0]


def test_empty_fields_are_named_and_what_was_typed_stays(visitor):
    answer = visitor.post("/masuk", data={"handle": "siti", "password": ""})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Tulis kata sandi Anda." in page
    assert 'value="siti"' in page


def test_control_characters_and_a_huge_handle_are_refused_calmly(visitor):
    for handle in ("si\x00ti", "x" * 100_000, "'; drop table user; --", "سيتي", "😀"):
        assert visitor.post("/masuk", data={"handle": handle, "password": "salah"}).status_code == 422


def test_a_closed_account_is_told_so_only_with_the_right_password(visitor, make_person):
    make_person(username="siti", standing=Standing.NONAKTIF)
    assert "dinonaktifkan" not in visitor.post("/masuk", data={"handle": "siti", "password": "salah"}).get_data(
        as_text=True
    )
    answer = visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    assert answer.status_code == 422
    assert "dinonaktifkan" in answer.get_data(as_text=True)
    assert db.session.scalars(select(SignIn)).all() == []


def test_signing_in_makes_a_fresh_cookie(visitor, make_person):
    make_person(username="siti")
    with visitor.session_transaction() as session:
        session["planted"] = "by an intruder"
        session["_user_id"] = "planted-key"
    visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    with visitor.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "planted-key"
        assert session["_user_id"] not in db.session.scalars(select(SignIn.token_digest)).all()


def test_signing_in_again_ends_the_session_that_this_browser_had(app, visitor, make_person):
    make_person(username="siti")
    make_person(username="rina")
    keys = []
    for who in ("siti", "siti", "rina"):
        visitor.post("/masuk", data={"handle": who, "password": PASSWORD})
        with visitor.session_transaction() as session:
            keys.append(session["_user_id"])
    app.test_client().post("/masuk", data={"handle": "rina", "password": PASSWORD})
    db.session.expire_all()
    assert [sessions.visitor_of(key) is not None for key in keys] == [False, False, True]


def test_signing_out_ends_the_session_not_only_the_cookie(visitor, make_person):
    make_person(username="siti")
    visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    with visitor.session_transaction() as session:
        key = session["_user_id"]
    assert sessions.visitor_of(key) is not None
    assert visitor.post("/keluar").status_code == 303
    assert sessions.visitor_of(key) is None
    assert visitor.get("/keluar").status_code == 405


def test_a_session_ends_after_two_idle_weeks_and_after_thirty_days(app, make_person):
    user = make_person()
    with work():
        key = sessions.begin(user.id, "Uji", clock.now())
    row = db.session.scalars(select(SignIn)).one()
    for change in (
        {"seen_at": clock.now() - timedelta(days=15)},
        {"seen_at": clock.now(), "created_at": clock.now() - timedelta(days=31)},
    ):
        with work():
            for name, value in change.items():
                setattr(row, name, value)
        assert sessions.visitor_of(key) is None
    with work():
        row.created_at = row.seen_at = clock.now() - timedelta(days=13)
    assert sessions.visitor_of(key) is not None


def test_a_new_device_is_told_of_but_neither_the_first_sign_in_nor_a_known_device(app, make_person, heard):
    make_person(username="siti")
    told = heard(SignedInOnNewDevice)
    first = app.test_client()
    first.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    first.post("/keluar")
    first.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    assert told == []
    second = app.test_client()
    agent = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"
    second.post("/masuk", data={"handle": "siti", "password": PASSWORD}, headers={"User-Agent": agent})
    assert [one.device for one in told] == ["Chrome di Android"]


def test_last_seen_is_noted_after_the_answer_and_at_most_once_a_minute(app, make_person, as_user):
    user = make_person()
    client = as_user(user)
    row = db.session.scalars(select(SignIn)).one()
    fresh = row.seen_at
    client.get("/masuk").close()
    assert db.session.scalar(select(SignIn.seen_at)) == fresh
    with work():
        row.seen_at = clock.now() - timedelta(minutes=2)
    client.get("/masuk").close()
    db.session.expire_all()
    assert clock.now() - db.session.scalar(select(SignIn.seen_at)) < timedelta(minutes=1)


# limits


def test_failures_slow_a_stranger_down(visitor, make_person):
    make_person(username="siti")
    for _ in range(core.FREE[core.Counted.PAIR]):
        assert visitor.post("/masuk", data={"handle": "siti", "password": "salah"}).status_code == 422
    answer = visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    assert answer.status_code == 429
    assert 25 < int(answer.headers["Retry-After"]) <= 30
    assert "Tunggu" in answer.get_data(as_text=True)


def test_limits_are_the_same_for_an_account_that_does_not_exist(visitor):
    for _ in range(core.FREE[core.Counted.PAIR]):
        assert visitor.post("/masuk", data={"handle": "tidakada", "password": "salah"}).status_code == 422
    assert visitor.post("/masuk", data={"handle": "tidakada", "password": "salah"}).status_code == 429


def test_a_stranger_shuts_out_neither_a_known_device_nor_a_new_one_elsewhere(app, make_person):
    make_person(username="siti")
    known = app.test_client()
    known.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    known.post("/keluar")
    stranger = app.test_client()
    for _ in range(30):
        stranger.post("/masuk", data={"handle": "siti", "password": "salah"})
    assert stranger.post("/masuk", data={"handle": "siti", "password": PASSWORD}).status_code == 429
    assert known.post("/masuk", data={"handle": "siti", "password": PASSWORD}).status_code == 303
    elsewhere = app.test_client()
    answer = elsewhere.post(
        "/masuk", data={"handle": "siti", "password": PASSWORD}, environ_base={"REMOTE_ADDR": "198.51.100.7"}
    )
    assert answer.status_code == 303


def test_many_networks_against_one_account_leave_the_owner_his_own_tries(app, make_person):
    make_person(username="siti")
    stranger = app.test_client()
    for number in range(core.ATTACK + 20):
        stranger.post(
            "/masuk", data={"handle": "siti", "password": "salah"}, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"}
        )
    owner = app.test_client()
    here = {"REMOTE_ADDR": "203.0.113.9"}
    assert (
        owner.post("/masuk", data={"handle": "siti", "password": "salah ketik"}, environ_base=here).status_code == 422
    )
    assert owner.post("/masuk", data={"handle": "siti", "password": PASSWORD}, environ_base=here).status_code == 303


def test_forty_people_behind_one_address_sign_in_though_each_fails_thrice(app, make_person):
    cheap = passwords.hashed(PASSWORD)
    for number in range(40):
        make_person(username=f"rekan{number}", password_hash=cheap)
    client = app.test_client()
    for number in range(40):
        for attempt in ("salah", "salah", "salah", PASSWORD):
            answer = app.test_client().post("/masuk", data={"handle": f"rekan{number}", "password": attempt})
        assert answer.status_code == 303, number
    assert client.get("/masuk").status_code == 200


def test_a_right_password_forgets_the_failures_before_it(visitor, make_person):
    make_person(username="siti")
    for _ in range(3):
        for attempt in ("salah", "salah", "salah", PASSWORD):
            answer = visitor.post("/masuk", data={"handle": "siti", "password": attempt})
        assert answer.status_code == 303
        visitor.post("/keluar")


def test_counts_hold_neither_names_nor_addresses(visitor):
    visitor.post("/masuk", data={"handle": "siti", "password": "salah"}, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    for row in db.session.scalars(select(Throttle)):
        assert len(row.key) == 64
        assert set(row.key) <= set("0123456789abcdef")


def test_a_forged_device_cookie_counts_as_a_stranger(app, make_person):
    make_person(username="siti")
    client = app.test_client()
    client.set_cookie("perangkat", "eyJkIjoiYSIsIm0iOltdfQ.aaaa.bbbb")
    for _ in range(core.FREE[core.Counted.PAIR]):
        client.post("/masuk", data={"handle": "siti", "password": "salah"})
    assert client.post("/masuk", data={"handle": "siti", "password": PASSWORD}).status_code == 429


def test_behind_tls_a_device_goes_on_under_a_name_that_no_other_host_can_write(app, make_person, heard, monkeypatch):
    make_person(username="siti")
    told = heard(SignedInOnNewDevice)
    first = app.test_client()
    first.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    older = first.get_cookie("perangkat").value
    monkeypatch.setitem(app.config, "SURAU", replace(app.config["SURAU"], public_url="https://surau.example.go.id"))
    client = app.test_client()
    client.set_cookie("perangkat", older)
    before = len(told)
    answer = client.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    assert len(told) == before
    (kept,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-perangkat=")]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(kept.split("; "))
    assert client.get_cookie("perangkat") is None
    newer = app.test_client()
    newer.set_cookie("__Host-perangkat", kept.partition("=")[2].partition(";")[0])
    newer.post("/masuk", data={"handle": "siti", "password": PASSWORD})
    assert len(told) == before


# forgotten password


def test_a_forgotten_password_says_the_same_whether_there_is_mail_or_not(app, make_person, heard):
    make_person(username="siti", email="siti@contoh.id")
    make_person(username="tanpasurel")
    told = heard(ResetLinkAsked)
    pages = []
    for handle in ("siti", "tanpasurel", "tidakada"):
        answer = app.test_client().post("/lupa-sandi", data={"handle": handle}, buffered=True)
        assert answer.status_code == 303
        pages.append((answer.location, list(answer.headers.keys())))
    assert pages[0] == pages[1] == pages[2]
    assert len(told) == 1
    token = told[0].url.rpartition("/")[2]
    row = db.session.scalars(select(OneTimeLink)).one()
    assert token not in row.token_digest
    assert row.expires_at - row.created_at == timedelta(days=7)


def test_whose_links_a_stranger_asked_for_is_told_that_he_has_one(app):
    """The limit counts for the name, wherever it was asked from: his own device did nothing wrong. Unknown names read the same."""
    pages = []
    for handle in ("siti", "tidakada"):
        for number in range(3):
            away = {"REMOTE_ADDR": f"198.51.100.{number}"}
            assert app.test_client().post("/lupa-sandi", data={"handle": handle}, buffered=True, environ_overrides=away).status_code == 303
        own = app.test_client().post("/lupa-sandi", data={"handle": handle}, buffered=True)
        pages.append(without_token(own).replace(handle, ""))
        assert (own.status_code, "Retry-After" in own.headers) == (429, False)
        assert "sudah terkirim dan berlaku 7 hari" in pages[-1]
        assert "dari perangkat ini" not in pages[-1]
    assert pages[0] == pages[1]


def test_the_account_is_looked_for_only_when_the_answer_was_sent(app, make_person, heard):
    make_person(username="siti", email="siti@contoh.id")
    told = heard(ResetLinkAsked)
    answer = app.test_client().post("/lupa-sandi", data={"handle": "siti"}, buffered=False)
    assert (answer.status_code, len(told)) == (303, 0)
    answer.close()
    assert len(told) == 1


def test_asking_for_links_is_limited(visitor, make_person, heard):
    make_person(username="siti", email="siti@contoh.id")
    told = heard(ResetLinkAsked)
    codes = [visitor.post("/lupa-sandi", data={"handle": "siti"}, buffered=True).status_code for _ in range(5)]
    assert codes == [303, 303, 303, 429, 429]
    assert len(told) == 3


def without_token(answer) -> str:
    """A page without the form's token, which differs each second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))


@pytest.fixture
def make_person(app):
    def make(**more):
        return people.user(**({"password_hash": HASH} | more))

    return make
