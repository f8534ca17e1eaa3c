"""Sharing out: everyone gives and gets exactly k, and the rules that make it fair."""

import itertools
import random
import statistics
from collections import Counter

import pytest

from app.peerreview.core.allocation import allocate, lowest_same_unit, pick_late, pick_reviewers


def test_everyone_gives_and_gets_exactly_k_without_self_twice_or_mutual_pairs():
    rng = random.Random(1)
    for n in [*range(6, 40), 59, 60, 61, 97, 250]:
        for k in (2, 3, 4, 5):
            sizes = random_sizes(n, rng)
            pairs = share(sizes, k, seed=n)
            expected = min(k, n - 1)
            assert len(pairs) == len(set(pairs)) == n * expected
            assert set(Counter(a for a, _ in pairs).values()) == {expected}
            assert set(Counter(b for _, b in pairs).values()) == {expected}
            assert all(a != b for a, b in pairs)
            assert count_parts(n, pairs) == 1
            if n >= 2 * k + 1:
                assert mutual(pairs) == 0, (n, k, sizes)


@pytest.mark.parametrize("sizes", [(500, 100, 400), (1000, 700, 300), (1, 999, 500, 500), (77,) * 20])
def test_a_large_class_shares_across_units_when_none_has_more_than_half(sizes):
    pairs = share(sizes, 4, seed=3)

    assert same_unit(pairs, sizes) == 0
    assert mutual(pairs) == 0
    assert count_parts(sum(sizes), pairs) == 1


@pytest.mark.parametrize(
    ("sizes", "k"),
    [
        ((21, 3, 3, 3), 3),
        ((21, 9), 3),
        ((15, 5, 5, 5), 4),
        ((15, *([1] * 15)), 3),
        ((15, 15), 3),
        ((25, 24), 5),
        ((30, 10, 10), 3),
        ((59 - 29, 29), 4),
        ((20, 1, 1), 2),
        ((8, 4), 3),
        ((40,), 3),
    ],
)
def test_same_unit_pairs_are_the_fewest_possible_below_sixty_people(sizes, k):
    for seed in range(3):
        assert same_unit(share(sizes, k, seed=seed), sizes) == lowest_same_unit(sizes, k)


def test_random_units_below_sixty_people_reach_the_bound_too():
    rng = random.Random(8)
    for n in range(24, 60):
        sizes = random_sizes(n, rng)
        assert same_unit(share(sizes, 3, seed=n), sizes) == lowest_same_unit(sizes, 3), sizes


@pytest.mark.parametrize(("sizes", "k"), [((4, 2, 1), 2), ((3, 3, 1), 2), ((4, 3), 2), ((2, 2, 2), 1), ((4, 2), 1)])
def test_a_tiny_class_is_as_good_as_the_best_of_all_ways(sizes, k):
    assert same_unit(share(sizes, k, seed=5), sizes) == fewest_by_trying_all(sizes, k)


def test_a_unit_of_two_thirds_in_a_large_class_stays_at_the_bound():
    assert same_unit(share((700, 100, 200), 4, seed=1), (700, 100, 200)) == lowest_same_unit((700, 100, 200), 4)


def test_people_without_a_unit_are_nobodys_colleagues():
    pairs = allocate(range(12), 3, unit=dict.fromkeys(range(12)), strength={}, seed=1)

    assert len(pairs) == 36


def test_the_same_seed_gives_the_same_pairs_whatever_the_order_of_rows():
    ids = [f"orang-{i}" for i in range(80)]
    unit = {name: i % 7 for i, name in enumerate(ids)}
    strength = {name: float(i % 5) for i, name in enumerate(ids)}
    first = allocate(ids, 3, unit=unit, strength=strength, seed=11)

    assert allocate(ids[::-1], 3, unit=unit, strength=strength, seed=11) == first
    assert allocate(ids, 3, unit=unit, strength=strength, seed=12) != first


def test_forbidden_pairs_never_appear():
    rng = random.Random(2)
    for n in (12, 30, 100):
        forbidden = {(rng.randrange(n), rng.randrange(n)) for _ in range(2 * n)}
        pairs = allocate(range(n), 3, unit={}, strength={}, forbidden=forbidden, seed=4)

        assert not forbidden & set(pairs)
        assert len(pairs) == 3 * n
        assert mutual(pairs) == 0


def test_k_is_lowered_when_the_class_or_the_forbidden_pairs_leave_no_room():
    assert allocate([], 3, unit={}, strength={}, seed=1) == []
    assert allocate(["a"], 3, unit={}, strength={}, seed=1) == []
    assert allocate(["a", "b"], 3, unit={}, strength={}, seed=1) == [("a", "b"), ("b", "a")]
    assert len(allocate("abc", 3, unit={}, strength={}, seed=1)) == 6
    barred = [("a", other) for other in "bcde"]
    assert allocate("abcde", 2, unit={}, strength={}, forbidden=barred, seed=1) == []


def test_a_class_of_twice_k_has_only_the_mutual_pairs_that_must_be():
    for n, k in ((6, 3), (8, 4), (5, 3), (4, 2)):
        pairs = allocate(range(n), k, unit={}, strength={}, seed=9)

        assert len(set(pairs)) == n * k
        assert mutual(pairs) == n * k - n * (n - 1) // 2


def test_strong_and_weak_reviewers_are_spread_over_the_works():
    rng = random.Random(3)
    for n, limit in ((40, 0.30), (400, 0.35)):
        strength = {i: rng.random() for i in range(n)}
        pairs = allocate(range(n), 4, unit={i: i // 9 for i in range(n)}, strength=strength, seed=2)
        totals = Counter()
        for reviewer, work in pairs:
            totals[work] += strength[reviewer]

        assert statistics.pstdev(totals.values()) < limit  # by chance .58


def test_refuses_nonsense():
    with pytest.raises(ValueError, match="at least 1"):
        allocate("abc", 0, unit={}, strength={}, seed=1)
    with pytest.raises(ValueError, match="twice"):
        allocate("aba", 1, unit={}, strength={}, seed=1)


def test_a_late_reviewer_gets_the_least_reviewed_works_of_others_with_ties_by_chance():
    reviews = {"a": 3, "b": 1, "c": 1, "d": 0, "e": 5, "me": 0}
    picked = [
        tuple(pick_late("me", reviews, 2, cap=5, unit={}, forbidden={("me", "x")}, seed=seed)) for seed in range(20)
    ]

    assert {first for first, _ in picked} == {"d"}
    assert {second for _, second in picked} == {"b", "c"}
    assert pick_late("me", reviews, 9, cap=5, unit={}, forbidden={("me", "d")}, seed=1)[-1] == "a"
    units = {"me": 1, "a": 1, "b": 2}
    assert all(pick_late("me", {"a": 1, "b": 1}, 1, cap=5, unit=units, seed=seed) == ["b"] for seed in range(9))


def test_a_late_work_goes_to_the_least_loaded_reviewers_of_other_units():
    load = {"a": 2, "b": 0, "c": 1, "me": 0, "friend": 0}

    assert pick_reviewers("me", load, 2, unit={"me": 1, "b": 1}, forbidden={("friend", "me")}, seed=1) == ["c", "a"]


def share(sizes, k, *, seed):
    units = unit_of(sizes)
    rng = random.Random(seed)
    return allocate(range(len(units)), k, unit=units, strength={i: rng.random() for i in units}, seed=seed)


def unit_of(sizes):
    return dict(enumerate(itertools.chain.from_iterable([number] * size for number, size in enumerate(sizes))))


def same_unit(pairs, sizes):
    units = unit_of(sizes)
    return sum(units[a] == units[b] for a, b in pairs)


def mutual(pairs):
    there = set(pairs)
    return sum((b, a) in there for a, b in there) // 2


def random_sizes(n, rng):
    sizes = [rng.randint(1, max(1, n // 2))]
    while sum(sizes) < n:
        sizes.append(min(rng.randint(1, max(1, n // 4)), n - sum(sizes)))
    return sizes


def count_parts(n, pairs):
    root = list(range(n))

    def find(a):
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        return a

    for a, b in pairs:
        root[find(a)] = find(b)
    return len({find(a) for a in range(n)})


def fewest_by_trying_all(sizes, k):
    """The least same-unit pairs over all connected graphs with 2k neighbours each, by trying all."""
    units = unit_of(sizes)
    n = len(units)
    possible = list(itertools.combinations(range(n), 2))
    best = n * k

    def extend(index, degrees, chosen, cost):
        nonlocal best
        if cost >= best or any(d > 2 * k for d in degrees):
            return
        if index == len(possible):
            if all(d == 2 * k for d in degrees) and count_parts(n, chosen) == 1:
                best = cost
            return
        a, b = possible[index]
        left = Counter(itertools.chain.from_iterable(possible[index:]))
        if any(degrees[v] + left[v] < 2 * k for v in range(n)):
            return
        more = list(degrees)
        more[a] += 1
        more[b] += 1
        extend(index + 1, more, [*chosen, (a, b)], cost + (units[a] == units[b]))
        extend(index + 1, degrees, chosen, cost)

    extend(0, [0] * n, [], 0)
    return best
