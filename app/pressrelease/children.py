"""Children who are named where only an initial may stand: in a case, or as the one who needs help (domain.md 4)."""

import re
from collections.abc import Iterator

from app.pressrelease.people import OFFICES, looks_like_name
from app.pressrelease.reading import Paragraph, Reading
from app.pressrelease.roots import CLOSED
from app.pressrelease.stems import is_known
from app.pressrelease.tokens import Token, tokens_of
from app.pressrelease.values import Field, Span

CASES = frozenset(
    "korban kekerasan pelecehan pencabulan perundungan pemerkosaan narkoba kenakalan penganiayaan".split()
)
# Words of hardship: a child who gets help is named like one who was harmed, by no more than an initial.
HARDSHIP = re.compile(
    r"\b(?:(?:kurang|tidak|tak) mampu|(?:tidak|tak) bekerja|yatim|piatu|dhuafa|duafa|buruh|anak asuh|fakir|miskin|difabel|disabilitas|putus sekolah"
    r"|stunting|hamil|orang tuanya bercerai|tinggal bersama (?:nenek|kakek|paman|bibi))",
    re.IGNORECASE,
)
# One of these stands in every phrase above; to look for them first is many times faster.
HARD_WORDS = (
    "mampu", "bekerja", "yatim", "piatu", "dhuafa", "duafa", "buruh", "asuh", "fakir", "miskin", "difabel", "disabilitas",
    "putus", "stunting", "hamil", "bercerai", "tinggal",
)  # fmt: skip
CHILD = frozenset("siswa siswi santri santriwati anak bocah balita murid pelajar remaja".split())
PLACE_KINDS = frozenset(
    "jorong nagari desa dusun kelurahan kecamatan kabupaten kota jalan gang masjid surau musala pasar kampung korong".split()
)
AGE = re.compile(r"\s?\((\d{1,2})(?: (?:tahun|thn?)\.?)?\)")
GROWN = 18
BEFORE_NAME = 4
BESIDE = (" ", ", ")
# `murid di kawasan Kelok Sembilan`: what follows is where, not who.
PREPOSITIONS = frozenset({"di", "ke", "dari", "pada", "dalam"})


def children_named(reading: Reading) -> Iterator[tuple[Span, str]]:
    """(where, name) of each child who is named in a text about a case, or beside words of hardship: in prose, title, captions.

    A full name beside a word for a child, or any name with an age under 18 behind it: `Budi (12)` tells who it is.
    """
    has_case = reading.context.minors_case or not reading.vocabulary.isdisjoint(CASES)
    seen: set[str] = set()
    hard_words = _hard_words(reading)
    for field, start, end, paragraph in _stretches(reading):
        text = reading.release.text_of(field)
        if not has_case and not _tells_hardship(text[start:end], hard_words):
            continue
        words = paragraph.words if paragraph else [token for token in tokens_of(text, start, end) if token.is_word]
        if field is Field.TITLE:
            # in a headline every word may carry a capital, so that only unknown ones can be a name
            words = [word for word in words if not is_known(word.lower) or word.lower in CHILD]
        for first, last in _names(text, words):
            span = Span(field, words[first].start, words[last].end)
            name = reading.text(span)
            if name in seen or not _is_child(text, words, first, last):
                continue
            seen.add(name)
            yield span, name


def _hard_words(reading: Reading) -> list[str]:
    """Those of HARD_WORDS that stand anywhere in the text, its title or its captions, alone or inside of words."""
    beside = reading.release.title, reading.release.text_of(Field.IMAGES)
    said = " ".join([*reading.vocabulary, *map(str.lower, beside)])
    return [word for word in HARD_WORDS if word in said]


def _tells_hardship(text: str, hard_words: list[str]) -> bool:
    """Whether a paragraph speaks of hardship; `hard_words` are those that the whole text holds."""
    if not hard_words:
        return False
    small = text.lower()
    return any(word in small for word in hard_words) and HARDSHIP.search(text) is not None


def _stretches(reading: Reading) -> Iterator[tuple[Field, int, int, Paragraph | None]]:
    yield Field.TITLE, 0, len(reading.release.title), None
    for paragraph in reading.prose:
        yield paragraph.field, paragraph.start, paragraph.end, paragraph
    captions = reading.release.text_of(Field.IMAGES)
    if captions:
        yield Field.IMAGES, 0, len(captions), None


def _names(text: str, words: list[Token]) -> Iterator[tuple[int, int]]:
    """Words that look like a name, nothing but spaces between them, two at least or one with an age: (first, last) places."""
    place = 0
    while place < len(words):
        end = place
        while (
            end < len(words)
            and _is_name_part(words[end])
            and (end == place or text[words[end - 1].end : words[end].start].isspace())
        ):
            end += 1
        if end - place > 1 or (end > place and AGE.match(text, words[place].end)):
            yield place, end - 1
        place = max(end, place + 1)


def _is_name_part(word: Token) -> bool:
    return looks_like_name(word) and not word.text.isupper() and word.lower not in CLOSED


def _is_child(text: str, words: list[Token], first: int, last: int) -> bool:
    """Whether a name is that of a child: a word for a child close before or right after it, or an age under 18."""
    if words[first].lower in PLACE_KINDS or (first and words[first - 1].lower in ("di", "ke", "dari")):
        return False
    age = AGE.match(text, words[last].end)
    if age is not None:
        return int(age.group(1)) < GROWN
    if any(word.lower in CHILD and text[words[last].end : word.start] in BESIDE for word in words[last + 1 : last + 2]):
        return True
    before = words[max(0, first - BEFORE_NAME) : first]
    after_child = next((place for place in range(len(before) - 1, -1, -1) if before[place].lower in CHILD), None)
    return after_child is not None and not any(
        word.lower in OFFICES or word.lower in PREPOSITIONS for word in before[after_child + 1 :]
    )
