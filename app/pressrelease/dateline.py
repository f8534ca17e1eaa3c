"""The dateline: `Padang, Humas — `, `Ciputat (BMBPSDM)---`, `Mataram, suarabumigora.com -`, in a field or in the text."""

import re
from dataclasses import dataclass

from app.pressrelease.places import is_known_place, nearest_place
from app.pressrelease.values import Field

CITY = r"(?P<city>(?:(?:Kab|KAB)\.\s?)?[^\W\d_][^\W\d_.'’]*(?:[ -][^\W\d_][^\W\d_.'’]*){0,3})"
SITE = r"(?:[A-Za-z]{3,20}(?:\.[A-Za-z]{2,3}){1,2},\s?)?"
DATE = r"(?:,?\s\(?\d{1,2}(?:\s[A-Za-z]{3,9}\s|[/-]\d{1,2}[/-])\d{4}\)?)?"
DASH = r"\s{0,3}(?P<dash>-{1,4}|–|—|:)(?P<gap>\s{0,3})"
# `Padang, Humas — `, `Ciputat (BMBPSDM)---`, `LAMAN.CO.ID, JAKARTA -- `, `Kab. Agam, Lubuk Basung – `
SHAPE = re.compile(
    SITE + CITY + r"(?P<source>\s?,\s?[^,:;–—()\[\]\n-]{2,40}|,?\s?[(\[][^()\[\]\n]{2,40}[)\]])?" + DATE + DASH
)
# `Bandar Khalifah, (Humas). Kantor ...`: a source in brackets does without a dash.
BRACKETS = re.compile(CITY + r",?\s?[(\[](?P<source>[^()\[\]\n]{2,40})[)\]]" + DATE + r"[.:]?\s{1,3}(?=[A-Z“\"])")
# `Padang Aro, Kemenag. Kepala Kantor ...`: a full stop in the place of the dash, after a known town and a newsroom.
FULL_STOP = re.compile(CITY + r"\s?,\s?(?P<source>[A-Za-z]{3,20})\.\s{1,3}(?=[A-Z“\"])")
NEWSROOM = re.compile(r"humas|kemenag|inmas|kanwil|kua\b|mtsn?|man\b|news|\.com|\.id\b|berita", re.IGNORECASE)
ALONE = re.compile(r"\s*" + SITE + CITY)
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: the city as typed with its place, and where the text goes on."""

    field: Field
    city: str
    city_start: int
    city_end: int
    end: int


def dateline_at(text: str, start: int, field: Field) -> Dateline | None:
    """The dateline that begins here, or None. In a running text it needs a dash, and a source or a known city."""
    if field is Field.DATELINE:
        alone = ALONE.match(text, start, start + LONGEST)
        if alone is None:
            return None
        typed = alone.group("city")
        city = typed if is_known_place(typed) else _known_beginning(typed) or typed
        return Dateline(field, city, alone.start("city"), alone.start("city") + len(city), len(text))
    shape = SHAPE.match(text, start, start + LONGEST)
    if shape is None:
        brackets = BRACKETS.match(text, start, start + LONGEST)
        is_one = brackets is not None and NEWSROOM.search(brackets.group("source")) and _is_capitalised(brackets)
        if brackets is not None and is_one:
            return _made(brackets, field, brackets.end())
        stop = FULL_STOP.match(text, start, start + LONGEST)
        is_one = stop is not None and NEWSROOM.search(stop.group("source")) and is_known_place(stop.group("city"))
        return _made(stop, field, stop.end()) if stop is not None and is_one else None
    if _is_likely(shape):
        return _made(shape, field, shape.end())
    known = _known_beginning(shape.group("city"))
    if known is None or shape.group("source") or not shape.group("gap"):
        return None
    start = shape.start("city")
    return Dateline(field, known, start, start + len(known), shape.end())


def _made(match: re.Match[str], field: Field, end: int) -> Dateline:
    return Dateline(field, match.group("city"), match.start("city"), match.end("city"), end)


def _is_capitalised(match: re.Match[str]) -> bool:
    return all(word[:1].isupper() for word in match.group("city").replace("-", " ").split())


def _known_beginning(words: str) -> str | None:
    """The known place with which the words begin: `Painan Humas` begins with Painan."""
    parts = words.split(" ")
    beginnings = (" ".join(parts[:number]) for number in range(len(parts) - 1, 0, -1))
    return next((name for name in beginnings if is_known_place(name) and parts[-1][:1].isupper()), None)


def _is_likely(shape: re.Match[str]) -> bool:
    city, source, dash, gap = shape.group("city", "source", "dash", "gap")
    if not _is_capitalised(shape):
        return False
    is_place = is_known_place(city) or nearest_place(city) is not None
    if dash == ":":
        return is_place
    if dash == "-" and not gap and shape.string[shape.start("dash") - 1 : shape.start("dash")].isalnum():
        return is_place and source is not None
    return is_place or source is not None
