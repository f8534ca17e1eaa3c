"""The office's pages of classes: slips are asked about, a mistaken class is called off, nobody is let go unsaid."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import Grant
from app.home import queries as home
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.work import work
from app.learning.core.numerals import is_roman
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.queries.cohorts import ROSTER_PAGE
from app.learning.services import cohorts as services
from app.learning.services import invitations
from tests.factories import classes, people, works
from tests.learning.test_cohorts import form
from tests.pages import SUMMARY


@pytest.mark.parametrize(("text", "is_one"), [("III", True), ("IV", True), ("MMXXVI", True), ("IIIIII", False), ("IIX", False), ("VV", False), ("", False), ("3", False)])
def test_a_numeral_is_roman_in_the_one_way_it_is_written(text, is_one):
    assert is_roman(text) is is_one


def test_seats_that_are_no_number_are_told_of_once(app, as_user):
    page = as_user(people.pengelola()).post("/angkatan/baru", data=form(seats="abc", trainers=[people.user().id])).get_data(as_text=True)
    assert "Tulis angka bulat" in page
    assert "Kursi antara" not in page


def test_a_numeral_that_is_none_is_refused(app, as_user):
    refused = as_user(people.pengelola()).post("/angkatan/baru", data=form(numeral="IIIIII", trainers=[people.user().id]))
    assert refused.status_code == 422
    assert "Pakai angka Romawi yang benar" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts_on": "2020-01-06", "ends_on": "2020-01-30"}, "Tanggal selesai 30 Jan 2020 sudah lewat."),
        ({"starts_on": "2020-01-06"}, "Tanggal mulai 6 Jan 2020 sudah lewat"),
        ({"ends_on": "2099-01-30"}, "lebih dari setahun, sampai 30 Jan 2099"),
    ],
)
def test_odd_dates_are_asked_about_once(app, as_user, changes, said):
    client, data = as_user(people.pengelola()), form(trainers=[people.user().id], **changes)
    asked = client.post("/angkatan/baru", data=data)
    page = html.unescape(asked.get_data(as_text=True))
    assert asked.status_code == 422
    assert said in page
    assert db.session.scalars(select(Cohort)).all() == []
    sure = [part.partition('"')[0] for part in page.split('name="yakin" value="')[1:]]
    assert client.post("/angkatan/baru", data=data | {"yakin": sure}).status_code == 303


def test_a_twin_is_asked_about_and_the_class_itself_is_none(app, as_user):
    client, trainer = as_user(people.pengelola()), people.user()
    data = form(trainers=[trainer.id])
    assert client.post("/angkatan/baru", data=data).status_code == 303
    cohort = db.session.scalars(select(Cohort)).one()
    assert "Sudah ada angkatan pelatihan ini" in client.post("/angkatan/baru", data=data).get_data(as_text=True)
    assert client.post(f"/angkatan/{cohort.id}/atur", data=data | {"seats": "41"}).status_code == 303


def test_the_second_of_two_who_change_a_class_is_told_before_he_writes_over_the_first(app, as_user):
    cohort, people_of_it = classes.cohort(), [people.pengelola(), people.pengelola()]
    trainer = classes.trainer(cohort)
    (first, second), address = [as_user(one) for one in people_of_it], f"/angkatan/{cohort.id}/atur"
    based_on = [client.get(address).get_data(as_text=True).partition('name="dasar" value="')[2].partition('"')[0] for client in (first, second)]
    data = form(trainers=[trainer.id], numeral="III", version_id=cohort.version_id, unit_id=cohort.unit_id)
    assert first.post(address, data=data | {"seats": "30", "dasar": based_on[0]}).status_code == 303
    late = second.post(address, data=data | {"contact_name": "Uni Baru", "dasar": based_on[1]})
    page = html.unescape(late.get_data(as_text=True))
    said = re.search(r'name="yakin" value="([^"]+)"', page)[1]
    assert (late.status_code, said.startswith(f"{people_of_it[0].name} menyimpan perubahan angkatan ini")) == (422, True)
    assert 'value="Uni Baru"' in page
    assert db.session.get(Cohort, cohort.id).seats == 30
    again = data | {"seats": "30", "contact_name": "Uni Baru", "dasar": based_on[1], "yakin": [said]}
    assert second.post(address, data=again).status_code == 303, "asked once"
    assert db.session.get(Cohort, cohort.id).contact_name == "Uni Baru"
    fresh = second.get(address).get_data(as_text=True).partition('name="dasar" value="')[2].partition('"')[0]
    assert second.post(address, data=data | {"dasar": fresh}).status_code == 303


def test_whoever_has_one_unit_need_not_choose_it(app, as_user):
    unit = people.unit_named("MAN Utara")
    page = as_user(people.pengelola(unit)).get("/angkatan/baru").get_data(as_text=True)
    assert f'<option selected value="{unit.id}">' in page
    assert f'<option selected value="{unit.id}">' not in as_user(people.pengelola()).get("/angkatan/baru").get_data(as_text=True)


def test_a_class_that_nobody_entered_is_called_off(app, as_user):
    cohort, office = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola()
    trainer, client = classes.trainer(cohort), as_user(office)
    invited = place(cohort, EnrolmentState.DIUNDANG)
    asking = place(cohort, EnrolmentState.MENUNGGU)
    assert "Batalkan angkatan" in client.get(f"/angkatan/{cohort.id}/atur").get_data(as_text=True)
    assert client.post(f"/angkatan/{cohort.id}/batalkan").status_code == 303
    now_in = {row.id: row.state for row in db.session.scalars(select(Enrolment).execution_options(populate_existing=True))}
    assert now_in == {invited.id: EnrolmentState.MUNDUR, asking.id: EnrolmentState.DITOLAK}
    assert db.session.scalars(select(Grant).where(Grant.cohort_id == cohort.id, Grant.revoked_at.is_(None))).all() == []
    assert "dibatalkan" in client.get("/angkatan").get_data(as_text=True)
    page = client.get(f"/angkatan/{cohort.id}").get_data(as_text=True)
    for path in (f"/angkatan/{cohort.id}", f"/angkatan/{cohort.id}/sertifikat", f"/rekap/{cohort.id}"):
        page = client.get(path).get_data(as_text=True)
        assert "Angkatan ini dibatalkan" in page, path
        assert "/undang" not in page, path
        assert "Peserta muncul di sini" not in page, path
    rows = client.get(f"/rekap/{cohort.id}.csv").get_data(as_text=True).splitlines()
    assert (len(rows), "Angkatan ini dibatalkan pada" in rows[1], {row.count(";") for row in rows}) == (2, True, {16})
    assert as_user(people.user()).get("/gabung/tautan-kelas-uji").status_code == 404
    assert as_user(trainer).get(f"/meja/{cohort.id}").status_code == 404
    assert db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "cohort:cancel")).all()


def test_nothing_goes_on_in_a_class_that_was_called_off_in_another_tab(app, visitor, as_user):
    cohort, office, waiting = classes.cohort(join_token="tautan-kelas-uji"), people.pengelola(), people.user()
    client, row = as_user(office), place(cohort, EnrolmentState.MENUNGGU, waiting)
    client.post(f"/angkatan/{cohort.id}/batalkan")
    at = f"/angkatan/{cohort.id}"
    assert client.post(f"{at}/tautan", data={"aksi": "buka"}).status_code == 403
    assert client.post(f"{at}/orang/{row.id}/putuskan", data={"state": "diterima"}).status_code == 403
    with pytest.raises(Denied, match="sudah dibatalkan"), work():
        invitations.invite(
            cohort, (), are_pupils=False, mentor_id=None, actor=works.actor(office), public_url="", now=clock.now()
        )
    plan = services.Plan(**{name: getattr(cohort, name) for name in services.Plan.__dataclass_fields__})
    with pytest.raises(Denied, match="sudah dibatalkan"), work():
        services.change_cohort(cohort, plan, actor=works.actor(office), now=clock.now())
    db.session.expire_all()
    assert (cohort.join_token, row.state) == (None, EnrolmentState.DITOLAK)
    assert db.session.scalars(select(Grant).where(Grant.cohort_id == cohort.id, Grant.revoked_at.is_(None))).all() == []
    assert visitor.get("/gabung/tautan-kelas-uji").status_code == 404


@pytest.mark.parametrize("page", ["undang", "atur"])
def test_the_forms_of_a_class_that_was_called_off_lead_back_to_its_page(app, as_user, page):
    cohort, client = classes.cohort(), as_user(people.pengelola())
    at = f"/angkatan/{cohort.id}"
    assert client.get(f"{at}/{page}").status_code == 200
    client.post(f"{at}/batalkan")
    lines = {"lines": "Baru Sekali; baru@contoh.id; Kanwil Uji", "kind": "peserta"}
    client.get(at)  # the message of calling it off is read here
    for method, data in (("GET", {}), ("POST", form(trainers=[people.user().id]) | lines)):
        answer = client.open(f"{at}/{page}", method=method, data=data)
        assert (answer.status_code, answer.location) == (303, at)
        assert "Angkatan ini sudah dibatalkan, sehingga tidak dapat diubah lagi." in client.get(at).get_data(as_text=True)
    assert db.session.scalars(select(Enrolment)).all() == []
    assert db.session.scalars(select(Grant).where(Grant.cohort_id == cohort.id, Grant.revoked_at.is_(None))).all() == []
    assert as_user(people.user()).get(f"{at}/{page}").status_code == 404, "outside of one's reach there is no class"


def test_a_class_that_somebody_entered_or_left_stays(app, as_user):
    cohort = classes.cohort()
    _learner, enrolment = classes.learner(cohort)
    client = as_user(people.pengelola())
    for state in (EnrolmentState.DITERIMA, EnrolmentState.MUNDUR):
        with work():
            enrolment.state = state
            enrolment.joined_at = clock.now()
        assert "Batalkan angkatan" not in client.get(f"/angkatan/{cohort.id}/atur").get_data(as_text=True)
        assert client.post(f"/angkatan/{cohort.id}/batalkan").status_code == 403
    assert db.session.get(Cohort, cohort.id).closed_at is None


@pytest.mark.parametrize(("state", "decision"), [(EnrolmentState.DITERIMA, "mundur"), (EnrolmentState.DIUNDANG, "mundur"), (EnrolmentState.MENUNGGU, "ditolak")])
def test_nobody_is_let_go_or_turned_down_without_a_reason(app, as_user, state, decision):
    cohort = classes.cohort()
    _learner, enrolment = classes.learner(cohort)
    with work():
        enrolment.state = state
    client, address = as_user(people.pengelola()), f"/angkatan/{cohort.id}/orang/{enrolment.id}/putuskan"
    refused = client.post(address, data={"state": decision, "reason": " "})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert SUMMARY in page
    assert f'id="alasan-{enrolment.id}-salah"' in page
    assert "<details open>" in page
    assert db.session.get(Enrolment, enrolment.id).state is state
    assert client.post(address, data={"state": decision, "reason": "Salah daftar"}).status_code == 303
    assert db.session.get(Enrolment, enrolment.id).ended_reason == "Salah daftar"


def test_who_cannot_be_let_in_now_is_said_on_the_list_itself(app, as_user):
    """Full seats, or another pengelola who was faster: a page of its own would lead nowhere."""
    cohort = classes.cohort(seats=1)
    place(cohort, EnrolmentState.DITERIMA)
    first, client = place(cohort, EnrolmentState.MENUNGGU), as_user(people.pengelola())
    at = f"/angkatan/{cohort.id}"
    full = client.post(f"{at}/orang/{first.id}/putuskan", data={"state": "diterima"})
    page = full.get_data(as_text=True)
    assert full.status_code == 409
    assert "Semua kursi sudah terisi. Tambah kursi" in page
    assert f'href="{at}/atur"' in page
    assert f'action="{at}/orang/{first.id}/putuskan"' in page
    with work():
        db.session.get(Enrolment, first.id).state = EnrolmentState.DIUNDANG
    late = client.post(f"{at}/orang/{first.id}/putuskan", data={"state": "diterima"})
    assert (late.status_code, "Keadaan orang ini sudah berubah." in late.get_data(as_text=True)) == (403, True)
    assert f'href="{at}/undang"' in late.get_data(as_text=True)
    with work():
        db.session.get(Enrolment, first.id).state = EnrolmentState.MUNDUR
    again = client.post(f"{at}/orang/{first.id}/undang-lagi")
    assert (again.status_code, again.location) == (303, at)
    assert "tidak perlu diundang lagi" in client.get(at).get_data(as_text=True)


def test_who_was_let_go_by_mistake_is_taken_back_from_the_message(app, as_user):
    cohort = classes.cohort()
    _learner, enrolment = classes.learner(cohort)
    client, address = as_user(people.pengelola()), f"/angkatan/{cohort.id}/orang/{enrolment.id}/putuskan"
    page = client.post(address, data={"state": "mundur", "reason": "Salah tekan"}, follow_redirects=True).get_data(as_text=True)
    undo = page.partition(f'action="{address}"')[2].partition("</form>")[0]
    assert 'name="state" value="diterima"' in undo
    assert "Urungkan" in undo
    client.post(address, data={"state": "diterima"})
    assert db.session.get(Enrolment, enrolment.id).state is EnrolmentState.DITERIMA


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("is_called_off", [False, True])
def test_the_link_of_an_invitation_that_was_taken_back_says_so_and_opens_nothing(app, visitor, as_user, is_known, is_called_off):
    """It still invited by name, let one make an account, and told whoever had one that he had joined."""
    cohort, client = classes.cohort(), as_user(people.pengelola())
    guest = people.user("Rahmi Lama", email="rahmi@contoh.go.id", password_hash="x") if is_known else None
    sent = client.post(f"/angkatan/{cohort.id}/undang", data={"lines": "Rahmi Lama; rahmi@contoh.go.id; Kanwil Uji", "kind": "peserta"})
    path = re.search(r"/undangan/[\w-]+", sent.get_data(as_text=True))[0]
    reader = as_user(guest) if guest else visitor
    assert "Terima undangan" in reader.get(path).get_data(as_text=True)
    row = db.session.scalars(select(Enrolment)).one()
    if is_called_off:
        client.post(f"/angkatan/{cohort.id}/batalkan")
    else:
        client.post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "mundur", "reason": "Salah orang"})
    data = {"username": "rahmi.lama", "password": "tiga kata yang mudah", "password_again": "tiga kata yang mudah"}
    for answer in (reader.get(path), reader.post(path, data=data)):
        page = answer.get_data(as_text=True)
        assert answer.status_code == 404
        assert f"Undangan ke {cohort.name} ditarik, atau angkatannya dibatalkan." in page
        assert cohort.contact_name in page
    assert db.session.get(Enrolment, row.id).state is EnrolmentState.MUNDUR
    if not is_called_off:
        again = client.post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "diterima"}).get_data(as_text=True)
        assert "Terima undangan" in reader.get(re.search(r"/undangan/[\w-]+", again)[0]).get_data(as_text=True)


def test_who_is_in_already_is_counted_and_a_list_of_them_alone_is_answered(app, as_user):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client, address = as_user(people.pengelola()), f"/angkatan/{cohort.id}/undang"
    lines = f"Sudah Masuk; {learner.username}; Kanwil Uji"
    alone = client.post(address, data={"lines": lines, "kind": "peserta"}).get_data(as_text=True)
    assert "<h1>Tidak ada undangan baru</h1>" in alone
    assert "1 orang pada daftar ini sudah masuk angkatan" in alone
    assert "<textarea" not in alone
    mixed = client.post(address, data={"lines": f"{lines}\nRahmi; rahmi@contoh.go.id; Kanwil Uji", "kind": "peserta"}).get_data(as_text=True)
    assert "<h1>1 orang diundang</h1>" in mixed
    assert "1 orang pada daftar ini sudah masuk angkatan" in mixed


def test_taking_an_invitation_back_says_nothing_of_works_that_cannot_be(app, as_user):
    cohort = classes.cohort()
    row, client = place(cohort, EnrolmentState.DIUNDANG), as_user(people.pengelola())
    done = client.post(f"/angkatan/{cohort.id}/orang/{row.id}/putuskan", data={"state": "mundur", "reason": "Salah orang"})
    page = client.get(done.location).get_data(as_text=True)
    assert "ditarik. Tautannya tidak lagi membuka angkatan ini." in page
    assert "Karyanya tetap tersimpan" not in page


def test_a_long_roster_is_paged_searched_and_narrowed(app, as_user):
    cohort = classes.cohort(seats=200)
    for number in range(ROSTER_PAGE + 5):
        classes.learner(cohort, people.user(f"Peserta {number:03}"))
    place(cohort, EnrolmentState.DIUNDANG, people.user("Belum Datang"))
    client, address = as_user(people.pengelola()), f"/angkatan/{cohort.id}"
    first = client.get(address).get_data(as_text=True)
    assert first.count("<tr>") == 1 + ROSTER_PAGE
    assert f"<b>{ROSTER_PAGE + 5}</b>" in first.replace("strong", "b"), "numbers are of the whole class"
    last = client.get(f"{address}?hal=99").get_data(as_text=True)
    assert "Peserta 054" in last
    assert "Halaman 2 dari 2" in last
    found = client.get(f"{address}?cari=peserta+007").get_data(as_text=True)
    assert (found.count("<tr>"), "Peserta 007" in found) == (2, True)
    invited = client.get(f"{address}?keadaan=diundang").get_data(as_text=True)
    assert (invited.count("<tr>"), "Belum Datang" in invited) == (2, True)
    assert "Tidak ada yang cocok" in client.get(f"{address}?cari=tidakada").get_data(as_text=True)


def test_a_class_that_begins_tomorrow_does_not_run_yet(app):
    office = people.pengelola()
    running, coming, ended, off = (classes.cohort() for _ in range(4))
    today = clock.local_date(clock.now())
    with work():
        running.starts_on, running.ends_on = today, today
        coming.starts_on = today + timedelta(days=1)
        ended.starts_on, ended.ends_on = date(2020, 1, 1), date(2020, 2, 1)
        off.starts_on, off.closed_at = today, clock.now()
    assert home.office(works.actor(office), clock.now()).running == 1


def place(cohort, state, user=None):
    """A place in a class in this state."""
    user = user or people.user()
    with work():
        row = Enrolment(cohort_id=cohort.id, user_id=user.id, unit_path=cohort.unit_path, state=state, waived_steps=[])
        db.session.add(row)
    return row


def test_a_trainer_is_searched_for_without_losing_what_was_typed(app, as_user):
    known, office, other = people.user("Pernah Melatih"), people.pengelola(), people.user("Zulfa Calon")
    client = as_user(office)
    first = client.get("/angkatan/baru").get_data(as_text=True)
    assert "Zulfa Calon" in first, "nobody has been pelatih yet"
    people.grant(known, Role.PELATIH, cohort_id=classes.cohort().id)
    first = client.get("/angkatan/baru").get_data(as_text=True)
    assert "Pernah Melatih" in first
    assert "Zulfa Calon" not in first
    data = form(trainers=[known.id], name="Angkatan Baru Uji")
    found = client.post("/angkatan/baru", data=data | {"cari": "zulfa", "cari-pelatih": "y"})
    page = found.get_data(as_text=True)
    assert found.status_code == 200
    assert "Zulfa Calon" in page
    assert 'value="Angkatan Baru Uji"' in page
    assert f'value="{known.id}" checked' in page or f'checked value="{known.id}"' in page
    assert SUMMARY not in page
    assert client.post("/angkatan/baru", data=data | {"trainers": [known.id, other.id], "cari": ""}).status_code == 303
    for number in ("999999999999", "9" * 5000, "²", "٣"):
        assert client.post("/angkatan/baru", data=form(trainers=[number])).status_code == 422


def test_one_more_try_is_not_offered_at_the_opening_test_which_never_counts(app, as_user):
    cohort = classes.cohort()
    _learner, enrolment = classes.learner(cohort)
    page = as_user(classes.trainer(cohort)).get(f"/angkatan/{cohort.id}/orang/{enrolment.id}").get_data(as_text=True)
    offered = page.partition('name="step_id"')[2].partition("</select>")[0]
    assert f'value="{classes.step("uj-1/kuis").id}"' in offered
    assert f'value="{classes.step("tes-awal").id}"' not in offered
