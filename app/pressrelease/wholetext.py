"""Proposing the parts of a whole release pasted from Word or WhatsApp, with borders the writer can move."""

import re
from dataclasses import dataclass

from app.pressrelease.dateline import dateline_at, is_day, is_place_and_day
from app.pressrelease.junk import EMPTY_CREDIT, is_junk
from app.pressrelease.places import is_known_place
from app.pressrelease.release import Release
from app.pressrelease.sentences import sentences_of
from app.pressrelease.values import Field

BYLINE = re.compile(
    r"\s*(?:penulis|kontributor|reporter|editor|redaktur|oleh|laporan|pewarta|fotografer)\s*:?\s*\S", re.IGNORECASE
)
BYLINE_WORD = re.compile(r"\s*(?:penulis|kontributor|reporter|editor|redaktur|pewarta|fotografer)\s*:", re.IGNORECASE)
CONTACT = re.compile(r"\s*\W{0,3}(?:narahubung|kontak|contact|hubungi|informasi lebih lanjut|cp)\b", re.IGNORECASE)
RELEASE_WORD = re.compile(
    r"\s*\W{0,3}(?:siaran pers|press release|rilis|untuk (?:disiarkan|segera)\b|nomor\s*:|no\.?\s*:|embargo|kop)",
    re.IGNORECASE,
)
CHAT_MARK = re.compile(r"^[*_~]+|[*_~]+$")
PHOTO_LINE = re.compile(r"\s*(?:suasana|foto|keterangan foto|caption|teks foto|gambar)\b", re.IGNORECASE)
SITE_TAIL = re.compile(r"\s[|–-]\s[^|]{3,40}$")
LONGEST_TITLE = 220
LAST_LINES = 6
SHORT_LINE = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words: its half-open stretch of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A proposed part: its field and the half-open stretch of the pasted text it was found in."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parts proposed for a pasted text, in order of position; what no part covers was dropped as site junk.

    `body` may be covered by several parts. `release()` gives the release these parts make.
    """

    text: str
    parts: tuple[Part, ...]

    def words_of(self, name: Field) -> str:
        """The text of one field: its parts joined by a blank line, or by a line break for small fields."""
        joint = "\n\n" if name is Field.BODY else "\n"
        return joint.join(self.text[part.start : part.end] for part in self.parts if part.field is name)

    def release(self) -> Release:
        """A release with the proposed fields filled in."""
        return Release(
            title=self.words_of(Field.TITLE),
            dateline=self.words_of(Field.DATELINE),
            lead=self.words_of(Field.LEAD),
            body=self.words_of(Field.BODY),
            contact=self.words_of(Field.CONTACT) or None,
            byline=self.words_of(Field.BYLINE) or None,
        )


def read_whole(text: str) -> Proposal:
    """Propose judul, titimangsa, teras, isi, penulis and narahubung for a pasted text. Never raises."""
    lines = _lines(text)
    kept = [line for line in lines if not is_junk(text[line.start : line.end])]
    kept = [line for place, line in enumerate(kept) if not _is_teaser(text, line, kept[place + 1 : place + 2])]
    parts: list[Part] = []
    tail = _take_tail(text, kept)
    parts += _take_head(text, kept)
    has_lead = False
    for line in kept:
        if not has_lead:
            start = line.start
            dateline = dateline_at(text, start, Field.LEAD)
            if dateline is not None and dateline.end < line.end:
                parts.append(_dateline_part(text, line.start, dateline.end))
                start = dateline.end
            parts.append(Part(Field.LEAD, start, line.end))
            has_lead = True
        else:
            parts.append(Part(Field.BODY, line.start, line.end))
    return Proposal(text, tuple(sorted([*parts, *tail], key=lambda part: part.start)))


def _is_teaser(text: str, line: _Line, following: list[_Line]) -> bool:
    """Whether a line is the cut-off beginning of the next one, as websites print above the article."""
    words = text[line.start : line.end]
    if not following or not words.endswith(("...", "…")) or len(words) < SHORT_LINE:
        return False
    return text.startswith(words.rstrip(".… "), following[0].start)


def _dateline_part(text: str, start: int, end: int) -> Part:
    return Part(Field.DATELINE, start, start + len(text[start:end].rstrip()))


def _lines(text: str) -> list[_Line]:
    """The lines that hold words, without the space and the chat's bold marks around them."""
    found = []
    position = 0
    for line in text.splitlines(keepends=True):
        start = position + len(line) - len(line.lstrip())
        end = position + len(line.rstrip())
        marks = CHAT_MARK.match(text[start:end])
        if marks is not None and end - start > 2:
            start += marks.end()
            while end > start and text[end - 1] in "*_~":
                end -= 1
        if any(letter.isalnum() for letter in text[start:end]):
            found.append(_Line(start, end))
        position += len(line)
    return found


def _take_tail(text: str, lines: list[_Line]) -> list[Part]:
    """Contact and byline among the last lines; they are taken off the list."""
    parts = []
    for line in list(lines[-LAST_LINES:]):
        words = text[line.start : line.end]
        if len(lines) > 1 and CONTACT.match(words) and len(words) < 3 * SHORT_LINE:
            parts.append(Part(Field.CONTACT, line.start, line.end))
            lines.remove(line)
        elif len(lines) > 1 and BYLINE.match(words) and len(words) < SHORT_LINE and not words.rstrip().endswith("."):
            parts.append(Part(Field.BYLINE, line.start, line.end))
            lines.remove(line)
    return parts


def _take_head(text: str, lines: list[_Line]) -> list[Part]:
    """The title, and what stands between it and the lead: letterhead, byline, place alone, caption of a photograph."""
    parts: list[Part] = []
    has_title = False
    taken = 0
    for line in lines:
        words = text[line.start : line.end]
        if BYLINE_WORD.match(words) and len(words) < SHORT_LINE:
            if not EMPTY_CREDIT.search(words):
                parts.append(Part(Field.BYLINE, line.start, line.end))
        elif has_title and (is_known_place(words) or is_place_and_day(words) or is_day(words)):
            parts.append(Part(Field.DATELINE, line.start, line.end))
        elif has_title and _begins_text(text, line, is_last=taken == len(lines) - 1):
            break
        elif not has_title and not RELEASE_WORD.match(words):
            if (
                taken == len(lines) - 1
                or len(words) > LONGEST_TITLE
                or dateline_at(text, line.start, Field.LEAD) is not None
            ):
                break
            tail = SITE_TAIL.search(words)
            parts.append(Part(Field.TITLE, line.start, line.start + tail.start() if tail else line.end))
            has_title = True
        taken += 1
    del lines[:taken]
    return parts


def _begins_text(text: str, line: _Line, *, is_last: bool) -> bool:
    """Whether a line after the title is the lead and no caption, place alone or letterhead."""
    words = text[line.start : line.end]
    if is_last or dateline_at(text, line.start, Field.LEAD) is not None:
        return True
    if RELEASE_WORD.match(words):
        return False
    ends = words.rstrip().rstrip("\"'”’)*")[-1:] in (".", "!", "?")
    is_caption = bool(PHOTO_LINE.match(words)) and len(words) <= LONGEST_TITLE and not ends
    return not is_caption and (
        ends or len(words) > LONGEST_TITLE / 2 or len(sentences_of(text, line.start, line.end)) > 1
    )
