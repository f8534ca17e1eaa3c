"""The command line computes what the cores compute, and says in one sentence what is wrong with a file."""

import json

import pytest

from app.cli import attach
from app.peerreview.core.allocation import allocate


@pytest.fixture
def run(app):
    attach(app) if "peerreview" not in app.cli.commands else None
    return lambda *arguments: app.test_cli_runner().invoke(args=["peerreview", *map(str, arguments)])


def test_a_file_of_reviews_becomes_grades(run, tmp_path):
    rows = [{"type": "rubric", "weights": [50, 50], "max_level": 4}]
    for work in "abcd":
        rows.append({"type": "author", "submission": work, "author": work})
        rows += [{"type": "review", "submission": work, "reviewer": other, "levels": [3, 4]} for other in "abcd" if other != work]
    file = tmp_path / "reviews.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    done = run("aggregate", file)
    assert done.exit_code == 0, done.output
    assert [row["submission"] for row in json.loads(done.output)["grades"]] == list("abcd")


def test_a_file_of_submitters_becomes_pairs_that_the_seed_repeats(run, tmp_path):
    file = tmp_path / "class.json"
    people = [f"p{number}" for number in range(12)]
    file.write_text(json.dumps({"submitters": people, "unit": {one: int(one[1:]) % 3 for one in people}}))
    done = run("allocate", file, "--k", 4, "--seed", 9)
    expected = allocate(people, 4, unit={one: int(one[1:]) % 3 for one in people}, strength={}, seed=9)
    assert json.loads(done.output) == [list(pair) for pair in expected]


@pytest.mark.parametrize(("verb", "text"), [("aggregate", "no json"), ("aggregate", ""), ("allocate", "[1, 2]"), ("allocate", "{")])
def test_a_wrong_file_is_refused_in_a_sentence(run, tmp_path, verb, text):
    file = tmp_path / "wrong"
    file.write_text(text)
    done = run(verb, file)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert "Traceback" not in done.output
