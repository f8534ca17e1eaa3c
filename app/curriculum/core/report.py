"""A training's measures per module as a table."""

from collections.abc import Sequence

from app.curriculum.core.checks.depth import check_depth, prose_words
from app.curriculum.core.course import Course, HtmlBlock, Lesson, Module, SlotBlock, VideoBlock
from app.curriculum.core.reading import reading_minutes


def report(courses: Sequence[Course]) -> str:
    """A Markdown table per module: words without and with exercises, minutes, items, figures, findings."""
    lines: list[str] = []
    for course in courses:
        lines += [
            f"## {course.code} {course.title} ({course.jp} JP)",
            "",
            "| Modul | JP | Materi | Kata | dengan latihan | Menit baca | Soal | Latihan | Gambar | Temuan |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
        ]
        lines += [_row(module) for module in course.modules]
        rest = (len(course.tests.bank), len(course.glossary), len(course.readings))
        lines += ["", "Bank tes: {} butir; glosarium: {} istilah; bacaan: {}.".format(*rest), ""]
    return "\n".join(lines) + "\n" if lines else "Belum ada pelatihan yang dapat dibaca.\n"


def findings(module: Module) -> tuple[str, ...]:
    """What keeps a module below the standard of the curriculum without making it wrong."""
    found = [f"{problem.file.rpartition('/')[2]}: {problem.reason}" for problem in check_depth(module)]
    slots = sum(isinstance(block, SlotBlock) for lesson in module.lessons for block in lesson.blocks)
    return (*found, f"{slots} tempat rekaman masih kosong.") if slots else tuple(found)


def _row(module: Module) -> str:
    total = sum(lesson.words for lesson in module.lessons)
    minutes = sum(reading_minutes(lesson.words) for lesson in module.lessons)
    exercises = sum(len(lesson.exercises()) for lesson in module.lessons)
    figures = sum(_figures(lesson) for lesson in module.lessons)
    said = " ".join(findings(module)) or "tidak ada"
    return (
        f"| {module.code} {module.title} | {module.jp} | {len(module.lessons)} | {prose_words(module)} | {total} | "
        f"{minutes} | {len(module.quiz.items)} | {exercises} | {figures} | {said} |"
    )


def _figures(lesson: Lesson) -> int:
    pictures = sum(block.html.count("<figure>") for block in lesson.blocks if isinstance(block, HtmlBlock))
    return pictures + sum(isinstance(block, VideoBlock) for block in lesson.blocks)
