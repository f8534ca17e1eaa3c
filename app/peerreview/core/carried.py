"""What an earlier round says of its reviewers, taken apart into the class's share and their own."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.peerreview.core.leniency import LENIENCY_SD, UNKNOWN_LENIENCY_SD
from app.peerreview.core.records import Reviewer
from app.peerreview.core.rows import Array

DRIFT = 1.0
"""Points by which a reviewer's bias may wander between assignments."""
LEAST_SHARED = 2.0
"""Variance that the class's leniency keeps at least: taking it apart from the reviewers' own is not exact."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Per reviewer: bias beside the class's with its variance (nan = new), noise beside the usual, doubt of him.

    `log_lazy` is how far the log odds of his being careless lie above a stranger's; `leniency` and
    `leniency_var` are the class's.
    """

    bias: Array
    bias_var: Array
    noise_factor: Array
    log_lazy: Array
    leniency: float
    leniency_var: float

    def times(self, copies: int) -> "Carried":
        """The same for every copy of the class."""
        return Carried(
            np.tile(self.bias, copies),
            np.tile(self.bias_var, copies),
            np.tile(self.noise_factor, copies),
            np.tile(self.log_lazy, copies),
            self.leniency,
            self.leniency_var,
        )


def carry(
    names: Sequence[Hashable],
    priors: Mapping[Hashable, Reviewer],
    *,
    bias_sd: float,
    noise_sd: float,
    careful: float,
) -> Carried:
    """Read the reviewers of an earlier result; `careful` is the share of careful ones believed before."""
    count = len(names)
    bias, bias_var, factor, log_lazy = np.zeros(count), np.full(count, np.nan), np.ones(count), np.zeros(count)
    found = [(i, priors[name]) for i, name in enumerate(names) if name in priors]
    if not found:
        return Carried(bias, bias_var, factor, log_lazy, 0.0, LENIENCY_SD**2)
    common = float(np.mean([p.bias for _, p in found]))
    # The earlier uncertainty holds the class's leniency and the reviewer's own part: take apart.
    own_part = {i: 1 / (1 / bias_sd**2 + p.n / (p.noise_sd**2 + 0.3 * noise_sd**2)) for i, p in found}
    shared = float(np.median([p.bias_sd**2 - own_part[i] for i, p in found]))
    shared = min(max(shared, LEAST_SHARED), UNKNOWN_LENIENCY_SD**2)
    typical = float(np.median([p.noise_sd for _, p in found]))
    for i, p in found:
        bias[i] = p.bias - common
        bias_var[i] = max(p.bias_sd**2 - shared, 0.7 * own_part[i]) + DRIFT**2
        # The root of the ratio of variances, as the spread of this round's levels says much of it again.
        factor[i] = min(max(p.noise_sd / max(typical, 1e-9), 0.5), 2.0)
        lazy = min(max(p.lazy_p, 0.005), 0.995)
        log_lazy[i] = np.log(lazy / (1 - lazy)) - np.log((1 - careful) / careful)
    return Carried(bias, bias_var, factor, log_lazy, common, min(shared, LENIENCY_SD**2))
