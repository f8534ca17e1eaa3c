"""What a refused form held, so that nobody loses what he wrote: each text beside the name of its field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request
from markupsafe import Markup

LONGEST = 20_000
_UNSAID = frozenset({
    "csrf_token", "password", "password_again", "current", "code", "handle", "lanjut", "aksi", "revisi", "isi_bentuk",
})  # fmt: skip -- secrets, and what the page itself fills in
_ALWAYS_COPIED = 40
"""Signs; outside of drafts a shorter word, a number or a chosen value is given again faster than copied."""
_PLACE = re.compile(r"(?:^|-)bagian(?:_|$)")
"""Fields that say by numbers to which part of a text a comment belongs."""
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|figcaption)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of the form that was refused."""

    label: str
    text: str


def typed() -> list[Typed]:
    """The texts of this request's form in their order; secrets are never among them."""
    if request.method != "POST" or (request.content_length or 0) > LONGEST * 4:
        return []
    is_draft = "revisi" in request.form
    kept = {
        name: value[:LONGEST]
        for name, value in request.form.items()
        if name not in _UNSAID and not _PLACE.search(name) and (_is_text(value) or (is_draft and value.strip()))
    }
    if request.form.get("isi_bentuk") == "html" and "isi" in kept:
        kept["isi"] = _plain(kept["isi"])
    return [Typed(_label(name), value) for name, value in kept.items() if value]


def _is_text(value: str) -> bool:
    words = value.strip()
    return len(words) > _ALWAYS_COPIED or bool(re.search(r"\s|://", words))


def _plain(html: str) -> str:
    """Blocks become paragraphs; tags are nothing that a person typed."""
    parts = (Markup(part).striptags() for part in _BLOCK_END.split(html))  # noqa: S704 -- only to take the tags out of it
    return "\n\n".join(part for part in parts if part)


def _label(name: str) -> str:
    """A field's name as words: `judul_halaman` is "Judul halaman"."""
    words = re.sub(r"[-_:]+", " ", name).strip()
    return words[:1].upper() + words[1:]
