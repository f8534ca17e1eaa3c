"""Beranda: what waits, with what is at stake, and what was earned."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import User
from app.certificates import services
from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.home import queries as home
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core.completion import ALL_STEPS
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.learning.services import enrolments
from app.reports.queries import Why
from app.reports.queries import board as boards
from tests.factories import classes, passers, people, rounds, works
from tests.factories.judged import computed


def test_help_is_one_link_away_for_everybody(app, visitor, as_user):
    for client in (visitor, as_user(people.user())):
        assert '<a href="/bantuan">Bantuan</a>' in client.get("/" if client is not visitor else "/masuk").get_data(as_text=True)
        page = client.get("/bantuan")
        assert page.status_code == 200
        assert page.get_data(as_text=True).count("<summary>") >= 14


@pytest.mark.parametrize("path", ["/", "/tugas"])
def test_a_late_task_says_when_it_closes_and_what_it_costs(app, as_user, path):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    task = works.opened(cohort)["teks"]
    with work():
        task.due_at, task.late_days, task.late_points = clock.now() - timedelta(hours=30), 4, 7
    page = unescape(as_user(learner).get(path).get_data(as_text=True))
    assert "ditutup " in page
    assert "nilai dikurangi 14" in page
    assert "tenggat 2 hari lagi" not in page


@pytest.mark.parametrize(("role", "is_measured"), [(Role.PESERTA, True), (Role.SISWA, False)])
def test_only_whoever_works_here_is_measured_against_the_yearly_right_of_an_asn(app, as_user, role, is_measured):
    learner, _enrolment = classes.learner(classes.cohort(), role=role)
    page = as_user(learner).get("/").get_data(as_text=True)
    assert "JP tahun ini" in page
    assert ("0 dari 20 JP" in page) is is_measured


def test_tasks_of_two_classes_are_told_apart(app, as_user):
    first, second = classes.cohort(), classes.cohort()
    learner, _enrolment = classes.learner(first)
    classes.learner(second, learner)
    names = [first.name, second.name]
    for one in (first, second):
        works.opened(one)
    page = as_user(learner).get("/").get_data(as_text=True)
    for name in names:
        assert f"Tugas · {name}" in page


def test_works_to_review_of_a_class_that_one_has_left_wait_no_more(app, as_user):
    round_, authors = rounds.made(4)
    rounds.turn(round_)
    classes.learner(classes.cohort(), authors[0])
    assert "/telaah/" in as_user(authors[0]).get("/").get_data(as_text=True)
    with work():
        mine = db.session.scalars(
            select(Enrolment).where(Enrolment.user_id == authors[0].id, Enrolment.cohort_id == round_.cohort_id)
        ).one()
        mine.state = EnrolmentState.MUNDUR
    assert "/telaah/" not in as_user(authors[0]).get("/").get_data(as_text=True)


def test_reviews_to_make_up_wait_until_the_last_is_sent(app, as_user, time):
    """Once the clock gives none unasked: held works wait as themselves, a volunteer and whoever has sent all are asked for nothing."""
    round_, authors = rounds.made(5, sent=4)
    rounds.turn(round_)
    quick, slow, volunteer = authors[0], authors[1], authors[4]
    for task in rounds.tasks_of(round_):
        if task.reviewer_id != slow.id:
            rounds.send(task)
    assert "Telaah Anda kurang" not in as_user(slow).get("/").get_data(as_text=True)
    time.now = round_.review_due_at - timedelta(hours=1)
    rounds.turn(round_)
    said = {path: as_user(slow).get(path).get_data(as_text=True) for path in ("/", "/telaah")}
    assert "Telaah Anda kurang 3" in said["/"]
    assert 'href="/telaah"' in said["/"]
    assert "Telaah Anda kurang 3" in said["/telaah"]
    time.now = round_.revise_due_at + timedelta(hours=1)
    rounds.turn(round_)
    for one in (quick, volunteer):
        assert "Telaah Anda kurang" not in as_user(one).get("/").get_data(as_text=True)
    for left in (3, 2, 1):
        client = as_user(slow)
        assert f"Telaah Anda kurang {left}" in client.get("/").get_data(as_text=True)
        assert client.post(f"/telaah/putaran/{round_.id}/minta").status_code == 303
        page = client.get("/").get_data(as_text=True)
        assert ("Telaah Anda kurang" in page) is (left > 1)
        given = rounds.tasks_of(round_, "ditawarkan")[0].id
        client.post(f"/telaah/{given}/buka")
        assert f"Terkirim {3 - left} dari 3 telaah" in client.get(f"/telaah/{given}").get_data(as_text=True), "as his list says it"
        rounds.send(rounds.tasks_of(round_, "dibuka")[0])
    assert "Telaah Anda kurang" not in as_user(slow).get("/").get_data(as_text=True)


def test_a_first_page_costs_the_same_with_a_second_class_and_reviews_to_make_up(app, as_user, time, statements):
    round_, authors = rounds.made(4)
    client = as_user(authors[0])
    client.get("/")
    with statements() as few:
        client.get("/")
    rounds.turn(round_)
    time.now = round_.revise_due_at + timedelta(hours=1)
    rounds.turn(round_)
    other = classes.cohort()
    classes.learner(other, authors[0])
    works.opened(other)
    client.get("/")
    with statements() as more:
        assert "Telaah Anda kurang" in client.get("/").get_data(as_text=True)
    assert len(more) == len(few) <= 12


def test_whoever_has_nothing_left_to_do_is_led_to_what_his_certificate_waits_for(app, as_user):
    person, enrolment = classes.learner(classes.cohort())
    assert "Lihat syarat sertifikat" not in as_user(person).get("/").get_data(as_text=True)
    with work():
        db.session.get_one(Enrolment, enrolment.id).waived_steps = [ALL_STEPS]
    page = as_user(person).get("/").get_data(as_text=True)
    assert "Tidak ada yang menunggu Anda." in page
    assert "Lihat syarat sertifikat" in page


def test_whoever_holds_the_certificate_is_not_told_to_go_on(app, as_user):
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    person = people.user("Salma Rahma Putri")
    people.grant(person, Role.PESERTA, cohort_id=cohort.id)
    _person, enrolment = passers.passed(cohort, trainer, person)
    passers.confirmed(enrolment)
    client = as_user(person)
    assert "Sertifikat Anda sudah terbit" not in client.get("/").get_data(as_text=True)
    with work():
        services.approve(
            db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[bytes(range(16))]
        )
    computed(app)
    page = client.get("/").get_data(as_text=True)
    assert "Sertifikat Anda sudah terbit" in page
    assert "Lihat sertifikat" in page
    assert "Lanjutkan" not in page



@pytest.mark.parametrize("learns_elsewhere", [False, True])
def test_whoever_left_his_class_reaches_the_certificate_that_he_earned_there(app, as_user, learns_elsewhere):
    """Leaving takes his role; the paper stays his, on the page of certificates, as a file, and in what he is led to."""
    cohort = classes.cohort()
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    person, enrolment = passers.passed(cohort, trainer)
    passers.confirmed(enrolment)
    now = clock.now()
    with work():
        services.approve(db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=now, random=[bytes(range(16))])
    computed(app)
    with work():
        enrolments.decide(db.session.get_one(Enrolment, enrolment.id), EnrolmentState.MUNDUR, reason="Pindah tugas.", actor=works.actor(boss), now=now)
    if learns_elsewhere:
        classes.learner(classes.cohort(), person)
    client = as_user(person)
    assert 'href="/sertifikat"' in client.get("/").get_data(as_text=True)
    page = client.get("/sertifikat").get_data(as_text=True)
    at = re.search(r'href="(/sertifikat/\d+/unduh)"', page)
    assert at
    assert client.get(at[1]).data.startswith(b"%PDF")
    assert as_user(people.user()).get(at[1]).status_code == 404
    stranger = as_user(people.user())
    assert "/sertifikat/" not in stranger.get("/sertifikat").get_data(as_text=True)
    assert 'href="/sertifikat"' not in stranger.get("/").get_data(as_text=True)


def test_the_numbers_of_a_trainers_class_lead_to_their_lists(as_user):
    cohort = classes.cohort()
    client = as_user(classes.trainer(cohort))
    classes.learner(cohort)
    way = f'href="/rekap/{cohort.id}/papan"'
    assert way not in client.get("/").get_data(as_text=True), "nobody is quiet"
    with work():
        for one in db.session.scalars(select(Enrolment)):
            one.joined_at = one.last_active_at = clock.now() - timedelta(days=9)
        db.session.get_one(Cohort, cohort.id).starts_on -= timedelta(days=20)
    assert way in client.get("/").get_data(as_text=True)


def test_a_trainers_home_says_what_his_desk_says(app, as_user, statements):
    cohort = classes.cohort()
    trainer = classes.trainer(cohort)
    client = as_user(trainer)
    assert "Belum ada naskah yang terkumpul." in client.get("/").get_data(as_text=True)
    task = works.opened(cohort)["teks"]
    for _ in range(2):
        works.sent(classes.learner(cohort)[0], task)
    said = "dari 2 naskah perlu Anda baca, kira-kira"
    pages = [client.get(path).get_data(as_text=True) for path in ("/", "/meja")]
    assert [page.count(said) for page in pages] == [1, 1]
    with statements() as few:
        client.get("/")
    for _ in range(3):
        works.sent(classes.learner(cohort)[0], task)
    people.grant(trainer, Role.PELATIH, cohort_id=classes.cohort().id)
    with statements() as more:
        client.get("/")
    assert len(more) == len(few) <= 12


def test_who_has_nothing_left_to_do_is_not_counted_as_quiet(app):
    """The board's rule: of four who were silent, one has done everything, one was waived it step by step, one altogether."""
    cohort, office = classes.cohort(), people.pengelola()
    trainer, now = classes.trainer(cohort), clock.now()
    steps = db.session.scalars(select(Step).where(Step.version_id == cohort.version_id, Step.is_required)).all()
    task = works.opened(cohort)["teks"]
    _quiet, done, waived, free = (classes.learner(cohort)[1] for _ in range(4))
    works.sent(db.session.get(User, done.user_id), task)
    with work():
        cohort.starts_on -= timedelta(days=20)
        for one in db.session.scalars(select(Enrolment)):
            one.joined_at = one.last_active_at = now - timedelta(days=9)
        for step in steps:
            if step.kind is not StepKind.TUGAS:
                db.session.add(Progress(enrolment_id=done.id, step_id=step.id, answers={}, reached_end=True, opened_at=now, done_at=now, score=100))
        done.waived_steps = [step.key for step in steps if step.kind is StepKind.TUGAS and step.id != task.step_id]
        waived.waived_steps, free.waived_steps = [step.key for step in steps], [ALL_STEPS]
    assert home.office(works.actor(office), now).total("idle") == 1
    assert [one.idle for one in home.trainer(works.actor(trainer), now)] == [1]
    assert boards.board(cohort, now, page=1).stuck[Why.TIDAK_AKTIF] == 1


def test_an_office_without_a_running_class_is_led_to_open_one(app, as_user):
    boss = people.pengelola()
    assert 'href="/angkatan/baru"' in as_user(boss).get("/").get_data(as_text=True)
    classes.cohort()
    coming = classes.cohort()
    classes.learner(coming)
    with work():
        db.session.get(Cohort, coming.id).starts_on = clock.local_date(clock.now()) + timedelta(days=3)
    page = as_user(people.pengelola(people.unit_named("Kanwil Uji"))).get("/").get_data(as_text=True)
    assert 'href="/angkatan/baru"' not in page
    assert "1</b> angkatan sedang berjalan, 0 orang belajar." in " ".join(page.split()), "who joined a class to come does not learn yet"
