"""How many tries there are, which counts, which form comes next."""

import pytest

from app.learning.core.attempts import attempt_state, next_form, reaches


def test_the_best_of_three_counts():
    state = attempt_state([60, 80, 70], 3, 0, 70)
    assert (state.best, state.is_passed, state.left, state.may_start) == (80, True, 0, False)


def test_a_try_that_was_begun_is_used_though_it_has_no_result():
    state = attempt_state([None, 50], 3, 0, 70)
    assert (state.used, state.left, state.best) == (2, 1, 50)
    assert state.sentence == "Sisa percobaan: 1 dari 3."


def test_the_trainer_opens_one_more():
    assert not attempt_state([50, 60], 2, 0, 70).may_start
    assert "Mintalah pelatih" in attempt_state([50, 60], 2, 0, 70).sentence
    assert attempt_state([50, 60], 2, 1, 70).left == 1


def test_nothing_tried_is_nothing_passed():
    state = attempt_state([], 2, 0, 70)
    assert (state.best, state.is_passed, state.left) == (None, False, 2)


@pytest.mark.parametrize(
    ("value", "is_reached"),
    [(70.0, True), (69.99, False), (70 - 1e-12, True), (100 / 3 * 2.1, True), (69.999999, False)],
)
def test_exactly_the_mark_passes_and_nothing_below(value, is_reached):
    assert reaches(value, 70) is is_reached


def test_the_second_try_has_another_form():
    assert next_form(["b", "c"], []) == "b"
    assert next_form(["b", "c"], ["b"]) == "c"
    assert next_form(["b", "c"], ["c"]) == "b"
    assert next_form(["b", "c"], ["b", "c"]) == "b"
    assert next_form(["b", "c", "d"], ["b", "c", "d", "b"]) == "c"
    assert next_form(["a"], ["a"]) == "a"
    with pytest.raises(ValueError, match="form"):
        next_form([], [])
