"""What a certificate says, how it is numbered and coded, and which states it may pass through."""

from __future__ import annotations

import base64
import math
import re
import string
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final, get_type_hints

DEFAULT_TEMPLATE: Final = "{urut:05d}/{kode}/{angkatan}/{satker}/{bulan_romawi}/{tahun}"
SAMPLE_PREFIX: Final = "CONTOH-"
"""Before the number of every certificate of the demonstration."""
CODE_BYTES: Final = 16
"""128 bit, ASVS 11.5.1."""
SHORT_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs, 5 bit each; 0, O, 1 and I are left out because a photocopy confuses them."""
SHORT_LENGTH: Final = 16
_UNPRINTED: Final = re.compile(
    r"[^\s\u0020-\u024f\u0259\u02b9-\u02bf\u0300-\u030c\u0323\u0327\u0331\u060c\u0610-\u061b\u061f\u0621-\u063a\u0640-\u066a"
    r"\u0670-\u06d3\u06f0-\u06f9\u1e00-\u1eff\u200c-\u200f\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2039\u203a\ufdf2\ufdfa]"
)
_LABEL: Final = re.compile(r"^\s*(?:nomor|no)\b[\s.:]*", re.IGNORECASE)
_LOOKALIKES: Final = str.maketrans({"0": "Q", "O": "Q", "1": "L", "I": "L"})
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


class State(StrEnum):
    """Where a certificate stands; its number is never given again, whatever the state."""

    DISIAPKAN = "disiapkan"
    TERBIT = "terbit"
    DICABUT = "dicabut"
    DIGANTI = "diganti"


def legal_moves(state: State) -> frozenset[State]:
    """States that may follow `state`; revoked and replaced certificates stay so for good."""
    if state is State.DISIAPKAN:
        return frozenset({State.TERBIT})
    if state is State.TERBIT:
        return frozenset({State.DICABUT, State.DIGANTI})
    return frozenset()


@dataclass(frozen=True, slots=True)
class Material:
    """One row of "Daftar Materi"; `skkni` holds unit codes of the map, mostly none."""

    title: str
    jp: int
    skkni: tuple[str, ...] = ()


PASSING_ROLES = frozenset({"Peserta"})
"""Roles, as printed, of whoever had to pass; the others took part in another way."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that stands on a certificate, as it was on the day of issue (domain.md 1.5).

    Texts are printed as they are; an empty text leaves its line out. Grades are 0-100, unrounded, None = not shown.
    """

    name: str
    """With titles, as typed and confirmed."""
    role: str
    """"Peserta", "Penelaah" or "Pelatih"."""
    course: str
    course_code: str
    cohort: str
    """As printed after "Angkatan", e.g. "III"."""
    year: int
    organiser: str
    starts_on: date
    ends_on: date
    mode: str
    """"daring", "luring" or "bauran"."""
    jp: int
    city: str
    issued_on: date
    signatory_title: str
    signatory_name: str
    number: str
    code: str
    """The short form in groups of four, see `short_code`."""
    verification_url: str
    """What the QR holds; carries the long code."""
    materials: tuple[Material, ...]
    identity_label: str = ""
    """"NIP" or "NUPTK"; empty for pupils and for people without a number."""
    identity_number: str = ""
    rank: str = ""
    """Pangkat and golongan, e.g. "Penata III/c"."""
    position: str = ""
    unit: str = ""
    """Work unit; for a pupil the madrasah."""
    partner: str = ""
    predikat: str = ""
    grade: float | None = None
    signatory_nip: str = ""
    pretest: float | None = None
    posttest: float | None = None
    assignments: float | None = None
    reviews_done: int = 0
    reviews_due: int = 0
    is_sample: bool = False
    is_pupil: bool | None = None
    """Whether the holder was a pupil at issue; None on certificates from before this was noted."""

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("Tanggal selesai mendahului tanggal mulai.")
        for grade in (self.grade, self.pretest, self.posttest, self.assignments):
            if grade is not None and not 0 <= grade <= 100:  # noqa: PLR2004 (grades are per cent); NaN fails too
                raise ValueError("Nilai harus antara 0 dan 100.")


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Only what JSON knows, for the row and for the digest; read back by `facts_from_json`."""
    values = asdict(facts)
    for key in ("starts_on", "ends_on", "issued_on"):
        values[key] = values[key].isoformat()
    values["materials"] = [{**row, "skkni": list(row["skkni"])} for row in values["materials"]]
    return values


def facts_from_json(values: dict[str, Any]) -> Facts:
    """The facts again. Raises ValueError when a key is unknown, missing or of another type."""
    known = {field.name for field in fields(Facts)}
    if unknown := sorted(set(values) - known):
        raise ValueError(f"unknown keys: {', '.join(map(str, unknown))}")
    hints = get_type_hints(Facts)
    try:
        read = {key: _read(hints[key], value) for key, value in values.items()}
        return Facts(**read)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not the facts of a certificate: {error}") from error


def _read(kind: Any, value: Any) -> Any:
    if kind is date:
        return date.fromisoformat(value)
    if kind == tuple[Material, ...]:
        return tuple(
            Material(
                _plain(str, row["title"]), _plain(int, row["jp"]), tuple(_plain(str, code) for code in row["skkni"])
            )
            for row in value
        )
    if kind == float | None:
        return None if value is None else float(_plain((int, float), value))
    if kind == bool | None:
        return None if value is None else _plain(bool, value)
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        raise TypeError(f"{value!r} is not {kind}")
    return value


def roman(number: int) -> str:
    """Roman numeral of 1-3999. Raises ValueError outside."""
    if not 0 < number < 4000:  # noqa: PLR2004 (four M are no numeral)
        raise ValueError(f"no Roman numeral for {number}")
    numeral = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        numeral += sign * count
    return numeral


def check_template(template: str) -> None:
    """Raises ValueError with a sentence for the pengelola when numbers of this form could be wrong or alike."""
    known = {"urut", "kode", "angkatan", "satker", "bulan_romawi", "tahun"}
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        raise ValueError("Pola nomor memuat kurung kurawal yang tidak berpasangan. Periksa { dan }.") from None
    names = {name for _, name, _, _ in parts if name is not None}
    if unknown := sorted(names - known):
        raise ValueError(f"Pola nomor memuat {{{unknown[0]}}} yang tidak dikenal. Pakai: {', '.join(sorted(known))}.")
    if missing := sorted({"urut", "tahun"} - names):
        raise ValueError(f"Pola nomor harus memuat {{{missing[0]}}}, agar setiap nomor hanya ada satu.")
    for text, _name, _spec, _conversion in parts:
        if not re.fullmatch(r"[A-Za-z0-9 ./_-]*", text):
            raise ValueError("Pola nomor hanya memuat huruf A sampai Z, angka, spasi, dan tanda . / _ - di luar kurung kurawal.")
    # beside a digit or another value "1" + "12" and "11" + "2" would be one number
    if re.search(r"[0-9}]\{urut|\{urut[^}]*\}[0-9{]", template):
        raise ValueError("Pisahkan {urut} dari angka dan isian di sebelahnya dengan tanda, misalnya garis miring.")
    for _, name, spec, conversion in parts:
        allowed = r"(0[1-9]d)?" if name == "urut" else ""
        if conversion or not re.fullmatch(allowed, spec or ""):
            raise ValueError(f"Bentuk {{{name}}} tidak dikenal. Untuk nomor urut lima angka tulis {{urut:05d}}.")


def format_number(template: str, *, sequence: int, course_code: str, cohort: str, unit: str, issued_on: date) -> str:
    """A certificate number. Raises ValueError as `check_template` does; the template reaches no attribute or index."""
    check_template(template)
    return template.format(
        urut=sequence,
        kode=course_code,
        angkatan=cohort,
        satker=unit,
        bulan_romawi=roman(issued_on.month),
        tahun=issued_on.year,
    )


def long_code(random_bytes: bytes) -> str:
    """The code of the QR: 16 bytes from `secrets`, as 26 signs of base32. Raises ValueError for another length."""
    if len(random_bytes) != CODE_BYTES:
        raise ValueError(f"{CODE_BYTES} random bytes are needed")
    return base64.b32encode(random_bytes).decode("ascii").rstrip("=")


def short_code(random_bytes: bytes) -> str:
    """The code for people, from the first 80 of the same 128 bits: "K7QM-3XFD-9RTB-WHPA"."""
    long_code(random_bytes)
    bits = int.from_bytes(random_bytes[: SHORT_LENGTH * 5 // 8])
    signs = "".join(SHORT_ALPHABET[bits >> shift & 31] for shift in range(5 * (SHORT_LENGTH - 1), -1, -5))
    return "-".join(signs[start : start + 4] for start in range(0, SHORT_LENGTH, 4))


def normalise_short_code(text: str) -> str | None:
    """What a person typed from paper, in the form of `short_code`; None when it cannot be one.

    Case, spaces, dashes and dots do not matter; O and 0 are read as Q, I and 1 as L, for those never occur.
    """
    plain = unicodedata.normalize("NFKC", text[:200]).upper()
    signs = "".join(sign for sign in plain if sign.isalnum()).translate(_LOOKALIKES)
    if len(signs) != SHORT_LENGTH or not set(signs) <= set(SHORT_ALPHABET):
        return None
    return "-".join(signs[start : start + 4] for start in range(0, SHORT_LENGTH, 4))


def unprinted(text: str) -> tuple[str, ...]:
    """Signs that paper cannot show, in order, each once: the faces hold Latin and Arabic letters and their marks."""
    return tuple(dict.fromkeys(_UNPRINTED.findall(unicodedata.normalize("NFC", text))))


def typed_code(text: str) -> str:
    """The code in what somebody typed or pasted: also the whole address that a telephone read off the QR."""
    return text.strip().rstrip("/").rpartition("/s/")[2]


def typed_number(text: str) -> str:
    """A number as it is compared: in capitals, without spaces and without the word "Nomor" that stands before it on paper."""
    return re.sub(r"\s+", "", _LABEL.sub("", text)).upper()


def public_name(name: str) -> str:
    """A pupil as strangers may read him, the first name and initials: "Salma Rahma Putri, S.Pd." is "Salma R. P."."""
    words = name.partition(",")[0].split()
    return " ".join([*words[:1], *(f"{next(filter(_is_letter, word), word[0])}." for word in words[1:])])


def _is_letter(sign: str) -> bool:
    """No apostrophe of a transcription, which is the first sign of 'Aisyah."""
    return sign.isalpha() and unicodedata.category(sign) != "Lm"


def long_date(day: date) -> str:
    """Return "7 Maret 2024"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_range(first: date, last: date) -> str:
    """Return "2 s.d. 6 November 2026", with no part said twice."""
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} s.d. {long_date(last)}"
    start = long_date(first) if first.year != last.year else f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} s.d. {long_date(last)}"


def show_grade(grade: float) -> str:
    """Two decimals with a comma, cut and never rounded up: 89.999 must not read 90 beside "Memuaskan"."""
    hundredths = math.floor(grade * 100 + 1e-6)  # 1e-6: 92.35 * 100 is 9234.999…
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02d}"
