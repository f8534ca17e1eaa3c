"""Texts of mails: one file each in templates/mail, the first line is the subject."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.accounts import phones
from app.kernel import i18n, richtext

FOLDER = Path(__file__).resolve().parent.parent.parent / "templates" / "mail"
SUBJECT = "Perihal: "

_texts = Environment(
    loader=FileSystemLoader(FOLDER),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 -- plain text; names of people are values here, never templates
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_texts.filters.update(tanggal=i18n.day_long, waktu=i18n.moment, nomor=phones.grouped)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader sees it."""

    subject: str
    body: str


def letter(name: str, **facts: object) -> Letter:
    """The mail `name` with its facts filled in; a missing fact raises jinja2.UndefinedError."""
    text = _texts.get_template(f"{name}.txt").render(**facts)
    subject, _, body = text.partition("\n")
    return Letter(richtext.line(subject.removeprefix(SUBJECT))[:180], f"{body.strip()}\n")
