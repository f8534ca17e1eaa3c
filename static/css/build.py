"""Join tokens, base, components and print into the one stylesheet that pages load: `python static/css/build.py`."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent
PARTS = ("tokens.css", "base.css", "components.css", "learning.css", "submissions.css", "review.css", "desk.css", "notifications.css", "print.css")
TARGET = FOLDER / "surau.css"


def minified(source: str) -> str:
    """The same rules without comments and needless white space; strings stay untouched."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    pieces = re.split(r"(\"[^\"]*\")", source)
    for index in range(0, len(pieces), 2):
        text = re.sub(r"\s+", " ", pieces[index])
        text = re.sub(r" ?([{};,>]) ?", r"\1", text).replace(" !", "!")
        text = re.sub(r" \+ (?![^(]*\))", "+", text)  # between siblings; inside calc() the spaces are needed
        # after a colon only: before one, the space is a descendant combinator (`.menu :hover`)
        text = text.replace(": ", ":").replace(";}", "}")
        pieces[index] = re.sub(r"(?<![\w#.])0\.(?=\d)", ".", text)
    head, layer, rest = "".join(pieces).strip().partition("}@layer components{")
    return head + layer + rest.replace(layer or "\0", "") + "\n"  # the parts share one layer


def built() -> str:
    """The stylesheet as it must stand in `surau.css`."""
    return minified("\n".join((FOLDER / name).read_text(encoding="utf-8") for name in PARTS))


if __name__ == "__main__":
    TARGET.write_text(built(), encoding="utf-8")
