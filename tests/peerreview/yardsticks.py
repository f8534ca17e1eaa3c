"""What our grades are measured by: mean, median, shrunk mean, and the bound with every reviewer known."""

from collections.abc import Callable

import numpy as np

from app.peerreview.core.aggregation import Rubric
from tests.peerreview.simulation import Class, Scenario


def points(levels: tuple[float | None, ...], rubric: Rubric) -> float:
    pairs = [(x, w) for x, w in zip(levels, rubric.weights, strict=True) if x is not None]
    return 100 * sum(x * w for x, w in pairs) / sum(w for _, w in pairs) / rubric.max_level


def mean_grades(group: Class) -> np.ndarray:
    """The plain mean; a work without reviews gets the class mean."""
    return _by_work(group, lambda rows: float(np.mean([points(tuple(r), group.rubric) for r in rows])))


def median_grades(group: Class) -> np.ndarray:
    """The median per criterion; a work without reviews gets the class's mean of it."""
    return _by_work(group, lambda rows: points(tuple(np.median(rows, axis=0)), group.rubric))


def shrunk_grades(group: Class) -> np.ndarray:
    """The mean pulled towards the class's by the number of reviews, less the leniency on trainer-graded works.

    Variances within and between works by moments; the offset is shrunk by its own uncertainty (4 points are believed).
    """
    given: dict[int, list[float]] = {}
    for review in group.reviews:
        given.setdefault(review.submission, []).append(points(review.levels, group.rubric))
    means, counts = (np.array([f(rows) for rows in given.values()], float) for f in (np.mean, len))
    within = sum(np.var(rows) * len(rows) for rows in given.values()) / max((counts - 1).sum(), 1)
    between = max(np.var(means) - within * (1 / counts).mean(), 1.0)
    middle, plain = means.mean(), mean_grades(group)
    number = np.array([len(given.get(work, ())) for work in range(len(group.truth))])
    pulled = middle + (plain - middle) * between * number / (between * number + within)
    checked = [one for one in group.trainer if number[one.submission]]
    gaps = [plain[one.submission] - points(one.levels, group.rubric) for one in checked]
    noise = sum(1 / (within / number[one.submission]) for one in checked)
    offset = np.mean(gaps) * noise / (noise + 1 / 4.0**2) if gaps else 0.0
    grades = pulled - offset
    for one in group.trainer:
        grades[one.submission] = points(one.levels, group.rubric)
    return grades


def bound_grades(group: Class, s: Scenario) -> np.ndarray:
    """What nobody can beat by much: bias, slope and noise of everyone known, careless reviews and favours left out.

    Linear and Gaussian; a trainer's grade is final for its work.
    """
    middle, count = 100 * s.quality_mean, len(s.weights)
    spread = 1e4 * (s.quality_sd**2 + s.criterion_sd**2 / count)
    precision = np.full(len(group.truth), 1 / spread)
    pull = precision * middle
    rounding = 1 / 12 / s.max_level**2
    for review in group.reviews:
        who = review.reviewer
        if group.people["lazy"][who] or group.friends.get(who) == review.submission:
            continue
        slope, noise = group.people["slope"][who], group.people["noise"][who]
        told = points(review.levels, group.rubric) - 100 * group.people["bias"][who] - middle * (1 - slope)
        var = 1e4 * (noise**2 * (s.halo_sd**2 + s.error_sd**2 / count) + rounding / count) / slope**2
        precision[review.submission] += 1 / var
        pull[review.submission] += told / slope / var
    grades = pull / precision
    for one in group.trainer:
        grades[one.submission] = points(one.levels, group.rubric)
    return grades


def _by_work(group: Class, grade: Callable[[np.ndarray], float]) -> np.ndarray:
    rows: dict[int, list[tuple[float, ...]]] = {}
    for review in group.reviews:
        rows.setdefault(review.submission, []).append(review.levels)
    known = {work: grade(np.array(levels)) for work, levels in rows.items()}
    fallback = float(np.mean(list(known.values()))) if known else 50.0
    return np.array([known.get(work, fallback) for work in range(len(group.truth))])
