"""A text with its comments: paragraphs cut where comments begin and end, so that a template only prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A comment's stretch in the plain text, half-open, with the number it is shown under."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph: whether a comment covers it, which begin with it and which end with it."""

    text: str
    is_marked: bool = False
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage ready to print; `start` and `end` are its borders in the plain text."""

    field: str
    label: str
    kind: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


def paragraphs(text: str, passages: Iterable[tuple[str, str, str, int, int]], spans: Sequence[Span]) -> tuple[Paragraph, ...]:
    """The passages (field, label, kind, start, end) with the comments of `spans` laid over them."""
    return tuple(
        Paragraph(field, label, kind, start, end, tuple(_pieces(text, start, end, spans)))
        for field, label, kind, start, end in passages
    )


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterable[Piece]:
    here = [span for span in spans if span.start < end and span.end > start]
    if not here:
        yield Piece(text[start:end])
        return
    borders = {start, end}
    for span in here:
        borders |= {max(start, span.start), min(end, span.end)}
    cuts = sorted(borders)
    for left, right in pairwise(cuts):
        yield Piece(
            text[left:right],
            any(span.start <= left and span.end >= right for span in here),
            tuple(span.number for span in here if span.start == left or (left == start and span.start < start <= span.end)),
            tuple(span.number for span in here if span.end == right or (right == end and span.end > end)),
        )
