"""The body of a release in plain typing: what "Mode teks sederhana" and browsers without scripts edit.

`## ` begins a heading, `### ` a smaller one, `> ` a quotation, `- ` and `1. ` lists; a blank line divides paragraphs.
Bold, italic and links do not show there, and are not lost: a paragraph that was not touched keeps its HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

_TOP = frozenset({"p", "h2", "h3", "ul", "ol", "blockquote"})
_NUMBERED = re.compile(r"\d{1,3}\. ")


class _Blocks(HTMLParser):
    """Cuts cleaned HTML into its top-level elements, each with its plain lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str]] = []
        self._tag = ""
        self._depth = 0
        self._html: list[str] = []
        self._lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._tag:
            self._open(tag if tag in _TOP else "p", implied=tag not in _TOP)
            if tag in _TOP:
                self._html.append(f"<{tag}>")
                return
        if tag == self._tag:
            self._depth += 1
        inner = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self._html.append(f"<{tag}{inner}>")
        if tag == "br" or (tag in {"li", "p"} and self._lines[-1]):
            self._lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if not self._tag or tag == "br":
            return
        if tag == self._tag and self._depth == 0:
            self._close()
            return
        if tag == self._tag:
            self._depth -= 1
        self._html.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._tag:
            if not data.strip():
                return
            self._open("p", implied=True)
        self._html.append(escape(data, quote=False))
        words = re.sub(r"\s+", " ", data)
        self._lines[-1] += words if self._lines[-1] and not self._lines[-1].endswith(" ") else words.lstrip()

    def _open(self, tag: str, *, implied: bool) -> None:
        self._tag, self._depth, self._lines = tag, 0, [""]
        self._html = [f"<{tag}>"] if implied else []

    def _close(self) -> None:
        lines = [line.strip() for line in self._lines]
        lines = [line for line in lines if line] if self._tag != "p" else lines
        self.blocks.append((_typed(self._tag, lines), "".join(self._html) + f"</{self._tag}>"))
        self._tag = ""

    def finish(self) -> list[tuple[str, str]]:
        """(plain, html) of every block that holds words."""
        self.close()
        if self._tag:
            self._close()
        return [(plain, html) for plain, html in self.blocks if plain.strip()]


def _typed(tag: str, lines: list[str]) -> str:
    match tag:
        case "h2":
            return "## " + " ".join(lines)
        case "h3":
            return "### " + " ".join(lines)
        case "blockquote":
            return "\n".join(f"> {line}" for line in lines)
        case "ul":
            return "\n".join(f"- {line}" for line in lines)
        case "ol":
            return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
        case _:
            return "\n".join(lines).strip()


def to_typed(html: str) -> str:
    """Cleaned HTML as plain typing."""
    reader = _Blocks()
    reader.feed(html)
    return "\n\n".join(plain for plain, _ in reader.finish())


def from_typed(text: str, before: str, fresh: Callable[[str], str]) -> str:
    """HTML of a plain typing; paragraphs that stand in `before` (HTML) unchanged keep its form.

    `fresh` turns one paragraph of plain typing into HTML (kernel.richtext.from_plain).
    """
    reader = _Blocks()
    reader.feed(before)
    known: dict[str, list[str]] = {}
    for plain, html in reader.finish():
        known.setdefault(plain, []).append(html)
    out: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", text.strip()):
        piece = "\n".join(line.rstrip() for line in paragraph.strip("\n").split("\n"))
        if not piece.strip():
            continue
        kept = known.get(piece)
        out.append((kept.pop(0) if len(kept) > 1 else kept[0]) if kept else _made(piece, fresh))
    return "".join(out)


def _made(piece: str, fresh: Callable[[str], str]) -> str:
    lines = piece.split("\n")
    if all(_NUMBERED.match(line) for line in lines):
        return "<ol>" + "".join(f"<li>{escape(_NUMBERED.sub('', line, count=1), quote=False)}</li>" for line in lines) + "</ol>"
    return fresh(piece)
