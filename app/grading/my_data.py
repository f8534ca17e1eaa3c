"""What grading holds about one person: grades once they are released (lent to accounts by `app.wiring`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.grading.models import Grade
from app.kernel.db import db
from app.submissions.models import Assignment, Comment, Submission, Version


def grades_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Released grades with what the pelatih said; held ones are nobody's knowledge yet."""
    rows = db.session.execute(
        select(Grade.submission_id, Assignment.title, Grade.source, Grade.grade, Grade.levels, Grade.late_points, Grade.feedback, Grade.released_at)
        .join(Submission, Submission.id == Grade.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(Grade.author_id == user_id, Grade.released_at.is_not(None))
        .order_by(Grade.id)
    ).all()
    remarks: dict[int, list[dict[str, Any]]] = {}
    for submission_id, exact, body in db.session.execute(
        select(Version.submission_id, Comment.exact, Comment.body)
        .join(Version, Version.id == Comment.version_id)
        .where(Version.author_id == user_id, Comment.review_id.is_(None), Version.submission_id.in_([row[0] for row in rows]))
        .order_by(Comment.id)
    ):
        remarks.setdefault(submission_id, []).append({"bagian": exact, "komentar": body})
    return [
        {
            "tugas": title, "dinilai_oleh": source.value, "nilai": grade, "tingkat": levels, "pengurangan_terlambat": late,
            "umpan_balik": feedback, "komentar_pelatih": remarks.get(submission_id, []), "diumumkan": at,
        }
        for submission_id, title, source, grade, levels, late, feedback, at in rows
    ]  # fmt: skip


def how_many(user_id: int) -> int:
    """Works of this person that have a grade."""
    return db.session.scalar(select(func.count(Grade.id)).where(Grade.author_id == user_id)) or 0
