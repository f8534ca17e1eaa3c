"""The page "Sertifikat": what stands on the paper stands here too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from app.access.permissions import Role
from app.certificates import services
from app.certificates.models import Certificate, Confirmation
from app.certificates.office import set_office
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Issue
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed


def test_an_issued_certificate_shows_the_values_of_its_paper_and_no_others(app, graduate, as_user):
    cohort, boss, person, enrolment = graduate
    with work():
        services.approve(
            db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(range(16))]
        )
    computed(app)
    frozen(issued_on="2026-03-09", grade=89.998, predikat="Memuaskan")
    page = as_user(person).get("/sertifikat").get_data(as_text=True)
    assert "9 Maret 2026" in page
    assert "Nilai akhir: 89,99. Predikat: Memuaskan." in page
    assert page.count("Nilai akhir") == 1


def test_before_it_is_issued_the_list_says_what_is_missing(graduate, as_user):
    _cohort, _boss, person, _enrolment = graduate
    page = as_user(person).get("/sertifikat").get_data(as_text=True)
    assert "Terpenuhi" in page


@pytest.mark.parametrize(
    ("issue", "is_signed", "said"),
    [
        (Issue.SETELAH_DISAHKAN, True, "Berikutnya pengelola mengesahkan sertifikat Anda"),
        (Issue.OTOMATIS, True, "paling lambat sehari setelah nilai diumumkan"),
        (Issue.OTOMATIS, False, "begitu pengelola melengkapi penanda tangannya"),
    ],
)
def test_where_all_is_met_the_page_says_what_comes_next(app, graduate, as_user, issue, is_signed, said):
    cohort, boss, person, enrolment = graduate
    with work():
        db.session.get_one(Cohort, cohort.id).issue = issue
        if not is_signed:
            set_office(boss.unit, replace(passers.SIGNED, valid_to="2020-01-01"), actor=works.actor(boss), now=clock.now())
    page = as_user(person).get("/sertifikat").get_data(as_text=True)
    assert said in page
    assert page.count("Semua sudah terpenuhi.") == 1
    if issue is Issue.OTOMATIS:
        return
    with work():
        services.approve(
            db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(range(16))]
        )
    assert "Semua sudah terpenuhi." not in as_user(person).get("/sertifikat").get_data(as_text=True), "it is being made"


def test_while_something_is_missing_nothing_comes_next(app, graduate, as_user):
    _cohort, _boss, person, enrolment = graduate
    with work():
        db.session.execute(delete(Confirmation).where(Confirmation.enrolment_id == enrolment.id))
    page = as_user(person).get("/sertifikat").get_data(as_text=True)
    assert "Periksa dan pastikan" in page
    assert "Semua sudah terpenuhi." not in page


def frozen(**facts: object) -> None:
    """Give the one certificate other facts, so that live values would be seen."""
    made = db.session.scalars(select(Certificate)).one()
    with work():
        db.session.execute(update(Certificate).where(Certificate.id == made.id).values(facts={**made.facts, **facts}))
    db.session.expire_all()


@pytest.fixture
def graduate(app):
    """(class, pengelola, person, enrolment) of one who passed and confirmed."""
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    person = people.user("Salma Rahma Putri")
    people.grant(person, Role.PESERTA, cohort_id=cohort.id)
    _person, enrolment = passers.passed(cohort, trainer, person)
    passers.confirmed(enrolment)
    return cohort, boss, person, enrolment
