"""Finds the work unit that a person meant by what he typed, or says which ones it may have been."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_WORDS: Final = {
    "kab": "kabupaten", "kan": "kantor", "ktr": "kantor", "kemenag": "kementerian agama", "kemenang": "kementerian agama",
    "depag": "kementerian agama", "kankemenag": "kantor kementerian agama", "kakankemenag": "kantor kementerian agama",
    "kandepag": "kantor kementerian agama", "kanwil": "kantor wilayah", "prov": "provinsi", "prop": "provinsi",
    "propinsi": "provinsi", "sumbar": "sumatera barat", "sumatra": "sumatera", "kep": "kepulauan", "kec": "kecamatan",
    "man": "madrasah aliyah negeri", "mtsn": "madrasah tsanawiyah negeri", "min": "madrasah ibtidaiyah negeri",
    "kua": "kantor urusan agama",
}  # fmt: skip
_OFFICE: Final = re.compile(r"^(kantor )?kementerian agama ")
_RANK: Final = re.compile(r"^(kabupaten|kota) ")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A work unit that exists."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """`unit` when the name is certain; else `near` holds what it may have been, best first, at most three."""

    unit: KnownUnit | None
    near: tuple[KnownUnit, ...] = ()


class UnitNames:
    """The names of all units, read once and asked often."""

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self._full: dict[str, dict[int, KnownUnit]] = defaultdict(dict)
        self._bare: dict[str, dict[int, KnownUnit]] = defaultdict(dict)
        for unit in units:
            for name in (unit.name, *unit.aliases):
                key = spell_out(name)
                for form in {key, _OFFICE.sub("", key), *_regional(key)}:
                    self._full[form][unit.id] = unit
                self._bare[_bare(key)][unit.id] = unit

    def find(self, text: str) -> Match:
        """The unit of this name: case, punctuation and usual abbreviations do not matter, one wrong letter is asked back."""
        key = spell_out(text)
        if not key:
            return Match(None)
        for table, form in ((self._full, key), (self._full, _OFFICE.sub("", key)), (self._bare, key)):
            if found := list(table.get(form, {}).values()):
                return Match(found[0]) if len(found) == 1 else Match(None, tuple(found[:3]))
        return Match(None, self._near(key))

    def _near(self, key: str) -> tuple[KnownUnit, ...]:
        forms = {key, _OFFICE.sub("", key), _bare(key)}
        near: dict[int, KnownUnit] = {}
        for table in (self._full, self._bare):
            for known, units in table.items():
                if any(_one_slip(form, known) for form in forms):
                    near.update(units)
        return tuple(near.values())[:3]


def spell_out(text: str) -> str:
    """The name in lower case without punctuation, abbreviations written in full: "Kab. Solok" -> "kabupaten solok"."""
    plain = unicodedata.normalize("NFKC", text[:300]).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return " ".join(_WORDS.get(word, word) for word in words)


def _regional(key: str) -> Iterable[str]:
    """The office of a province is called by as many words of its name as people please: "Kanwil", "Kanwil Kemenag Sumbar"."""
    words = key.split()
    if words[:2] != ["kantor", "wilayah"]:
        return
    for name in (words, [word for word in words if word != "provinsi"]):
        yield from (" ".join(name[:count]) for count in range(2, len(name) + 1))


def _bare(key: str) -> str:
    return _RANK.sub("", _OFFICE.sub("", key))


def _one_slip(first: str, second: str) -> bool:
    """Whether one letter more, less, other, or two changed places make one text of the other; true for equal texts."""
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) > 1 or len(short) < 4:  # noqa: PLR2004 (in short names every other word is one slip away)
        return False
    at = next((place for place, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long[at:]
