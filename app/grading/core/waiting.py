"""Why a work waits for the pelatih (rules.md, peer-review.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.grading.core.points import HIGHEST, LOWEST

WIDE = 41.0
"""Points from lo90 to hi90 (an sd of 12.5, half a level) above which a grade says too little."""
SAMPLE_LEAST = 4
"""Works that the pelatih reads whatever the peers say: max(4, 10 %) (peer-review.md)."""


class Wait(StrEnum):
    """Why a work stands in the pelatih's queue, the most urgent first."""

    KEBERATAN = "keberatan"
    """The author objects to his grade and waits for an answer."""
    TANDA_BAHAYA = "tanda_bahaya"
    """A peer flagged a hard stop, or gave level 1 on such a criterion."""
    TELAAH_KURANG = "telaah_kurang"
    TELAAH_BERBEDA = "telaah_berbeda"
    MENENTUKAN_LULUS = "menentukan_lulus"
    """The interval straddles the pass mark."""
    TIDAK_PASTI = "tidak_pasti"
    TUGAS_PELATIH = "tugas_pelatih"
    """This task is graded by the pelatih."""
    DIAMBIL = "diambil"
    """The pelatih took it over to judge it himself."""
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
    has_appeal: bool = False


def reasons(evidence: Evidence, mark: float) -> tuple[Wait, ...]:
    """Every reason why this work needs the pelatih, most urgent first; empty when it needs none."""
    appeal = (Wait.KEBERATAN,) if evidence.has_appeal else ()
    if evidence.is_new_version:
        return (*appeal, Wait.VERSI_BARU)
    if evidence.is_graded or appeal:
        return appeal
    found: list[Wait] = []
    low = any(one.get(criterion, HIGHEST) <= LOWEST for one in evidence.levels for criterion in evidence.hard_stops)
    if evidence.flags or low:
        found.append(Wait.TANDA_BAHAYA)
    if evidence.is_trainer_task:
        found.append(Wait.TUGAS_PELATIH)
        return tuple(found)
    if evidence.review_is_over:
        found += _of_reviews(evidence, mark)
    if evidence.in_sample:
        found.append(Wait.CONTOH_ACAK)
    return tuple(found)


def _of_reviews(evidence: Evidence, mark: float) -> list[Wait]:
    found: list[Wait] = []
    if evidence.reviews < evidence.needed:
        found.append(Wait.TELAAH_KURANG)
    if wide_apart(evidence.levels):
        found.append(Wait.TELAAH_BERBEDA)
    if evidence.lo90 is None or evidence.hi90 is None:
        return found
    if evidence.lo90 < mark <= evidence.hi90:
        found.append(Wait.MENENTUKAN_LULUS)
    if evidence.hi90 - evidence.lo90 > WIDE:
        found.append(Wait.TIDAK_PASTI)
    return found


def wide_apart(levels: Sequence[Mapping[str, float]]) -> bool:
    """More than one level apart on two or more criteria (peer-review.md)."""
    criteria = {criterion for one in levels for criterion in one}
    wide = 0
    for criterion in criteria:
        known = [one[criterion] for one in levels if criterion in one]
        wide += len(known) > 1 and max(known) - min(known) > 1
    return wide > 1


def sample(works: Sequence[int], seed: int) -> frozenset[int]:
    """The works that the pelatih reads at random, max(4, 10 %) of them: the same seed gives the same works.

    Never chosen by disagreement, for that would make the estimate of leniency wrong (peer-review.md). A late work that
    joins pushes at most one other out of the sample.
    """
    count = min(len(works), max(SAMPLE_LEAST, round(len(works) / 10)))
    return frozenset(sorted(works, key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).digest())[:count])
