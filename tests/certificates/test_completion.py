"""Whatever makes somebody complete asks him to confirm, once, and issues at once where the class is `otomatis`."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from app.certificates import asking, services
from app.certificates.models import Certificate
from app.certificates.office import set_office
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Lesson, Test
from app.curriculum.core.encoding import from_json
from app.curriculum.core.items import TrueFalseItem
from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.grading.models import Grade
from app.grading.services import appeals, grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.queue import Job
from app.kernel.work import work
from app.learning.events import ClosingTestPassed, CohortMoved
from app.learning.models import Cohort, Enrolment, EnrolmentState, Issue
from app.learning.services import attempts, cohorts, enrolments, progress
from app.notifications.models import Mail, Notification
from app.peerreview.events import RoundClosed
from app.submissions.models import Submission
from tests.factories import classes, judged, passers, people, works
from tests.factories.judged import computed

WAYS = (
    "lesson", "closing test", "waiver", "accepted again", "grade changed", "objection answered", "review", "round closed",
    "switched", "signatory", "class moved",
)  # fmt: skip


def test_grades_that_are_released_after_the_confirmation_issue(app, automatic):
    cohort, trainer = automatic
    person, enrolment = passers.passed(cohort, trainer)
    held_again(enrolment)
    passers.confirmed(enrolment)
    settled(app)
    assert issued() == []
    release(enrolment, trainer)
    settled(app)
    assert issued() == [enrolment.id]
    assert asked(person.id) == []


def test_whoever_has_passed_is_asked_once_by_bell_and_mail(app, automatic):
    cohort, trainer = automatic
    person, enrolment = passers.passed(cohort, trainer, people.user("Rahma Yeni", email="rahma@example.go.id"))
    for _ in range(2):
        settled(app)
        held_again(enrolment)
        release(enrolment, trainer)
    settled(app)
    assert asked(person.id) == [f"/sertifikat/konfirmasi/{enrolment.id}"]
    assert mails(person.id) == 1
    assert issued() == []
    passers.confirmed(enrolment)
    assert issued() == [enrolment.id]


def test_in_a_class_that_is_approved_he_is_asked_too_and_nothing_is_issued(app, automatic):
    _cohort, _trainer = automatic
    cohort = classes.cohort()
    trainer = classes.trainer(cohort)
    person, enrolment = passers.passed(cohort, trainer)
    settled(app)
    assert len(asked(person.id)) == 1
    passers.confirmed(enrolment)
    settled(app)
    assert issued() == []


def test_nobody_is_asked_before_he_has_passed_nor_after_he_left(app, automatic):
    cohort, trainer = automatic
    weak, _ = passers.passed(cohort, trainer, level=1)
    gone, enrolment = passers.passed(cohort, trainer)
    with work():
        enrolments.decide(
            db.session.get(Enrolment, enrolment.id), EnrolmentState.MUNDUR, reason="", actor=works.actor(trainer), now=clock.now()
        )
    settled(app)
    assert asked(weak.id) == asked(gone.id) == []


def test_a_confirmation_that_came_before_the_question_makes_it_silent(app, automatic):
    cohort, trainer = automatic
    person, enrolment = passers.passed(cohort, trainer)
    passers.confirmed(enrolment)
    with work():
        services.ask_to_confirm(enrolment.id, now=clock.now())
    assert asked(person.id) == []


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_becoming_complete_leads_to_the_certificate(app, automatic, way):
    cohort, trainer = automatic
    _person, enrolment = passers.passed(cohort, trainer)
    settled(app)
    LACKS[way](cohort, trainer, enrolment)
    passers.confirmed(enrolment)
    settled(app)
    assert issued() == []
    GAINS[way](cohort, trainer, enrolment)
    settled(app)
    assert issued() == [enrolment.id]


def test_nothing_is_issued_on_grades_that_may_still_be_taken_back(app, automatic, time):
    cohort, trainer = automatic
    _person, undone = passers.passed(cohort, trainer)
    _person, left = passers.passed(cohort, trainer)
    _person, read = passers.passed(cohort, trainer)
    for one in (undone, left, read):
        unopened(one)
        release(one, trainer)
        passers.confirmed(one)
    settled(app)
    assert issued() == []
    with work():
        grades.note_seen(grade_of(read), clock.now())
    settled(app)
    assert issued() == [read.id], "whoever has opened his grade waits no longer"
    assert taken_back(undone, trainer) == 1
    time.now += timedelta(hours=23)
    settled(app)
    assert issued() == [read.id]
    time.now += timedelta(hours=2)
    settled(app)
    assert issued() == [left.id, read.id], "on grades that were held again nobody has passed"
    assert taken_back(left, trainer) == taken_back(read, trainer) == 0
    release(undone, trainer)
    time.now += timedelta(hours=25)
    settled(app)
    assert issued() == [undone.id, left.id, read.id]


def test_a_signatory_of_later_issues_on_his_first_day(app, automatic, time):
    cohort, trainer = automatic
    _person, enrolment = passers.passed(cohort, trainer)
    first_day = clock.local_date(clock.now()) + timedelta(days=2)
    sign(trainer, valid_from=first_day.isoformat())
    passers.confirmed(enrolment)
    settled(app)
    assert issued() == []
    time.now = clock.start_of_day(first_day) + timedelta(seconds=1)
    settled(app)
    assert issued() == [enrolment.id]


def test_a_large_class_is_gone_through_in_parts(app, automatic, monkeypatch):
    cohort, trainer = automatic
    with work():
        db.session.get(Cohort, cohort.id).issue = Issue.SETELAH_DISAHKAN
    for _ in range(3):
        _person, enrolment = passers.passed(cohort, trainer)
        passers.confirmed(enrolment)
    settled(app)
    monkeypatch.setattr(asking, "MOST", 2)
    switch(cohort, trainer)
    assert computed(app) == 1
    assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == asking.COMPLETE, Job.finished_at.is_(None))) == 2
    settled(app)
    assert len(issued()) == 3


def test_who_is_far_from_the_certificate_costs_the_worker_nothing(app, automatic, statements):
    cohort, _trainer = automatic
    _person, enrolment = classes.learner(cohort)
    event = ClosingTestPassed(enrolment.id, clock.now())
    with work(), statements() as seen:
        asking.on_own_step(event)
    assert len([one for one in seen if not one.startswith("BEGIN")]) == 1
    assert [one for one in db.session.scalars(select(Job.payload)) if "enrolments" in one] == []


def test_a_confirmation_and_a_job_at_once_make_one_certificate(own_app):
    passers.load_course()
    cohort = classes.cohort(issue=Issue.OTOMATIS)
    trainer, boss = classes.trainer(cohort), people.pengelola()
    passers.office(boss)
    ids = []
    for _ in range(6):
        _person, enrolment = passers.passed(cohort, trainer)
        ids.append(enrolment.id)
    db.session.remove()
    faults: list[BaseException] = []

    def confirm() -> None:
        for one in ids:
            passers.confirmed(db.session.get_one(Enrolment, one))
            db.session.rollback()

    def complete() -> None:
        for _ in range(12):
            with work():
                services.complete(ids, now=clock.now())

    def guarded(act) -> None:
        with own_app.app_context():
            try:
                act()
            except BaseException as fault:  # noqa: BLE001 -- told by the assertion below
                faults.append(fault)
            finally:
                db.session.remove()

    from_threads(guarded, confirm, complete, complete)
    assert faults == []
    assert issued() == ids
    assert db.session.scalars(select(Certificate.sequence).order_by(Certificate.sequence)).all() == list(range(1, 7))


def settled(app) -> None:
    """Run the worker until nothing waits: one job may ask for the next."""
    while computed(app):
        pass


def from_threads(run, *acts) -> None:
    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def issued() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Certificate.enrolment_id).order_by(Certificate.enrolment_id)))


def asked(user_id: int) -> list[str]:
    found = select(Notification.url).where(Notification.user_id == user_id, Notification.url.like("/sertifikat/konfirmasi/%"))
    return list(db.session.scalars(found))


def mails(user_id: int) -> int:
    found = select(func.count(Mail.id)).where(Mail.user_id == user_id, Mail.body.like("%/sertifikat/konfirmasi/%"))
    return db.session.scalar(found)


def submission_of(enrolment) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.enrolment_id == enrolment.id)).one()


def held_again(enrolment) -> None:
    """The grade as it was before its release."""
    with work():
        db.session.scalars(select(Grade).where(Grade.enrolment_id == enrolment.id)).one().released_at = None


def unopened(enrolment) -> None:
    """The grade as it was before its release, which nobody has opened."""
    held_again(enrolment)
    with work():
        grade_of(enrolment).seen_at = None


def grade_of(enrolment) -> Grade:
    return db.session.scalars(select(Grade).where(Grade.enrolment_id == enrolment.id)).one()


def taken_back(enrolment, trainer) -> int:
    mine = submission_of(enrolment)
    with work():
        return grades.take_back(mine.cohort_id, [mine.id], actor=works.actor(trainer), now=clock.now())


def release(enrolment, trainer) -> None:
    mine = submission_of(enrolment)
    with work():
        grades.release(mine.cohort_id, [mine.id], actor=works.actor(trainer), now=clock.now())


def sign(boss, **more) -> None:
    with work():
        set_office(people.unit_named("Kanwil Uji"), replace(passers.SIGNED, **more), actor=works.actor(boss), now=clock.now())


def switch(cohort, boss, issue=Issue.OTOMATIS) -> None:
    with work():
        row = db.session.get_one(Cohort, cohort.id)
        plan = cohorts.Plan(**{name: getattr(row, name) for name in cohorts.Plan.__dataclass_fields__} | {"issue": issue})
        cohorts.change_cohort(row, plan, actor=works.actor(boss), now=clock.now())


def first_step(cohort, kind) -> Step:
    return db.session.scalars(select(Step).where(Step.version_id == cohort.version_id, Step.kind == kind).order_by(Step.id)).first()


def undo(cohort, enrolment, kind=StepKind.MATERI) -> None:
    with work():
        row = progress.progress_row(enrolment.id, first_step(cohort, kind).id, clock.now())
        row.done_at, row.score = None, None


def redo_silently(cohort, enrolment) -> None:
    with work():
        progress.mark_done(enrolment.id, first_step(cohort, StepKind.MATERI).id, clock.now())


def read_on(cohort, _trainer, enrolment) -> None:
    step = first_step(cohort, StepKind.MATERI)
    lesson = from_json(Lesson, step.content)
    with work():
        progress.answer_exercise(enrolment.id, step.id, {one.id: ("apa pun",) for one in lesson.exercises()}, clock.now())
        assert progress.finish_lesson(enrolment.id, step.id, lesson, clock.now()).is_done


def pass_test(cohort, _trainer, enrolment) -> None:
    step = next(one for one in curriculum.outline(cohort.version_id).steps if one.kind is StepKind.TES_AKHIR)
    body = from_json(Test, db.session.get_one(Step, step.id).content)
    item = TrueFalseItem(id="p", prompt_html="", is_true=True, if_true_html="", if_false_html="")
    with work():
        attempt = attempts.begin(db.session.get_one(Enrolment, enrolment.id), step, body, allowed=2, seed=1, now=clock.now())
        attempts.send(attempt, step, [item], {"p": ("benar",)}, mark=70, now=clock.now())


def waive(cohort, trainer, enrolment) -> None:
    with work():
        enrolments.waive(
            db.session.get_one(Enrolment, enrolment.id), (first_step(cohort, StepKind.MATERI).key,),
            reason="Sudah mengajar ini.", actor=works.actor(trainer), now=clock.now(),
        )  # fmt: skip


def leave(_cohort, trainer, enrolment, state=EnrolmentState.MUNDUR) -> None:
    with work():
        mine = db.session.get_one(Enrolment, enrolment.id)
        enrolments.decide(mine, state, reason="", actor=works.actor(trainer), now=clock.now())


def grade(_cohort, trainer, enrolment, level=4) -> None:
    mine = submission_of(enrolment)
    known = db.session.scalars(select(Grade).where(Grade.submission_id == mine.id)).one()
    with work():
        known.released_at = clock.now() - timedelta(days=2)
        grades.grade_by_trainer(
            mine, version_id=known.version_id, levels={one["id"]: level for one in mine.assignment.rubric.criteria}, feedback="",
            reason="Dibaca ulang.", based_on=known.graded_at, actor=works.actor(trainer), now=clock.now(),
        )  # fmt: skip


def object_to(cohort, trainer, enrolment) -> None:
    grade(cohort, trainer, enrolment, level=1)
    with work():
        mine = db.session.scalars(select(Grade).where(Grade.enrolment_id == enrolment.id)).one()
        appeals.object_to(mine, reason="Sumbernya ada di alinea dua.", actor=works.actor(enrolment.user), now=clock.now())


def send_review(cohort, _trainer, enrolment) -> None:
    redo_silently(cohort, enrolment)
    author, _theirs = classes.learner(cohort)
    task = works.opened(cohort)["teks"]
    version = works.sent(author, task)
    judged.review(judged.round_of(task), version, enrolment.user, [3] * len(task.rubric.criteria))


def close_round(cohort, _trainer, enrolment) -> None:
    redo_silently(cohort, enrolment)
    with work():
        publish(RoundClosed(judged_round(cohort), clock.now()))


def move_class(cohort, _trainer, enrolment) -> None:
    redo_silently(cohort, enrolment)
    with work():
        publish(CohortMoved(cohort.id, cohort.version_id, cohort.version_id, (), clock.now()))


def judged_round(cohort) -> int:
    return db.session.scalars(select(judged.Round.id).where(judged.Round.cohort_id == cohort.id)).first()


LACKS = {
    "lesson": lambda cohort, _trainer, one: undo(cohort, one),
    "closing test": lambda cohort, _trainer, one: undo(cohort, one, StepKind.TES_AKHIR),
    "waiver": lambda cohort, _trainer, one: undo(cohort, one),
    "accepted again": leave,
    "grade changed": lambda cohort, trainer, one: grade(cohort, trainer, one, level=1),
    "objection answered": object_to,
    "review": lambda cohort, _trainer, one: undo(cohort, one),
    "round closed": lambda cohort, _trainer, one: undo(cohort, one),
    "switched": lambda cohort, trainer, _one: switch(cohort, trainer, Issue.SETELAH_DISAHKAN),
    "signatory": lambda _cohort, trainer, _one: sign(trainer, valid_to="2020-01-01"),
    "class moved": lambda cohort, _trainer, one: undo(cohort, one),
}
GAINS = {
    "lesson": read_on,
    "closing test": pass_test,
    "waiver": waive,
    "accepted again": lambda cohort, trainer, one: leave(cohort, trainer, one, EnrolmentState.DITERIMA),
    "grade changed": grade,
    "objection answered": grade,
    "review": send_review,
    "round closed": close_round,
    "switched": lambda cohort, trainer, _one: switch(cohort, trainer),
    "signatory": lambda _cohort, trainer, _one: sign(trainer),
    "class moved": move_class,
}


@pytest.fixture
def automatic(app):
    """A class that issues by itself, its pelatih, and a signatory of today."""
    cohort = classes.cohort(issue=Issue.OTOMATIS)
    passers.office(people.pengelola())
    return cohort, classes.trainer(cohort)
