"""Every contrast that the design training states beside two colours is the one that WCAG's formula gives."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

COURSES = Path(__file__).parents[2] / "courses"
FEWEST_ROWS = 15
_COLOUR = re.compile(r"`#([0-9a-f]{6})`")
_RATIO = re.compile(r"\b(\d{1,2},\d{2})\b")


def test_stated_contrasts_follow_the_formula():
    rows = list(_rows())
    assert len(rows) >= FEWEST_ROWS
    for place, one, other, stated in rows:
        assert contrast(one, other) == pytest.approx(stated, abs=0.005), place


@pytest.mark.parametrize(("one", "other", "ratio"), [("000000", "ffffff", 21), ("777777", "ffffff", 4.48)])
def test_the_formula_gives_known_contrasts(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two RRGGBB colours."""
    low, high = sorted([_luminance(one), _luminance(other)])
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rows() -> Iterator[tuple[str, str, str, float]]:
    """(place, colour, colour, stated ratio) of each table row with two colours and one ratio."""
    for path in sorted(COURSES.glob("*desain/*/*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            colours, ratios = _COLOUR.findall(line), _RATIO.findall(line)
            if line.startswith("|") and len(colours) == 2 and len(ratios) == 1:
                yield f"{path.name}:{number}", *colours, float(ratios[0].replace(",", "."))
