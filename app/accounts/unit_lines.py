"""Reads the lines by which a pengelola adds many work units: nama; jenis; induk; kota; NPSN."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.accounts.identity import InvalidError, clean_text, parse_npsn
from app.accounts.models import UnitKind
from app.accounts.unit_names import KnownUnit, UnitNames

MOST_LINES: Final = 500
_LONGEST: Final = 160
_HEADINGS: Final = frozenset({"nama", "nama satker", "nama satuan kerja", "satker"})
_KINDS: Final = {
    "kankemenag": UnitKind.KANKEMENAG,
    "kantor kementerian agama": UnitKind.KANKEMENAG,
    "kemenag": UnitKind.KANKEMENAG,
    "madrasah": UnitKind.MADRASAH,
    "man": UnitKind.MADRASAH,
    "mtsn": UnitKind.MADRASAH,
    "min": UnitKind.MADRASAH,
    "kua": UnitKind.KUA,
    "lain": UnitKind.LAIN,
    "lainnya": UnitKind.LAIN,
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One work unit to add. `parent` is a known unit, or the name of a row above when `parent_line` is set."""

    line: int
    name: str
    kind: UnitKind
    parent: KnownUnit | None
    parent_line: int | None
    city: str
    npsn: str | None


@dataclass(frozen=True, slots=True)
class UnitFault:
    """What is wrong in one line, and what to do about it."""

    line: int
    text: str
    source: str


def parse_unit_lines(
    text: str, known: Sequence[KnownUnit], *, top: KnownUnit | None = None
) -> tuple[tuple[UnitRow, ...], tuple[UnitFault, ...]]:
    """Rows to add and faults, by line. An empty parent means `top`; semicolon, tab or comma divide the cells.

    A line may name a unit of a line above as its parent. Nothing is looked up but `known`.
    """
    rows: list[UnitRow] = []
    faults: list[UnitFault] = []
    names = UnitNames(known)
    above: dict[str, int] = {}
    for number, source in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not source.strip(" ;,\t"):
            continue
        if len(rows) + len(faults) >= MOST_LINES:
            faults.append(
                UnitFault(number, f"Paling banyak {MOST_LINES} baris sekali kirim. Kirim sisanya kemudian.", "")
            )
            break
        cells = _cells(source)
        if cells[0].casefold() in _HEADINGS:
            continue
        try:
            row = _read(number, cells, names, above, top)
        except InvalidError as error:
            faults.append(UnitFault(number, str(error), source.strip()[:80]))
            continue
        above[row.name.casefold()] = number
        rows.append(row)
    return tuple(rows), tuple(faults)


def _cells(source: str) -> list[str]:
    mark = next((one for one in (";", "\t", ",") if one in source), ";")
    cells = [clean_text(cell) for cell in next(csv.reader([source.replace("\0", "")], delimiter=mark))]
    return cells + [""] * (5 - len(cells))


def _read(number: int, cells: list[str], names: UnitNames, above: dict[str, int], top: KnownUnit | None) -> UnitRow:
    name, kind, parent, city, npsn = cells[:5]
    if not name:
        raise InvalidError("Kolom nama masih kosong. Tulis nama satuan kerjanya.")
    if len(name) > _LONGEST:
        raise InvalidError(f"Nama ini terlalu panjang. Paling banyak {_LONGEST} karakter.")
    if name.casefold() in above:
        raise InvalidError(f"Nama ini sudah ada di baris {above[name.casefold()]}. Hapus salah satunya.")
    found_kind = _KINDS.get(kind.casefold()) or (_KINDS.get(name.split()[0].casefold()) if not kind else None)
    if found_kind is None:
        raise InvalidError("Jenis belum dikenal. Tulis kankemenag, madrasah, kua, atau lain.")
    parent_line = above.get(parent.casefold()) if parent else None
    place = top if not parent else None
    if parent and parent_line is None:
        match = names.find(parent)
        place = match.unit
        if place is None:
            near = " atau ".join(one.name for one in match.near[:3])
            hint = f" Maksud Anda {near}?" if near else " Tulis nama satuan kerja yang sudah ada di daftar Anda."
            raise InvalidError(f"Induk “{parent}” tidak ditemukan.{hint}")
    if place is None and parent_line is None:
        raise InvalidError("Kolom induk masih kosong. Tulis nama satuan kerja di atasnya.")
    return UnitRow(number, name, found_kind, place, parent_line, city[:80], parse_npsn(npsn) if npsn else None)
