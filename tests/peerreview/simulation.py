"""Classes that are made up with a seed, so that grades can be compared with a known truth.

The scenarios carry the letters of peer-review.md. A class is drawn like this: every work has a
quality on the level scale 0-max and every criterion strays from it; a careful reviewer has a
bias (class leniency + his own), a slope near 1, an impression per work (halo) and an error per
criterion, rounded to whole levels; a lazy one ticks one level (or nearly one) down the whole
page, or ticks at random; a pair of friends gives each other the highest level; a no-show sends
nothing. The trainer errs by `trainer_sd` per work.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from app.peerreview.core.aggregation import CalibrationReview, Review, Rubric, TrainerGrade
from app.peerreview.core.allocation import allocate


@dataclass(frozen=True)
class Scenario:
    name: str
    n: int = 1000
    k: int = 4
    lazy: float = 0.0
    pairs: float = 0.0
    no_show: float = 0.0
    trainer: float = 0.0
    trainer_count: int | None = None
    calibrations: int = 0
    rounds: int = 1
    leniency: float = 0.0
    leniency_sd: float = 0.0
    quality_mean: float = 0.62
    quality_sd: float = 0.16
    criterion_sd: float = 0.08
    hardness: float = 0.0
    bias_sd: float = 0.045
    halo_sd: float = 0.045
    error_sd: float = 0.19
    error_spread: float = 0.35
    slope_sd: float = 0.08
    trainer_sd: float = 0.0625
    lazy_kind: str = "mixed"
    weights: tuple[float, ...] = (1, 1, 1, 1, 1, 1)
    max_level: int = 4
    lowest: int = 0


@dataclass
class Class:
    rubric: Rubric
    authors: dict[int, int]
    reviews: list[Review]
    truth: np.ndarray
    trainer: list[TrainerGrade] = field(default_factory=list)
    calibration: list[CalibrationReview] = field(default_factory=list)
    calibration_truth: dict[str, tuple[float, ...]] = field(default_factory=dict)
    people: dict[str, np.ndarray] = field(default_factory=dict)
    friends: dict[int, int] = field(default_factory=dict)


_CROWD = Scenario("C", lazy=0.10, pairs=0.02, no_show=0.20, leniency=0.05)
SCENARIOS = {
    "A": Scenario("A"),
    "C": _CROWD,
    "D": replace(_CROWD, name="D", trainer=0.05),
    "F": replace(_CROWD, name="F", trainer=0.10, calibrations=3),
    "G": replace(_CROWD, name="G", lazy=0.25, pairs=0.10, no_show=0.30, leniency=0.06, trainer=0.05),
    "J": replace(_CROWD, name="J", trainer=0.05, rounds=4),
}


def small(n: int, trainer_count: int, **changes: object) -> Scenario:
    """The class that exists: few people, k = 3, 30 % no-show, levels 1-4, leniency of its own."""
    base = Scenario(
        f"n={n}, {trainer_count} trainer",
        n=n, k=3, no_show=0.30, lazy=0.05, trainer_count=trainer_count,
        leniency_sd=0.05, lowest=1, quality_mean=0.68, quality_sd=0.13,
    )  # fmt: skip
    return replace(base, **changes)


def simulate(scenario: Scenario, seed: int) -> list[Class]:
    """The classes of all rounds of a scenario: the same people, new works."""
    rng = np.random.default_rng([seed, 20_240])
    s, n = scenario, scenario.n
    people = {
        "bias": s.leniency + s.leniency_sd * rng.standard_normal() + s.bias_sd * rng.standard_normal(n),
        "slope": 1 + s.slope_sd * rng.standard_normal(n),
        "noise": np.exp(s.error_spread * rng.standard_normal(n)),
        "lazy": rng.random(n) < s.lazy,
        "kind": rng.random(n),
        "habit": np.clip(rng.normal(0.75, 0.15, n), 0.25, 1),
    }
    friends: dict[int, int] = {}
    order = rng.permutation(n)
    for i in range(int(s.pairs * n / 2)):
        a, b = int(order[2 * i]), int(order[2 * i + 1])
        friends[a], friends[b] = b, a
    return [_round(s, people, friends, rng, index) for index in range(s.rounds)]


def _round(
    s: Scenario, people: dict[str, np.ndarray], friends: dict[int, int], rng: np.random.Generator, index: int
) -> Class:
    n, top = s.n, s.max_level
    count = len(s.weights)
    weights = np.asarray(s.weights, float) / sum(s.weights)
    quality = rng.normal(s.quality_mean, s.quality_sd, n)
    low = s.lowest / top
    # Some criteria are harder than others, by up to `hardness` either way.
    hard = np.linspace(-s.hardness, s.hardness, count)
    true = np.clip(quality[:, None] + hard + s.criterion_sd * rng.standard_normal((n, count)), low, 1)
    pairs = allocate(range(n), s.k, unit={i: i // 12 for i in range(n)}, strength={}, seed=int(rng.integers(1 << 31)))
    absent = rng.random(n) < s.no_show
    edges = {(int(a), int(b)) for a, b in pairs if not absent[a]}
    edges |= {(a, b) for a, b in friends.items() if not absent[a]}
    reviews = [
        Review(b, a, _levels(s, people, a, true[b], rng, is_friend=friends.get(a) == b)) for a, b in sorted(edges)
    ]
    result = Class(
        Rubric(tuple(s.weights), top), {i: i for i in range(n)}, reviews, 100 * true @ weights,
        people=people, friends=friends,
    )  # fmt: skip
    graded = s.trainer_count if s.trainer_count is not None else round(s.trainer * n)
    for i in rng.permutation(n)[:graded]:
        levels = np.clip(true[i] + s.trainer_sd * rng.standard_normal(), low, 1) * top
        result.trainer.append(TrainerGrade(int(i), tuple(float(x) for x in levels), s.trainer_sd * top))
    for c in range(s.calibrations):
        item = f"gold-{index}-{c}"
        gold = np.clip(rng.normal(0.6, 0.2) + s.criterion_sd * rng.standard_normal(count), low, 1)
        gold = np.rint(gold * top) / top
        result.calibration_truth[item] = tuple(float(x) for x in gold * top)
        result.calibration += [
            CalibrationReview(item, i, _levels(s, people, i, gold, rng, is_friend=False))
            for i in range(n)
            if not absent[i]
        ]
    return result


def _levels(
    s: Scenario, people: dict[str, np.ndarray], who: int, true: np.ndarray, rng: np.random.Generator, *, is_friend: bool
) -> tuple[int, ...]:
    count, top = len(true), s.max_level
    if is_friend:
        return (top,) * count
    if people["lazy"][who]:
        kind = {"same": 0.0, "nearly": 0.6, "random": 0.9}.get(s.lazy_kind, people["kind"][who])
        if kind < 0.55:
            level = int(np.clip(np.rint(people["habit"][who] * top + rng.normal(0, 0.3)), s.lowest, top))
            return (level,) * count
        if kind < 0.8:
            raw = people["habit"][who] * top + rng.normal(0, 0.45, count)
            return tuple(int(x) for x in np.clip(np.rint(raw), s.lowest, top))
        return tuple(int(x) for x in rng.integers(s.lowest, top + 1, count))
    noise = people["noise"][who]
    middle = s.quality_mean + people["slope"][who] * (true - s.quality_mean) + people["bias"][who]
    raw = middle + noise * s.halo_sd * rng.standard_normal() + noise * s.error_sd * rng.standard_normal(count)
    return tuple(int(x) for x in np.clip(np.rint(raw * top), s.lowest, top))
