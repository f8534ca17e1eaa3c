"""Numbers, names and addresses of people: read tolerantly, told plainly, shown masked (domain.md 1.3)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s.\-\u2010-\u2015]+")
_DIGITS: Final = re.compile(r"[0-9]+")
_USERNAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_EMAIL_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_EMAIL_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_ADDRESS_WITHOUT_AT: Final = re.compile(
    r"(?:g-?mail|yahoo|ymail|hotmail|outlook|icloud)(?:\.[a-z.]+)?$|\(at\)|\.(?:com|net|org|co\.id|go\.id|sch\.id|ac\.id|or\.id)$"
)
_MISTYPED: Final = {
    **dict.fromkeys(("gmial", "gmai", "gmal", "gmil", "gamil", "gnail", "gmaill", "gmali", "gmaul", "gemail", "gimail"), "gmail"),
    **dict.fromkeys(("yaho", "yahooo", "yhoo", "yaoo", "yahho"), "yahoo"),
    **dict.fromkeys(("kemeng", "kemenang", "kmenag", "kemanag"), "kemenag"),
}
_MISTYPED_ENDINGS: Final = {"con": "com", "cpm": "com", "vom": "com", "comm": "com", "ocm": "com", "coom": "com", "go.di": "go.id", "goid": "go.id"}
RESERVED: Final = frozenset(
    {"admin", "administrator", "root", "sistem", "system", "surau", "kemenag", "pengelola", "pelatih", "penyusun",
     "pendamping", "peserta", "siswa", "wali", "bantuan", "humas", "tamu", "anonim", "null", "undefined", "api",
     "masuk", "keluar", "support", "postmaster", "webmaster", "noreply"}
)  # fmt: skip
"""User names that would let a person pass for the office or the product."""


class InvalidError(ValueError):
    """What was typed cannot be taken; its text is an Indonesian sentence for the person who typed it."""


class Kind(StrEnum):
    """Which number of 18 digits it is."""

    PNS = "PNS"
    PPPK = "PPPK"


@dataclass(frozen=True, slots=True)
class Nip:
    """A valid NIP or NI PPPK: 18 digits and what looks odd about it without being wrong."""

    digits: str
    kind: Kind
    warnings: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """In groups of 8-6-1-3: "19860926 201505 1 001"."""
        return format_nip(self.digits)


def _number(text: str, name: str, length: int) -> str:
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not digits:
        raise InvalidError(f"{name} masih kosong. Isi {length} angka, atau biarkan kolomnya kosong bila tidak punya.")
    if not _DIGITS.fullmatch(digits):
        raise InvalidError(f"{name} hanya memuat angka. Hapus huruf dan tanda lain.")
    if len(digits) != length:
        raise InvalidError(
            f"{name} terdiri atas {length} angka, sedangkan yang tertulis {len(digits)} angka. Periksa kembali."
        )
    return digits


def parse_nip(text: str) -> Nip:
    """Read a NIP (PNS) or NI PPPK. Raises InvalidError with one distinct sentence for each fault.

    Digits 13-14 are the month of appointment for PNS and the contract count from 21 for PPPK (domain.md 0.3).
    """
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if _DIGITS.fullmatch(digits) and len(digits) == 9:  # noqa: PLR2004 (the form before 2009)
        raise InvalidError("Ini NIP lama dengan 9 angka. Isi NIP baru yang terdiri atas 18 angka.")
    digits = _number(text, "NIP", 18)
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise InvalidError(
            "Delapan angka pertama NIP harus tanggal lahir yang ada, misalnya 19860926. Periksa kembali."
        ) from None
    kind = _kind(int(digits[12:14]))
    if digits[14] not in "12":
        raise InvalidError("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan). Periksa kembali.")
    if digits[15:] == "000":
        raise InvalidError("Tiga angka terakhir NIP dimulai dari 001. Periksa kembali.")
    return Nip(digits, kind, _nip_warnings(born, int(digits[8:12])))


def _kind(part: int) -> Kind:
    if 1 <= part <= 12:  # noqa: PLR2004 (months)
        return Kind.PNS
    if part >= 21:  # noqa: PLR2004 (the first contract)
        return Kind.PPPK
    raise InvalidError(
        "Angka ke-13 dan ke-14 harus bulan pengangkatan 01 sampai 12 (PNS) atau mulai dari 21 (PPPK). Periksa kembali."
    )


def _nip_warnings(born: date, appointed: int) -> tuple[str, ...]:
    gap = appointed - born.year
    if 15 <= gap <= 65:  # noqa: PLR2004 (domain.md 1.3)
        return ()
    return (f"Menurut NIP ini pengangkatan terjadi pada usia {gap} tahun. Pastikan angkanya benar.",)


def parse_nuptk(text: str) -> str:
    """16 digits without meaning. Raises InvalidError."""
    return _number(text, "NUPTK", 16)


def parse_nisn(text: str) -> str:
    """10 digits without meaning, a leading zero is kept. Raises InvalidError."""
    return _number(text, "NISN", 10)


def parse_npsn(text: str) -> str:
    """8 digits. Raises InvalidError."""
    return _number(text, "NPSN", 8)


def format_nip(digits: str) -> str:
    """Groups of 8-6-1-3. For a stored number of 18 digits; anything else comes back as it is."""
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}" if len(digits) == 18 else digits  # noqa: PLR2004


def mask_nip(digits: str) -> str:
    """The birth year only: "1986**** ****** * ***"."""
    return f"{digits[:4]}**** ****** * ***" if len(digits) == 18 else "*" * len(digits)  # noqa: PLR2004


def mask_number(digits: str) -> str:
    """NUPTK and NISN outside the owner's views: nothing but the last two digits."""
    return "*" * (len(digits) - 2) + digits[-2:] if len(digits) > 4 else "*" * len(digits)  # noqa: PLR2004


def parse_phone(text: str) -> str:
    """An Indonesian mobile or fixed number as "+62…", digits only after the plus. Raises InvalidError."""
    plain = re.sub(r"[\s.\-()\u2010-\u2015/]+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(\+62|0062|62)0?", "0", plain)
    if not plain:
        raise InvalidError("Nomor HP masih kosong. Tulis misalnya 0812 3456 7890.")
    if plain.startswith("+"):
        raise InvalidError("Hanya nomor Indonesia (+62) yang dapat dipakai. Tulis misalnya 0812 3456 7890.")
    if not _DIGITS.fullmatch(plain):
        raise InvalidError("Nomor HP hanya memuat angka, boleh diawali +62. Tulis misalnya 0812 3456 7890.")
    if plain[0] == "8":
        plain = "0" + plain
    if plain[0] != "0" or plain[1:2] in {"", "0", "1"}:
        raise InvalidError("Nomor HP diawali 08 atau +62. Tulis misalnya 0812 3456 7890.")
    shortest, longest = (10, 13) if plain[1] == "8" else (9, 12)
    if not shortest <= len(plain) <= longest:
        raise InvalidError(
            f"Nomor HP terdiri atas {shortest} sampai {longest} angka, yang tertulis {len(plain)}. Periksa kembali."
        )
    return "+62" + plain[1:]


def format_phone(phone: str) -> str:
    """As people write it: "0812-3456-7890"."""
    local = "0" + phone.removeprefix("+62")
    return "-".join((local[:4], local[4:8], local[8:])).rstrip("-")


def mask_phone(phone: str) -> str:
    """The last three digits only: "+62********890"."""
    digits = phone.removeprefix("+62")
    return "+62" + "*" * max(len(digits) - 3, 0) + digits[-3:] if len(digits) > 6 else "*" * len(phone)  # noqa: PLR2004


def parse_username(text: str) -> str:
    """Lower-case name of 3-32 signs for signing in. Raises InvalidError."""
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not 3 <= len(name) <= 32:  # noqa: PLR2004 (said in the sentence)
        raise InvalidError("Nama pengguna terdiri atas 3 sampai 32 tanda. Pilih yang lain.")
    if not _USERNAME.fullmatch(name):
        raise InvalidError(
            "Nama pengguna diawali huruf dan hanya memuat huruf a sampai z, angka, titik, garis bawah, atau tanda hubung "
            "di antara huruf atau angka. Contoh: rahmi.yulianti."
        )
    if name in RESERVED:
        raise InvalidError("Nama pengguna ini dipakai oleh sistem. Pilih yang lain, misalnya dengan nama Anda.")
    return name


def parse_email(text: str) -> str:
    """An address in lower case, judged by its form only. Raises InvalidError."""
    address = unicodedata.normalize("NFKC", text).strip(" \t")
    if not address:
        raise InvalidError("Alamat surel masih kosong. Tulis misalnya nama@kemenag.go.id.")
    if len(address) > 254:  # noqa: PLR2004 (RFC 5321)
        raise InvalidError("Alamat surel terlalu panjang. Paling banyak 254 tanda.")
    if any(unicodedata.category(sign)[0] in "CZ" for sign in address):
        raise InvalidError("Alamat surel tidak boleh memuat spasi atau tanda tersembunyi. Ketik ulang alamatnya.")
    local, at, domain = address.rpartition("@")
    if not at or address.count("@") != 1:
        raise InvalidError("Alamat surel memuat satu tanda @. Tulis misalnya nama@kemenag.go.id.")
    if len(local) > 64 or not _EMAIL_LOCAL.fullmatch(local):  # noqa: PLR2004 (RFC 5321)
        raise InvalidError("Bagian sebelum @ pada alamat surel tidak lazim. Periksa titik dan tanda lainnya.")
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(_EMAIL_LABEL.fullmatch, labels)) or labels[-1].isdigit():  # noqa: PLR2004
        raise InvalidError("Bagian sesudah @ pada alamat surel belum lengkap. Tulis misalnya nama@kemenag.go.id.")
    return address.lower()


def refuse_mistyped_email(text: str) -> None:
    """Raise InvalidError for what was meant to be an address: one without its @, one whose domain nobody has.

    For places where a person writes another one's address and cannot know that a mail will never arrive.
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    local, at, domain = address.rpartition("@")
    if not at:
        if _ADDRESS_WITHOUT_AT.search(address):
            raise InvalidError("Ini tampak seperti alamat surel tanpa tanda @. Tulis misalnya nama@gmail.com.")
        return
    meant = ".".join(_MISTYPED.get(label, label) for label in domain.split("."))
    for wrong, right in _MISTYPED_ENDINGS.items():
        if meant.endswith(f".{wrong}"):
            meant = meant.removesuffix(wrong) + right
    if meant != domain:
        raise InvalidError(f"Alamat surel ini tampak salah ketik. Mungkin maksud Anda {local}@{meant}.")


def mask_email(address: str) -> str:
    """The first sign and the domain: "r***@kemenag.go.id"."""
    local, at, domain = address.rpartition("@")
    return f"{local[0]}***@{domain}" if at and len(local) > 1 else f"***{at}{domain if at else ''}"


def parse_person_name(text: str) -> str:
    """A name as it is printed: NFC, one line, 1-120 signs, any script, one word is a name. Raises InvalidError.

    Control signs and signs that turn the direction of writing are taken out; those that join letters stay.
    """
    name = clean_text(text)
    if not name:
        raise InvalidError("Nama masih kosong. Tulis nama lengkap seperti pada sertifikat.")
    if len(name) > 120:  # noqa: PLR2004 (said in the sentence)
        raise InvalidError(
            f"Nama terdiri atas {len(name)} tanda, paling banyak 120. Singkat gelar atau bagian tengahnya."
        )
    if not any(unicodedata.category(sign)[0] == "L" for sign in name):
        raise InvalidError("Nama harus memuat huruf. Tulis nama lengkap seperti pada sertifikat.")
    if odd := sorted({sign for sign in name if sign in '<>{}[]\\|@#$%^*=~;"' or unicodedata.category(sign) == "So"}):
        raise InvalidError(f"Nama tidak memuat tanda {odd[0]}. Hapus tanda itu.")
    return name


def clean_text(text: str) -> str:
    """One line in NFC with single spaces, without control, direction and other hidden signs."""
    spaced = "".join(" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    seen = (sign for sign in spaced if sign in "\u200c\u200d" or unicodedata.category(sign)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split()).strip("\u200c\u200d")
