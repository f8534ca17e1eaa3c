"""Roman numerals, as classes carry them into certificate numbers."""

from __future__ import annotations

import re

_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def is_roman(text: str) -> bool:
    """Whether this is a number from 1 to 3,999 in the one way in which it is written: IV, never IIII."""
    return bool(text) and _ROMAN.fullmatch(text) is not None
