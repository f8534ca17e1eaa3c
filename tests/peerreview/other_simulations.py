"""Classes drawn by other laws than those of `simulation.py`, so that nothing is tuned to one picture alone.

`ordinal` answers by thresholds on an unseen trait with criteria of unlike sharpness (graded
response); `even` has reviewers as noisy as each other and works far apart down to 0; `skewed` has
four correlated criteria with levels 0-3, most works good and one level in thirty ticked by mistake;
`short` has three criteria with levels 1-4. The careless copy 3s (or 2s of 3), nearly copy them or
tick at random. Letters are those of the scenarios of `simulation.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.peerreview.core.aggregation import Review, Rubric, TrainerGrade
from app.peerreview.core.allocation import allocate
from tests.peerreview.simulation import Class


@dataclass(frozen=True)
class Law:
    """How works and reviewers are drawn, in levels."""

    name: str
    weights: tuple[float, ...]
    lowest: int
    top: int
    leniency: float
    bias_sd: float
    noise_spread: float
    halo: float
    error: float
    quality: Callable[[np.random.Generator, int], np.ndarray]
    criterion_sd: float = 0.3
    shared: float = 0.0
    slips: float = 0.0
    is_ordinal: bool = False


@dataclass(frozen=True)
class Crowd:
    """Who is careless, absent or read by the trainer; `leniency_sd` is between classes, `rounds` have new works."""

    n: int = 1000
    k: int = 4
    lazy: float = 0.0
    no_show: float = 0.0
    trainer: int = 0
    leniency_sd: float = 0.0
    is_lenient: bool = True
    rounds: int = 1


LAWS = {
    law.name: law
    for law in (
        Law(
            "ordinal",
            (1,) * 6,
            0,
            4,
            0.2,
            0.25,
            0.30,
            0.25,
            0.75,
            lambda g, n: g.normal(0.5, 0.9, n),
            0.4,
            is_ordinal=True,
        ),
        Law("even", (20, 20, 20, 15, 15, 10), 0, 4, 0.15, 0.22, 0.05, 0.30, 0.70, lambda g, n: g.normal(2.3, 0.8, n)),
        Law(
            "skewed",
            (40, 30, 20, 10),
            0,
            3,
            0.15,
            0.20,
            0.35,
            0.2,
            0.55,
            lambda g, n: 3 * g.beta(4.5, 2, n),
            0.3,
            0.5,
            0.03,
        ),
        Law("short", (2, 1, 1), 1, 4, 0.2, 0.30, 0.20, 0.25, 0.60, lambda g, n: g.normal(2.8, 0.7, n)),
    )
}
CROWDS = {
    "A": Crowd(is_lenient=False),
    "C": Crowd(lazy=0.10, no_show=0.20),
    "D": Crowd(lazy=0.10, no_show=0.20, trainer=50),
    "G": Crowd(lazy=0.25, no_show=0.30, trainer=50),
    "J": Crowd(lazy=0.10, no_show=0.20, trainer=50, rounds=4),
}


def small_crowd(n: int, trainer: int) -> Crowd:
    """The class that exists, as `simulation.small`."""
    return Crowd(n, 3, 0.05, 0.30, trainer, leniency_sd=0.2, is_lenient=False)


def draw(law: Law, crowd: Crowd, seed: int) -> list[Class]:
    """Draw the classes of all rounds: the same people, new works; the same seed draws the same."""
    rng = np.random.default_rng([seed, 4_711])
    n, count = crowd.n, len(law.weights)
    thresholds = np.sort(rng.normal(0, 0.15, (count, law.top)), 1) + np.arange(law.top) - (law.top - 1) / 2
    sharpness = np.exp(0.2 * rng.standard_normal(count))
    bias = (
        law.leniency * crowd.is_lenient
        + crowd.leniency_sd * rng.standard_normal()
        + law.bias_sd * rng.standard_normal(n)
    )
    noise = np.exp(law.noise_spread * rng.standard_normal(n))
    lazy, kind = rng.random(n) < crowd.lazy, rng.random(n)
    habit = rng.choice([law.top - 1, law.top], n, p=[0.7, 0.3])

    def cut(raw: np.ndarray) -> tuple[int, ...]:
        return tuple(int(x) for x in np.clip(np.rint(raw), law.lowest, law.top))

    def levels(who: int, trait: np.ndarray) -> tuple[int, ...]:
        if lazy[who] and kind[who] < 0.5:
            return (int(habit[who]),) * count
        if lazy[who] and kind[who] < 0.9:
            return cut(habit[who] + rng.normal(0, 0.5, count))
        if lazy[who]:
            return tuple(int(x) for x in rng.integers(law.lowest, law.top + 1, count))
        error = noise[who] * (law.halo * rng.standard_normal() + law.error * rng.standard_normal(count) * sharpness)
        seen = trait + bias[who] + error
        if law.is_ordinal:
            return tuple(int(x) for x in (seen[:, None] > thresholds).sum(1))
        slipped = rng.random(count) < law.slips
        return cut(np.where(slipped, rng.integers(law.lowest, law.top + 1, count), seen))

    return [_round(law, crowd, rng, thresholds, levels, seed + index) for index in range(crowd.rounds)]


def _round(
    law: Law,
    crowd: Crowd,
    rng: np.random.Generator,
    thresholds: np.ndarray,
    levels: Callable[[int, np.ndarray], tuple[int, ...]],
    seed: int,
) -> Class:
    n, count = crowd.n, len(law.weights)
    weights = np.array(law.weights, float) / sum(law.weights)
    together = np.linalg.cholesky((1 - law.shared) * np.eye(count) + law.shared)
    trait = law.quality(rng, n)[:, None] + law.criterion_sd * rng.standard_normal((n, count)) @ together.T
    if not law.is_ordinal:
        trait = np.clip(trait, law.lowest, law.top)
    truth = expected(trait, thresholds, law) if law.is_ordinal else trait
    pairs = allocate(range(n), crowd.k, unit={}, strength={}, seed=seed)
    absent = rng.random(n) < crowd.no_show
    reviews = [Review(work, who, levels(who, trait[work])) for who, work in sorted(pairs) if not absent[who]]
    result = Class(Rubric(law.weights, law.top), {i: i for i in range(n)}, reviews, 100 * truth @ weights / law.top)
    for i in rng.permutation(n)[: crowd.trainer]:
        own = np.clip(truth[i] + 0.25 * rng.standard_normal(), law.lowest, law.top)
        result.trainer.append(TrainerGrade(int(i), tuple(float(x) for x in own), 0.25))
    return result


def expected(trait: np.ndarray, thresholds: np.ndarray, law: Law) -> np.ndarray:
    """The level that a reviewer without bias gives on average."""
    strays = np.linspace(-4, 4, 41)
    share = np.exp(-(strays**2) / 2) / np.exp(-(strays**2) / 2).sum()
    seen = trait[..., None] + strays * np.hypot(law.halo, law.error)
    return sum(((seen > thresholds[:, [j]]) * share).sum(-1) for j in range(law.top))


def sized(letter: str, n: int) -> Crowd:
    """The crowd of a scenario with another number of people and as many trainer grades per work."""
    crowd = CROWDS[letter]
    return replace(crowd, n=n, trainer=crowd.trainer * n // 1000)
