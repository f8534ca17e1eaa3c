"""Who meets whom outside the batch: least served first, ties broken by the seed."""

import random
from collections.abc import Collection, Hashable, Mapping


def pick_late(
    newcomer: Hashable,
    reviews: Mapping[Hashable, int],
    k: int,
    *,
    cap: int,
    unit: Mapping[Hashable, Hashable],
    forbidden: Collection[tuple[Hashable, Hashable]] = (),
    seed: int,
) -> list[Hashable]:
    """Return up to `k` submissions for a late or willing reviewer `newcomer`, best first.

    `reviews` maps each open submission (author = submission) to the reviews it has or has
    running; those at `cap` or over are left out, as are the newcomer's own and forbidden
    (reviewer, submission) pairs. Least-reviewed first; among equals another unit goes before
    the own one, then chance. The same seed gives the same list.
    """
    barred = set(forbidden)
    open_works = {
        work: (count, _is_same_unit(unit, newcomer, work))
        for work, count in reviews.items()
        if count < cap and work != newcomer and (newcomer, work) not in barred
    }
    return _least(open_works, k, seed)


def pick_reviewers(
    submission: Hashable,
    load: Mapping[Hashable, int],
    k: int,
    *,
    unit: Mapping[Hashable, Hashable],
    forbidden: Collection[tuple[Hashable, Hashable]] = (),
    seed: int,
) -> list[Hashable]:
    """Return up to `k` reviewers for a late `submission`, best first.

    `load` maps each candidate to the tasks he has open; another unit goes before the own one,
    then least-loaded first, then chance (a load can wait, a friend's grade cannot be undone).
    """
    barred = set(forbidden)
    candidates = {
        reviewer: (_is_same_unit(unit, reviewer, submission), count)
        for reviewer, count in load.items()
        if reviewer != submission and (reviewer, submission) not in barred
    }
    return _least(candidates, k, seed)


def _is_same_unit(unit: Mapping[Hashable, Hashable], one: Hashable, other: Hashable) -> bool:
    return unit.get(one) is not None and unit.get(one) == unit.get(other)


def _least(ranks: Mapping[Hashable, tuple[int, int]], k: int, seed: int) -> list[Hashable]:
    names = sorted(ranks, key=repr)
    random.Random(seed).shuffle(names)  # noqa: S311 - replayable chance, not a secret
    return sorted(names, key=ranks.__getitem__)[: max(k, 0)]
