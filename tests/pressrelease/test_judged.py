"""Our releases and the five background documents, each finding read and judged: the table is kept, and precise."""

from collections import Counter

import pytest

from app.pressrelease import Status, analyse
from tests.pressrelease.judged import MISSED, RIGHT, RULES, SEEDS, WRONG, paths, release_at, rows_of, table


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem[:24])
def test_the_engine_says_what_was_judged(path):
    found = sorted(rows_of(path))
    name = path.stem if path.suffix == ".md" else path.stem[:3]
    judged = sorted(row for row, verdict, _ in table() if row.release == name and verdict != MISSED)
    assert found == judged, "Baca temuan yang berubah, lalu tulis putusannya di data/putusan.tsv."


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "C6"])
def test_nine_in_ten_findings_are_right(rule):
    verdicts = Counter(verdict for row, verdict, _ in table() if row.rule == rule)
    assert verdicts[RIGHT] >= 0.9 * (verdicts[RIGHT] + verdicts[WRONG])
    assert verdicts[RIGHT] > 0


def test_every_row_has_a_verdict_with_its_reason():
    for row, verdict, why in table():
        assert verdict in (RIGHT, WRONG, MISSED), row
        assert len(why) > 8, row


def test_a_release_about_hoaxes_is_not_flagged():
    texts = [path for path in paths() if "hoaks" in path.name]
    texts += [path for path in paths() if path.parent == SEEDS and "hoaks" in path.read_text(encoding="utf-8").lower()]
    assert texts
    for path in texts:
        assert analyse(release_at(path)).lights()["C6"] is Status.GREEN, path
