"""Every grade opens to its parts: weights that make the number, how sure it is, what to read next; a rating counts at once."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.curriculum.core.course import WEIGHTS_WITHOUT_REVIEW, Weights
from app.grading.core.why import Counted, Explained, explained, gave
from app.grading.models import ReviewQuality
from app.grading.queries.standing import weights_for
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core.passing import ReviewDuty
from app.peerreview.core.aggregation import Review, Rubric, aggregate
from app.peerreview.services import answers
from tests.factories import classes, judged, works
from tests.factories.judged import computed

WEIGHTS = {"a": 50.0, "b": 30.0, "c": 20.0}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_parts_make_the_grade_again(seed):
    reviews, result = a_class(seed)
    parts = explained(reviews, result)
    gaps = [abs(parts[one.submission].rebuilt - one.grade) for one in result.grades]
    assert sum(gaps) / len(gaps) < 1.5
    assert max(gaps) < 6
    for one in result.grades:
        part = parts[one.submission]
        assert sum(each.share for each in part.reviews) + part.pull == pytest.approx(1)


def test_who_ticks_at_random_counts_for_less_than_who_reads():
    reviews, result = a_class(4, careless=frozenset({0, 1}), k=6)
    parts = explained(reviews, result)
    shares = {True: [], False: []}
    for part in parts.values():
        for each in part.reviews:
            shares[each.reviewer in {0, 1}].append(each.share)
    assert sum(shares[True]) / len(shares[True]) < 0.8 * sum(shares[False]) / len(shares[False])


def test_few_reviews_leave_more_to_the_class():
    reviews, _result = a_class(5)
    reviews[0] = reviews[0][:1]
    parts = explained(reviews, judged_by(reviews))
    assert parts[0].pull > 1.5 * parts[1].pull


def test_reviews_that_count_alike_make_the_plain_mean_pulled_to_the_class():
    alike = (Counted(1, 70, 1.0, 0.30, 0.02), Counted(2, 60, 0.2, 0.28, 0.02))
    assert Explained(alike, 0.42, 65, 0, None).is_plain
    assert not Explained((alike[0], replace(alike[1], share=0.1)), 0.6, 65, 0, None).is_plain
    assert not Explained((alike[0], replace(alike[1], leniency=-4)), 0.42, 65, 0, None).is_plain
    assert not Explained(alike[:1], 0.7, 65, 0, None).is_plain


def test_a_review_that_skipped_a_criterion_still_gives_points():
    assert gave({"a": 4, "b": 4}, WEIGHTS, 4) == 100
    assert gave({}, WEIGHTS, 4) == 0


def test_the_pelatih_opens_a_grade_from_the_queue(app, desk, as_user):
    desk.reviewed(((2, 2, 2), (3, 3, 3), (3, 3, 3), (4, 4, 4)))
    assert computed(app)
    client = as_user(desk.trainer)
    path = f"/meja/naskah/{desk.versions[0].submission_id}/mengapa"
    assert path in client.get(f"/meja/{desk.cohort.id}?tugas={desk.task.id}").get_data(as_text=True)
    page = client.get(path).get_data(as_text=True)
    for words in ("Penelaah 3", "Rata-rata kelas", "peluang 90 %", "Paling berguna dibaca berikutnya", "Takaran kelas", "berbobot hampir sama"):
        assert words in page, words
    assert not [person.name for person in desk.people if person.name in page]
    assert client.get(f"/meja/naskah/{desk.versions[0].submission_id}").get_data(as_text=True).count(path) == 1
    assert as_user(desk.people[0]).get(path).status_code in {403, 404}


def test_a_provisional_wide_or_straddling_grade_says_so(app, desk, as_user):
    judged.round_of(desk.task, is_over=True)
    judged.review(desk.round, desk.versions[0], desk.people[1], (3, 3, 3))
    assert computed(app)
    page = as_user(desk.trainer).get(f"/meja/naskah/{desk.versions[0].submission_id}/mengapa").get_data(as_text=True)
    assert "Sementara: telaahnya baru 1" in page
    assert "Melintasi batas lulus" in page


def test_the_pelatihs_own_grade_needs_no_parts_and_is_left_out_of_what_to_read(app, desk, as_user):
    desk.reviewed()
    assert computed(app)
    version = desk.versions[0]
    with work():
        grades.grade_by_trainer(
            version.submission, version_id=version.id, levels={"dampak": 4, "struktur": 4, "etika": 4}, feedback="",
            reason="", based_on=None, actor=works.actor(desk.trainer), now=clock.now(),
        )
    assert computed(app)
    client = as_user(desk.trainer)
    assert "Nilai pelatih berlaku" in client.get(f"/meja/naskah/{version.submission_id}/mengapa").get_data(as_text=True)
    other = client.get(f"/meja/naskah/{desk.versions[1].submission_id}/mengapa").get_data(as_text=True)
    assert f'"/meja/naskah/{version.submission_id}"' not in other.partition("Paling berguna")[2]


def test_the_author_reads_a_plain_sentence(app, desk, as_user):
    judged.round_of(desk.task, is_over=True)
    for place, levels in enumerate(((2, 2, 2), (3, 3, 3), (3, 3, 3)), start=1):
        judged.review(desk.round, desk.versions[0], desk.people[place], levels)
    assert computed(app)
    with work():
        grades.release(desk.cohort.id, [desk.versions[0].submission_id], actor=works.actor(desk.trainer), now=clock.now())
    page = as_user(desk.people[0]).get(f"/umpan-balik/{desk.versions[0].submission_id}").get_data(as_text=True)
    assert "Penelaah memberi 50 sampai 75, rata-ratanya 66,7." in page
    assert "Bobot" not in page


def test_a_rating_of_a_review_counts_at_once(app, desk):
    desk.reviewed()
    assert computed(app)
    review = judged.review(desk.round, desk.versions[0], classes.learner(desk.cohort)[0], (3, 3, 3))
    assert computed(app)
    before = mark_of(review)
    with work():
        answers.rate(review, usefulness=1, reply="", now=clock.now())
    assert computed(app) == 1
    assert mark_of(review) < before


def test_nobodys_final_grade_waits_for_a_mark_that_cannot_be_made():
    weights = Weights()
    assert weights_for(ReviewDuty(owed=2, done=2, quality=None), weights) == WEIGHTS_WITHOUT_REVIEW
    assert weights_for(ReviewDuty(owed=2, done=1, quality=None), weights) == weights
    assert weights_for(ReviewDuty(owed=2, done=2, quality=90), weights) == weights
    assert weights_for(ReviewDuty(owed=0, done=0, quality=None), weights) == WEIGHTS_WITHOUT_REVIEW, "the only sender"
    assert weights_for(None, weights) == weights
    assert weights_for(ReviewDuty(owed=2, done=2, quality=None), Weights(40, 40, 20)) == Weights(50, 50, 0)


def mark_of(review):
    user_id = review.task.reviewer_id
    return db.session.scalars(
        select(ReviewQuality.mark).where(ReviewQuality.user_id == user_id).execution_options(populate_existing=True)
    ).one()


def a_class(seed, careless=frozenset(), people=40, k=3):
    dice = random.Random(seed)
    truth = {one: dice.gauss(2.8, 0.5) for one in range(people)}
    bias = {one: dice.gauss(0, 0.2) for one in range(people)}
    reviews = {}
    for work_id in range(people):
        rows = []
        for step in range(1, k + 1):
            who = (work_id + step * 7) % people
            levels = tuple(
                float(dice.choice([1, 2, 3, 4])) if who in careless
                else float(min(4, max(1, round(truth[work_id] + bias[who] + dice.gauss(0, 0.5)))))
                for _criterion in WEIGHTS
            )  # fmt: skip
            rows.append((who, levels))
        reviews[work_id] = rows
    given = {work_id: [(who, gave(dict(zip(WEIGHTS, levels, strict=True)), WEIGHTS, 4)) for who, levels in rows] for work_id, rows in reviews.items()}
    result = aggregate(
        [Review(work_id, who, levels) for work_id, rows in reviews.items() for who, levels in rows],
        {work_id: work_id for work_id in reviews}, Rubric(tuple(WEIGHTS.values()), 4),
    )  # fmt: skip
    return given, result


def judged_by(points):
    """The same class from points alone: every criterion at the same level."""
    return aggregate(
        [Review(work_id, who, (given / 25,) * 3) for work_id, rows in points.items() for who, given in rows],
        {work_id: work_id for work_id in points}, Rubric(tuple(WEIGHTS.values()), 4),
    )  # fmt: skip
