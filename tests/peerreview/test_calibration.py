"""Practice texts: a reader passes, a rater who does not read does not."""

import random

import pytest

from app.peerreview.core.calibration import Trap, passed

TRUTH = {"a": (4, 3, 2, 3, 1, 4), "b": (2, 2, 3, 1, 3, 2), "c": (3, 4, 4, 2, 4, 3)}
TRAPS = {"a": Trap(criterion=4)}


def test_the_trainers_own_levels_pass():
    verdict = passed(TRUTH, TRUTH, TRAPS)

    assert verdict.passed
    assert [text.exact for text in verdict.texts] == [6, 6, 6]
    assert verdict.reasons == ()


def test_half_exact_and_the_rest_one_off_passes():
    assert passed(TRUTH | {"b": (3, 3, 4, 1, 3, 2)}, TRUTH, TRAPS).passed


def test_fewer_than_half_exact_fails_with_the_numbers():
    verdict = passed(TRUTH | {"b": (3, 3, 4, 2, 3, 2)}, TRUTH, TRAPS)

    assert not verdict.passed
    assert verdict.texts[1].reasons[0] == "Baru 2 dari 6 kriteria yang sama dengan pelatih; perlu 3."


def test_one_level_off_by_two_fails():
    verdict = passed(TRUTH | {"c": (1, 4, 4, 2, 4, 3)}, TRUTH, TRAPS)

    assert not verdict.passed
    assert verdict.texts[2].reasons == ("Pada 1 kriteria level Anda berbeda lebih dari satu dari pelatih.",)


def test_a_mean_gap_above_six_tenths_fails():
    truth = {"a": (2, 2, 2, 2, 3)}
    verdict = passed({"a": (3, 3, 3, 3, 3)}, truth, {})

    assert not verdict.passed
    assert "Rata-rata selisih Anda dengan pelatih masih di atas 0,6 level." in verdict.texts[0].reasons


def test_a_missed_breach_fails_and_the_flag_catches_it():
    missed = TRUTH | {"a": (4, 3, 2, 3, 2, 4)}

    assert not passed(missed, TRUTH, TRAPS).passed
    assert "Pelanggaran identitas anak di teks ini belum Anda temukan." in passed(missed, TRUTH, TRAPS).texts[0].reasons
    assert passed(missed, TRUTH, TRAPS, flagged={"a"}).passed


def test_a_missing_level_or_text_fails():
    assert not passed(TRUTH | {"b": (2, 2, 3, None, 3, 2)}, TRUTH, TRAPS).passed
    without = {name: levels for name, levels in TRUTH.items() if name != "c"}
    assert not passed(without, TRUTH, TRAPS).passed


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_constant_rater_fails(level):
    assert not passed(dict.fromkeys(TRUTH, (level,) * 6), TRUTH, TRAPS).passed


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_constant_rater_fails_even_where_the_truth_is_nearly_flat_and_nothing_is_planted(level):
    flat = {"a": (3, 3, 3, 2, 3, 3), "b": (3, 3, 2, 3, 3, 3), "c": (3, 3, 3, 3, 3, 4)}
    verdict = passed(dict.fromkeys(flat, (level,) * 6), flat, {}, flagged=flat)

    assert not verdict.passed
    assert verdict.reasons == ("Anda memberi level yang sama untuk semua kriteria di semua teks.",)


def test_a_random_rater_fails_nearly_always():
    rng = random.Random(20)
    tries = 4_000
    lucky = sum(
        passed({name: tuple(rng.randint(1, 4) for _ in range(6)) for name in TRUTH}, TRUTH, TRAPS).passed
        for _ in range(tries)
    )

    assert lucky / tries < 0.02


def test_a_random_rater_of_the_middle_levels_fails_nearly_always():
    rng = random.Random(21)
    tries = 4_000
    lucky = sum(
        passed({name: tuple(rng.randint(2, 3) for _ in range(6)) for name in TRUTH}, TRUTH, TRAPS, flagged={"a"}).passed
        for _ in range(tries)
    )

    assert lucky / tries < 0.02


def test_refuses_a_calibration_without_texts_or_with_a_trap_outside():
    with pytest.raises(ValueError, match="at least one text"):
        passed({}, {}, {})
    with pytest.raises(ValueError, match="outside"):
        passed(TRUTH, TRUTH, {"a": Trap(criterion=6)})
