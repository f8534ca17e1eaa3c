"""Print as Markdown how mean, median and ours compare on simulated classes.

Run from the repository's root: `python -m tests.peerreview.report > tests/peerreview/REPORT.md`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from app.peerreview.core.allocation import allocate
from tests.peerreview.measures import Score, attack, beside_bound, graded, measure, measure_other, result_of
from tests.peerreview.other_simulations import LAWS, sized, small_crowd
from tests.peerreview.report_notes import NOTES
from tests.peerreview.simulation import SCENARIOS, Scenario, simulate, small

HEAD = "| Class | mean | median per criterion | ours | ours / mean | 90 % interval covers |\n|---|---|---|---|---|---|"
REFERENCE = {"A": 5.35, "C": 7.91, "D": 6.87, "F": 6.69, "G": 8.93, "J": 6.51}
REFERENCE_MEAN = {"A": 5.33, "C": 9.37, "D": 9.35, "F": 9.33, "G": 13.04, "J": 9.42}
REFERENCE_BOUND = {"A": 5.13, "C": 5.88, "D": 5.87, "F": 5.86, "G": 7.12, "J": 5.72}
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


def robustness(classes: int) -> None:
    print(
        "\n## One hostile reviewer, points moved\n\n"
        "He gives the lowest or the highest level on everything, to all whom he reviews or to one of them; `lost` is how\n"
        "far the same grades move when those reviews are simply not there, the best that finding him can do, `mean` how\n"
        "far the plain mean moves. 95th percentiles with 95 % bootstrap intervals over reviewers; his own grade also at\n"
        "its largest. `tried` counts the reviewers who were made hostile, each once with either level.\n"
    )
    print(
        "| Class | attack | tried | victim: lowest | highest | lost | mean | his own | largest |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    for name, scenario, count in (
        ("small, n = 30, k = 3, 30 % no-show", small(30, 2), classes),
        ("small, n = 40, k = 3, 30 % no-show", small(40, 2), classes),
        ("small, n = 80, k = 3, 30 % no-show", small(80, 2), classes),
        ("A, n = 30, k = 3", replace(SCENARIOS["A"], n=30, k=3), classes),
        ("A, n = 40, k = 3", replace(SCENARIOS["A"], n=40, k=3), classes),
        ("A, n = 40, k = 4", replace(SCENARIOS["A"], n=40), classes),
        ("A, n = 80, k = 3", replace(SCENARIOS["A"], n=80, k=3), classes // 2),
        ("A, n = 80, k = 4", replace(SCENARIOS["A"], n=80), classes // 2),
        ("D, n = 200, k = 4", replace(SCENARIOS["D"], n=200), classes),
        ("A, n = 1000, k = 3", replace(SCENARIOS["A"], k=3), classes // 3),
        ("A, n = 1000, k = 4", SCENARIOS["A"], classes // 3),
        ("D, n = 1000, k = 3", replace(SCENARIOS["D"], k=3), classes // 3),
        ("D, n = 1000, k = 4", SCENARIOS["D"], classes),
    ):
        for only_one in (False, True):
            print(_attacked(name, scenario, count, only_one=only_one), flush=True)


def _attacked(name: str, scenario: Scenario, classes: int, *, only_one: bool) -> str:
    low, high = [], []
    for seed in range(classes):
        group = simulate(scenario, seed)[0]
        who, before = sorted({review.reviewer for review in group.reviews}), graded(group)
        for hostile in who[:: max(1, len(who) // (20 if scenario.n >= 200 else 10))]:
            low.append(attack(group, before, hostile, scenario.lowest, only_one=only_one))
            high.append(attack(group, before, hostile, scenario.max_level, only_one=only_one, lost=low[-1].lost))
    own = [move for one in low + high for move in one.own]
    cells = [
        _upper([one.victims for one in low]),
        _upper([one.victims for one in high]),
        _upper([one.lost for one in low]),
        f"{np.quantile([move for one in low + high for move in one.means], 0.95):.1f}",
        f"{np.quantile(own, 0.95):.2f}",
        f"{max(own):.2f}",
    ]
    return "| " + " | ".join([name, "one victim" if only_one else "all", str(len(low)), *cells]) + " |"


def _upper(moves: list[list[float]], draws: int = 1000) -> str:
    """The 95th percentile of what the victims of each hostile reviewer moved, with its interval."""
    rng = np.random.default_rng(1)
    found = [
        np.quantile(np.concatenate([moves[i] for i in rng.integers(len(moves), size=len(moves))]), 0.95)
        for _ in range(draws)
    ]
    return f"{np.quantile(np.concatenate(moves), 0.95):.1f} ({np.quantile(found, 0.025):.1f}-{np.quantile(found, 0.975):.1f})"


def bounds(seeds: int) -> None:
    print(
        "\n## How much of what can be gained is gained\n\n"
        "The bound knows the bias, slope and noise of every reviewer and who is careless, as that of the reference does.\n"
        "`gained` is the share of the way from the mean to the bound; so two generators can be compared.\n\n"
        "| Class | mean | ours | bound | gained | gained by the reference's model on its classes |\n|---|---|---|---|---|---|"
    )
    for letter, scenario in SCENARIOS.items():
        mean, ours, bound = beside_bound(scenario, range(7000, 7000 + seeds))
        theirs = REFERENCE_MEAN[letter] - REFERENCE[letter]
        cells = [f"{one:.2f}" for one in (mean, ours, bound, (mean - ours) / (mean - bound))]
        cells.append(f"{theirs / (REFERENCE_MEAN[letter] - REFERENCE_BOUND[letter]):.2f}")
        print("| " + " | ".join([letter, *cells]) + " |", flush=True)


def beside_shrunk_mean(seeds: int, small_seeds: int) -> None:
    print(
        "\n## Beside the shrunk mean\n\n"
        "The mean pulled towards the class's own by how few reviews a work has, less the leniency that trainer grades\n"
        "show: all that can be had without knowing one reviewer from another. Where the last column is about 1 the\n"
        "model gains nothing over it; everyone's reviews then count nearly alike and the page says that.\n\n"
        "| Class | mean | shrunk mean | ours | ours / shrunk mean |\n|---|---|---|---|---|"
    )
    clean = {"leniency_sd": 0.0, "lazy": 0.0}
    for name, scenario, count in (
        *((f"{letter}, n = 400", replace(SCENARIOS[letter], n=400), seeds) for letter in "ACDFG"),
        ("A, n = 400, everyone equally noisy", replace(SCENARIOS["A"], n=400, error_spread=0.0), seeds),
        *(
            (f"n = {n}, k = 3, {count} trainer grades", small(n, count), small_seeds)
            for n in (30, 80)
            for count in (0, 5)
        ),
        *((f"n = 40, careful, {count} trainer grades", small(40, count, **clean), small_seeds) for count in (0, 5)),
        (
            "n = 40, careful, equally noisy, 0 trainer grades",
            small(40, 0, error_spread=0.0, slope_sd=0.0, **clean),
            small_seeds,
        ),
    ):
        score = measure(scenario, range(5000, 5000 + count))
        ratio, (low, high) = score.ours / score.shrunk, score.ratio_interval(4)
        print(
            f"| {name} | {score.mean:.2f} | {score.shrunk:.2f} | {score.ours:.2f} | {ratio:.3f} ({low:.3f}-{high:.3f}) |",
            flush=True,
        )


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
    bounds(max(seeds // 2, 3))
    beside_shrunk_mean(seeds, max(small_seeds // 5, 10))
    robustness(max(small_seeds // 80, 3))
    speed()
    laws(max(seeds // 2, 3), max(small_seeds // 8, 10))
    print(NOTES, end="")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3] or (20, 500)))
