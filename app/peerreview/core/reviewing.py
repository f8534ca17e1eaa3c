"""What a review must hold before it is sent, and what makes one look hasty, uniform or thin."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

LEVELS = (1, 2, 3, 4)
LOW = 2
"""At this level and below a criterion needs a comment (rules.md)."""
WORDS = 40
QUOTED = 3
"""Words in a row of the text that make a quotation."""
THIN = 60
READING_PACE = 4.0
"""Words a second nobody reads faster than while judging them."""
DECIDING = 60.0
SAME_FROM = 4
"""Criteria from which on one level for all is worth a second look."""
POINTS = ("suggestion_one", "suggestion_two")

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


class Sign(StrEnum):
    """What looks careless; it warns the reviewer first and never blocks."""

    HASTE = "haste"
    SAMENESS = "sameness"
    THINNESS = "thinness"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Remark:
    """Words about a stretch of the text, half-open; `point` names the suggestion it anchors, "" is a plain comment."""

    start: int
    end: int
    body: str
    point: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A review as it is being written; levels and notes by criterion id."""

    levels: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    strength: str = ""
    suggestion_one: str = ""
    suggestion_two: str = ""
    question: str = ""
    flag: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def every_text(self) -> list[str]:
        """All texts in a fixed order, those of the anchors too; `with_texts` puts them back."""
        own = [self.strength, self.suggestion_one, self.suggestion_two, self.question]
        return [*own, *self.notes.values(), *(remark.body for remark in self.remarks)]

    def with_texts(self, texts: Sequence[str]) -> "Draft":
        """The same review with other words, in the order of `every_text`."""
        strength, first, second, question, *rest = texts
        notes = dict(zip(self.notes, rest, strict=False))
        bodies = rest[len(self.notes) :]
        return replace(
            self,
            strength=strength,
            suggestion_one=first,
            suggestion_two=second,
            question=question,
            notes=notes,
            remarks=tuple(replace(one, body=body) for one, body in zip(self.remarks, bodies, strict=True)),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything the reviewer wrote; a suggestion's anchor repeats its words and is not given again."""
        own = (self.strength, self.suggestion_one, self.suggestion_two, self.question, *self.notes.values())
        return (*own, *(remark.body for remark in self.remarks if not remark.point))

    @property
    def words(self) -> int:
        """How many words that are."""
        return sum(len(text.split()) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a review still lacks: the field of the page and a sentence that says what to do."""

    field: str
    sentence: str


def gaps(draft: Draft, criteria: Sequence[tuple[str, str]], text: str) -> tuple[Gap, ...]:  # noqa: C901 -- one line per rule, in the order of the page
    """What is missing before sending, in the order of the page; `criteria` are (id, name) pairs. Rule: rules.md."""
    found: list[Gap] = []
    for id_, name in criteria:
        if draft.levels.get(id_) not in LEVELS:
            found.append(Gap(f"tingkat-{id_}", f"Pilih satu level untuk “{name}”."))
        elif draft.levels[id_] <= LOW and not draft.notes.get(id_, "").strip():
            found.append(Gap(f"catatan-{id_}", f"Tulis catatan untuk “{name}”, karena levelnya {draft.levels[id_]}."))
    if not draft.strength.strip():
        found.append(Gap("kekuatan", "Tulis satu kekuatan naskah dan kutip bagiannya."))
    elif not quotes(draft.strength, text):
        found.append(
            Gap("kekuatan", "Kutip bagian naskah di kekuatan: salin paling sedikit tiga kata berurutan dari naskah.")
        )
    if not draft.suggestion_one.strip():
        found.append(Gap("saran_satu", "Tulis saran pertama."))
    if not draft.suggestion_two.strip():
        found.append(Gap("saran_dua", "Tulis saran kedua."))
    if not any(remark.point in POINTS for remark in draft.remarks):
        found.append(Gap("bagian_satu", "Tunjuk bagian naskah untuk paling sedikit satu saran."))
    if not draft.question.strip():
        found.append(Gap("pertanyaan", "Tulis satu pertanyaan untuk penulis."))
    if draft.words < WORDS:
        found.append(
            Gap("kekuatan", f"Telaah ini baru {draft.words} kata; paling sedikit {WORDS} kata seluruhnya.")
        )
    return tuple(found)


def quotes(words: str, text: str) -> bool:
    """Whether `words` hold at least three words in a row of `text` (all of a shorter text); marks and capitals aside."""
    said, source = _words(words), _words(text)
    size = min(QUOTED, len(source))
    if size == 0:
        return True
    known = {tuple(source[at : at + size]) for at in range(len(source) - size + 1)}
    return any(tuple(said[at : at + size]) in known for at in range(len(said) - size + 1))


def signs(draft: Draft, *, seconds: float, words_read: int, earlier: Iterable[Sequence[str]] = ()) -> tuple[Sign, ...]:
    """What looks careless in a complete review.

    `seconds` since the work was opened, `words_read` the length of the work, `earlier` the texts of the same person's
    other reviews (strength, suggestions, question): a text of ten words or more that came before counts as sameness.
    """
    found: list[Sign] = []
    if seconds < words_read / READING_PACE + DECIDING:
        found.append(Sign.HASTE)
    levels = set(draft.levels.values())
    said = {" ".join(_words(text)) for text in (draft.strength, draft.suggestion_one, draft.suggestion_two, draft.question)}
    before = {" ".join(_words(text)) for texts in earlier for text in texts}
    repeated = {text for text in said & before if text.count(" ") >= 9}  # noqa: PLR2004 -- ten words are no set phrase
    if (len(draft.levels) >= SAME_FROM and len(levels) == 1) or repeated:
        found.append(Sign.SAMENESS)
    if draft.words < THIN:
        found.append(Sign.THINNESS)
    return tuple(found)


def sign_words(sign: Sign) -> str:
    """What a sign says to the reviewer, as a hint and not as a reproach."""
    return {
        Sign.HASTE: "Naskah ini baru sebentar terbuka. Pastikan sudah terbaca sampai akhir.",
        Sign.SAMENESS: "Semua kriteria mendapat level yang sama, atau kalimatnya sama dengan telaah Anda yang lain. "
        "Pastikan level dan sarannya memang untuk naskah ini.",
        Sign.NAMES: "Telaah ini memuat nama, satuan kerja, atau alamat seseorang dari kelas Anda. Penulis dan penelaah tidak "
        "saling tahu nama, jadi bagian itu tampil sebagai [nama disamarkan]. Lebih baik tulis tanpa nama.",
        Sign.THINNESS: "Telaah ini pendek. Satu contoh perbaikan akan sangat menolong penulis.",
    }[sign]


def breaches(draft: Draft, hard_stops: Mapping[str, str]) -> tuple[str, ...]:
    """Kinds of hard stops that a review marks: level 1 on such a criterion (`hard_stops`: id -> kind), or the flag."""
    found = {kind for id_, kind in hard_stops.items() if kind and draft.levels.get(id_) == 1}
    if draft.flag:
        found.add(draft.flag)
    return tuple(sorted(found))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
