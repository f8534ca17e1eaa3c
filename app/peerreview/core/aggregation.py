"""Turn the reviews of one assignment into grades with intervals, against careless reviewers too.

A review's points g of reviewer r for work i are s_i + b_r + error: the work's quality, the
reviewer's bias and noise of his own size (Piech et al. 2013, PG1). Means travel as leave-one-out
Gaussian messages between works and reviewers. Each reviewer is careful, a stamper (one level down
the page) or ticks at random, each single review may be a favour, and what is not careful counts
by its probability. Works that a trainer graded and practice texts show how kind the class is.
"""

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from app.peerreview.core.records import (
    CalibrationReview,
    Grade,
    GradeStatus,
    Result,
    Review,
    Reviewer,
    Rubric,
    TrainerGrade,
)

__all__ = [
    "CalibrationReview",
    "Grade",
    "GradeStatus",
    "Result",
    "Review",
    "Reviewer",
    "Rubric",
    "TrainerGrade",
    "aggregate",
]

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]
Node = tuple[str, Hashable]  # "work" or "text", and its id

NOTHING: Mapping[Hashable, Sequence[float | None]] = MappingProxyType({})
SWEEPS, SETTLED, DAMPING, WARM_UP = 40, 0.02, 0.5, 4
# What a class looks like before its reviews are seen, in points, and how many rows that is worth.
QUALITY_SD, QUALITY_ROWS = 14.0, 6.0
NOISE_SD, NOISE_ROWS = 11.0, 20.0
BIAS_SD, BIAS_ROWS = 5.0, 10.0
LENIENCY_SD, UNKNOWN_LENIENCY_SD, SLOPE_SD = 4.0, 5.0, 0.15
SLOPE = 0.06  # the ends of the scale cut errors off: reviewers see the best and worst as nearer
NOISE_DEGREES = 12.0  # nu0 of peer-review.md
SPREAD_DEGREES, SPREAD_ROWS = 6.0, 100.0
GOLD_SD = 0.1  # levels: practice texts are agreed on by several trainers
KINDS = np.array([34.0, 4.0, 2.0])  # careful, stamper, at random: beliefs worth 40 reviewers
# How reviews of each kind spread over their criteria: all equal, then by multiples of the usual.
SPREADS = (0.25, 0.6, 1.2)
# The careless rows weigh 80 reviews, or a small class would teach them what careful ones do.
SHAPES = np.array([[1.0, 2.0, 4.0, 7.0, 6.0], [40.0, 20.0, 12.0, 4.0, 4.0], [2.0, 2.0, 8.0, 20.0, 48.0]])
AT_END = np.array([5.0, 4.0, 4.0, 4.0, 3.0])  # careful reviews of works near the end of the scale
END = 0.85
STAMP_SD, STAMP_WITHIN, RANDOM_SD = 18.0, 8.0, 18.0
FAVOUR, MUTUAL_FAVOUR, FAVOUR_SD, MUTUAL_RARE = 0.01, 0.3, 25.0, 0.15
WIDE_SD = 12.5  # half a level of four: the interval then spans more than a level
CARRIED_DRIFT = 1.0  # points by which a reviewer's bias may wander between assignments
TO_CHECK = 10
ESTIMATED = 1.1  # the class's own figures are estimates too: variances are that much larger


def aggregate(
    reviews: Iterable[Review],
    authors: Mapping[Hashable, Hashable],
    rubric: Rubric,
    *,
    trainer: Iterable[TrainerGrade] = (),
    calibration: Iterable[CalibrationReview] = (),
    calibration_truth: Mapping[Hashable, Sequence[float | None]] = NOTHING,
    reviewer_priors: Mapping[Hashable, Reviewer] | Iterable[Reviewer] | None = None,
    shrink: bool = True,
    min_reviews: int = 2,
) -> Result:
    """Return the grades of all submissions in `authors` (submission -> author), in points 0-100.

    Levels run up to `rubric.max_level` (0-4 and 1-4 alike); None is a criterion not assessed. A
    review of one's own work and one without any level are left out. A trainer's grade is final
    for its work (the last one given counts). Without any trainer grade or practice text the
    leniency is 0 and 5 points of sd are added (in quadrature) to every interval; 90 % intervals
    are +-1.645 sd, cut to 0-100. `reviewer_priors` are the reviewers of an earlier result.
    `shrink=False` leaves out the pull towards the class mean. A work with fewer than
    `min_reviews` reviews or an sd above 12.5 is `wide`. The order of the rows changes nothing.
    Raises ValueError when levels and weights differ in number, a level lies outside
    0-max_level, or the weights do not sum to more than 0.
    Source: peer-review.md (aggregation); Piech et al. 2013, arXiv 1307.2579.
    """
    data = _Data(rubric, authors)
    for review in reviews:
        if review.submission not in authors or authors[review.submission] != review.reviewer:
            data.add(("work", review.submission), review.reviewer, review.levels)
    for practice in calibration:
        data.add(("text", practice.item), practice.reviewer, practice.levels)
    for own in trainer:
        data.anchor(("work", own.submission), own.levels, own.sd)
    for item, levels in calibration_truth.items():
        data.anchor(("text", item), levels, GOLD_SD)
    data.close()
    priors = reviewer_priors.values() if isinstance(reviewer_priors, Mapping) else reviewer_priors
    model = _Model(data, {prior.reviewer: prior for prior in priors or ()}, shrink)
    iterations, converged = model.run()
    return _result(data, model, min_reviews, iterations, converged)


class _Data:
    """The rows of a class as arrays; edges are sorted, so that their order cannot matter."""

    def __init__(self, rubric: Rubric, authors: Mapping[Hashable, Hashable]) -> None:
        self.weights = np.array(rubric.weights, dtype=float)
        self.top = float(rubric.max_level)
        if not (self.weights.size and self.weights.sum() > 0 and self.top > 0):
            raise ValueError("the rubric needs weights with a sum and a highest level above 0")
        self.weights /= self.weights.sum()
        self.authors = authors
        self.rows: list[tuple[Node, Hashable, Sequence[float | None]]] = []
        self.anchors: dict[Node, list[tuple[float, float]]] = {}

    def add(self, node: Node, reviewer: Hashable, levels: Sequence[float | None]) -> None:
        self._check(levels)
        if any(level is not None for level in levels):
            self.rows.append((node, reviewer, levels))

    def anchor(self, node: Node, levels: Sequence[float | None], sd: float) -> None:
        self._check(levels)
        pairs = [(x, w) for x, w in zip(levels, self.weights, strict=True) if x is not None and w]
        if pairs:
            share = sum(x * w for x, w in pairs) / sum(w for _, w in pairs) / self.top
            self.anchors.setdefault(node, []).append((100 * share, max(100 * sd / self.top, 0.1)))

    def _check(self, levels: Sequence[float | None]) -> None:
        if len(levels) != self.weights.size:
            raise ValueError(f"{len(levels)} levels for {self.weights.size} criteria")
        if any(x is not None and not 0 <= x <= self.top for x in levels):
            raise ValueError(f"a level outside 0-{self.top:g}: {tuple(levels)}")

    def close(self) -> None:
        """Number works and reviewers and turn levels into points and shapes."""
        nodes: set[Node] = {("work", name) for name in self.authors} | set(self.anchors)
        self.nodes = sorted(nodes | {row[0] for row in self.rows}, key=repr)
        self.reviewers = sorted({row[1] for row in self.rows}, key=repr)
        number = {node: i for i, node in enumerate(self.nodes)}
        who = {name: i for i, name in enumerate(self.reviewers)}
        work = np.array([number[row[0]] for row in self.rows], dtype=np.int64)
        reviewer = np.array([who[row[1]] for row in self.rows], dtype=np.int64)
        levels = np.array([row[2] for row in self.rows], dtype=float).reshape(-1, self.weights.size)
        order = np.lexsort((*np.nan_to_num(levels, nan=-1.0).T, reviewer, work))
        self.work, self.reviewer = work[order], reviewer[order]
        self._measure(levels[order] / self.top)
        self.is_work = np.array([node[0] == "work" for node in self.nodes], dtype=np.bool_)
        self.mutual = self._mutual()
        self.anchor_at = np.array([number[node] for node in sorted(self.anchors, key=repr)], dtype=np.int64)
        combined = [_combine(self.anchors[node]) for node in sorted(self.anchors, key=repr)]
        self.anchor_mean = np.array([mean for mean, _ in combined])
        self.anchor_var = np.array([var for _, var in combined])

    def _measure(self, levels: Array) -> None:
        known = ~np.isnan(levels)
        filled = np.where(known, levels, 0.0)
        typical = filled.sum(0) / np.maximum(known.sum(0), 1)
        share = known @ self.weights
        # A criterion of weight 0 alone says nothing on the grade; it then counts as the typical.
        safe = np.where(share > 0, share, 1.0)
        strays = np.where(known, levels - typical, 0.0)
        middle = (strays @ self.weights) / safe
        self.points = 100 * (typical @ self.weights + middle)
        self.missing = 1 / np.maximum(share, 0.1)
        count = known.sum(1)
        inner = np.where(known, strays - middle[:, None], 0.0)
        self.spread = (inner**2).sum(1) / np.maximum(count - 1, 1)
        usual = float(np.median(self.spread[self.spread > 0])) if (self.spread > 0).any() else 1.0
        # One level down the page shows in the levels as they are: taking off each criterion's usual
        # height would hide it where some criteria are harder than others.
        highest = np.where(known, levels, -1.0).max(1, initial=-1.0)
        is_flat = highest <= np.where(known, levels, 2.0).min(1, initial=2.0)
        self.shape = np.where(is_flat, 0, 1 + np.digitize(self.spread / usual, SPREADS))
        self.lowest, self.highest = (float(np.nanmin(levels)), 1.0) if levels.size else (0.0, 1.0)
        # With fewer than three criteria "all equal" is no sign of anything.
        self.has_shape = count >= 3  # noqa: PLR2004

    def _mutual(self) -> npt.NDArray[np.bool_]:
        author_of = [self.authors.get(node[1]) if node[0] == "work" else None for node in self.nodes]
        who = {name: i for i, name in enumerate(self.reviewers)}
        author = np.array([who.get(name, -1) if name is not None else -1 for name in author_of], dtype=np.int64)
        by, to = self.reviewer, author[self.work] if self.work.size else self.work
        width = len(self.reviewers) + 1
        pairs = np.isin(by * width + to, to * width + by) & (to >= 0)
        return pairs if pairs.sum() <= MUTUAL_RARE * pairs.size else np.zeros_like(pairs)


def _combine(anchors: list[tuple[float, float]]) -> tuple[float, float]:
    precision = sum(1 / sd**2 for _, sd in sorted(anchors))
    return sum(mean / sd**2 for mean, sd in sorted(anchors)) / precision, 1 / precision


class _Model:
    """Beliefs on works and reviewers, passed along the reviews until they settle."""

    def __init__(self, data: _Data, priors: Mapping[Hashable, Reviewer], shrink: bool) -> None:  # noqa: FBT001 - private
        self.data, self.shrink = data, shrink
        self.n, self.r, self.e = len(data.nodes), len(data.reviewers), len(data.work)
        self.mu = float(data.points.mean()) if self.e else 50.0
        self.quality, self.noise, self.bias = QUALITY_SD**2, NOISE_SD**2, BIAS_SD**2
        self.leniency = 0.0
        self.slope = SLOPE
        self.prior_bias, self.prior_bias_var = np.zeros(self.r), np.full(self.r, np.nan)
        self.noise_factor = np.ones(self.r)
        self.log_kinds = np.zeros((self.r, 3))
        self.prior_leniency, self.prior_leniency_var = 0.0, LENIENCY_SD**2
        self._carry(priors)
        self.kinds = KINDS / KINDS.sum()
        self.of_kind = np.tile(self.kinds, (self.r, 1))
        self.honest = np.ones(self.e)
        self.noise_of = np.full(self.r, self.noise)
        self.base_bias_var = np.where(np.isnan(self.prior_bias_var), self.bias, self.prior_bias_var)
        # Messages: precision and precision * mean, to works and to reviewers.
        self.to_work = np.zeros((2, self.e))
        self.to_reviewer = np.zeros((2, self.e))
        self.anchor_message = np.zeros((2, self.n))

    def _carry(self, priors: Mapping[Hashable, Reviewer]) -> None:
        found = [(i, priors[name]) for i, name in enumerate(self.data.reviewers) if name in priors]
        if not found:
            return
        common = float(np.mean([p.bias for _, p in found]))
        # The earlier uncertainty holds the class's leniency and the reviewer's own part: take apart.
        own_part = {i: 1 / (1 / BIAS_SD**2 + p.n / (p.noise_sd**2 + 0.3 * NOISE_SD**2)) for i, p in found}
        shared = float(np.median([p.bias_sd**2 - own_part[i] for i, p in found]))
        shared = min(max(shared, 1.0), UNKNOWN_LENIENCY_SD**2)
        self.prior_leniency, self.prior_leniency_var = common, min(shared, LENIENCY_SD**2)
        self.leniency = common
        typical = float(np.median([p.noise_sd for _, p in found]))
        for i, p in found:
            self.prior_bias[i] = p.bias - common
            self.prior_bias_var[i] = max(p.bias_sd**2 - shared, 0.7 * own_part[i]) + CARRIED_DRIFT**2
            # The root of the ratio of variances, as the spread of this round's levels says much of it again.
            self.noise_factor[i] = min(max(p.noise_sd / max(typical, 1e-9), 0.5), 2.0)
            lazy = min(max(p.lazy_p, 0.005), 0.995)
            self.log_kinds[i] = np.log([1 - lazy, lazy, lazy]) - np.log(
                [KINDS[0] / KINDS.sum(), 1 - KINDS[0] / KINDS.sum(), 1 - KINDS[0] / KINDS.sum()]
            )

    def run(self) -> tuple[int, bool]:
        """Sweep until the means of the works settle; return the sweeps and whether they did."""
        before = np.full(self.n, np.inf)
        for sweep in range(1, SWEEPS + 1):
            self._pass()
            self._believe()
            if sweep >= WARM_UP and self.e:
                self._judge()
                self._learn()
            self._anchor()
            if sweep > 2 * WARM_UP and np.max(np.abs(self.mean - before), initial=0.0) < SETTLED:
                return sweep, True
            before = self.mean
        return SWEEPS, False

    def _prior(self) -> tuple[float, float]:
        return (1 / self.quality if self.shrink else 1e-6), self.mu

    def _pass(self) -> None:
        """Send each review's message to its work without what came from there, and back."""
        d = self.data
        weight = self.of_kind[d.reviewer, 0] * self.honest
        self.edge_noise = self.noise_of[d.reviewer] * d.missing
        precision, mean = self._prior()
        total = precision + self.anchor_message[0] + self._at_work(self.to_work[0])
        pull = precision * mean + self.anchor_message[1] + self._at_work(self.to_work[1])
        self.cavity_var = 1 / np.maximum(total[d.work] - self.to_work[0], 1e-9)
        self.cavity = (pull[d.work] - self.to_work[1]) * self.cavity_var
        base = 1 / self.base_bias_var
        total = base + self._at_reviewer(self.to_reviewer[0])
        pull = base * self.prior_bias + self._at_reviewer(self.to_reviewer[1])
        self.bias_var = 1 / np.maximum(total[d.reviewer] - self.to_reviewer[0], 1e-9)
        self.bias_of = (pull[d.reviewer] - self.to_reviewer[1]) * self.bias_var
        self._send(self.to_work, weight, d.points - self.bias_of, self.bias_var)
        self._send(self.to_reviewer, weight, d.points - self.cavity, self.cavity_var)

    def _send(self, messages: Array, weight: Array, mean: Array, var: Array) -> None:
        precision = weight / (self.edge_noise + weight * var)
        messages[0] += DAMPING * (precision - messages[0])
        messages[1] += DAMPING * (precision * mean - messages[1])

    def _at_work(self, values: Array) -> Array:
        return np.bincount(self.data.work, values, self.n).astype(np.float64)

    def _at_reviewer(self, values: Array) -> Array:
        return np.bincount(self.data.reviewer, values, self.r).astype(np.float64)

    def _believe(self) -> None:
        precision, mean = self._prior()
        self.information = self._at_work(self.to_work[0])
        total = precision + self.information
        self.peer_var = 1 / total
        self.peer_mean = (precision * mean + self._at_work(self.to_work[1])) / total
        total += self.anchor_message[0]
        self._doubt(total)
        pull = self.peer_mean / self.peer_var + self.anchor_message[1]
        self.var, self.mean = 1 / total, pull / total
        base = 1 / self.base_bias_var
        self.reviewer_var = 1 / (base + self._at_reviewer(self.to_reviewer[0]))
        self.reviewer_bias = self.reviewer_var * (base * self.prior_bias + self._at_reviewer(self.to_reviewer[1]))

    def _doubt(self, total: Array) -> None:
        """Note how far the means would move if each doubtful review counted wholly or not at all."""
        d = self.data
        weight = self.of_kind[d.reviewer, 0] * self.honest
        whole = 1 / (self.edge_noise + self.bias_var)
        gain = whole / (np.maximum(total[d.work] - self.to_work[0], 1e-9) + whole)
        move = gain * (d.points - self.bias_of - self.cavity)
        self.doubt = self._at_work(weight * (1 - weight) * move**2)

    def _judge(self) -> None:
        """Weigh for each reviewer how he works and for each review whether it is a favour."""
        d = self.data
        gap = d.points - self.cavity
        var = self.cavity_var + self.edge_noise
        careful = self._group(gap - self.prior_bias[d.reviewer], var, self.base_bias_var, self.honest)
        middle = float(np.average(d.points, weights=self.of_kind[d.reviewer, 1] + 1e-3))
        flat = np.full(self.e, STAMP_WITHIN**2)
        stamp = self._group(d.points - middle, flat, np.full(self.r, STAMP_SD**2), np.ones(self.e))
        chance = self._group(d.points - 50, np.full(self.e, RANDOM_SD**2), np.full(self.r, 16.0), np.ones(self.e))
        log = np.stack([careful, stamp, chance], axis=1) + np.log(self.kinds) + self.log_kinds
        shapes = np.log(self._shape_rates()) * d.has_shape
        log += np.stack([self._at_reviewer(row) for row in shapes], axis=1)
        odds = np.exp(log - log.max(1, keepdims=True))
        self.of_kind += DAMPING * (odds / odds.sum(1, keepdims=True) - self.of_kind)
        self.kinds = (KINDS + self.of_kind.sum(0)) / (KINDS.sum() + self.r)
        rates = self._shape_rates()
        far = gap - self.bias_of
        var = var + self.bias_var
        rate = np.where(d.mutual, MUTUAL_FAVOUR, FAVOUR)
        shape = np.where(d.has_shape, rates[1] / rates[0], 1.0)
        fair = np.exp(-(far**2) / var / 2) / np.sqrt(var)
        favour = shape * np.exp(-((d.points - 75) ** 2) / FAVOUR_SD**2 / 2) / FAVOUR_SD
        self.honest = 1 / (1 + rate / (1 - rate) * favour / np.maximum(fair, 1e-300))

    def _shape_rates(self) -> Array:
        """Return for each kind of reviewer and each review how usual its spread is, kind by row.

        Good works get equal high levels from careful reviewers too: those have rates of their own.
        """
        d = self.data
        expected = (self.cavity + self.bias_of) / 100
        span = d.highest - d.lowest
        at_end = (expected > d.lowest + END * span) | (expected < d.lowest + (1 - END) * span)
        kinds = self.of_kind[d.reviewer].T * d.has_shape
        groups = [
            (SHAPES[0], kinds[0] * ~at_end),
            (SHAPES[1], kinds[1]),
            (SHAPES[2], kinds[2]),
            (AT_END, kinds[0] * at_end),
        ]
        rates = []
        for prior, weight in groups:
            counts = prior + np.bincount(d.shape, weight, prior.size)
            rates.append((counts / counts.sum())[d.shape])
        return np.stack([np.where(at_end, rates[3], rates[0]), rates[1], rates[2]])

    def _group(self, gap: Array, var: Array, common: Array, weight: Array) -> Array:
        """Log density of each reviewer's gaps that share one unknown shift of variance `common`."""
        precision = self._at_reviewer(weight / var)
        first = self._at_reviewer(weight * gap / var)
        square = self._at_reviewer(weight * gap**2 / var)
        shared = 1 + common * precision
        log = self._at_reviewer(weight * np.log(var)) + np.log(shared)
        result: Array = -0.5 * (log + square - first**2 * common / shared)
        return result

    def _learn(self) -> None:
        """Fit the class's spread of quality, bias and noise, and each reviewer's own noise."""
        d = self.data
        weight = self.of_kind[d.reviewer, 0] * self.honest
        both = self.cavity_var + self.bias_var
        gap = d.points - self.cavity - self.bias_of
        share = self.edge_noise / (both + self.edge_noise)
        error = ((gap * share) ** 2 + both * share) / d.missing
        careful = self._at_reviewer(weight)
        # Who spreads his levels more than others within a work errs more; how much is fitted.
        spread = self._at_reviewer(weight * d.spread)
        usual = float(spread.sum()) / max(float(careful.sum()), 1e-9)
        degrees = (d.weights.size - 1) * careful
        relative = np.clip((spread / np.maximum(careful, 1e-9)) / max(usual, 1e-9), 0.2, 4)
        relative = (degrees * relative + SPREAD_DEGREES) / (degrees + SPREAD_DEGREES)
        x = relative[d.reviewer] - 1
        y = error / self.noise - 1
        link = float((weight * x * y).sum() + 0.5 * SPREAD_ROWS * 0.1) / float(
            (weight * x**2).sum() + SPREAD_ROWS * 0.1
        )
        factor = np.clip(1 + min(max(link, 0.0), 1.2) * (relative - 1), 0.25, 4) * self.noise_factor
        total = float((weight * error / factor[d.reviewer]).sum())
        self.noise = (total + NOISE_ROWS * NOISE_SD**2) / (float(weight.sum()) + NOISE_ROWS)
        own = self._at_reviewer(weight * error)
        self.noise_of = (NOISE_DEGREES * self.noise * factor + own) / (NOISE_DEGREES + careful)
        known = d.is_work & (self.information > 0)
        if known.any():
            sure = self.information[known] / (self.information[known] + 1 / self.quality)
            self.mu = float(np.average(self.mean[known], weights=sure)) if self.shrink else self.mu
            if self.shrink:
                square = float(((self.mean[known] - self.mu) ** 2 + self.var[known]).sum())
                self.quality = (square + QUALITY_ROWS * QUALITY_SD**2) / (float(known.sum()) + QUALITY_ROWS)
        fresh = np.isnan(self.prior_bias_var)
        if fresh.any():
            counts = self.of_kind[fresh, 0]
            square = float((counts * (self.reviewer_bias[fresh] ** 2 + self.reviewer_var[fresh])).sum())
            self.bias = (square + BIAS_ROWS * BIAS_SD**2) / (float(counts.sum()) + BIAS_ROWS)
        self.base_bias_var = np.where(fresh, self.bias, self.prior_bias_var)

    def _anchor(self) -> None:
        """Estimate leniency and slope from anchored works (ridge) and tell the works what they say."""
        d = self.data
        at = d.anchor_at[self.information[d.anchor_at] > 0] if d.anchor_at.size else d.anchor_at
        chosen = np.isin(d.anchor_at, at)
        mean, var = d.anchor_mean[chosen], d.anchor_var[chosen]
        x = self.peer_mean[at] - self.mu
        gap = self.peer_mean[at] - mean
        precision = 1 / (self.peer_var[at] + var)
        # gap = leniency - slope * x
        design = np.stack([np.ones_like(x), -x])
        ridge = np.diag([1 / self.prior_leniency_var, 1 / SLOPE_SD**2])
        covariance = np.linalg.inv((design * precision) @ design.T + ridge)
        pull = (design * precision) @ gap + np.array(
            [self.prior_leniency / self.prior_leniency_var, SLOPE / SLOPE_SD**2]
        )
        self.leniency, self.slope = (float(v) for v in covariance @ pull)
        self.covariance = covariance
        if at.size:
            seen = mean + self.leniency - self.slope * x
            spread = var + covariance[0, 0]
            self.anchor_message[0, at] = 1 / spread
            self.anchor_message[1, at] = seen / spread

    def corrected(self) -> tuple[Array, Array]:
        """Means and variances on the trainer's scale."""
        x = self.mean - self.mu
        mean = self.mean - self.leniency + self.slope * x
        c = self.covariance
        # The pull towards 0 trusts 4 points of leniency, the interval allows for 5.
        unseen = (c[0, 0] / self.prior_leniency_var) ** 2 * (UNKNOWN_LENIENCY_SD**2 - LENIENCY_SD**2)
        extra = unseen + c[0, 0] - 2 * x * c[0, 1] + x**2 * c[1, 1]
        return mean, ESTIMATED * (self.var + self.doubt) * (1 + self.slope) ** 2 + extra


def _result(
    data: _Data,
    model: _Model,
    min_reviews: int,
    iterations: int,
    converged: bool,  # noqa: FBT001 - private
) -> Result:
    mean, var = model.corrected()
    counts = np.bincount(data.work, minlength=model.n)
    typical = 1 / (model.noise + model.bias)
    own = {
        int(i): (float(m), float(v) ** 0.5)
        for i, m, v in zip(data.anchor_at, data.anchor_mean, data.anchor_var, strict=True)
    }
    grades = []
    for i, node in enumerate(data.nodes):
        if not data.is_work[i]:
            continue
        grade, sd = min(max(float(mean[i]), 0.0), 100.0), float(var[i]) ** 0.5
        status = GradeStatus.OK if counts[i] >= min_reviews and sd <= WIDE_SD else GradeStatus.WIDE
        if counts[i] == 0:
            status = GradeStatus.UNREVIEWED
        if i in own:
            (grade, sd), status = own[i], GradeStatus.TRAINER
        low, high = max(grade - 1.645 * sd, 0.0), min(grade + 1.645 * sd, 100.0)
        effective = float(model.information[i] / typical)
        grades.append(Grade(node[1], grade, sd, low, high, int(counts[i]), effective, status))
    unseen = (float(model.covariance[0, 0]) / model.prior_leniency_var) ** 2
    lenient_var = float(model.covariance[0, 0]) + unseen * (UNKNOWN_LENIENCY_SD**2 - LENIENCY_SD**2)
    given = np.bincount(data.reviewer, minlength=model.r)
    reviewers = tuple(
        Reviewer(
            name,
            int(given[i]),
            float(model.reviewer_bias[i]) + model.leniency,
            float(model.reviewer_var[i] + lenient_var) ** 0.5,
            float(model.noise_of[i]) ** 0.5,
            float(model.of_kind[i, 0] * model.quality / (model.quality + model.noise_of[i])),
            float(1 - model.of_kind[i, 0]),
        )
        for i, name in enumerate(data.reviewers)
    )
    return Result(tuple(grades), reviewers, model.leniency, lenient_var**0.5, _to_check(grades), converged, iterations)


def _to_check(grades: Sequence[Grade]) -> tuple[Hashable, ...]:
    """Return the works to read next: a random sample first, then the least certain ones.

    Random means by the hash of the id: max(4, 10 %) of the works below 60 works, 10 above. It is
    never by disagreement, which would bias the leniency (peer-review.md, trainer's sample).
    """
    few = 60
    sample = max(4, len(grades) // 10) if len(grades) < few else 10
    ranked = sorted(grades, key=lambda g: hashlib.sha256(repr(g.submission).encode()).digest())
    first = [g.submission for g in ranked[:sample] if g.status is not GradeStatus.TRAINER]
    rest = sorted((g for g in ranked[sample:] if g.status is not GradeStatus.TRAINER), key=lambda g: -g.sd)
    return (*first, *(g.submission for g in rest))[:TO_CHECK]
