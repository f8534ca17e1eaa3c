"""E1: which words of a text the rules of spelling look at, asked once for each word so that most lines are passed over."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.pressrelease.spelling_forms import PAIRED, second_halves, standard
from app.pressrelease.spelling_prefixes import CLITICS, PREPOSITIONS, SPLIT_OFF
from app.pressrelease.spelling_words import is_watched

REMEMBERED = 10_000
NYA = "nya"


class Look(StrEnum):
    """Why a word is worth a closer look at its line."""

    WORD = "word"
    """It may not be standard."""
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
    with_nya: frozenset[str]
    forms: frozenset[str]
    prefixed: frozenset[str]


def watch_for(known: frozenset[str], house: dict[str, str]) -> Watch:
    """What to watch for in a text; `known` are all its words, `house` those of the house list with their right form."""
    asked: dict[Look, list[str]] = {look: [] for look in Look}
    for word in known:
        for look in _looks(word):
            asked[look].append(word)
    with_nya = [word for word in asked[Look.BASE] if word[:-3] in known or f"se{word[:-3]}" in known]
    doubled = [word for word in asked[Look.DOUBLED] if not known.isdisjoint(second_halves(word))]
    return Watch(
        frozenset(asked[Look.WORD]) | (house.keys() & known),
        frozenset(with_nya),
        frozenset(asked[Look.FORM] + doubled),
        frozenset(asked[Look.PREFIX]),
    )


@lru_cache(maxsize=REMEMBERED)
def _looks(word: str) -> tuple[Look, ...]:
    """Why a word is looked at; most words give none."""
    reasons = {
        Look.WORD: is_watched(word),
        Look.BASE: word.endswith(NYA),
        Look.FORM: word in PAIRED or standard(word) is not None,
        Look.DOUBLED: bool(second_halves(word)),
        Look.PREFIX: word[:2] in PREPOSITIONS or word in SPLIT_OFF or word in CLITICS,
    }
    return tuple(look for look, is_asked in reasons.items() if is_asked)
