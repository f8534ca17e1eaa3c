"""From a posted review to a draft, and from a draft to the fields of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.curriculum.core.work import Criterion, HardStop
from app.kernel import richtext
from app.peerreview.core.reviewing import Draft, Remark
from app.submissions.queries import Blind

LONGEST = 4000
MOST_COMMENTS = 60
_COMMENT = re.compile(r"^komentar-(\d{1,4})-isi$")
_SPAN = re.compile(r"^(\d{1,7})-(\d{1,7})$")


def posted(form: Mapping[str, str], criteria: Sequence[Criterion], blind: Blind) -> Draft:
    """What was typed, cleaned; stretches come in offsets of the blind text and are kept in those of the version."""
    levels = {one.id: int(form[f"tingkat-{one.id}"]) for one in criteria if form.get(f"tingkat-{one.id}") in {"1", "2", "3", "4"}}
    notes = {one.id: words for one in criteria if (words := _words(form, f"catatan-{one.id}"))}
    remarks: list[Remark] = []
    for field, point in (("bagian_satu", "suggestion_one"), ("bagian_dua", "suggestion_two")):
        span = _span(form.get(field, ""), blind)
        if span:
            remarks.append(Remark(*span, _words(form, "saran_satu" if point == "suggestion_one" else "saran_dua"), point))
    for name in form:
        found = _COMMENT.match(name)
        body = _words(form, name) if found else ""
        if found is None or not body or len(remarks) >= MOST_COMMENTS:
            continue
        span = _span(form.get(f"komentar-{found.group(1)}-bagian", ""), blind)
        if span:
            remarks.append(Remark(*span, body))
    flag = form.get("tanda", "")
    return Draft(
        levels=levels,
        notes=notes,
        strength=_words(form, "kekuatan"),
        suggestion_one=_words(form, "saran_satu"),
        suggestion_two=_words(form, "saran_dua"),
        question=_words(form, "pertanyaan"),
        flag=flag if flag in set(HardStop) else "",
        remarks=tuple(remarks),
    )


def revision_of(form: Mapping[str, str]) -> int:
    """Which saving this one builds on."""
    given = form.get("revisi", "")
    return int(given) if given.isdecimal() and len(given) < 7 else 0  # noqa: PLR2004 -- a person saves no million times


def span_of(draft: Draft, point: str, blind: Blind) -> str:
    """The stretch of a suggestion as the page's select holds it."""
    for remark in draft.remarks:
        if remark.point == point:
            start, end = blind.shown_span(remark.start, remark.end)
            return f"{start}-{end}"
    return ""


def _words(form: Mapping[str, str], name: str) -> str:
    return richtext.plain(form.get(name, "")).strip()[:LONGEST]


def _span(text: str, blind: Blind) -> tuple[int, int] | None:
    found = _SPAN.match(text)
    if found is None:
        return None
    start, end = int(found.group(1)), int(found.group(2))
    if not 0 <= start < end <= len(blind.text):
        return None
    return blind.true_span(start, end)
