"""The arithmetic of one grade (rules.md, Tugas)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LOWEST, HIGHEST = 1, 4


def points(levels: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Sum of weight x level / 4 over the criteria, 25-100 when the weights sum to 100 (rules.md, Tugas).

    Raises ValueError when a criterion has no level or a level lies outside 1-4.
    """
    total = 0.0
    for criterion, weight in weights.items():
        level = levels.get(criterion)
        if level is None or not LOWEST <= level <= HIGHEST:
            raise ValueError(f"{criterion}: a level from {LOWEST} to {HIGHEST} is needed")
        total += weight * level / HIGHEST
    return total


def after_lateness(raw: float, days_late: int, points_a_day: int) -> tuple[float, float]:
    """(grade, points taken): lateness takes points for each day begun and never more than there are."""
    taken = min(raw, float(days_late * points_a_day))
    return raw - taken, taken


def mean_levels(levels: Sequence[Mapping[str, float]], criteria: Sequence[str]) -> dict[str, float]:
    """The mean level per criterion over the reviews that gave one; criteria without any are left out."""
    found: dict[str, float] = {}
    for criterion in criteria:
        known = [one[criterion] for one in levels if criterion in one]
        if known:
            found[criterion] = sum(known) / len(known)
    return found


def prefilled(levels: Sequence[Mapping[str, float]], criteria: Sequence[str]) -> dict[str, int]:
    """The peers' middle level per criterion, rounded down at a tie: what the desk opens with."""
    found: dict[str, int] = {}
    for criterion in criteria:
        known = sorted(one[criterion] for one in levels if criterion in one)
        if known:
            found[criterion] = int(known[(len(known) - 1) // 2])
    return found
