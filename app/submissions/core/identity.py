"""Names that would give the author away: found before sending, covered before peers read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COVER = "[nama disamarkan]"
SHORTEST = 3
"""Letters; shorter words of a name (Al, Bin, M.) stand in too many sentences to be told from prose."""

_TITLES = frozenset({"haji", "hajah", "drs", "dra", "prof", "bin", "binti", "nur", "sri", "siti", "abdul", "muhammad", "muhamad", "mohammad", "ahmad"})
"""Words that many names share: alone they point at nobody."""
_BETWEEN = r"(?:[^\S\n]+|\n(?!\n))+"
"""White space inside a paragraph: a name never spans two."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in a text, as a half-open stretch."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A text with its names covered, and how places in it belong to places in the true text."""

    text: str
    cuts: tuple[tuple[int, int, int], ...]
    """Per name: start in the true text, end in the true text, start in the covered text."""

    def to_true(self, position: int) -> int:
        """A place of the covered text in the true one; inside a cover its beginning."""
        shift = 0
        for start, end, shown in self.cuts:
            if position <= shown:
                break
            if position < shown + len(COVER):
                return start
            shift = end - (shown + len(COVER))
        return position + shift

    def to_shown(self, position: int) -> int:
        """A place of the true text in the covered one; inside a name the beginning of its cover."""
        shift = 0
        for start, end, shown in self.cuts:
            if position <= start:
                break
            if position < end:
                return shown
            shift = shown + len(COVER) - end
        return position + shift


def telling(name: str, units: Iterable[str]) -> tuple[str, ...]:
    """What must not stand in a blind text: the whole name, its uncommon words in a row or alone, the unit's names.

    A one-word name is telling as a whole. Longest first, so that the longest cover wins.
    """
    words: list[str] = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)
    found = {" ".join(words)} if words else set()
    found |= {" ".join(words[at : at + 2]) for at in range(len(words) - 1)}
    found |= {word for word in words if len(word) > SHORTEST and word.lower() not in _TITLES}
    found |= {" ".join(unit.split()) for unit in units if len(unit.strip()) > SHORTEST}
    return tuple(sorted((one for one in found if len(one) >= SHORTEST), key=lambda one: (-len(one), one)))


def find(text: str, names: Iterable[str]) -> tuple[Hit, ...]:
    """Where the names stand in a text: whole words, any white space between them, within a paragraph, capitals ignored; no overlaps.

    Single words count only where they are written with a capital, so that a name that is also a word stays prose.
    """
    hits: list[Hit] = []
    for name in names:
        pattern = r"(?<!\w)" + _BETWEEN.join(re.escape(word) for word in name.split()) + r"(?!\w)"
        single = " " not in name
        for found in re.finditer(pattern, text, re.IGNORECASE):
            if single and not found.group()[0].isupper():
                continue
            if all(found.end() <= hit.start or found.start() >= hit.end for hit in hits):
                hits.append(Hit(found.start(), found.end(), found.group()))
    return tuple(sorted(hits, key=lambda hit: hit.start))


def cover(text: str, names: Iterable[str]) -> Covered:
    """The text with every name replaced by `[nama disamarkan]`; names that touch become one cover."""
    pieces: list[str] = []
    cuts: list[tuple[int, int, int]] = []
    last = length = 0
    for start, end in _joined(text, find(text, names)):
        pieces += [text[last:start], COVER]
        length += start - last
        cuts.append((start, end, length))
        length += len(COVER)
        last = end
    pieces.append(text[last:])
    return Covered("".join(pieces), tuple(cuts))


def _joined(text: str, hits: tuple[Hit, ...]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for hit in hits:
        between = text[spans[-1][1] : hit.start] if spans else ""
        if spans and not between.strip() and "\n\n" not in between:
            spans[-1] = (spans[-1][0], hit.end)
        else:
            spans.append((hit.start, hit.end))
    return spans
