"""E1: single words and pairs that are not standard, words written twice, and names that only look like slips."""

from collections.abc import Iterator

from app.pressrelease.nonstandard import NONSTANDARD, NONSTANDARD_PAIRS
from app.pressrelease.people import looks_like_name
from app.pressrelease.roots import CLOSED, roots
from app.pressrelease.slips import Line, Slip
from app.pressrelease.stems import analysis
from app.pressrelease.tokens import Token
from app.pressrelease.values import Field

SHORT_WORD = 4
# Months and honours that are given names as well.
MAYBE_NAMES = frozenset("ramadhan ramadlan hafidz hafizh hafidzah tahfidz syukron".split())
MONTH_NAMES = frozenset({"ramadhan", "ramadlan"})
# Words that are given names beside one of these: `Alif Ramadhan`, but not `Safari Ramadhan`.
GIVEN_WORDS = frozenset("alif fajar bintang putra satria bayu guntur arif budi ihsan ilham wahyu bagus surya".split())
HOUSES = frozenset(
    """
    masjid mesjid musala mushalla mushola surau langgar pondok pesantren ponpes dayah yayasan tpq tpa mda mdta mdt rumah
    madrasah mts mtss mtsn mis mas ra tk paud sd smp sma smk sekolah universitas stai stit kampus rsud toko hotel
    """.split()
)
LONGEST_UNDOUBLED = 6
PAIR_HEADS = frozenset(first for first, _ in NONSTANDARD_PAIRS)
HEADS_OF = {
    second: frozenset(head for head, tail in NONSTANDARD_PAIRS if tail == second) for _, second in NONSTANDARD_PAIRS
}
SHORTEST_WITH_NYA = 6
ALWAYS_DOUBLED = frozenset("laki rata masing kadang sia pura kupu pelan sungguh kira".split())
# Words of grammar that roots hold as well: doubled they are a slip of the hand.
SMALL = frozenset(
    "yang dan dari dengan untuk pada dalam oleh juga akan telah bagi atau ini itu para kita kami saya ada bisa dapat agar".split()
)
TWO_WORD_OFFICES = frozenset({"wali kota"})
# Given names far more often than the word, even where a sentence begins with them.
GIVEN_NAMES = frozenset({"rizki", "rezki"})
NAMES_TOO = frozenset(
    "isteri handal jaman insyaf rizki rejeki rezki sholeh shaleh sholehah raport karen qurban hoax antri photo jamaah ashar maghrib nadzir nazhir istiqomah istiqamah hikmad majlis group kharisma filem".split()
)


def names_of(lines: list[Line]) -> frozenset[str]:
    """Words of MAYBE_NAMES that stand in somebody's name somewhere: in a run of names with a word we do not know."""
    found: set[str] = set()
    for line in lines:
        if not MAYBE_NAMES.isdisjoint(line.vocabulary):
            for run in _runs(line):
                if len(run) > 1 and any(_is_of_a_name(word.lower) for word in run):
                    found |= {word.lower for word in run} & MAYBE_NAMES
    return frozenset(found)


def _is_of_a_name(lower: str) -> bool:
    return lower not in MAYBE_NAMES and (lower in GIVEN_WORDS or analysis(lower) is None)


def _runs(line: Line) -> Iterator[list[Token]]:
    """Names one space apart from each other."""
    run: list[Token] = []
    for word in line.words:
        if not (run and line.is_one_space(run[-1], word)):
            yield run
            run = []
        if looks_like_name(word):
            run.append(word)
        else:
            yield run
            run = []
    yield run


def is_watched(lower: str) -> bool:
    """Whether a word is not standard, has an apostrophe that may hide one, or lacks the n of -annya."""
    plain = lower if lower.isalpha() else lower.replace("’", "'").replace("‘", "'")
    if plain in NONSTANDARD or plain != lower or lower == "insyaallah":
        return True
    return plain.endswith("anya") and len(plain) > SHORTEST_WITH_NYA and _lacks_n(plain)


def standard_slips(line: Line, house: dict[str, str], names: frozenset[str]) -> Iterator[Slip]:
    """Non-standard words, doubled words, and -anya for -annya in one line that may hold some.

    `house`: words of the house list in lower case with their right form. `names`: words that are names in this text.
    """
    previous: Token | None = None
    for token in line.tokens:
        if not token.is_word:
            previous = None
            continue
        lower = token.lower if token.text.isalpha() else token.lower.replace("’", "'").replace("‘", "'")
        right = house.get(lower) or NONSTANDARD.get(lower) or _with_small_letters(token)
        is_name = right is not None and (
            _is_name(token, line)
            or (token.is_capital and lower in names and not _is_month(previous))
            or _is_named_after(previous, token)
        )
        if right is not None and not is_name and not _is_in_abbreviation(token, line):
            yield _replaced(line, token.start, token.end, right, "kata-baku", "Kata ini tidak baku")
        elif lower.endswith("anya") and len(lower) > SHORTEST_WITH_NYA and _lacks_n(lower):
            right = token.text[:-3] + "nnya"
            yield _replaced(line, token.start, token.end, right, "imbuhan", "Akhiran -an bertemu -nya ditulis -annya")
        if previous is not None and _may_pair(previous.lower, lower) and line.is_one_space(previous, token):
            pair = NONSTANDARD_PAIRS.get((previous.lower, lower))
            if pair is not None:
                yield _replaced(line, previous.start, token.end, pair, "kata-baku", "Bentuk ini tidak baku")
            elif lower == previous.lower and lower.isalpha() and token.text.islower():
                yield _doubled(line, previous, token)
            elif len(lower) > LONGEST_UNDOUBLED and lower == f"{previous.lower.removeprefix('se')}nya":
                joined = f"{previous.text}-{token.text}"
                yield _replaced(
                    line, previous.start, token.end, joined, "tanda-hubung", "Bentuk ulang memakai tanda hubung"
                )
        previous = token


def _with_small_letters(token: Token) -> str | None:
    """`InsyaAllah`: one word by KBBI, and without a capital inside."""
    is_it = token.lower == "insyaallah" and not token.text[1:].islower() and not token.text.isupper()
    return token.lower if is_it else None


def _may_pair(first: str, second: str) -> bool:
    return first in PAIR_HEADS or first == second or first[:2] == "se" or second == f"{first}nya"


def _is_name(token: Token, line: Line) -> bool:
    """A capital inside a sentence may be a name (`Ustadz`, `Jaman`), and is left alone unless it is a known term."""
    if not token.is_capital or line.field is Field.TITLE:
        return False
    if token is line.first_word:
        return token.lower in GIVEN_NAMES
    return token.lower in NAMES_TOO or (token.text.isupper() and len(token.text) <= 4)


def _is_in_abbreviation(token: Token, line: Line) -> bool:
    """Whether a word of few letters stands between the full stops of an abbreviation: the `Pd` of `S.Pd.`, or `S.pd`."""
    before = line.text[max(0, token.start - 3) : token.start].rstrip()
    is_behind_letter = before.endswith(".") and (before[-2:-1].isupper() or line.text[token.start - 1] == ".")
    is_joined = is_behind_letter and before[-2:-1].isupper() and line.text[token.start - 1] == "."
    return len(token.text) <= SHORT_WORD and (is_joined or (token.is_capital and is_behind_letter))


def _is_named_after(before: Token | None, token: Token) -> bool:
    """`Masjid Taqwa`, `TPQ Tahfidz`: the name of a house keeps the spelling it was given."""
    is_name = token.is_capital and before is not None and before.is_capital and before.lower in HOUSES
    return is_name and token.lower not in MONTH_NAMES


def _is_month(before: Token | None) -> bool:
    return before is not None and before.lower in {"bulan", "suci", "akhir", "awal", "selama", "puasa"}


def _lacks_n(lower: str) -> bool:
    return analysis(lower) is None and analysis(lower[:-3]) is None and _ends_in_an(lower[:-2])


def _ends_in_an(word: str) -> bool:
    found_word = analysis(word)
    return found_word is not None and found_word.suffix == "an"


def _replaced(line: Line, start: int, end: int, right: str, kind: str, why: str) -> Slip:
    written = line.text[start:end]
    is_title = " " in written and " " in right and all(part[:1].isupper() for part in written.split())
    if is_title or (right in TWO_WORD_OFFICES and written[:1].isupper()):
        right = right.title()
    elif written[:1].isupper() and not right[:1].isupper():
        right = right.upper() if written.isupper() and len(written) > 1 else right[:1].upper() + right[1:]
    return Slip(line.field, start, end, kind, f"“{written}”: {why[0].lower()}{why[1:]}.", right)


def _doubled(line: Line, first: Token, second: Token) -> Slip:
    doubled = f"{first.text}-{first.lower}"
    if first.lower in ALWAYS_DOUBLED:
        message = f"“{first.text} {second.text}”: bentuk ulang memakai tanda hubung."
        return Slip(line.field, first.start, second.end, "tanda-hubung", message, doubled)
    is_thing = first.lower in roots() and first.lower not in CLOSED and first.lower not in SMALL
    message = f"“{first.text}” tertulis dua kali" + (" tanpa tanda hubung." if is_thing else ".")
    hint = f"Hapus satu, atau tulis “{doubled}” bila maksudnya bentuk ulang." if is_thing else ""
    return Slip(line.field, first.start, second.end, "kata-ganda", message, None if is_thing else first.text, hint)
