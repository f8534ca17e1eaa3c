"""Checks of quiz items: answerable, every option explained, keys that make sense."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from app.curriculum.core.answers import normalised_text
from app.curriculum.core.items import (
    Exercise,
    ManyItem,
    MatchItem,
    NumberItem,
    Option,
    OrderItem,
    SingleItem,
    TextItem,
    TrueFalseItem,
)
from app.curriculum.core.problems import Problem, doubtful, wrong

_MOST_DISTRACTORS = 2
_MARKUP = re.compile(r"\*\*|`")
_Said = Iterator[tuple[str, str, str]]


def check_items(items: Sequence[Exercise], file: str, key: str) -> Iterator[Problem]:
    """Problems of the items in the list `key` of a file."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        path = f"{key}[{index}]"
        if item.id in seen:
            yield wrong(file, f"{path}.id", f'Id "{item.id}" dipakai dua kali.', "Beri id lain.")
        seen.add(item.id)
        yield from check_item(item, file, path)


def check_item(item: Exercise, file: str, path: str) -> Iterator[Problem]:
    """Problems of one item."""
    for text in _plain_texts(item):
        if _MARKUP.search(text):
            reason = f'"{text[:60]}" memuat tanda Markdown, padahal ditampilkan apa adanya.'
            yield doubtful(file, path, reason, "Hapus tanda ** dan `.")
    check = _CHECKS.get(type(item))
    if check is not None:
        for key, reason, remedy in check(item):
            yield wrong(file, f"{path}.{key}", reason, remedy)


def _plain_texts(item: Exercise) -> tuple[str, ...]:
    """The texts that stand in radio labels and select lists, where no markup can be shown."""
    match item:
        case SingleItem() | ManyItem():
            return tuple(option.text for option in item.options)
        case MatchItem():
            return tuple(pair.left for pair in item.pairs) + item.rights()
        case OrderItem():
            return tuple(entry.text for entry in item.entries)
        case _:
            return ()


def _single(item: SingleItem) -> _Said:
    yield from _count("pilihan", len(item.options), 3, 5)
    yield from _distinct("pilihan", (option.text for option in item.options))
    right = _rights(item.options)
    if right != 1:
        yield "pilihan", f"Ada {right} jawaban benar.", "Tandai tepat satu pilihan dengan benar: true."


def _many(item: ManyItem) -> _Said:
    yield from _count("pilihan", len(item.options), 3, 8)
    yield from _distinct("pilihan", (option.text for option in item.options))
    right = _rights(item.options)
    if not 1 <= right < len(item.options):
        yield "pilihan", f"Ada {right} jawaban benar.", "Paling sedikit satu benar dan paling sedikit satu tidak."


def _text(item: TextItem) -> _Said:
    accepted = {normalised_text(text, is_case_sensitive=item.is_case_sensitive) for text in item.accepted}
    if not item.accepted or "" in accepted:
        yield "jawaban", "Jawaban kosong setelah tanda baca tepi dibuang.", "Tulis paling sedikit satu bentuk."
    for index, mistake in enumerate(item.common_mistakes):
        if normalised_text(mistake.text, is_case_sensitive=item.is_case_sensitive) in accepted:
            yield (
                f"salah_umum[{index}]",
                f'"{mistake.text}" juga diterima sebagai benar.',
                "Hapus dari salah satu daftar.",
            )


def _number(item: NumberItem) -> _Said:
    if item.tolerance < 0:
        yield "toleransi", "Toleransi tidak boleh negatif.", "Tulis 0 atau lebih."
    for index, mistake in enumerate(item.common_mistakes):
        if abs(mistake.value - item.answer) <= item.tolerance:
            yield f"salah_umum[{index}]", f"{mistake.value} juga diterima sebagai benar.", "Kecilkan toleransi."


def _match(item: MatchItem) -> _Said:
    yield from _count("pasangan", len(item.pairs), 3, 6)
    yield from _distinct("pasangan", (pair.left for pair in item.pairs))
    yield from _distinct("pasangan", item.rights())
    if len(item.distractors) > _MOST_DISTRACTORS:
        yield "pengecoh", f"Ada {len(item.distractors)} pengecoh.", "Paling banyak dua."


def _order(item: OrderItem) -> _Said:
    yield from _count("urutan", len(item.entries), 3, 6)
    yield from _distinct("urutan", (entry.text for entry in item.entries))


def _true_false(item: TrueFalseItem) -> _Said:
    if item.if_true_html == item.if_false_html:
        yield "penjelasan", "Penjelasan kedua pilihan sama.", "Jelaskan mengapa benar dan mengapa tidak."


def _rights(options: Sequence[Option]) -> int:
    return sum(option.is_right for option in options)


def _count(key: str, count: int, least: int, most: int) -> _Said:
    if not least <= count <= most:
        yield key, f"Ada {count} butir.", f"Tulis {least} sampai {most} butir."


def _distinct(key: str, texts: Iterable[str]) -> _Said:
    seen: set[str] = set()
    for text in texts:
        folded = " ".join(text.casefold().split())
        if folded in seen:
            yield key, f'"{text[:60]}" muncul dua kali.', "Bedakan teksnya; dua jawaban yang sama tidak dapat dinilai."
        seen.add(folded)


_CHECKS: dict[type, Callable[..., _Said]] = {
    SingleItem: _single,
    ManyItem: _many,
    TextItem: _text,
    NumberItem: _number,
    MatchItem: _match,
    OrderItem: _order,
    TrueFalseItem: _true_false,
}
