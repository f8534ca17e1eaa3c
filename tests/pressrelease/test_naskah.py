"""The judged findings on invented releases of all kinds: the engine says what the table says, nine in ten rightly."""

from collections import Counter
from pathlib import Path

import pytest

from app.pressrelease import Release, Status, analyse, read_whole

FOLDER = Path(__file__).parent / "naskah"
JUDGED = ("E1", "C1", "C2", "C3", "C4", "C6")
RIGHT, WRONG, MISSED = "benar", "keliru", "terlewat"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_the_findings_are_those_of_the_table(path, table):
    expected = [row[1:4] for row in table if row[0] == path.name and row[4] != MISSED]
    assert sorted(_findings(path)) == sorted(expected)


@pytest.mark.parametrize("rule", JUDGED)
def test_nine_in_ten_findings_are_right(rule, table):
    verdicts = Counter(row[4] for row in table if row[1] == rule)
    assert verdicts[RIGHT] >= 0.9 * (verdicts[RIGHT] + verdicts[WRONG])
    assert verdicts[RIGHT] > verdicts[MISSED]


def test_the_release_about_a_hoax_holds_no_flag():
    report = analyse(_release(FOLDER / "03-klarifikasi-hoaks.txt"))
    assert report.lights()["C6"] is Status.GREEN


def _release(path: Path) -> Release:
    return read_whole(path.read_text(encoding="utf-8")).release()


def _findings(path):
    release = _release(path)
    for finding in analyse(release).findings:
        counted = finding.status in (Status.AMBER, Status.RED)
        if finding.rule not in JUDGED or not counted or (finding.rule == "E1" and finding.is_head):
            continue
        marked = (
            release.text_of(finding.spans[0].field)[finding.spans[0].start : finding.spans[0].end]
            if finding.spans
            else ""
        )
        words = " ".join((finding.excerpt or marked).split())[:40]
        yield [finding.rule, finding.detail or "-", words or "-"]


@pytest.fixture(scope="module")
def table():
    lines = (FOLDER / "temuan.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
