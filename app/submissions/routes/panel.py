"""What stands beside the text while writing: the coach's findings, the files, the words of saving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from app.kernel import clock
from app.kernel.i18n import _
from app.media import queries as media
from app.media.core.kinds import AssetKind
from app.media.queries import FileFacts
from app.pressrelease import Finding, Group, Status
from app.submissions import reading
from app.submissions.core.parts import DROP, MOST, PARTS, Stretch
from app.submissions.queries import learner
from app.submissions.routes.place import Desk
from app.web.guard import actor

WORST_FIRST = {Status.RED: 0, Status.AMBER: 1, Status.ADVICE: 2, Status.GREEN: 3}
MARKED = 80
"""Marks sent to the page; more than that helps nobody and makes the answer heavy."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The coach's reading in the four groups, worst first, with the marks of the text."""

    groups: tuple[tuple[str, tuple[tuple[int, Finding], ...]], ...]
    """Name of the group and its findings with the numbers that marks refer to."""
    marks: list[list[Any]]
    """[field, start, end, status, finding number]; offsets in code points of the field's plain text."""
    facts: dict[str, Any]
    open_count: int


def read(place: Desk, draft: Mapping[str, Any]) -> Findings:
    """Run the coach over a draft (pure, some milliseconds)."""
    units = learner.author_words(actor().user_id)[1]
    report = reading.coach(place.brief.task, draft, today=clock.local_date(clock.now()), units=units)
    found = report.findings if report else ()
    ordered = sorted(found, key=lambda one: WORST_FIRST[one.status])
    names = {
        Group.IMPACT: _("Dampak"),
        Group.STRUCTURE: _("Struktur"),
        Group.LANGUAGE: _("Bahasa"),
        Group.SEARCH: _("Mesin pencari"),
    }
    marks = [
        [str(span.field), span.start, span.end, str(one.status), number]
        for number, one in enumerate(ordered)
        if one.status in {Status.RED, Status.AMBER, Status.ADVICE}
        for span in one.spans
        if span.end > span.start
    ]
    return Findings(
        groups=tuple((words, tuple(pair for pair in enumerate(ordered) if pair[1].group is group)) for group, words in names.items()),
        marks=marks[:MARKED],
        facts={"words": report.facts.words, "lead": report.facts.lead_words, "title_px": report.facts.title_px} if report else {},
        open_count=sum(1 for one in found if one.status in {Status.RED, Status.AMBER} and one.is_head),
    )


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the draft with what its author says of it."""

    facts: FileFacts
    caption: str
    alt: str
    credit: str


def file_rows(files: object, typed: Mapping[str, Any], owner_id: int) -> tuple[FileRow, ...]:
    """The files of a draft in order; words just typed go before stored ones."""
    held: list[dict[str, Any]] = files if isinstance(files, list) else []
    facts = media.several([file["asset"] for file in held], owner_id=owner_id)
    said = {entry["asset"]: entry for entry in typed.get("berkas", []) if isinstance(entry, Mapping)}
    rows = []
    for file in held:
        if file["asset"] in facts:
            words = {**file, **said.get(file["asset"], {})}
            rows.append(FileRow(facts[file["asset"]], words.get("keterangan", ""), words.get("alt", ""), words.get("kredit", "")))
    return tuple(rows)


def accept_of(kinds: frozenset[AssetKind]) -> str:
    """The `accept` attribute for an upload."""
    types = {
        AssetKind.IMAGE: "image/jpeg,image/png,image/webp",
        AssetKind.PDF: "application/pdf,.pdf",
        AssetKind.SRT: ".srt",
        AssetKind.MP4: "video/mp4,.mp4",
    }
    return ",".join(types[kind] for kind in AssetKind if kind in kinds)


def saved_words(at: datetime | None) -> str:
    """"Tersimpan 10.42", or that nothing is stored yet."""
    if at is None:
        return _("Belum ada yang tersimpan")
    return _("Tersimpan %(clock)s", clock=f"{clock.local(at):%H.%M}")


def part_names() -> tuple[tuple[str, str], ...]:
    """Parts of a release as the selects of "Tempel naskah utuh" name them."""
    return tuple((part, _("Buang") if part == DROP else reading.LABELS[part]) for part in PARTS)


def posted_stretches(posted: MultiDict[str, str]) -> tuple[Stretch, ...]:
    """The borders that the writer sent: `bagian-<start>-<end>` = part."""
    rows: list[Stretch] = []
    for name, part in posted.items():
        words, _dash, span = name.partition("-")
        start, _dash, end = span.partition("-")
        if words == "bagian" and start.isdigit() and end.isdigit() and part in PARTS and len(rows) < MOST:
            rows.append(Stretch(int(start), int(end), part))
    return tuple(sorted(rows, key=lambda row: row.start))
