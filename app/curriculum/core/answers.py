"""Reading typed answers: Indonesian numbers, and short texts without edge punctuation."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

_SPACE = re.compile(r"\s+")
_EDGE = " \t\n.,;:!?'\"()[]{}…-–—`“”‘’«»"
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")
_LONGEST = 30
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")


def normalised_text(text: str, *, is_case_sensitive: bool = False) -> str:
    """A short answer without double spaces, punctuation at its edges and, unless asked, capitals."""
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    plain = _SPACE.sub(" ", plain).strip(_EDGE)
    return plain if is_case_sensitive else plain.casefold()


def parsed_number(text: str, unit: str = "") -> Decimal | None:
    """The number a person typed, or None.

    A comma or dot is a decimal sign; `1.250` is one thousand two hundred and fifty; with both signs the later one is
    the decimal sign. The unit, `Rp`, `%` and spaces are left out.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").casefold()
    plain = "".join(plain.split())
    unit_plain = "".join(unicodedata.normalize("NFKC", unit).casefold().split())
    if unit_plain:
        plain = plain.removesuffix(unit_plain).removeprefix(unit_plain)
    plain = plain.removesuffix("%")
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain.removeprefix("+"))
    plain = plain.removeprefix("rp.").removeprefix("rp")
    if len(plain) > _LONGEST:
        return None
    dot, comma = plain.rfind("."), plain.rfind(",")
    if dot >= 0 and comma >= 0:
        thousands, decimal = (".", ",") if comma > dot else (",", ".")
        plain = plain.replace(thousands, "").replace(decimal, ".")
    elif _THOUSANDS.fullmatch(plain) or _ENGLISH_THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", "")
    else:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    try:
        return Decimal(sign + plain)
    except InvalidOperation:
        return None
