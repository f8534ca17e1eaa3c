"""Files from outside: the same numbers as from values, and errors with the line's number."""

import json
from dataclasses import asdict

import pytest

from app.peerreview.core.aggregation import aggregate
from app.peerreview.core.allocation import allocate
from app.peerreview.core.exchange import aggregate_jsonl, allocate_json
from tests.peerreview.simulation import simulate, small


def test_a_file_gives_what_the_values_give():
    group = simulate(small(20, 3, calibrations=2), 1)[0]
    lines = [json.dumps({"type": "rubric", "weights": group.rubric.weights, "max_level": 4}), ""]
    lines += [json.dumps({"type": "author", "submission": i, "author": i}) for i in group.authors]
    lines += [json.dumps({"type": "review", **asdict(review)}) for review in group.reviews]
    lines += [json.dumps({"type": "trainer", **asdict(own)}) for own in group.trainer]
    lines += [json.dumps({"type": "calibration", **asdict(row)}) for row in group.calibration]
    lines += [json.dumps({"type": "truth", "item": i, "levels": x}) for i, x in group.calibration_truth.items()]
    given = aggregate_jsonl(lines)
    result = aggregate(
        group.reviews,
        group.authors,
        group.rubric,
        trainer=group.trainer,
        calibration=group.calibration,
        calibration_truth=group.calibration_truth,
    )

    assert given == asdict(result)
    assert json.loads(json.dumps(given))["grades"][0]["grade"] == given["grades"][0]["grade"]


def test_an_earlier_results_reviewers_are_read_as_priors():
    group = simulate(small(20, 3), 1)[0]
    first = aggregate(group.reviews, group.authors, group.rubric, trainer=group.trainer)
    rubric = json.dumps({"type": "rubric", "weights": group.rubric.weights, "max_level": 4})
    rows = [json.dumps({"type": "review", **asdict(review)}) for review in group.reviews]
    rows += [json.dumps({"type": "author", "submission": i, "author": i}) for i in group.authors]
    priors = [json.dumps({"type": "prior", **asdict(reviewer)}) for reviewer in first.reviewers]

    assert aggregate_jsonl([rubric, *rows, *priors])["grades"] != aggregate_jsonl([rubric, *rows])["grades"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2 is not JSON"),
        ('{"type": "grade"}', "line 2 needs a type"),
        ('{"type": "review", "submission": "s"}', "line 2 .review. lacks reviewer, levels"),
        ('{"type": "rubric", "weights": [1], "max_level": 4}', "exactly one"),
    ],
)
def test_a_bad_line_is_named(line, message):
    with pytest.raises(ValueError, match=message):
        aggregate_jsonl(['{"type": "rubric", "weights": [1], "max_level": 4}', line])


def test_an_allocation_file_gives_what_the_values_give():
    ids = [f"p{i}" for i in range(12)]
    unit = {name: i % 3 for i, name in enumerate(ids)}
    given = {"submitters": ids, "unit": unit, "strength": {"p1": 0.5}, "forbidden": [["p1", "p2"]]}

    assert allocate_json(given, k=3, seed=4) == allocate(
        ids, 3, unit=unit, strength={"p1": 0.5}, forbidden=[("p1", "p2")], seed=4
    )
    assert allocate_json({"submitters": [1, 2, 3], "unit": [[1, "a"]]}, k=1, seed=1)
    with pytest.raises(ValueError, match="submitters"):
        allocate_json({}, k=3, seed=1)
