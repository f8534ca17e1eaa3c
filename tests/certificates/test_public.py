"""What a stranger reads about a certificate: of a pupil no more than the first name and initials."""

from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import select, update

from app.access.permissions import Role
from app.accounts.models import User
from app.certificates import services
from app.certificates.models import Certificate
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort
from tests.certificates import pdftext
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed

NAME, SHOWN = "Salma Rahma Putri", "Salma R. P."


def test_a_pupil_is_shown_by_first_name_and_initials(app, pupil, visitor):
    made = issued(app, *pupil)
    assert made.facts["is_pupil"] is True
    content = storage.get(made.file_digest)
    for page in (
        visitor.get(f"/s/{made.code}"),
        visitor.get(f"/s/{made.short_code}"),
        visitor.post("/periksa-keaslian", data={"code": made.short_code}),
        visitor.post("/periksa-keaslian", data={"number": made.number, "name": NAME.upper()}),
        visitor.post("/periksa-keaslian", data={"document": (BytesIO(content), "s.pdf")}, content_type="multipart/form-data"),
    ):
        text = unescape(page.get_data(as_text=True))
        assert page.status_code == 200
        assert "Berlaku" in text
        assert SHOWN in text
        assert "Rahma" not in text
        assert "disingkat" in text


def test_the_short_form_does_not_find_what_the_full_name_finds(app, pupil, visitor):
    made = issued(app, *pupil)
    assert visitor.post("/periksa-keaslian", data={"number": made.number, "name": SHOWN}).status_code == 404


def test_the_certificate_itself_holds_the_full_name_for_its_owner_and_the_pengelola(app, pupil, as_user):
    made = issued(app, *pupil)
    cohort, boss, enrolment = pupil
    for person in (db.session.get_one(User, enrolment.user_id), boss):
        front = pdftext.words(as_user(person).get(f"/sertifikat/{made.id}/unduh").data)[0]
        assert NAME in front
    assert NAME in as_user(boss).get(f"/angkatan/{cohort.id}/sertifikat").get_data(as_text=True)


def test_others_are_shown_in_full(app, visitor):
    cohort, boss, enrolment = graduate(people.user(NAME), Role.PESERTA)
    made = issued(app, cohort, boss, enrolment)
    assert made.facts["is_pupil"] is False
    text = visitor.get(f"/s/{made.code}").get_data(as_text=True)
    assert NAME in text
    assert "disingkat" not in text


def test_he_stays_masked_when_he_is_no_pupil_any_more(app, pupil, visitor):
    made = issued(app, *pupil)
    with work():
        db.session.get_one(User, made.user_id).is_pupil = False
    assert NAME not in visitor.get(f"/s/{made.code}").get_data(as_text=True)


@pytest.mark.parametrize("is_pupil_now", [True, False])
def test_an_older_certificate_is_judged_by_the_account_and_its_role(app, pupil, visitor, is_pupil_now):
    made = issued(app, *pupil)
    code, user_id = made.code, made.user_id
    forget(made)
    with work():
        db.session.get_one(User, user_id).is_pupil = is_pupil_now
    text = visitor.get(f"/s/{code}").get_data(as_text=True)
    assert SHOWN in text
    assert NAME not in text


def test_an_older_certificate_of_somebody_else_is_shown_in_full(app, visitor):
    cohort, boss, enrolment = graduate(people.user(NAME), Role.PESERTA)
    made = issued(app, cohort, boss, enrolment)
    code = made.code
    forget(made)
    assert NAME in visitor.get(f"/s/{code}").get_data(as_text=True)


def test_what_people_paste_and_type_from_paper_is_understood(app, visitor):
    made = issued(app, *graduate(people.user("Rahmi Yulianti, S.Ag."), Role.PESERTA))
    spaced = made.number.replace("/", " / ")
    for typed in (
        {"code": f"https://surau.example.go.id/s/{made.code}"},
        {"code": f" https://surau.example.go.id/s/{made.short_code}/ "},
        {"number": f"Nomor {made.number}", "name": "Rahmi Yulianti"},
        {"number": f"No. : {spaced}", "name": "yulianti rahmi"},
        {"number": f"nomor: {made.number.lower()}", "name": "Rahmi Yulianti S.Ag"},
    ):
        answer = visitor.post("/periksa-keaslian", data=typed)
        assert answer.status_code == 200, typed
        assert "Berlaku" in answer.get_data(as_text=True)


def test_whoever_finds_nothing_is_told_what_to_look_at_in_what_he_typed(app, visitor):
    made = issued(app, *graduate(people.user("Rahmi Yulianti, S.Ag."), Role.PESERTA))
    for typed, words in (
        ({"number": made.number, "name": "Rahmi"}, "paling sedikit dua kata"),
        ({"number": made.number, "name": "Rahmi Yulianti Putri"}, "paling sedikit dua kata"),
        ({"code": "K7QM-3XFD-9RTB-WHPA"}, "tidak memuat angka nol dan satu"),
    ):
        answer = visitor.post("/periksa-keaslian", data=typed)
        assert answer.status_code == 404
        assert words in answer.get_data(as_text=True)


def forget(made: Certificate) -> None:
    """The facts as they were frozen before anybody noted who is a pupil."""
    facts = {name: value for name, value in made.facts.items() if name != "is_pupil"}
    with work():
        db.session.execute(update(Certificate).where(Certificate.id == made.id).values(facts=facts))
    db.session.expire_all()


def graduate(person, role):
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    people.grant(person, role, cohort_id=cohort.id)
    _person, enrolment = passers.passed(cohort, trainer, person)
    passers.confirmed(enrolment)
    return cohort, boss, enrolment


def issued(app, cohort, boss, enrolment) -> Certificate:
    with work():
        services.approve(
            db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(range(16))]
        )
    computed(app)
    return db.session.scalars(select(Certificate)).one()


@pytest.fixture
def pupil(app):
    """(class, pengelola, enrolment) of a pupil who passed and confirmed."""
    return graduate(people.user(NAME, is_pupil=True, unit=people.unit_named("MAN Utara")), Role.SISWA)
