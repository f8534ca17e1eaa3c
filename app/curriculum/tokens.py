"""Tokens of the Markdown parser: asked about, replaced, dressed for the page."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it.token import Token

_ARABIC = re.compile(
    r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"
    r"(?:[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff\s]*"
    r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff])?"
)
_ALIGN = {"text-align:right": "align-right", "text-align:center": "align-center", "text-align:left": "align-left"}


def first_line(token: Token) -> int:
    """The first line of a block inside its text, counted from 0."""
    return token.map[0] if token.map else 0


def numbered(base: str) -> Iterator[str]:
    """`base`, `base-2`, `base-3` and so on without end."""
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def raw(html: str) -> Token:
    """A token that is shown as it is: only for HTML of our own, the parser makes none."""
    return Token("html_block", "", 0, content=html)


def is_picture(inline: Token) -> bool:
    """Whether a paragraph holds one picture and nothing else."""
    return inline.type == "inline" and [child.type for child in inline.children or []] == ["image"]


def words_of(inline: Token) -> str:
    """The text of a heading or cell without its marks."""
    return "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline")).strip()


def _row_words(tokens: Sequence[Token]) -> Iterator[str]:
    for index, token in enumerate(tokens):
        if token.type == "thead_close":
            return
        if token.type == "th_open" and tokens[index + 1].content.strip():
            yield words_of(tokens[index + 1])


def dressed(token: Token, rest: Sequence[Token]) -> Iterator[Token]:
    """A token with what its HTML needs around it: tables scroll, cells are named, callouts are closed."""
    if token.type == "table_open":
        header = escape(", ".join(_row_words(rest)))
        _leave_corners_bare(rest)
        yield raw(f'<div class="table-scroll" tabindex="0" role="region" aria-label="Tabel: {header}">\n')
    if token.type in ("th_open", "td_open"):
        _restyle(token)
    yield raw("</section>\n") if token.type == "container_callout_close" else token
    if token.type == "table_close":
        yield raw("</div>\n")


def _leave_corners_bare(rest: Sequence[Token]) -> None:
    """A column without a name has no header: an empty `th` would be read out as one that says nothing."""
    for start, inside, end in zip(rest, rest[1:], rest[2:], strict=False):
        if start.type == "th_open" and not inside.content.strip():
            start.tag = end.tag = "td"
        if start.type == "thead_close":
            return


def _restyle(cell: Token) -> None:
    """Alignment as a class: the content security policy forbids inline style."""
    style = str(cell.attrs.pop("style", ""))
    if style in _ALIGN:
        cell.attrSet("class", _ALIGN[style])
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def text_with_arabic(_renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """Escaped text with Arabic marked as such."""
    return _ARABIC.sub(r'<span lang="ar" dir="rtl">\g<0></span>', escape(tokens[index].content, quote=False))
