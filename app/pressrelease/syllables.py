"""Syllables of an Indonesian word: one for each vowel, the diphthongs ai, au, oi and ei counted once at the end."""

from functools import lru_cache

VOWELS = frozenset("aiueoéèêáà")
DIPHTHONGS = ("ai", "au", "oi", "ei")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables a lower-case word has; at least one."""
    number = sum(letter in VOWELS for letter in word)
    if number > 1 and word.endswith(DIPHTHONGS):
        number -= 1
    return max(1, number)
