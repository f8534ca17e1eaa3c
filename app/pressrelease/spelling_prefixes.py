"""E1: `di`, `ke`, `se` and bound forms joined or split wrongly, and reduplication with a loose hyphen."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.pressrelease.places import is_known_place
from app.pressrelease.roots import GRADABLE, roots
from app.pressrelease.slips import Line, Slip
from app.pressrelease.spelling_bound import AGENTS, ALSO_NOUNS, BARE_VERBS, BEFORE_VERBS, BOUND, KE_PLACES, QUALITIES
from app.pressrelease.spelling_forms import COMPOUNDS
from app.pressrelease.stems import analysis, stem
from app.pressrelease.tokens import Token
from app.pressrelease.values import Field
from app.pressrelease.voice import PLACES

TIMES = {"saat": "pada saat", "waktu": "pada waktu", "tahun": "pada tahun", "hari": "pada hari", "bulan": "pada bulan"}
LONGEST_CLITIC_ROOT = 8
LONGEST_ORDINAL = 3
PREPOSITIONS = frozenset({"di", "ke", "se"})
# These are no words of their own, so that a space behind them can only be a slip.
LOOSE_PREFIXES = frozenset({"ber", "ter", "mem", "men", "meng", "pem", "peng"})
NUMERALS = frozenset("dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split())
ORDINAL_BEFORE = frozenset(
    "hut hab milad yang hari tahun minggu pekan juara peringkat gelombang angkatan periode kali bagian sesi ri".split()
)
CLITICS = frozenset({"nya", "mu"})
# `duduk di kadai`: behind these a place follows, whatever the word looks like.
STAYING = frozenset(
    "duduk berada tinggal singgah mampir bermain berkumpul menunggu berhenti berjualan berbelanja tidur".split()
)
REMEMBERED = 10_000
# Nothing else can have been split off, so that other words are passed over at once.
SPLIT_OFF = frozenset({*PREPOSITIONS, *LOOSE_PREFIXES, *BOUND})


def prefix_slips(line: Line, prefixed: frozenset[str]) -> Iterator[Slip]:
    """Slips of joining and splitting in one line.

    `prefixed` are the words of its text in SPLIT_OFF and CLITICS, and all that begin with one of PREPOSITIONS.
    """
    words = line.words
    has_nya = not CLITICS.isdisjoint(prefixed) and not CLITICS.isdisjoint(line.vocabulary)
    for place in range(len(words)) if has_nya else [at for at, lower in enumerate(line.lowers) if lower in prefixed]:
        token = words[place]
        if not has_nya and not _may_be_prefix(token.text):
            continue
        following = words[place + 1] if place + 1 < len(words) else None
        before = words[place - 1] if place else None
        slip = _joined(line, token)
        if slip is None and following is not None and (token.lower in SPLIT_OFF or following.text in CLITICS):
            third = words[place + 2] if place + 2 < len(words) else None
            slip = _split(line, before, token, following, third)
        if slip is None and token.lower == "di" and place + 2 < len(words):
            slip = _around_letters(line, words[place : place + 3])
        if slip is not None:
            yield slip
    if words and line.text.find("-", words[0].start, words[-1].end) >= 0:
        yield from _loose_hyphens(line)


@lru_cache(maxsize=REMEMBERED)
def _may_be_prefix(text: str) -> bool:
    """Whether a word can hold or be one of the prefixes and prepositions looked at here, by its letters alone."""
    lower, noun = text.lower(), text[2:]
    if lower in SPLIT_OFF:
        return True
    if lower[:2] not in PREPOSITIONS or len(noun) < 2:
        return False
    is_place = _is_place(noun.lower(), PLACES) or _is_place(noun.lower(), KE_PLACES) or is_known_place(noun)
    return is_place or noun[0].isupper()


def _joined(line: Line, token: Token) -> Slip | None:
    """`dibawah`, `diPadang`, `kedalam`: a preposition written onto its noun."""
    if len(token.text) == 2 or token.lower[:2] not in PREPOSITIONS:
        return None
    head, noun = token.text[:2], token.text[2:]
    if head.lower() == "di" and len(noun) > 2:
        lower = noun.lower()
        inner_capital = noun[0].isupper() and not token.text.isupper() and head == "di"
        is_place = _is_place(lower, PLACES)
        if (is_place and (not token.is_capital or token is line.first_word)) or inner_capital:
            if lower in TIMES:
                return _slip(line, token.start, token.end, "di-depan", TIMES[lower], "“di” bukan untuk waktu")
            return _slip(line, token.start, token.end, "di-depan", f"{head} {noun}", "“di” sebagai kata depan dipisah")
        if token.text.islower() and is_known_place(noun) and analysis(token.lower) is None:
            right = f"{head} {noun.title()}"
            return _slip(line, token.start, token.end, "di-depan", right, "“di” sebagai kata depan dipisah")
    if head.lower() == "se" and len(noun) > 2 and noun[0].isupper() and noun[1].islower():
        return _slip(
            line, token.start, token.end, "se-", f"{head}-{noun}", "“se” di depan huruf kapital bertanda hubung"
        )
    if (
        head.lower() == "ke"
        and (not token.is_capital or token is line.first_word)
        and _is_place(noun.lower(), KE_PLACES)
    ):
        return _slip(line, token.start, token.end, "ke-depan", f"{head} {noun}", "“ke” sebagai kata depan dipisah")
    return None


def _split(line: Line, before: Token | None, token: Token, following: Token, third: Token | None) -> Slip | None:
    """`di laksanakan`, `ke empat`, `se Jawa Timur`, `pasca pandemi`: a prefix written apart."""
    if not line.is_one_space(token, following):
        return None
    first, second = token.lower, following.lower
    if following.text in CLITICS and first.replace("-", "").isalpha() and (second == "nya" or not token.is_capital):
        return _loose_nya(line, token, following)
    is_followed = third is not None and line.is_one_space(following, third)
    if first == "di" and third is not None and is_followed and _is_compound(second, third.lower):
        why = "gabungan kata yang berawalan dan berakhiran ditulis serangkai"
        return _slip(line, token.start, third.end, "di-awalan", token.text + second + third.lower, why)
    if first == "di" and (_is_split_passive(line, before, token, following) or _has_agent(line, following, third)):
        why = "“di-” sebagai awalan kata kerja digabung"
        return _slip(line, token.start, following.end, "di-awalan", token.text + second, why)
    if first in LOOSE_PREFIXES and following.text.islower() and _is_one_word(first + second):
        why = "awalan digabung dengan katanya"
        return _slip(line, token.start, following.end, "awalan", token.text + second, why)
    if first == "ke":
        return _after_ke(line, before, token, following)
    if first == "se" and following.text[0].isalpha():
        right = f"{token.text}-{following.text}" if following.is_capital else token.text + following.text
        why = "“se-” digabung; di depan huruf kapital memakai tanda hubung"
        return _slip(line, token.start, following.end, "se-", right, why)
    if first in BOUND and following.text[0].isalpha() and not token.text.isupper():
        allowed = BOUND[first]
        if (allowed is None or second in allowed) and not (first == "pra" and following.is_capital):
            is_name = following.is_capital and allowed is None
            right = f"{token.text}-{following.text}" if is_name else token.text + second
            why = f"bentuk terikat “{first}” ditulis gabung"
            return _slip(line, token.start, following.end, "bentuk-terikat", right, why)
    return None


def _is_compound(second: str, third: str) -> bool:
    """Whether two words with `di-` and a suffix make one: `di lipat gandakan`, `di tindak lanjuti`."""
    second = second.removeprefix("per")
    return any(third.endswith(end) and (second, third.removesuffix(end)) in COMPOUNDS for end in ("kan", "i"))


def _is_split_passive(line: Line, before: Token | None, token: Token, following: Token) -> bool:
    """Whether `di` and the next word are one verb: always for most, behind a word of time or will for nouns too."""
    is_place = before is not None and before.lower in STAYING and not following.lower.endswith("kan")
    is_verb = not is_place and _is_verb_after_di(following.lower)
    if following.lower in ALSO_NOUNS and before is not None and before.lower in BEFORE_VERBS:
        is_verb = True
    return is_verb and (following.text.islower() or (line.field is Field.TITLE and token.is_capital))


def _has_agent(line: Line, following: Token, third: Token | None) -> bool:
    """`di lepas oleh Bupati`, `di lepas langsung oleh`: a noun as well, but here somebody does it."""
    if following.lower not in ALSO_NOUNS or third is None or not following.text.islower():
        return False
    return third.lower in AGENTS or (
        third.lower in {"langsung", "bersama"} and line.text.startswith(" oleh ", third.end)
    )


def _after_ke(line: Line, before: Token | None, token: Token, following: Token) -> Slip | None:
    """`hari ke dua`, `juara ke 3`, `Ke dua,` at the head of a sentence, `ke harmonisan`."""
    second = following.lower
    is_ordinal = before is not None and before.lower in ORDINAL_BEFORE
    if second.isdigit() and len(second) <= LONGEST_ORDINAL and is_ordinal:
        right = f"{token.text}-{following.text}"
        return _slip(line, token.start, following.end, "ke-awalan", right, "“ke-” dan angka bertanda hubung")
    opens_list = before is None and line.text[following.end : following.end + 1] == ","
    if second in NUMERALS and (is_ordinal or opens_list):
        why = "bilangan tingkat ditulis gabung"
        return _slip(line, token.start, following.end, "ke-awalan", token.text + second, why)
    if second.endswith("an") and (second[:-2] in GRADABLE - PLACES or second[:-2] in QUALITIES):
        why = "imbuhan “ke-...-an” digabung"
        return _slip(line, token.start, following.end, "ke-awalan", token.text + second, why)
    return None


def _is_place(noun: str, places: frozenset[str]) -> bool:
    """Whether a preposition before this can only stand apart: `mana`, `mana-mana`, `situlah`."""
    half, _, again = noun.partition("-")
    return (
        noun in places or (half in places and half == again) or noun.removesuffix("lah").removesuffix("kah") in places
    )


def _loose_nya(line: Line, token: Token, following: Token) -> Slip:
    """`atap nya` is joined, `SK nya` takes a hyphen, and for a word we do not know the writer decides."""
    if token.text.isupper() and len(token.text) > 1:
        why = f"“-{following.text}” pada singkatan memakai tanda hubung"
        return _slip(line, token.start, following.end, "imbuhan", f"{token.text}-{following.text}", why)
    why = f"“-{following.text}” digabung dengan katanya"
    if analysis(token.lower.partition("-")[0]) is not None:
        return _slip(line, token.start, following.end, "imbuhan", token.text + following.text, why)
    message = f"“{line.text[token.start : following.end]}”: {why}."
    hint = f"Tulis “{token.text}{following.text}”, atau “{token.text}-{following.text}” bila katanya asing."
    return Slip(line.field, token.start, following.end, "imbuhan", message, None, hint)


def _around_letters(line: Line, three: Sequence[Token]) -> Slip | None:
    """`di SK kan`: a prefix and suffix around an abbreviation take hyphens."""
    first, middle, last = three
    if first.lower != "di" or last.lower not in ("kan", "i") or not middle.text.isupper() or len(middle.text) < 2:
        return None
    right = f"{first.text}-{middle.text}-{last.text}"
    return _slip(line, first.start, last.end, "di-awalan", right, "imbuhan pada singkatan memakai tanda hubung")


def _is_one_word(word: str) -> bool:
    found = analysis(word)
    return found is not None and bool(found.prefixes)


def _is_verb_after_di(word: str) -> bool:
    """Whether `di` before this word can only be the passive prefix."""
    if word.endswith("nya") and len(word) > LONGEST_CLITIC_ROOT:
        word = word.removesuffix("nya")
    if word in BARE_VERBS:
        return True
    if word in roots() or len(word) < 5 or not word.endswith(("kan", "i")):
        return False
    found = analysis("di" + word)
    return found is not None and found.prefixes[:1] == ("di",) and found.suffix in ("kan", "i")


def _loose_hyphens(line: Line) -> Iterator[Slip]:
    """`benar- benar`, `40- 60`: a hyphen with a space beside it."""
    for left, hyphen, right in zip(line.tokens, line.tokens[1:], line.tokens[2:], strict=False):
        if hyphen.text != "-" or not left.is_word or not right.is_word:
            continue
        spaced = line.touches(left, hyphen) != line.touches(hyphen, right) or not line.touches(left, hyphen)
        if not spaced:
            continue
        is_same = left.text[0].isalpha() and (left.lower == right.lower or _is_doubled(left.lower, right.lower))
        is_range = left.text.isdigit() and right.text.isdigit() and line.touches(left, hyphen)
        if is_same or is_range:
            joined = f"{left.text}-{right.text}"
            yield _slip(line, left.start, right.end, "tanda-hubung", joined, "tanda hubung ditulis tanpa spasi")


def _is_doubled(left: str, right: str) -> bool:
    return len(left) > 3 and stem(left) == stem(right) and (right.startswith(left) or left.endswith(right))


def _slip(line: Line, start: int, end: int, kind: str, right: str, why: str) -> Slip:
    return Slip(line.field, start, end, kind, f"“{line.text[start:end]}”: {why}.", right)
