"""Frozen versions: one with its text, the list of a work, the files that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.access.scope import Scope
from app.accounts.models import User
from app.curriculum.core.work import Grading, TaskForm
from app.kernel.db import db
from app.kernel.errors import Missing
from app.media.models import Asset, AssetKind
from app.pressrelease import Report
from app.submissions.core.content import Laid, laid_from
from app.submissions.models import Assignment, Attachment, Submission, Version


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in a list."""

    id: int
    number: int
    sent_at: datetime
    words: int
    days_late: int
    change_note: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class VersionText:
    """A version as its author and the trainer may read it."""

    id: int
    number: int
    submission_id: int
    assignment_id: int
    title: str
    form: TaskForm
    grading: Grading
    author_id: int
    author_name: str
    pseudonym: int
    cohort_id: int
    content: dict[str, Any]
    text: str
    words: int
    days_late: int
    change_note: str
    sent_at: datetime
    is_current: bool

    @property
    def laid(self) -> Laid:
        """The text with its passages, as it was frozen."""
        return laid_from(self.text, self.content.get("tata", ()))


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of a version; bytes at `/berkas/<asset_id>` for author and trainer."""

    asset_id: int
    position: int
    caption: str
    alt: str
    credit: str
    kind: AssetKind
    size: int
    width: int | None
    height: int | None
    original_name: str


def version(version_id: int, *scopes: Scope) -> VersionText:
    """A version inside any of the scopes. Raises Missing."""
    row = db.session.execute(
        select(
            Version.id,
            Version.number,
            Version.submission_id,
            Submission.assignment_id,
            Assignment.title,
            Assignment.form,
            Assignment.grading,
            Version.author_id,
            User.name,
            Submission.pseudonym,
            Version.cohort_id,
            Version.content,
            Version.text,
            Version.words,
            Version.days_late,
            Version.change_note,
            Version.sent_at,
            Submission.current_id,
        )
        .join(Submission, Submission.id == Version.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(User, User.id == Version.author_id)
        .where(Version.id == version_id, or_(*(scope.where(Version) for scope in scopes)))
    ).one_or_none()
    if row is None or not scopes:
        raise Missing
    facts: list[Any] = list(row)
    facts[-1] = facts[-1] == version_id
    return VersionText(*facts)


def versions_of(submission_id: int) -> tuple[VersionRow, ...]:
    """All versions of a work, the newest first."""
    rows = db.session.execute(
        select(
            Version.id,
            Version.number,
            Version.sent_at,
            Version.words,
            Version.days_late,
            Version.change_note,
            Submission.current_id == Version.id,
        )
        .join(Submission, Submission.id == Version.submission_id)
        .where(Version.submission_id == submission_id)
        .order_by(Version.number.desc())
    )
    return tuple(VersionRow(*row[:6], bool(row[6])) for row in rows)


def attachments(version_id: int) -> tuple[AttachmentRow, ...]:
    """The files of a version in order."""
    rows = db.session.execute(
        select(
            Attachment.asset_id,
            Attachment.position,
            Attachment.caption,
            Attachment.alt,
            Attachment.credit,
            Asset.kind,
            Asset.size,
            Asset.width,
            Asset.height,
            Asset.original_name,
        )
        .join(Asset, Asset.id == Attachment.asset_id)
        .where(Attachment.version_id == version_id)
        .order_by(Attachment.position)
    )
    return tuple(AttachmentRow(*_facts(row)) for row in rows)


def _facts(row: Iterable[Any]) -> list[Any]:
    """A row as plain values: the types of longer rows are not known to SQLAlchemy's stubs."""
    return list(row)


def version_of_asset(version_id: int, position: int) -> int | None:
    """The asset at a position of a version (peer review serves it under a neutral name); None when there is none."""
    return db.session.scalar(
        select(Attachment.asset_id).where(Attachment.version_id == version_id, Attachment.position == position)
    )


def coach_report(one: VersionText) -> Report | None:
    """The coach's reading that was frozen with a version somebody may read; None where it reads nothing."""
    held = db.session.scalar(select(Version.report).where(Version.id == one.id))
    return Report.from_dict(held) if held else None
