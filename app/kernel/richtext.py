"""The one allow-list for text with form: what the editor may send and what a page may show."""

from __future__ import annotations

import re
import unicodedata
from html import escape

import bleach

from app.kernel.sweep import TAGS, swept

ATTRIBUTES = {"a": ["href"], "img": ["src", "alt"]}
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
LONGEST = 400_000
"""Characters; a release has some 4,000, a Word paste with debris up to some 200,000."""

FULLEST = 120_000
"""Characters of what is left of it without debris: words, our own tags and addresses."""

MOST_SIGNS = 30_000
"""Tags and entities, of which the parsers make one piece each; a Word paste has up to some 10,000."""

_IMAGE = re.compile(r"^/berkas/\d+$")
_NO_ADDRESS = re.compile(r"[<>\"\s]|&(?:lt|gt|quot|#(?!x27;))")
"""Signs that no address needs and that are written in more than one way, so that cleaning twice would differ."""
_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


class TooLong(ValueError):
    """The text is longer than any release; nothing was cleaned."""


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return bool(_IMAGE.match(value))
    if name == "href" and _NO_ADDRESS.search(value):
        return False
    return name in ATTRIBUTES.get(tag, [])


def clean(html: str) -> str:
    """Safe HTML from anything: our tags, our own images, links to the web. Idempotent.

    Raises TooLong beyond LONGEST characters, MOST_SIGNS signs or FULLEST characters without debris.
    """
    _refuse_above(LONGEST, html)
    kept = swept(plain(html))
    _refuse_above(FULLEST, kept)
    cleaned: str = bleach.clean(
        kept, tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True
    )
    _refuse_above(FULLEST, cleaned)
    cleaned = cleaned.replace("<img>", "").replace('<img alt="">', "")
    return re.sub(r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>", "", cleaned).replace("&nbsp;", " ").strip()


def _refuse_above(longest: int, html: str) -> None:
    if len(html) > longest or html.count("<") + html.count("&") > MOST_SIGNS:
        raise TooLong


def from_plain(text: str) -> str:
    """Paragraph HTML from a plain text: blank lines divide, `## ` begins a heading, `> ` a quote, `- ` a list."""
    blocks = re.split(r"\n[ \t]*\n", plain(text).strip())
    return "".join(_block(block.strip()) for block in blocks if block.strip())


def _block(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("### "):
        return f"<h3>{escape(block[4:], quote=False)}</h3>"
    if block.startswith("## "):
        return f"<h2>{escape(block[3:], quote=False)}</h2>"
    if all(line.startswith("> ") for line in lines):
        inner = "<br>".join(escape(line[2:], quote=False) for line in lines)
        return f"<blockquote><p>{inner}</p></blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{escape(line[2:], quote=False)}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(escape(line, quote=False) for line in lines) + "</p>"


def plain(text: str) -> str:
    """The text without control characters, in NFC, with plain line ends; zero-width and direction overrides removed.

    So are halves of surrogate pairs and what is no character: no database and no page can write them.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_CONTROL)
    return re.sub("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", "", text)


def line(text: str) -> str:
    """One line of plain text: no breaks, no doubled blanks."""
    return " ".join(plain(text).split())
