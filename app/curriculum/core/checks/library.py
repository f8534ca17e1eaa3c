"""Checks between trainings: codes that must differ, prerequisites that must exist, text told twice."""

from collections.abc import Sequence

from app.curriculum.core.course import Course
from app.curriculum.core.duplicates import duplicates
from app.curriculum.core.problems import Problem, Severity


def check_library(courses: Sequence[Course]) -> tuple[tuple[str, Problem], ...]:
    """(slug, problem) for what can only be seen with all trainings at hand."""
    found: list[tuple[str, Problem]] = []
    codes = [course.code for course in courses]
    for index, course in enumerate(courses):
        if course.code in codes[:index]:
            found.append(
                (
                    course.slug,
                    Problem(
                        "pelatihan.yml",
                        0,
                        "kode",
                        f"Kode {course.code} sudah dipakai pelatihan lain.",
                        "Beri kode lain.",
                    ),
                )
            )
        for code in course.prerequisites:
            if code not in codes:
                found.append(
                    (
                        course.slug,
                        Problem(
                            "pelatihan.yml",
                            0,
                            "prasyarat",
                            f"Pelatihan {code} belum ada.",
                            "Periksa kodenya.",
                            Severity.PERINGATAN,
                        ),
                    )
                )
    owners = {id(lesson): course for course in courses for lesson in course.lessons()}
    for later, earlier, said in duplicates(lesson for course in courses for lesson in course.lessons()):
        here, there = owners[id(later)], owners[id(earlier)]
        if here is not there and not _is_sample_of(here, there):
            found.append(
                (
                    here.slug,
                    Problem(
                        later.file,
                        0,
                        "",
                        f'Lebih dari 40 kata sama dengan {there.code} {earlier.key}, mulai "{said} …".',
                        "Tulis dengan kata lain atau tautkan.",
                        Severity.PERINGATAN,
                    ),
                )
            )
    return tuple(found)


def _is_sample_of(one: Course, other: Course) -> bool:
    """A sample training may share text with the training that it shows."""
    pair = {one.code, other.code}
    return any(code.endswith("-CONTOH") and code.removesuffix("-CONTOH") in pair for code in pair)
