"""The second factor: asked for after the password, never twice with one code, needed by the staff of a real site."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import passwords, sessions, totp
from app.accounts.models import RecoveryCode, SecondFactor, SignIn
from app.accounts.services import factor
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.notifications.models import Mail
from tests.factories import classes, people

PASSWORD = "ranah minang elok"
KEY = "t" * 64
"""The secret of the site under test (conftest)."""


def test_a_person_sets_it_up_and_is_asked_from_then_on(app, as_user, me, time):
    client = as_user(me)
    assert client.post("/saya/langkah-kedua/mulai", data={"current": "salah"}).status_code == 422
    assert client.post("/saya/langkah-kedua/mulai", data={"current": PASSWORD}).status_code == 303
    page = client.get("/saya/langkah-kedua").get_data(as_text=True)
    assert "data:image/svg+xml" in page
    assert totp.key_of(secret_of(me)) in page
    assert client.post("/saya/langkah-kedua/pasti", data={"code": "000000"}).status_code == 422
    shown = client.post("/saya/langkah-kedua/pasti", data={"code": code(me, time)})
    codes = [line.partition("</code>")[0] for line in shown.get_data(as_text=True).split("<code>")[1:]]
    assert (shown.status_code, len(codes), shown.headers["Cache-Control"]) == (200, 10, "no-store")
    assert codes[0] not in str(db.session.scalars(select(RecoveryCode.digest)).all())
    assert client.get("/saya").status_code == 200
    time.on(seconds=60)
    door = app.test_client()
    first = door.post("/masuk", data={"handle": me.username, "password": PASSWORD, "lanjut": "/saya"})
    assert (first.status_code, first.location) == (303, "/masuk/kode")
    assert door.get("/saya").status_code == 302
    assert door.post("/masuk/kode", data={"code": "123456"}).status_code == 422
    inside = door.post("/masuk/kode", data={"code": code(me, time)})
    assert (inside.status_code, inside.location) == (303, "/saya")
    assert door.get("/saya").status_code == 200
    assert db.session.scalars(select(Mail.subject).where(Mail.user_id == me.id)).all() == []
    again = app.test_client()
    again.post("/masuk", data={"handle": me.username, "password": PASSWORD})
    assert again.post("/masuk/kode", data={"code": code(me, time)}).status_code == 422, "a code that was used"
    assert again.post("/masuk/kode", data={"code": codes[3].lower()}).status_code == 303
    third = app.test_client()
    third.post("/masuk", data={"handle": me.username, "password": PASSWORD})
    assert third.post("/masuk/kode", data={"code": codes[3]}).status_code == 422, "a recovery code that was used"
    assert "recovery" in str(db.session.scalars(select(AuditEntry.action)).all())


def test_the_second_step_ends_after_five_minutes_and_with_a_new_password(app, me, time):
    put_on(me)
    door = app.test_client()
    assert door.get("/masuk/kode").location == "/masuk"
    door.post("/masuk", data={"handle": me.username, "password": PASSWORD})
    assert door.get("/masuk/kode").status_code == 200
    time.on(minutes=6)
    late = door.post("/masuk/kode", data={"code": code(me, time)})
    assert (late.status_code, late.location) == (303, "/masuk")
    door.post("/masuk", data={"handle": me.username, "password": PASSWORD})
    with work():
        me.password_hash = passwords.hashed("kata sandi yang lain")
    assert door.post("/masuk/kode", data={"code": code(me, time)}).location == "/masuk"
    assert db.session.scalar(select(SignIn.id)) is None


def test_guessing_codes_is_slowed_down(app, me, time):
    put_on(me)
    door = app.test_client()
    door.post("/masuk", data={"handle": me.username, "password": PASSWORD})
    answers = [door.post("/masuk/kode", data={"code": f"{number:06}"}).status_code for number in range(8)]
    assert answers[-1] == 429
    assert set(answers) == {422, 429}
    assert door.post("/masuk/kode", data={"code": code(me, time)}).status_code == 429
    time.on(minutes=3)
    assert door.post("/masuk/kode", data={"code": code(me, time)}).status_code == 303


@pytest.mark.parametrize("role", [Role.PELATIH, Role.PENGELOLA])
def test_the_staff_of_a_real_site_come_in_only_with_it(app, as_user, me, time, monkeypatch, role):
    monkeypatch.setitem(app.config, "SURAU_STAFF_FACTOR", True)
    if role is Role.PENGELOLA:
        people.grant(me, role, unit=people.unit_named("Kanwil Uji"))
    else:
        people.grant(me, role, cohort_id=classes.cohort().id)
    client = as_user(me)
    for path in ("/", "/saya", "/orang", "/meja", "/pemberitahuan"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) in {(302, "/saya/langkah-kedua"), (404, None)}, path
    client.post("/saya/langkah-kedua/mulai", data={"current": PASSWORD})
    assert client.post("/saya/langkah-kedua/pasti", data={"code": code(me, time)}).status_code == 200
    assert client.get("/saya").status_code == 200
    time.on(seconds=90)
    refused = client.post("/saya/langkah-kedua/matikan", data={"code": code(me, time)})
    assert refused.status_code == 403
    assert factor.is_on(me.id)
    elsewhere = as_user(me)
    assert elsewhere.get("/saya/langkah-kedua").location == "/masuk/kode"
    assert elsewhere.post("/saya/langkah-kedua/mulai", data={"current": PASSWORD}).status_code == 409
    time.on(seconds=90)
    assert elsewhere.post("/masuk/kode", data={"code": code(me, time)}).status_code == 303
    assert elsewhere.get("/saya").status_code == 200


def test_learners_and_the_demonstration_are_not_asked_for_it(app, as_user, me, monkeypatch):
    boss = people.pengelola()
    assert as_user(boss).get("/saya").status_code == 200
    monkeypatch.setitem(app.config, "SURAU_STAFF_FACTOR", True)
    classes.learner(classes.cohort(), me)
    assert as_user(me).get("/saya").status_code == 200


def test_it_moves_to_another_phone_and_can_be_taken_off(as_user, me, time):
    put_on(me)
    client = as_user(me)
    old = secret_of(me)
    assert client.post("/saya/langkah-kedua/pindah", data={"code": "000000"}).status_code == 422
    assert client.post("/saya/langkah-kedua/pindah", data={"code": code(me, time)}).status_code == 303
    assert secret_of(me) != old
    assert not factor.is_on(me.id)
    client.post("/saya/langkah-kedua/pasti", data={"code": code(me, time)})
    time.on(seconds=90)
    assert client.post("/saya/langkah-kedua/kode-cadangan", data={"code": code(me, time)}).status_code == 200
    time.on(seconds=90)
    assert client.post("/saya/langkah-kedua/matikan", data={"code": code(me, time)}).status_code == 303
    assert db.session.scalar(select(SecondFactor.id)) is None


def test_the_office_takes_it_off_with_a_reason_but_never_from_its_equals(as_user, me, time):
    boss, equal = people.pengelola(), people.pengelola(people.unit_named("MAN Utara"))
    for user in (me, equal):
        put_on(user)
    client = as_user(boss)
    assert client.post(f"/orang/{me.id}/langkah-kedua", data={"langkah-reason": ""}).status_code == 422
    assert client.post(f"/orang/{equal.id}/langkah-kedua", data={"langkah-reason": "Hilang"}).status_code == 403
    other = as_user(me)
    assert client.post(f"/orang/{me.id}/langkah-kedua", data={"langkah-reason": "Ponsel hilang"}).status_code == 303
    assert not factor.is_on(me.id)
    assert other.get("/saya").status_code == 302
    assert db.session.scalars(select(AuditEntry.reason).where(AuditEntry.action == "factor:dicabut")).one() == "Ponsel hilang"


def test_the_server_takes_it_off_for_the_topmost(app, me):
    put_on(me)
    done = app.test_cli_runner().invoke(args=["pengelola", "reset-factor", "--username", me.username])
    assert done.exit_code == 0, done.output
    assert not factor.is_on(me.id)
    assert app.test_cli_runner().invoke(args=["pengelola", "reset-factor", "--username", "tidak.ada"]).exit_code == 1


def test_a_reset_link_does_not_step_around_it(app, me):
    put_on(me)
    with work():
        me.password_hash = passwords.hashed("kata sandi baru sekali")
    door = app.test_client()
    door.post("/masuk", data={"handle": me.username, "password": "kata sandi baru sekali"})
    assert door.get("/saya").status_code == 302


def put_on(user) -> None:
    """An app in force, its first code long used."""
    now = clock.now() - timedelta(hours=1)
    with work():
        factor.begin(user_id=user.id, key=KEY, now=now)
    with work():
        row = db.session.scalars(select(SecondFactor).where(SecondFactor.user_id == user.id)).one()
        row.confirmed_at = now


def secret_of(user) -> bytes:
    sealed = db.session.scalars(select(SecondFactor.sealed).where(SecondFactor.user_id == user.id)).one()
    return totp.opened(sealed, key=KEY, user_id=user.id)


def code(user, time) -> str:
    return totp.code_at(secret_of(user), totp.step_of(time()))




@pytest.fixture
def me(app):
    return people.user("Desi Uji", username="desi.uji", password_hash=passwords.hashed(PASSWORD), notice=sessions.NOTICE_VERSION)
