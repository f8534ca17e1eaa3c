"""Checks of lessons: length, pairs of wrong and right, exercises, links."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from app.curriculum.core.checks.items import check_item
from app.curriculum.core.course import Lesson
from app.curriculum.core.problems import Problem, doubtful, wrong
from app.curriculum.core.reading import reading_minutes

LONGEST_MINUTES = 8
_MINUTES_OFF = 2


def check_lesson(lesson: Lesson, objectives: Collection[str]) -> Iterator[Problem]:
    """Problems of one lesson; `objectives` are the ids of its module."""
    yield from _check_minutes(lesson)
    for name in lesson.objectives:
        if name not in objectives:
            yield wrong(lesson.file, "tujuan", f'Tujuan "{name}" tidak ada di modul.yml.', "Perbaiki id-nya.")
    if not lesson.blocks:
        yield wrong(lesson.file, "", "Materi belum berisi.", "Tulis isinya.")
    if any(kind == "salah" and after != "benar" for kind, after in pairwise((*lesson.callouts, ""))):
        remedy = "Tulis naskah sesudah diperbaiki tepat sesudahnya."
        yield wrong(lesson.file, "", 'Blok "::: salah" tidak diikuti "::: benar".', remedy)
    seen: set[str] = set()
    for index, exercise in enumerate(lesson.exercises()):
        path = f"latihan[{index}]"
        if exercise.id in seen:
            yield wrong(lesson.file, f"{path}.id", f'Id latihan "{exercise.id}" dipakai dua kali.', "Beri id lain.")
        seen.add(exercise.id)
        yield from check_item(exercise, lesson.file, path)


def _check_minutes(lesson: Lesson) -> Iterator[Problem]:
    read = reading_minutes(lesson.words)
    if lesson.minutes > LONGEST_MINUTES:
        reason = f"Materi {lesson.minutes} menit, paling lama {LONGEST_MINUTES}."
        yield wrong(lesson.file, "menit", reason, "Bagi menjadi dua materi.")
    elif read > LONGEST_MINUTES:
        reason = f"Materi {lesson.words} kata memerlukan {read} menit membaca."
        yield wrong(lesson.file, "", reason, f"Bagi menjadi dua materi; paling lama {LONGEST_MINUTES} menit.")
    elif read > lesson.minutes + _MINUTES_OFF:
        reason = f"Tertulis {lesson.minutes} menit, padahal membacanya {read} menit."
        yield doubtful(lesson.file, "menit", reason, "Sesuaikan menitnya.")
