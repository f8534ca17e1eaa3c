"""What the spelling rules pass on: a line of tokens to look at, and a slip that was found in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.pressrelease.tokens import Token
from app.pressrelease.values import Field


class Line(NamedTuple):
    """A sentence or title: the text of its field, its tokens, and those of them that are words.

    `lowers` and `vocabulary` are the words in lower case, in order and without it.
    """

    field: Field
    text: str
    tokens: Sequence[Token]
    words: Sequence[Token]
    lowers: Sequence[str]
    vocabulary: frozenset[str]

    @property
    def first_word(self) -> Token | None:
        """The first word, whose capital says nothing."""
        return self.words[0] if self.words else None

    def is_one_space(self, left: Token, right: Token) -> bool:
        """Whether only white space stands between two tokens."""
        gap = self.text[left.end : right.start]
        if gap == " ":
            return True
        return bool(gap) and gap.isspace() and "\n\n" not in gap

    def touches(self, left: Token, right: Token) -> bool:
        """Whether two tokens stand without a space."""
        return left.end == right.start


@dataclass(frozen=True, slots=True)
class Slip:
    """A spelling slip: its place, its kind, what is wrong, and the one replacement where there is one."""

    field: Field
    start: int
    end: int
    kind: str
    message: str
    replacement: str | None = None
    hint: str = ""
