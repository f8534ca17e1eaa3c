"""Filled-in forms (`lembar`): what a field takes, and what is said when it does not fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.curriculum.core.answers import parsed_number
from app.curriculum.core.work import FieldKind, SheetField

LONGEST: dict[FieldKind, int] = {FieldKind.TEKS: 400, FieldKind.PARAGRAF: 8_000, FieldKind.TAUTAN: 600, FieldKind.ANGKA: 40}
"""Characters."""

_LINK = re.compile(r"https?://[^\s/?#.]+\.[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that does not fit, and the sentence that says what to do."""

    field: str
    sentence: str


def typed(fields: Sequence[SheetField], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, field by field, for a draft: nothing is refused, unknown keys and choices are left out."""
    values: dict[str, Any] = {}
    for field in fields:
        raw = given.get(field.id)
        if field.kind is FieldKind.CENTANG:
            values[field.id] = raw in {True, "y", "on", "true"}
        elif isinstance(raw, str):
            kept = raw[: LONGEST.get(field.kind, 400) + 1]
            values[field.id] = kept if field.kind is not FieldKind.PILIHAN or kept in field.choices else ""
        else:
            values[field.id] = ""
    return values


def problems(fields: Sequence[SheetField], values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What keeps a filled-in form from being handed in, in the order of the sheet."""
    found: list[Problem] = []
    for field in fields:
        value = values.get(field.id)
        if field.kind is FieldKind.CENTANG:
            if field.is_required and value is not True:
                found.append(Problem(field.id, f"Centang “{field.label}” setelah Anda memastikannya."))
            continue
        text = value.strip() if isinstance(value, str) else ""
        if not text:
            if field.is_required:
                verb = "Pilih" if field.kind is FieldKind.PILIHAN else "Isi"
                found.append(Problem(field.id, f"{verb} “{field.label}”."))
            continue
        sentence = _unfit(field, text)
        if sentence:
            found.append(Problem(field.id, sentence))
    return tuple(found)


def _unfit(field: SheetField, text: str) -> str:
    longest = LONGEST.get(field.kind)
    if longest is not None and len(text) > longest:
        return f"“{field.label}” paling banyak {longest} karakter; persingkat isian ini."
    if field.kind is FieldKind.ANGKA and parsed_number(text) is None:
        return f"“{field.label}” diisi angka saja, misalnya 1.250 atau 2,5."
    if field.kind is FieldKind.TAUTAN and not _LINK.fullmatch(text):
        return f"“{field.label}” diisi alamat web yang utuh, misalnya https://sumbar.kemenag.go.id."
    if field.kind is FieldKind.PILIHAN and text not in field.choices:
        return f"Pilih salah satu untuk “{field.label}”."
    return ""
