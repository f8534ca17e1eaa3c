"""What stands beside the text while writing: the coach's findings, the files, the words of saving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.kernel import clock
from app.kernel.i18n import _
from app.media import queries as media
from app.media.core.kinds import AssetKind
from app.media.queries import FileFacts
from app.pressrelease import Finding, Group, Report, Status
from app.submissions import lessons, reading
from app.submissions.core.earlier import NOTHING, Earlier
from app.submissions.core.parts import DROP, MOST, PARTS, Stretch
from app.submissions.queries import learner
from app.submissions.queries.learner import Brief
from app.submissions.routes.place import Desk
from app.web.guard import actor

WORST_FIRST = {Status.RED: 0, Status.AMBER: 1, Status.ADVICE: 2, Status.GREEN: 3}
MOST_ITEMS = 20
"""Items of one check shown at once: mending goes by handfuls, and the answer stays under 4 KB for slow lines."""
MARKED = 60
"""Marks sent to the page; more than that helps nobody and makes the answer heavy."""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the panel shows it: its number in marks, its lesson's address, why the writer lets it stand."""

    number: int
    finding: Finding
    lesson_url: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The coach's reading in the four groups, worst first, with the marks of the text."""

    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    """Name of the group and its findings that are still open."""
    dismissed: tuple[Row, ...]
    marks: list[list[Any]]
    """[field, start, end, status, finding number]; offsets in code points of the field's plain text."""
    fixes: dict[int, list[Any]]
    """Finding number to [field, start, end, replacement], where one replacement mends it."""
    facts: dict[str, Any]
    open_count: int
    advice_count: int
    later: int
    """Items that are shown once some of the others are mended."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written yet that could be read; a page of warnings greets nobody well."""
        return not any(self.facts.values())

    @property
    def marked(self) -> frozenset[int]:
        """Numbers of the findings whose words can be shown."""
        return frozenset(mark[4] for mark in self.marks)


def group_names() -> dict[Group, str]:
    """The four headings, in the order of what matters most."""
    return {
        Group.IMPACT: _("Isi dan dampak"),
        Group.STRUCTURE: _("Struktur"),
        Group.LANGUAGE: _("Bahasa"),
        Group.SEARCH: _("Mesin pencari"),
    }


def read(place: Desk, draft: Mapping[str, Any]) -> Findings:
    """Run the coach over a draft (pure, some milliseconds)."""
    units = learner.author_words(actor().user_id)[1]
    report = reading.coach(place.brief.task, draft, today=clock.local_date(clock.now()), units=units, used=used_earlier(place, draft))
    return shown(report, dismissed=draft.get("abaikan") or {}, lesson_urls=lesson_urls(place.brief))


def used_earlier(place: Desk, draft: Mapping[str, Any]) -> Earlier:
    """What S2 and S4 compare with, asked for only where there is something to compare."""
    is_asked = any(str(draft.get(name) or "").strip() for name in ("kata_kunci", "deskripsi"))
    return learner.used_earlier(place.brief.id, actor().user_id) if is_asked else NOTHING


def lesson_urls(brief: Brief) -> dict[str, str]:
    """Topic of the coach to the address of the lesson that teaches it in the training of this class."""
    keys = lessons.steps_of(brief.version_id)
    return {topic: url_for("learning.step", cohort_id=brief.cohort_id, key=key) for topic, key in keys.items()}


def shown(report: Report | None, *, dismissed: Mapping[str, str], lesson_urls: Mapping[str, str]) -> Findings:
    """A report as the panel shows it; `dismissed` maps keys of findings to the writer's reasons."""
    found = sorted(report.findings if report else (), key=lambda one: WORST_FIRST[one.status])
    ordered = _handful(found)
    rows = [
        Row(number, one, lesson_urls.get(one.lesson, ""), "" if one.status is Status.GREEN else dismissed.get(one.key, ""))
        for number, one in enumerate(ordered)
    ]
    standing = [row for row in rows if not row.reason]
    with_items = {row.finding.rule for row in standing if not row.finding.is_head}
    marks = [
        [str(span.field), span.start, span.end, str(row.finding.status), row.number]
        for row in standing
        # a head that counts its items would only mark their words a second time
        if row.finding.status is not Status.GREEN and not (row.finding.is_head and row.finding.rule in with_items)
        for span in row.finding.spans
        if span.end > span.start
    ]
    fixes: dict[int, list[Any]] = {
        row.number: [str(fix.span.field), fix.span.start, fix.span.end, fix.replacement] for row in standing if (fix := row.finding.fix) is not None
    }
    return Findings(
        groups=tuple((words, tuple(row for row in standing if row.finding.group is group)) for group, words in group_names().items()),
        dismissed=tuple(row for row in rows if row.reason),
        marks=marks[:MARKED],
        fixes=fixes,
        facts={"words": report.facts.words, "lead": report.facts.lead_words, "title_px": report.facts.title_px} if report else {},
        open_count=sum(1 for row in standing if row.finding.status in {Status.RED, Status.AMBER} and row.finding.is_head),
        advice_count=sum(1 for row in standing if row.finding.status is Status.ADVICE and row.finding.is_head),
        later=len(found) - len(ordered),
    )


def _handful(found: Sequence[Finding]) -> list[Finding]:
    """The findings with no more than MOST_ITEMS items of each check."""
    seen: Counter[str] = Counter()
    kept = []
    for one in found:
        seen[one.rule] += not one.is_head
        if one.is_head or seen[one.rule] <= MOST_ITEMS:
            kept.append(one)
    return kept


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
        if words == "bagian" and start.isdecimal() and end.isdecimal() and len(start + end) < 16 and part in PARTS and len(rows) < MOST:
            rows.append(Stretch(int(start), int(end), part))
    return tuple(sorted(rows, key=lambda row: row.start))
