"""Reads the lines a pengelola pastes to invite a class: name; mail, phone or user name; work unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.accounts.identity import (
    InvalidError,
    clean_text,
    parse_email,
    parse_person_name,
    parse_phone,
    parse_username,
    refuse_mistyped_email,
)
from app.accounts.unit_names import KnownUnit, Match, UnitNames

MOST_LINES: Final = 100
_MOST_SIGNS: Final = 2_000
"""Of one line; more is not a line about a person."""
_HEADINGS: Final = frozenset({"nama", "nama lengkap", "nama peserta", "name", "nama siswa", "nama dan gelar"})
_NUMBERING: Final = re.compile(r"\d{1,3}[.)]?|no\.?|nomor", re.IGNORECASE)
_EXCEL: Final = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_PHONE_LIKE: Final = re.compile(r"[+(]?[\d\s().+/\-\u2010-\u2015]+")
_NUMBERS: Final = frozenset({16, 18})
"""Digits of NUPTK or NIK, and of NIP; no mobile number is as long."""
_FORM: Final = "nama; surel, nomor HP, atau nama pengguna; satuan kerja"


@dataclass(frozen=True, slots=True)
class InviteRow:
    """One person to invite; exactly one of email, phone and username is set. `line` counts from 1."""

    line: int
    name: str
    """As typed, with titles."""
    unit: KnownUnit
    email: str | None = None
    phone: str | None = None
    username: str | None = None

    @property
    def contact(self) -> str:
        """Whichever way in was given."""
        return self.email or self.phone or self.username or ""


@dataclass(frozen=True, slots=True)
class LineMessage:
    """What is wrong or odd in one line, and what to do about it."""

    line: int
    text: str
    source: str
    """The line as pasted, shortened."""


@dataclass(frozen=True, slots=True)
class InviteLines:
    """What was read. Faulty lines are not among the rows; a notice belongs to a row that is."""

    rows: tuple[InviteRow, ...]
    faults: tuple[LineMessage, ...]
    notices: tuple[LineMessage, ...] = ()


def parse_invite_lines(text: str, units: Sequence[KnownUnit], *, default_unit: KnownUnit | None = None) -> InviteLines:
    """Read up to 100 lines; never raises. `default_unit` serves lines that name none; without it they are faulty."""
    names = UnitNames(units)
    rows: list[InviteRow] = []
    faults: list[LineMessage] = []
    notices: list[LineMessage] = []
    first_lines: dict[str, int] = {}
    people: dict[tuple[str, int], int] = {}
    count = 0
    for number, source in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        cells = _cells(source[:_MOST_SIGNS])
        if not any(cells) or (count == 0 and _is_heading(cells)):
            continue
        count += 1
        if count > MOST_LINES:
            faults.append(
                _message(
                    number,
                    source,
                    f"Paling banyak {MOST_LINES} orang sekali tempel. Baris ini dan seterusnya belum dibaca; tempel sesudah yang lain selesai.",
                )
            )
            break
        try:
            row = _read(number, source, cells, names, default_unit)
            _refuse_twice(row, first_lines)
        except InvalidError as error:
            faults.append(_message(number, source, str(error)))
            continue
        first_lines[row.contact] = number
        twin = people.setdefault((row.name.casefold(), row.unit.id), number)
        if twin != number:
            notices.append(
                _message(
                    number, source, f"Nama dan satuan kerja ini sama dengan baris {twin}. Pastikan memang dua orang."
                )
            )
        rows.append(row)
    return InviteLines(tuple(rows), tuple(faults), tuple(notices))


def _cells(source: str) -> list[str]:
    """Cells between tabs (a paste from a sheet) or semicolons, without quotes and a leading column of numbers."""
    separator = "\t" if "\t" in source.strip() else ";"
    cells = [clean_text(cell).strip('"').strip() for cell in source.replace("；", ";").split(separator)]
    if len(cells) > 3 and _NUMBERING.fullmatch(cells[0]):  # noqa: PLR2004 (name, contact, unit)
        cells = cells[1:]
    while len(cells) > 3 and not cells[-1]:  # noqa: PLR2004
        cells.pop()
    return cells


def _is_heading(cells: list[str]) -> bool:
    return cells[0].casefold().rstrip(":") in _HEADINGS and not any("@" in cell or _is_phone(cell) for cell in cells)


def _refuse_twice(row: InviteRow, first_lines: dict[str, int]) -> None:
    if row.contact in first_lines:
        raise InvalidError(
            f"{_label(row)} {row.contact} sudah ada di baris {first_lines[row.contact]}. Hapus salah satunya."
        )


def _read(number: int, source: str, cells: list[str], names: UnitNames, default_unit: KnownUnit | None) -> InviteRow:
    if len(source) > _MOST_SIGNS:
        raise InvalidError(f"Baris ini terlalu panjang. Tulis satu orang per baris: {_FORM}.")
    if len(cells) == 1:
        raise InvalidError(f"Baris ini hanya memuat satu bagian. Pisahkan dengan titik koma: {_FORM}.")
    if len(cells) > 3:  # noqa: PLR2004
        raise InvalidError(f"Baris ini memuat {len(cells)} bagian, seharusnya tiga: {_FORM}.")
    name = parse_person_name(cells[0])
    contact = read_contact(cells[1])
    unit = read_unit(cells[2] if len(cells) > 2 else "", names, default_unit)  # noqa: PLR2004
    return InviteRow(number, name, unit, **contact)


def read_contact(text: str) -> dict[str, str]:
    """A way to reach somebody, under the name of its column: email, phone or username. Raises InvalidError."""
    if not text:
        raise InvalidError("Bagian kedua kosong. Isi surel, nomor HP, atau nama pengguna.")
    refuse_mistyped_email(text)
    if "@" in text:
        return {"email": parse_email(text)}
    if _EXCEL.fullmatch(text):
        raise InvalidError(
            "Nomor HP ini disingkat oleh lembar kerja. Jadikan kolomnya teks, ketik ulang nomornya, lalu tempel lagi."
        )
    if sum(sign.isdigit() for sign in text) in _NUMBERS and _is_phone(text):
        raise InvalidError("Ini tampak seperti NIP, NUPTK, atau NIK, bukan nomor HP. Tulis surel, nomor HP, atau nama pengguna.")
    return {"phone": parse_phone(text)} if _is_phone(text) else {"username": parse_username(text)}


def _is_phone(text: str) -> bool:
    return _PHONE_LIKE.fullmatch(text) is not None and any(sign.isdigit() for sign in text)


class UnknownUnitError(InvalidError):
    """No unit has this name, nor one near it; the sentence is for an office, which can add it."""


def read_unit(text: str, names: UnitNames, default_unit: KnownUnit | None = None) -> KnownUnit:
    """The work unit that was meant. Raises InvalidError, with what it may have been where something is near, else UnknownUnitError."""
    if not text:
        if default_unit is None:
            raise InvalidError("Satuan kerja belum ditulis. Tambahkan titik koma dan nama satuan kerja di ujung baris.")
        return default_unit
    match: Match = names.find(text)
    if match.unit:
        return match.unit
    if match.near:
        choices = " atau ".join(f"“{unit.name}”" for unit in match.near)
        raise InvalidError(f"Satuan kerja “{_short(text)}” belum pasti. Mungkin maksud Anda {choices}. Tulis nama itu.")
    raise UnknownUnitError(
        f"Satuan kerja “{_short(text)}” tidak ditemukan di antara satuan kerja Anda. Periksa namanya, atau tambahkan dahulu. "
        "Orang dari kantor lain dapat masuk lewat tautan kelas."
    )


def _label(row: InviteRow) -> str:
    if row.email:
        return "Surel"
    return "Nomor HP" if row.phone else "Nama pengguna"


def _message(number: int, source: str, text: str) -> LineMessage:
    return LineMessage(number, text, _short(clean_text(source[:_MOST_SIGNS])))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004 (fits beside the message)
