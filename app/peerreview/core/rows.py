"""The reviews of a class as arrays, sorted so that the order in which they came cannot matter."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.peerreview.core.records import Rubric

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Node = tuple[str, Hashable]
"""("work", its id) or ("text", a practice text's id)."""

SHAPE_BOUNDS = (0.25, 0.6, 1.2)
"""A review's spread over its criteria, in multiples of the usual one; what is all equal is a shape of its own."""
MUTUAL_RARE = 0.15
"""Above this share of the reviews mutual pairs are no sign of friends: a small class cannot do without."""
LEAST_SD, LEAST_SHARE = 0.1, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """What the levels of a class's reviews come to; the fields are those of `Rows`."""

    points: Array
    missing: Array
    spread: Array
    shape: Index
    has_shape: Flags
    lowest: float


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One entry per review, per node (work or practice text), reviewer and anchored node; points run 0-100.

    `levels` are shares of the scale (nan = not assessed). `missing` is how much more a review errs
    for criteria not assessed, `spread` the variance of its levels around its own mean, `shape` 0-4
    the class of its spread. `copy` and `crew` number the copy of the class that a node or reviewer
    belongs to, 0 in the class itself; `lowest` is the lowest level in each copy.
    """

    work: Index
    reviewer: Index
    points: Array
    missing: Array
    spread: Array
    shape: Index
    has_shape: Flags
    mutual: Flags
    is_work: Flags
    author: Index
    copy: Index
    crew: Index
    lowest: Array
    levels: Array
    weights: Array
    anchor_at: Index
    anchor_mean: Array
    anchor_var: Array

    @property
    def copies(self) -> int:
        """How many classes stand side by side."""
        return self.lowest.size

    def at_work(self, values: Array) -> Array:
        """Sum what the reviews hold by node."""
        return np.bincount(self.work, values, self.is_work.size).astype(np.float64)

    def at_reviewer(self, values: Array) -> Array:
        """Sum what the reviews hold by reviewer."""
        return np.bincount(self.reviewer, values, self.crew.size).astype(np.float64)

    def of_copy(self, nodes: Index, values: Array) -> Array:
        """Sum what some nodes hold by copy."""
        return np.bincount(self.copy[nodes], values, self.copies).astype(np.float64)

    def of_crew(self, values: Array) -> Array:
        """Sum what the reviewers hold by copy."""
        return np.bincount(self.crew, values, self.copies).astype(np.float64)

    def without_own(self) -> tuple["Rows", Index, Index]:
        """Return one copy of the class per reviewing author without his reviews, with his node there and here."""
        mine = np.flatnonzero(self.is_work & (self.author >= 0))
        count, nodes, reviewers = mine.size, self.is_work.size, self.crew.size
        copy, review = np.nonzero(self.reviewer[None, :] != self.author[mine][:, None])
        shift = np.repeat(np.arange(count) * nodes, self.anchor_at.size)
        ends = np.searchsorted(copy, np.arange(1, count))
        # What is usual in a class is measured in each copy anew: it rests on the author's reviews too.
        measures = [_measured(self.levels[part], self.weights) for part in np.split(review, ends)]
        copies = Rows(
            work=self.work[review] + copy * nodes,
            reviewer=self.reviewer[review] + copy * reviewers,
            points=np.concatenate([one.points for one in measures]),
            missing=np.concatenate([one.missing for one in measures]),
            spread=np.concatenate([one.spread for one in measures]),
            shape=np.concatenate([one.shape for one in measures]),
            has_shape=np.concatenate([one.has_shape for one in measures]),
            mutual=self.mutual[review],
            is_work=np.tile(self.is_work, count),
            author=np.tile(self.author, count),
            copy=np.repeat(np.arange(count), nodes),
            crew=np.repeat(np.arange(count), reviewers),
            lowest=np.array([one.lowest for one in measures]),
            levels=self.levels[review],
            weights=self.weights,
            anchor_at=np.tile(self.anchor_at, count) + shift,
            anchor_mean=np.tile(self.anchor_mean, count),
            anchor_var=np.tile(self.anchor_var, count),
        )
        return copies, np.arange(count) * nodes + mine, mine


class Register:
    """Takes reviews and anchors one by one and numbers them."""

    def __init__(self, rubric: Rubric, authors: Mapping[Hashable, Hashable]) -> None:
        self._weights = np.array(rubric.weights, dtype=float)
        self._top = float(rubric.max_level)
        if not (self._weights.size and self._weights.sum() > 0 and self._top > 0):
            raise ValueError("the rubric needs weights with a sum and a highest level above 0")
        self._weights /= self._weights.sum()
        self._authors = authors
        self._reviews: list[tuple[Node, Hashable, Sequence[float | None]]] = []
        self._anchors: dict[Node, list[tuple[float, float]]] = {}
        self.nodes: list[Node] = []
        self.reviewers: list[Hashable] = []

    def add(self, node: Node, reviewer: Hashable, levels: Sequence[float | None]) -> None:
        """Take a review; one without any level says nothing and is left out."""
        self._check(levels)
        if any(level is not None for level in levels):
            self._reviews.append((node, reviewer, levels))

    def anchor(self, node: Node, levels: Sequence[float | None], sd: float) -> None:
        """Take levels that are known from outside the class, with their sd in levels."""
        self._check(levels)
        pairs = [(x, w) for x, w in zip(levels, self._weights, strict=True) if x is not None and w]
        if pairs:
            share = sum(x * w for x, w in pairs) / sum(w for _, w in pairs) / self._top
            self._anchors.setdefault(node, []).append((100 * share, max(100 * sd / self._top, LEAST_SD)))

    def _check(self, levels: Sequence[float | None]) -> None:
        if len(levels) != self._weights.size:
            raise ValueError(f"{len(levels)} levels for {self._weights.size} criteria")
        if any(x is not None and not 0 <= x <= self._top for x in levels):
            raise ValueError(f"a level outside 0-{self._top:g}: {tuple(levels)}")

    def rows(self) -> Rows:
        """Number nodes and reviewers by the repr of their ids, and turn levels into points and shapes."""
        nodes: set[Node] = {("work", name) for name in self._authors} | set(self._anchors)
        self.nodes = sorted(nodes | {row[0] for row in self._reviews}, key=repr)
        self.reviewers = sorted({row[1] for row in self._reviews}, key=repr)
        number = {node: i for i, node in enumerate(self.nodes)}
        who = {name: i for i, name in enumerate(self.reviewers)}
        work = np.array([number[row[0]] for row in self._reviews], dtype=np.int64)
        reviewer = np.array([who[row[1]] for row in self._reviews], dtype=np.int64)
        levels = np.array([row[2] for row in self._reviews], dtype=float).reshape(-1, self._weights.size)
        order = np.lexsort((*np.nan_to_num(levels, nan=-1.0).T, reviewer, work))
        work, reviewer, levels = work[order], reviewer[order], levels[order] / self._top
        measured = _measured(levels, self._weights)
        author = np.array([self._author(node, who) for node in self.nodes], dtype=np.int64)
        anchored = sorted(self._anchors, key=repr)
        combined = [_combined(self._anchors[node]) for node in anchored]
        return Rows(
            work=work,
            reviewer=reviewer,
            points=measured.points,
            missing=measured.missing,
            spread=measured.spread,
            shape=measured.shape,
            has_shape=measured.has_shape,
            mutual=_mutual(reviewer, author[work], len(self.reviewers)),
            is_work=np.array([node[0] == "work" for node in self.nodes], dtype=np.bool_),
            author=author,
            copy=np.zeros(len(self.nodes), dtype=np.int64),
            crew=np.zeros(len(self.reviewers), dtype=np.int64),
            lowest=np.array([measured.lowest]),
            levels=levels,
            weights=self._weights,
            anchor_at=np.array([number[node] for node in anchored], dtype=np.int64),
            anchor_mean=np.array([mean for mean, _ in combined]),
            anchor_var=np.array([var for _, var in combined]),
        )

    def _author(self, node: Node, who: Mapping[Hashable, int]) -> int:
        """Return the number of the reviewer who wrote a work, -1 for a text and for who reviews nothing."""
        return who.get(self._authors[node[1]], -1) if node[0] == "work" and node[1] in self._authors else -1


def _combined(anchors: list[tuple[float, float]]) -> tuple[float, float]:
    precision = sum(1 / sd**2 for _, sd in sorted(anchors))
    return sum(mean / sd**2 for mean, sd in sorted(anchors)) / precision, 1 / precision


def _measured(levels: Array, weights: Array) -> _Measured:
    known = ~np.isnan(levels)
    typical = np.where(known, levels, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    share = known @ weights
    # A criterion of weight 0 alone says nothing on the grade; it then counts as the typical.
    strays = np.where(known, levels - typical, 0.0)
    middle = (strays @ weights) / np.where(share > 0, share, 1.0)
    inner = np.where(known, strays - middle[:, None], 0.0)
    count = known.sum(1)
    spread = (inner**2).sum(1) / np.maximum(count - 1, 1)
    usual = float(np.median(spread[spread > 0])) if (spread > 0).any() else 1.0
    # One level down the page shows in the levels as they are: taking off each criterion's usual
    # height would hide it where some criteria are harder than others.
    least = np.where(known, levels, 2.0).min(1, initial=2.0)
    is_flat = np.where(known, levels, -1.0).max(1, initial=-1.0) <= least
    return _Measured(
        points=100 * (typical @ weights + middle),
        missing=1 / np.maximum(share, LEAST_SHARE),
        spread=spread,
        shape=np.where(is_flat, 0, 1 + np.digitize(spread / usual, SHAPE_BOUNDS)).astype(np.int64),
        # With fewer than three criteria "all equal" is no sign of anything.
        has_shape=count >= 3,
        lowest=float(least.min(initial=1.0)),
    )


def _mutual(by: Index, to: Index, reviewers: int) -> Flags:
    width = reviewers + 1
    pairs: Flags = np.isin(by * width + to, to * width + by) & (to >= 0)
    return pairs if pairs.sum() <= MUTUAL_RARE * pairs.size else np.zeros_like(pairs)
