"""Findings of the judged releases as rows of the table: our own by their words, the background documents by offsets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.pressrelease import Finding, Release, Status, analyse, read_whole

FOLDER = Path(__file__).parent / "data"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
TABLE = FOLDER / "putusan.tsv"
RULES = ("E1", "C1", "C2", "C3", "C4", "C6")
RIGHT, WRONG, MISSED = "benar", "keliru", "terlewat"


class Row(NamedTuple):
    """A judged finding: the release, where it points, and what it is."""

    release: str
    rule: str
    detail: str
    status: str
    field: str
    start: str
    end: str
    words: str


def paths() -> tuple[Path, ...]:
    """Our releases, and the five background documents where they lie beside the repository."""
    seeds = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []
    return (*sorted((FOLDER / "rilis").glob("*.md")), *seeds)


def release_at(path: Path) -> Release:
    """The release of a file, its parts proposed by the engine."""
    return read_whole(path.read_text(encoding="utf-8").removeprefix("# ")).release()


def rows_of(path: Path) -> Iterator[Row]:
    """What the engine says of one release; heads that only count their items are left out."""
    release = release_at(path)
    findings = analyse(release).findings
    with_items = {finding.rule for finding in findings if not finding.is_head}
    for finding in findings:
        is_sum = finding.is_head and finding.rule in with_items
        if finding.rule in RULES and finding.status is not Status.GREEN and not is_sum:
            yield _row(path, release, finding)


def _row(path: Path, release: Release, finding: Finding) -> Row:
    is_ours = path.suffix == ".md"
    name = path.stem if is_ours else path.stem[:3]
    if not finding.spans:
        return Row(name, finding.rule, finding.detail or "-", str(finding.status), "-", "-", "-", "-")
    span = finding.spans[0]
    words = release.text_of(span.field)[span.start : span.end]
    shown = " ".join(words.split())[:60] if is_ours else hashlib.sha256(words.encode()).hexdigest()[:12]
    where = (str(span.field), str(span.start), str(span.end))
    return Row(name, finding.rule, finding.detail or "-", str(finding.status), *where, shown)


def table() -> list[tuple[Row, str, str]]:
    """The rows of the table with their verdict and the reason for it."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(Row(*cell[:8]), cell[8], cell[9]) for cell in cells]
