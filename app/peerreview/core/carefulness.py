"""How far each review counts: careful, stamped, nearly stamped, ticked at random, or a favour or grudge of its own.

Every reviewer is one of four kinds; a careful one's single review may still be for or against a
person and not for the work. What a review says is weighed by the probability that it is careful.
Source: peer-review.md (lazy mixture per reviewer, "all criteria equal" as evidence).
"""

from dataclasses import dataclass

import numpy as np

from app.peerreview.core.rows import Array, Flags, Rows

CAREFUL, STAMPER, NEAR_STAMPER = 0, 1, 2
KINDS = np.array([34.0, 4.0, 2.0, 2.0])
"""Careful, stamper (one level down the page), near-stamper (close to one level, whatever he reads), at random:
beliefs worth 42 reviewers."""
SHAPES = np.array([
    [1.0, 2.0, 4.0, 7.0, 6.0],
    [40.0, 20.0, 12.0, 4.0, 4.0],
    [10.0, 15.0, 35.0, 15.0, 5.0],
    [2.0, 2.0, 8.0, 20.0, 48.0],
    [5.0, 4.0, 4.0, 4.0, 3.0],
])  # fmt: skip
"""How the reviews of each kind spread over the shapes of `Rows`; last, careful ones of works near an end of the scale.

The careless rows weigh 80 reviews, or a small class would teach them what careful ones do.
"""
END = 0.85
STAMP_SD, STAMP_WITHIN, NEAR_STAMP_WITHIN, RANDOM_SD, RANDOM_SHIFT_SD = 18.0, 8.0, 6.0, 18.0, 4.0
FAR_STAMP, FAR_STAMP_SD = 0.05, 55.0
"""Share of stampers whose level lies anywhere: without them one hostile reviewer (all 0) would pass for a careful one."""
FAVOUR, MUTUAL_FAVOUR, FAVOUR_MIDDLE, FAVOUR_SD = 0.01, 0.3, 75.0, 25.0
GRUDGE, GRUDGE_DENSITY, NEAR = 0.002, 0.025, 3.0
"""Single hostile reviews, their density per point, and how near an end of the scale (points) they lie."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Per review what all other reviews say: of its work (mean, var), of its writer's bias, and the noise it has."""

    work: Array
    work_var: Array
    bias: Array
    bias_var: Array
    noise: Array


@dataclass(frozen=True, slots=True)
class Habits:
    """What each copy of the class teaches of the kinds: shares, shapes of their reviews, where stampers stamp."""

    kinds: Array
    shapes: Array
    stamp: Array


@dataclass(frozen=True, slots=True)
class _Given:
    """Per reviewer how many reviews he gave, and the sums of their points and of the squares of these."""

    count: Array
    total: Array
    square: Array

    def stamped(self, stamp: Array, within: float) -> Array:
        """Log density of his points if he gave every work the same but for `within` points."""
        usual, anywhere = self.around(stamp, within, STAMP_SD), self.around(50.0, within, FAR_STAMP_SD)
        result: Array = np.logaddexp(usual + np.log(1 - FAR_STAMP), anywhere + np.log(FAR_STAMP))
        return result

    def around(self, middle: Array | float, sd: float, shift_sd: float) -> Array:
        """Log density of his points around `middle` with a shift that all of them share."""
        first = (self.total - self.count * middle) / sd
        square = (self.square - 2 * middle * self.total + self.count * middle**2) / sd**2
        common = (shift_sd / sd) ** 2
        shared = 1 + common * self.count
        result: Array = -0.5 * (2 * self.count * np.log(sd) + np.log(shared) + square - first**2 * common / shared)
        return result


def learn(rows: Rows, beside: Beside, kinds: Array) -> Habits:
    """Fit the habits to the present beliefs `kinds` (reviewer x kind)."""
    near, crew = _near_end(rows, beside), rows.crew[rows.reviewer]
    weights = kinds[rows.reviewer].T * rows.has_shape
    size = SHAPES.shape[1]
    groups = (weights[CAREFUL] * ~near, *weights[CAREFUL + 1 :], weights[CAREFUL] * near)
    found = [np.bincount(crew * size + rows.shape, weight, rows.copies * size) for weight in groups]
    counts = SHAPES + np.stack([one.reshape(rows.copies, size) for one in found], axis=1)
    shares = KINDS + np.stack([rows.of_crew(column) for column in kinds.T], axis=1)
    stamped = kinds[rows.reviewer][:, [STAMPER, NEAR_STAMPER]].sum(1) + 1e-3
    total = np.bincount(crew, stamped, rows.copies)
    return Habits(
        shares / shares.sum(1, keepdims=True),
        counts / counts.sum(2, keepdims=True),
        np.bincount(crew, stamped * rows.points, rows.copies) / np.maximum(total, 1e-9),
    )


def judge_reviewers(
    rows: Rows,
    beside: Beside,
    habits: Habits,
    honest: Array,
    *,
    bias: Array,
    bias_var: Array,
    log_lazy: Array,
) -> Array:
    """Return per reviewer the probabilities of the four kinds; the last three are what was known before (`carried`)."""
    gap = rows.points - beside.work - bias[rows.reviewer]
    careful = _careful(rows, gap, beside.work_var + beside.noise, bias_var, honest)
    given = _Given(*(rows.at_reviewer(one) for one in (np.ones_like(gap), rows.points, rows.points**2)))
    stamp = habits.stamp[rows.crew]
    stamper, near_stamper = (given.stamped(stamp, within) for within in (STAMP_WITHIN, NEAR_STAMP_WITHIN))
    chance = given.around(50.0, RANDOM_SD, RANDOM_SHIFT_SD)
    log = np.stack([careful, stamper, near_stamper, chance], axis=1) + np.log(habits.kinds)[rows.crew]
    log[:, CAREFUL] -= log_lazy
    shapes = np.log(_shape_rates(rows, beside, habits)) * rows.has_shape
    log += np.stack([rows.at_reviewer(one) for one in shapes], axis=1)
    odds = np.exp(log - log.max(1, keepdims=True))
    result: Array = odds / odds.sum(1, keepdims=True)
    return result


def judge_reviews(rows: Rows, beside: Beside, habits: Habits) -> Array:
    """Return per review the probability that it is neither favour nor grudge."""
    far = rows.points - beside.work - beside.bias
    var = beside.work_var + beside.noise + beside.bias_var
    rates = _shape_rates(rows, beside, habits)
    shape = np.where(rows.has_shape, rates[STAMPER] / rates[CAREFUL], 1.0)
    rate = np.where(rows.mutual, MUTUAL_FAVOUR, FAVOUR)
    favour = rate * np.exp(-((rows.points - FAVOUR_MIDDLE) ** 2) / FAVOUR_SD**2 / 2) / FAVOUR_SD
    fair = (1 - rate - GRUDGE) * np.exp(-(far**2) / var / 2) / np.sqrt(var)
    lowest = 100 * rows.lowest[rows.crew[rows.reviewer]]
    is_extreme = (rows.points < lowest + NEAR) | (rows.points > 100 - NEAR)
    partial = shape * (favour + GRUDGE * GRUDGE_DENSITY * is_extreme)
    result: Array = 1 / (1 + partial / np.maximum(fair, 1e-300))
    return result


def _near_end(rows: Rows, beside: Beside) -> Flags:
    expected = (beside.work + beside.bias) / 100
    lowest = rows.lowest[rows.crew[rows.reviewer]]
    near: Flags = (expected > lowest + END * (1 - lowest)) | (expected < lowest + (1 - END) * (1 - lowest))
    return near


def _shape_rates(rows: Rows, beside: Beside, habits: Habits) -> Array:
    """Return for each kind of reviewer and each review how usual its shape is, kind by row.

    Good works get equal high levels from careful reviewers too: those have rates of their own.
    """
    careful, *careless, at_end = habits.shapes[rows.crew[rows.reviewer], :, rows.shape].T
    return np.stack([np.where(_near_end(rows, beside), at_end, careful), *careless])


def _careful(rows: Rows, gap: Array, var: Array, common: Array, weight: Array) -> Array:
    """Log density of each reviewer's gaps that share one unknown shift of variance `common`, their bias."""
    precision = rows.at_reviewer(weight / var)
    first = rows.at_reviewer(weight * gap / var)
    square = rows.at_reviewer(weight * gap**2 / var)
    shared = 1 + common * precision
    log = rows.at_reviewer(weight * np.log(var)) + np.log(shared)
    result: Array = -0.5 * (log + square - first**2 * common / shared)
    return result
