"""What tasks forget: uploads that nobody used, and texts and files of classes whose time is over or of a person who is erased."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from app.accounts.events import PersonErased
from app.accounts.models import Consent
from app.kernel.db import db
from app.media import services as media
from app.media.models import Asset
from app.submissions.models import Attachment, Comment, DraftCopy, Submission, Version

ABANDONED: Final = timedelta(days=7)
"""An upload that stands in no draft, no version and no letter for so long belongs to nothing."""
AT_ONCE: Final = 500
_SHOWN: Final = re.compile(r"/berkas/(\d+)")


def drop_abandoned(now: datetime) -> int:
    """Delete rows of abandoned uploads in the caller's transaction; how many. Their contents go with the next sweep."""
    rows = db.session.execute(
        select(Asset.id, Asset.owner_id)
        .where(
            Asset.created_at < now - ABANDONED,
            Asset.id.not_in(select(Attachment.asset_id)),
            Asset.id.not_in(select(Consent.evidence_id).where(Consent.evidence_id.is_not(None))),
        )
        .order_by(Asset.id)
        .limit(AT_ONCE)
    ).all()
    named = _named_by({owner for _asset, owner in rows})
    gone = [asset for asset, _owner in rows if asset not in named]
    if gone:
        db.session.execute(delete(Asset).where(Asset.id.in_(gone)).execution_options(synchronize_session=False))
    return len(gone)


def _named_by(owners: Collection[int]) -> set[int]:
    """Ids of files that drafts (also those kept as a way back) and sent texts of these people name."""
    found: set[int] = set()
    mine = select(Submission.id).where(Submission.author_id.in_(sorted(owners)))
    for draft in [
        *db.session.scalars(select(Submission.draft).where(Submission.author_id.in_(sorted(owners)))),
        *db.session.scalars(select(DraftCopy.draft).where(DraftCopy.submission_id.in_(mine))),
        *db.session.scalars(select(Version.content).where(Version.author_id.in_(sorted(owners)))),
    ]:
        found |= {int(file["asset"]) for file in draft.get("berkas", []) if "asset" in file}
        found |= {int(number) for number in _SHOWN.findall(json.dumps(draft))}
    return found


def forget(cohort_id: int) -> None:
    """Empty the works of a class in the caller's transaction: texts, drafts, comments, files. Rows, dates and grades stay."""
    works = select(Submission.id).where(Submission.cohort_id == cohort_id)
    versions = select(Version.id).where(Version.cohort_id == cohort_id)
    for statement in (
        delete(Comment).where(Comment.version_id.in_(versions)),
        delete(Attachment).where(Attachment.version_id.in_(versions)),
        delete(DraftCopy).where(DraftCopy.submission_id.in_(works)),
        update(Version).where(Version.cohort_id == cohort_id).values(content={}, text="", report=None, change_note=""),
        update(Submission).where(Submission.cohort_id == cohort_id).values(draft={}),
        delete(Asset).where(Asset.cohort_id == cohort_id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def erase_person(event: PersonErased) -> None:
    """Empty somebody's works in the caller's transaction: texts, drafts, comments on them, files. Rows and dates stay.

    A photo of another person's letter that he took as guru pendamping is that person's proof and stays.
    """
    works = select(Submission.id).where(Submission.author_id == event.user_id)
    versions = select(Version.id).where(Version.author_id == event.user_id)
    for statement in (
        delete(Comment).where(Comment.version_id.in_(versions)),
        delete(Attachment).where(Attachment.version_id.in_(versions)),
        delete(DraftCopy).where(DraftCopy.submission_id.in_(works)),
        update(Version).where(Version.author_id == event.user_id).values(content={}, text="", report=None, change_note=""),
        update(Submission)
        .where(Submission.author_id == event.user_id)
        .values(draft={}, draft_revision=0, draft_saved_at=None, revise_until=None, extended_until=None, extension_reason="", revision_reason=""),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    media.release(_files_of(event.user_id), now=event.at)


def _files_of(user_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Asset.id).where(
                Asset.owner_id == user_id,
                Asset.id.not_in(select(Attachment.asset_id)),
                Asset.id.not_in(select(Consent.evidence_id).where(Consent.evidence_id.is_not(None), Consent.subject_id != user_id)),
            )
        )
    )

