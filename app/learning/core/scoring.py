"""Scores of the seven quiz kinds, as courses/SKEMA.md section 5 says, with an explanation for every option."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from app.curriculum.core.answers import normalised_text, parsed_number
from app.curriculum.core.items import (
    Item,
    ManyItem,
    MatchItem,
    NumberItem,
    OrderItem,
    SingleItem,
    TextItem,
    TrueFalseItem,
)
from app.learning.core.asking import Answers


class Verdict(StrEnum):
    """How one option was met: chosen rightly, chosen wrongly, missed, or rightly left alone."""

    TEPAT = "tepat"
    KELIRU = "keliru"
    TERLEWAT = "terlewat"
    BUKAN = "bukan"


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say about one option, pair or entry. `given` and `expected` are texts for jodohkan and urutkan."""

    text: str
    verdict: Verdict
    explanation_html: str
    given: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The score of one item: `points` 0..1 before its weight; `expected` is the right answer of isian and angka."""

    item_id: str
    points: Fraction
    weight: int
    is_answered: bool
    remarks: tuple[Remark, ...]
    explanation_html: str = ""
    expected: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the item is fully right."""
        return self.points == 1


@dataclass(frozen=True, slots=True)
class QuizResult:
    """`percent` is 0..100, unrounded: the weighted mean of the items."""

    percent: float
    items: tuple[ItemResult, ...]


def score_quiz(items: Sequence[Item], answers: Answers) -> QuizResult:
    """The result of a whole quiz; unanswered items count 0, a quiz without items is 0."""
    results = tuple(score_item(item, answers.get(item.id, ())) for item in items)
    total = sum(result.weight for result in results)
    gained = sum((result.points * result.weight for result in results), Fraction(0))
    return QuizResult(float(100 * gained / total) if total else 0.0, results)


def score_item(item: Item, answer: tuple[str, ...]) -> ItemResult:
    """The result of one item; any answer is accepted, senseless parts count as wrong."""
    expected = ""
    match item:
        case SingleItem():
            points, remarks = _single(item, answer)
        case ManyItem():
            points, remarks = _many(item, answer)
        case TrueFalseItem():
            points, remarks = _true_false(item, answer)
        case TextItem():
            points, remarks = _text(item, answer)
            expected = item.accepted[0] if item.accepted else ""
        case NumberItem():
            points, remarks = _number(item, answer)
            expected = f"{item.answer:f}".replace(".", ",") + (f" {item.unit}" if item.unit else "")
        case MatchItem():
            points, remarks = _match(item, answer)
        case OrderItem():
            points, remarks = _order(item, answer)
    return ItemResult(item.id, points, item.weight, any(answer), tuple(remarks), item.explanation_html, expected)


def _single(item: SingleItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    chosen = answer[0] if answer else ""
    is_right = any(option.is_right and str(index) == chosen for index, option in enumerate(item.options))
    return Fraction(is_right), _option_remarks(item, (chosen,))


def _many(item: ManyItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    chosen = [option for index, option in enumerate(item.options) if str(index) in answer]
    right = sum(option.is_right for option in item.options)
    hits = sum(option.is_right for option in chosen)
    points = Fraction(max(0, hits - (len(chosen) - hits)), right) if right else Fraction(0)
    return points, _option_remarks(item, answer)


def _option_remarks(item: SingleItem | ManyItem, chosen: Sequence[str]) -> Iterable[Remark]:
    for index, option in enumerate(item.options):
        is_chosen = str(index) in chosen
        yield Remark(option.text, _verdict(is_right=option.is_right, is_chosen=is_chosen), option.explanation_html)


def _verdict(*, is_right: bool, is_chosen: bool) -> Verdict:
    if is_chosen:
        return Verdict.TEPAT if is_right else Verdict.KELIRU
    return Verdict.TERLEWAT if is_right else Verdict.BUKAN


def _true_false(item: TrueFalseItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    right = "benar" if item.is_true else "salah"
    chosen = answer[0] if answer else ""
    options = (("benar", "Benar", item.if_true_html), ("salah", "Salah", item.if_false_html))
    remarks = [
        Remark(text, _verdict(is_right=value == right, is_chosen=value == chosen), said)
        for value, text, said in options
    ]
    return Fraction(chosen == right), remarks


def _text(item: TextItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    def plain(text: str) -> str:
        return normalised_text(text, is_case_sensitive=item.is_case_sensitive)

    given = plain(answer[0]) if answer else ""
    if given and given in {plain(text) for text in item.accepted}:
        return Fraction(1), ()
    wrong = [entry for entry in item.common_mistakes if given and plain(entry.text) == given]
    return Fraction(0), [Remark(entry.text, Verdict.KELIRU, entry.explanation_html) for entry in wrong]


def _number(item: NumberItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    given = parsed_number(answer[0], item.unit) if answer else None
    if given is None:
        return Fraction(0), ()
    if abs(given - item.answer) <= item.tolerance:
        return Fraction(1), ()
    wrong = [entry for entry in item.common_mistakes if abs(entry.value - given) <= item.tolerance]
    return Fraction(0), [
        Remark(f"{entry.value:f}".replace(".", ","), Verdict.KELIRU, entry.explanation_html) for entry in wrong
    ]


def _match(item: MatchItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    rights = item.rights()
    remarks: list[Remark] = []
    hits = 0
    for index, pair in enumerate(item.pairs):
        given = _index(answer, index, len(rights))
        text = "" if given is None else rights[given]
        is_hit = given is not None and text == pair.right
        hits += is_hit
        verdict = Verdict.TEPAT if is_hit else Verdict.TERLEWAT if given is None else Verdict.KELIRU
        remarks.append(Remark(pair.left, verdict, pair.explanation_html, text, pair.right))
    used = {_index(answer, index, len(rights)) for index in range(len(item.pairs))}
    for offset, entry in enumerate(item.distractors):
        if len(item.pairs) + offset in used:
            remarks.append(Remark(entry.text, Verdict.KELIRU, entry.explanation_html, entry.text))
    return Fraction(hits, len(item.pairs)) if item.pairs else Fraction(0), remarks


def _order(item: OrderItem, answer: tuple[str, ...]) -> tuple[Fraction, Iterable[Remark]]:
    count = len(item.entries)
    places = [_index(answer, index, count + 1) for index in range(count)]
    alone = [place if place and places.count(place) == 1 else None for place in places]
    pairs = list(pairwise(alone))
    hits = sum(before is not None and after is not None and after == before + 1 for before, after in pairs)
    remarks = [
        Remark(
            entry.text,
            Verdict.TERLEWAT if not place else Verdict.TEPAT if place == index + 1 else Verdict.KELIRU,
            entry.explanation_html,
            str(place or ""),
            str(index + 1),
        )
        for index, (entry, place) in enumerate(zip(item.entries, places, strict=True))
    ]
    return Fraction(hits, len(pairs)) if pairs else Fraction(0), remarks


def _index(answer: tuple[str, ...], position: int, limit: int) -> int | None:
    """The index that stands at a position of an answer; None when there is none below the limit."""
    text = answer[position] if position < len(answer) else ""
    is_number = re.fullmatch(r"\d{1,2}", text, re.ASCII) is not None
    return int(text) if is_number and int(text) < limit else None
