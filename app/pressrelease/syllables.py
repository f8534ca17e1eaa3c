"""Syllables of Indonesian words: one for each vowel, the diphthongs ai, au, oi and ei counted once at the end."""

import re
from collections.abc import Iterable

VOWELS = "aiueoéèêáà"
DIPHTHONGS = ("ai", "au", "oi", "ei")
WITHOUT_VOWEL = re.compile(rf" [^{VOWELS} ]+(?= )")


def syllables_in(words: Iterable[str]) -> int:
    """How many syllables lower-case words without spaces have together, each of them at least one.

    They are counted in one text of all words: vowels, less the diphthongs before a space, and one for each word without any.
    """
    said = f" {' '.join(words)} "
    vowels = sum(map(said.count, VOWELS))
    diphthongs = sum(said.count(f"{ending} ") for ending in DIPHTHONGS)
    return vowels - diphthongs + len(WITHOUT_VOWEL.findall(said))
