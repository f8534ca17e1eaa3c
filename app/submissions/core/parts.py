""""Tempel naskah utuh": a whole release as a row of stretches, each given to a part by the writer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.submissions.core.content import plain_blocks

DROP = "buang"
PARTS = ("judul", "titimangsa", "teras", "isi", "narahubung", "penulis", DROP)
_JOIN = {"isi": "\n\n", "narahubung": "; ", "penulis": "; "}
_LABEL = re.compile(r"^(?:narahubung|kontak|contact person|cp|penulis|pewarta|editor)\s*:\s*", re.IGNORECASE)
MOST = 400
"""Stretches; a release has some fifteen."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open stretch of the pasted text and the part it is proposed for."""

    start: int
    end: int
    part: str


def stretches(text: str, proposed: Iterable[tuple[int, int, str]]) -> tuple[Stretch, ...]:
    """All words of the text as stretches: the proposed ones, and what they leave out as `buang`, paragraph by paragraph."""
    rows: list[Stretch] = []
    last = 0
    for start, end, part in sorted(proposed):
        if start < last or end <= start or end > len(text):
            continue
        rows += _left_out(text, last, start)
        rows += [
            Stretch(start + block.start, start + block.end, part if part in PARTS else DROP)
            for block in plain_blocks(text[start:end])
        ]
        last = end
    rows += _left_out(text, last, len(text))
    return tuple(rows[:MOST])


def _left_out(text: str, start: int, end: int) -> list[Stretch]:
    return [Stretch(start + block.start, start + block.end, DROP) for block in plain_blocks(text[start:end]) if any(c.isalnum() for c in text[start + block.start : start + block.end])]


def gathered(text: str, rows: Sequence[Stretch]) -> dict[str, str]:
    """The text of every part; stretches of one part are joined in the order of the text."""
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda one: one.start):
        words = text[row.start : row.end].strip() if 0 <= row.start < row.end <= len(text) else ""
        if words and row.part in PARTS and row.part != DROP:
            before = found.get(row.part)
            found[row.part] = words if before is None else before + _JOIN.get(row.part, " ") + words
    return {part: _trimmed(part, words) for part, words in found.items()}


def _trimmed(part: str, words: str) -> str:
    """Without the dash after a dateline and the label before a contact, which the form says itself."""
    if part == "titimangsa":
        return words.rstrip(" -–—") or words
    return _LABEL.sub("", words) or words if part in {"narahubung", "penulis"} else words
