"""Certificates from the confirmation to the public page: who gets one, what it says, what happens to it later."""

from threading import Thread

import pytest
from sqlalchemy import delete, func, select

from app.certificates import issuing, services
from app.certificates.core import State
from app.certificates.models import Certificate, Confirmation
from app.certificates.office import Office, set_office
from app.grading.models import Grade
from app.grading.services import grades
from app.kernel import clock, i18n
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.work import work
from app.learning.models import Cohort, Issue
from app.notifications.models import Notification
from app.submissions.models import Submission
from tests.certificates import pdftext
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed


def regraded(trainer, enrolment, level):
    """His work gets another level on every criterion, after the release."""
    grade = db.session.scalars(select(Grade).where(Grade.enrolment_id == enrolment.id)).one()
    with work():
        work_ = db.session.get_one(Submission, grade.submission_id)
        grades.grade_by_trainer(
            work_, version_id=work_.current_id, levels={one["id"]: level for one in work_.assignment.rubric.criteria},
            feedback="", reason="Keberatan.", based_on=grade.graded_at, actor=works.actor(trainer), now=clock.now(),
        )  # fmt: skip


@pytest.fixture
def ready(app):
    """A class with one who passed and confirmed, his pengelola, and a signatory."""
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    person, enrolment = passers.passed(cohort, trainer, people.user("Rahmi Yulianti"))
    passers.confirmed(enrolment)
    return cohort, trainer, boss, person, enrolment


def test_the_whole_way_from_the_checklist_to_the_page_behind_the_qr(app, ready, as_user, visitor):
    cohort, _trainer, boss, person, enrolment = ready
    office, learner = as_user(boss), as_user(person)
    assert "Rahmi Yulianti" in office.get(f"/angkatan/{cohort.id}/sertifikat").get_data(as_text=True)
    approved = office.post(f"/angkatan/{cohort.id}/sertifikat", data={"orang": [enrolment.id]})
    assert approved.status_code == 303
    assert "pekerjaan=" in approved.location
    assert db.session.scalars(select(Certificate.state)).one() is State.DISIAPKAN
    assert computed(app)
    made = db.session.scalars(select(Certificate)).one()
    assert (made.state, made.sequence) == (State.TERBIT, 1)
    pdf = learner.get(f"/sertifikat/{made.id}/unduh")
    assert pdf.data.startswith(b"%PDF-")
    with work():
        number, made.number = made.number, f"Kw.\u0660\u0663/{made.number}"
    name = learner.get(f"/sertifikat/{made.id}/unduh").headers["Content-Disposition"]
    assert name.isascii()
    assert name.startswith('attachment; filename="sertifikat-Kw-')
    with work():
        made.number = number
    front, back = pdftext.words(pdf.data)
    assert "Rahmi Yulianti" in front
    assert made.number in front
    assert made.short_code in f"{front}\n{back}"
    page = visitor.get(f"/s/{made.code}").get_data(as_text=True)
    assert "Berlaku" in page
    assert "Rahmi Yulianti" in page
    assert "Berlaku" in visitor.post("/periksa-keaslian", data={"code": made.short_code.lower().replace("-", " ")}).get_data(as_text=True)


def test_doing_it_twice_makes_one_certificate(app, ready, as_user):
    cohort, _trainer, boss, _person, enrolment = ready
    office = as_user(boss)
    for _ in range(2):
        office.post(f"/angkatan/{cohort.id}/sertifikat", data={"orang": [enrolment.id]})
    computed(app)
    computed(app)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_whoever_has_not_passed_or_not_confirmed_gets_none_and_nobody_beside_him(app, ready):
    cohort, trainer, boss, _person, enrolment = ready
    _weak, below = passers.passed(cohort, trainer, level=1)
    passers.confirmed(below)
    _silent, unconfirmed = passers.passed(cohort, trainer)
    for other, words in ((below, "belum lulus"), (unconfirmed, "belum memastikan")):
        with pytest.raises(Denied, match=words), work():
            approve(cohort, [enrolment.id, other.id], boss)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_without_a_valid_signatory_nothing_is_issued(app, ready):
    cohort, _trainer, boss, _person, enrolment = ready
    with work():
        set_office(people.unit_named("Kanwil Uji"), Office(signatory_name="Lama", valid_to="2020-01-01"), actor=works.actor(boss), now=clock.now())
    with pytest.raises(Denied, match="penanda tangan"), work():
        approve(cohort, [enrolment.id], boss)


def test_data_that_changed_since_the_preview_is_not_confirmed(app, ready):
    _cohort, _trainer, _boss, person, enrolment = ready
    shown = issuing.printed(enrolment.user)
    with work():
        db.session.get(type(person), person.id).name = "Rahmi Yulianti Putri"
    with pytest.raises(Conflict), work():
        services.confirm(db.session.get(type(enrolment), enrolment.id), shown, now=clock.now())


def test_data_with_a_sign_that_no_paper_shows_are_not_confirmed_and_the_page_says_which(app, ready, as_user):
    _cohort, _trainer, _boss, person, enrolment = ready
    with work():
        db.session.get(type(person), person.id).name = "Rahmi 李"
    client, path = as_user(person), f"/sertifikat/konfirmasi/{enrolment.id}"
    page = client.get(path).get_data(as_text=True)
    assert "Tanda 李 tidak dapat dicetak" in page
    assert "Pastikan lagi" not in page
    shown = issuing.printed(db.session.get(type(enrolment), enrolment.id).user)
    with pytest.raises(Denied, match="李"), work():
        services.confirm(db.session.get(type(enrolment), enrolment.id), shown, now=clock.now())
    assert db.session.scalars(select(Confirmation)).one().facts["name"] == "Rahmi Yulianti", "what was confirmed stays"


def test_a_wrong_name_is_mended_by_a_new_certificate_that_points_at_the_old(app, ready, as_user, visitor):
    cohort, _trainer, boss, person, enrolment = ready
    with work():
        approve(cohort, [enrolment.id], boss)
    computed(app)
    old = db.session.scalars(select(Certificate)).one()
    old_id, old_code = old.id, old.code
    with work():
        db.session.get(type(person), person.id).name = "Rahmi Yulianti Putri"
    office = as_user(boss)
    assert office.post(f"/sertifikat/{old_id}/ganti", data={"reason": ""}).status_code == 422
    assert office.post(f"/sertifikat/{old_id}/ganti", data={"reason": "Nama salah."}).status_code == 303
    page = office.get(f"/sertifikat/{old_id}/kelola").get_data(as_text=True)
    assert "Buat pengganti" not in page, "one is being made"
    again = office.post(f"/sertifikat/{old_id}/ganti", data={"reason": "Lagi."})
    assert again.status_code == 409
    assert "Pengganti sertifikat ini sudah dibuat." in again.get_data(as_text=True)
    assert f"/angkatan/{cohort.id}/sertifikat" in again.get_data(as_text=True), "said on the page itself"
    assert "Berlaku" in visitor.get(f"/s/{old_code}").get_data(as_text=True)
    computed(app)
    new = db.session.scalars(select(Certificate).where(Certificate.replaces_id == old_id)).one()
    assert (new.state, new.sequence, new.facts["name"]) == (State.TERBIT, 2, "Rahmi Yulianti Putri")
    page = visitor.get(f"/s/{old_code}").get_data(as_text=True)
    assert "Diganti" in page
    assert new.short_code in page
    for here, there in ((old_id, new), (new.id, db.session.get_one(Certificate, old_id))):
        page = office.get(f"/sertifikat/{here}/kelola").get_data(as_text=True)
        assert "Alasan penggantian" in page
        assert f'href="/sertifikat/{there.id}/kelola">{there.number}</a>' in page, "each leads to the other"


def test_what_a_double_click_replaces_or_revokes_twice_happens_once(app, ready, as_user):
    cohort, _trainer, boss, _person, enrolment = ready
    with work():
        approve(cohort, [enrolment.id], boss)
    computed(app)
    office, first = as_user(boss), db.session.scalars(select(Certificate.id)).one()
    assert [office.post(f"/sertifikat/{first}/ganti", data={"reason": "Nama salah."}).status_code for _click in range(2)] == [303, 303]
    computed(app)
    second = db.session.scalars(select(Certificate.id).where(Certificate.replaces_id == first)).one()
    assert [office.post(f"/sertifikat/{second}/cabut", data={"reason": "Karya orang lain."}).status_code for _click in range(2)] == [303, 303]
    told = select(func.count()).select_from(Notification).where(Notification.text.contains("dicabut dan tidak berlaku"))
    assert db.session.scalar(told) == 1


def test_a_revoked_certificate_says_so_and_never_comes_back(app, ready, as_user, visitor):
    cohort, _trainer, boss, _person, enrolment = ready
    with work():
        approve(cohort, [enrolment.id], boss)
    computed(app)
    made = db.session.scalars(select(Certificate)).one()
    with pytest.raises(Invalid), work():
        services.revoke(db.session.get(Certificate, made.id), reason=" ", actor=works.actor(boss), now=clock.now())
    assert as_user(boss).post(f"/sertifikat/{made.id}/cabut", data={"reason": "Karya orang lain."}).status_code == 303
    assert "Dicabut" in visitor.get(f"/s/{made.code}").get_data(as_text=True)
    with pytest.raises(Denied), work():
        services.revoke(db.session.get(Certificate, made.id), reason="Lagi.", actor=works.actor(boss), now=clock.now())


def test_the_second_pengelola_is_told_that_it_was_done_and_who_has_his_certificate_lacks_no_confirmation(app, ready, as_user):
    cohort, trainer, boss, _person, enrolment = ready
    passers.passed(cohort, trainer)
    sheet, office, other = f"/angkatan/{cohort.id}/sertifikat", as_user(boss), as_user(people.pengelola())
    assert "belum memastikan datanya: 1." in office.get(sheet).get_data(as_text=True)
    office.post(sheet, data={"orang": [enrolment.id]})
    late = other.post(sheet, data={"orang": [enrolment.id]})
    assert (late.status_code, late.location) == (303, sheet)
    assert "sudah disahkan" in other.get(sheet).get_data(as_text=True)
    with work():  # as when his data were erased on his wish
        db.session.execute(delete(Confirmation).where(Confirmation.enrolment_id == enrolment.id))
    assert "belum memastikan datanya: 1." in office.get(sheet).get_data(as_text=True)


def test_after_a_revocation_somebody_who_has_passed_gets_a_new_one_where_he_is_chosen(app, ready, as_user, visitor):
    cohort, _trainer, boss, person, enrolment = ready
    sheet, office = f"/angkatan/{cohort.id}/sertifikat", as_user(boss)
    with work():
        approve(cohort, [enrolment.id], boss)
    computed(app)
    old = db.session.scalars(select(Certificate)).one()
    old_id, old_code = old.id, old.code
    with work():
        services.revoke(db.session.get(Certificate, old_id), reason="Salah cetak.", actor=works.actor(boss), now=clock.now())
    with work():
        services.complete([enrolment.id], now=clock.now())
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1, "never by itself"
    assert "narahubung" in as_user(person).get("/sertifikat").get_data(as_text=True)
    assert sheet in office.get(f"/sertifikat/{old_id}/kelola").get_data(as_text=True)
    page = office.get(sheet).get_data(as_text=True)
    assert f'value="{enrolment.id}">' in page, "offered, not chosen"
    assert office.post(sheet, data={"orang": [enrolment.id]}).status_code == 303
    computed(app)
    office.post(sheet, data={"orang": [enrolment.id]})
    new = db.session.scalars(select(Certificate).where(Certificate.replaces_id == old_id)).one()
    assert (new.state, new.edition, new.sequence) == (State.TERBIT, 2, 2)
    assert "Dicabut" in visitor.get(f"/s/{old_code}").get_data(as_text=True)
    assert "Berlaku" in visitor.get(f"/s/{new.code}").get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 2


def test_a_grade_that_changed_after_the_issue_is_pointed_out_and_comes_with_the_replacement(app, ready, as_user):
    cohort, trainer, boss, _person, enrolment = ready
    with work():
        approve(cohort, [enrolment.id], boss)
    computed(app)
    old_id = db.session.scalars(select(Certificate.id)).one()
    office = as_user(boss)
    assert "Tercetak nilai" not in office.get(f"/angkatan/{cohort.id}/sertifikat").get_data(as_text=True)
    regraded(trainer, enrolment, 3)
    assert "Tercetak nilai 93," in office.get(f"/angkatan/{cohort.id}/sertifikat").get_data(as_text=True)
    assert office.post(f"/sertifikat/{old_id}/ganti", data={"reason": "Nilai berubah."}).status_code == 303
    computed(app)
    new = db.session.scalars(select(Certificate).where(Certificate.replaces_id == old_id)).one()
    assert (new.facts["assignments"], new.facts["predikat"]) == (75, "Baik")
    assert "Tercetak nilai" not in office.get(f"/angkatan/{cohort.id}/sertifikat").get_data(as_text=True)
    regraded(trainer, enrolment, 1)
    assert "Tercetak nilai" in office.get(f"/angkatan/{cohort.id}/sertifikat").get_data(as_text=True)
    with work():
        last = services.replace(
            db.session.get(Certificate, new.id), reason="Nama salah.", actor=works.actor(boss), now=clock.now(), random=bytes([9] * 16)
        )
    assert last.facts["predikat"] == "Baik", "no paper says that somebody failed"


def test_an_automatic_class_issues_at_the_confirmation(app, ready):
    cohort, trainer, _boss, _person, _enrolment = ready
    with work():
        db.session.get(Cohort, cohort.id).issue = Issue.OTOMATIS
    _one, enrolment = passers.passed(cohort, trainer)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0
    passers.confirmed(enrolment)
    assert db.session.scalars(select(Certificate.enrolment_id)).all() == [enrolment.id]


def test_a_demonstration_counts_for_itself_and_says_contoh(app, ready):
    cohort, _trainer, boss, _person, enrolment = ready
    with work():
        db.session.get(Cohort, cohort.id).is_demo = True
    with work():
        approve(db.session.get(Cohort, cohort.id), [enrolment.id], boss)
    made = db.session.scalars(select(Certificate)).one()
    assert made.number.startswith("CONTOH-")
    assert made.series == "contoh"


def test_other_peoples_certificates_and_classes_are_not_there(app, ready, as_user, visitor):
    cohort, trainer, boss, _person, enrolment = ready
    with work():
        approve(cohort, [enrolment.id], boss)
    computed(app)
    made = db.session.scalars(select(Certificate)).one()
    stranger, _ = classes.learner(cohort)
    far = people.pengelola(people.unit_named("Kankemenag Uji Utara"))
    for person in (stranger, far, trainer):
        client = as_user(person)
        assert client.get(f"/sertifikat/{made.id}/unduh").status_code == 404
        assert client.get(f"/angkatan/{cohort.id}/sertifikat").status_code == 404
        assert client.post(f"/sertifikat/{made.id}/cabut", data={"reason": "x"}).status_code == 404
        assert client.get(f"/sertifikat/konfirmasi/{enrolment.id}").status_code == 404
    assert visitor.get("/s/TIDAKADA").status_code == 404
    assert visitor.post("/periksa-keaslian", data={"number": made.number, "name": "Orang Lain"}).status_code == 404


def test_two_threads_issue_numbers_without_a_gap(own_app):
    passers.load_course()
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    ids = []
    for _ in range(8):
        _person, enrolment = passers.passed(cohort, trainer)
        passers.confirmed(enrolment)
        ids.append(enrolment.id)
    cohort_id, actor = cohort.id, works.actor(boss)
    db.session.remove()
    faults: list[BaseException] = []

    def issue(mine: list[int]) -> None:
        with own_app.app_context():
            for enrolment_id in mine:
                for _ in range(20):
                    try:
                        with work():
                            services.approve(
                                db.session.get(Cohort, cohort_id), [enrolment_id], actor=actor, now=clock.now(), random=[fresh(enrolment_id)]
                            )
                        break
                    except Conflict:
                        continue
                    except BaseException as fault:
                        faults.append(fault)
                        raise
            db.session.remove()

    # everyone is wanted by both threads, so each number is also fought for
    threads = [Thread(target=issue, args=(one,)) for one in (ids, list(reversed(ids)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    rows = db.session.execute(select(Certificate.sequence, Certificate.enrolment_id).order_by(Certificate.sequence)).all()
    assert [row[0] for row in rows] == list(range(1, 9))
    assert {row[1] for row in rows} == set(ids)


def fresh(number: int) -> bytes:
    return number.to_bytes(16, "little")


def approve(cohort, ids, boss):
    return services.approve(
        cohort, ids, actor=works.actor(boss), now=clock.now(), random=[bytes([one % 250 + 1] * 16) for one in range(len(ids))]
    )


def test_a_certificate_has_the_same_day_on_paper_before_the_public_and_in_the_office(app, ready, as_user, visitor, time):
    """However late the worker draws it."""
    cohort, _trainer, boss, _person, enrolment = ready
    day = f"<dt>Tanggal terbit</dt><dd>{i18n.day_long(clock.local_date(clock.now()))}</dd>"
    with work():
        approve(cohort, [enrolment.id], boss)
    time.on(days=2)
    computed(app)
    made = db.session.scalars(select(Certificate)).one()
    assert day in as_user(boss).get(f"/sertifikat/{made.id}/kelola").get_data(as_text=True)
    assert day in visitor.get(f"/s/{made.code}").get_data(as_text=True)
