"""The seven kinds of quiz items and the written exercise, as values.

Fields that end in `_html` hold safe HTML made from Markdown; all other text is plain and must be escaped.
An option is known by its index in the order of the file.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar


class ItemKind(StrEnum):
    """Kinds of items; `tulis` exists only as an exercise inside a lesson and is never scored."""

    SATU = "satu"
    BANYAK = "banyak"
    BENAR_SALAH = "benar_salah"
    ISIAN = "isian"
    ANGKA = "angka"
    JODOHKAN = "jodohkan"
    URUTKAN = "urutkan"
    TULIS = "tulis"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of an item; `src` is `asset:assets/…` until links are resolved; size in CSS pixels."""

    src: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, with the reason why it is right or not."""

    text: str
    explanation_html: str
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a matching item."""

    left: str
    right: str
    explanation_html: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with its explanation: a distractor, an entry to put in order, a common wrong answer."""

    text: str
    explanation_html: str


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A number that people often give, and what went wrong."""

    value: Decimal
    explanation_html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBase:
    """What every item has. `objectives` are ids such as `t1`, in tests `sp-3/t1`."""

    id: str
    prompt_html: str
    objectives: tuple[str, ...] = ()
    weight: int = 1
    reference: str = ""
    picture: Picture | None = None
    explanation_html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleItem(ItemBase):
    """One right answer among 3-5 options."""

    kind: ClassVar[ItemKind] = ItemKind.SATU
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyItem(ItemBase):
    """One or more right answers, never all."""

    kind: ClassVar[ItemKind] = ItemKind.BANYAK
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalseItem(ItemBase):
    """A claim that is true or false, each choice explained."""

    kind: ClassVar[ItemKind] = ItemKind.BENAR_SALAH
    is_true: bool
    if_true_html: str
    if_false_html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextItem(ItemBase):
    """A short answer; every accepted form is listed."""

    kind: ClassVar[ItemKind] = ItemKind.ISIAN
    accepted: tuple[str, ...]
    is_case_sensitive: bool = False
    common_mistakes: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberItem(ItemBase):
    """A number, right when it is no further from `answer` than `tolerance`."""

    kind: ClassVar[ItemKind] = ItemKind.ANGKA
    answer: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    common_mistakes: tuple[WrongNumber, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchItem(ItemBase):
    """Pairs to match; the right sides and the distractors are the options, in this order."""

    kind: ClassVar[ItemKind] = ItemKind.JODOHKAN
    pairs: tuple[Pair, ...]
    distractors: tuple[Entry, ...] = ()

    def rights(self) -> tuple[str, ...]:
        """The options of every pair: right sides first, then distractors."""
        return tuple(pair.right for pair in self.pairs) + tuple(entry.text for entry in self.distractors)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem(ItemBase):
    """Entries written in the right order."""

    kind: ClassVar[ItemKind] = ItemKind.URUTKAN
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A written exercise: the model answer and the points to tick are shown after the answer."""

    kind: ClassVar[ItemKind] = ItemKind.TULIS
    id: str
    prompt_html: str
    model_html: str
    checks: tuple[str, ...] = ()


Item = SingleItem | ManyItem | TrueFalseItem | TextItem | NumberItem | MatchItem | OrderItem
Exercise = Item | Writing
