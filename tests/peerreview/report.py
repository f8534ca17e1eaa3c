"""Print as Markdown how mean, median and ours compare on simulated classes.

Run from the repository's root: `python -m tests.peerreview.report > tests/peerreview/REPORT.md`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from app.peerreview.core.allocation import allocate
from tests.peerreview.measures import Score, attack, graded, measure, measure_other, result_of
from tests.peerreview.other_simulations import LAWS, sized, small_crowd
from tests.peerreview.simulation import SCENARIOS, Scenario, simulate, small

HEAD = "| Class | mean | median per criterion | ours | ours / mean | 90 % interval covers |\n|---|---|---|---|---|---|"
REFERENCE = {"A": 5.35, "C": 7.91, "D": 6.87, "F": 6.69, "G": 8.93, "J": 6.51}
OTHERS = {
    "lazy ones always stamp": {"lazy_kind": "same"},
    "lazy ones nearly stamp": {"lazy_kind": "nearly"},
    "lazy ones tick at random": {"lazy_kind": "random"},
    "no leniency": {"leniency": 0.0},
    "double leniency": {"leniency": 0.10},
    "works alike (sd 8)": {"quality_sd": 0.08},
    "works far apart (sd 22)": {"quality_sd": 0.22, "quality_mean": 0.5},
    "works near the top": {"quality_mean": 0.82},
    "strong biases (sd 10)": {"bias_sd": 0.10},
    "everyone equally noisy": {"error_spread": 0.0},
    "criteria of unlike hardness": {"hardness": 0.15},
    "three criteria": {"weights": (1, 1, 1)},
    "levels 1-4": {"lowest": 1},
}


def line(name: str, score: Score) -> str:
    cells = [name]
    for column, value in enumerate((score.mean, score.median, score.ours)):
        low, high = score.interval(column)
        cells.append(f"{value:.2f} ({low:.2f}-{high:.2f})")
    low, high = score.ratio_interval()
    cells += [f"{score.ours / score.mean:.3f} ({low:.3f}-{high:.3f})", f"{score.coverage:.3f}"]
    return "| " + " | ".join(cells) + " |"


def table(title: str, rows: Iterable[tuple[str, Scenario, int]]) -> None:
    print(f"\n## {title}\n\n{HEAD}")
    for name, scenario, seeds in rows:
        print(line(name, measure(scenario, range(1000, 1000 + seeds))), flush=True)


def rounds(seeds: int) -> None:
    print(f"\n## Four rounds of the same people (J), seeds that no other table has\n\n{HEAD}")
    own = [("n = 1000", SCENARIOS["J"], seeds)]
    own += [
        (f"n = 400, lazy ones {how}", replace(SCENARIOS["J"], n=400, lazy_kind=kind), seeds // 2)
        for how, kind in (("always stamp", "same"), ("nearly stamp", "nearly"), ("tick at random", "random"))
    ]
    for name, scenario, count in own:
        for note, carry in (("", True), (", nothing carried", False)):
            print(line(name + note, measure(scenario, range(3000, 3000 + count), carry=carry)), flush=True)
    for law in LAWS.values():
        for note, carry in (("", True), (", nothing carried", False)):
            score = measure_other(law, sized("J", 400), range(3000, 3000 + seeds), carry=carry)
            print(line(f"{law.name}, n = 400{note}", score), flush=True)


def robustness(seeds: int) -> None:
    print(
        "\n## One hostile reviewer, points moved\n\n"
        "He gives the lowest or the highest level on everything, to all whom he reviews or to one of them; `lost` is how\n"
        "far the same grades move when those reviews are simply not there, the best that finding him can do, `mean` how\n"
        "far the plain mean moves. 95th percentiles; his own grade also at its largest.\n"
    )
    print(
        "| Class | attack | victim: lowest | highest | lost | mean | his own | largest |\n|---|---|---|---|---|---|---|---|"
    )
    for name, scenario in (
        ("small, n = 30, k = 3, 30 % no-show", small(30, 2)),
        ("small, n = 40, k = 3, 30 % no-show", small(40, 2)),
        ("small, n = 80, k = 3, 30 % no-show", small(80, 2)),
        ("A, n = 30, k = 3", replace(SCENARIOS["A"], n=30, k=3)),
        ("A, n = 40, k = 3", replace(SCENARIOS["A"], n=40, k=3)),
        ("A, n = 40, k = 4", replace(SCENARIOS["A"], n=40)),
        ("A, n = 80, k = 3", replace(SCENARIOS["A"], n=80, k=3)),
        ("A, n = 80, k = 4", replace(SCENARIOS["A"], n=80)),
        ("D, n = 200, k = 4", replace(SCENARIOS["D"], n=200)),
        ("A, n = 1000, k = 3", replace(SCENARIOS["A"], k=3)),
        ("A, n = 1000, k = 4", SCENARIOS["A"]),
        ("D, n = 1000, k = 3", replace(SCENARIOS["D"], k=3)),
        ("D, n = 1000, k = 4", SCENARIOS["D"]),
    ):
        for only_one in (False, True):
            print(_attacked(name, scenario, seeds if scenario.n < 100 else 2, only_one=only_one), flush=True)


def _attacked(name: str, scenario: Scenario, seeds: int, *, only_one: bool) -> str:
    victims: dict[bool, list[float]] = {False: [], True: []}
    lost, means, own = [], [], []
    for seed in range(seeds):
        group = simulate(scenario, seed)[0]
        who, before = sorted({review.reviewer for review in group.reviews}), graded(group)
        for hostile in who[:: max(1, len(who) // 10)]:
            for is_high, level in ((False, scenario.lowest), (True, scenario.max_level)):
                one = attack(group, before, hostile, level, only_one=only_one)
                victims[is_high] += one.victims
                lost, means, own = lost + one.lost, means + one.means, own + one.own
    cells = [f"{np.quantile(moves, 0.95):.1f}" for moves in (victims[False], victims[True], lost, means)]
    cells += [f"{np.quantile(own, 0.95):.2f}", f"{max(own):.2f}"]
    return "| " + " | ".join([name, "one victim" if only_one else "all", *cells]) + " |"


def laws(seeds: int, small_seeds: int) -> None:
    print(f"\n## Classes drawn by other laws (`other_simulations.py`)\n\n{HEAD}")
    for law in LAWS.values():
        for letter in "ACDG":
            name = f"{law.name}, {letter}, n = 400"
            print(line(name, measure_other(law, sized(letter, 400), range(2000, 2000 + seeds))), flush=True)
        for n in (30, 80):
            for count in (0, 2, 5):
                name = f"{law.name}, n = {n}, k = 3, 30 % no-show, {count} trainer grades"
                score = measure_other(law, small_crowd(n, count), range(2000, 2000 + small_seeds))
                print(line(name, score), flush=True)


def speed() -> None:
    print(
        "\n## Time on one core, seconds\n\n| What | n = 40, k = 3 | n = 80, k = 3 | n = 1,000 | n = 100,000 |\n|---|---|---|---|---|"
    )
    aggregated, allocated = [], []
    for n, k in ((40, 3), (80, 3), (1_000, 4), (100_000, 4)):
        group = simulate(replace(SCENARIOS["D"], n=n, k=k), 1)[0]
        repeats = 5 if n <= 1_000 else 1
        aggregated.append(min(_seconds(lambda group=group: result_of(group)) for _ in range(repeats)))
        unit, strength = {i: i // 50 for i in range(n)}, {i: i % 7 for i in range(n)}
        allocated.append(
            min(
                _seconds(lambda n=n, k=k, u=unit, s=strength: allocate(range(n), k, unit=u, strength=s, seed=1))
                for _ in range(repeats)
            )
        )
    for name, times in (("aggregate (D)", aggregated), ("allocate (units of 50)", allocated)):
        print(f"| {name} | " + " | ".join(f"{one:.3f}" for one in times) + " |")


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


NOTES = """
## How to read it

- Nearly all of the gain in a careful class (A) is the pull towards the class mean, the slope at the ends of the
  scale and the reviewers' unlike noise. Where everyone is equally noisy it is 2 %: there the shrunk mean is as good.
- Where the whole class is too kind by 10 points and no trainer has graded anything, no method can know: the model is
  2 % worse than the mean ("A, double leniency") and its interval, which allows for 5 points, covers .74. Holding .86
  there would take intervals about a third wider in every class (reckoned, not simulated). Trainer grades are the
  remedy ("D, double leniency"). Of the model's error there 8.4 points are the shift itself (the mean: 7.9, as the top
  of the scale cuts kindness off) and 5.4 all the rest (the mean: 5.7). On four seeds with 1.019 no slope gave 1.030,
  nobody careless 1.015 and no favours 1.022: there is nothing to mend without a trainer's grade.
- Without trainer grades and without leniency the intervals are too wide (A covers .98), as 5 points are added for
  the leniency that nobody can see.
- A class whose works are all near the top, four criteria with levels 0-3 and three criteria with levels 1-4 stay
  hard: a stamper looks like a careful reviewer there, and with careless reviewers the intervals cover .85 to .91.
- A reviewer who is hostile to all whom he reviews is found: his victims move about as far as if his honest reviews
  were not there (`lost`). That is below 8 points at the 95th percentile with k = 4 in a careful class of any size, and
  about 8 where every tenth is careless (D). With k = 3 the loss alone is 6 to 8.5, with no-shows on top 7.6 to 10: a
  work is left with two reviews. The rows above rest on few victims: in 20 other classes of 40 with k = 3 and nobody
  careless (about 600 victims) the lowest levels move 8.0 (6.9-9.0), the highest 7.8 (6.8-8.6), the loss alone 7.6
  (6.6-8.4). His review holds nothing, so a grade without it is the best there is; weighing outvoted reviews softly
  (Student t, 4 or 8 degrees) moved victims as far and cost 3 to 5 % of the error in D and 1 to 2 % in small classes,
  a stronger pull to the middle (by 1.3) 5 % in small ones. Works with two reviews are not marked: in 20 classes of 40
  nearly all of them were `ok`, only those with one were `wide`.
- A reviewer who is careful elsewhere and hostile to one victim gives himself away by nothing but that one review. With
  the lowest levels it is mostly doubted, with the highest less, as good works exist; with two reviews for a work it
  cannot be told which is right, and the victim moves by 15 to 20 points (the mean: 31 to 42).
- One's own grade does not move at all where the copies of a class stay under 30,000 reviews (80 people, k = 4); in
  larger classes one's reviews reach it only by co-reviewers who also review oneself.
- Who stays near one level whatever he reads is a kind of careless reviewer of his own. Before he was, he mostly passed
  for careful, the more so the more rounds were carried: C, D, F, G and J were 2 to 3 % worse, A and small classes alike.
- Over rounds the gain is knowing who is careless and each one's bias; who misses a round is still known in the next.
  Carrying the noise more strongly or with its certainty, other drifts (0 to 2 points) and wider or narrower priors of
  the bias changed J by less than .3 %: the rest is what a few reviews cannot tell (true biases known: 2.5 % less).
- What the doubt of hostile reviewers and single hostile reviews costs where nobody is hostile (8 seeds each, n = 600,
  the same classes with and without it): .1 % of the error in C, D and F here, .0 to .2 % by the ordinal and the short
  law in D, but 1.1 to 1.3 % in C, D and F by a law like `even`, where works reach down to 0. There a true row of 0
  beside a careless row of 4 is taken for the hostile one: a few works in thousands, each 20 to 70 points wrong.
- The mean of this generator's C is 9.03 and the reference's 9.37, so equal figures do not mean an equal model. As a
  share of the mean the reference stands at C .844, D .735, F .717, G .685, J .691.
"""


def main(seeds: int, small_seeds: int) -> None:
    print("# Peer grades against a known truth\n")
    print(
        "Root mean square error in points over the works with a review, 95 % bootstrap intervals over seeds in\n"
        "brackets; coverage over works that no trainer graded. The classes are made up by `simulation.py` (our own\n"
        "seeds and our own picture of careless reviewers): the figures compare methods, they do not foretell a class.\n"
        "The scenarios resemble those of the reference by their letter but are not the same generator; its model's\n"
        f"figures for comparison: {', '.join(f'{k} {v}' for k, v in REFERENCE.items())}."
    )
    table("Large classes, n = 1000, k = 4", [(s.name, s, seeds) for s in SCENARIOS.values()])
    no_help = replace(SCENARIOS["G"], name="G without any trainer grade", trainer=0.0)
    table("Large classes without help", [(no_help.name, no_help, seeds)])
    rows = [
        (f"n = {n}, {count} trainer grades", small(n, count), small_seeds) for n in (30, 40, 80) for count in (0, 2, 5)
    ]
    table("The class that exists: k = 3, 30 % no-show, levels 1-4, leniency sd 5 between classes", rows)
    clean = {"leniency_sd": 0.0, "lazy": 0.0}
    rows = [(f"n = 40, {count} trainer grades", small(40, count, **clean), small_seeds // 2) for count in (0, 2, 5)]
    table("The same without any leniency and carelessness (the mean at its best)", rows)
    rows = [
        (f"{letter}, {name}", replace(SCENARIOS[letter], n=400, **changes), max(seeds // 3, 3))
        for letter in "AD"
        for name, changes in OTHERS.items()
    ]
    table("Other pictures of a class, n = 400, k = 4", rows)
    rounds(2 * seeds)
    robustness(max(small_seeds // 80, 2))
    speed()
    laws(max(seeds // 2, 3), max(small_seeds // 8, 10))
    print(NOTES, end="")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3] or (20, 500)))
