"""Why a peers' grade is what it is: how much each review counted, and how far the class pulled it.

The figures are read back from what the aggregation says of each reviewer (Piech et al. 2013, PG1): a review counts by its
probability of being careful over its noise and what is not known of its writer's leniency, the class by its spread.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from app.peerreview.core.records import Result, Reviewer

LEAST_VARIANCE = 1.0
ALIKE, FAIR_SCALE = 1.25, 1.5
"""How many times one review may count what another does, and the points between two reviewers' leniency, to be alike."""
UNKNOWN_SPREAD = 14.0**2
"""Spread of quality in a class of which the reviewers say nothing (`beliefs.QUALITY_SD`)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One review: `points` 0-100 as its writer gave them, `leniency` what he gives too much, `share` of the grade 0-1."""

    reviewer: Hashable
    points: float
    leniency: float
    share: float
    doubt: float
    """Probability 0-1 that it was not read with care."""

    @property
    def told(self) -> float:
        """What the review says once its writer's leniency is taken off."""
        return self.points - self.leniency


@dataclass(frozen=True, slots=True)
class Explained:
    """A grade taken apart; `pull` is the share of the class's mean `middle`, and all shares sum to 1."""

    reviews: tuple[Counted, ...]
    pull: float
    middle: float
    leniency: float
    """What the class as a whole gives too much, in points; 0 while the pelatih has graded nothing."""
    rank: int | None
    """Among the works that tell most when the pelatih reads them next, 1 the first."""

    @property
    def is_plain(self) -> bool:
        """Whether telling reviewers apart gained nothing here: the grade is then the mean, pulled towards the class's."""
        shares = [one.share for one in self.reviews]
        kind = [one.leniency for one in self.reviews]
        return len(shares) > 1 and max(shares) <= ALIKE * min(shares) and max(kind) - min(kind) <= FAIR_SCALE

    @property
    def rebuilt(self) -> float:
        """The grade put together again from its shares; near the grade itself, whose scale is bent a little at its ends."""
        return sum(one.share * one.told for one in self.reviews) + self.pull * self.middle


def explained(reviews: Mapping[Hashable, Sequence[tuple[Hashable, float]]], result: Result) -> dict[Hashable, Explained]:
    """Take every grade of a round apart; `reviews` are (reviewer, points 0-100) of each submission's reviews."""
    known = {one.reviewer: one for one in result.reviewers}
    worth = {name: _information(one, result.leniency_sd) for name, one in known.items()}
    prior = 1 / _spread(result.reviewers)
    told = [one.grade for one in result.grades if one.n_reviews]
    middle = sum(told) / len(told) if told else 0.0
    ranks = {submission: rank for rank, submission in enumerate(result.spot_check_next, start=1)}
    found = {}
    for one in result.grades:
        mine = [(who, given) for who, given in reviews.get(one.submission, ()) if who in known]
        total = prior + sum(worth[who] for who, _given in mine)
        counted = tuple(Counted(who, given, known[who].bias, worth[who] / total, known[who].lazy_p) for who, given in mine)
        found[one.submission] = Explained(counted, prior / total, middle, result.leniency, ranks.get(one.submission))
    return found


def gave(levels: Mapping[str, float], weights: Mapping[str, float], highest: float) -> float:
    """Points 0-100 of one review over the criteria that it assessed."""
    known = {name: weight for name, weight in weights.items() if name in levels}
    share = sum(known.values())
    return 100 * sum(levels[name] * weight for name, weight in known.items()) / (share * highest) if share else 0.0


def _information(one: Reviewer, shared_sd: float) -> float:
    careful = 1 - one.lazy_p
    own = max(one.bias_sd**2 - shared_sd**2, LEAST_VARIANCE)
    return careful / (one.noise_sd**2 + careful * own)


def _spread(reviewers: Sequence[Reviewer]) -> float:
    """The variance of quality in the class, out of what share of it a review of each person carries."""
    found = []
    for one in reviewers:
        careful = 1 - one.lazy_p
        ratio = one.reliability / careful if careful else 0.0
        if 0 < ratio < 1:
            found.append(one.noise_sd**2 * ratio / (1 - ratio))
    return max(median(found), LEAST_VARIANCE) if found else UNKNOWN_SPREAD
