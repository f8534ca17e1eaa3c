"""The work units every installation begins with: the Kanwil of West Sumatra and its 19 kankemenag (domain.md 1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.accounts.models import UnitKind

KANWIL_CODE: Final = "13"
"""BPS code of the province."""


@dataclass(frozen=True, slots=True)
class SeedUnit:
    """A work unit before it has a row. `parent` is the kode_bps of the unit above, None at the root."""

    kind: UnitKind
    name: str
    short_name: str
    city: str
    parent: str | None
    kode_bps: str | None = None
    """BPS code, which is not the code of Kemendagri."""
    aliases: tuple[str, ...] = ()
    """Other spellings that people and public lists use; only for reading, never shown."""


KANWIL: Final = SeedUnit(
    UnitKind.KANWIL,
    "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat",
    "Kanwil Kemenag Sumatera Barat",
    "Padang",
    None,
    KANWIL_CODE,
    ("Kanwil Kemenag Sumbar", "Kanwil Kemenag Provinsi Sumatera Barat", "Kanwil", "Kemenag Sumbar", "Kanwil Sumbar"),
)

_REGENCIES: Final = (
    ("1301", "Kepulauan Mentawai", "Tuapejat", ("Mentawai", "Kep. Mentawai", "Kepulauwan Mentawai")),
    ("1302", "Pesisir Selatan", "Painan", ("Pessel",)),
    ("1303", "Solok", "Arosuka", ()),
    ("1304", "Sijunjung", "Muaro Sijunjung", ("Sawahlunto/Sijunjung",)),
    ("1305", "Tanah Datar", "Batusangkar", ()),
    ("1306", "Padang Pariaman", "Parit Malintang", ()),
    ("1307", "Agam", "Lubuk Basung", ()),
    ("1308", "Lima Puluh Kota", "Sarilamak", ("50 Kota", "Limapuluh Kota", "Limapuluh Koto", "Lima Puluh Koto")),
    ("1309", "Pasaman", "Lubuk Sikaping", ()),
    ("1310", "Solok Selatan", "Padang Aro", ("Solsel",)),
    ("1311", "Dharmasraya", "Pulau Punjung", ("Darmasraya",)),
    ("1312", "Pasaman Barat", "Simpang Empat", ("Pasbar",)),
)
_CITIES: Final = (
    ("1371", "Padang", ()),
    ("1372", "Solok", ()),
    ("1373", "Sawahlunto", ("Sawah Lunto",)),
    ("1374", "Padang Panjang", ("Padangpanjang",)),
    ("1375", "Bukittinggi", ("Bukit Tinggi",)),
    ("1376", "Payakumbuh", ()),
    ("1377", "Pariaman", ()),
)
REGENCY_OFFICES: Final = tuple(
    SeedUnit(
        UnitKind.KANKEMENAG,
        f"Kantor Kementerian Agama Kabupaten {name}",
        f"Kankemenag Kab. {name}",
        seat,
        KANWIL_CODE,
        code,
        tuple(f"Kabupaten {alias}" for alias in aliases),
    )
    for code, name, seat, aliases in _REGENCIES
)
CITY_OFFICES: Final = tuple(
    SeedUnit(
        UnitKind.KANKEMENAG,
        f"Kantor Kementerian Agama Kota {name}",
        f"Kankemenag Kota {name}",
        name,
        KANWIL_CODE,
        code,
        tuple(f"Kota {alias}" for alias in aliases),
    )
    for code, name, aliases in _CITIES
)
MADRASAHS: Final = tuple(
    SeedUnit(UnitKind.MADRASAH, f"Madrasah Aliyah Negeri {rest}", f"MAN {rest}", city, parent, aliases=aliases)
    for rest, city, parent, aliases in (
        ("Insan Cendekia Padang Pariaman", "Parit Malintang", "1306", ("MAN IC Padang Pariaman", "MAN IC")),
        ("1 Bukittinggi", "Bukittinggi", "1375", ()),
        ("1 Payakumbuh", "Payakumbuh", "1376", ()),
        ("2 Solok", "Solok", "1303", ()),
        ("(PK) Padang Panjang", "Padang Panjang", "1374", ("MAN PK Padang Panjang", "MANPK Padang Panjang")),
    )
)
"""Only those confirmed by name; all others come by the pengelola's CSV."""

UNITS: Final = (KANWIL, *REGENCY_OFFICES, *CITY_OFFICES, *MADRASAHS)
"""Parents before children."""
