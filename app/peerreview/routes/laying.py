"""The blind text of a work with the comments that the reader may see, cut so that a template only prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.i18n import _
from app.peerreview.core.reviewing import Draft
from app.peerreview.queries.task import OtherReview
from app.submissions.core.marks import Paragraph, Span, paragraphs
from app.submissions.queries import Blind

SHOWN = 60
"""Characters that fit a phone's select."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A comment beside the text; `by` is empty for the reader's own, `point` names the suggestion it anchors."""

    number: int
    span: str
    quote: str
    body: str
    point: str
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph with the comments that begin in it; `place` numbers the field for a new one."""

    paragraph: Paragraph
    notes: tuple[Noted, ...]
    span: str
    place: int

    @property
    def label(self) -> str:
        """What a list of places calls it: the field and its first words."""
        words = "".join(piece.text for piece in self.paragraph.pieces)
        return f"{self.paragraph.label}: {words[:SHOWN]}{'…' if len(words) > SHOWN else ''}"


def parts_of(blind: Blind, draft: Draft, others: Iterable[OtherReview] = ()) -> tuple[Part, ...]:
    """The paragraphs of the covered text; comments are numbered as they stand in it."""
    found = [(*blind.shown_span(one.start, one.end), one.body, one.point, "") for one in draft.remarks]
    for other in others:
        name = _("Penelaah %(n)d", n=other.number)
        found += [(*blind.shown_span(start, end), body, "", name) for start, end, body in other.comments]
    found.sort(key=lambda one: one[:2])
    notes = [
        (start, Noted(number, f"{start}-{end}", blind.text[start:end], body, point, by))
        for number, (start, end, body, point, by) in enumerate(found, start=1)
    ]
    spans = [Span(start, max(end, start + 1), number) for number, (start, end, *_rest) in enumerate(found, start=1)]
    laid = paragraphs(blind.text, [(p.field, p.label, p.kind, p.start, p.end) for p in blind.passages], spans)
    return tuple(
        Part(
            paragraph,
            tuple(note for start, note in notes if paragraph.start <= start < max(paragraph.end, paragraph.start + 1)),
            f"{paragraph.start}-{paragraph.end}",
            len(notes) + place,
        )
        for place, paragraph in enumerate(laid, start=1)
    )
