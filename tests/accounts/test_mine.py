"""One's own page: profile, password, sessions, agreements, data."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access.permissions import Role
from app.accounts import passwords, sessions, takeaway
from app.accounts.models import Consent, ConsentPurpose, SignIn, Standing, User
from app.grading.models import Grade
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.wiring import locale
from tests.factories import classes, people
from tests.factories import world as worlds

PASSWORD = "ranah minang elok"
HASH = passwords.hashed(PASSWORD)
NIP = "198609262015051001"
PROFILE = {
    "name": "Siti Rahmah",
    "title_before": "Dr.",
    "title_after": "M.Ag.",
    "position": "Pranata Humas",
    "rank": "Penata III/c",
}


def test_a_profile_is_saved_and_shown_as_it_will_be_printed(me, client):
    answer = client.post("/saya/profil", data=PROFILE | {"nip": "19860926 201505 1 001"})
    assert answer.location == "/saya"
    page = client.get("/saya").get_data(as_text=True)
    assert "Dr. Siti Rahmah, M.Ag." in page
    assert "19860926 201505 1 001" in page
    assert db.session.scalar(select(User.nip).where(User.id == me.id)) == NIP
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "profile:change")).one()
    assert "nip" in entry.detail["fields"]
    assert NIP not in json.dumps(entry.detail)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Tulis nama lengkap"),
        ({"name": "x" * 500}, "Paling banyak 120"),
        ({"nip": "19860230 201505 1 001"}, "tanggal lahir"),
        ({"nip": "19860926 201513 1 001"}, "ke-13"),
        ({"nuptk": "123"}, "16 angka"),
        ({"email": "bukan-surel", "current": PASSWORD}, "satu tanda @"),
        ({"phone": "0123", "current": PASSWORD}, "08"),
    ],
)
def test_a_profile_that_cannot_be_taken_names_the_field_and_keeps_what_was_typed(me, client, change, sentence):
    answer = client.post("/saya/profil", data=PROFILE | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Pranata Humas"' in page
    assert db.session.scalar(select(User.position).where(User.id == me.id)) == ""


def test_what_is_printed_holds_no_sign_that_nobody_sees(me, client):
    assert client.post("/saya/profil", data=PROFILE | {"name": "Si\u00adti \u200fRah\ue000mah", "title_after": "S.\u00adAg."}).status_code == 303
    db.session.expire_all()
    assert (me.name, me.title_after) == ("Siti Rahmah", "S.Ag.")


def test_a_number_of_somebody_else_is_refused_at_its_field(me, client):
    people.user(nip=NIP)
    answer = client.post("/saya/profil", data=PROFILE | {"nip": NIP})
    assert answer.status_code == 409
    assert "NIP ini sudah tercatat" in answer.get_data(as_text=True)


def test_a_new_address_asks_for_the_password(me, client):
    change = PROFILE | {"email": "Siti@Contoh.id"}
    assert client.post("/saya/profil", data=change).status_code == 422
    assert client.post("/saya/profil", data=change | {"current": "salah"}).status_code == 422
    assert db.session.scalar(select(User.email).where(User.id == me.id)) is None
    assert client.post("/saya/profil", data=change | {"current": PASSWORD}).status_code == 303
    assert db.session.scalar(select(User.email).where(User.id == me.id)) == "siti@contoh.id"


def test_an_address_that_a_stranger_typed_into_a_class_link_is_still_ones_own(me, client, visitor):
    classes.cohort(join_token="tautan-kelas-uji")
    asked = {"name": "Nama Ejekan", "contact": "siti@contoh.id", "unit": me.unit.name, "kind": "peserta"}
    visitor.post("/gabung/tautan-kelas-uji/baru", data=asked)
    assert db.session.scalar(select(User.name).where(User.email == "siti@contoh.id")) == "Nama Ejekan"
    change = PROFILE | {"email": "siti@contoh.id", "current": PASSWORD}
    assert client.post("/saya/profil", data=change).status_code == 303
    assert db.session.scalar(select(User.id).where(User.email == "siti@contoh.id")) == me.id
    people.user(email="lain@contoh.id")
    assert client.post("/saya/profil", data=change | {"email": "lain@contoh.id"}).status_code == 409, "somebody's"


def test_fields_that_the_form_does_not_have_change_nothing(me, client):
    client.post(
        "/saya/profil",
        data=PROFILE | {"standing": "nonaktif", "unit_id": "1", "is_demo": "y", "username": "root", "id": "1"},
    )
    db.session.expire_all()
    user = db.session.get(User, me.id)
    assert (user.standing, user.username, user.is_demo) == (Standing.AKTIF, "siti.uji", False)


def test_a_new_password_ends_other_sessions_and_keeps_this_one(me, client):
    with work():
        other = sessions.begin(me.id, "Lain", clock.now())
    new = {"current": PASSWORD, "password": "tiga kata mudah", "password_again": "tiga kata mudah"}
    assert client.post("/saya/sandi", data=new | {"current": "salah"}).status_code == 422
    assert sessions.visitor_of(other) is not None
    assert client.post("/saya/sandi", data=new).status_code == 303
    assert sessions.visitor_of(other) is None
    assert client.get("/saya").status_code == 200


def test_guessing_the_present_password_is_slowed_down(me, client):
    new = {"current": "salah", "password": "tiga kata mudah", "password_again": "tiga kata mudah"}
    for _ in range(10):
        assert "tidak cocok" in client.post("/saya/sandi", data=new).get_data(as_text=True)
    assert "Terlalu banyak percobaan" in client.post("/saya/sandi", data=new | {"current": PASSWORD}).get_data(
        as_text=True
    )


def test_one_sees_and_ends_ones_own_sessions_only(app, me, client):
    stranger = people.user()
    with work():
        mine = sessions.begin(me.id, "Firefox di Windows", clock.now())
        foreign = sessions.begin(stranger.id, "Rahasia orang lain", clock.now())
    ids = {row.device: row.id for row in db.session.scalars(select(SignIn))}
    page = client.get("/saya/sesi").get_data(as_text=True)
    assert "Firefox di Windows" in page
    assert "Rahasia orang lain" not in page
    assert client.post(f"/saya/sesi/{ids['Rahasia orang lain']}/akhiri").status_code == 404
    assert client.post(f"/saya/sesi/{ids['Firefox di Windows']}/akhiri").status_code == 303
    assert sessions.visitor_of(mine) is None
    assert sessions.visitor_of(foreign) is not None


def test_signing_out_everywhere_ends_every_session(me, client):
    with work():
        other = sessions.begin(me.id, "Lain", clock.now())
    assert client.post("/saya/sesi/akhiri-semua").status_code == 303
    assert sessions.visitor_of(other) is None
    assert client.get("/saya").status_code == 302


def test_my_data_holds_everything_but_secrets(me, client):
    with work():
        me.nip = NIP
    answer = client.get("/saya/data.json")
    found = json.loads(answer.get_data(as_text=True))
    assert found["akun"]["nip"] == NIP
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.get_data(as_text=True)
    assert HASH not in text
    assert not any(digest in text for digest in db.session.scalars(select(SignIn.token_digest)))


def test_my_data_holds_my_classes_and_nobody_elses(me, client):
    mine, other = classes.cohort(), classes.cohort()
    classes.learner(mine, me)
    classes.learner(other)
    found = json.loads(client.get("/saya/data.json").get_data(as_text=True))
    assert [row["angkatan"] for row in found["angkatan"]] == [mine.name]
    assert found["kuis_dan_tes"] == []


def test_my_data_holds_everything_that_can_be_seen_and_no_name_of_a_peer(app, as_user, monkeypatch):
    world = worlds.made(app)
    me = world.insiders["me"]
    answer = as_user(me).get("/saya/data.zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="data-saya-surau.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        found = json.loads(files.read("data-saya.json"))
        page = files.read("data-saya.html").decode()
    for name in ("angkatan", "draf_tugas", "yang_dikumpulkan", "berkas", "telaah_saya", "nilai", "pemberitahuan", "persetujuan", "sesi"):
        assert name in found, name
    for name in ("draf_tugas", "yang_dikumpulkan", "berkas", "telaah_saya", "nilai", "pemberitahuan"):
        assert found[name], name
    assert "Satu dua enam empat lima." in page
    assert found["telaah_untuk_saya"][0]["penelaah"].startswith("Penelaah "), "the grade is out"
    with work():
        db.session.execute(update(Grade).where(Grade.author_id == me.id).values(released_at=None))
    shut = json.loads(as_user(me).get("/saya/data.json").get_data(as_text=True))
    assert shut["telaah_untuk_saya"] == [], "neither is the grade out nor has the review deadline passed"
    after = clock.now() + timedelta(days=9)
    monkeypatch.setattr(clock, "now", lambda: after)
    later = as_user(me).get("/saya/data.json").get_data(as_text=True)
    assert json.loads(later)["telaah_untuk_saya"][0]["penelaah"].startswith("Penelaah ")
    for other in db.session.scalars(select(User).where(User.id != me.id)):
        assert other.name not in later, other.name
        assert other.name not in page, other.name


def test_a_page_of_data_runs_nothing_that_was_typed():
    page = takeaway.as_html({"x": [{"isi": "<script>alert(1)</script>", "n": None, "b": True}], "y": []}, title="<b>", lead="", empty="Tidak ada.")
    assert "<script" not in page
    assert "<b>" not in page
    assert "Tidak ada." in page


def test_showing_works_is_agreed_to_apart_and_taken_back(me, client):
    client.post("/saya/izin-publikasi", data={"beri": "ya"})
    client.post("/saya/izin-publikasi", data={"beri": "ya"})
    row = db.session.scalars(select(Consent).where(Consent.purpose == ConsentPurpose.PUBLICATION)).one()
    assert row.withdrawn_at is None
    client.post("/saya/izin-publikasi", data={"beri": "tidak"})
    db.session.expire_all()
    assert db.session.scalars(select(Consent).where(Consent.purpose == ConsentPurpose.PUBLICATION)).one().withdrawn_at


def test_the_language_is_a_cookie_and_only_one_of_ours(visitor):
    answer = visitor.post("/bahasa", data={"bahasa": "en", "kembali": "https://jahat.example"})
    assert answer.location == "/"
    assert "bahasa=en" in answer.headers["Set-Cookie"]
    assert "Set-Cookie" not in visitor.post("/bahasa", data={"bahasa": "xx"}).headers


def test_behind_tls_the_language_has_a_name_that_no_other_host_can_write(app, visitor, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    answer = visitor.post("/bahasa", data={"bahasa": "en"})
    gone, kept = answer.headers.getlist("Set-Cookie")[:2]
    assert gone.startswith("bahasa=;")
    assert kept.startswith("__Host-bahasa=en;")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(kept.split("; "))
    assert "Domain" not in kept
    with app.test_request_context("/", headers={"Cookie": "__Host-bahasa=en; bahasa=id"}):
        assert locale() == "en"


def test_roles_are_said_once_with_where_they_hold(as_user):
    user = people.user()
    people.grant(user, Role.PENDAMPING, unit=people.unit_named("MAN Utara"))
    for one in (classes.cohort(), classes.cohort()):
        classes.learner(one, user)
    page = as_user(user).get("/saya").get_data(as_text=True)
    assert page.count("Peserta") == 1
    assert "di 2 angkatan" in page
    assert "di MAN Utara" in page


def test_a_pupil_is_not_asked_for_a_rank(as_user):
    assert "Pangkat" in as_user(people.user()).get("/saya").get_data(as_text=True)
    page = as_user(people.user("Rafi", is_pupil=True)).get("/saya").get_data(as_text=True)
    assert "Pangkat" not in page
    assert "Jabatan" not in page


@pytest.fixture
def me(app):
    return people.user("Siti", username="siti.uji", password_hash=HASH)


@pytest.fixture
def client(as_user, me):
    return as_user(me)
