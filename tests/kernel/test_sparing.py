"""A lasting trouble is said once a minute, everything else always."""

import logging

from app.kernel.sparing import MOST, SILENCE, Sparing


def test_the_same_trouble_is_said_once_a_minute():
    now = [0.0]
    sparing = Sparing(lambda: now[0])
    assert [sparing.filter(record("antrean", OSError())) for _ in range(3)] == [True, False, False]
    assert sparing.filter(record("antrean", ValueError()))
    assert sparing.filter(record("jadwal", OSError()))
    now[0] = SILENCE
    assert sparing.filter(record("antrean", OSError()))


def test_words_without_a_traceback_are_always_said():
    sparing = Sparing(lambda: 0.0)
    assert all(sparing.filter(record("antrean")) for _ in range(3))


def test_what_was_said_is_not_kept_for_ever():
    sparing = Sparing(lambda: 0.0)
    for number in range(MOST * 3):
        assert sparing.filter(record(f"pekerjaan {number}", OSError()))
    assert len(sparing._said) <= MOST


def record(words, fault=None):
    about = (type(fault), fault, None) if fault else None
    return logging.LogRecord("uji", logging.ERROR, __file__, 1, words, (), about)
