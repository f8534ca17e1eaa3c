"""The first pass over HTML from strangers: linear, and what leaves it is well nested, not deep and not of endless tags.

The parsers behind it (html.parser, html5lib) take quadratic time on tags that never end and on deep nesting: 120,000
characters of `<b>` cost a minute. So beginnings of tags without an end become text, elements below `DEEPEST` and beyond
`MOST_TAGS` lose their tags and keep their words, and elements that are not on the list never reach the second parser.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from html.parser import HTMLParser
from typing import Final

TAGS: Final = frozenset("p br strong em h2 h3 ul ol li blockquote a figure figcaption img".split())
SILENT: Final = frozenset(
    "script style foreignobject template noscript iframe object svg math head title textarea select xml".split()
)
"""Elements whose text is not prose: removed with their content before bleach, which would leave the text behind."""

DEEPEST: Final = 40
"""Elements inside one another; a list in a list in a quotation has six."""

MOST_TAGS: Final = 5_000
"""Elements of one text; a long release has some hundred."""

BROKEN: Final = 30
"""Beginnings without an end that are looked for one by one; more of them are no slip but an attack."""

_SAME: Final = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
_VOID: Final = frozenset({"br", "img"})
_LISTS: Final = frozenset({"ul", "ol"})
_KEPT: Final = frozenset({"href", "src", "alt"})
_TAG: Final = re.compile(r"""</?[A-Za-z](?:[^"'>]|"[^"]*"|'[^']*')*+>|<!--.*?-->|<[!?][^>]*>""", re.DOTALL)
_BEGINS: Final = re.compile(r"<(?=[A-Za-z/!?])")


def swept(html: str) -> str:
    """The HTML with our own tags alone, every one of them closed in order; silent elements are gone with their content."""
    sweep = _Sweep()
    sweep.feed(_whole_tags(html))
    sweep.close()
    return "".join(sweep.out)


def _whole_tags(html: str) -> str:
    """The HTML in which each `<` that begins a tag has its `>`; the others are text."""
    out: list[str] = []
    at = broken = 0
    while (begin := _BEGINS.search(html, at)) is not None:
        place = begin.start()
        tag = _TAG.match(html, place)
        end = place + 1 if tag is None else tag.end()
        broken += tag is None
        if broken > BROKEN:
            return "".join([*out, html[at:].replace("<", "&lt;")])
        out += (html[at:place], "&lt;" if tag is None else tag.group())
        at = end
    return "".join([*out, html[at:]])


class _Sweep(HTMLParser):
    """Drops silent elements with their content and renames old tags; bleach decides about all the rest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._silent = 0
        self._open: list[str] = []
        self._passed_over: Counter[str] = Counter()
        self._tags = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        name = _SAME.get(tag, tag)
        if self._silent or name not in TAGS:
            return
        self._close_implied(name)
        if self._tags >= MOST_TAGS or len(self._open) >= DEEPEST:
            self._passed_over[name] += name not in _VOID
            return
        self._tags += 1
        if name not in _VOID:
            self._open.append(name)
        inner = "".join(f' {key}="{escape(value or "")}"' for key, value in attrs if key in _KEPT)
        self.out.append(f"<{name}{inner}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
            return
        name = _SAME.get(tag, tag)
        if self._silent or name not in TAGS:
            return
        if self._passed_over[name]:
            self._passed_over[name] -= 1
        elif name in self._open:
            self._close_to(len(self._open) - 1 - self._open[::-1].index(name))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        if not self._silent:
            self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if not self._silent:
            self.out.append(f"&#{name};")

    def _close_implied(self, name: str) -> None:
        """A paragraph ends where the next block begins, an item where the next one of its list does."""
        if name == "li":
            inner = next((place for place in range(len(self._open) - 1, -1, -1) if self._open[place] in _LISTS), -1)
            if "li" in self._open[inner + 1 :]:
                self._close_to(self._open.index("li", inner + 1))
        elif name not in {"strong", "em", "a", *_VOID} and self._open[-1:] == ["p"]:
            self._close_to(len(self._open) - 1)

    def _close_to(self, place: int) -> None:
        """Close this element and what is still open in it."""
        self.out += [f"</{name}>" for name in reversed(self._open[place:])]
        del self._open[place:]
