"""E1: forms built on a word that is not standard, Arabic apostrophes, split compounds, loose and needless doubling."""

from collections.abc import Iterator
from functools import lru_cache

from app.pressrelease.nonstandard import NONSTANDARD
from app.pressrelease.places import is_known_place
from app.pressrelease.roots import CLOSED, roots
from app.pressrelease.slips import Line, Slip
from app.pressrelease.stems import VOWELS, analysis, stem
from app.pressrelease.tokens import Token
from app.pressrelease.values import Field
from app.pressrelease.voice import PLACES

# `pe-` and `ke-` are left out: `penampakan` is built on `tampak`, not on `nampak`.
PREFIXES = ("", "ber", "di", "ter", "se", "per", "diper", "memper", "meng")
# What `meng-` leaves as it is: `menghembuskan` gives `mengembuskan`, `mengijinkan` gives `mengizinkan`.
AFTER_MENG = VOWELS | {"h"}
SUFFIXES = ("", "nya", "kan", "i", "an", "lah", "kah", "pun", "kannya", "annya")
SHORTEST_ROOT = 5
SHORT_ROOTS = frozenset({"ijin"})
# `Al-Qur'an` keeps its apostrophe by KBBI; greetings are quoted Arabic.
KEEPS_APOSTROPHE = frozenset({"qur'an", "qur'ani", "assalamu'alaikum", "wassalamu'alaikum"})
SHORTEST_ARABIC = 5
# Two roots that one prefix and one suffix together make one word: `menyebarluaskan`, `ketidakhadiran`.
COMPOUNDS = frozenset(
    tuple(pair.split("~"))
    for pair in """
    tanda~tangan tindak~lanjut latar~belakang sebar~luas salah~guna salah~paham beri~tahu ikut~serta garis~bawah
    tanggung~jawab nomor~satu nomor~dua alih~fungsi alih~bahasa alih~kelola serah~terima kambing~hitam anak~tiri
    anak~emas uji~coba lipat~ganda daya~guna budi~daya campur~aduk hancur~lebur tumpang~tindih pindah~tangan satu~padu
    warga~negara sama~rata putar~balik titik~berat tidak~tahu tidak~hadir tidak~sesuai tidak~mampu tidak~puas
    tidak~jelas tidak~adil tidak~imbang tidak~pasti tidak~cocok tidak~benar tidak~patuh tidak~jujur tidak~lengkap
    """.split()
)
TAILS = frozenset(tail + suffix for _, tail in COMPOUNDS for suffix in ("kan", "i", "an"))
PAIRED = TAILS | {"para"}
DOUBLING_PREFIXES = ("me", "mem", "men", "meng", "ber", "ter", "se")
SHORTEST_HALF = 4
REMEMBERED = 10_000
# Roots whose first letter stays after `meng-` by KBBI.
KEPT = frozenset({"kaji"})


@lru_cache(maxsize=REMEMBERED)
def second_halves(word: str) -> tuple[str, ...]:
    """What stands behind it where a word is the first half of a doubled one: `ramai` for `beramai`."""
    halves = [word[len(prefix) :] for prefix in DOUBLING_PREFIXES if word.startswith(prefix)]
    return tuple(half for half in halves if len(half) >= SHORTEST_HALF)


def form_slips(line: Line) -> Iterator[Slip]:
    """The slips of one sentence or title that holds a word with a `standard` form, of PAIRED, or with `second_halves`."""
    words = line.words
    for place, word in enumerate(words):
        right = standard(word.lower)
        if right is not None and not (word.is_capital and word is not line.first_word):
            right = right[:1].upper() + right[1:] if word.is_capital else right
            yield _slip(line, word.start, word.end, "kata-baku", "kata ini tidak baku", right)
        before = words[place - 1] if place else None
        if before is not None and _may_pair(before.lower, word.lower) and line.is_one_space(before, word):
            yield from _pair(line, before, word, words[place + 1] if place + 1 < len(words) else None)


@lru_cache(maxsize=REMEMBERED)
def standard(word: str) -> str | None:
    """The standard form of a lower-case word that is built on one that is not, or None."""
    lower = word.replace("’", "'").replace("‘", "'")
    if lower in NONSTANDARD:
        return None
    return _without_apostrophe(lower) if "'" in lower else _on_standard_root(lower) or _melted(lower)


def _may_pair(first: str, second: str) -> bool:
    """Whether two neighbours are worth a closer look."""
    return first == "para" or second in TAILS or (first.endswith(second) and len(second) >= SHORTEST_HALF)


def _without_apostrophe(lower: str) -> str | None:
    """`do'akan` gives `doakan`, `manfa'at` gives `manfaat`: Indonesian spelling writes no ain and no hamza."""
    plain = lower.replace("'", "")
    if lower in KEEPS_APOSTROPHE or not plain.isalpha() or len(plain) < SHORTEST_ARABIC:
        return None
    found = analysis(plain)
    bare = plain.removesuffix("nya").removesuffix("kan")
    is_word = (
        (found is not None and found.root in roots())
        or bare in roots()
        or f"{lower.removesuffix('nya')}" in NONSTANDARD
    )
    return plain if is_word else None


def _on_standard_root(lower: str) -> str | None:
    """`dipersilahkan`, `aktifitasnya`, `disholatkan`: the affixes around a word of the list of non-standard words."""
    if len(lower) <= SHORTEST_ROOT or not lower.isalpha() or lower in roots():
        return None
    readings = [
        (prefix, lower[len(prefix) : len(lower) - len(suffix)], suffix)
        for prefix in PREFIXES
        if lower.startswith(prefix)
        for suffix in SUFFIXES
        if lower.endswith(suffix)
    ]
    longest = max((len(root) for _, root, _ in readings if _is_standard(root)), default=0)
    for prefix, root, suffix in readings:
        if len(root) < longest:
            continue
        right = NONSTANDARD.get(root) if prefix or suffix else None
        if right is None or (len(root) < SHORTEST_ROOT and root not in SHORT_ROOTS) or not _is_bare(right):
            continue
        if " " in right and (prefix, suffix) not in (("", "nya"), ("ber", "")):
            continue
        if prefix == "meng" and not (root[0] in AFTER_MENG and right[0] in AFTER_MENG):
            continue
        if prefix == "di" and not suffix and right in PLACES:
            return f"di {right}"
        return prefix + right + suffix
    return None


_STANDARD = frozenset(NONSTANDARD.values())


def _is_standard(root: str) -> bool:
    """Whether another reading of a form may be built on it; the longest root is meant: `di-survei`, not `di-surve-i`."""
    return (root in roots() or root in _STANDARD) and root not in NONSTANDARD


def _is_bare(right: str) -> bool:
    """Whether a standard form is a root, to which prefixes may be added: `salat`, and not `dihadiri`."""
    found = analysis(right.partition(" ")[0])
    return right.islower() and (found is None or not found.prefixes)


def _melted(lower: str) -> str | None:
    """`mensejahterakan` gives `menyejahterakan`: s, t and k before a vowel melt into `me-`."""
    if lower[:4] not in ("mens", "ment") and lower[:5] != "mengk":
        return None
    kept = 4 if lower[:5] == "mengk" else 3
    if lower[kept + 1 : kept + 2] not in VOWELS:
        return None
    found = analysis(lower)
    if is_known_place(lower):
        return None
    if found is None or found.prefixes != ("me",) or found.root in KEPT or not lower[kept:].startswith(found.root):
        return None
    return {"s": "meny", "t": "men", "k": "meng"}[lower[kept]] + lower[kept + 1 :]


def _pair(line: Line, left: Token, right: Token, after: Token | None) -> Iterator[Slip]:
    first, second = left.lower, right.lower
    if first == "para" and _is_doubled(second):
        half = right.text.partition("-")[0]
        why = "“para” sudah menyatakan jamak"
        yield _slip(line, left.start, right.end, "jamak-ganda", why, f"{left.text} {half}")
    elif (
        len(second) >= SHORTEST_HALF
        and first.endswith(second)
        and first[: -len(second)] in DOUBLING_PREFIXES
        and (after is None or after.lower in CLOSED or line.text[right.end] != " " or len(after.lower) <= 2)
    ):
        joined = f"{left.text}-{right.text}"
        yield _slip(line, left.start, right.end, "tanda-hubung", "bentuk ulang memakai tanda hubung", joined)
    elif second in TAILS and right.text.islower() and line.field is not Field.TITLE:
        yield from _compound(line, left, right)


def _is_doubled(word: str) -> bool:
    half, _, again = word.partition("-")
    return bool(half) and half == again


def _compound(line: Line, left: Token, right: Token) -> Iterator[Slip]:
    head, tail = analysis(left.lower), analysis(right.lower)
    if head is None or tail is None or not head.prefixes or head.suffix or tail.prefixes or not tail.suffix:
        return
    if (stem(left.lower), tail.root) in COMPOUNDS or (head.root, tail.root) in COMPOUNDS:
        why = "gabungan kata yang berawalan dan berakhiran ditulis serangkai"
        yield _slip(line, left.start, right.end, "kata-baku", why, left.text + right.text)


def _slip(line: Line, start: int, end: int, kind: str, why: str, right: str) -> Slip:
    return Slip(line.field, start, end, kind, f"“{line.text[start:end]}”: {why}.", right)
