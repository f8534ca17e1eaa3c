"""The attendance list: who holds a seat, NIP in full only for whoever runs the class."""

from __future__ import annotations

from html import unescape

from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Enrolment, EnrolmentState
from tests.factories import classes, people

NIP = "198603112009012003"


def page_of(client, cohort, day=""):
    answer = client.get(f"/rekap/{cohort.id}/daftar-hadir" + (f"?hari={day}" if day else ""))
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_everybody_with_a_seat_signs_in_the_order_of_names_and_nobody_else(as_user, statements):
    cohort = classes.cohort()
    names = {"Zulfa": EnrolmentState.DITERIMA, "Asma": EnrolmentState.DIUNDANG, "Menunggu Dia": EnrolmentState.MENUNGGU, "Mundur Dia": EnrolmentState.MUNDUR}
    for name, state in names.items():
        _person, enrolment = classes.learner(cohort, people.user(name, title_before="Dra.", title_after="M.Pd."))
        with work():
            db.session.get_one(Enrolment, enrolment.id).state = state
    boss = as_user(people.pengelola())
    page = page_of(boss, cohort)
    assert page.index("Dra. Asma, M.Pd.") < page.index("Dra. Zulfa, M.Pd.")
    assert "Menunggu Dia" not in page
    assert "Mundur Dia" not in page
    assert page.count('class="sign"') == 2 + 3, "three empty lines for who comes unannounced"
    with statements() as seen:
        page_of(boss, cohort)
    assert len(seen) <= 12


def test_the_nip_is_whole_for_the_office_and_masked_for_the_trainer_and_a_pupil_has_none(as_user):
    cohort = classes.cohort()
    classes.learner(cohort, people.user(nip=NIP))
    classes.learner(cohort, people.user(is_pupil=True, nisn="0091234567"))
    office, trainer = page_of(as_user(people.pengelola()), cohort), page_of(as_user(classes.trainer(cohort)), cohort)
    assert "19860311 200901 2 003" in office
    assert "1986**** ****** * ***" in trainer
    for page in (office, trainer):
        assert "009123" not in page
    assert "20090" not in trainer


def test_the_day_is_the_one_asked_for_and_nonsense_is_a_day_of_the_class(as_user):
    cohort, boss = classes.cohort(), as_user(people.pengelola())
    assert "Kamis, 7 Maret 2024" in page_of(boss, cohort, "2024-03-07")
    own = page_of(boss, cohort)
    for day in ("kemarin", "2024-02-30", "9999999-01-01"):
        assert page_of(boss, cohort, day) == own


def test_a_class_without_people_says_so_and_one_of_another_office_is_not_there(as_user):
    cohort = classes.cohort(unit=people.unit_named("Kankemenag Uji Utara"))
    assert "Belum ada peserta" in page_of(as_user(people.pengelola()), cohort)
    stranger = as_user(people.pengelola(people.unit_named("Kankemenag Uji Selatan")))
    assert stranger.get(f"/rekap/{cohort.id}/daftar-hadir").status_code == 404
