"""Words and minutes."""

from app.curriculum.core.reading import plain_text, reading_minutes, words


def test_words_are_counted_as_people_count_them():
    assert words("Teras e-mail 4,5 menit; 1/2 hari - selesai.") == (
        "Teras",
        "e-mail",
        "4,5",
        "menit",
        "1/2",
        "hari",
        "selesai",
    )


def test_blocks_part_words_and_inline_marks_do_not():
    assert plain_text("<p>Satu</p><p>d<strong>u</strong>a &amp; tiga</p>") == "Satu dua & tiga"


def test_reading_takes_at_least_a_minute():
    assert [reading_minutes(count) for count in (0, 1, 200, 201, 1600, 1601)] == [1, 1, 1, 2, 8, 9]
