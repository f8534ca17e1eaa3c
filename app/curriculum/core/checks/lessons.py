"""Checks of lessons: length, pairs of wrong and right, exercises, links."""

from collections.abc import Collection, Iterator

from app.curriculum.core.checks.items import check_item
from app.curriculum.core.course import Lesson
from app.curriculum.core.problems import Problem, Severity
from app.curriculum.core.reading import reading_minutes

LONGEST_MINUTES = 8
_MINUTES_OFF = 2


def check_lesson(lesson: Lesson, objectives: Collection[str]) -> Iterator[Problem]:
    """Problems of one lesson; `objectives` are the ids of its module."""
    read = reading_minutes(lesson.words)
    if lesson.minutes > LONGEST_MINUTES:
        yield Problem(
            lesson.file,
            0,
            "menit",
            f"Materi {lesson.minutes} menit, paling lama {LONGEST_MINUTES}.",
            "Bagi menjadi dua materi.",
        )
    elif read > LONGEST_MINUTES:
        yield Problem(
            lesson.file,
            0,
            "",
            f"Materi {lesson.words} kata memerlukan {read} menit membaca.",
            f"Bagi menjadi dua materi; paling lama {LONGEST_MINUTES} menit.",
        )
    elif read > lesson.minutes + _MINUTES_OFF:
        yield Problem(
            lesson.file,
            0,
            "menit",
            f"Tertulis {lesson.minutes} menit, padahal membacanya {read} menit.",
            "Sesuaikan menitnya.",
            Severity.PERINGATAN,
        )
    for name in lesson.objectives:
        if name not in objectives:
            yield Problem(lesson.file, 0, "tujuan", f'Tujuan "{name}" tidak ada di modul.yml.', "Perbaiki id-nya.")
    if not lesson.blocks:
        yield Problem(lesson.file, 0, "", "Materi belum berisi.", "Tulis isinya.")
    waiting = False
    for kind in lesson.callouts:
        if waiting and kind != "benar":
            break
        waiting = kind == "salah"
    if waiting:
        yield Problem(
            lesson.file,
            0,
            "",
            'Blok "::: salah" tidak diikuti "::: benar".',
            "Tulis naskah sesudah diperbaiki tepat sesudahnya.",
        )
    seen: set[str] = set()
    for exercise in lesson.exercises():
        if exercise.id in seen:
            yield Problem(lesson.file, 0, "latihan", f'Id latihan "{exercise.id}" dipakai dua kali.', "Beri id lain.")
        seen.add(exercise.id)
        yield from check_item(exercise, lesson.file, "latihan")


def check_links(lesson: Lesson, anchors: dict[str, frozenset[str]]) -> Iterator[Problem]:
    """Links that lead nowhere; `anchors` maps each lesson key of the course to its anchors."""
    for link in lesson.links:
        if link.startswith(("mailto:", "tel:")):
            continue
        target, _, anchor = link.removeprefix("materi:").partition("#")
        key = target or lesson.key
        if key not in anchors:
            yield Problem(
                lesson.file, 0, "", f'Tautan "{link}" tidak menuju materi yang ada.', "Perbaiki kode dan namanya."
            )
        elif anchor and anchor not in anchors[key]:
            yield Problem(lesson.file, 0, "", f'Bagian "#{anchor}" tidak ada di {key}.', "Perbaiki nama bagiannya.")
