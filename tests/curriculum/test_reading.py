"""Words, minutes and the report."""

from app.curriculum.core.reading import findings, plain_text, reading_minutes, report, words


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


def test_the_report_has_a_row_per_module_with_findings(folder):
    course = folder.read().course
    text = report([course])
    row = next(line for line in text.split("\n") if line.startswith("| SP-3"))
    assert row.count("|") == 11
    assert "kata 97 dari 1800" in row
    assert "tempat rekaman" in row
    assert "Bank tes: 14 butir" in text
    assert "sp-3/02-teras tanpa keliru" in findings(course.modules[0])


def test_without_trainings_the_report_says_so():
    assert report([]) == "Belum ada pelatihan yang dapat dibaca.\n"
