"""Checks between trainings: codes that must differ, prerequisites that must exist, text told twice."""

from collections.abc import Iterator, Sequence

from app.curriculum.core.course import Course
from app.curriculum.core.duplicates import duplicates
from app.curriculum.core.problems import Problem, doubtful, wrong

_Found = Iterator[tuple[str, Problem]]


def check_library(courses: Sequence[Course]) -> tuple[tuple[str, Problem], ...]:
    """(slug, problem) for what can only be seen with all trainings at hand."""
    return (*_check_codes(courses), *_check_duplicates(courses))


def _check_codes(courses: Sequence[Course]) -> _Found:
    codes = [course.code for course in courses]
    for index, course in enumerate(courses):
        if course.code in codes[:index]:
            reason = f"Kode {course.code} sudah dipakai pelatihan lain."
            yield course.slug, wrong("pelatihan.yml", "kode", reason, "Beri kode lain.")
        for code in course.prerequisites:
            if code not in codes:
                reason = f"Pelatihan {code} belum ada."
                yield course.slug, doubtful("pelatihan.yml", "prasyarat", reason, "Periksa kodenya.")


def _check_duplicates(courses: Sequence[Course]) -> _Found:
    owners = {id(lesson): course for course in courses for lesson in course.lessons()}
    for later, earlier, said in duplicates(lesson for course in courses for lesson in course.lessons()):
        here, there = owners[id(later)], owners[id(earlier)]
        if here is not there:
            reason = f'Lebih dari 40 kata sama dengan {there.code} {earlier.key}, mulai "{said} …".'
            yield here.slug, doubtful(later.file, "", reason, "Tulis dengan kata lain atau tautkan.")
