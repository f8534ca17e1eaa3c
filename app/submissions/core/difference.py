"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\n+|[^\S\n]+|\w+(?:[-'’.,]\w+)*|[^\w\s]")


class Change(StrEnum):
    """What happened to a stretch."""

    SAME = "sama"
    ADDED = "tambah"
    REMOVED = "hapus"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text with one fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All stretches in reading order, and how many words were added and removed."""

    stretches: tuple[Stretch, ...]
    added: int
    removed: int

    def paragraphs(self) -> tuple[tuple[Stretch, ...], ...]:
        """The stretches cut at blank lines, for pages that show one paragraph after the other."""
        rows: list[list[Stretch]] = [[]]
        for stretch in self.stretches:
            for number, piece in enumerate(re.split(r"\n{2,}", stretch.text)):
                if number:
                    rows.append([])
                if piece:
                    rows[-1].append(Stretch(stretch.change, piece))
        return tuple(tuple(row) for row in rows if row)


def tokens(text: str) -> list[str]:
    """Words, marks and white space; joined they are the text again."""
    return _TOKEN.findall(text)


def compare(before: str, after: str) -> Difference:
    """The word-by-word difference; quadratic at worst, so texts are those of one work (some thousand words)."""
    old, new = tokens(before), tokens(after)
    stretches: list[Stretch] = []

    def put(change: Change, words: list[str]) -> None:
        if words:
            stretches.append(Stretch(change, "".join(words)))

    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            put(Change.SAME, new[c:d])
        else:
            put(Change.REMOVED, old[a:b])
            put(Change.ADDED, new[c:d])
    return Difference(
        tuple(stretches), _words(stretches, Change.ADDED), _words(stretches, Change.REMOVED)
    )


def _words(stretches: list[Stretch], change: Change) -> int:
    return sum(len(stretch.text.split()) for stretch in stretches if stretch.change is change)
