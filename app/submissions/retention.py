"""What tasks forget: uploads that nobody used, and texts and files of classes whose time of keeping is over."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from app.accounts.models import Consent
from app.kernel.db import db
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

