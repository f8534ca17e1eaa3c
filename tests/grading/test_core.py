"""The rules of grades: points, lateness, why a work waits, mutu telaah, marks in a text."""

import random

import pytest

from app.grading.core.points import after_lateness, mean_levels, points, prefilled
from app.grading.core.quality import Sent, quality
from app.grading.core.waiting import Evidence, Wait, reasons, sample, wide_apart
from app.submissions.core.marks import Span, paragraphs

WEIGHTS = {"a": 40.0, "b": 40.0, "c": 20.0}


@pytest.mark.parametrize("levels,grade", [((1, 1, 1), 25), ((4, 4, 4), 100), ((3, 3, 3), 75), ((4, 3, 1), 75), ((2.5, 3, 4), 75)])
def test_points_are_weight_times_level_over_four(levels, grade):
    assert points(dict(zip("abc", levels, strict=True)), WEIGHTS) == pytest.approx(grade)


@pytest.mark.parametrize("levels", [{"a": 3, "b": 3}, {"a": 0, "b": 3, "c": 3}, {"a": 5, "b": 3, "c": 3}])
def test_a_missing_level_or_one_outside_the_scale_is_refused(levels):
    with pytest.raises(ValueError, match="a level from 1 to 4"):
        points(levels, WEIGHTS)


@pytest.mark.parametrize("raw,days,grade,taken", [(80, 0, 80, 0), (80, 2, 60, 20), (25, 3, 0, 25)])
def test_lateness_takes_ten_a_day_and_never_more_than_there_is(raw, days, grade, taken):
    assert after_lateness(raw, days, 10) == (grade, taken)


def test_the_desk_opens_with_the_middle_level_and_the_lower_one_at_a_tie():
    levels = [{"a": 1, "b": 2}, {"a": 3, "b": 3}, {"a": 4}]
    assert prefilled(levels, ["a", "b", "c"]) == {"a": 3, "b": 2}
    assert mean_levels(levels, ["a", "b", "c"]) == {"a": pytest.approx(8 / 3), "b": 2.5}


def evidence(**more) -> Evidence:
    given = {
        "is_trainer_task": False, "is_graded": False, "reviews": 3, "needed": 3, "review_is_over": True, "lo90": 75.0, "hi90": 85.0,
        "levels": [{"a": 3, "b": 3, "c": 3}] * 3, "hard_stops": frozenset({"c"}), "flags": frozenset(), "is_new_version": False, "in_sample": False,
    }
    return Evidence(**given | more)


@pytest.mark.parametrize(
    "given,waits",
    [
        ({}, ()),
        ({"is_graded": True, "flags": frozenset({"izin"})}, ()),
        ({"is_new_version": True, "is_graded": True}, (Wait.VERSI_BARU,)),
        ({"flags": frozenset({"izin"})}, (Wait.TANDA_BAHAYA,)),
        ({"levels": [{"a": 3, "b": 3, "c": 1}]}, (Wait.TANDA_BAHAYA,)),
        ({"levels": [{"a": 1, "b": 3, "c": 3}]}, ()),
        ({"is_trainer_task": True, "reviews": 0}, (Wait.TUGAS_PELATIH,)),
        ({"reviews": 2}, (Wait.TELAAH_KURANG,)),
        ({"reviews": 2, "review_is_over": False}, ()),
        ({"reviews": 2, "needed": 2}, ()),
        ({"levels": [{"a": 1, "b": 1}, {"a": 3, "b": 3}]}, (Wait.TELAAH_BERBEDA,)),
        ({"lo90": 69.0, "hi90": 71.0}, (Wait.MENENTUKAN_LULUS,)),
        ({"lo90": 70.0, "hi90": 80.0}, ()),
        ({"lo90": 60.0, "hi90": 70.0}, (Wait.MENENTUKAN_LULUS,)),
        ({"lo90": 20.0, "hi90": 65.0}, (Wait.TIDAK_PASTI,)),
        ({"in_sample": True, "review_is_over": False}, (Wait.CONTOH_ACAK,)),
    ],
)
def test_why_a_work_waits(given, waits):
    assert reasons(evidence(**given), 70) == waits


def test_more_than_one_level_apart_on_two_criteria():
    assert not wide_apart([{"a": 1, "b": 3}, {"a": 4, "b": 3}])
    assert not wide_apart([{"a": 1, "b": 2}, {"a": 2, "b": 3}])
    assert wide_apart([{"a": 1, "b": 2}, {"a": 3, "b": 4}])


def test_the_sample_is_random_replayable_and_hardly_moved_by_a_late_work():
    for count, size in ((3, 3), (20, 4), (40, 4), (60, 6), (200, 20)):
        works = list(range(1, count + 1))
        chosen = sample(works, 7)
        assert len(chosen) == size
        assert chosen == sample(random.Random(count).sample(works, count), 7)
        assert len(chosen - sample([*works, count + 1], 7)) <= 1
    assert sample(list(range(100)), 1) != sample(list(range(100)), 2)


GOOD = {"a": 3, "b": 3, "c": 3}
HARSH = {"a": 2, "b": 2, "c": 2}


def test_a_mark_is_never_invented():
    assert quality([], [], k=3) is None
    assert quality([Sent({"a": 3}, others=[{"a": 3}])], [], k=2) is None, "nothing to hold it against"
    assert quality([Sent({"a": 3}, rating=2)], [], k=2).mark == 50


def test_the_widest_gap_that_calibration_lets_pass_is_seventy():
    off = {"a": 3, "b": 3, "c": 3, "d": 3, "e": 3}
    truth = {"a": 2, "b": 2, "c": 2, "d": 3, "e": 3}
    assert quality([Sent(GOOD)], [(off, truth)], k=3).mark == pytest.approx(70)


def test_agreement_counts_only_from_three_reviews_on_and_never_with_two_reviewers():
    assert quality([Sent(GOOD, others=[GOOD], rating=4)], [], k=3).parts == {"penulis": 100}
    assert quality([Sent(GOOD, others=[GOOD, GOOD], rating=4)], [], k=2).parts == {"penulis": 100}
    assert quality([Sent(GOOD, others=[GOOD, GOOD])], [], k=3).parts == {"sejalan": 100}


def test_two_wrong_reviewers_who_agree_do_not_score_high():
    wrong = {"a": 4, "b": 4, "c": 4}
    judged = quality([Sent(wrong, trainer=HARSH, others=[wrong])], [], k=3)
    assert judged.mark == 0


def test_parts_weigh_as_said_and_the_mark_stays_within_the_scale():
    judged = quality([Sent(GOOD, trainer=HARSH, rating=4)], [(GOOD, GOOD)], k=3)
    assert judged.parts == {"kalibrasi": 100, "pelatih": 50, "penulis": 100}
    assert judged.mark == pytest.approx((30 * 100 + 30 * 50 + 20 * 100) / 80)
    chance = random.Random(4)
    for _ in range(300):
        levels = [{key: chance.randint(1, 4) for key in "abc"} for _ in range(5)]
        one = quality([Sent(levels[0], levels[1], levels[2:4], chance.choice([None, 1, 2, 3, 4]))], [(levels[0], levels[4])], k=3)
        assert 0 <= one.mark <= 100


TEXT = "Satu dua tiga.\n\nEmpat lima."
PASSAGES = [("isi", "Isi", "p", 0, 14), ("isi", "Isi", "p", 16, 27)]


def test_comments_cut_a_paragraph_into_marked_pieces():
    first, second = paragraphs(TEXT, PASSAGES, [Span(5, 8, 1)])
    assert [(piece.text, piece.is_marked, piece.begins, piece.ends) for piece in first.pieces] == [
        ("Satu ", False, (), ()), ("dua", True, (1,), (1,)), (" tiga.", False, (), ()),
    ]
    assert [piece.text for piece in second.pieces] == ["Empat lima."]


def test_comments_that_overlap_or_span_paragraphs_lose_no_letter_and_end_in_each():
    chance = random.Random(1)
    for _ in range(300):
        spans = []
        for number in range(chance.randint(0, 5)):
            start = chance.randrange(len(TEXT))
            spans.append(Span(start, chance.randint(start + 1, len(TEXT)), number + 1))
        found = paragraphs(TEXT, PASSAGES, spans)
        assert ["".join(piece.text for piece in one.pieces) for one in found] == ["Satu dua tiga.", "Empat lima."]
        for one in found:
            for span in spans:
                here = span.start < one.end and span.end > one.start
                assert here == any(span.number in piece.ends for piece in one.pieces)
