"""Share the submissions of a class out to its own authors: exactly k out and k in for everyone."""

import math
import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from app.peerreview.core.late import pick_late, pick_reviewers
from app.peerreview.core.swaps import Graph, connect, orient, remove_penalties, spread_strength

__all__ = ["allocate", "lowest_same_unit", "pick_late", "pick_reviewers"]

EXACT_BELOW = 60
ATTEMPTS = 5
OFFSETS_TRIED = 48


def allocate(
    submitters: Sequence[Hashable],
    k: int,
    *,
    unit: Mapping[Hashable, Hashable],
    strength: Mapping[Hashable, float],
    forbidden: Iterable[tuple[Hashable, Hashable]] = (),
    seed: int,
) -> list[tuple[Hashable, Hashable]]:
    """Return the (reviewer, submission) pairs of one batch; an author's id names his submission.

    Everyone reviews exactly k and is reviewed exactly k times: never himself, never twice the
    same, never a `forbidden` (reviewer, submission) pair, and with n >= 2k+1 no two review each
    other. The review graph is connected. Same-unit pairs appear only where they cannot be
    avoided (below 60 people and without `forbidden`: the least number possible), and the
    reviewers' `strength` (any scale, higher reads better; missing = the mean) is spread evenly
    over the submissions. An id without a `unit` (or None) has no colleagues.

    n <= 2k: pairs that review each other cannot be avoided; as few as the rest allows.
    n <= k: k is lowered to n - 1 and the caller hands the missing reviews to the trainer; one
    submitter alone gets []. If `forbidden` leaves no room for k, k is lowered by one until it
    fits. The result is sorted and depends on the set of submitters and the seed alone, so an
    appeal can replay it. Raises ValueError for k < 1 and for an id that appears twice.
    Source of the ring: peer-review.md, allocation.
    """
    people = sorted(submitters, key=repr)
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if len(set(people)) < len(people):
        raise ValueError("a submitter appears twice")
    index = {person: i for i, person in enumerate(people)}
    barred = {(index[a], index[b]) for a, b in forbidden if a in index and b in index and a != b}
    units = _unit_numbers(people, unit)
    known = [strength[p] for p in people if p in strength]
    mean = sum(known) / len(known) if known else 0.0
    strengths = [float(strength.get(p, mean)) for p in people]
    for lowered in range(min(k, len(people) - 1), 0, -1):
        edges = _allocate(units, strengths, lowered, barred, seed)
        if edges is not None:
            return [(people[a], people[b]) for a, b in sorted(edges)]
    return []


def lowest_same_unit(sizes: Sequence[int], k: int) -> int:
    """Return the least number of same-unit pairs that units of these sizes force (n >= 2k+1).

    Without reciprocal pairs the graph has 2k neighbours per person. A member of a unit of size m
    has at most n - m neighbours outside, the outsiders can take in at most their own share, and
    the neighbours inside a unit come in pairs (Hall's condition with parity).
    """
    n = sum(sizes)
    outside = [size * min(2 * k, n - size) for size in sizes]
    total = sum(outside)
    across = [min(own, total - own) // 2 for own in outside]
    return max(n * k - sum(across), 0)


def _unit_numbers(people: Sequence[Hashable], unit: Mapping[Hashable, Hashable]) -> list[int]:
    numbers: dict[Hashable, int] = {}
    units = []
    for i, person in enumerate(people):
        name = unit.get(person)
        key: Hashable = ("alone", i) if name is None else ("unit", name)
        units.append(numbers.setdefault(key, len(numbers)))
    return units


def _allocate(
    units: Sequence[int],
    strengths: Sequence[float],
    k: int,
    barred: set[tuple[int, int]],
    seed: int,
) -> list[tuple[int, int]] | None:
    n = len(units)
    rng = random.Random(seed)  # noqa: S311 - replayable chance, not a secret
    pairs_avoidable = n >= 2 * k + 1
    bound = lowest_same_unit(list(Counter(units).values()), k) if pairs_avoidable else 0
    best: Graph | None = None
    for _ in range(ATTEMPTS):
        edges = _ring(units, k, rng)
        if pairs_avoidable and n < EXACT_BELOW:
            loose = Graph(units, edges, set(), pairs_avoidable)
            remove_penalties(loose, bound, rng, patience=20_000, turning=True)
            edges = orient(loose, rng)
        graph = Graph(units, edges, barred, pairs_avoidable)
        remove_penalties(graph, bound, rng, patience=max(20 * n, 4_000))
        connect(graph, rng)
        if best is None or graph.penalty < best.penalty:
            best = graph
        if best.penalty <= bound:
            break
    if best is None or best.is_broken():
        return None
    spread_strength(best, strengths, rng)
    return list(zip(best.reviewers, best.works, strict=True))


def _ring(units: Sequence[int], k: int, rng: random.Random) -> list[tuple[int, int]]:
    """Return the edges of a ring with evenly spaced units and its k best offsets."""
    n = len(units)
    members: dict[int, list[int]] = {}
    for person in rng.sample(range(n), n):
        members.setdefault(units[person], []).append(person)
    groups = sorted(members.values(), key=len, reverse=True)
    # The largest unit first and alone: half of the class then sits on every second place.
    largest = {(j * n) // len(groups[0]): person for j, person in enumerate(groups[0])}
    slots = []
    for group in groups[1:]:
        start = rng.random()
        slots += [((j + start) / len(group), person) for j, person in enumerate(group)]
    others = iter([person for _, person in sorted(slots)])
    ring = np.array([largest[i] if i in largest else next(others) for i in range(n)])
    unit_ring = np.asarray(units)[ring]
    highest = (n - 1) // 2 if n >= 2 * k + 1 else n - 1
    offsets = rng.sample(range(1, highest + 1), min(highest, OFFSETS_TRIED + k))
    cost = {d: int((unit_ring == np.roll(unit_ring, -d)).sum()) for d in offsets}
    ranked = sorted(offsets, key=cost.__getitem__)
    binding = next((d for d in ranked if math.gcd(d, n) == 1), ranked[0])
    chosen = [binding, *(d for d in ranked if d != binding)][:k]
    return [(int(a), int(b)) for d in chosen for a, b in zip(ring, np.roll(ring, -d), strict=True)]
