"""How far grades lie from a simulated truth: mean, median per criterion and ours, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from app.peerreview.core.aggregation import Result, Reviewer, aggregate
from tests.peerreview.other_simulations import Crowd, Law, draw
from tests.peerreview.simulation import Class, Scenario, simulate
from tests.peerreview.yardsticks import bound_grades, mean_grades, median_grades, shrunk_grades


@dataclass(frozen=True)
class Score:
    """Root mean square errors in points over all seeds, with what each seed gave."""

    by_seed: np.ndarray  # squared errors of mean, median and ours; coverage; squared errors of the shrunk mean

    def _rms(self, column: int) -> float:
        return float(np.sqrt(self.by_seed[:, column].mean()))

    @property
    def mean(self) -> float:
        return self._rms(0)

    @property
    def median(self) -> float:
        return self._rms(1)

    @property
    def ours(self) -> float:
        return self._rms(2)

    @property
    def shrunk(self) -> float:
        return self._rms(4)

    @property
    def coverage(self) -> float:
        return float(np.nanmean(self.by_seed[:, 3]))

    def interval(self, column: int, draws: int = 1000) -> tuple[float, float]:
        """The 95 % bootstrap interval over seeds of an RMSE (0 mean, 1 median, 2 ours)."""
        return self._bootstrap(lambda rows: np.sqrt(rows[:, column].mean()), draws)

    def ratio_interval(self, beside: int = 0, draws: int = 1000) -> tuple[float, float]:
        """The 95 % bootstrap interval over seeds of ours / another column (0 mean, 4 shrunk mean)."""
        return self._bootstrap(lambda rows: np.sqrt(rows[:, 2].mean() / rows[:, beside].mean()), draws)

    def _bootstrap(self, number: object, draws: int) -> tuple[float, float]:
        rng = np.random.default_rng(1)
        count = len(self.by_seed)
        values = [number(self.by_seed[rng.integers(count, size=count)]) for _ in range(draws)]
        return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def measure(scenario: Scenario, seeds: Iterable[int], *, carry: bool = True) -> Score:
    """Errors over the works that have a review; coverage over those that no trainer graded."""
    return Score(np.array([_errors(simulate(scenario, seed), carry=carry) for seed in seeds]))


def measure_other(law: Law, crowd: Crowd, seeds: Iterable[int], *, carry: bool = True) -> Score:
    """The same for classes that are drawn by another law."""
    return Score(np.array([_errors(draw(law, crowd, seed), carry=carry) for seed in seeds]))


def _errors(groups: Iterable[Class], *, carry: bool) -> np.ndarray:
    known: tuple[Reviewer, ...] | None = None
    rows = []
    for group in groups:
        result = result_of(group, known)
        known = result.reviewers if carry else None
        grades = sorted(result.grades, key=lambda grade: grade.submission)
        reviewed = np.array([grade.n_reviews > 0 for grade in grades])
        error = np.array([grade.grade for grade in grades]) - group.truth
        inside = [
            grade.lo90 <= group.truth[i] <= grade.hi90
            for i, grade in enumerate(grades)
            if grade.status in {"ok", "wide"}
        ]
        rows.append(
            [
                ((mean_grades(group) - group.truth)[reviewed] ** 2).mean(),
                ((median_grades(group) - group.truth)[reviewed] ** 2).mean(),
                (error[reviewed] ** 2).mean(),
                np.mean(inside),
                ((shrunk_grades(group) - group.truth)[reviewed] ** 2).mean(),
            ]
        )
    return np.mean(rows, axis=0)


def beside_bound(scenario: Scenario, seeds: Iterable[int]) -> tuple[float, float, float]:
    """Errors of the mean, of ours and of the bound over the works that have a review."""
    squares = []
    for seed in seeds:
        known: tuple[Reviewer, ...] | None = None
        for group in simulate(scenario, seed):
            result = result_of(group, known)
            known = result.reviewers
            grades = sorted(result.grades, key=lambda grade: grade.submission)
            reviewed = np.array([grade.n_reviews > 0 for grade in grades])
            ours = np.array([grade.grade for grade in grades])
            found = (mean_grades(group), ours, bound_grades(group, scenario))
            squares.append([((one - group.truth)[reviewed] ** 2).mean() for one in found])
    mean, own, bound = np.sqrt(np.mean(squares, axis=0))
    return float(mean), float(own), float(bound)


def result_of(group: Class, priors: tuple[Reviewer, ...] | None = None) -> Result:
    return aggregate(
        group.reviews,
        group.authors,
        group.rubric,
        trainer=group.trainer,
        calibration=group.calibration,
        calibration_truth=group.calibration_truth,
        reviewer_priors=priors,
    )


def graded(group: Class) -> dict[int, float]:
    return {grade.submission: grade.grade for grade in result_of(group).grades}


@dataclass(frozen=True)
class Attack:
    """Moves in points: of victims, of the same works were the review not there, and of the attacker's own work."""

    victims: list[float]
    lost: list[float]
    means: list[float]
    own: list[float]


def attack(
    group: Class,
    before: dict[int, float],
    hostile: int,
    level: int,
    *,
    only_one: bool,
    lost: list[float] | None = None,
) -> Attack:
    """Let one reviewer give `level` on every criterion, to one victim or to all whom he reviews.

    `before` is `graded(group)`; `lost` may come from an attack on the same works, as it does not hang on the level.
    """
    plain = mean_grades(group)
    mine = [review.submission for review in group.reviews if review.reviewer == hostile]
    hit = set(mine[:1] if only_one else mine)
    rows, fewer = [], []
    for review in group.reviews:
        is_hit = review.reviewer == hostile and review.submission in hit
        rows.append(replace(review, levels=(level,) * len(review.levels)) if is_hit else review)
        fewer += [] if is_hit else [review]
    harmed = replace(group, reviews=rows)
    after, plain_after = graded(harmed), mean_grades(harmed)
    if lost is None:
        without = graded(replace(group, reviews=fewer))
        lost = [abs(without[work] - before[work]) for work in hit]
    own_is_final = any(grade.submission == hostile for grade in group.trainer)
    return Attack(
        [abs(after[work] - before[work]) for work in hit],
        lost,
        [abs(plain_after[work] - plain[work]) for work in hit],
        [] if own_is_final else [abs(after[hostile] - before[hostile])],
    )
