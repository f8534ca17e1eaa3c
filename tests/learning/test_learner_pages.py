"""A learner walks the path: lessons, quizzes, tests."""

import pytest
from sqlalchemy import select

from app.curriculum import queries as curriculum
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core import asking
from app.learning.models import Attempt, ExtraAttempt, Progress
from app.learning.services.attempts import items_of
from tests.factories import classes

LESSON = "uj-1/01-baca"


def test_a_lesson_is_done_only_when_every_exercise_is_answered(app, as_user):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/{LESSON}"
    refused = client.post(f"{url}/selesai")
    assert refused.status_code == 422
    assert "latihan 1" in refused.get_data(as_text=True)
    assert client.post(f"{url}/latihan/tulis", data={"s-tulis": ""}).status_code == 422
    assert client.post(f"{url}/latihan/tulis", data={"s-tulis": "Warga kini antre lewat ponsel"}).status_code == 303
    step = classes.step(LESSON)
    token = asking.token("pilih", 0, step.id * 1_000_003 + enrolment.id)
    fragment = client.post(f"{url}/latihan/pilih", data={"s-pilih": token}, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert "Tepat" in fragment.get_data(as_text=True)
    finished = client.post(f"{url}/selesai")
    assert finished.status_code == 303
    assert finished.location.endswith("#top"), "the next lesson begins at its beginning"
    assert db.session.scalars(select(Progress.done_at).where(Progress.step_id == step.id)).one() is not None


def test_a_quiz_is_scored_and_the_best_result_counts(app, as_user):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/uj-1/kuis"
    for is_right in (False, True):
        client.post(f"{url}/mulai")
        attempt = db.session.scalars(select(Attempt).where(Attempt.finished_at.is_(None))).one()
        assert client.post(f"{url}/jawab", data=answers("uj-1/kuis", attempt, is_right=is_right) | {"aksi": "kirim"}).status_code == 303
    page = client.get(f"{url}/hasil/2").get_data(as_text=True)
    assert "Nilai 100" in page
    scores = db.session.scalars(select(Attempt.score).order_by(Attempt.number)).all()
    assert scores[0] < 70 < scores[1] == 100
    assert db.session.scalars(select(Progress.score)).one() == 100


def test_a_result_repeats_what_was_typed(app, as_user):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/uj-1/kuis"
    client.post(f"{url}/mulai")
    attempt = db.session.scalars(select(Attempt)).one()
    form = answers("uj-1/kuis", attempt, is_right=True) | {"s-k14": "resiko", "s-k15": "70"}
    assert client.post(f"{url}/jawab", data=form | {"aksi": "kirim"}).status_code == 303
    page = client.get(f"{url}/hasil/1").get_data(as_text=True)
    assert "Jawaban Anda: resiko." in page
    assert "Jawaban Anda: 70." in page


def test_unanswered_items_are_kept_and_named(app, as_user):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/uj-1/kuis"
    client.post(f"{url}/mulai")
    answer = client.post(f"{url}/jawab", data={"s-k14": "risiko", "aksi": "kirim"})
    assert answer.status_code == 422
    assert "Soal 1: belum dijawab." in answer.get_data(as_text=True)
    assert 'value="risiko"' in answer.get_data(as_text=True)
    assert db.session.scalars(select(Attempt.answers)).one() == {"k14": ["risiko"]}


def test_answers_are_kept_while_they_are_given(app, as_user):
    """By a script: what is kept so is nothing that was sent, and a try that was sent in another tab is not changed."""
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/uj-1/kuis"
    client.post(f"{url}/mulai")
    asked = {"headers": {"Accept": "application/json"}}
    kept = client.post(f"{url}/jawab", data={"s-k14": "risiko", "aksi": "kirim"}, **asked)
    assert (kept.status_code, kept.json["kata"][:10]) == (200, "Tersimpan ")
    attempt = db.session.scalars(select(Attempt)).one()
    assert (attempt.answers, attempt.finished_at) == ({"k14": ["risiko"]}, None)
    client.post(f"{url}/jawab", data=answers("uj-1/kuis", attempt, is_right=True) | {"aksi": "kirim"})
    late = client.post(f"{url}/jawab", data={"s-k14": "lain"}, **asked)
    assert (late.status_code, late.json["detail"]) == (409, "Percobaan ini sudah dikirim dari tempat lain.")
    assert db.session.scalars(select(Attempt.answers)).one()["k14"] == ["risiko"]


def test_after_three_tries_only_the_pelatih_opens_another(app, as_user):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/uj-1/kuis"
    for _number in range(3):
        client.post(f"{url}/mulai")
        attempt = db.session.scalars(select(Attempt).where(Attempt.finished_at.is_(None))).one()
        client.post(f"{url}/jawab", data=answers("uj-1/kuis", attempt, is_right=False) | {"aksi": "kirim"})
    assert client.post(f"{url}/mulai").status_code == 403
    as_user(classes.trainer(cohort)).post(
        f"/angkatan/{cohort.id}/orang/{enrolment.id}/percobaan",
        data={"step_id": classes.step("uj-1/kuis").id, "reason": "Sinyal hilang"},
    )
    assert client.post(f"{url}/mulai").status_code == 303


def test_the_second_closing_test_uses_another_form_and_the_first_page_says_when_none_is_left(app, as_user):
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    client = as_user(learner)
    url = f"/belajar/{cohort.id}/tes-akhir"
    for _number in range(2):
        client.post(f"{url}/mulai")
        attempt = db.session.scalars(select(Attempt).where(Attempt.finished_at.is_(None))).one()
        client.post(f"{url}/jawab", data=answers("tes-akhir", attempt, is_right=False) | {"aksi": "kirim"})
    assert db.session.scalars(select(Attempt.form).order_by(Attempt.number)).all() == ["b", "c"]
    assert "percobaan habis, minta pelatih membuka satu lagi" in client.get("/").get_data(as_text=True)
    step, trainer = classes.step("tes-akhir"), classes.trainer(cohort)
    with work():
        db.session.add(ExtraAttempt(enrolment_id=enrolment.id, step_id=step.id, given_by_id=trainer.id, reason="Sinyal hilang", given_at=clock.now()))
    assert "percobaan habis" not in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("uj-1/kuis/jawab", "uj-1/kuis"), ("uj-1/kuis/mulai", "uj-1/kuis"), ("tes-awal/jawab", "tes-awal"),
        (f"{LESSON}/selesai", LESSON), (f"{LESSON}/latihan/x", LESSON),
    ],
)  # fmt: skip
def test_whoever_signs_in_again_on_a_form_with_faults_comes_to_its_page(app, as_user, sent_to, page):
    """The browser holds the address of the form then, and opens it by GET."""
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    answer = as_user(learner).get(f"/belajar/{cohort.id}/{sent_to}")
    assert answer.status_code in {302, 303}
    assert answer.headers["Location"] == f"/belajar/{cohort.id}/{page}"


def test_another_persons_class_is_not_found(app, as_user):
    cohort, other = classes.cohort(), classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client = as_user(learner)
    for key in ("", f"/{LESSON}", "/uj-1/kuis", "/tes-awal", "/uj-1/kuis/hasil/1"):
        assert client.get(f"/belajar/{other.id}{key}").status_code == 404
    assert client.post(f"/belajar/{other.id}/uj-1/kuis/mulai").status_code == 404


def test_the_path_takes_a_fixed_number_of_statements(app, as_user, statements):
    cohort = classes.cohort()
    learner, _enrolment = classes.learner(cohort)
    client = as_user(learner)
    client.get(f"/belajar/{cohort.id}")
    for url in (f"/belajar/{cohort.id}", f"/belajar/{cohort.id}/{LESSON}"):
        with statements() as seen:
            client.get(url)
        assert len(seen) <= 12, seen


def answers(key, attempt, *, is_right):
    """A posted form that answers every item rightly or wrongly."""
    body = curriculum.body(classes.step(key).id)
    form = {}
    for item in items_of(body, attempt.form):
        name = f"s-{item.id}"
        match item.kind:
            case "satu":
                form[name] = asking.token(item.id, 0 if is_right else 1, attempt.seed)
            case "banyak":
                form[name] = [asking.token(item.id, n, attempt.seed) for n in ((0, 1) if is_right else (2,))]
            case "benar_salah":
                form[name] = "salah" if is_right else "benar"
            case "isian":
                form[name] = "risiko" if is_right else "resiko"
            case "angka":
                form[name] = "62,5" if is_right else "1"
            case "jodohkan":
                for n in range(3):
                    form[f"{name}.{n + 1}"] = asking.token(item.id, n if is_right else (n + 1) % 3, attempt.seed)
            case "urutkan":
                for n in range(3):
                    form[f"{name}.{asking.token(item.id, n, attempt.seed)}"] = str((n if is_right else 2 - n) + 1)
    return form
