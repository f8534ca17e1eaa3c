"""The stem of an Indonesian word: affix pairs that the language allows, the longest root that remains."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from app.pressrelease.roots import GRADABLE, QUESTIONS, WITH_K, WITH_M, WITH_N, WITH_NY, WITH_R, is_whole, roots

CACHE_SIZE = 50_000
LONGEST_WORD = 40
VOWELS = frozenset("aeiou")
CLITICS = ("nya", "lah", "kah", "tah", "pun", "ku", "mu")
HYPHEN_PREFIXES = frozenset("se ke pasca pra antar eks sub ter".split())

# Which prefix may stand inside which (outermost first), and which suffixes the outermost one takes.
INNER = {
    "": ("di", "me", "ber", "ter", "pe", "per", "ke", "se"),
    "di": ("per", "ber", "ke", "se", "pe"),
    "me": ("per", "ber", "ke", "se", "ter"),
    "ber": ("pe", "ke", "per", "se"),
    "ter": ("per", "ke", "se"),
    "pe": ("ber", "se", "ke", "ter"),
    "per": ("se", "ber"),
    "ke": ("ber", "ter", "pe", "per", "se", "tidak"),
    "se": ("ke", "pe", "per"),
    "tidak": ("ber", "ter", "se"),
}
SUFFIXES = {
    "": ("", "an", "kan", "i"),
    "di": ("", "kan", "i"),
    "me": ("", "kan", "i"),
    "ber": ("", "an", "kan"),
    "ter": ("", "kan", "i"),
    "pe": ("", "an"),
    "per": ("", "an", "kan", "i"),
    "ke": ("an", ""),
    "se": ("", "an"),
}
DEPTH = 3
# Where the prefix gives up its r: before `kerja` and `pergi`, and as l before `ajar`.
LOSING_R = {"ber": ("bekerja", "belajar", "bepergi"), "per": ("pekerja", "pelajar"), "ter": ()}
# Verbs of three letters that take -an; other words of five letters in -an are words of their own.
SHORT_VERBS = frozenset({"uji", "acu", "adu", "aju"})
KEPT_AFTER_NASAL = frozenset("mb mf mv mp nc nd nj ns nt nz".split())
SHORT_WITH_NGE = 5
# A loan that no dictionary lists is known by its ending, so that `beraktivitas` meets `aktivitas`.
VERB_OF_LOAN = re.compile(r"(?:ber|meng|mem|di(?=[^\W_]+kan$))([^\W_]{4,}(?:[aiu]si|itas|isme))(?:kan)?$")
NEEDS_AN = frozenset({("ke", "ber"), ("ke", "ter"), ("ke", "tidak"), ("ke", "pe")})


class Analysis(NamedTuple):
    """One way to take a word apart: its root, its prefixes (outermost first) and its suffix."""

    root: str
    prefixes: tuple[str, ...]
    suffix: str


def _nasal(rest: str) -> Iterator[tuple[str, bool]]:
    """Roots after me- or pe-, with whether that reading is the one that is meant when several are words."""
    first, second = rest[:1], rest[1:2]
    if rest.startswith("ng"):
        yield from _after_ng(rest)
    elif rest.startswith("ny"):
        yield "s" + rest[2:], True
        yield rest, rest in WITH_NY
    elif first == "m" and second in VOWELS:
        means_m = _stripped(rest, WITH_M) in WITH_M
        yield "p" + rest[1:], not means_m
        yield rest, means_m
    elif first == "n" and second in VOWELS:
        means_n = _stripped(rest, WITH_N) in WITH_N
        yield "t" + rest[1:], not means_n
        yield rest, means_n
    elif first + second in KEPT_AFTER_NASAL:
        yield rest[1:], True
    elif first == "r":
        yield rest, rest[1:2] not in VOWELS or any(rest.startswith(root) for root in _r_roots(rest[1:]))
    elif first in ("l", "w", "y", "m", "n"):
        yield rest, True


def _after_ng(rest: str) -> Iterator[tuple[str, bool]]:
    """Roots after meng-: a vowel or k that was swallowed, g, h or kh, and short words with menge-."""
    base = rest[2:]
    if base.startswith("e") and len(base) <= SHORT_WITH_NGE:
        yield base[1:], False
    if base[:1] in VOWELS:
        means_k = _stripped("k" + base, WITH_K) in WITH_K and not (base.endswith("i") and base[:-1] in GRADABLE)
        yield "k" + base, means_k
        yield base, not means_k
    else:
        yield base, True


def _stripped(base: str, words: frozenset[str]) -> str:
    """The word without the suffix that hides one of these words."""
    for suffix in ("kan", "an", "i"):
        if base.endswith(suffix) and base[: -len(suffix)] in words:
            return base[: -len(suffix)]
    return base


def _after(prefix: str, word: str) -> Iterator[tuple[str, bool]]:
    """What may follow a prefix at the start of a word."""
    if prefix in ("me", "pe"):
        if word.startswith(prefix):
            yield from _nasal(word[2:])
            if prefix == "pe" and len(word) > 4 and word[2] in "bcdgjkpst":
                yield word[2:], False
            if prefix == "pe" and word.startswith("pelajar"):
                yield word[3:], True
    elif prefix in ("ber", "ter", "per"):
        if word.startswith(prefix):
            base = word[3:]
            if base[:1] in VOWELS:
                is_r = any(("r" + base).startswith(root) for root in _r_roots(base))
                yield base, not is_r
                yield "r" + base, is_r
            else:
                yield base, True
        elif word.startswith(LOSING_R[prefix]):
            yield word[3:] if word[2] == "l" else word[2:], True
    elif word.startswith(prefix):
        yield word[len(prefix) :], True


@cache
def _r_roots_by_start() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for root in WITH_R:
        found.setdefault(root[1:3], []).append(root)
    return {start: tuple(words) for start, words in found.items()}


def _r_roots(base: str) -> tuple[str, ...]:
    return _r_roots_by_start().get(base[:2], ())


def _analyses(word: str) -> Iterator[tuple[bool, Analysis]]:
    """Every legal analysis of a lower-case word; the flag says whether its letters are the ones that are meant."""
    known = roots()
    stack: list[tuple[str, tuple[str, ...], bool]] = [(word, (), True)]
    while stack:
        rest, prefixes, meant = stack.pop()
        outer = prefixes[0] if prefixes else ""
        for suffix in SUFFIXES[outer]:
            if suffix == "" and prefixes[:2] in NEEDS_AN:
                continue
            base = rest[: len(rest) - len(suffix)] if suffix and rest.endswith(suffix) else rest
            if (suffix and base == rest) or len(base) < 3:
                continue
            if (
                base in known
                and not (len(base) == 3 and not prefixes and suffix and base not in SHORT_VERBS)
                and not _hides_suffix(base, outer)
            ):
                yield meant, Analysis(base, prefixes, suffix)
        if len(prefixes) < DEPTH:
            for prefix in INNER[prefixes[-1] if prefixes else ""]:
                for inner, is_meant in _after(prefix, rest):
                    if len(inner) >= 3:
                        stack.append((inner, (*prefixes, prefix), meant and is_meant))


def _hides_suffix(base: str, outer: str) -> bool:
    """Whether the end of a root is really the suffix of its prefix: `pem-beli-an`, never `pem-belian`."""
    known = roots()
    if outer in ("pe", "per", "ke"):
        return base.endswith("an") and len(base) >= 6 and base[:-2] in known
    if outer in ("me", "di"):
        return base.endswith("kan") and len(base) >= 6 and base[:-3] in known
    return False


def _rank(item: tuple[bool, Analysis]) -> tuple[bool, int, int]:
    meant, found = item
    return meant, len(found.root) - len(found.prefixes), -len(found.prefixes)


@lru_cache(maxsize=CACHE_SIZE)
def analysis(word: str) -> Analysis | None:
    """How a lower-case word without hyphen is built, or None where no known root is in it."""
    if is_whole(word) or (word.startswith("se") and word[2:] in GRADABLE):
        return Analysis(word, (), "")
    if len(word) < 5 or len(word) > LONGEST_WORD:
        return None
    found = max(_analyses(word), key=_rank, default=None)
    return found[1] if found else None


def _stem_simple(word: str) -> str:
    if word in QUESTIONS:
        return QUESTIONS[word]
    found = analysis(word)
    if found is not None:
        return _lemma(word, found)
    for clitic in CLITICS:
        base = word[: -len(clitic)]
        if word.endswith(clitic) and len(base) >= 3:
            inner = analysis(base)
            if inner is not None:
                return _lemma(base, inner)
            if clitic == "nya" and len(base) >= 4:
                return _stem_simple(base)
    loan = VERB_OF_LOAN.match(word)
    return loan.group(1) if loan else word


def _lemma(word: str, found: Analysis) -> str:
    """The root, or for a word built on a word with a prefix that word itself, without the `me-` or `di-` of its voice.

    `keberadaan` stays, `mengetahui` and `diketahui` give `ketahui`. No such prefixes are `per-`, half of `memper-`, and the
    `se-` of `menyeimbangkan`, which goes the way of `seimbang`.
    """
    if len(found.prefixes) < 2 or "per" in found.prefixes[1:]:
        return found.root
    outer, inner = found.prefixes[:2]
    if outer not in ("me", "di"):
        return word
    if inner == "se":
        return found.root
    return next((base for base, _ in _after(outer, word) if base.startswith(inner)), word)


@lru_cache(maxsize=CACHE_SIZE)
def stem(word: str) -> str:
    """The stem of one word, lower case: `melayani`, `pelayanan` and `dilayani` all give `layan`.

    Doubled words give their one stem (`buku-buku`); a word that is not Indonesian comes back as it is, and so does a
    word derived from a derived one (`keberadaan`, `kepemimpinan`), which dictionaries list with a meaning of its own.
    """
    word = word.lower()
    if "-" not in word:
        return _stem_simple(word)
    parts = [part for part in re.split("-+", word) if part]
    if not parts:
        return word
    if parts[-1] in CLITICS and len(parts) > 1:
        parts.pop()
    if len(parts) > 1 and parts[0] in HYPHEN_PREFIXES:
        parts.pop(0)
    if len(parts) == 1:
        return _stem_simple(parts[0])
    if len(parts) == 2:
        return _doubled(parts[0], parts[1]) or word
    return word


def _doubled(first: str, second: str) -> str | None:
    """The stem that both halves of a doubled word share: `kehati-hatian`, `berkejar-kejaran`, `tolong-menolong`."""
    one, two = _stem_simple(first), _stem_simple(second)
    if one == two:
        return one
    for prefix in ("ber", "ke", "se", "me", "ter", "pe"):
        for base, _ in _after(prefix, first):
            if base == two or (second.startswith(base) and len(base) >= 3):
                return _stem_simple(base)
    joined = analysis(first + second)
    if joined is not None and joined.root in (one, two):
        return joined.root
    return None


def is_known(word: str) -> bool:
    """Whether a lower-case word is, or is built from, an Indonesian word we know."""
    base = word.split("-", 1)[0]
    if analysis(base) is not None:
        return True
    return any(base.endswith(end) and len(base) > len(end) + 2 and analysis(base[: -len(end)]) for end in CLITICS)
