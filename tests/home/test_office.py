"""A pengelola's first page: every number leads to where it is settled, every class and place to its people."""

from __future__ import annotations

from datetime import timedelta

from app.certificates import services
from app.home import queries as home
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed


def invited(cohort):
    _person, enrolment = classes.learner(cohort)
    with work():
        db.session.get_one(Enrolment, enrolment.id).state = EnrolmentState.DIUNDANG


def coded(**codes: str):
    """Give the offices of the small tree the codes of real ones."""
    with work():
        for name, code in codes.items():
            people.unit_named(f"Kankemenag Uji {name}").kode_bps = code


def test_a_number_leads_to_the_list_that_settles_it_and_with_several_classes_to_their_cards(as_user):
    boss, first = as_user(people.pengelola()), classes.cohort()
    invited(first)
    way = f'href="/angkatan/{first.id}?keadaan=diundang#peserta"'
    page = boss.get("/").get_data(as_text=True)
    assert page.count(way) == 2, "in the sentence and on the card"
    assert "1</b> orang diundang tetapi belum masuk." in page
    second = classes.cohort()
    invited(second)
    page = boss.get("/").get_data(as_text=True)
    assert page.count(way) == 1
    assert '<a href="#angkatan"><b>2</b> orang diundang tetapi belum masuk.' in page
    assert 'id="angkatan"' in page


def test_a_class_that_is_over_stays_until_its_certificates_are_out_and_waits_for_nothing_else(app, as_user):
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    _person, enrolment = passers.passed(cohort, trainer)
    passers.confirmed(enrolment)
    _other, failed = classes.learner(cohort)
    passers.confirmed(failed)
    invited(cohort)
    with work():
        row = db.session.get_one(Cohort, cohort.id)
        row.starts_on, row.ends_on = row.starts_on - timedelta(days=60), row.ends_on - timedelta(days=60)
    [card] = home.office(works.actor(boss), clock.now()).classes
    assert (card.to_approve, card.not_come, card.idle) == (1, 0, 0), "who confirmed and failed the closing test gets none"
    assert f'href="/angkatan/{cohort.id}/sertifikat"' in as_user(boss).get("/").get_data(as_text=True)
    with work():
        services.approve(
            db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(range(16))]
        )
    computed(app)
    found = home.office(works.actor(boss), clock.now())
    assert (found.classes, found.certificates) == ((), 1)


def test_the_tiles_count_the_people_of_a_place_with_its_madrasah_and_name_who_works_elsewhere(as_user):
    coded(Utara="1307", Selatan="1371")
    cohort, north = classes.cohort(), people.unit_named("Kankemenag Uji Utara")
    for unit in (north, people.unit_named("MAN Utara"), people.unit_named("Kanwil Uji")):
        classes.learner(cohort, unit=unit)
    page = as_user(people.pengelola()).get("/").get_data(as_text=True)
    assert "css/tiles" in page
    assert f'<a class="tile l2" href="/orang?satker={north.id}">Agam <b>2</b><span class="sr"> orang belajar</span></a>' in page
    assert '<span class="tile l0">Kota Padang <b aria-hidden="true">–</b></span>' in page
    assert "1 orang lagi bekerja di luar" in page
    with work():
        db.session.get_one(Cohort, cohort.id).starts_on = clock.local_date(clock.now()) + timedelta(days=1)
    assert 'class="tile l2"' not in as_user(people.pengelola()).get("/").get_data(as_text=True), "nobody learns before the first day"


def test_an_office_of_one_place_sees_its_own_classes_and_no_tiles(as_user):
    coded(Utara="1307", Selatan="1371")
    north = people.unit_named("Kankemenag Uji Utara")
    invited(classes.cohort())
    own = classes.cohort(unit=north)
    page = as_user(people.pengelola(north)).get("/").get_data(as_text=True)
    assert 'class="tiles"' not in page
    assert own.name in page
    assert "diundang tetapi belum masuk" not in page


def test_the_page_costs_the_same_for_one_class_and_for_five(as_user, statements):
    coded(Utara="1307", Selatan="1371")
    boss = as_user(people.pengelola())
    invited(classes.cohort())
    boss.get("/")
    with statements() as few:
        boss.get("/")
    for _ in range(4):
        invited(classes.cohort())
        classes.learner(classes.cohort(), unit=people.unit_named("MAN Selatan"))
    with statements() as more:
        boss.get("/")
    assert len(more) == len(few) <= 12
