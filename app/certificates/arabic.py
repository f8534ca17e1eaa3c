"""Joins Arabic letters and lays them from right to left, for a PDF writer that only places glyphs."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FORMS: Final[dict[tuple[str, str], str]] = {}
"""(form, letters) -> presentation form, read from the character database: ("initial", "ب") -> U+FE91."""
for _block in (range(0xFE70, 0xFEFD), range(0xFB50, 0xFBB2), range(0xFBD3, 0xFC00)):
    for _point in _block:
        _form, _, _points = unicodedata.decomposition(chr(_point)).partition("> ")
        if _points and not _points.startswith("0020"):
            _FORMS[_form[1:], "".join(chr(int(part, 16)) for part in _points.split())] = chr(_point)

_LAM: Final = "ل"
_TATWEEL: Final = "ـ"
_LETTER: Final = r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"
_RUN: Final = re.compile(rf"{_LETTER}+(?:[\s\u200c\u200d]+{_LETTER}+)*")
_DIGITS: Final = re.compile(r"[0-9\u0660-\u0669\u06f0-\u06f9]+")


def is_arabic(sign: str) -> bool:
    """Whether the sign belongs to the Arabic script."""
    return re.fullmatch(_LETTER, sign) is not None


def shape(text: str) -> str:
    """The text in the order and the forms in which its glyphs are placed from left to right.

    Runs of Arabic words are joined and turned round where they stand, all else stays. Vowel signs are left out, as on
    most printed names: without positioning tables they would float. Covers what names need, not the whole Unicode
    Bidirectional Algorithm.
    """
    return _RUN.sub(lambda run: _turn(_join(run.group())), text)


def _turn(joined: str) -> str:
    return _DIGITS.sub(lambda digits: digits.group()[::-1], joined[::-1])


def _joins_forward(letter: str) -> bool:
    return letter == _TATWEEL or ("initial", letter) in _FORMS


def _joins_back(letter: str) -> bool:
    return letter == _TATWEEL or ("final", letter) in _FORMS


def _join(run: str) -> str:
    letters = _units("".join(sign for sign in run if unicodedata.category(sign) != "Mn"))
    shaped = []
    for place, letter in enumerate(letters):
        before = place > 0 and _joins_forward(letters[place - 1]) and _joins_back(letter)
        after = place + 1 < len(letters) and _joins_forward(letter) and _joins_back(letters[place + 1])
        form = {(False, False): "isolated", (False, True): "initial", (True, True): "medial", (True, False): "final"}
        shaped.append(_FORMS.get((form[before, after], letter), letter))
    return "".join(sign for sign in shaped if sign not in "\u200c\u200d")


def _units(run: str) -> list[str]:
    """Letters one by one, lam and alef as one, since they are written as one."""
    units: list[str] = []
    for sign in run:
        if units and units[-1] == _LAM and ("isolated", _LAM + sign) in _FORMS:
            units[-1] += sign
        else:
            units.append(sign)
    return units
