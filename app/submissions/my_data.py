"""What tasks hold about one person, for the file that he may take away (lent to accounts by `app.wiring`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.kernel.db import db
from app.learning.models import Cohort
from app.media.models import Asset
from app.submissions.models import Assignment, DraftCopy, Submission, Version


def works_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Drafts, and the texts that wait beside them."""
    rows = db.session.execute(
        select(
            Assignment.title, Cohort.name, Submission.id, Submission.draft, Submission.draft_saved_at, Submission.self_levels,
            Submission.extended_until, Submission.extension_reason, Submission.revision_reason,
        )
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(Cohort, Cohort.id == Submission.cohort_id)
        .where(Submission.author_id == user_id)
        .order_by(Submission.id)
    ).all()
    copies: dict[int, list[dict[str, Any]]] = {}
    for submission_id, draft, at in db.session.execute(
        select(DraftCopy.submission_id, DraftCopy.draft, DraftCopy.saved_at)
        .join(Submission, Submission.id == DraftCopy.submission_id)
        .where(Submission.author_id == user_id)
        .order_by(DraftCopy.id)
    ):
        copies.setdefault(submission_id, []).append({"isi": draft, "tersimpan": at})
    return [
        {
            "tugas": title, "angkatan": cohort, "draf": draft, "tersimpan": saved, "nilai_diri": levels,
            "tenggat_sendiri": until, "alasan_tenggat_sendiri": why, "wajib_direvisi": asked, "salinan": copies.get(submission_id, []),
        }
        for title, cohort, submission_id, draft, saved, levels, until, why, asked in rows
    ]  # fmt: skip


def versions_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Everything that was sent, as it was sent."""
    rows = db.session.execute(
        select(Assignment.title, Version.number, Version.sent_at, Version.days_late, Version.change_note, Version.text, Version.content)
        .join(Submission, Submission.id == Version.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(Version.author_id == user_id)
        .order_by(Version.id)
    )
    return [
        {
            "tugas": title, "versi": number, "dikumpulkan": sent, "hari_terlambat": late, "yang_diubah": note,
            "naskah": text, "isian": content,
        }
        for title, number, sent, late, note, text, content in rows
    ]  # fmt: skip


def files_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Files that were uploaded; the contents are fetched one by one from their addresses."""
    rows = db.session.execute(
        select(Asset.id, Asset.original_name, Asset.kind, Asset.size, Asset.created_at)
        .where(Asset.owner_id == user_id)
        .order_by(Asset.id)
    )
    return [
        {"nama": name, "jenis": kind.value, "byte": size, "diunggah": at, "alamat": f"/berkas/{asset_id}?unduh"}
        for asset_id, name, kind, size, at in rows
    ]


def how_many_works(user_id: int) -> int:
    """Works that this person began or sent."""
    return db.session.scalar(select(func.count(Submission.id)).where(Submission.author_id == user_id)) or 0


def how_many_files(user_id: int) -> int:
    """Files that this person uploaded."""
    return db.session.scalar(select(func.count(Asset.id)).where(Asset.owner_id == user_id)) or 0
