"""The pages around a round: its plan, people and log for the pelatih, practice, and the look at a next version."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.curriculum import queries as curriculum
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.peerreview.models import PointAnswer, QueueReason, Review, ReviewTask, Round, TaskState, TrainerQueue
from app.peerreview.queries import author as author_queries
from app.peerreview.services import answers
from app.web.held import WALL
from tests.factories import classes, works
from tests.factories.rounds import made, send, tasks_of, turn


def test_before_the_calibration_is_passed_a_work_offers_only_the_calibration(app, as_user):
    round_, _authors = made(5, practice=True)
    turn(round_)
    task = tasks_of(round_)[0]
    reviewer = as_user(db.session.get_one(User, task.reviewer_id))
    page = reviewer.get(f"/telaah/{task.id}").get_data(as_text=True)
    assert "Mulai kalibrasi" in page
    assert "Kerjakan kalibrasi dahulu." in page
    assert "Mulai menelaah" not in page, "its button would lead to a refusal"
    with work():
        db.session.get_one(Round, round_.id).needs_calibration = False
    page = reviewer.get(f"/telaah/{task.id}").get_data(as_text=True)
    assert "Mulai menelaah" in page
    assert "alibrasi" not in page


def test_a_plan_with_dates_in_the_wrong_order_is_refused_with_what_was_typed(waiting, as_user):
    client = as_user(classes.trainer(waiting.assignment.cohort))
    url = f"/putaran/{waiting.id}/rencana"
    assert "Rencana putaran" in client.get(url).get_data(as_text=True)
    form = plan_form(waiting) | {"telaah": wall(waiting.share_at - timedelta(days=1))}
    refused = client.post(url, data=form)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'href="#telaah"' in page
    assert form["telaah"] in page
    assert client.post(url, data=plan_form(waiting) | {"telaah": "kapan-kapan"}).status_code == 422


def test_a_plan_is_kept_and_stands_in_the_log(waiting, as_user):
    client = as_user(classes.trainer(waiting.assignment.cohort))
    later = waiting.review_due_at + timedelta(days=1)
    assert client.post(f"/putaran/{waiting.id}/rencana", data=plan_form(waiting) | {"telaah": wall(later), "k": "2"}).status_code == 303
    kept = db.session.get(Round, waiting.id)
    assert (kept.k, wall(kept.review_due_at)) == (2, wall(later))
    assert "mengubah rencana putaran" in client.get(f"/putaran/{waiting.id}?lihat=catatan").get_data(as_text=True)


def test_one_save_moves_writing_sharing_and_lateness_together(waiting, as_user):
    client = as_user(classes.trainer(waiting.assignment.cohort))
    due = waiting.assignment.due_at + timedelta(days=1)
    form = plan_form(waiting) | {"tulis": wall(due), "hari": "4", "potongan": "5"}
    assert client.post(f"/putaran/{waiting.id}/rencana", data=form).status_code == 303
    kept = db.session.get(Round, waiting.id)
    task = kept.assignment
    assert (wall(task.due_at), wall(kept.share_at), task.late_days, task.late_points) == (wall(due), wall(due), 4, 5)
    page = client.get(f"/putaran/{waiting.id}?lihat=catatan").get_data(as_text=True)
    assert "mengubah rencana putaran: tenggat menulis, hari terlambat, potongan, waktu pembagian." in page


def test_a_plan_that_fails_in_two_places_says_both_and_keeps_what_was_typed(waiting, as_user):
    client = as_user(classes.trainer(waiting.assignment.cohort))
    form = plan_form(waiting) | {"telaah": wall(waiting.share_at - timedelta(days=1)), "potongan": "50", "hari": ""}
    page = client.post(f"/putaran/{waiting.id}/rencana", data=form).get_data(as_text=True)
    assert 'href="#hari"' in page
    answer = client.post(f"/putaran/{waiting.id}/rencana", data=form | {"hari": "3"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#telaah"' in page
    assert 'href="#potongan"' in page
    assert 'value="50"' in page


def test_after_the_sharing_the_plan_says_why_a_field_is_shut_and_reads_nothing_for_it(shared, as_user):
    client = as_user(classes.trainer(shared.assignment.cohort))
    url, due = f"/putaran/{shared.id}/rencana", shared.assignment.due_at
    page = client.get(url).get_data(as_text=True)
    for words in ("jadi waktu bukanya tetap", "jadi tenggat menulis kelas tetap", "jadi jumlah telaah untuk tiap naskah tetap"):
        assert words in page
    assert 'name="k"' not in page
    later = wall(shared.review_due_at + timedelta(days=1))
    assert client.post(url, data=plan_form(shared) | {"k": "5", "tulis": later, "telaah": later}).status_code == 303
    kept = db.session.get(Round, shared.id)
    assert (kept.k, kept.assignment.due_at, wall(kept.review_due_at)) == (3, due, later)


def test_the_plan_leads_to_the_rubric_and_to_the_practice_texts(waiting, as_user):
    client = as_user(classes.trainer(waiting.assignment.cohort))
    page = client.get(f"/putaran/{waiting.id}/rencana").get_data(as_text=True)
    assert f'href="/putaran/{waiting.id}/bahan#rubrik"' in page
    body = curriculum.body(waiting.assignment.step_id)
    read = client.get(f"/putaran/{waiting.id}/bahan").get_data(as_text=True)
    assert body.rubric.criteria[0].levels[0] in read
    for text in body.calibration:
        assert f'href="/putaran/{waiting.id}/bahan#contoh-{text.id}"' in page
        assert f'id="contoh-{text.id}"' in read
    assert body.calibration[0].levels[0].reason in read


def test_the_people_of_a_round_say_who_lacks_what_and_are_reminded(shared, as_user):
    task = tasks_of(shared)[0]
    send(task)
    client = as_user(classes.trainer(shared.assignment.cohort))
    page = client.get(f"/putaran/{shared.id}?lihat=orang").get_data(as_text=True)
    assert "Belum mulai" in page
    assert "Sedang menelaah" in page
    assert client.post(f"/putaran/{shared.id}/ingatkan", data={"penelaah": str(task.reviewer_id)}).status_code == 303
    assert "mengingatkan 1 orang" in client.get(f"/putaran/{shared.id}?lihat=catatan").get_data(as_text=True)


def test_the_pelatih_reminds_a_reviewer_once_a_day_and_three_times_at_most(shared, time, as_user):
    client = as_user(classes.trainer(shared.assignment.cohort))
    told = []
    for hours in (0, 1, 24, 24, 24):
        time.on(hours=hours)
        page = client.post(f"/putaran/{shared.id}/ingatkan", follow_redirects=True).get_data(as_text=True)
        told.append("6 orang diingatkan." in page)
        assert told[-1] is not ("Tidak ada yang diingatkan" in page)
    assert told == [True, False, True, True, False]


def test_the_log_tells_each_step_in_a_sentence(shared, time, as_user):
    task = tasks_of(shared)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    client.post(f"/telaah/{task.id}/tolak", data={"alasan": "Mengenali penulisnya"})
    time.on(days=3)
    turn(shared)
    page = as_user(classes.trainer(shared.assignment.cohort)).get(f"/putaran/{shared.id}?lihat=catatan").get_data(as_text=True)
    for words in ("tugas telaah dibagikan", "mengembalikan naskah", "diingatkan untuk", f"benih {shared.seed}"):
        assert words in page, words


def test_a_work_is_taken_back_asked_for_and_taken_over_on_its_page(shared, as_user):
    task = tasks_of(shared)[0]
    client = as_user(classes.trainer(shared.assignment.cohort))
    url = f"/putaran/{shared.id}/naskah/{task.submission_id}"
    refused = client.post(f"{url}/tarik", data={"tugas": str(task.id), "alasan": ""}, follow_redirects=True)
    assert "Tulis alasan penarikan" in refused.get_data(as_text=True)
    client.post(f"{url}/tarik", data={"tugas": str(task.id), "alasan": "Satu ruangan"})
    assert db.session.get(ReviewTask, task.id).state is TaskState.DIKEMBALIKAN
    had = {one.reviewer_id for one in tasks_of(shared) if one.submission_id == task.submission_id} | {task.author_id}
    free = db.session.scalars(select(ReviewTask.reviewer_id).where(ReviewTask.reviewer_id.not_in(had))).first()
    assert client.post(f"{url}/tugaskan", data={"penelaah": str(free)}).status_code == 303
    client.post(f"{url}/ambil")
    assert db.session.scalars(select(TrainerQueue.reason).where(TrainerQueue.submission_id == task.submission_id)).all() == [QueueReason.TAKEN]
    page = client.get(url).get_data(as_text=True)
    assert "ditarik pelatih" in page
    assert "diambil pelatih" in page


def test_the_pages_of_a_rounds_works_name_no_author(shared, as_user):
    task = tasks_of(shared)[0]
    client = as_user(classes.trainer(shared.assignment.cohort))
    author = db.session.get(User, task.author_id)
    with work():
        author.name = "Penulis Rahasia"
        for one in tasks_of(shared):
            if one.reviewer_id == author.id:
                one.state = TaskState.DITOLAK
    assert "Penulis Rahasia" not in client.get(f"/putaran/{shared.id}").get_data(as_text=True)
    assert "Penulis Rahasia" not in client.get(f"/putaran/{shared.id}/naskah/{task.submission_id}").get_data(as_text=True)


def test_the_work_of_somebody_who_left_lacks_no_review(shared, as_user):
    trainer = as_user(classes.trainer(db.session.get(Cohort, shared.cohort_id)))
    before = trainer.get(f"/putaran/{shared.id}").get_data(as_text=True)
    assert "dari 6 naskah belum mendapat telaah yang cukup" in before
    with work():
        db.session.scalars(select(Enrolment).where(Enrolment.cohort_id == shared.cohort_id)).first().state = EnrolmentState.MUNDUR
    page = trainer.get(f"/putaran/{shared.id}").get_data(as_text=True)
    assert "dari 5 naskah belum mendapat telaah yang cukup" in page
    assert page.count('<th scope="row">') == 6, "it stays in the table"


def test_the_reviewer_ticks_the_points_of_a_next_version_for_three_days(shared, time, as_user):
    task, client = revised(shared, time, as_user)
    page = client.get(f"/telaah/{task.id}/lagi").get_data(as_text=True)
    assert "Sudah saya tambah." in page
    assert "<ins>" in page
    assert client.post(f"/telaah/{task.id}/lagi", data={"suggestion_one": "sudah", "question": "belum", "x": "sudah"}).status_code == 303
    ticks = {one.point: one.verdict for one in db.session.scalars(select(PointAnswer).where(PointAnswer.verdict != ""))}
    assert ticks == {"suggestion_one": "sudah", "question": "belum"}
    author = as_user(db.session.get(User, task.author_id))
    assert "Penelaah: sudah dikerjakan" in author.get(f"/telaah/naskah-saya/{task.submission_id}").get_data(as_text=True)
    time.on(days=3, hours=1)
    assert client.post(f"/telaah/{task.id}/lagi", data={"suggestion_one": "belum"}).status_code == 403
    assert "Masa memberi tanda sudah lewat" in client.get(f"/telaah/{task.id}/lagi").get_data(as_text=True)


def test_without_a_next_version_there_is_nothing_to_look_at_again(shared, as_user):
    task = tasks_of(shared)[0]
    send(task)
    assert as_user(db.session.get(User, task.reviewer_id)).get(f"/telaah/{task.id}/lagi").status_code == 404


@pytest.mark.parametrize("end", ["", "?lihat=orang", "?lihat=catatan", "/rencana", "/bahan"])
def test_learners_and_other_trainers_find_no_round(shared, as_user, end):
    stranger, learner = classes.trainer(classes.cohort()), db.session.get(User, tasks_of(shared)[0].reviewer_id)
    for person in (stranger, learner):
        assert as_user(person).get(f"/putaran/{shared.id}{end}").status_code in {403, 404}


def revised(round_, time, as_user):
    """The first task of a round whose author sent a second version and answered; its reviewer's browser."""
    for task in tasks_of(round_):
        send(task)
    time.now = round_.review_due_at + timedelta(minutes=1)
    turn(round_)
    task = tasks_of(round_)[0]
    author = db.session.get(User, task.author_id)
    after = works.sent(author, round_.assignment, works.RELEASE | {"judul": "Layanan nikah di KUA Uji kini selesai dalam satu jam"}, now=time.now, change_note="Judul menyebut satu jam.")
    review = db.session.scalars(select(Review).where(Review.task_id == task.id)).one()
    point = author_queries.points_of([review], after.id)[review.id][0]
    with work():
        answers.answer_points(after.id, {(review, point.key): "Sudah saya tambah."}, now=time.now)
    return task, as_user(db.session.get(User, task.reviewer_id))


def plan_form(round_):
    task = round_.assignment
    return {
        "buka": wall(task.opens_at), "tulis": wall(task.due_at), "hari": str(task.late_days), "potongan": str(task.late_points),
        "dibagikan": wall(round_.share_at), "telaah": wall(round_.review_due_at), "revisi": wall(round_.revise_due_at),
        "k": str(round_.k),
    }  # fmt: skip -- the fields of the page


def wall(moment):
    return clock.local(moment).strftime(WALL)


@pytest.fixture
def waiting(app, time):
    return made(6, due_in=timedelta(days=2))[0]


@pytest.fixture
def shared(app, time):
    round_, _authors = made(6)
    turn(round_)
    return round_
