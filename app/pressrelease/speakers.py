"""Who says the first quotation: whether he is known by name and office."""

import re
from collections.abc import Iterator
from itertools import dropwhile, pairwise

from app.pressrelease.attribution import POINTING, around, is_attributed
from app.pressrelease.people import (
    ADDRESSES,
    GROUPS,
    OFFICES,
    PEOPLE,
    has_office_and_name,
    looks_like_name,
    looks_like_person,
)
from app.pressrelease.reading import Reading
from app.pressrelease.rules import found
from app.pressrelease.speech import SPEECH, Quote
from app.pressrelease.tokens import Token
from app.pressrelease.values import Finding, Status

AGE = re.compile(r"[A-Z][a-z]+ \(\d{2}\)|, \d{2} tahun,")

PRONOUNS = frozenset({"beliau", "ia", "dia"})


def unnamed(reading: Reading, quotes: list[Quote]) -> Iterator[Finding]:
    """The first speaker needs a name and an office, here or earlier in the text."""
    first = next((quote for quote in quotes if is_attributed(reading, quote)), None)
    if first is None:
        return
    earlier = [sentence for paragraph in reading.prose[: first.paragraph + 1] for sentence in paragraph.sentences]
    offices = OFFICES | {title.split()[0].lower() for title in reading.context.official_titles if title.strip()}
    near = [*earlier, *around(reading, first)]
    speaker = _right_after(reading, first)
    is_head = _is_head(speaker, offices)
    if is_head:
        near_him, his = near, frozenset({speaker[0].lower})
    elif speaker and _is_name(speaker[0]):
        near_him, his = [item for item in near if any(word.text == speaker[0].text for word in item.words)], offices
    else:
        near_him, his = near, offices
    if any(has_office_and_name(sentence.words, his) for sentence in near_him):
        return
    has_age = AGE.search(reading.text(reading.prose[first.paragraph])) or _has_age(reading, first)
    if has_age and not is_head:
        return
    named = any(_is_name(word) for words in _beside(reading, first) for word in words[1:])
    if named and not is_head and _is_introduced(reading, first):
        return
    persons = offices - GROUPS
    has_office = any(not persons.isdisjoint(sentence.vocabulary) for sentence in around(reading, first))
    yield found(
        "C3",
        Status.AMBER,
        "Pengucap pertama belum disebut namanya."
        if has_office
        else "Pengucap pertama belum disebut jabatannya."
        if named
        else "Pengucap pertama belum disebut nama dan jabatannya.",
        "Tulis lengkap saat pertama muncul: “..., ” kata Kepala KUA Koto Tangah, Ahmad Fauzi.",
        spans=[first.span],
        detail="tanpa-jabatan",
        excerpt=reading.text(first)[:60],
    )


def _is_head(speaker: list[Token], offices: frozenset[str]) -> bool:
    """`ujar kepala madrasah`: he is known by his own name only, whoever else has one; `kepala itu` was named before."""
    return (
        bool(speaker)
        and speaker[0].lower in offices - GROUPS - PEOPLE
        and not any(looks_like_person(word) or word.lower in POINTING for word in speaker)
    )


def _right_after(reading: Reading, quote: Quote) -> list[Token]:
    """The words behind the verb that follows a quote, up to the end of its sentence: `kepala madrasah`, `Rina, warga`."""
    for sentence in around(reading, quote):
        words = [word for word in sentence.words if word.start >= quote.end]
        if sentence.field is quote.field and sentence.start < quote.end <= sentence.end and words:
            rest = words[1:] if words[0].lower in SPEECH else []
            return list(dropwhile(lambda word: word.lower in ADDRESSES, rest))
    return []


def _is_name(word: Token) -> bool:
    return looks_like_name(word) and not word.text.isupper() and word.lower not in PRONOUNS


def _beside(reading: Reading, quote: Quote) -> Iterator[list[Token]]:
    """The words around a quote that are not in it, sentence by sentence up to the end of its paragraph."""
    paragraph = reading.prose[quote.paragraph]
    for sentence in around(reading, quote):
        if sentence.field is not quote.field:
            yield list(sentence.words)
        elif sentence.start < paragraph.end:
            quoted = reading.quoted[quote.field]
            yield [word for word in sentence.words if not quoted.meets(word.start, word.start + 1)]


def _is_introduced(reading: Reading, quote: Quote) -> bool:
    """Whether whoever speaks is set beside something that he is: `Sutan Mudo, takmir surau`, `Takmir Surau, Sutan Mudo`.

    A speaker who is not named with his verb (`katanya`) was spoken of before, and so was one whose name has stood before.
    """
    pairs = (pair for words in _beside(reading, quote) for pair in pairwise(words))
    names = [name.text for verb, name in pairs if verb.lower in SPEECH and _is_name(name)]
    if not names:
        return True
    name = re.escape(names[0])
    before = [sentence for item in reading.prose[: quote.paragraph] for sentence in item.sentences]
    before += [sentence for sentence in reading.prose[quote.paragraph].sentences if sentence.end <= quote.start]
    if any(word.text == names[0] for sentence in before for word in sentence.words):
        return True
    beside = re.compile(rf"\b{name}(?: [A-Z][\w.'’-]{{0,20}}){{0,3}}, \w|\w, (?:[A-Z][\w.'’-]{{0,20}} ){{0,3}}{name}\b")
    return any(beside.search(reading.text(paragraph)) for paragraph in reading.prose[: quote.paragraph + 2])


def _has_age(reading: Reading, quote: Quote) -> bool:
    """Whether the text up to a quote gives a person's age: a citizen has that in the place of an office."""
    return any(AGE.search(reading.text(paragraph)) for paragraph in reading.prose[: quote.paragraph])
