"""How kind a class is beside its trainers and practice texts, and its grades on the trainers' scale."""

from dataclasses import dataclass

import numpy as np

from app.peerreview.core.rows import Array, Index, Rows

LENIENCY_SD, UNKNOWN_LENIENCY_SD = 4.0, 5.0
"""What is believed before a trainer has graded: the pull towards 0 trusts 4 points, the interval allows for 5."""
SLOPE, SLOPE_SD = 0.06, 0.15
"""The ends of the scale cut errors off: reviewers see the best and the worst works as nearer than they are."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Per copy of the class: grade = mean - offset + slope * (mean - middle), and how sure that is."""

    offset: Array
    slope: Array
    offset_var: Array
    slope_var: Array
    both: Array

    @property
    def offset_sd(self) -> Array:
        """The sd of the offset, 5 points where nothing is known."""
        return np.sqrt(self.offset_var + self._unseen())

    def _unseen(self) -> Array:
        """Variance that comes on top as far as the offset still rests on what was believed before."""
        widened: Array = (self.offset_var / LENIENCY_SD**2) ** 2 * (UNKNOWN_LENIENCY_SD**2 - LENIENCY_SD**2)
        return widened

    def seen(self, copy: Index, true: Array, stray: Array) -> Array:
        """Turn the points of trainers into those that the class would have given."""
        return true + self.offset[copy] - self.slope[copy] * stray

    def corrected(self, copy: Index, mean: Array, var: Array, stray: Array) -> tuple[Array, Array]:
        """Means and variances on the trainers' scale."""
        grade = mean - self.offset[copy] + self.slope[copy] * stray
        extra = (self._unseen() + self.offset_var)[copy] - 2 * stray * self.both[copy] + stray**2 * self.slope_var[copy]
        return grade, var * (1 + self.slope[copy]) ** 2 + extra


def fit(rows: Rows, known: Index, gap: Array, var: Array, stray: Array, prior: tuple[float, float]) -> Scale:
    """Fit gap = offset - slope * stray by ridge regression, one observation per anchored work.

    `known` are nodes, `gap` is what the class gave more than the trainer (points), `var` its
    variance, `stray` the class's distance from its own middle; `prior` is mean and variance of the
    offset. Source: peer-review.md (leniency beta and compression slope); the normal equations of
    the ridge are solved in closed form, per copy of the class.
    """
    weight = 1 / var
    a = rows.of_copy(known, weight) + 1 / prior[1]
    b = rows.of_copy(known, -weight * stray)
    c = rows.of_copy(known, weight * stray**2) + 1 / SLOPE_SD**2
    first = rows.of_copy(known, weight * gap) + prior[0] / prior[1]
    second = rows.of_copy(known, -weight * stray * gap) + SLOPE / SLOPE_SD**2
    det = a * c - b**2
    return Scale(
        offset=(c * first - b * second) / det,
        slope=(a * second - b * first) / det,
        offset_var=c / det,
        slope_var=a / det,
        both=-b / det,
    )
