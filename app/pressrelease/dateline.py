"""The dateline: `Padang, Humas — `, `Ciputat (BMBPSDM)---`, `Mataram, suarabumigora.com -`, in a field or in the text."""

import re
from dataclasses import dataclass

from app.pressrelease.places import may_date, nearest_place
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
# `Bandar Khalifah, (Humas). Kantor ...`: a source in brackets does without a dash.
BRACKETS = re.compile(CITY + r",?\s?[(\[](?P<source>[^()\[\]\n]{2,40})[)\]]" + DATE + r"[.:]?\s{1,3}(?=[A-Z“\"])")
# `Padang Aro, Kemenag. Kepala Kantor ...`: a full stop in the place of the dash, after a known town and a newsroom.
FULL_STOP = re.compile(CITY + r"\s?,\s?(?P<source>[A-Za-z]{3,20})\.\s{1,3}(?=[A-Z“\"])")
# `Padang, Kamis, 19 November 2026 (Humas). `, `(Painan, Kemenag Pessel) `: a known town, then only days, dates and
# newsrooms, in any order and with any marks, up to a mark that closes.
DAY = r"(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad)"
SOURCE = r"(?:Humas|HUMAS|Inmas|INMAS|Kemenag|KEMENAG|Kanwil|KANWIL|KUA|MTsN?|MAN|MIN)(?:\s[A-Z0-9]\w{0,15}){0,4}"
OPEN, CLOSE = r"[\s,./|]{0,4}(?:[(\[|]\s?)?", r"(?:\s?[)\]|])?"
LOOSE = re.compile(
    rf"[(\[]?(?P<city>[^\W\d_][^\W\d_.'’]*(?:[ -][^\W\d_][^\W\d_.'’]*){{0,2}}?)"
    rf"(?:{OPEN}(?:{DAY}|{DAY_OF_YEAR}|{SOURCE}){CLOSE}){{0,4}}"
    r"(?:[)\]]|\s{0,2}(?:-{1,4}|[–—:.]|\|{1,2}|(?<=[)\] ]),))+\s{1,3}(?=[A-Z“\"])"
)
# `Padang, Kamis, 19 November 2026` on a line of its own.
PLACE_AND_DAY = re.compile(CITY + rf",?\s(?:{DAY},?\s)?\(?{DAY_OF_YEAR}\)?[.,]?")
# `Sungai Limau - `: what a place that no list holds begins with.
PLACE_HEADS = frozenset(
    "sungai koto lubuk batang tanjung muaro muara kampung nagari pulau bukit gunung kecamatan simpang teluk pasar".split()
)
PREPOSITIONS = frozenset({"di", "ke", "dari"})
NEWSROOM = re.compile(r"humas|kemenag|inmas|kanwil|kua\b|mtsn?|man\b|news|\.com|\.id\b|berita", re.IGNORECASE)
ALONE = re.compile(r"\s*[(\[]?" + SITE + CITY)
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
        city = typed if may_date(typed) else _known_beginning(typed) or typed
        return Dateline(field, city, alone.start("city"), alone.start("city") + len(city), len(text))
    shape = SHAPE.match(text, start, start + LONGEST)
    if shape is None:
        brackets = BRACKETS.match(text, start, start + LONGEST)
        is_one = brackets is not None and NEWSROOM.search(brackets.group("source")) and _is_capitalised(brackets)
        if brackets is not None and is_one:
            return _made(brackets, field, brackets.end())
        stop = FULL_STOP.match(text, start, start + LONGEST)
        if stop is not None and NEWSROOM.search(stop.group("source")) and _is_town(stop.group("city")):
            return _made(stop, field, stop.end())
        loose = LOOSE.match(text, start, start + LONGEST)
        is_one = loose is not None and may_date(loose.group("city")) and loose.end("city") + 1 < loose.end()
        return _made(loose, field, loose.end()) if loose is not None and is_one else None
    if _is_likely(shape):
        return _town_second(shape, field) or _made(shape, field, shape.end())
    known = _known_beginning(shape.group("city"))
    if known is None or shape.group("source") or not shape.group("gap"):
        return None
    start = shape.start("city")
    return Dateline(field, known, start, start + len(known), shape.end())


def is_place_and_day(words: str) -> bool:
    """Whether a line holds a dateline and nothing else: a known town and a day."""
    found = PLACE_AND_DAY.fullmatch(words.strip())
    return found is not None and _is_town(found.group("city"))


def _is_town(city: str) -> bool:
    """Whether a city may date news, or is one a single slip away from it."""
    return may_date(city) or nearest_place(city) is not None


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
    if not _is_capitalised(shape) or words[0] in PREPOSITIONS:
        return False
    is_place = _is_town(city)
    if dash == ":":
        return is_place
    if dash == "-" and not gap and shape.string[shape.start("dash") - 1 : shape.start("dash")].isalnum():
        return is_place and source is not None
    goes_on = shape.string[shape.end() : shape.end() + 1]
    is_toponym = len(words) > 1 and words[0] in PLACE_HEADS and bool(gap) and goes_on[:1].isupper()
    return is_place or source is not None or is_toponym
