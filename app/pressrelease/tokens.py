"""Words and marks of a text, each with its exact place; made once, read by every check."""

import re
from typing import NamedTuple

# A word may hold hyphens, apostrophes, inner full stops of abbreviations stay outside; numbers keep their marks.
PATTERN = re.compile(
    r"\d+(?:[.,:/]\d+)*(?:-\d+(?:[.,]\d+)*)?%?"
    r"|[^\W\d_]+(?:[-'’‘`][^\W_]+)*\d*"
    r"|\.{2,}|…|-{2,}"
    r"|[^\w\s]|_+"
)
# The same with the white space behind it: every character belongs to one of the two, so that lengths give the places.
WITH_GAP = re.compile(f"({PATTERN.pattern})(\\s*)")


class Token(NamedTuple):
    """A word, number or mark: its text, the same in lower case, and its half-open place in the text.

    `is_word`: it begins with a letter or digit, so that it is counted.
    """

    text: str
    lower: str
    start: int
    end: int
    is_word: bool

    @property
    def is_capital(self) -> bool:
        """Whether its first letter is a capital."""
        return self.text[0].isupper()


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a stretch of text, in order; their places count from the start of the whole text."""
    stop = len(text) if end is None else end
    while start < stop and text[start].isspace():
        start += 1
    make = tuple.__new__  # half the time of calling the class, and tokens are what most time goes into
    tokens = []
    for found, gap in WITH_GAP.findall(text, start, stop):
        last = start + len(found)
        tokens.append(make(Token, (found, found.lower(), start, last, found[0].isalnum())))
        start = last + len(gap)
    return tokens
