"""One-time links: shown by GET without effect, used up by one POST."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import passwords, sessions
from app.accounts.events import InvitationAccepted
from app.accounts.models import LinkPurpose, OneTimeLink, SignIn, Standing, User
from app.accounts.services import links
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Denied, Missing
from app.kernel.work import work
from tests.factories import classes, people

PASSWORD = "ranah minang elok"
HASH = passwords.hashed(PASSWORD)
NEW = {"username": "siti.baru", "password": "tiga kata mudah", "password_again": "tiga kata mudah"}


def test_an_invitation_says_who_invites_to_which_class_and_whom_to_ask(visitor, invited):
    cohort = classes.cohort()
    page = visitor.get(invited(cohort_id=cohort.id)).get_data(as_text=True)
    for words in ("Pengundang Uji mengundang Anda, Siti Baru.", cohort.name, "Narahubung Uji", "+6281200000000"):
        assert words in page


def test_opening_an_invitation_any_number_of_times_uses_nothing_up(visitor, invited):
    path = invited()
    for _ in range(3):
        assert visitor.get(path).status_code == 200
        assert visitor.head(path).status_code == 200
    assert db.session.scalars(select(OneTimeLink.used_at)).one() is None
    assert visitor.get(path).headers["Referrer-Policy"] == "no-referrer"


def test_accepting_opens_the_account_signs_in_and_tells_the_class(visitor, invited, heard):
    cohort = classes.cohort()
    told = heard(InvitationAccepted)
    path = invited(cohort_id=cohort.id)
    assert visitor.post(path, data=NEW).status_code == 303
    user = db.session.scalars(select(User).where(User.username == "siti.baru")).one()
    assert user.standing is Standing.AKTIF
    assert [(one.user_id, one.cohort_id) for one in told] == [(user.id, cohort.id)]
    assert visitor.get("/persetujuan").status_code in {200, 303}
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, data=NEW).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "pendek", "password_again": "pendek"}, "paling sedikit 8"),
        ({"password": "password", "password_again": "password"}, "paling sering ditebak"),
        ({"password_again": "lain sekali"}, "tidak sama"),
        ({"username": "1siti"}, "diawali huruf"),
        ({"username": ""}, "Tulis nama pengguna"),
        ({"username": "terpakai"}, "sudah dipakai"),
        ({"password": "siti.baru1", "password_again": "siti.baru1"}, "terlalu mirip"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_keeps_the_name_and_uses_nothing_up(visitor, invited, change, sentence):
    people.user(username="terpakai")
    path = invited()
    answer = visitor.post(path, data=NEW | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code in {409, 422}
    assert sentence in page
    assert NEW["password"] not in page
    assert db.session.scalars(select(OneTimeLink.used_at)).one() is None
    assert db.session.scalars(select(SignIn)).all() == []


def test_a_pupil_who_accepts_waits_for_his_guardian(visitor, invited):
    visitor.post(invited(is_pupil=True), data=NEW)
    assert db.session.scalars(select(User.standing).where(User.username == "siti.baru")).one() is Standing.MENUNGGU_WALI


def test_an_invitation_never_sets_the_password_of_an_account_that_has_one(app, visitor, as_user, invited, heard):
    told = heard(InvitationAccepted)
    path = invited(password_hash=HASH, standing=Standing.AKTIF)
    user = db.session.scalars(select(User).where(User.name == "Siti Baru")).one()
    assert "Akun Anda sudah ada" in visitor.get(path).get_data(as_text=True)
    assert visitor.post(path, data=NEW).location.startswith("/masuk")
    stranger = as_user(people.user("Salma Hayati"))
    page = stranger.get(path).get_data(as_text=True)
    assert "Perangkat ini sedang dipakai Salma Hayati. Keluar dahulu" in page, "to sign in would lead back here"
    assert "/masuk?lanjut=" not in page
    assert 'action="/keluar"' in page.partition("Keluar dahulu")[2]
    assert stranger.post(path, data=NEW).location.startswith("/masuk")
    assert told == []
    assert db.session.scalar(select(User.password_hash).where(User.id == user.id)) == HASH
    assert as_user(user).post(path).location == "/"
    assert len(told) == 1


def test_a_link_ends_after_seven_days_and_a_closed_account_has_none(visitor, invited):
    path = invited()
    row = db.session.scalars(select(OneTimeLink)).one()
    with work():
        row.expires_at = clock.now() - timedelta(seconds=1)
    assert visitor.get(path).status_code == 404
    path = invited(standing=Standing.NONAKTIF)
    assert visitor.post(path, data=NEW).status_code == 404


def test_guessed_and_misused_tokens_are_not_found(visitor, invited):
    token = invited().rpartition("/")[2]
    for path in (f"/setel-ulang/{token}", "/undangan/x", "/undangan/" + "a" * 5000, "/setel-ulang/%00", "/undangan/é"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, data=NEW).status_code == 404


def test_a_reset_ends_every_session_and_other_reset_links(app, visitor):
    user = people.user(username="siti", password_hash=HASH)
    with work():
        key = sessions.begin(user.id, "Uji", clock.now())
        token = links.make(purpose=LinkPurpose.RESET, user_id=user.id, made_by_id=None, now=clock.now())
        links.make(purpose=LinkPurpose.RESET, user_id=user.id, made_by_id=None, now=clock.now())
    page = visitor.get(f"/setel-ulang/{token}")
    assert page.status_code == 200
    assert visitor.post(f"/setel-ulang/{token}", data=NEW).status_code == 303
    assert sessions.visitor_of(key) is None
    assert None not in db.session.scalars(select(OneTimeLink.used_at)).all()
    assert visitor.post("/masuk", data={"handle": "siti", "password": PASSWORD}).status_code == 422
    assert visitor.post("/masuk", data={"handle": "siti", "password": NEW["password"]}).status_code == 303


def test_two_at_once_open_one_account_once(own_app):
    with work():
        user = User(username="siti", name="Siti Baru", unit_id=1, unit_path="/1/", created_at=clock.now())
        db.session.add(user)
        db.session.flush()
        path = links.invite(user_id=user.id, made_by_id=None, now=clock.now())
    db.session.remove()

    def accept(number: int) -> int:
        with own_app.app_context():
            return own_app.test_client().post(path, data=NEW | {"username": f"siti{number}"}).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(accept, range(4)))
    assert codes.count(303) == 1
    assert set(codes) <= {303, 404, 409}
    assert len(db.session.scalars(select(SignIn)).all()) == 1
    assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "invitation:accept")).all()) == 1


def test_two_at_once_reset_one_password_once(own_app):
    with work():
        user = User(
            username="siti", name="Siti", unit_id=1, unit_path="/1/", password_hash=HASH, created_at=clock.now()
        )
        db.session.add(user)
        db.session.flush()
        token = links.make(purpose=LinkPurpose.RESET, user_id=user.id, made_by_id=None, now=clock.now())
    db.session.remove()
    ready = Barrier(4)

    def reset(number: int) -> int:
        password = f"tiga kata mudah {number}"
        with own_app.app_context():
            client = own_app.test_client()
            ready.wait()
            data = {"password": password, "password_again": password}
            return client.post(f"/setel-ulang/{token}", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(reset, range(4)))
    assert codes.count(303) == 1
    assert set(codes) <= {303, 404, 409}
    assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "password:change")).all()) == 1


# who may make a reset link for whom


def test_a_pengelola_makes_links_below_himself_in_his_own_units_only(app):
    north, south = people.unit_named("Kankemenag Uji Utara"), people.unit_named("Kankemenag Uji Selatan")
    office = people.actor(people.pengelola(north))
    learner, stranger, peer = people.user(unit=north), people.user(unit=south), people.pengelola(north)
    trainer = people.user(unit=north)
    people.grant(trainer, Role.PELATIH, unit=north)
    for user in (learner, trainer):
        with work():
            assert links.reset_for(actor=office, user_id=user.id, now=clock.now()).startswith("/setel-ulang/")
    for user, refusal in ((stranger, Missing), (peer, Denied)):
        with pytest.raises(refusal), work():
            links.reset_for(actor=office, user_id=user.id, now=clock.now())
    with pytest.raises(Denied), work():
        links.reset_for(actor=office, user_id=office.user_id, now=clock.now())
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "password:reset_link")).all()
    assert {entry.subject_id for entry in entries} == {learner.id, trainer.id}
    assert {entry.actor_id for entry in entries} == {office.user_id}


def test_a_pelatih_makes_links_for_learners_of_his_class_only(app):
    cohort, other = classes.cohort(), classes.cohort()
    trainer = people.actor(classes.trainer(cohort))
    mine, _ = classes.learner(cohort)
    foreign, _ = classes.learner(other)
    colleague = classes.trainer(cohort)
    with work():
        links.reset_for(actor=trainer, user_id=mine.id, now=clock.now())
    for user, refusal in ((foreign, Missing), (colleague, Denied)):
        with pytest.raises(refusal), work():
            links.reset_for(actor=trainer, user_id=user.id, now=clock.now())


def test_a_role_held_elsewhere_does_not_lift_the_rank(app):
    """A pengelola of the north who is pelatih of a class with a southern pelatih ranks there as pelatih only."""
    cohort = classes.cohort()
    north = people.pengelola(people.unit_named("Kankemenag Uji Utara"))
    people.grant(north, Role.PELATIH, cohort_id=cohort.id)
    colleague = people.user(unit=people.unit_named("Kankemenag Uji Selatan"))
    people.grant(colleague, Role.PELATIH, cohort_id=cohort.id)
    with pytest.raises(Denied), work():
        links.reset_for(actor=people.actor(north), user_id=colleague.id, now=clock.now())


def test_a_new_link_voids_the_one_before(app):
    office, user = people.actor(people.pengelola()), people.user()
    with work():
        links.reset_for(actor=office, user_id=user.id, now=clock.now())
    with work():
        links.reset_for(actor=office, user_id=user.id, now=clock.now())
    assert sorted(one is None for one in db.session.scalars(select(OneTimeLink.used_at))) == [False, True]


@pytest.fixture
def invited(app):
    """Path of an invitation for a person who is made with it."""

    def make(*, cohort_id=None, **more):
        host = people.pengelola()
        with work():
            host.name = "Pengundang Uji"
        guest = people.user("Siti Baru", notice="", **({"standing": Standing.UNDANGAN} | more))
        with work():
            return links.invite(user_id=guest.id, made_by_id=host.id, cohort_id=cohort_id, now=clock.now())

    return make
