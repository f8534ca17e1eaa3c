"""Reads quiz items and exercises."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypedDict

from app.curriculum.core.items import (
    Entry,
    Exercise,
    Item,
    ItemKind,
    ManyItem,
    MatchItem,
    NumberItem,
    Option,
    OrderItem,
    Pair,
    Picture,
    SingleItem,
    TextItem,
    TrueFalseItem,
    Writing,
    WrongNumber,
)
from app.curriculum.desk import Desk
from app.curriculum.yamlfile import Fields


class _Shared(TypedDict):
    id: str
    prompt_html: str
    objectives: tuple[str, ...]
    weight: int
    reference: str
    picture: Picture | None
    explanation_html: str


def read_items(fields: Fields, key: str, desk: Desk) -> tuple[Item, ...]:
    """The items of a list; those that cannot be read are left out with the problem noted."""
    found: list[Item] = []
    for child in fields.children(key):
        item = _read(child, desk, needs_objectives=True)
        child.close()
        if isinstance(item, Writing):
            child.fail("jenis", "Jenis tulis hanya ada pada latihan.", "Pakai salah satu dari tujuh jenis soal.")
        elif item is not None:
            found.append(item)
    return tuple(found)


def read_exercise(fields: Fields, desk: Desk) -> Exercise | None:
    """The exercise of a lesson: `tulis` or one of the seven kinds."""
    exercise = _read(fields, desk, needs_objectives=False)
    fields.close()
    return exercise


def _read(fields: Fields, desk: Desk, *, needs_objectives: bool) -> Exercise | None:
    before = len(desk.ledger.problems)
    kind = fields.choice("jenis", ItemKind)
    if len(desk.ledger.problems) > before:
        fields.names()
        return None
    if kind is ItemKind.TULIS:
        return Writing(
            id=desk.id(fields),
            prompt_html=desk.html(fields, "soal"),
            model_html=desk.html(fields, "model"),
            checks=fields.texts("periksa", is_needed=False),
        )
    needs_explanation = kind in (ItemKind.ISIAN, ItemKind.ANGKA)
    shared = _Shared(
        id=desk.id(fields),
        prompt_html=desk.html(fields, "soal"),
        objectives=fields.texts("tujuan", is_needed=needs_objectives),
        weight=fields.integer("bobot", 1, 5, 1),
        reference=fields.text("rujukan", ""),
        picture=desk.picture(fields, "gambar"),
        explanation_html=""
        if kind is ItemKind.BENAR_SALAH
        else desk.html(fields, "penjelasan", None if needs_explanation else ""),
    )
    return _KINDS[kind](fields, desk, shared)


def _options(fields: Fields, desk: Desk) -> tuple[Option, ...]:
    return fields.collect(
        "pilihan",
        lambda option: Option(
            option.text("teks"), desk.html(option, "penjelasan"), option.flag("benar", default=False)
        ),
    )


def _entries(fields: Fields, key: str, desk: Desk, *, is_needed: bool) -> tuple[Entry, ...]:
    return fields.collect(
        key, lambda entry: Entry(entry.text("teks"), desk.html(entry, "penjelasan")), is_needed=is_needed
    )


def _single(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    return SingleItem(**shared, options=_options(fields, desk))


def _many(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    return ManyItem(**shared, options=_options(fields, desk))


def _true_false(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    is_true = fields.flag("jawaban")
    said = fields.child("penjelasan")
    if_true = desk.html(said, "benar") if said else ""
    if_false = desk.html(said, "salah") if said else ""
    if said:
        said.close()
    return TrueFalseItem(**shared, is_true=is_true, if_true_html=if_true, if_false_html=if_false)


def _text(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    return TextItem(
        **shared,
        accepted=fields.texts("jawaban"),
        is_case_sensitive=fields.flag("peka_huruf", default=False),
        common_mistakes=_entries(fields, "salah_umum", desk, is_needed=False),
    )


def _number(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    return NumberItem(
        **shared,
        answer=fields.decimal("jawaban"),
        tolerance=fields.decimal("toleransi", Decimal(0)),
        unit=fields.text("satuan", ""),
        common_mistakes=fields.collect(
            "salah_umum",
            lambda wrong: WrongNumber(wrong.decimal("nilai"), desk.html(wrong, "penjelasan")),
            is_needed=False,
        ),
    )


def _match(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    return MatchItem(
        **shared,
        pairs=fields.collect(
            "pasangan", lambda pair: Pair(pair.text("kiri"), pair.text("kanan"), desk.html(pair, "penjelasan"))
        ),
        distractors=_entries(fields, "pengecoh", desk, is_needed=False),
    )


def _order(fields: Fields, desk: Desk, shared: _Shared) -> Item:
    return OrderItem(**shared, entries=_entries(fields, "urutan", desk, is_needed=True))


_KINDS: dict[ItemKind, Callable[[Fields, Desk, _Shared], Item]] = {
    ItemKind.SATU: _single,
    ItemKind.BANYAK: _many,
    ItemKind.BENAR_SALAH: _true_false,
    ItemKind.ISIAN: _text,
    ItemKind.ANGKA: _number,
    ItemKind.JODOHKAN: _match,
    ItemKind.URUTKAN: _order,
}
