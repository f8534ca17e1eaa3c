"""Words, reading minutes, and the report of a training's measures per module."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from math import ceil

from app.curriculum.core.course import Block, Course, ExerciseBlock, HtmlBlock, Lesson, Module, SlotBlock, VideoBlock
from app.curriculum.core.items import Exercise, ManyItem, MatchItem, OrderItem, SingleItem, TrueFalseItem, Writing

WORDS_PER_MINUTE = 200
"""A slow adult reader of Indonesian prose; a setting of this house, not a finding."""

WORDS_PER_JP = 900
"""The floor of a module up to `JP_WITH_FLOOR` JP."""
JP_WITH_FLOOR = 3

_BREAK = re.compile(
    r"</?(?:p|li|ul|ol|h\d|tr|td|th|table|thead|tbody|div|section|figure|figcaption|blockquote|pre|br|hr)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")


def plain_text(html: str) -> str:
    """The text of safe HTML, one space between words."""
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", html))).split())


def words(text: str) -> tuple[str, ...]:
    """The words of plain text; `e-mail`, `4.5` and `1/2` count as one."""
    return tuple(_WORD.findall(text))


def reading_minutes(count: int) -> int:
    """Whole minutes to read this many words, at least 1."""
    return max(1, ceil(count / WORDS_PER_MINUTE))


def lesson_text(blocks: Iterable[Block]) -> str:
    """All that a reader of a lesson reads: text, exercises with model answers, transcripts."""
    return " ".join(_block_text(block) for block in blocks)


def lesson_words(blocks: Iterable[Block]) -> int:
    """How many words a lesson has."""
    return len(words(lesson_text(blocks)))


def report(courses: Sequence[Course]) -> str:
    """A Markdown table per module: words, minutes, items, figures, findings."""
    lines: list[str] = []
    for course in courses:
        lines += [
            f"## {course.code} {course.title} ({course.jp} JP)",
            "",
            "| Modul | JP | Materi | Kata | Kata/JP | Menit baca | Soal | Latihan | Gambar | Temuan |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|---|",
        ]
        lines += [_row(module) for module in course.modules]
        rest = (len(course.tests.bank), len(course.glossary), len(course.readings))
        lines += ["", "Bank tes: {} butir; glosarium: {} istilah; bacaan: {}.".format(*rest), ""]
    return "\n".join(lines) + "\n" if lines else "Belum ada pelatihan yang dapat dibaca.\n"


def findings(module: Module) -> tuple[str, ...]:
    """What keeps a module below the standard of the curriculum without making it wrong."""
    found: list[str] = []
    total = sum(lesson.words for lesson in module.lessons)
    floor = WORDS_PER_JP * min(module.jp, JP_WITH_FLOOR)
    if total < floor:
        found.append(f"kata {total} dari {floor}")
    exercises = sum(len(lesson.exercises()) for lesson in module.lessons)
    if exercises < 2 * module.jp:
        found.append(f"latihan {exercises} dari {2 * module.jp}")
    if sum(lesson.callouts.count("contoh") for lesson in module.lessons) < module.jp:
        found.append("contoh kurang dari satu per JP")
    for lesson in module.lessons:
        shown = {"contoh" if name in ("salah", "naskah") else name for name in lesson.callouts}
        lacks = [name for name in ("contoh", "keliru", "ringkasan") if name not in shown]
        lacks += [] if lesson.exercises() else ["latihan"]
        if lacks:
            found.append(f"{lesson.key} tanpa {', '.join(lacks)}")
    slots = sum(isinstance(block, SlotBlock) for lesson in module.lessons for block in lesson.blocks)
    if slots:
        found.append(f"{slots} tempat rekaman masih kosong")
    return tuple(found)


def _row(module: Module) -> str:
    total = sum(lesson.words for lesson in module.lessons)
    minutes = sum(reading_minutes(lesson.words) for lesson in module.lessons)
    exercises = sum(len(lesson.exercises()) for lesson in module.lessons)
    figures = sum(_figures(lesson) for lesson in module.lessons)
    said = "; ".join(findings(module)) or "tidak ada"
    return (
        f"| {module.code} {module.title} | {module.jp} | {len(module.lessons)} | {total} | {total // module.jp} | "
        f"{minutes} | {len(module.quiz.items)} | {exercises} | {figures} | {said} |"
    )


def _figures(lesson: Lesson) -> int:
    pictures = sum(block.html.count("<figure>") for block in lesson.blocks if isinstance(block, HtmlBlock))
    return pictures + sum(isinstance(block, VideoBlock) for block in lesson.blocks)


def _block_text(block: Block) -> str:
    if isinstance(block, HtmlBlock):
        return plain_text(block.html)
    if isinstance(block, ExerciseBlock):
        return exercise_text(block.exercise)
    if isinstance(block, VideoBlock):
        return f"{block.title} {plain_text(block.transcript_html)}"
    return f"{block.title} {block.text}"


def exercise_text(exercise: Exercise) -> str:
    """The text of an exercise with what is shown after the answer."""
    if isinstance(exercise, Writing):
        return " ".join((plain_text(exercise.prompt_html), plain_text(exercise.model_html), *exercise.checks))
    parts = [plain_text(exercise.prompt_html), plain_text(exercise.explanation_html)]
    if isinstance(exercise, SingleItem | ManyItem):
        parts += [f"{option.text} {plain_text(option.explanation_html)}" for option in exercise.options]
    elif isinstance(exercise, MatchItem):
        parts += [f"{pair.left} {pair.right} {plain_text(pair.explanation_html)}" for pair in exercise.pairs]
    elif isinstance(exercise, OrderItem):
        parts += [f"{entry.text} {plain_text(entry.explanation_html)}" for entry in exercise.entries]
    elif isinstance(exercise, TrueFalseItem):
        parts += [plain_text(exercise.if_true_html), plain_text(exercise.if_false_html)]
    return " ".join(parts)
