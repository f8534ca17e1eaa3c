"""The board of people by steps: who is stuck and why, and what one click does about it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.grading.services import revisions
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Attempt, Cohort, Enrolment, ExtraAttempt
from app.notifications.models import Mail, Notification
from app.peerreview.models import QueueReason, ReviewTask, TaskState, TrainerQueue
from app.reports.queries import Why
from app.reports.queries import board as boards
from app.submissions.models import Assignment, Submission
from tests.factories import classes, people, works
from tests.factories.rounds import made, send, tasks_of, turn


def test_whoever_is_quiet_for_a_week_is_reminded_with_one_click(room, as_user):
    cohort, pairs = room
    trainer = as_user(classes.trainer(cohort))
    page = trainer.get(papan(cohort)).get_data(as_text=True)
    assert "seminggu diam di" in page
    assert f'value="ingatkan-{pairs[2][1].id}"' in page
    assert trainer.post(papan(cohort), data={"aksi": f"ingatkan-{pairs[2][1].id}"}).status_code == 303
    bell = db.session.scalars(select(Notification).where(Notification.user_id == pairs[2][0].id)).one()
    assert "mengingatkan" in bell.text
    assert bell.url.startswith(f"/belajar/{cohort.id}/")
    [mail] = db.session.scalars(select(Mail))
    assert (mail.user_id, mail.recipient) == (pairs[2][0].id, pairs[2][0].email)
    assert bell.url in mail.body
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "board:reminded")) == 1


def test_the_learner_is_reminded_in_his_language_whatever_the_trainer_reads(room, as_user):
    cohort, pairs = room
    trainer = as_user(classes.trainer(cohort))
    trainer.set_cookie("bahasa", "en")
    trainer.post(papan(cohort), data={"aksi": f"ingatkan-{pairs[1][1].id}"})
    [mail] = db.session.scalars(select(Mail))
    assert mail.subject == "Pelatih mengingatkan Anda: kuis UJ-1"


def test_reminders_are_capped_at_one_a_day_and_three_for_one_step(room, time, as_user):
    cohort, pairs = room
    trainer, deed = as_user(classes.trainer(cohort)), {"aksi": f"ingatkan-{pairs[2][1].id}"}
    assert trainer.post(papan(cohort), data=deed).status_code == 303
    time.on(hours=23)
    soon = trainer.post(papan(cohort), data=deed)
    assert soon.status_code == 409
    assert "sudah diingatkan" in soon.get_data(as_text=True)
    assert 'class="box summary"' in soon.get_data(as_text=True)
    for day in range(2):
        time.on(hours=25)
        assert trainer.post(papan(cohort), data=deed).status_code == 303, day
    time.on(days=3)
    often = trainer.post(papan(cohort), data=deed)
    assert often.status_code == 409
    assert "tiga kali" in often.get_data(as_text=True)
    assert len(db.session.scalars(select(Mail)).all()) == 3
    assert len(db.session.scalars(select(Notification)).all()) == 3


def test_a_waived_quiz_without_a_try_left_holds_nobody_up(room, as_user):
    cohort, pairs = room
    assert boards.board(cohort, clock.now(), page=1).stuck[Why.PERCOBAAN_HABIS] == 1
    place = boards.place_of(db.session.get_one(Enrolment, pairs[1][1].id), clock.now())
    with work():
        db.session.get_one(Enrolment, pairs[1][1].id).waived_steps = [place.key]
    assert Why.PERCOBAAN_HABIS not in boards.board(cohort, clock.now(), page=1).stuck
    page = as_user(classes.trainer(cohort)).get(papan(cohort)).get_data(as_text=True)
    assert "percobaan kuis UJ-1 habis" not in page


def test_whoever_has_no_try_left_gets_one_more(room, as_user):
    cohort, pairs = room
    trainer = as_user(classes.trainer(cohort))
    page = trainer.get(papan(cohort)).get_data(as_text=True)
    assert page.index("Budi Uji") < page.index("Citra Uji") < page.index("Asma Uji")
    assert "percobaan kuis UJ-1 habis" in page
    asked = {"aksi": f"percobaan-{pairs[1][1].id}", "alasan": "Listrik padam saat kuis."}
    trainer.post(papan(cohort), data=asked)
    assert db.session.execute(select(ExtraAttempt.enrolment_id, ExtraAttempt.reason)).all() == [(pairs[1][1].id, "Listrik padam saat kuis.")]
    assert "percobaan kuis UJ-1 habis" not in trainer.get(papan(cohort)).get_data(as_text=True)
    again = trainer.post(papan(cohort), data=asked)
    assert again.status_code == 403
    assert "sudah tidak tersendat" in again.get_data(as_text=True)
    assert len(db.session.scalars(select(ExtraAttempt)).all()) == 1


def test_whoever_stands_at_a_task_gets_three_days_more(shared, as_user):
    _round, authors, cohort = shared
    late = classes.learner(cohort, people.user(email="telat@example.go.id"))[1]
    with work():
        quiet = db.session.get(Enrolment, late.id)
        quiet.joined_at = clock.now() - timedelta(days=8)
        quiet.waived_steps = [step.key for step in boards.curriculum.outline(cohort.version_id).steps if step.key != "uj-1/tugas"]
        db.session.get(Cohort, cohort.id).ends_on = clock.local_date(clock.now())
    client = as_user(classes.trainer(cohort))
    assert f'value="perpanjang-{late.id}"' in client.get(papan(cohort)).get_data(as_text=True)
    for reason in ("", "x" * 301):
        refused = client.post(papan(cohort), data={"aksi": f"perpanjang-{late.id}", "alasan": reason})
        page = refused.get_data(as_text=True)
        assert refused.status_code == 422
        assert f'href="#alasan-{late.id}"' in page
        assert f'id="alasan-{late.id}-salah"' in page
        assert f'value="{reason}"' in page
    assert db.session.scalar(select(Submission.extended_until).where(Submission.enrolment_id == late.id)) is None
    given = client.post(papan(cohort), data={"aksi": f"perpanjang-{late.id}", "alasan": "Listrik kantor padam dua hari."})
    assert given.status_code == 303
    assert "Itu sesudah angkatan berakhir," in client.get(given.location).get_data(as_text=True)
    told = db.session.scalars(select(Notification.text).where(Notification.user_id == late.user_id)).all()
    assert [text for text in told if "Listrik kantor padam dua hari." in text], "the learner reads why"
    assert any("Listrik kantor padam dua hari." in mail for mail in db.session.scalars(select(Mail.body)))
    assert db.session.scalars(select(AuditEntry.reason).where(AuditEntry.action == "deadline.extended")).all() == ["Listrik kantor padam dua hari."]
    until = db.session.scalar(select(Submission.extended_until).where(Submission.enrolment_id == late.id))
    assert clock.now() + timedelta(days=2) < until < clock.now() + timedelta(days=5)
    assert authors


def test_owed_reviews_and_works_without_enough_are_given_and_taken(shared, time, as_user):
    round_, authors, cohort = shared
    for task in tasks_of(round_):
        if task.reviewer_id != authors[0].id and task.author_id != authors[1].id:
            send(task)
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    with work():
        for enrolment in db.session.scalars(select(Enrolment)):
            enrolment.last_active_at = time.now
    idle, lacking = (db.session.scalars(select(Enrolment).where(Enrolment.user_id == one.id)).one() for one in authors[:2])
    client = as_user(classes.trainer(cohort))
    page = client.get(papan(cohort)).get_data(as_text=True)
    assert "telaahnya belum terkirim" in page
    assert "naskahnya kurang telaah" in page
    assert client.post(papan(cohort), data={"aksi": f"tugaskan-{idle.id}"}).status_code == 303
    given = db.session.scalars(select(ReviewTask).where(ReviewTask.reviewer_id == authors[0].id, ReviewTask.state == TaskState.DITAWARKAN)).all()
    assert len(given) == 1
    assert client.post(papan(cohort), data={"aksi": f"ambil-{lacking.id}"}).status_code == 303
    taken = db.session.scalars(select(TrainerQueue).where(TrainerQueue.reason == QueueReason.TAKEN)).all()
    assert [db.session.get(Submission, one.submission_id).author_id for one in taken] == [authors[1].id]
    assert f'value="ambil-{lacking.id}"' not in client.get(papan(cohort)).get_data(as_text=True)
    assert "Anda mengambilnya" in client.get(f"/meja/{cohort.id}?tugas={round_.assignment_id}").get_data(as_text=True)


@pytest.mark.parametrize("deed", ["", "x", "ingatkan", "ingatkan-", "ingatkan-x", "ingatkan-0", "ingatkan-99999999999999999999", "hapus-1"])
def test_odd_deeds_are_not_found(room, as_user, deed):
    cohort, _pairs = room
    assert as_user(classes.trainer(cohort)).post(papan(cohort), data={"aksi": deed}).status_code == 404


def test_nobody_acts_on_another_class(room, as_user):
    cohort, pairs = room
    other = classes.cohort()
    stranger = as_user(classes.trainer(other))
    assert stranger.post(papan(other), data={"aksi": f"ingatkan-{pairs[0][1].id}"}).status_code == 404
    assert stranger.post(papan(cohort), data={"aksi": f"ingatkan-{pairs[0][1].id}"}).status_code == 404
    assert as_user(pairs[0][0]).post(papan(cohort), data={"aksi": f"ingatkan-{pairs[0][1].id}"}).status_code in {403, 404}


def test_the_counts_say_what_the_lines_say(room):
    cohort, _pairs = room
    for _ in range(5):
        classes.learner(cohort)
    found = boards.board(cohort, clock.now(), page=1)
    whys = [line.row.stuck.why for line in found.lines if line.row.stuck]
    assert {why: whys.count(why) for why in set(whys)} == found.stuck
    assert found.stuck[Why.PERCOBAAN_HABIS] == 1


def test_nobody_is_idle_who_came_this_week_or_whose_class_began_this_week(room, as_user):
    cohort, pairs = room
    newcomer = classes.learner(cohort)[1]
    idle = [line.row.enrolment_id for line in boards.board(cohort, clock.now(), page=1).lines if line.row.stuck and line.row.stuck.why is Why.TIDAK_AKTIF]
    assert idle == [pairs[2][1].id], "not the newcomer"
    assert newcomer.id not in idle
    client = as_user(classes.trainer(cohort))
    assert "<b>1</b> dari 4 orang diam" in client.get("/").get_data(as_text=True), "the trainer's first page says the same"
    with work():
        db.session.get(Cohort, cohort.id).starts_on = clock.local_date(clock.now()) - timedelta(days=2)
    fresh = db.session.get(Cohort, cohort.id)
    assert Why.TIDAK_AKTIF not in boards.board(fresh, clock.now(), page=1).stuck
    assert "tidak ada kegiatan selama seminggu" not in client.get(f"/rekap/{cohort.id}").get_data(as_text=True)
    assert "<b>0</b> dari 4 orang diam" in client.get("/").get_data(as_text=True)


def test_idle_is_whoever_is_quiet_with_steps_left_and_nobody_else(room):
    cohort, pairs = room
    steps = [step for step in boards.curriculum.outline(cohort.version_id).steps if step.spec.is_required]
    waived, busy = classes.learner(cohort)[1], classes.learner(cohort)[1]
    with work():
        db.session.get(Enrolment, waived.id).waived_steps = [step.key for step in steps]
        db.session.get(Enrolment, busy.id).last_active_at = clock.now() - timedelta(days=6)
    found = boards.board(cohort, clock.now(), page=1)
    assert found.stuck[Why.TIDAK_AKTIF] == 1
    assert [line.row.enrolment_id for line in found.lines if line.row.stuck and line.row.stuck.why is Why.TIDAK_AKTIF] == [pairs[2][1].id]


def test_a_page_beyond_the_last_shows_the_last(room, as_user):
    cohort, _pairs = room
    page = as_user(classes.trainer(cohort)).get(f"{papan(cohort)}?hal=99").get_data(as_text=True)
    assert "Asma Uji" in page
    assert "Belum ada peserta" not in page


def test_codes_of_modules_stay_whole_in_the_head_of_a_column(room, as_user):
    cohort, _pairs = room
    head = as_user(classes.trainer(cohort)).get(papan(cohort)).get_data(as_text=True).partition("<thead>")[2].partition("</thead>")[0]
    assert ">Kuis UJ\u20111<" in head


def test_twelve_statements_for_few_people_and_for_many(shared, time, as_user, statements):
    """With a round that has ended, someone without tries, someone quiet and works that lack reviews: nothing adds one."""
    round_, authors, cohort = shared
    time.now = round_.revise_due_at + timedelta(hours=1)
    turn(round_)
    tried = db.session.scalars(select(Enrolment).where(Enrolment.user_id == authors[0].id)).one()
    without_tries(cohort, tried)
    client, address = as_user(classes.trainer(cohort)), papan(cohort)
    client.get(address)
    with statements() as few:
        client.get(address)
    added = [classes.learner(cohort)[1] for _ in range(50)]
    with work():
        db.session.get(Enrolment, added[0].id).joined_at = cohort.created_at - timedelta(days=8)
    with statements() as many:
        page = client.get(address).get_data(as_text=True)
    assert len(few) == len(many)
    assert page.count("<tr>") == 1 + boards.PAGE
    assert len(many) <= 12, "\n".join(many)
    for words in ("percobaan kuis UJ-1 habis", "telaahnya belum terkirim", "naskahnya kurang telaah", "seminggu diam di"):
        assert words in page, words


def test_who_missed_the_days_of_a_required_revision_is_named_and_let_in_again(room, time, as_user):
    cohort, pairs = room
    trainer = classes.trainer(cohort)
    task = works.opened(cohort)["teks"]
    name = "tenggat revisi wajib tugas UJ-4 lewat"
    for person, _enrolment in pairs[:2]:
        version = works.sent(person, task)
        with work():
            revisions.require_revision(db.session.get(Submission, version.submission_id), reason="Perbaiki judul.", days=3, actor=works.actor(trainer), now=clock.now())
    with work():
        db.session.get(Enrolment, pairs[1][1].id).waived_steps = [task.step.key]
        db.session.get(Assignment, task.id).due_at = time.now + timedelta(days=1)
    client, late = as_user(trainer), pairs[0][1].id
    time.on(days=2)
    assert "revisi wajib" not in client.get(papan(cohort)).get_data(as_text=True), "its days have not ended"
    time.on(days=2)
    page = client.get(papan(cohort)).get_data(as_text=True)
    assert page.count(name) == 1
    assert "<b>1</b> orang melewatkan tenggat revisi wajib." in page
    assert f'value="ingatkan-{late}"' not in page, "he can do nothing before it is open again"
    recap = client.get(f"/rekap/{cohort.id}").get_data(as_text=True)
    assert "orang tersendat di tugas UJ-4: tenggat revisi wajib lewat tanpa versi baru." in recap
    assert "Tugas UJ-4: tenggat revisi wajib lewat tanpa versi baru." in client.get(f"/rekap/{cohort.id}.csv").get_data(as_text=True)
    assert client.post(papan(cohort), data={"aksi": f"revisi-{late}", "alasan": ""}).status_code == 422
    assert client.post(papan(cohort), data={"aksi": f"revisi-{pairs[1][1].id}", "alasan": "x"}).status_code in {403, 409}
    done = client.post(papan(cohort), data={"aksi": f"revisi-{late}", "alasan": "Ia sakit."})
    assert "dibuka lagi sampai" in client.get(done.location).get_data(as_text=True)
    assert name not in client.get(papan(cohort)).get_data(as_text=True)
    mine = db.session.scalars(select(Submission).where(Submission.enrolment_id == late)).one()
    assert (mine.revise_until, mine.extended_until) == (clock.end_of_day(clock.local_date(time.now + timedelta(days=3))), None)
    assert db.session.scalars(select(AuditEntry.reason).where(AuditEntry.action == "revision:extended")).all() == ["Ia sakit."]
    assert db.session.scalar(select(func.count()).select_from(Mail).where(Mail.user_id == mine.author_id)) == 2, "asked once, and once more"
    assert client.post(papan(cohort), data={"aksi": f"revisi-{late}", "alasan": "Dua kali."}).status_code in {403, 409}


def test_a_missed_revision_that_a_later_deadline_opens_is_none(room, time, as_user):
    cohort, pairs = room
    trainer = classes.trainer(cohort)
    task = works.opened(cohort)["teks"]
    version = works.sent(pairs[0][0], task)
    with work():
        revisions.require_revision(db.session.get(Submission, version.submission_id), reason="x", days=1, actor=works.actor(trainer), now=clock.now())
        db.session.get(Assignment, task.id).due_at = time.now + timedelta(days=9)
    time.on(days=2)
    found = boards.board(db.session.get(Cohort, cohort.id), time.now, page=1)
    assert Why.REVISI not in found.stuck
    with work():
        db.session.get(Assignment, task.id).due_at = time.now - timedelta(hours=1)
        db.session.get(Submission, version.submission_id).extended_until = time.now + timedelta(days=1)
    assert Why.REVISI not in boards.board(db.session.get(Cohort, cohort.id), time.now, page=1).stuck
    time.on(days=1, hours=1)
    found = boards.board(db.session.get(Cohort, cohort.id), time.now, page=1)
    assert (found.stuck[Why.REVISI], found.lines[0].row.enrolment_id in {one.id for _user, one in pairs[:2]}) == (1, True)


def without_tries(cohort, enrolment):
    """All three tries at the quiz are used up and none was passed."""
    quiz, now = classes.step("uj-1/kuis"), clock.now()
    with work():
        for number in (1, 2, 3):
            db.session.add(
                Attempt(
                    enrolment_id=enrolment.id, user_id=enrolment.user_id, cohort_id=cohort.id, unit_path=cohort.unit_path,
                    step_id=quiz.id, number=number, seed=1, answers={}, score=30, started_at=now, finished_at=now,
                )
            )  # fmt: skip -- one try


def papan(cohort):
    return f"/rekap/{cohort.id}/papan"


@pytest.fixture
def room(app):
    """Asma works, Budi has no try left at the quiz, Citra never came."""
    cohort = classes.cohort()
    pairs = [classes.learner(cohort, people.user(name, email=f"{name[:4].lower()}@example.go.id")) for name in ("Asma Uji", "Budi Uji", "Citra Uji")]
    now = clock.now()
    without_tries(cohort, pairs[1][1])
    with work():
        for _user, enrolment in pairs[:2]:
            db.session.get(Enrolment, enrolment.id).last_active_at = now
        db.session.get(Enrolment, pairs[2][1].id).joined_at = now - timedelta(days=8)
    return cohort, pairs


@pytest.fixture
def shared(app, time):
    round_, authors = made(5)
    turn(round_)
    return round_, authors, round_.assignment.cohort
