"""When the tasks of a class are due."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Planned:
    """A task of the path: days the files give it, and days its peer review takes afterwards (0 without one)."""

    days_open: int
    days_after: int = 0


def due_dates(starts_on: date, ends_on: date, tasks: Sequence[Planned]) -> tuple[date, ...]:
    """The last day of each task, in order: the start of the class plus the days of this and all tasks before it.

    So tasks follow one another and never fall on one day. Where the sum is longer than the class (counting the days of
    peer review that must still fit before its end), every distance is shortened by the same factor, to one day at least.
    """
    if not tasks:
        return ()
    length = max(1, (ends_on - starts_on).days)
    sums: list[int] = []
    total = 0
    for task in tasks:
        total += max(1, task.days_open)
        sums.append(total)
    factor = min(1.0, *(max(1, length - task.days_after) / days for task, days in zip(tasks, sums, strict=True)), 1.0)
    due: list[int] = []
    for days in sums:
        due.append(max(math.floor(days * factor), due[-1] + 1 if due else 1))
    return tuple(starts_on + timedelta(days=days) for days in due)
