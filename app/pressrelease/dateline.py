"""The dateline: `Padang, Humas — `, `Ciputat (BMBPSDM)---`, `Mataram, suarabumigora.com -`, in a field or in the text."""

import re
from dataclasses import dataclass

from app.pressrelease.dateline_items import LONGEST, Kind, is_toponym, is_town, items_at
from app.pressrelease.people import DAYS
from app.pressrelease.places import may_date
from app.pressrelease.values import Field

CITY = r"(?P<city>(?:(?:Kab|KAB)\.\s?)?[^\W\d_][^\W\d_.'’]*(?:[ -][^\W\d_][^\W\d_.'’]*){0,3})"
SITE = r"(?:[A-Za-z]{3,20}(?:\.[A-Za-z]{2,3}){1,2},\s?)?"
DAY_OF_YEAR = r"\d{1,2}(?:\s[A-Za-z]{3,9}(?:\s\d{4})?|[/-]\d{1,2}(?:[/-]\d{4})?)"
DATE = rf"(?:,?\s\(?{DAY_OF_YEAR}\)?)?"
DASH = r"\s{0,3}(?P<dash>-{1,4}|–|—|:|_{1,3})(?P<gap>\s{0,3})"
# `Padang, Humas — `, `Ciputat (BMBPSDM)---`, `LAMAN.CO.ID, JAKARTA -- `, `Kab. Agam, Lubuk Basung – `
SHAPE = re.compile(
    SITE + CITY + r"(?P<source>\s?,\s?[^,:;–—()\[\]\n-]{2,40}|,?\s?[(\[][^()\[\]\n]{2,40}[)\]])?" + DATE + DASH
)
# `Pulau Punjung - Sabtu (03/01/26) - `, `Agam_Humas. `: what closed the town is not yet the end.
DAY_BEHIND = re.compile(
    rf"(?:[A-Z][a-z']{{3,6}},?\s)?\(?(?:{DAY_OF_YEAR}|\d{{1,2}}/\d{{1,2}}/\d{{2}})\)?\s?(?:-{{1,3}}|–|—)\s{{1,3}}(?=[A-Z“\"])"
)
NEWSROOM_BEHIND = re.compile(r"(?:Humas|HUMAS|Inmas|INMAS)(?:\s[A-Z][\w.]{0,15}){0,3}[.:_–—-]\s{0,3}(?=[A-Z“\"])")
PREPOSITIONS = frozenset({"di", "ke", "dari"})
ALONE = re.compile(r"\s*[(\[]?" + SITE + CITY)


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
    line = _first_part(text, start, field)
    if line is None or field is Field.DATELINE:
        return line
    rest = DAY_BEHIND.match(text, line.end) or (
        NEWSROOM_BEHIND.match(text, line.end) if text[line.end - 1] == "_" else None
    )
    return line if rest is None else Dateline(field, line.city, line.city_start, line.city_end, rest.end())


def _first_part(text: str, start: int, field: Field) -> Dateline | None:
    if field is Field.DATELINE:
        items = items_at(text, start)
        if items.place is not None and Kind.PLACE in items.kinds:
            return _made_of(items.place, text, field, len(text))
        alone = ALONE.match(text, start, start + LONGEST)
        if alone is None or alone.group("city").partition(" ")[0].lower() in DAYS:
            return None
        typed = alone.group("city")
        city = typed if may_date(typed) else _known_beginning(typed) or typed
        return Dateline(field, city, alone.start("city"), alone.start("city") + len(city), len(text))
    shape = SHAPE.match(text, start, start + LONGEST)
    if shape is None:
        return _from_items(text, start, field)
    if _is_likely(shape):
        return _town_second(shape, field) or _made(shape, field, shape.end())
    known = _known_beginning(shape.group("city"))
    if known is None or shape.group("source") or not shape.group("gap"):
        return _from_items(text, start, field)
    start = shape.start("city")
    return Dateline(field, known, start, start + len(known), shape.end())


def is_day(words: str) -> bool:
    """Whether a line holds a date, with or without its weekday, and nothing else."""
    items = items_at(words.strip(), 0)
    return items.covers and Kind.DATE in items.kinds and items.kinds <= {Kind.DAY, Kind.DATE}


def is_place_and_day(words: str) -> bool:
    """Whether a line holds a dateline and nothing else: a known town and a day."""
    items = items_at(words.strip(), 0)
    return items.covers and {Kind.PLACE, Kind.DATE} <= items.kinds


def _from_items(text: str, start: int, field: Field) -> Dateline | None:
    items = items_at(text, start)
    if items.place is None or not items.end:
        return None
    return _made_of(items.place, text, field, items.end)


def _made_of(place: tuple[int, int], text: str, field: Field, end: int) -> Dateline:
    first, last = place
    return Dateline(field, text[first:last], first, last, end)


def _made(match: re.Match[str], field: Field, end: int) -> Dateline:
    return Dateline(field, match.group("city"), match.start("city"), match.end("city"), end)


def _town_second(shape: re.Match[str], field: Field) -> Dateline | None:
    """`Humas Kemenag Agam, Maninjau – `: the newsroom first and the town behind it."""
    source = shape.group("source") or ""
    town = source.strip(" ,()[]")
    if not may_date(town) or may_date(shape.group("city")):
        return None
    at = shape.start("source") + source.index(town)
    return Dateline(field, town, at, at + len(town), shape.end())


def _is_capitalised(match: re.Match[str]) -> bool:
    return all(word[:1].isupper() for word in match.group("city").replace("-", " ").split())


def _known_beginning(words: str) -> str | None:
    """The known place with which the words begin: `Painan Humas` begins with Painan."""
    parts = words.split(" ")
    beginnings = (" ".join(parts[:number]) for number in range(len(parts) - 1, 0, -1))
    return next((name for name in beginnings if may_date(name) and parts[-1][:1].isupper()), None)


def _is_likely(shape: re.Match[str]) -> bool:
    city, source, dash, gap = shape.group("city", "source", "dash", "gap")
    words = city.lower().split()
    if not _is_capitalised(shape) or words[0] in PREPOSITIONS or words[0] in DAYS:
        return False
    is_place = is_town(city)
    if dash == ":":
        return is_place
    if dash == "-" and not gap and shape.string[shape.start("dash") - 1 : shape.start("dash")].isalnum():
        return is_place and source is not None
    goes_on = shape.string[shape.end() : shape.end() + 1]
    return is_place or source is not None or (is_toponym(city) and bool(gap) and goes_on[:1].isupper())
