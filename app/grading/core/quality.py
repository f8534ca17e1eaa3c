"""Mutu telaah: how well somebody reviews, from what is known apart from him (rules.md, Telaah sejawat).

Never from agreement with one or two other reviewers: two wrong people who agree would both score 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

POINTS_A_LEVEL = 50.0
"""What a mean gap of one level costs: the widest gap that calibration lets pass (0.6) is then exactly 70."""
WEIGHTS = {"kalibrasi": 30.0, "pelatih": 30.0, "penulis": 20.0, "sejalan": 20.0}
HIGHEST_RATING = 4
AGREEMENT_FROM = 3
"""Reviews of one work from which on agreement says something."""

Levels = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sent:
    """One sent review with what it can be held against.

    `trainer` are the pelatih's levels of the same version, `others` the levels of the other reviews of that work,
    `rating` the author's 1-4. Each is empty or None when there is none.
    """

    levels: Levels
    trainer: Levels | None = None
    others: Sequence[Levels] = ()
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """The mark 0-100 and its parts by name (`kalibrasi`, `pelatih`, `penulis`, `sejalan`), each 0-100."""

    mark: float
    parts: dict[str, float]


def quality(sent: Sequence[Sent], calibration: Sequence[tuple[Levels, Levels]], *, k: int) -> Quality | None:
    """The mark of one reviewer in one round; None before his first sent review, and while nothing says how good they are.

    A mark is never invented: who sent all and cannot be held against anything is graded without this part (rules.md).
    `calibration` are (his levels, the pelatih's levels) of the practice texts of one try. Parts that are not known
    are left out and the others take their weight; `sejalan` counts only works with three reviews and never when k = 2.
    """
    if not sent:
        return None
    parts = {
        "kalibrasi": _closeness([(own, truth) for own, truth in calibration]),
        "pelatih": _closeness([(one.levels, one.trainer) for one in sent if one.trainer]),
        "penulis": _ratings([one.rating for one in sent if one.rating is not None]),
        "sejalan": _closeness(_against_others(sent)) if k >= AGREEMENT_FROM else None,
    }
    known = {name: value for name, value in parts.items() if value is not None}
    if not known:
        return None
    weight = sum(WEIGHTS[name] for name in known)
    return Quality(sum(value * WEIGHTS[name] for name, value in known.items()) / weight, known)


def _closeness(pairs: Sequence[tuple[Levels, Levels]]) -> float | None:
    gaps = [abs(own[one] - other[one]) for own, other in pairs for one in own if one in other]
    if not gaps:
        return None
    return max(0.0, 100.0 - POINTS_A_LEVEL * sum(gaps) / len(gaps))


def _ratings(ratings: Sequence[int]) -> float | None:
    return 100.0 * sum(ratings) / (HIGHEST_RATING * len(ratings)) if ratings else None


def _against_others(sent: Sequence[Sent]) -> list[tuple[Levels, Levels]]:
    pairs: list[tuple[Levels, Levels]] = []
    for one in sent:
        if len(one.others) + 1 < AGREEMENT_FROM:
            continue
        means = {}
        for criterion in one.levels:
            known = [other[criterion] for other in one.others if criterion in other]
            if known:
                means[criterion] = sum(known) / len(known)
        pairs.append((one.levels, means))
    return pairs
