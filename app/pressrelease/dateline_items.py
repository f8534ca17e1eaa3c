"""What a dateline is made of: towns, newsrooms, days and dates, in any order and with any marks between them.

Offices write `Padang, Kamis, 19 November 2026 (Humas). `, `(Painan, Kemenag Pessel) `, `Pariaman, (Inmas) | `,
`(Humas) Muaro Sijunjung. ` and a hundred others; so the items are read, not the order.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.pressrelease.people import INSTITUTIONS
from app.pressrelease.places import may_date, nearest_place

LONGEST = 90
MOST_ITEMS = 7


class Kind(StrEnum):
    """What an item names."""

    PLACE = "place"
    NAME = "name"
    """Capitalised words that no list holds."""
    NEWSROOM = "newsroom"
    DAY = "day"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Items:
    """The items at the head of a text: the town, what stands beside it, and where the text goes on after its mark.

    `end` is 0 when no mark closes them; `covers` says that they reach to the end of the text.
    """

    place: tuple[int, int] | None
    kinds: frozenset[Kind]
    end: int
    covers: bool


_OPENING = re.compile(r"[ \t(\[*_]{0,6}")
_MARKS = re.compile(r"[ \t\xa0,./:;|()\[\]*_–—-]{0,14}")
_MONTH = r"(?:jan|feb|mar|apr|mei|jun|jul|agu|agt|agst|sep|okt|nov|nop|des)[a-z]{0,7}"
_WORD = r"[^\W\d_][^\W\d_.]*(?:['’-][^\W\d_]+)*"
_PATTERNS = (
    (Kind.DAY, re.compile(r"(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad)\b", re.IGNORECASE)),
    (
        Kind.DATE,
        re.compile(
            rf"\d{{1,2}}(?:\s{_MONTH}(?:\s\d{{4}})?|\s?[/.-]\s?\d{{1,2}}(?:\s?[/.-]\s?\d{{2,4}})?)\b", re.IGNORECASE
        ),
    ),
    (
        Kind.NEWSROOM,
        re.compile(r"[A-Za-z0-9-]{2,24}(?:\.(?:sch|go|co|or|ac|web|my))?\.(?:id|com|net|org)\b", re.IGNORECASE),
    ),
    (
        Kind.NEWSROOM,
        re.compile(
            r"(?:humas|inmas|kemenag|kanwil|kua|man|mtsn?|mts|min|kementerian|kontributor|penmad|pendis|bimas)\b"
            r"(?:[ \t](?:(?-i:[A-Z0-9])\w{0,15}|se-\w{2,15})\b){0,5}",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip -- a pattern a line
_NAME = re.compile(rf"(?:(?:Kab|KAB|Kec|KEC)\.\s?)?{_WORD}(?:[ ]{_WORD}){{0,3}}")
_CLOSES = re.compile(r"[–—:|]|-{1,4}(?=\s|$)|--|__")
"""Marks that close a dateline whatever it holds; a full stop or a bracket does when more than the town was named."""
_CLOSES_SOFTLY = re.compile(r"[.)\]]")
_HEADS = frozenset(
    "sungai koto lubuk batang tanjung muaro muara kampung nagari pulau bukit gunung kecamatan simpang teluk pasar".split()
)
"""`Sungai Limau`: what a place that no list holds begins with."""


def is_toponym(words: str) -> bool:
    """Whether capitalised words look like a place by the word they begin with."""
    first, _, rest = words.partition(" ")
    return bool(rest) and first.lower() in _HEADS


def is_town(words: str) -> bool:
    """Whether news may be dated from here, or the words are a single slip away from such a place."""
    return may_date(words) or nearest_place(words) is not None


def items_at(text: str, start: int) -> Items:
    """The items that begin at `start`, up to the mark that closes them."""
    limit = min(len(text), start + LONGEST)
    opened = _OPENING.match(text, start, limit)
    at = opened.end() if opened else start
    place: tuple[int, int] | None = None
    kinds: set[Kind] = set()
    closed = 0
    for _ in range(MOST_ITEMS):
        item = _item_at(text, at, limit)
        if item is None:
            break
        kind, stop = item
        if kind is Kind.NAME and (place or Kind.NAME in kinds):
            break
        if kind is Kind.NAME or (kind is Kind.PLACE and (place is None or not may_date(text[slice(*place)]))):
            place = at, stop  # a town of the list comes before a nagari that stands in none
            kinds.discard(Kind.NAME)
        kinds.add(kind)
        marks = _MARKS.match(text, stop)
        at = marks.end() if marks else stop
        between = text[stop:at]
        if at >= len(text):
            return Items(place, frozenset(kinds), closed, covers=True)
        is_closed = _closes(between, text[at], kinds) and not _is_an_office(text, place, kinds)
        if is_closed:
            closed = at
        if (
            _CLOSES.search(between.replace("|", " "))
            or (closed and not is_closed)
            or (kind is Kind.NAME and not between.strip())
        ):
            break
    return Items(place, frozenset(kinds), closed, covers=False)


def _closes(marks: str, following: str, kinds: set[Kind]) -> bool:
    if not marks or not (following.isupper() or following in "“\"'‘" or following.isdigit()):
        return False
    is_known, is_named = Kind.PLACE in kinds, Kind.NAME in kinds
    beside = bool(kinds & {Kind.NEWSROOM, Kind.DATE, Kind.DAY})
    if _CLOSES.search(marks) and marks[-1] in " –—-\t*_":
        return is_known or (is_named and beside)
    if not (_CLOSES_SOFTLY.search(marks) and marks[-1].isspace()):
        return False
    return (is_known and (beside or marks.startswith("."))) or (
        is_named and Kind.NEWSROOM in kinds and bool(set(marks) & set(")]"))
    )


def _is_an_office(text: str, place: tuple[int, int] | None, kinds: set[Kind]) -> bool:
    """`Kantor Kementerian Agama (Kemenag) Kabupaten Solok`: an office and its short name begin a sentence."""
    return place is not None and Kind.NAME in kinds and text[slice(*place)].partition(" ")[0].lower() in INSTITUTIONS


def _item_at(text: str, at: int, limit: int) -> tuple[Kind, int] | None:
    """The kind of the item that begins here and where it ends."""
    for kind, pattern in _PATTERNS:
        found = pattern.match(text, at, limit)
        if found is not None:
            return kind, found.end()
    named = _NAME.match(text, at, limit)
    if named is None:
        return None
    words = _capitalised(named.group())
    for number in range(len(words), 0, -1):
        some = " ".join(words[:number])
        if is_town(some) or (number == len(words) and is_toponym(some)):
            return Kind.PLACE, at + len(some)
    return (Kind.NAME, at + len(" ".join(words))) if words else None


def _capitalised(named: str) -> list[str]:
    words = named.split(" ")
    number = next((index for index, word in enumerate(words) if not word[:1].isupper()), len(words))
    return words[:number]
