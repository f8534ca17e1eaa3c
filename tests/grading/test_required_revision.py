"""`Wajib revisi` holds everything up until the pelatih grades a later version, whatever the sum of the points."""

import html
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.access.scope import Scope
from app.certificates import services as certificates
from app.certificates.asking import COMPLETE
from app.grading.models import Act, Grade, GradeEvent
from app.grading.queries import desk as desk_queries
from app.grading.queries.book import Wish, book
from app.grading.queries.standing import class_standing
from app.grading.services import appeals, grades, revisions
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.queue import Job
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment
from app.notifications.models import Notification
from app.reports.queries.recap import recap
from app.submissions.models import Submission, Version
from tests.factories import classes, passers, people, works
from tests.factories.judged import computed

ASKED = 'Pelatih mewajibkan revisi tugas "Tugas modul 4". Perbaiki naskahnya, lalu kumpulkan versi berikutnya.'
SENT = 'Revisi wajib tugas "Tugas modul 4" sudah terkumpul dan menunggu dinilai pelatih.'


def test_nobody_passes_with_a_revision_owed_and_the_checklist_says_why(passer, as_user):
    assert told(passer) == (True, "ya", True, ())
    asked(passer)
    assert told(passer) == (False, "belum", False, (ASKED,))
    assert ASKED in html.unescape(as_user(passer.person).get("/sertifikat").get_data(as_text=True))
    with pytest.raises(Denied), work():
        certificates.approve(passer.cohort, [passer.enrolment.id], actor=works.actor(passer.trainer), now=clock.now(), random=[b"0" * 16])


def test_sending_is_not_enough_and_the_grade_of_the_new_version_ends_it(passer):
    asked(passer)
    second = sent(passer)
    assert not db.session.get_one(Submission, second.submission_id).revision_required
    assert told(passer) == (False, "belum", False, (SENT,))
    graded(passer, second, 4)
    assert told(passer) == (True, "ya", True, ())


def test_grading_the_old_version_again_changes_nothing_and_asking_again_counts_anew(passer):
    asked(passer)
    graded(passer, passer.version, 4)
    assert told(passer)[0] is False
    second = sent(passer)
    asked(passer)
    graded(passer, second, 4)
    assert told(passer) == (False, "belum", False, (ASKED,))
    graded(passer, sent(passer, "Naskah ketiga yang lebih baik lagi."), 4)
    assert told(passer)[0] is True


def test_what_was_asked_by_mistake_is_taken_back_and_holds_nobody_up(app, passer, as_user):
    asked(passer)
    number = passer.version.submission_id
    trainer, url = as_user(passer.trainer), f"/meja/naskah/{number}/revisi/cabut"
    assert "Cabut permintaan" in trainer.get(f"/meja/naskah/{number}").get_data(as_text=True)
    refused = trainer.post(url, data={"cabut": " "})
    assert (refused.status_code, "Tulis alasan mencabut" in refused.get_data(as_text=True)) == (422, True)
    assert as_user(passer.person).post(url, data={"cabut": "Tidak perlu"}).status_code in {403, 404}
    assert told(passer)[0] is False
    task = f"/tugas/{db.session.get_one(Submission, number).assignment_id}"
    assert "Samarkan nama anak." in as_user(passer.person).get(task).get_data(as_text=True), "the author reads what is asked"
    with work():
        db.session.execute(delete(Job))
    assert trainer.post(url, data={"cabut": "Tertukar dengan naskah lain."}).status_code == 303
    assert told(passer) == (True, "ya", True, ())
    assert db.session.scalars(select(Job.kind)).all() == [COMPLETE], "he may be issued now"
    page = html.unescape(trainer.get(f"/meja/naskah/{number}").get_data(as_text=True))
    assert "mencabut permintaan revisi versi 1" in page
    assert "Tertukar dengan naskah lain." in page
    assert "Cabut permintaan" not in page
    bell = db.session.scalars(select(Notification).where(Notification.user_id == passer.person.id).order_by(Notification.id.desc())).first()
    assert bell.text == "Pelatih mencabut permintaan revisi Tugas modul 4; Anda tidak perlu mengirim versi baru. Alasannya: Tertukar dengan naskah lain."
    submission = db.session.get_one(Submission, number)
    assert (submission.revision_required, submission.revision_of, submission.revise_until) == (False, None, None)
    assert "Samarkan nama anak." not in as_user(passer.person).get(task).get_data(as_text=True)
    assert trainer.post(url, data={"cabut": "Sekali lagi"}).status_code == 403
    acts = db.session.scalars(select(GradeEvent.act).where(GradeEvent.submission_id == number).order_by(GradeEvent.id)).all()
    assert acts[-2:] == [Act.WAJIB_REVISI, Act.REVISI_DITERIMA], "both stay"


def test_the_days_that_a_review_has_opened_stay(desk):
    desk.reviewed()
    version, until = desk.versions[0], clock.now() + timedelta(days=2)
    with work():
        submission = db.session.get_one(Submission, version.submission_id)
        desk.round.opened_revision_at, desk.round.revise_due_at = clock.now(), until
        revisions.require_revision(submission, reason="Samarkan nama anak.", actor=works.actor(desk.trainer), now=clock.now())
        revisions.take_back_revision(submission, reason="Tertukar.", actor=works.actor(desk.trainer), now=clock.now())
    assert db.session.get_one(Submission, version.submission_id).revise_until == until


def test_a_waived_task_owes_no_revision(passer):
    asked(passer)
    with work():
        mine = db.session.get_one(Enrolment, passer.enrolment.id)
        mine.waived_steps = [*mine.waived_steps, "uj-4/tugas"]
    assert told(passer) == (True, "ya", True, ())


def test_a_held_grade_of_peers_is_not_released_unread_while_a_revision_is_owed(app, desk, as_user):
    desk.reviewed(((4, 4, 4), (4, 4, 4), (4, 4, 4), (4, 4, 4)))
    computed(app)
    with work():
        for version in desk.versions:
            revisions.require_revision(db.session.get_one(Submission, version.submission_id), reason="Samarkan nama anak.", actor=works.actor(desk.trainer), now=clock.now())
    task = desk_queries.one_class(desk.cohort.id, Scope(everything=True), clock.now()).task(desk.task.id)
    assert len(task.held) == 4
    assert task.ready == ()
    page = as_user(desk.trainer).get(f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}").get_data(as_text=True)
    assert page.count("wajib revisi: menunggu versi berikutnya") == 4
    assert " checked" not in page


def test_the_same_words_open_the_days_again_once_they_are_over(app, desk):
    with work():
        submission = db.session.get_one(Submission, desk.versions[0].submission_id)
        for at in (clock.now() - timedelta(days=6), clock.now()):
            revisions.require_revision(submission, reason="Samarkan nama anak.", actor=works.actor(desk.trainer), now=at)
    assert submission.revise_until > clock.now() + timedelta(days=4)


def test_a_grade_of_the_trainer_is_not_ticked_for_release_while_a_revision_is_owed(app, desk, as_user):
    client, work_id = as_user(desk.trainer), desk.versions[0].submission_id
    client.post(f"/meja/naskah/{work_id}", data={f"tingkat-{one['id']}": "3" for one in desk.task.rubric.criteria})
    page = f"/meja/{desk.cohort.id}/umumkan?tugas={desk.task.id}"
    assert f'value="{work_id}" checked' in client.get(page).get_data(as_text=True)
    client.post(f"/meja/naskah/{work_id}/revisi", data={"why": "Samarkan nama anak."})
    listed = client.get(page).get_data(as_text=True)
    assert f'value="{work_id}"' in listed
    assert " checked" not in listed, "the queue does not offer it either"


def test_an_objection_is_still_heard_while_a_revision_is_owed(app, passer):
    with work():
        found = db.session.scalars(select(Grade).where(Grade.submission_id == passer.version.submission_id)).one()
        appeals.object_to(found, reason="Mohon dibaca lagi.", actor=works.actor(passer.person), now=clock.now())
    asked(passer)
    task = desk_queries.one_class(passer.cohort.id, Scope(everything=True), clock.now()).task(passer.version.submission.assignment_id)
    assert [one.waits for one in task.works] == [("keberatan",)]


def told(passer) -> tuple[bool, str, bool, tuple[str, ...]]:
    """What the standing, the gradebook and the recap say, and why."""
    db.session.rollback()
    cohort = db.session.get_one(Cohort, passer.cohort.id)
    one = class_standing(cohort.id).learners[0]
    assert one.passing.is_passed is one.is_passed
    line = book(cohort, Wish()).lines[0]
    row = recap(cohort, clock.now()).rows[0]
    assert row.reasons == one.passing.reasons
    return one.is_passed, line.cells[-1], row.is_passed, one.passing.reasons


def asked(passer) -> None:
    with work():
        submission = db.session.get_one(Submission, passer.version.submission_id)
        revisions.require_revision(submission, reason="Samarkan nama anak.", actor=works.actor(passer.trainer), now=clock.now())


def sent(passer, words="Naskah kedua tanpa nama anak di dalamnya.") -> Version:
    assignment = passer.version.submission.assignment
    return works.sent(passer.person, assignment, {"teks": words}, change_note="Nama disamarkan.")


def graded(passer, version, level) -> None:
    with work():
        submission = db.session.get_one(Submission, version.submission_id)
        grades.grade_by_trainer(
            submission,
            version_id=version.id,
            levels={one["id"]: level for one in submission.assignment.rubric.criteria},
            feedback="",
            reason="Versi baru dibaca.",
            based_on=db.session.scalars(select(Grade.graded_at).where(Grade.submission_id == submission.id)).one(),
            actor=works.actor(passer.trainer),
            now=clock.now(),
        )


class Passer:
    """A class with one learner who has passed by a graded text."""

    def __init__(self):
        self.cohort = classes.cohort()
        self.trainer = classes.trainer(self.cohort)
        self.person, self.enrolment = passers.passed(self.cohort, self.trainer)
        self.version = db.session.scalars(select(Version).where(Version.author_id == self.person.id)).one()
        passers.office(people.pengelola())
        passers.confirmed(self.enrolment)


@pytest.fixture
def passer(app):
    return Passer()
