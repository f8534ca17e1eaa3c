"""The arithmetic of one grade, and why a work waits for the pelatih (rules.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

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


class Wait(StrEnum):
    """Why a work stands in the pelatih's queue, the most urgent first."""

    TANDA_BAHAYA = "tanda_bahaya"
    """A peer flagged a hard stop, or gave level 1 on such a criterion."""
    TELAAH_KURANG = "telaah_kurang"
    TELAAH_BERBEDA = "telaah_berbeda"
    MENENTUKAN_LULUS = "menentukan_lulus"
    """The interval straddles the pass mark."""
    TIDAK_PASTI = "tidak_pasti"
    TUGAS_PELATIH = "tugas_pelatih"
    """This task is graded by the pelatih."""
    VERSI_BARU = "versi_baru"
    DRAF_TAK_TERKIRIM = "draf_tak_terkirim"
    CONTOH_ACAK = "contoh_acak"
    """In the pelatih's random sample, which keeps the estimate of leniency honest."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one work when the queue is made; levels are those of its sent reviews."""

    is_trainer_task: bool
    is_graded: bool
    reviews: int
    needed: int
    review_is_over: bool
    lo90: float | None
    hi90: float | None
    levels: Sequence[Mapping[str, float]]
    hard_stops: frozenset[str]
    flags: frozenset[str]
    is_new_version: bool
    in_sample: bool


def reasons(evidence: Evidence, mark: float) -> tuple[Wait, ...]:
    """Every reason why this work needs the pelatih, most urgent first; empty when it needs none."""
    if evidence.is_new_version:
        return (Wait.VERSI_BARU,)
    if evidence.is_graded:
        return ()
    found: list[Wait] = []
    low = any(one.get(criterion, HIGHEST) <= LOWEST for one in evidence.levels for criterion in evidence.hard_stops)
    if evidence.flags or low:
        found.append(Wait.TANDA_BAHAYA)
    if evidence.is_trainer_task:
        found.append(Wait.TUGAS_PELATIH)
        return tuple(found)
    if evidence.review_is_over and evidence.reviews < evidence.needed:
        found.append(Wait.TELAAH_KURANG)
    if wide_apart(evidence.levels):
        found.append(Wait.TELAAH_BERBEDA)
    if evidence.lo90 is not None and evidence.hi90 is not None and evidence.lo90 < mark <= evidence.hi90:
        found.append(Wait.MENENTUKAN_LULUS)
    if evidence.in_sample:
        found.append(Wait.CONTOH_ACAK)
    return tuple(found)


def wide_apart(levels: Sequence[Mapping[str, float]]) -> bool:
    """More than one level apart on two or more criteria (peer-review.md)."""
    criteria = {criterion for one in levels for criterion in one}
    wide = 0
    for criterion in criteria:
        known = [one[criterion] for one in levels if criterion in one]
        wide += len(known) > 1 and max(known) - min(known) > 1
    return wide > 1


def prefilled(levels: Sequence[Mapping[str, float]], criteria: Sequence[str]) -> dict[str, int]:
    """The peers' middle level per criterion, rounded down at a tie: what the desk opens with."""
    found: dict[str, int] = {}
    for criterion in criteria:
        known = sorted(one[criterion] for one in levels if criterion in one)
        if known:
            found[criterion] = int(known[(len(known) - 1) // 2])
    return found
