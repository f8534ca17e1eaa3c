"""The trainings of this repository: each loads without a galat and without a peringatan."""

from pathlib import Path

import pytest

from app.curriculum.files import read_all

COURSES = Path(__file__).resolve().parents[2] / "courses"


def test_the_sample_training_is_there(library):
    assert "siaran-pers-contoh" in {loaded.slug for loaded in library}


def test_no_training_has_a_problem(library):
    said = [f"{loaded.slug}/{problem}" for loaded in library for problem in loaded.problems]
    assert not said, "\n".join(said)


def test_jp_printed_is_the_sum_of_the_modules(library):
    courses = [loaded.course for loaded in library if loaded.course is not None]
    assert courses
    for course in courses:
        assert course.jp == sum(module.jp for module in course.modules)


@pytest.fixture(scope="module")
def library():
    return read_all(COURSES)
