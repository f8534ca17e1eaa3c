"""E1: which words of a text the rules of spelling look at, asked once for each word so that most lines are passed over."""

from enum import StrEnum
from functools import lru_cache
from operator import eq
from typing import NamedTuple

from app.pressrelease.slips import Line
from app.pressrelease.spelling_forms import DOUBLING_PREFIXES, PAIRED, second_halves, standard
from app.pressrelease.spelling_prefixes import CLITICS, PREPOSITIONS, SPLIT_OFF
from app.pressrelease.spelling_words import HEADS_OF, is_watched

REMEMBERED = 10_000
NYA = "nya"


class Look(StrEnum):
    """Why a word is worth a closer look at its line."""

    WORD = "word"
    """It may not be standard."""
    TAIL = "tail"
    """It is the second half of a pair that is not standard: `pada` of `dari pada`."""
    BASE = "base"
    """It ends in -nya, and may stand beside its base."""
    FORM = "form"
    """It is built on a word that is not standard, or is half of a pair that is not."""
    DOUBLED = "doubled"
    """It begins like the first half of a doubled word."""
    PREFIX = "prefix"
    """It may hold or be a prefix, or a clitic that was split off."""


class Watch(NamedTuple):
    """Of all the words of a text, lower case, those for which each rule looks at a line."""

    words: frozenset[str]
    pairs: tuple[tuple[str, frozenset[str]], ...]
    with_nya: frozenset[str]
    forms: frozenset[str]
    prefixed: frozenset[str]


def watch_for(known: frozenset[str], house: dict[str, str]) -> Watch:
    """What to watch for in a text; `known` are all its words, `house` those of the house list with their right form."""
    asked: dict[Look, list[str]] = {look: [] for look in Look}
    for word in known:
        for look in _looks(word):
            asked[look].append(word)
    pairs = [(word, HEADS_OF[word] & known) for word in asked[Look.TAIL]]
    with_nya = [word for word in asked[Look.BASE] if word[:-3] in known or f"se{word[:-3]}" in known]
    doubled = [word for word in asked[Look.DOUBLED] if not known.isdisjoint(second_halves(word))]
    return Watch(
        frozenset(asked[Look.WORD]) | (house.keys() & known),
        tuple((word, heads) for word, heads in pairs if heads),
        frozenset(with_nya),
        frozenset(asked[Look.FORM] + doubled),
        frozenset(asked[Look.PREFIX]),
    )


def may_hold_slips(line: Line, watch: Watch) -> bool:
    """Whether single words, pairs or doubled words of a line may be slips: most lines hold nothing of the kind."""
    known, lowers = line.vocabulary, line.lowers
    if not watch.words.isdisjoint(known):
        return True
    if len(lowers) > len(known) and any(map(eq, lowers, lowers[1:])):
        return True
    if any(tail in known and not heads.isdisjoint(known) for tail, heads in watch.pairs):
        return True
    bases = [lower[:-3] for lower in watch.with_nya if lower in known]
    return any(base in known or f"se{base}" in known for base in bases)


@lru_cache(maxsize=REMEMBERED)
def _looks(word: str) -> tuple[Look, ...]:
    """Why a word is looked at; most words give none."""
    reasons = {
        Look.WORD: is_watched(word),
        Look.TAIL: word in HEADS_OF,
        Look.BASE: word.endswith(NYA),
        Look.FORM: word in PAIRED or standard(word) is not None,
        Look.DOUBLED: word.startswith(DOUBLING_PREFIXES),
        Look.PREFIX: word[:2] in PREPOSITIONS or word in SPLIT_OFF or word in CLITICS,
    }
    return tuple(look for look, is_asked in reasons.items() if is_asked)
