"""Beliefs on works and reviewers, passed along the reviews as leave-one-out messages until they settle.

A review's points g of reviewer r for work i are s_i + b_r + error: the work's quality, the
reviewer's bias and noise of his own size (Piech et al. 2013, PG1). Means travel as Gaussian
messages between works and reviewers; what is not careful counts by its probability.
"""

import numpy as np

from app.peerreview.core import carefulness, leniency
from app.peerreview.core.carefulness import CAREFUL, KINDS, Beside
from app.peerreview.core.carried import Carried
from app.peerreview.core.rows import Array, Index, Rows

SWEEPS, COPY_SWEEPS, SETTLED, DAMPING, WARM_UP = 40, 30, 0.02, 0.5, 4
# What a class looks like before its reviews are seen, in points, and how many rows that is worth.
QUALITY_SD, QUALITY_ROWS = 14.0, 6.0
NOISE_SD, NOISE_ROWS = 11.0, 20.0
BIAS_SD, BIAS_ROWS = 5.0, 10.0
NOISE_DEGREES = 12.0  # nu0 of peer-review.md
SPREAD_DEGREES, SPREAD_ROWS = 6.0, 10.0
LEAST = 1e-9
NO_PULL = 1e-6  # precision of the class mean where grades are not pulled towards it
ESTIMATED = 1.1  # the class's own figures are estimates too: variances are that much larger


class Beliefs:
    """One class, or copies of it side by side; figures of a class have one entry per copy."""

    def __init__(self, rows: Rows, carried: Carried, *, is_shrunk: bool) -> None:
        self.rows, self.carried, self.is_shrunk = rows, carried, is_shrunk
        reviews, nodes, count = rows.points.size, rows.is_work.size, rows.crew.size
        given = np.bincount(rows.crew[rows.reviewer], minlength=rows.copies)
        summed = np.bincount(rows.crew[rows.reviewer], rows.points, rows.copies)
        self.middle = np.where(given > 0, summed / np.maximum(given, 1), 50.0)
        self.quality = np.full(rows.copies, QUALITY_SD**2)
        self.usual_noise = np.full(rows.copies, NOISE_SD**2)
        self.usual_bias = np.full(rows.copies, BIAS_SD**2)
        self.kinds = np.tile(KINDS / KINDS.sum(), (count, 1))
        self.honest = np.ones(reviews)
        self.noise = np.full(count, NOISE_SD**2)
        # Precision and precision * mean, to works, to reviewers, and from trainers to works.
        self.to_work, self.to_reviewer = np.zeros((2, reviews)), np.zeros((2, reviews))
        self.anchors = np.zeros((2, nodes))
        self.mean = np.full(nodes, np.inf)

    def run(self) -> tuple[int, bool]:
        """Sweep until the means of the works settle; return the sweeps and whether they did.

        Copies are swept a fixed number of times, as none may end earlier or later for what stands in another.
        """
        for sweep in range(1, (SWEEPS if self.rows.copies == 1 else COPY_SWEEPS) + 1):
            before = self.mean
            self._pass()
            self._believe()
            if sweep >= WARM_UP and self.rows.points.size:
                self._judge()
                self._fit_noise()
                self._fit_bias()
                self._fit_quality()
            self._anchor()
            if (
                self.rows.copies == 1
                and sweep > 2 * WARM_UP
                and np.max(np.abs(self.mean - before), initial=0.0) < SETTLED
            ):
                return sweep, True
        return sweep, False

    def grades(self) -> tuple[Array, Array]:
        """Means and variances of all nodes on the trainers' scale."""
        copy = self.rows.copy
        var = ESTIMATED * (self.var + self._doubt())
        return self.scale.corrected(copy, self.mean, var, self.mean - self.middle[copy])

    def _pass(self) -> None:
        """Send each review's message to its work without what came from there, and back."""
        d = self.rows
        weight = self.kinds[d.reviewer, CAREFUL] * self.honest
        precision, pull = self._prior()
        total = precision + self.anchors[0] + d.at_work(self.to_work[0])
        pull = pull + self.anchors[1] + d.at_work(self.to_work[1])
        work_var = 1 / np.maximum(total[d.work] - self.to_work[0], LEAST)
        work = (pull[d.work] - self.to_work[1]) * work_var
        base = 1 / self._bias_var()
        total = base + d.at_reviewer(self.to_reviewer[0])
        pull = base * self.carried.bias + d.at_reviewer(self.to_reviewer[1])
        bias_var = 1 / np.maximum(total[d.reviewer] - self.to_reviewer[0], LEAST)
        bias = (pull[d.reviewer] - self.to_reviewer[1]) * bias_var
        self.beside = Beside(work, work_var, bias, bias_var, self.noise[d.reviewer] * d.missing)
        self._send(self.to_work, weight, d.points - bias, bias_var)
        self._send(self.to_reviewer, weight, d.points - work, work_var)

    def _send(self, messages: Array, weight: Array, mean: Array, var: Array) -> None:
        precision = weight / (self.beside.noise + weight * var)
        messages[0] += DAMPING * (precision - messages[0])
        messages[1] += DAMPING * (precision * mean - messages[1])

    def _prior(self) -> tuple[Array, Array]:
        precision = (1 / self.quality if self.is_shrunk else np.full_like(self.quality, NO_PULL))[self.rows.copy]
        return precision, precision * self.middle[self.rows.copy]

    def _bias_var(self) -> Array:
        return np.where(np.isnan(self.carried.bias_var), self.usual_bias[self.rows.crew], self.carried.bias_var)

    def _believe(self) -> None:
        precision, pull = self._prior()
        self.information = self.rows.at_work(self.to_work[0])
        total = precision + self.information
        pull = pull + self.rows.at_work(self.to_work[1])
        self.peer_var, self.peer_mean = 1 / total, pull / total
        self.var = 1 / (total + self.anchors[0])
        self.mean = (pull + self.anchors[1]) * self.var
        base = 1 / self._bias_var()
        self.bias_var = 1 / (base + self.rows.at_reviewer(self.to_reviewer[0]))
        self.bias = self.bias_var * (base * self.carried.bias + self.rows.at_reviewer(self.to_reviewer[1]))

    def _doubt(self) -> Array:
        """Return how far each mean would move if its doubtful reviews counted wholly or not at all (variance)."""
        d, beside = self.rows, self.beside
        weight = self.kinds[d.reviewer, CAREFUL] * self.honest
        whole = 1 / (beside.noise + beside.bias_var)
        gain = whole / (np.maximum(1 / self.var[d.work] - self.to_work[0], LEAST) + whole)
        move = gain * (d.points - beside.bias - beside.work)
        return d.at_work(weight * (1 - weight) * move**2)

    def _judge(self) -> None:
        """Weigh for each reviewer how he works and for each review whether it is partial."""
        habits = carefulness.learn(self.rows, self.beside, self.kinds)
        found = carefulness.judge_reviewers(
            self.rows,
            self.beside,
            habits,
            self.honest,
            bias=self.carried.bias,
            bias_var=self._bias_var(),
            log_lazy=self.carried.log_lazy,
        )
        self.kinds += DAMPING * (found - self.kinds)
        self.honest = carefulness.judge_reviews(self.rows, self.beside, habits)

    def _fit_noise(self) -> None:
        """Fit each reviewer's noise, shrunk towards what the spread of his levels says, and the class's."""
        d, beside = self.rows, self.beside
        weight = self.kinds[d.reviewer, CAREFUL] * self.honest
        both = beside.work_var + beside.bias_var
        share = beside.noise / (both + beside.noise)
        error = (((d.points - beside.work - beside.bias) * share) ** 2 + both * share) / d.missing
        careful = d.at_reviewer(weight)
        spread = d.at_reviewer(weight * d.spread)
        usual = (d.of_crew(spread) / np.maximum(d.of_crew(careful), LEAST))[d.crew]
        # Who spreads his levels more than others within a work errs more; how much is fitted.
        degrees = (d.weights.size - 1) * careful
        relative = np.clip((spread / np.maximum(careful, LEAST)) / np.maximum(usual, LEAST), 0.2, 4)
        relative = (degrees * relative + SPREAD_DEGREES) / (degrees + SPREAD_DEGREES)
        own = d.at_reviewer(weight * error)
        told, excess = relative - 1, own / self.usual_noise[d.crew] - careful
        link = (d.of_crew(told * excess) + 0.5 * SPREAD_ROWS) / (d.of_crew(careful * told**2) + SPREAD_ROWS)
        factor = 1 + np.clip(link, 0, 1.2)[d.crew] * (relative - 1)
        factor = np.clip(factor, 0.25, 4) * self.carried.noise_factor
        total = d.of_crew(own / factor) + NOISE_ROWS * NOISE_SD**2
        self.usual_noise = total / (d.of_crew(careful) + NOISE_ROWS)
        self.noise = (NOISE_DEGREES * self.usual_noise[d.crew] * factor + own) / (NOISE_DEGREES + careful)

    def _fit_bias(self) -> None:
        d = self.rows
        counts = self.kinds[:, CAREFUL] * np.isnan(self.carried.bias_var)
        square = d.of_crew(counts * (self.bias**2 + self.bias_var))
        self.usual_bias = (square + BIAS_ROWS * BIAS_SD**2) / (d.of_crew(counts) + BIAS_ROWS)

    def _fit_quality(self) -> None:
        """Fit the class's middle and the spread of its works, for each copy its own."""
        if not self.is_shrunk:
            return
        d = self.rows
        known = np.flatnonzero(d.is_work & (self.information > 0))
        sure = self.information[known] / (self.information[known] + 1 / self.quality[d.copy[known]])
        total = d.of_copy(known, sure)
        fitted = d.of_copy(known, sure * self.mean[known]) / np.maximum(total, LEAST)
        self.middle = np.where(total > 0, fitted, self.middle)
        square = d.of_copy(known, (self.mean[known] - self.middle[d.copy[known]]) ** 2 + self.var[known])
        count = d.of_copy(known, np.ones(known.size))
        self.quality = (square + QUALITY_ROWS * QUALITY_SD**2) / (count + QUALITY_ROWS)

    def _anchor(self) -> None:
        """Estimate leniency and slope from anchored works and tell those works what the trainers say."""
        d = self.rows
        chosen = self.information[d.anchor_at] > 0
        at: Index = d.anchor_at[chosen]
        true, var = d.anchor_mean[chosen], d.anchor_var[chosen]
        stray = self.peer_mean[at] - self.middle[d.copy[at]]
        gap, gap_var = self.peer_mean[at] - true, self.peer_var[at] + var
        before = (self.carried.leniency, self.carried.leniency_var)
        self.scale = leniency.fit(d, at, gap, gap_var, stray, before)
        if at.size:
            precision = 1 / (var + self.scale.offset_var[d.copy[at]])
            self.anchors[0, at] = precision
            self.anchors[1, at] = precision * self.scale.seen(d.copy[at], true, stray)
