"""The plain text of a work, exactly: which fields it holds, in which order, and where each of them stands.

`Version.text` is the text of the fields below, in this order, each field that holds words once, joined by a blank
line (two line feeds), without headings or labels:

- siaran_pers: judul, titimangsa, teras, isi, then of each photograph its keterangan;
- teks: teks;
- lembar: every field of the kinds teks and paragraf, in the order of the sheet, and of pilihan, angka and tautan;
- berkas: catatan, then of each file its keterangan.

Identity fields (narahubung, penulis, kredit) and the fields for search engines are not part of it: nobody can anchor a
comment in them, and peers learn only whether they are filled in. Inside a field paragraphs are joined by a blank line.
Offsets count Unicode code points (Python's `len`), never UTF-16 units: scripts convert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

GAP = "\n\n"

RELEASE_LINES = ("judul", "titimangsa", "teras")
RELEASE_BODY = frozenset({"teras", "isi"})
SEARCH_FIELDS = ("kata_kunci", "judul_halaman", "deskripsi", "slug")
IDENTITY_FIELDS = ("narahubung", "penulis")
RELEASE_FIELDS = (*RELEASE_LINES, "isi", *SEARCH_FIELDS, *IDENTITY_FIELDS)
FILE_FIELDS = ("keterangan", "alt", "kredit")

LONGEST: dict[str, int] = {
    "judul": 300,
    "titimangsa": 120,
    "teras": 4_000,
    "kata_kunci": 120,
    "judul_halaman": 300,
    "deskripsi": 600,
    "slug": 200,
    "narahubung": 400,
    "penulis": 200,
    "keterangan": 600,
    "alt": 400,
    "kredit": 200,
    "catatan": 4_000,
    "teks": 100_000,
}
"""Characters a field may hold; far beyond what a work needs, so that only a mistaken paste meets it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a field: its kind (p, h2, h3, li, blockquote) and the stretch inside the field's own text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a work as plain text; without blocks it is one paragraph per stretch between blank lines."""

    field: str
    label: str
    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the whole text: the field it belongs to, what it is, and its half-open stretch in `Laid.text`."""

    field: str
    label: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Laid:
    """The plain text of a work with its passages in order; they never overlap and cover everything but the gaps."""

    text: str
    passages: tuple[Passage, ...]
    body: frozenset[str] = field(default=frozenset(), compare=False)
    """The fields whose words are counted; without any named, all of them."""

    @property
    def words(self) -> int:
        """Words of the body: teras and isi of a release, all fields of other works (a sheet may name one "isi" too)."""
        counted = [one for one in self.passages if one.field in self.body] or self.passages
        return sum(len(self.text[passage.start : passage.end].split()) for passage in counted)

    def field_start(self, field: str) -> int | None:
        """Where a field begins in the text; None when it holds no words."""
        return next((passage.start for passage in self.passages if passage.field == field), None)

    def to_json(self) -> list[list[Any]]:
        """Passages as plain lists, to be frozen beside the text."""
        return [[p.field, p.label, p.kind, p.start, p.end] for p in self.passages]


def laid_from(text: str, passages: Iterable[Sequence[Any]]) -> Laid:
    """What `Laid.to_json` wrote, with its text."""
    return Laid(text, tuple(Passage(str(p[0]), str(p[1]), str(p[2]), int(p[3]), int(p[4])) for p in passages))


def lay_out(parts: Iterable[Part], *, body: frozenset[str] = frozenset()) -> Laid:
    """Join the fields into the one text that comments are anchored in; `body`: see `Laid.body`."""
    pieces: list[str] = []
    passages: list[Passage] = []
    length = 0
    for part in parts:
        if not part.text.strip():
            continue
        if pieces:
            pieces.append(GAP)
            length += len(GAP)
        passages += [
            Passage(part.field, part.label, block.kind, length + block.start, length + block.end)
            for block in part.blocks or plain_blocks(part.text)
        ]
        pieces.append(part.text)
        length += len(part.text)
    return Laid("".join(pieces), tuple(passages), body)


def plain_blocks(text: str) -> tuple[Block, ...]:
    """The stretches of a plain text between blank lines."""
    blocks: list[Block] = []
    start: int | None = None
    position = end = 0
    for line in text.split("\n"):
        if line.strip():
            if start is None:
                start = position
            end = position + len(line)
        elif start is not None:
            blocks.append(Block("p", start, end))
            start = None
        position += len(line) + 1
    if start is not None:
        blocks.append(Block("p", start, end))
    return tuple(blocks)


def words_in(text: str) -> int:
    """Words as people count them: what stands between white space."""
    return len(text.split())
