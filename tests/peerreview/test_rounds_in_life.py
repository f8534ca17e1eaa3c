"""A round from its opening to its end, through the real services, the clock and the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.curriculum import queries as curriculum
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.peerreview import jobs
from app.peerreview.models import Review, ReviewTask, Round, RoundState, TaskState, TrainerQueue
from app.submissions.models import Submission
from tests.factories import classes
from tests.factories.rounds import SENTENCE, made, send, turn, whole


def test_works_are_shared_out_k_to_k_and_never_to_their_author(round_of_six):
    review_round, _authors = round_of_six
    turn(review_round)
    tasks = db.session.scalars(select(ReviewTask)).all()
    assert review_round.state is RoundState.DIBAGIKAN
    assert len(tasks) == 6 * 3
    assert all(task.reviewer_id != task.author_id for task in tasks)
    assert {count(tasks, "reviewer_id"), count(tasks, "submission_id")} == {frozenset({3})}


def test_a_round_that_cannot_be_reckoned_stops_the_clock_of_no_other(round_of_six, monkeypatch, caplog):
    review_round, _authors = round_of_six
    monkeypatch.setattr(jobs.reading, "due", lambda _now: (999_999, review_round.id))
    turn(review_round)
    assert review_round.state is RoundState.DIBAGIKAN
    assert "the clock of round 999999 stumbled: Missing" in caplog.text


def test_a_review_is_refused_until_it_is_whole_and_frozen_when_sent(round_of_six, as_user):
    review_round, _authors = round_of_six
    turn(review_round)
    task = db.session.scalars(select(ReviewTask).order_by(ReviewTask.id)).first()
    client = as_user(db.session.get(User, task.reviewer_id))
    url = f"/telaah/{task.id}"
    assert "Mulai menelaah" in client.get(url).get_data(as_text=True)
    assert db.session.get(ReviewTask, task.id).opened_at is None
    assert client.post(f"{url}/buka").status_code == 303
    refused = client.post(url, data={"aksi": "kirim", "revisi": "0", "kekuatan": "Bagus."})
    assert refused.status_code == 422
    assert "Pilih satu level" in refused.get_data(as_text=True)
    assert "Bagus." in refused.get_data(as_text=True)
    review = db.session.scalars(select(Review).where(Review.task_id == task.id)).one()
    form = whole(task) | {"revisi": str(review.revision)}
    del form["tetap"]
    warned = client.post(url, data=form)
    assert warned.status_code == 422
    assert "Naskah ini baru sebentar terbuka" in warned.get_data(as_text=True)
    assert db.session.get(ReviewTask, task.id).state is TaskState.DIBUKA
    form |= {"revisi": str(db.session.get(Review, review.id).revision), "tetap": "1"}
    assert client.post(url, data=form).status_code == 303
    assert db.session.get(ReviewTask, task.id).state is TaskState.TERKIRIM
    assert "haste" in db.session.get(Review, review.id).warnings
    again = client.post(url, data=form)
    assert again.status_code == 409
    assert "Telaah rekan untuk naskah yang sama" in client.get(url).get_data(as_text=True)


def test_two_tabs_never_overwrite_each_other(round_of_six, as_user):
    review_round, _authors = round_of_six
    turn(review_round)
    task = db.session.scalars(select(ReviewTask).order_by(ReviewTask.id)).first()
    client = as_user(db.session.get(User, task.reviewer_id))
    client.post(f"/telaah/{task.id}/buka")
    headers = {"Accept": "application/json"}
    first = client.post(f"/telaah/{task.id}", data={"revisi": "0", "kekuatan": "Satu"}, headers=headers)
    assert first.get_json()["revisi"] == 1
    assert client.post(f"/telaah/{task.id}", data={"revisi": "0", "kekuatan": "Dua"}, headers=headers).status_code == 409
    assert db.session.scalars(select(Review.strength)).one() == "Satu"


def test_a_peer_sees_no_name_of_the_author(round_of_six, as_user):
    review_round, authors = round_of_six
    turn(review_round)
    task = db.session.scalars(select(ReviewTask).order_by(ReviewTask.id)).first()
    author = db.session.get(User, task.author_id)
    client = as_user(db.session.get(User, task.reviewer_id))
    client.post(f"/telaah/{task.id}/buka")
    page = client.get(f"/telaah/{task.id}").get_data(as_text=True)
    main = page.partition('<main id="isi"')[2].partition("</main>")[0]
    assert "KUA Uji" in main
    for secret in (author.name, author.username, "0812-0000-0000"):
        assert secret not in main
    assert "terisi, format benar" in main
    assert authors


def test_another_persons_task_is_not_found(round_of_six, as_user):
    review_round, authors = round_of_six
    turn(review_round)
    task = db.session.scalars(select(ReviewTask).order_by(ReviewTask.id)).first()
    stranger = next(one for one in authors if one.id != task.reviewer_id)
    client = as_user(stranger)
    for path in (f"/telaah/{task.id}", f"/telaah/{task.id}/berkas/0"):
        assert client.get(path).status_code == 404
    assert client.post(f"/telaah/{task.id}/buka").status_code == 404
    assert client.post(f"/telaah/{task.id}", data={"revisi": "0"}).status_code == 404
    assert client.get(f"/putaran/{review_round.id}").status_code == 404


def test_the_author_reads_comments_only_after_the_review_deadline(round_of_six, as_user):
    review_round, _authors = round_of_six
    turn(review_round)
    for task in db.session.scalars(select(ReviewTask)).all():
        send(task)
    submission = db.session.scalars(select(Submission)).first()
    client = as_user(db.session.get(User, submission.author_id))
    url = f"/telaah/naskah-saya/{submission.id}"
    assert SENTENCE not in client.get(url).get_data(as_text=True)
    with work():
        review_round.review_due_at = clock.now() - timedelta(minutes=1)
        review_round.share_at = review_round.review_due_at - timedelta(days=7)
    turn(review_round)
    page = client.get(url).get_data(as_text=True)
    assert "Penelaah 3" in page
    assert SENTENCE in page
    review = db.session.scalars(select(Review).join(ReviewTask).where(ReviewTask.submission_id == submission.id)).first()
    client.post(f"{url}/nilai/{review.id}", data={"berguna": "4", "balasan": "Terima kasih."})
    assert db.session.get(Review, review.id).usefulness == 4


def test_practice_opens_the_first_work(app, as_user):
    review_round, authors = made(practice=True)
    turn(review_round)
    task = db.session.scalars(select(ReviewTask).where(ReviewTask.reviewer_id == authors[0].id)).first()
    client = as_user(authors[0])
    assert client.post(f"/telaah/{task.id}/buka").status_code == 403
    url = f"/telaah/kalibrasi/{review_round.assignment_id}"
    body = curriculum.body(classes.step("uj-1/tugas").id)
    assert client.post(url, data={}).status_code == 422
    constant = {f"{text.id}-{one.id}": "3" for text in body.calibration for one in body.rubric.criteria}
    assert "Belum sejalan dengan pelatih" in client.post(url, data=constant | {"percobaan": "1"}, follow_redirects=True).get_data(as_text=True)
    right = {f"{text.id}-{one.criterion}": str(one.level) for text in body.calibration for one in text.levels}
    assert client.post(url, data=right | {"percobaan": "1"}).status_code == 409, "the first try was sent already"
    assert "Contoh 3" in client.get(f"{url}?coba=1").get_data(as_text=True)
    passed = client.post(url, data=right | {"percobaan": "2"}, follow_redirects=True).get_data(as_text=True)
    assert "lulus kalibrasi" in passed
    assert "Sebab begitu." in passed
    assert client.post(f"/telaah/{task.id}/buka").status_code == 303


def test_a_declined_work_goes_to_somebody_else(round_of_six, as_user):
    review_round, _authors = round_of_six
    turn(review_round)
    task = db.session.scalars(select(ReviewTask).order_by(ReviewTask.id)).first()
    client = as_user(db.session.get(User, task.reviewer_id))
    assert client.post(f"/telaah/{task.id}/tolak", data={"alasan": ""}).status_code == 422
    assert db.session.get(ReviewTask, task.id).state is TaskState.DITAWARKAN
    client.post(f"/telaah/{task.id}/tolak", data={"alasan": "Saya mengenali penulisnya"})
    turn(review_round)
    running = db.session.scalars(
        select(ReviewTask).where(
            ReviewTask.submission_id == task.submission_id,
            ReviewTask.state.in_([TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM]),
        )
    ).all()
    assert db.session.get(ReviewTask, task.id).state is TaskState.DITOLAK
    assert len(running) >= 2


def test_a_round_without_enough_reviews_ends_in_the_queue_of_the_pelatih(round_of_six, as_user):
    review_round, _authors = round_of_six
    turn(review_round)
    sent = db.session.scalars(select(ReviewTask).order_by(ReviewTask.id)).all()[:8]
    for task in sent:
        send(task)
    with work():
        review_round.share_at = clock.now() - timedelta(days=20)
        review_round.review_due_at = clock.now() - timedelta(days=9)
        review_round.revise_due_at = clock.now() - timedelta(days=1)
    turn(review_round)
    assert db.session.get(Round, review_round.id).state is RoundState.DITUTUP
    counts = {}
    for task in sent:
        counts[task.submission_id] = counts.get(task.submission_id, 0) + 1
    waiting = set(db.session.scalars(select(TrainerQueue.submission_id)))
    for submission in db.session.scalars(select(Submission)).all():
        assert counts.get(submission.id, 0) >= 3 or submission.id in waiting
    trainer = classes.trainer(review_round.assignment.cohort)
    page = as_user(trainer).get(f"/putaran/{review_round.id}").get_data(as_text=True)
    assert "telaah kurang" in page


def test_the_pelatih_shares_out_before_the_deadline(app, as_user):
    review_round, _authors = made(due_in=timedelta(days=2))
    turn(review_round)
    assert review_round.state is RoundState.MENUNGGU
    trainer = classes.trainer(review_round.assignment.cohort)
    assert as_user(trainer).post(f"/putaran/{review_round.id}/bagikan").status_code == 303
    turn(review_round)
    assert db.session.get(Round, review_round.id).state is RoundState.DIBAGIKAN


def count(tasks, name):
    seen = {}
    for task in tasks:
        seen[getattr(task, name)] = seen.get(getattr(task, name), 0) + 1
    return frozenset(seen.values())


@pytest.fixture
def round_of_six(app):
    return made()
