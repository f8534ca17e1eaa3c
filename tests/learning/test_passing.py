"""The final grade, passing and the checklist, number by number from the rules."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.core.course import WEIGHTS_WITHOUT_REVIEW, PassMarks, Weights
from app.learning.core.passing import (
    Attendance,
    Predicate,
    ReviewDuty,
    Standing,
    TaskResult,
    certificate_checklist,
    final_grade,
    number,
    passed,
    predicate_of,
)

MARKS = PassMarks()
percents = st.floats(0, 100)


def task(grade, key="sp-3/tugas", **levels):
    return TaskResult(key, f"Tugas {key}", grade, levels or {"dampak": 3, "etika": 2}, is_submitted=True)


PASSING = Standing(
    lessons=(("sp-3/01-a", "A", True), ("sp-3/02-b", "B", True)),
    closing_test=70.0,
    tasks=(task(60.0), task(80.0, "sp-6/tugas")),
    review=ReviewDuty(3, 3, 80.0),
    attendance=Attendance(2, 2),
)


def test_the_grade_weighs_30_60_10():
    grade = final_grade(80.0, (task(70.0), task(90.0)), 60.0, Weights())
    assert grade.value == pytest.approx(0.3 * 80 + 0.6 * 80 + 0.1 * 60)
    assert grade.predicate is Predicate.BAIK


def test_without_review_it_weighs_35_65():
    assert final_grade(80.0, (task(60.0),), None, WEIGHTS_WITHOUT_REVIEW).value == pytest.approx(0.35 * 80 + 0.65 * 60)


def test_the_grade_waits_for_every_part():
    grade = final_grade(None, (task(70.0), task(None)), None, Weights())
    assert grade.value is None
    assert grade.missing == ("tes akhir", "tugas", "mutu telaah")
    assert final_grade(70.0, (), 70.0, Weights()).missing == ("tugas",)


@given(percents, st.lists(percents, min_size=1, max_size=5), percents)
def test_the_grade_stays_between_its_parts(test, grades, review):
    value = final_grade(test, tuple(task(grade) for grade in grades), review, Weights()).value
    assert min(test, review, *grades) - 1e-9 <= value <= max(test, review, *grades) + 1e-9


@pytest.mark.parametrize(
    ("value", "word"),
    [(100, "Sangat Memuaskan"), (90, "Sangat Memuaskan"), (89.99, "Memuaskan"), (80, "Memuaskan"), (79.99, "Baik"),
     (70, "Baik"), (69.99, None)],
)  # fmt: skip
def test_the_word_beside_the_grade(value, word):
    assert predicate_of(value) == word


def test_exactly_seventy_everywhere_passes():
    result = passed(PASSING, MARKS)
    assert result.is_passed
    assert result.reasons == ()


@pytest.mark.parametrize(
    ("change", "target", "sentence"),
    [
        ({"lessons": (("sp-3/01-a", "A", True), ("sp-3/02-b", "B", False))}, "sp-3/02-b", '1 materi belum selesai, mulai dari "B".'),
        ({"closing_test": None}, "tes-akhir", "Kerjakan tes akhir; batas lulus 70."),
        ({"closing_test": 69.996}, "tes-akhir", "Nilai tes akhir 69,99, batas lulus 70."),
        ({"tasks": (task(60.0), task(79.9, "sp-6/tugas"))}, "sp-3/tugas", "Rata-rata tugas 69,95, batas lulus 70."),
        ({"tasks": (task(90.0), TaskResult("sp-6/tugas", "Enam", None))}, "sp-6/tugas", '1 tugas belum dikumpulkan, mulai dari "Enam".'),
        ({"tasks": (task(90.0), task(None, "sp-6/tugas"))}, "sp-6/tugas", 'Nilai tugas "Tugas sp-6/tugas" belum diumumkan.'),
        ({"tasks": (task(95.0, etika=1, dampak=4),)}, "sp-3/tugas", 'Tugas "Tugas sp-3/tugas" masih memuat kriteria pada level 1.'),
        ({"review": ReviewDuty(3, 1, None)}, "telaah", "Kirim 2 telaah lagi dari 3."),
        ({"attendance": Attendance(2, 1)}, "kehadiran", "Kehadiran 1 dari 2 pertemuan yang diwajibkan."),
    ],
)  # fmt: skip
def test_each_refusal_says_why_and_where_to_go(change, target, sentence):
    result = passed(replace(PASSING, **change), MARKS)
    assert not result.is_passed
    assert (target, sentence) in [(line.target, line.sentence) for line in result.requirements if not line.is_met]


def test_nobody_is_said_to_have_sent_reviews_that_were_never_asked_of_him():
    lines = passed(replace(PASSING, review=ReviewDuty(0, 0, None)), MARKS).requirements
    assert [line.sentence for line in lines if line.title == "Telaah"] == ["Belum ada telaah yang diminta dari Anda."]


def test_what_is_not_set_is_not_asked_for():
    titles = [line.title for line in passed(replace(PASSING, review=None, attendance=None), MARKS).requirements]
    assert titles == ["Materi", "Tes akhir", "Tugas", "Tidak ada kriteria pada level 1"]


def test_the_marks_of_a_training_stand():
    assert not passed(PASSING, PassMarks(closing_test=75)).is_passed
    assert not passed(PASSING, PassMarks(tasks=75)).is_passed
    assert passed(replace(PASSING, closing_test=60.0), PassMarks(closing_test=60)).is_passed


def test_a_waived_training_asks_for_its_closing_test_only():
    waived = Standing(lessons=(("ld-1/01-a", "A", False),), closing_test=70.0, tasks=(task(None),), is_waived=True)
    assert passed(waived, MARKS).is_passed
    assert not passed(replace(waived, closing_test=69.0), MARKS).is_passed


def test_the_certificate_waits_for_the_confirmed_facts():
    lines = certificate_checklist(PASSING, MARKS, has_confirmed=False)
    assert [line.target for line in lines if not line.is_met] == ["sertifikat"]
    assert all(line.is_met for line in certificate_checklist(PASSING, MARKS, has_confirmed=True))


@pytest.mark.parametrize(
    ("value", "text"),
    [(70, "70"), (69.999, "69,99"), (87.5, "87,5"), (66.6667, "66,66"), (0, "0"), (100, "100"), (0.29, "0,29")],
)
def test_numbers_are_written_with_a_comma_and_never_rounded_up(value, text):
    assert number(value) == text
