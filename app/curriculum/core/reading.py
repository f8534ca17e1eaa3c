"""Words and minutes of lessons."""

import re
from collections.abc import Iterable
from html import unescape
from math import ceil

from app.curriculum.core.course import Block, ExerciseBlock, HtmlBlock, VideoBlock
from app.curriculum.core.items import Exercise, ManyItem, MatchItem, OrderItem, SingleItem, TrueFalseItem, Writing

WORDS_PER_MINUTE = 200
"""A slow adult reader of Indonesian prose; a setting of this house, not a finding."""

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
