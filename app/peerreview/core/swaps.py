"""A review graph that is bettered by swaps which keep everyone's number of reviews."""

import math
import random
from collections.abc import Sequence

BROKEN = 1_000
MUTUAL = 100


class Graph:
    """Directed edges reviewer -> work over 0..n-1 with a penalty for each unwanted edge.

    A same-unit edge costs 1; a pair that reviews each other costs 100 where it can be avoided
    and .1 where not; a forbidden edge costs 1000. Self and double edges cannot be made.
    """

    def __init__(
        self,
        units: Sequence[int],
        edges: Sequence[tuple[int, int]],
        barred: set[tuple[int, int]],
        pairs_avoidable: bool,  # noqa: FBT001 - private to the package
    ) -> None:
        """Take the edges as they are; they must hold no self and no double edge."""
        self.units = units
        self.reviewers = [a for a, _ in edges]
        self.works = [b for _, b in edges]
        self.barred = barred
        self.present = set(edges)
        self.mutual = float(MUTUAL) if pairs_avoidable else 0.1
        self.penalty = 0.0
        self.unwanted: list[int] = []
        self._place: dict[int, int] = {}
        for i, edge in enumerate(edges):
            self._note(i, self.edge_penalty(*edge))
            self.penalty += self._share(*edge)

    def edge_penalty(self, a: int, b: int) -> float:
        """Return what the edge a -> b costs, a pair that reviews each other counted whole."""
        cost = 1.0 if self.units[a] == self.units[b] else 0.0
        if self.barred and (a, b) in self.barred:
            cost += BROKEN
        if (b, a) in self.present:
            cost += self.mutual
        return cost

    def _share(self, a: int, b: int) -> float:
        return self.edge_penalty(a, b) - (self.mutual / 2 if (b, a) in self.present else 0.0)

    def change(self, i: int, j: int) -> float | None:
        """Return the change of penalty if edges i and j swapped works; None where they cannot."""
        a, b, c, d = self.reviewers[i], self.works[i], self.reviewers[j], self.works[j]
        if a in (c, d) or b in (c, d) or (a, d) in self.present or (c, b) in self.present:
            return None
        before = self.edge_penalty(a, b) + self.edge_penalty(c, d)
        return self.edge_penalty(a, d) + self.edge_penalty(c, b) - before

    def swap(self, i: int, j: int, change: float) -> None:
        """Let edges i and j swap works; `change` is what `change(i, j)` said."""
        a, b, c, d = self.reviewers[i], self.works[i], self.reviewers[j], self.works[j]
        self.present -= {(a, b), (c, d)}
        self.present |= {(a, d), (c, b)}
        self.works[i], self.works[j] = d, b
        self.penalty += change
        self._note(i, self.edge_penalty(a, d))
        self._note(j, self.edge_penalty(c, b))

    def flip(self, i: int) -> None:
        """Turn edge i round where no pair comes of it; the numbers of reviews are then no more equal."""
        a, b = self.reviewers[i], self.works[i]
        if (b, a) not in self.present:
            self.present.remove((a, b))
            self.present.add((b, a))
            self.reviewers[i], self.works[i] = b, a

    def _note(self, i: int, cost: float) -> None:
        if cost and i not in self._place:
            self._place[i] = len(self.unwanted)
            self.unwanted.append(i)
        elif not cost and i in self._place:
            place, last = self._place.pop(i), self.unwanted.pop()
            if last != i:
                self.unwanted[place] = last
                self._place[last] = place

    def is_broken(self) -> bool:
        """Say whether a rule that has no exception is broken."""
        return any(self.edge_penalty(self.reviewers[i], self.works[i]) >= MUTUAL for i in self.unwanted)


def remove_penalties(graph: Graph, bound: float, rng: random.Random, *, patience: int, turning: bool = False) -> None:
    """Swap unwanted edges away until `bound` is met, at most `patience` swaps tried.

    Worse swaps are taken now and then (simulated annealing), as two swaps may only help together.
    `turning` lets edges turn round on the way: every regular graph can then be reached, and
    `orient` has to restore the balance.
    """
    count, tries, heat = len(graph.works), 0, 0.6
    while graph.penalty > bound + 1e-9 and graph.unwanted and tries < patience:
        tries += 1
        i = graph.unwanted[rng.randrange(len(graph.unwanted))]
        j = rng.randrange(count)
        if turning and rng.getrandbits(1):
            graph.flip(j)
        change = graph.change(i, j)
        if change is None:
            continue
        warm = max(heat * (1 - tries / patience), 0.02)
        if change <= 0 or rng.random() < math.exp(-change / warm):
            graph.swap(i, j, change)


def orient(graph: Graph, rng: random.Random) -> list[tuple[int, int]]:
    """Return the edges turned along closed walks: everyone gives as many reviews as he gets.

    Needs an even number of neighbours for everyone and no pair that reviews each other
    (Euler's walk through each part of the graph).
    """
    neighbours: list[list[int]] = [[] for _ in graph.units]
    for a, b in zip(graph.reviewers, graph.works, strict=True):
        neighbours[a].append(b)
        neighbours[b].append(a)
    for group in neighbours:
        rng.shuffle(group)
    used: set[tuple[int, int]] = set()
    for start, group in enumerate(neighbours):
        here = start
        while group:
            there = neighbours[here].pop()
            neighbours[there].remove(here)
            used.add((here, there))
            here = there
            if here == start and not group:
                break
    return sorted(used)


def connect(graph: Graph, rng: random.Random) -> None:
    """Join separate parts by the cheapest of some swaps; every edge lies on a cycle, so it holds."""
    while True:
        part = _parts(graph)
        first = part[0]
        outside = [i for i, a in enumerate(graph.reviewers) if part[a] != first]
        if not outside:
            return
        inside = [i for i, a in enumerate(graph.reviewers) if part[a] == first]
        tried = [(rng.choice(inside), rng.choice(outside)) for _ in range(200)]
        changes = [(change, i, j) for i, j in tried if (change := graph.change(i, j)) is not None]
        change, i, j = min(changes)
        graph.swap(i, j, change)


def _parts(graph: Graph) -> list[int]:
    root = list(range(len(graph.units)))

    def find(a: int) -> int:
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        return a

    for a, b in zip(graph.reviewers, graph.works, strict=True):
        root[find(a)] = find(b)
    return [find(a) for a in range(len(root))]


def spread_strength(graph: Graph, strengths: Sequence[float], rng: random.Random) -> None:
    """Even the sum of reviewers' strength over the works by sweeps of swaps that cost nothing."""
    total = [0.0] * len(graph.units)
    for a, b in zip(graph.reviewers, graph.works, strict=True):
        total[b] += strengths[a]
    count = len(graph.works)
    for _ in range(max(2, min(12, 4_000 // count))):
        for i in range(count):
            j = int(rng.random() * count)
            b, d = graph.works[i], graph.works[j]
            gain = strengths[graph.reviewers[j]] - strengths[graph.reviewers[i]]
            if gain * (total[b] - total[d] + gain) >= 0:
                continue
            change = graph.change(i, j)
            if change is None or change > 0:
                continue
            graph.swap(i, j, change)
            total[b] += gain
            total[d] -= gain
    connect(graph, rng)
