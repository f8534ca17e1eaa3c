"""A class is opened, filled and kept within its seats."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import Grant, Standing, Unit, User
from app.accounts.services import units
from app.accounts.services.people import NewPerson, give_first, register
from app.accounts.sessions import NOTICE_VERSION
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.services import newcomers
from app.notifications.models import Mail
from tests.factories import classes, people

NEWCOMER = {"name": "Rina Pendatang", "contact": "rina@contoh.id", "unit": "Kankemenag Uji Utara", "kind": "peserta"}


def form(**changes):
    today = clock.local_date(clock.now())
    return {
        "version_id": classes.version().id, "unit_id": people.unit_named("Kanwil Uji").id, "name": "Angkatan III",
        "numeral": "iii", "starts_on": today.isoformat(), "ends_on": today.isoformat(), "seats": "40", "mode": "daring",
        "place": "", "partner": "", "contact_name": "Nara", "contact_phone": "0812 3456 7890", "issue": "setelah_disahkan",
    } | changes


def test_a_pengelola_opens_a_class_and_invites(app, as_user):
    office, trainer = people.pengelola(), people.user("Pelatih Satu")
    client = as_user(office)
    answer = client.post("/angkatan/baru", data=form(trainers=[trainer.id]))
    assert answer.status_code == 303
    cohort = db.session.scalars(select(Cohort)).one()
    assert (cohort.numeral, cohort.contact_phone) == ("III", "+6281234567890")
    assert db.session.scalars(select(Grant.user_id).where(Grant.cohort_id == cohort.id)).all() == [trainer.id]
    lines = "Rahmi Yulianti, S.Pd.; rahmi@contoh.go.id; MAN Utara\nBuyung; 0812 1111 2222; Kankemenag Uji Selatan"
    page = client.post(f"/angkatan/{cohort.id}/undang", data={"lines": lines, "kind": "peserta"})
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert len(re.findall(r"/undangan/[\w-]{40,}", text)) >= 2
    states = db.session.scalars(select(Enrolment.state).where(Enrolment.cohort_id == cohort.id)).all()
    assert states == [EnrolmentState.DIUNDANG] * 2
    assert db.session.scalars(select(User.title_after).where(User.email == "rahmi@contoh.go.id")).one() == "S.Pd."


def test_nobody_is_invited_while_one_line_is_wrong(app, as_user):
    cohort = classes.cohort()
    answer = as_user(people.pengelola()).post(
        f"/angkatan/{cohort.id}/undang", data={"lines": "Rahmi; rahmi@contoh.go.id; MAN Utara\nTanpa kontak", "kind": "peserta"}
    )
    assert answer.status_code == 422
    assert "Baris 2" in answer.get_data(as_text=True)
    assert "Rahmi; rahmi@contoh.go.id" in answer.get_data(as_text=True)
    assert db.session.scalar(select(Enrolment.id)) is None


def test_a_mistyped_address_is_told_on_its_line_and_nothing_is_sent(app, as_user):
    cohort = classes.cohort()
    answer = as_user(people.pengelola()).post(
        f"/angkatan/{cohort.id}/undang", data={"lines": "Rahmi; rahmi@contoh.go.id; MAN Utara\nAni; ani.gmail.com; MAN Utara", "kind": "peserta"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Baris 2" in page
    assert "tanpa tanda @" in page
    assert "1 baris lain sudah benar" in page
    assert db.session.scalar(select(Enrolment.id)) is None
    assert db.session.scalar(select(Mail.id)) is None


def test_more_people_than_seats_are_refused_as_a_whole(app, as_user):
    cohort = classes.cohort(seats=1)
    answer = as_user(people.pengelola()).post(
        f"/angkatan/{cohort.id}/undang",
        data={"lines": "Satu; satu@contoh.go.id; MAN Utara\nDua; dua@contoh.go.id; MAN Utara", "kind": "peserta"},
    )
    assert answer.status_code == 422
    assert "Kursi tersisa 1" in answer.get_data(as_text=True)
    assert db.session.scalar(select(Enrolment.id)) is None


def test_a_list_that_is_sent_twice_writes_to_nobody_twice(app, as_user, time):
    cohort = classes.cohort()
    client, url = as_user(people.pengelola()), f"/angkatan/{cohort.id}/undang"
    lines = {"lines": "Rahmi; rahmi@contoh.go.id; MAN Utara\nBudi Uji; 081234567890; MAN Utara", "kind": "peserta"}

    def sent():
        return db.session.scalars(select(Mail.recipient).order_by(Mail.id)).all()

    first = client.post(url, data=lines).get_data(as_text=True)
    assert "tidak dikirim dua kali" not in first
    time.on(seconds=20)
    more = lines | {"lines": lines["lines"] + "\nCitra; citra@contoh.go.id; MAN Utara"}
    again = client.post(url, data=more).get_data(as_text=True)
    assert "2 orang di antaranya baru saja diundang, jadi surelnya tidak dikirim dua kali." in again
    assert sent() == ["rahmi@contoh.go.id", "citra@contoh.go.id"]
    paths = [re.search(r"/undangan/[\w-]{40,}", page)[0] for page in (first, again)]
    assert paths[0] != paths[1]
    assert [app.test_client().get(path).status_code for path in paths] == [200, 200], "who copied either can go on"
    rows = {row.user.name: row for row in db.session.scalars(select(Enrolment))}
    assert [rows[name].invitations for name in ("Rahmi", "Budi Uji", "Citra")] == [1, 1, 1]
    client.post(f"/angkatan/{cohort.id}/orang/{rows['Rahmi'].id}/undang-lagi")
    assert len(sent()) == 3, "one tap sends whenever it is asked"
    time.on(minutes=11)
    client.post(url, data=lines)
    assert len(sent()) == 4, "a list of another hour is another invitation"


def test_an_invited_unit_may_be_called_as_people_call_it(app, as_user):
    with work():
        units.seed(now=clock.now())
    kanwil = db.session.scalars(select(Unit).where(Unit.kode_bps == "13")).one()
    cohort = classes.cohort(unit=kanwil)
    lines = "Rahmi; rahmi@contoh.go.id; Kabupaten Pasbar\nAni; ani@contoh.go.id; Kabupaten Pessel\nBudi; budi@contoh.go.id; Kemenag Sumbar"
    assert as_user(people.pengelola(kanwil)).post(f"/angkatan/{cohort.id}/undang", data={"lines": lines, "kind": "peserta"}).status_code == 200


def test_who_is_invited_already_takes_no_second_seat(app, as_user):
    """The whole list is pasted again with one more line, or sent by a double click."""
    cohort = classes.cohort(seats=2)
    client, url = as_user(people.pengelola()), f"/angkatan/{cohort.id}/undang"
    first, second = "Satu; satu@contoh.go.id; MAN Utara", "Dua; dua@contoh.go.id; MAN Utara"
    for lines in (first, f"{first}\n{second}", f"{first}\n{second}"):
        assert client.post(url, data={"lines": lines, "kind": "peserta"}).status_code == 200
    full = client.post(url, data={"lines": f"{first}\nTiga; tiga@contoh.go.id; MAN Utara", "kind": "peserta"})
    assert full.status_code == 422
    assert "Kursi tersisa 0, sedangkan undangan ini untuk 1 orang" in full.get_data(as_text=True)
    assert len(db.session.scalars(select(Enrolment)).all()) == 2


@pytest.mark.parametrize(("field", "day"), [("starts_on", "0206-01-01"), ("ends_on", "9999-12-31")])
def test_a_year_that_is_a_slip_is_told_on_its_field(app, as_user, field, day):
    data = {"starts_on": "2026-11-20", "ends_on": "2026-12-20", field: day, "yakin": ["apa pun"]}
    answer = as_user(people.pengelola()).post("/angkatan/baru", data=data)
    assert answer.status_code == 422
    assert "Periksa tahunnya" in answer.get_data(as_text=True)


def test_opening_an_open_class_link_again_keeps_the_one_that_was_sent_around(app, as_user):
    cohort = classes.cohort()
    client, url = as_user(people.pengelola()), f"/angkatan/{cohort.id}/tautan"
    client.post(url, data={"aksi": "buka"})
    sent = cohort.join_token
    client.post(url, data={"aksi": "buka"})
    db.session.refresh(cohort)
    assert cohort.join_token == sent
    client.post(url, data={"aksi": "tutup"})
    client.post(url, data={"aksi": "buka"})
    db.session.refresh(cohort)
    assert cohort.join_token not in {sent, None}


def test_a_late_comer_waits_for_approval(app, as_user):
    cohort, office, late = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola(), people.user()
    client = as_user(late)
    asked = client.post("/gabung/tautan-kelas-uji")
    assert (asked.status_code, asked.location) == (303, "/belajar")
    assert client.get(f"/belajar/{cohort.id}").status_code == 404
    row = db.session.scalars(select(Enrolment)).one()
    assert row.state is EnrolmentState.MENUNGGU
    for path in ("/belajar", "/"):
        page = client.get(path).get_data(as_text=True)
        assert "Menunggu persetujuan" in page, path
        assert "Pengelola Kanwil Uji memeriksanya" in page, path
        assert "Narahubung Uji" in page, path
    as_user(office).post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "diterima"})
    assert client.get(f"/belajar/{cohort.id}").status_code == 200


def test_a_late_comer_without_an_account_asks_and_is_invited_when_let_in(app, visitor, as_user):
    cohort, office = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola()
    people.unit_named("Kankemenag Uji Utara")
    assert "Belum punya akun" in visitor.get("/gabung/tautan-kelas-uji").get_data(as_text=True)
    asked = visitor.post("/gabung/tautan-kelas-uji/baru", data=NEWCOMER)
    assert (asked.status_code, asked.location) == (303, "/gabung/tautan-kelas-uji?terkirim=1")
    assert "Permintaan Anda terkirim" in visitor.get(asked.location).get_data(as_text=True)
    row = db.session.scalars(select(Enrolment)).one()
    assert (row.state, row.user.name, row.user.email, row.user.standing) == (
        EnrolmentState.MENUNGGU, "Rina Pendatang", "rina@contoh.id", Standing.UNDANGAN,
    )  # fmt: skip
    page = as_user(office).post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "diterima"}).get_data(as_text=True)
    assert row.state is EnrolmentState.DIUNDANG
    path = re.search(r"/undangan/[\w-]+", page)[0]
    assert db.session.scalars(select(Mail).where(Mail.recipient == "rina@contoh.id")).one().body.count(path) == 1


def test_the_class_link_does_not_tell_who_is_known(app, visitor):
    classes.cohort(join_token="tautan-kelas-uji")
    people.unit_named("Kankemenag Uji Utara")
    people.user("Pemilik Alamat", email="rina@contoh.id")
    of_known = visitor.post("/gabung/tautan-kelas-uji/baru", data=NEWCOMER)
    assert db.session.scalars(select(Enrolment)).all() == [], "nobody asks in the name of somebody who has an account"
    of_new = visitor.post("/gabung/tautan-kelas-uji/baru", data={**NEWCOMER, "contact": "lain@contoh.id"})
    assert (of_known.status_code, of_known.location) == (of_new.status_code, of_new.location)
    assert len(db.session.scalars(select(Enrolment)).all()) == 1


def test_the_link_that_opens_an_account_of_another_office_is_not_shown(app, as_user):
    below = people.unit_named("Kankemenag Uji Utara")
    cohort, office = classes.cohort(unit=below), people.pengelola(below)
    with work():
        boss = register(
            actor_id=None, now=clock.now(),
            person=NewPerson("Bosma Atasan", people.unit_named("Kanwil Uji").id, people.unit_named("Kanwil Uji").path, email="bosma@contoh.id", phone="+6281211112222"),
        )  # fmt: skip
        give_first(user=boss, role=Role.PENGELOLA, unit=people.unit_named("Kanwil Uji"), now=clock.now())
    client = as_user(office)
    page = client.post(f"/angkatan/{cohort.id}/undang", data={"lines": "Siapa Saja; bosma@contoh.id;", "kind": "peserta"}).get_data(as_text=True)
    row = db.session.scalars(select(Enrolment)).one()
    again = client.post(f"/angkatan/{cohort.id}/orang/{row.id}/undang-lagi").get_data(as_text=True)
    for shown in (page, again):
        assert "/undangan/" not in shown
        assert "81211112222" not in shown
        assert "Undangan terkirim ke surel pemiliknya" in shown
    assert "Bosma" not in page
    assert "/undangan/" in db.session.scalars(select(Mail).where(Mail.recipient == "bosma@contoh.id")).all()[0].body


def test_only_the_invited_person_says_yes(app, as_user):
    below = people.unit_named("Kankemenag Uji Utara")
    cohort, office, stranger = classes.cohort(unit=below), people.pengelola(below), people.user(unit=people.unit_named("Kanwil Uji"))
    client = as_user(office)
    client.post(f"/angkatan/{cohort.id}/undang", data={"lines": f"Siapa Saja; {stranger.username};", "kind": "peserta"})
    row = db.session.scalars(select(Enrolment)).one()
    place = f"/angkatan/{cohort.id}/orang/{row.id}/putuskan"
    assert client.post(place, data={"state": "diterima"}).status_code == 403
    client.post(place, data={"state": "mundur", "reason": "uji"})
    client.post(place, data={"state": "diterima"})
    assert row.state is EnrolmentState.DIUNDANG, "who leaves before he came is invited again"
    assert as_user(stranger).get(f"/belajar/{cohort.id}").status_code == 404


def test_what_a_stranger_typed_in_somebodys_name_says_nothing_once_an_office_invites_him(app, visitor, as_user):
    cohort, office = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola()
    people.unit_named("Kankemenag Uji Utara")
    visitor.post("/gabung/tautan-kelas-uji/baru", data={**NEWCOMER, "name": "Nama Ejekan", "kind": "siswa"})
    page = as_user(office).post(f"/angkatan/{cohort.id}/undang", data={"lines": "Rina, S.Ag.; rina@contoh.id; Kanwil Uji", "kind": "peserta"})
    row = db.session.scalars(select(Enrolment)).one()
    assert (row.user.name, row.user.title_after, row.user.is_pupil, row.user.unit.name) == ("Rina", "S.Ag.", False, "Kanwil Uji")
    assert row.state is EnrolmentState.DIUNDANG, "the invitation is the yes of the office"
    assert "/undangan/" in page.get_data(as_text=True)


def test_what_a_stranger_typed_does_not_keep_an_office_from_making_the_account(app, visitor, as_user):
    classes.cohort(join_token="tautan-kelas-uji")
    people.unit_named("Kankemenag Uji Utara")
    visitor.post("/gabung/tautan-kelas-uji/baru", data={**NEWCOMER, "name": "Nama Ejekan", "kind": "siswa"})
    unit = people.unit_named("Kanwil Uji")
    data = {"name": "Rina Kepala", "email": "rina@contoh.id", "phone": "", "username": "", "unit": unit.id, "role": "pelatih", "mentor": ""}
    client = as_user(people.pengelola())
    assert client.post("/orang/baru", data=data).status_code == 303
    known = db.session.scalars(select(User).where(User.email == "rina@contoh.id")).one()
    assert (known.name, known.is_pupil, known.unit_id) == ("Rina Kepala", False, unit.id)
    assert client.post("/orang/baru", data=data).status_code == 409, "now the address is somebody's"


def test_nobody_is_put_into_a_class_by_who_typed_his_address_before_he_came(app, visitor, as_user):
    cohort, office = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola()
    people.unit_named("Kankemenag Uji Utara")
    visitor.post("/gabung/tautan-kelas-uji/baru", data=NEWCOMER)
    row = db.session.scalars(select(Enrolment)).one()
    with work():
        victim = db.session.get_one(User, row.user_id)
        victim.standing, victim.password_hash, victim.notice_version = Standing.AKTIF, "x", NOTICE_VERSION  # he came by the invitation of another class
    place = f"/angkatan/{cohort.id}/orang/{row.id}/putuskan"
    as_user(office).post(place, data={"state": "diterima"})
    assert row.state is EnrolmentState.DIUNDANG
    assert as_user(victim).get(f"/belajar/{cohort.id}").status_code == 404


def test_who_asks_himself_after_a_stranger_did_is_let_in_at_once(app, visitor, as_user):
    cohort, office = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola()
    people.unit_named("Kankemenag Uji Utara")
    visitor.post("/gabung/tautan-kelas-uji/baru", data=NEWCOMER)
    row = db.session.scalars(select(Enrolment)).one()
    with work():
        late = db.session.get_one(User, row.user_id)
        late.standing, late.password_hash, late.notice_version = Standing.AKTIF, "x", NOTICE_VERSION
    as_user(late).post("/gabung/tautan-kelas-uji")
    as_user(office).post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "diterima"})
    assert row.state is EnrolmentState.DITERIMA


def test_the_link_of_somebody_whom_another_office_invited_to_the_site_is_not_shown(app, as_user):
    above, below = people.unit_named("Kanwil Uji"), people.unit_named("Kankemenag Uji Utara")
    cohort, office = classes.cohort(unit=below), people.pengelola(below)
    data = {"name": "Rina Kepala", "email": "rina@contoh.id", "phone": "", "username": "", "unit": above.id, "role": "", "mentor": ""}
    assert as_user(people.pengelola(above)).post("/orang/baru", data=data).status_code == 303
    page = as_user(office).post(f"/angkatan/{cohort.id}/undang", data={"lines": "Rina; rina@contoh.id;", "kind": "peserta"})
    assert "/undangan/" not in page.get_data(as_text=True)
    assert db.session.scalars(select(User).where(User.email == "rina@contoh.id")).one().name == "Rina Kepala"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("contact", "rina", "surel yang lengkap"),
        ("contact", "rina marlina", "surel yang lengkap"),
        ("contact", "rina@gmial.com", "gmail"),
        ("name", "12345", "Nama"),
        ("unit", "Kantor yang Tidak Ada", "Tulis kantor di atasnya"),
        ("unit", "Kankemenag Uji Utaro", "Mungkin maksud Anda"),
        ("kind", "pengelola", "Pilih salah satu"),
    ],
)
def test_a_late_comer_is_told_which_field_to_mend_and_keeps_what_he_typed(app, visitor, field, value, said):
    classes.cohort(join_token="tautan-kelas-uji")
    people.unit_named("Kankemenag Uji Utara")
    refused = visitor.post("/gabung/tautan-kelas-uji/baru", data={**NEWCOMER, field: value})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert said in page
    assert "Rina Pendatang" in page or field == "name"
    assert db.session.scalars(select(Enrolment)).all() == []


def test_a_late_comers_name_is_kept_without_signs_that_nobody_sees(app, visitor):
    classes.cohort(join_token="tautan-kelas-uji")
    people.unit_named("Kankemenag Uji Utara")
    assert visitor.post("/gabung/tautan-kelas-uji/baru", data={**NEWCOMER, "name": "Ri\u00adna \u200fPen\ue000datang"}).status_code == 303
    assert db.session.scalars(select(Enrolment)).one().user.name == "Rina Pendatang"


def test_a_link_that_went_astray_does_not_fill_the_class(app, visitor, monkeypatch):
    monkeypatch.setattr(newcomers, "MOST_WAITING", 1)
    classes.cohort(join_token="tautan-kelas-uji")
    people.unit_named("Kankemenag Uji Utara")
    visitor.post("/gabung/tautan-kelas-uji/baru", data=NEWCOMER)
    refused = visitor.post("/gabung/tautan-kelas-uji/baru", data={**NEWCOMER, "contact": "lain@contoh.id"})
    assert refused.status_code == 409
    assert "Terlalu banyak permintaan" in refused.get_data(as_text=True)
    assert len(db.session.scalars(select(Enrolment)).all()) == 1


def test_a_late_comer_who_was_turned_down_reads_why_and_whom_to_ask(app, as_user):
    cohort, office, late = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola(), people.user()
    client = as_user(late)
    client.post("/gabung/tautan-kelas-uji")
    row = db.session.scalars(select(Enrolment)).one()
    desk = as_user(office)
    roster = desk.get(f"/angkatan/{cohort.id}").get_data(as_text=True)
    box = roster.partition('value="ditolak">')[2].partition("</form>")[0]
    assert 'name="reason"' in box
    desk.post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "ditolak", "reason": "Kelas penuh"})
    page = client.get("/belajar").get_data(as_text=True)
    assert "Tidak diterima" in page
    assert "Kelas penuh" in page
    assert "Narahubung Uji" in page


def test_whoever_is_signed_in_accepts_his_invitation_without_the_link(app, as_user):
    cohort, invited, other = classes.cohort(), people.user(email="ada@contoh.go.id", password_hash="ada"), people.user()
    lines = f"{invited.name}; ada@contoh.go.id; Kanwil Uji"
    made = as_user(people.pengelola()).post(f"/angkatan/{cohort.id}/undang", data={"lines": lines, "kind": "peserta"})
    assert made.status_code == 200
    words = made.get_data(as_text=True)
    assert "masuk dengan akun Anda, lalu terima undangan" in words
    assert "untuk membuat kata sandi:" not in words, "he has one"
    client = as_user(invited)
    assert "Terima undangan" in client.get("/").get_data(as_text=True)
    assert as_user(other).post(f"/belajar/{cohort.id}/terima").status_code == 404
    for _twice in range(2):
        assert client.post(f"/belajar/{cohort.id}/terima").location == f"/belajar/{cohort.id}"
    assert client.get(f"/belajar/{cohort.id}").status_code == 200


def test_people_without_a_class_are_told_what_to_do(app, as_user):
    client = as_user(people.user())
    for path in ("/", "/belajar"):
        assert client.get(path).status_code == 200
        assert "tautan undangan" in client.get(path).get_data(as_text=True)


def test_who_leaves_sees_the_class_no_more(app, as_user):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    as_user(people.pengelola()).post(f"/angkatan/{cohort.id}/orang/{enrolment.id}/putuskan", data={"state": "mundur", "reason": "Pindah tugas"})
    assert as_user(learner).get(f"/belajar/{cohort.id}").status_code == 404


def test_a_class_without_a_pelatih_says_so_to_who_can_name_one(app, as_user):
    cohort = classes.cohort()
    client = as_user(people.pengelola())
    assert "belum punya pelatih" in client.get(f"/angkatan/{cohort.id}").get_data(as_text=True)
    classes.trainer(cohort)
    assert "belum punya pelatih" not in client.get(f"/angkatan/{cohort.id}").get_data(as_text=True)


def test_a_class_of_another_unit_is_not_found(app, as_user):
    cohort = classes.cohort(unit=people.unit_named("Kankemenag Uji Utara"))
    stranger = people.pengelola(people.unit_named("Kankemenag Uji Selatan"))
    client = as_user(stranger)
    for url in (f"/angkatan/{cohort.id}", f"/angkatan/{cohort.id}/atur", f"/angkatan/{cohort.id}/undang"):
        assert client.get(url).status_code == 404
    _learner, enrolment = classes.learner(cohort)
    assert client.post(f"/angkatan/{cohort.id}/orang/{enrolment.id}/putuskan", data={"state": "mundur"}).status_code == 404


def test_somebody_of_another_class_of_ones_own_is_not_found_under_this_one(app, as_user):
    """The invitation would name the wrong class, and what is decided would count in the other."""
    here, there = classes.cohort(), classes.cohort()
    _learner, enrolment = classes.learner(there)
    client, base = as_user(people.pengelola()), f"/angkatan/{here.id}/orang/{enrolment.id}"
    assert client.get(base).status_code == 404
    for path in ("putuskan", "undang-lagi", "bebaskan", "percobaan"):
        assert client.post(f"{base}/{path}", data={"state": "mundur", "reason": "Pindah tugas"}).status_code == 404, path
    db.session.refresh(enrolment)
    assert enrolment.state is EnrolmentState.DITERIMA


def test_one_more_try_needs_a_reason(app, as_user):
    cohort = classes.cohort()
    _learner, enrolment = classes.learner(cohort)
    client = as_user(classes.trainer(cohort))
    url = f"/angkatan/{cohort.id}/orang/{enrolment.id}/percobaan"
    step = classes.step("uj-1/kuis")
    refused = client.post(url, data={"step_id": step.id, "reason": ""})
    assert refused.status_code == 422
    assert "Tulis alasannya." in refused.get_data(as_text=True)


def test_a_learner_may_not_manage(app, as_user):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    people.grant(learner, Role.PENYUSUN)
    assert as_user(learner).get(f"/angkatan/{cohort.id}").status_code == 404


def test_the_list_of_classes_is_searched_narrowed_and_paged(as_user, statements):
    boss, today = as_user(people.pengelola()), clock.local_date(clock.now())
    made = {"lalu": classes.cohort(), "kini": classes.cohort(), "nanti": classes.cohort(), "batal": classes.cohort()}
    with work():
        for name, cohort in made.items():
            db.session.get_one(Cohort, cohort.id).name = f"Angkatan 100%_{name}"
        db.session.get_one(Cohort, made["lalu"].id).ends_on = today - timedelta(days=1)
        db.session.get_one(Cohort, made["nanti"].id).starts_on = today + timedelta(days=1)
        db.session.get_one(Cohort, made["batal"].id).closed_at = clock.now()
    for asked, name in (("berakhir", "lalu"), ("berjalan", "kini"), ("akan-datang", "nanti"), ("dibatalkan", "batal")):
        page = boss.get(f"/angkatan?waktu={asked}").get_data(as_text=True)
        assert [one for one in made if f"100%_{one}" in page] == [name]
    assert "100%_kini" in boss.get("/angkatan?cari=0%25_kin").get_data(as_text=True)
    assert "Tidak ada yang cocok" in boss.get("/angkatan?cari=0__kin").get_data(as_text=True), "a sign is that sign, not any"
    with statements() as few:
        boss.get("/angkatan")
    for _ in range(22):
        classes.learner(classes.cohort())
    with statements() as more:
        first = boss.get("/angkatan").get_data(as_text=True)
    assert len(more) == len(few) <= 12
    assert first.count('<article class="card">') == 24
    for far in ("2", "99", "-3", "x"):
        page = boss.get(f"/angkatan?hal={far}").get_data(as_text=True)
        assert page.count('<article class="card">') == (2 if far in {"2", "99"} else 24)
