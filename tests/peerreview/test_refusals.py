"""A refused form comes again with what was typed, says beside the field and at the top what is wrong, and writes nothing."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.peerreview.models import PointAnswer, Review, ReviewTask, Round, RoundState, TaskState
from app.peerreview.services import planning
from tests.factories import classes, works
from tests.factories.rounds import made, send, tasks_of, turn, whole

NOVEL = "kata panjang " * 90


def test_a_rating_without_a_choice_keeps_the_reply(opened, as_user):
    task, review, author = opened
    url = f"/telaah/naskah-saya/{task.submission_id}"
    refused = as_user(author).post(f"{url}/nilai/{review.id}", data={"berguna": "", "balasan": "Terima kasih, sumbernya saya tambah."})
    page = shown(refused, 422)
    assert f'href="#berguna-{review.id}"' in page
    assert f'id="berguna-{review.id}-salah"' in page
    assert "Terima kasih, sumbernya saya tambah.</textarea>" in page
    assert db.session.get(Review, review.id).author_reply == ""


def test_a_reply_that_is_too_long_is_not_cut_in_silence(opened, as_user):
    task, review, author = opened
    refused = as_user(author).post(f"/telaah/naskah-saya/{task.submission_id}/nilai/{review.id}", data={"berguna": "3", "balasan": NOVEL})
    page = shown(refused, 422)
    assert f'id="balasan-{review.id}-salah"' in page
    assert NOVEL.strip() in page
    assert 'value="3" checked' in page
    assert db.session.get(Review, review.id).usefulness is None


def test_answers_come_again_when_one_is_too_long(opened, as_user):
    task, review, author = opened
    works.sent(author, db.session.get(Round, task.round_id).assignment, works.RELEASE | {"judul": "Judul yang baru"}, change_note="Judul.")
    name, other = f"jawab-{review.id}-suggestion_one", f"jawab-{review.id}-question"
    refused = as_user(author).post(f"/telaah/naskah-saya/{task.submission_id}/jawab", data={name: NOVEL, other: "Sudah saya jawab."})
    page = shown(refused, 422)
    assert f'href="#{name}"' in page
    assert f'id="{name}-salah"' in page
    assert NOVEL.strip() in page
    assert "Sudah saya jawab.</textarea>" in page
    assert db.session.scalars(select(PointAnswer)).all() == []


@pytest.mark.parametrize("reason", ["", "x" * 301])
def test_a_work_given_back_without_a_fitting_reason_stays(shared, as_user, reason):
    task = tasks_of(shared, TaskState.DITAWARKAN)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    page = shown(client.post(f"/telaah/{task.id}/tolak", data={"alasan": reason}), 422)
    assert 'href="#alasan"' in page
    assert 'id="alasan-salah"' in page
    assert f'value="{reason}"' in page
    assert db.session.get(ReviewTask, task.id).state is TaskState.DITAWARKAN


def test_a_work_sent_in_another_tab_is_not_given_back_and_the_reason_stays(shared, as_user):
    task = tasks_of(shared, TaskState.DITAWARKAN)[0]
    send(task)
    client = as_user(db.session.get(User, task.reviewer_id))
    page = shown(client.post(f"/telaah/{task.id}/tolak", data={"alasan": "Satu ruangan"}), 409)
    assert "Telaah ini sudah terkirim." in page
    assert 'value="Satu ruangan"' in page


@pytest.mark.parametrize("act", ["kirim", "simpan"])
def test_what_was_written_stays_when_the_round_ends_meanwhile(shared, time, as_user, act):
    task = tasks_of(shared, TaskState.DITAWARKAN)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    client.post(f"/telaah/{task.id}/buka")
    time.now = shared.revise_due_at + timedelta(hours=1)
    turn(shared)
    page = shown(client.post(f"/telaah/{task.id}", data=whole(task) | {"aksi": act, "revisi": "0", "pertanyaan": "Apa kata warga?"}), 403)
    assert "Apa kata warga?</textarea>" in page
    assert 'value="4" checked' in page
    assert "sudah kembali ke kumpulan" in page
    assert db.session.get(ReviewTask, task.id).state is TaskState.DIKEMBALIKAN
    assert "Apa kata warga?" not in {one.question for one in db.session.scalars(select(Review))}


def test_whoever_was_signed_out_meanwhile_gets_his_words_back_without_the_numbers_of_their_places(shared, as_user, visitor):
    task = tasks_of(shared)[0]
    as_user(db.session.get(User, task.reviewer_id)).post(f"/telaah/{task.id}/buka")
    form = whole(task) | {"revisi": 0, "komentar-1-bagian": "0-32", "komentar-2-bagian": "34-47", "komentar-2-isi": "Sebut jamnya."}
    answer = visitor.post(f"/telaah/{task.id}", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Sebut jamnya." in page
    assert form["saran_satu"] in page
    for number in ("0-32", "34-47", "0-20"):
        assert f">{number}<" not in page


def test_a_work_that_was_never_opened_is_not_shown_by_sending_a_form(practised, as_user):
    task = tasks_of(practised, TaskState.DITAWARKAN)[0]
    answer = as_user(db.session.get(User, task.reviewer_id)).post(f"/telaah/{task.id}", data={"aksi": "simpan", "revisi": "0"})
    assert answer.status_code == 403
    assert works.RELEASE["judul"] not in answer.get_data(as_text=True)


def test_ticks_that_come_too_late_stay_on_the_page(opened, time, as_user):
    task, _review, author = opened
    works.sent(author, db.session.get(Round, task.round_id).assignment, works.RELEASE | {"judul": "Judul yang baru"}, now=time.now, change_note="Judul.")
    time.on(days=3, hours=1)
    client = as_user(db.session.get(User, task.reviewer_id))
    page = shown(client.post(f"/telaah/{task.id}/lagi", data={"suggestion_one": "sebagian"}), 403)
    assert 'name="suggestion_one" value="sebagian" checked' in page
    assert db.session.scalars(select(PointAnswer)).all() == []


def test_practice_names_the_first_gap_beside_it_and_keeps_the_rest(practised, as_user):
    task = tasks_of(practised)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    url = f"/telaah/kalibrasi/{practised.assignment_id}"
    name = client.get(url).get_data(as_text=True).split('type="radio" name="')[-1].partition('"')[0]
    page = shown(client.post(url, data={name: "2", "percobaan": "1"}), 422)
    assert "-salah" in page
    assert f'name="{name}" value="2" checked' in page


def test_a_try_that_was_sent_already_keeps_the_levels_of_the_second(practised, as_user):
    task = tasks_of(practised)[0]
    client = as_user(db.session.get(User, task.reviewer_id))
    url = f"/telaah/kalibrasi/{practised.assignment_id}"
    page = client.get(url).get_data(as_text=True)
    names = {part.partition('"')[0] for part in page.split('type="radio" name="')[1:]}
    sent = dict.fromkeys(names, "3") | {"percobaan": "1"}
    assert client.post(url, data=sent).status_code == 303
    again = shown(client.post(url, data=sent), 409)
    assert "sudah terkirim" in again
    assert again.count('value="3" checked') == len(names)


def test_a_task_taken_back_without_a_reason_stays_and_the_page_says_so(shared, as_user):
    task = tasks_of(shared, TaskState.DITAWARKAN)[0]
    client = as_user(classes.trainer(shared.assignment.cohort))
    url = f"/putaran/{shared.id}/naskah/{task.submission_id}"
    page = shown(client.post(f"{url}/tarik", data={"tugas": str(task.id), "alasan": ""}), 422)
    assert f'href="#alasan-{task.id}"' in page
    assert f'id="alasan-{task.id}-salah"' in page
    long = "x" * 301
    assert f'value="{long}"' in shown(client.post(f"{url}/tarik", data={"tugas": str(task.id), "alasan": long}), 422)
    assert db.session.get(ReviewTask, task.id).state is TaskState.DITAWARKAN


def test_a_task_that_was_sent_meanwhile_is_not_taken_back_and_the_reason_stays(shared, as_user):
    task = tasks_of(shared, TaskState.DITAWARKAN)[0]
    send(task)
    client = as_user(classes.trainer(shared.assignment.cohort))
    page = shown(client.post(f"/putaran/{shared.id}/naskah/{task.submission_id}/tarik", data={"tugas": str(task.id), "alasan": "Satu ruangan"}), 409)
    assert "sudah terkirim" in page
    assert 'value="Satu ruangan"' in page


def test_a_reviewer_who_had_the_work_is_refused_beside_the_field(shared, as_user):
    task = tasks_of(shared, TaskState.DITAWARKAN)[0]
    client = as_user(classes.trainer(shared.assignment.cohort))
    page = shown(client.post(f"/putaran/{shared.id}/naskah/{task.submission_id}/tugaskan", data={"penelaah": str(task.reviewer_id)}), 409)
    assert "sudah pernah mendapat naskah ini" in page
    assert 'id="penelaah-salah"' in page


def test_the_plan_of_a_round_that_ended_meanwhile_keeps_the_dates_typed(shared, as_user):
    client = as_user(classes.trainer(shared.assignment.cohort))
    with work():
        db.session.get(Round, shared.id).state = RoundState.DITUTUP
    later = clock.local(shared.review_due_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    plan = planning.plan_of(shared)
    moments = {"dibagikan": plan.share_at, "revisi": plan.revise_due_at}
    sent = {name: clock.local(at).strftime("%Y-%m-%dT%H:%M") for name, at in moments.items()} | {
        "telaah": later, "k": str(plan.k), "hari": "3", "potongan": "10",
    }  # fmt: skip -- the fields of the page
    page = shown(client.post(f"/putaran/{shared.id}/rencana", data=sent), 403)
    assert "sudah ditutup" in page
    assert later in page


def shown(answer, status: int) -> str:
    """The page of a refusal: its status, its summary, its text as typed."""
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == status, page
    assert 'class="box summary"' in page
    return page


@pytest.fixture
def shared(app, time):
    round_, _authors = made(6)
    turn(round_)
    return round_


@pytest.fixture
def practised(app, time):
    round_, _authors = made(6, practice=True)
    turn(round_)
    return round_


@pytest.fixture
def opened(shared, time):
    """A work whose reviews its author may read: (task, review, author)."""
    for task in tasks_of(shared):
        send(task)
    time.now = shared.review_due_at + timedelta(minutes=1)
    turn(shared)
    task = tasks_of(shared)[0]
    review = db.session.scalars(select(Review).where(Review.task_id == task.id)).one()
    return task, review, db.session.get(User, task.author_id)
