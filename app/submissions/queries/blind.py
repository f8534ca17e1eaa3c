"""The one serializer of what a peer may see of a work: text without names, facts without values, files without names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Unit, User
from app.curriculum.core.work import TaskForm
from app.kernel.db import db
from app.kernel.errors import Missing
from app.media.models import Asset, AssetKind
from app.pressrelease import Report, Status
from app.submissions.core.content import laid_from
from app.submissions.core.identity import Covered, cover, telling
from app.submissions.models import Assignment, Attachment, Submission, Version

_PHONE = re.compile(r"(?:\+62|62|0)[\d .-]{7,}\d")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(frozen=True, slots=True)
class BlindPassage:
    """A paragraph of the covered text."""

    field: str
    label: str
    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class BlindFact:
    """An identity field or a field for search engines, in words that hold no value of an identity field."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class BlindFile:
    """A file under a name of ours; `position` finds it (`queries.version_of_asset`)."""

    position: int
    name: str
    kind: AssetKind
    size: int
    width: int | None
    height: int | None
    alt: str
    caption: str
    has_credit: bool


@dataclass(frozen=True, slots=True)
class Blind:
    """What a peer sees. Offsets of `passages` count in `text`; `true_span` turns them into those of the version."""

    version_id: int
    form: TaskForm
    pseudonym: int
    number: int
    words: int
    text: str
    passages: tuple[BlindPassage, ...]
    facts: tuple[BlindFact, ...]
    files: tuple[BlindFile, ...]
    change_note: str
    covered: Covered

    def true_span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch that a peer marked, in offsets of `Version.text`."""
        return self.covered.to_true(start), self.covered.to_true(end)

    def shown_span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `Version.text` in the covered text."""
        return self.covered.to_shown(start), self.covered.to_shown(end)


def blind_content(version_id: int) -> Blind:
    """A version as peers may see it; the caller has judged that this reader reviews it. Two statements. Raises Missing."""
    row = db.session.execute(
        select(
            Version.text,
            Version.content,
            Version.words,
            Version.number,
            Version.change_note,
            Assignment.form,
            Submission.pseudonym,
            User.name,
            Unit.name,
            Unit.short_name,
        )
        .join(Submission, Submission.id == Version.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(User, User.id == Version.author_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Version.id == version_id)
    ).one_or_none()
    if row is None:
        raise Missing
    text, content, words, number, note, form, pseudonym, name, unit, short = row
    names = telling(name, (unit, short))
    covered = cover(text, names)
    passages = []
    for one in laid_from(text, content.get("tata", ())).passages:
        start, end = covered.to_shown(one.start), covered.to_shown(one.end)
        passages.append(BlindPassage(one.field, one.label, one.kind, start, end, covered.text[start:end]))
    return Blind(
        version_id=version_id,
        form=form,
        pseudonym=pseudonym,
        number=number,
        words=words,
        text=covered.text,
        passages=tuple(passages),
        facts=_facts(form, content, names),
        files=_files(version_id, names),
        change_note=cover(note, names).text,
        covered=covered,
    )


def _facts(form: TaskForm, content: dict[str, object], names: tuple[str, ...]) -> tuple[BlindFact, ...]:
    if form is not TaskForm.SIARAN_PERS:
        return ()
    contact = str(content.get("narahubung", ""))
    facts = [
        BlindFact("Narahubung", contact_state(contact)),
        BlindFact("Penulis", "terisi" if content.get("penulis") else "kosong"),
    ]
    for key, label in (("kata_kunci", "Kata kunci"), ("judul_halaman", "Judul halaman"), ("deskripsi", "Deskripsi"), ("slug", "Slug")):
        words = str(content.get(key, ""))
        shown = words.replace("-", " ") if key == "slug" else words
        hidden = cover(shown, names)
        facts.append(BlindFact(label, (hidden.text if hidden.cuts else words) or "kosong"))
    return tuple(facts)


def contact_state(contact: str) -> str:
    """What peers learn of a contact: whether it is filled in and holds a name and a phone number or an address."""
    if not contact.strip():
        return "kosong"
    reach = _PHONE.search(contact) or _MAIL.search(contact)
    name = re.search(r"[^\W\d_]{3,}", _MAIL.sub("", contact))
    if reach and name:
        return "terisi, format benar"
    return "terisi, tanpa nomor atau surel" if not reach else "terisi, tanpa nama"


def _files(version_id: int, names: tuple[str, ...]) -> tuple[BlindFile, ...]:
    rows = db.session.execute(
        select(
            Attachment.position,
            Attachment.alt,
            Attachment.caption,
            Attachment.credit,
            Asset.kind,
            Asset.size,
            Asset.width,
            Asset.height,
        )
        .join(Asset, Asset.id == Attachment.asset_id)
        .where(Attachment.version_id == version_id)
        .order_by(Attachment.position)
    )
    return tuple(
        BlindFile(
            position,
            f"Berkas {position + 1}",
            kind,
            size,
            width,
            height,
            cover(alt, names).text,
            cover(caption, names).text,
            bool(credit),
        )
        for position, alt, caption, credit, kind, size, width, height in rows
    )


def blind_words(version_id: int, texts: Iterable[str]) -> tuple[str, ...]:
    """Other texts about a work (its author's answers, the coach's findings) with the author's names covered."""
    row = db.session.execute(
        select(User.name, Unit.name, Unit.short_name)
        .join(Version, Version.author_id == User.id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Version.id == version_id)
    ).one_or_none()
    if row is None:
        raise Missing
    name, unit, short = row
    names = telling(name, (unit, short))
    return tuple(cover(text, names).text for text in texts)


def blind_report(version_id: int) -> tuple[tuple[Status, str], ...]:
    """The coach's findings on a version that are not green, worst first, with the author's names covered."""
    row = db.session.execute(
        select(Version.report, User.name, Unit.name, Unit.short_name)
        .join(User, Version.author_id == User.id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Version.id == version_id)
    ).one_or_none()
    if row is None or not row[0]:
        return ()
    report, name, unit, short = row
    order = (Status.RED, Status.AMBER, Status.ADVICE)
    heads = [one for one in Report.from_dict(report).findings if one.is_head and one.status in order]
    heads.sort(key=lambda one: order.index(one.status))
    names = telling(name, (unit, short))
    return tuple((one.status, cover(one.message, names).text) for one in heads)
