"""Whether a stretch overlaps any of many others, without a look at each of them."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Overlap:
    """Half-open stretches of one text, in any order; they may lie over one another."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._reached = list(accumulate((end for _, end in ordered), max))

    def meets(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with this stretch."""
        place = bisect_left(self._starts, end)
        return place > 0 and self._reached[place - 1] > start
