"""Tells the titles of a name from the name itself, for people who paste both in one cell."""

from __future__ import annotations

from typing import Final

_BEFORE: Final = frozenset(
    {
        "prof",
        "dr",
        "drs",
        "dra",
        "drg",
        "drh",
        "ir",
        "h",
        "hj",
        "kh",
        "tgk",
        "ust",
        "ustaz",
        "ustazah",
        "buya",
        "apt",
        "ns",
    }
)


def split_titles(full_name: str) -> tuple[str, str, str]:
    """Titles before, name, titles after: ("Dr. H.", "Helmi", "S.Ag., M.Ag.").

    What stands after the first comma are titles. Before the name only known titles with a full stop count, so that
    "Buya Hamka" and "H Agus" keep their names whole; a name is never left empty.
    """
    front, _, after = full_name.partition(",")
    words = front.split()
    count = 0
    while count < len(words) - 1 and words[count].endswith(".") and _is_title(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:]) or front.strip(), after.strip()


def _is_title(word: str) -> bool:
    return all(part in _BEFORE for part in word.casefold().rstrip(".").split("."))
