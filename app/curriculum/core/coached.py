"""The coach's spelling and sentence checks over the running text of a lesson."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from app.curriculum.core.reading import words
from app.curriculum.core.spelling import own_lines
from app.pressrelease.readability import LONG, VERY_LONG
from app.pressrelease.reading import Reading
from app.pressrelease.release import Release
from app.pressrelease.spelling import check_spelling
from app.pressrelease.values import Context

MOST_LONG = 0.35
"""Share of sentences over `LONG` words above which the coach's own light is red."""

_LEFT_ALONE = frozenset(["", "petik-campur"])
"""The head of the check, and quotes of two kinds: a lesson shows both."""
_FEWEST_SENTENCES = 8
_SHOWN = "Contoh"
"""Stands for what is only shown, so that a sentence keeps its length."""
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_LEAD_IN = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+|\d+[.)]\s+)*")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
"""No bracket inside brackets: each attempt ends at the next one, and a file of nothing else is read in one pass."""
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_PAUSE = re.compile(r"[:;]\s")
"""A list or a quotation after a colon is read as a sentence of its own."""
_QUOTED = re.compile(r"\"[^\"]*\"|“[^“”]*”")
_RULE = re.compile(r"^[\s|:-]+$")
_MENTION = re.compile(r"`[^`]*`|https?://\S+|\*[^*\n]+\*|[\"“](?:[^\s\"“”]+\s+){0,2}[^\s\"“”]+[\"”]")


def coach_slips(source: str) -> Iterator[tuple[int, str, str]]:
    """(line from 1, what is wrong, what to do) for the Markdown source of a lesson.

    What stands in `::: salah`, fenced blocks, code, *emphasis* or a quotation of at most three words is shown, not
    used, and left alone.
    """
    starts, lines, parts, length = [], [], [], 0
    for number, text in _passages(source):
        starts.append(length)
        lines.append(number)
        parts.append(text)
        length += len(text) + 2
    reading = Reading(Release(body="\n\n".join(parts)), Context())

    def line(place: int) -> int:
        return lines[max(0, bisect_right(starts, place) - 1)]

    for finding in check_spelling(reading):
        if finding.detail not in _LEFT_ALONE:
            yield (
                line(finding.spans[0].start),
                f"Penuntun: {finding.message}",
                finding.suggestion or "Perbaiki ejaannya.",
            )
    long = [sentence for sentence in reading.sentences if len(sentence.words) > LONG]
    for sentence in long:
        longest = max(len(words(part)) for part in _PAUSE.split(_QUOTED.sub(_SHOWN, reading.text(sentence.span))))
        if longest > VERY_LONG:
            said = " ".join(word.text for word in sentence.words[:5])
            reason = f'Kalimat "{said} …" {longest} kata.'
            yield line(sentence.start), reason, f"Pecah; paling panjang {VERY_LONG} kata."
    if len(reading.sentences) >= _FEWEST_SENTENCES and len(long) > MOST_LONG * len(reading.sentences):
        reason = f"{len(long)} dari {len(reading.sentences)} kalimat lebih dari {LONG} kata."
        yield line(long[0].start), reason, "Satu kalimat, satu gagasan."


def _passages(source: str) -> Iterator[tuple[int, str]]:
    """(line, text without markup) for every line, table cell by table cell."""
    front = _FRONT.match(source)
    skipped = front[0].count("\n") if front else 0
    for number, line in own_lines(source):
        if number <= skipped or _RULE.match(line):
            continue
        for cell in line.split("|") if line.lstrip().startswith("|") else [line]:
            text = _LINK.sub(r"\1", _PICTURE.sub("", _LEAD_IN.sub("", cell)))
            text = " ".join(_MENTION.sub(_SHOWN, _STRONG.sub(r"\1", text)).split())
            if text:
                yield number, text
