"""Files for allocation and aggregation from outside: JSON in, JSON-ready values out.

An aggregation file has one JSON object per line, in any order, told apart by `type`:

    {"type": "rubric", "weights": [20, 20, 20, 15, 15, 10], "max_level": 4}      exactly one
    {"type": "author", "submission": "s1", "author": "p1"}                       one per work
    {"type": "review", "submission": "s1", "reviewer": "p2", "levels": [3, 2, null, 4, 3, 3]}
    {"type": "trainer", "submission": "s1", "levels": [3, 3, 2, 4, 3, 3], "sd": 0.25}
    {"type": "calibration", "item": "t1", "reviewer": "p2", "levels": [1, 2, 3, 3, 2, 4]}
    {"type": "truth", "item": "t1", "levels": [1, 2, 2, 3, 2, 4]}
    {"type": "prior", "reviewer": "p2", "n": 4, "bias": 3.1, "bias_sd": 3.0, "noise_sd": 9.0,
     "reliability": 0.7, "lazy_p": 0.01}                                         an earlier result's
    {"type": "options", "shrink": true, "min_reviews": 2}                        at most one

An allocation file is one JSON object (ids are strings or numbers):

    {"submitters": ["p1", "p2"], "unit": {"p1": "a"}, "strength": {"p1": 0.4},
     "forbidden": [["p1", "p2"]]}

`unit` and `strength` may also be lists of [id, value] pairs, for ids that are not strings.
"""

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from app.peerreview.core.aggregation import aggregate
from app.peerreview.core.allocation import allocate
from app.peerreview.core.records import CalibrationReview, Levels, Review, Reviewer, Rubric, TrainerGrade


def aggregate_jsonl(lines: Iterable[str]) -> dict[str, Any]:
    """Return `aggregate`'s result for the lines of a file as one JSON-ready object.

    Blank lines are skipped. Raises ValueError with the number of the line for anything that is
    not as described above, and without exactly one rubric.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _row(line, number)
            rows.setdefault(row["type"], []).append(row)
    if len(rows.get("rubric", [])) != 1:
        raise ValueError("the file needs exactly one line of type rubric")
    rubric = rows["rubric"][0]
    options = {key: value for row in rows.get("options", []) for key, value in row.items()}
    result = aggregate(
        [Review(row["submission"], row["reviewer"], _levels(row)) for row in rows.get("review", [])],
        {row["submission"]: row["author"] for row in rows.get("author", [])},
        Rubric(tuple(float(w) for w in rubric["weights"]), int(rubric["max_level"])),
        trainer=[
            TrainerGrade(row["submission"], _levels(row), float(row.get("sd", 0.25))) for row in rows.get("trainer", [])
        ],
        calibration=[
            CalibrationReview(row["item"], row["reviewer"], _levels(row)) for row in rows.get("calibration", [])
        ],
        calibration_truth={row["item"]: _levels(row) for row in rows.get("truth", [])},
        reviewer_priors=[_prior(row) for row in rows.get("prior", [])],
        shrink=bool(options.get("shrink", True)),
        min_reviews=int(options.get("min_reviews", 2)),
    )
    return asdict(result)


def allocate_json(given: Mapping[str, Any], *, k: int, seed: int) -> list[tuple[Hashable, Hashable]]:
    """Return `allocate`'s (reviewer, submission) pairs for the object of an allocation file.

    Raises ValueError without `submitters` and for what `allocate` refuses.
    """
    if "submitters" not in given:
        raise ValueError("the object needs a list of submitters")
    return allocate(
        given["submitters"],
        k,
        unit=dict(given.get("unit", {})),
        strength=dict(given.get("strength", {})),
        forbidden=[(reviewer, submission) for reviewer, submission in given.get("forbidden", [])],
        seed=seed,
    )


FIELDS = {
    "rubric": ("weights", "max_level"),
    "author": ("submission", "author"),
    "review": ("submission", "reviewer", "levels"),
    "trainer": ("submission", "levels"),
    "calibration": ("item", "reviewer", "levels"),
    "truth": ("item", "levels"),
    "prior": ("reviewer", "n", "bias", "bias_sd", "noise_sd", "lazy_p"),
    "options": (),
}


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number} is not JSON: {error.msg}") from error
    if not isinstance(row, dict) or row.get("type") not in FIELDS:
        raise ValueError(f"line {number} needs a type, one of {', '.join(FIELDS)}")
    missing = [name for name in FIELDS[row["type"]] if name not in row]
    if missing:
        raise ValueError(f"line {number} ({row['type']}) lacks {', '.join(missing)}")
    return row


def _levels(row: Mapping[str, Any]) -> Levels:
    return tuple(None if level is None else float(level) for level in row["levels"])


def _prior(row: Mapping[str, Any]) -> Reviewer:
    return Reviewer(
        row["reviewer"],
        int(row["n"]),
        float(row["bias"]),
        float(row["bias_sd"]),
        float(row["noise_sd"]),
        float(row.get("reliability", 0.5)),
        float(row["lazy_p"]),
    )
