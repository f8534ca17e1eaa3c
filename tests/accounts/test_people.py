"""The office: finding people, giving roles, closing accounts; each only within one's own part of the tree."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.access.permissions import Can, Role
from app.access.scope import Actor, GrantRef, scope_of
from app.accounts import passwords, sessions
from app.accounts.models import Grant, OneTimeLink, SecondFactor, Standing, User
from app.accounts.queries import people as queries
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from tests.factories import classes, people, wards

NIP = "198609262015051001"
HASH = passwords.hashed("ranah minang elok")


def test_a_pengelola_sees_his_own_part_of_the_tree_and_nobody_else(client, north, south):
    people.user("Orang Utara", unit=north)
    people.user("Orang Selatan", unit=south)
    people.user("Orang Kanwil")
    page = client.get("/orang").get_data(as_text=True)
    assert "Orang Utara" in page
    assert "Orang Selatan" not in page
    assert "Orang Kanwil" not in page


def test_a_list_is_narrowed_by_name_role_and_standing(client, north):
    trainer = people.user("Pelatih Arif", unit=north)
    people.grant(trainer, Role.PELATIH, unit=north)
    people.user("Nonaktif Budi", unit=north, standing=Standing.NONAKTIF)
    people.user("Seratus% Cici", unit=north)
    for query, here, gone in (
        ({"cari": "arif"}, "Pelatih Arif", "Budi"),
        ({"peran": "pelatih"}, "Pelatih Arif", "Budi"),
        ({"keadaan": "nonaktif"}, "Nonaktif Budi", "Arif"),
        ({"cari": "%"}, "Seratus% Cici", "Arif"),
    ):
        page = client.get("/orang", query_string=query).get_data(as_text=True)
        assert here in page
        assert gone not in page
    assert "Tidak ada yang cocok" in client.get("/orang?cari=zzz").get_data(as_text=True)
    assert client.get("/orang?peran=xx&satker=999999&hal=-3&keadaan=[]").status_code == 200


def test_a_long_list_takes_as_many_statements_as_a_short_one(app, client, north, statements):
    people.user("Orang", unit=north)
    client.get("/orang")
    with statements() as few:
        client.get("/orang")
    with work():
        for number in range(60):
            db.session.add(
                User(
                    username=f"banyak{number}",
                    name=f"Banyak {number:02d}",
                    unit_id=north.id,
                    unit_path=north.path,
                    created_at=clock.now(),
                )
            )
    with statements() as many:
        page = client.get("/orang").get_data(as_text=True)
    assert len(many) == len(few) <= 12
    assert "Halaman 1 dari 2" in page
    for page in (2, 99):
        assert "Banyak 59" in client.get(f"/orang?hal={page}").get_data(as_text=True)


def test_numbers_are_whole_for_the_pengelola_and_masked_for_the_pelatih(as_user, client, north):
    cohort = classes.cohort()
    learner, _ = classes.learner(
        cohort, people.user("Siti", unit=north, nip=NIP, email="siti@contoh.id", phone="+6281234567890")
    )
    whole = client.get(f"/orang/{learner.id}").get_data(as_text=True)
    assert "19860926 201505 1 001" in whole
    masked = as_user(classes.trainer(cohort)).get(f"/orang/{learner.id}").get_data(as_text=True)
    assert "1986**** ****** * ***" in masked
    for secret in ("19860926", "siti@contoh.id", "81234567890", "1234-5678"):
        assert secret not in masked


def test_other_peoples_ids_are_not_found_in_any_address_or_form(client, as_user, north, south):
    stranger = people.user(unit=south)
    grant = people.grant(stranger, Role.PELATIH, unit=south)
    mine = people.user(unit=north)
    reach = ("", "/tautan")
    acts = (
        "/nonaktif",
        "/aktif",
        "/keluarkan",
        "/peran",
        "/siswa",
        "/satker",
        "/undang",
        "/tautan-sandi",
        f"/peran/{grant.id}/cabut",
    )
    for who in (client, as_user(people.user())):
        for tail in reach:
            assert who.get(f"/orang/{stranger.id}{tail}").status_code == 404, tail
        for tail in acts:
            assert who.post(f"/orang/{stranger.id}{tail}", data={"akun-reason": "x"}).status_code == 404, tail
    assert client.post(f"/orang/{mine.id}/peran/{grant.id}/cabut").status_code == 404
    assert (
        client.post(f"/orang/{mine.id}/peran", data={"peran-role": "pelatih", "peran-unit": str(south.id)}).status_code
        == 422
    )
    assert client.post(f"/orang/{mine.id}/satker", data={"pindah-unit": str(south.id)}).status_code == 422
    assert (
        client.post(
            f"/orang/{mine.id}/siswa", data={"siswa-is_pupil": "y", "siswa-mentor": str(stranger.id)}
        ).status_code
        == 422
    )
    assert client.get("/orang/999999999").status_code == 404
    db.session.expire_all()
    assert db.session.get(Grant, grant.id).revoked_at is None


def test_closing_an_account_ends_its_sessions_and_says_why_in_the_audit(app, as_user, client, office, north):
    user = people.user(unit=north, password_hash=HASH)
    theirs = as_user(user)
    assert client.post(f"/orang/{user.id}/nonaktif", data={"akun-reason": " "}).status_code == 422
    assert theirs.get("/saya").status_code == 200
    assert client.post(f"/orang/{user.id}/nonaktif", data={"akun-reason": "Pindah tugas"}).status_code == 303
    assert theirs.get("/saya").status_code == 302
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "user:deactivate")).one()
    assert (entry.actor_id, entry.subject_id, entry.reason) == (office.id, user.id, "Pindah tugas")
    assert client.post(f"/orang/{user.id}/nonaktif", data={"akun-reason": "Lagi"}).status_code == 409
    assert client.post(f"/orang/{user.id}/aktif", data={"akun-reason": "Kembali"}).status_code == 303
    db.session.expire_all()
    assert db.session.get(User, user.id).standing is Standing.AKTIF


def test_nobody_closes_himself_or_a_pengelola_from_above(client, office, north):
    assert client.post(f"/orang/{office.id}/nonaktif", data={"akun-reason": "x"}).status_code == 403
    above = people.user(unit=north)
    people.grant(above, Role.PENGELOLA, unit=people.unit_named("Kanwil Uji"))
    assert client.post(f"/orang/{above.id}/nonaktif", data={"akun-reason": "x"}).status_code == 403
    assert client.post(f"/orang/{above.id}/keluarkan").status_code == 403
    assert client.post(f"/orang/{above.id}/siswa", data={"siswa-is_pupil": "y", "siswa-mentor": ""}).status_code == 403
    assert client.post(f"/orang/{above.id}/satker", data={"pindah-unit": str(north.id)}).status_code == 403
    guest = people.user(unit=north, standing=Standing.UNDANGAN)
    people.grant(guest, Role.PENGELOLA, unit=people.unit_named("Kanwil Uji"))
    assert client.post(f"/orang/{guest.id}/undang").status_code == 403
    assert (above.standing, above.is_pupil, above.unit_id) == (Standing.AKTIF, False, north.id)
    db.session.expire_all()
    assert db.session.get(User, above.id).standing is Standing.AKTIF


def test_a_role_is_given_once_taken_back_and_written_down(client, office, north):
    user = people.user(unit=north)
    data = {"peran-role": "pelatih", "peran-unit": str(north.id)}
    assert client.post(f"/orang/{user.id}/peran", data=data).status_code == 303
    assert client.post(f"/orang/{user.id}/peran", data=data).status_code == 409
    grant = db.session.scalars(select(Grant).where(Grant.user_id == user.id)).one()
    assert (grant.unit_path, grant.given_by_id) == (north.path, office.id)
    assert client.post(f"/orang/{user.id}/peran/{grant.id}/cabut").status_code == 303
    assert sessions.grants_of(user.id) == ()
    assert client.post(f"/orang/{user.id}/peran", data=data).status_code == 303
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_id == user.id).order_by(AuditEntry.id)
    ).all()
    assert actions == ["role:give", "role:revoke", "role:give"]


def test_roles_of_learners_are_not_given_here_and_ones_own_role_is_not_taken(client, office, north):
    user = people.user(unit=north)
    for role in ("peserta", "siswa", "dewa"):
        assert (
            client.post(f"/orang/{user.id}/peran", data={"peran-role": role, "peran-unit": str(north.id)}).status_code
            == 422
        )
    own = db.session.scalars(select(Grant).where(Grant.user_id == office.id)).one()
    assert client.post(f"/orang/{office.id}/peran/{own.id}/cabut").status_code == 403


def test_a_new_person_gets_a_role_and_a_link_shown_once(app, client, north):
    data = {
        "name": "Dra. Hj. Rahmi Yulianti, M.Pd.",
        "unit": str(north.id),
        "role": "pendamping",
        "phone": "0812 3456 7890",
        "mentor": "",
    }
    answer = client.post("/orang/baru", data=data)
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    path = page.partition('id="tautan" readonly value="')[2].partition('"')[0]
    assert "/undangan/" in path
    assert client.get(answer.location).status_code == 303
    user = db.session.scalars(select(User).where(User.phone == "+6281234567890")).one()
    assert (user.name, user.username, user.standing) == ("Rahmi Yulianti", "rahmi.yulianti", Standing.UNDANGAN)
    assert app.test_client().get(path.partition("127.0.0.1:8000")[2]).status_code == 200
    again = client.post("/orang/baru", data=data)
    assert again.status_code == 409
    assert "sudah dipakai" in again.get_data(as_text=True)


def test_a_second_namesake_gets_a_username_of_his_own(client, north):
    for _ in range(3):
        client.post("/orang/baru", data={"name": "Rahmi Yulianti", "unit": str(north.id), "role": "", "mentor": ""})
    names = db.session.scalars(select(User.username).where(User.name == "Rahmi Yulianti").order_by(User.id)).all()
    assert names == ["rahmi.yulianti", "rahmi.yulianti2", "rahmi.yulianti3"]


def test_a_reset_link_is_made_and_shown_once(client, north):
    user = people.user(unit=north, password_hash=HASH)
    answer = client.post(f"/orang/{user.id}/tautan-sandi")
    page = client.get(answer.location).get_data(as_text=True)
    assert "/setel-ulang/" in page
    assert "Assalamualaikum" in page
    assert len(db.session.scalars(select(OneTimeLink)).all()) == 1
    peer = people.pengelola(north)
    assert client.post(f"/orang/{peer.id}/tautan-sandi").status_code == 403


def test_what_is_refused_to_ones_equals_is_not_offered_and_names_who_may(client, north):
    """A pengelola below is an equal too: nobody in the product resets his password or his second factor."""
    below, learner = people.pengelola(people.unit("Madrasah di Utara", parent=north)), people.user(unit=north, password_hash=HASH)
    ids = (below.id, learner.id)
    with work():
        db.session.add_all(SecondFactor(user_id=one, sealed="x", created_at=clock.now(), confirmed_at=clock.now()) for one in ids)
    page, other = (client.get(f"/orang/{one.id}").get_data(as_text=True) for one in (below, learner))
    for path in ("tautan-sandi", "langkah-kedua"):
        assert f"/orang/{below.id}/{path}" not in page
        assert f"/orang/{learner.id}/{path}" in other
    assert "administrator server" in page
    assert "administrator server" not in other
    for path, data in (("tautan-sandi", {}), ("langkah-kedua", {"langkah-reason": "Ponsel hilang"})):
        refused = client.post(f"/orang/{below.id}/{path}", data=data)
        assert refused.status_code == 403
        assert "administrator server" in refused.get_data(as_text=True)
        assert "pengelola di atasnya" not in refused.get_data(as_text=True)


def test_somebody_becomes_a_pupil_with_a_mentor_and_waits(client, north):
    mentor = wards.mentor("Guru Wati", unit=north)
    pupil = people.user(unit=north)
    answer = client.post(f"/orang/{pupil.id}/siswa", data={"siswa-is_pupil": "y", "siswa-mentor": str(mentor.id)})
    assert answer.status_code == 303
    db.session.expire_all()
    row = db.session.get(User, pupil.id)
    assert (row.is_pupil, row.mentor_id, row.standing) == (True, mentor.id, Standing.MENUNGGU_WALI)


def test_finding_a_person_and_judging_him_agree_for_every_role(app, north, south):
    first, second = classes.cohort(), classes.cohort(unit=south)
    mentor = people.user()
    everybody = [
        people.user(unit=north),
        people.user(unit=south),
        people.user(mentor=mentor, is_pupil=True),
        classes.learner(first)[0],
        classes.learner(second, people.user(unit=north))[0],
        mentor,
    ]
    places = ({"unit": north}, {"unit": south}, {"cohort_id": first.id}, {"cohort_id": second.id}, {})
    actors = [Actor(mentor.id, "Uji", (GrantRef(role, *place_of(place)),)) for role in Role for place in places]
    for actor in actors:
        for permission in (Can.PEOPLE_READ, Can.PEOPLE_MANAGE, Can.RESET_LINK, Can.CONSENT_RECORD, Can.SELF):
            scope = scope_of(actor, permission)
            for user in everybody:
                found = queries.person(scope, user.id) is not None
                assert found == queries.holds(scope, user, queries.roles_held(user.id)), (actor, permission, user.name)


def place_of(place) -> tuple[str, int | None]:
    return (place["unit"].path if "unit" in place else "", place.get("cohort_id"))


@pytest.fixture
def south(app):
    return people.unit_named("Kankemenag Uji Selatan")


@pytest.fixture
def office(north):
    return people.pengelola(north)


@pytest.fixture
def client(as_user, office):
    return as_user(office)
