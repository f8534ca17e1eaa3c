"""Whose grades may still be taken back, asked before something is issued on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.grading.core.releasing import SETTLING, UNDO, stands_from
from app.grading.models import Grade, Source
from app.kernel.db import db


def undoable_until(cohort_id: int, enrolment_ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """Enrolment -> from when on all its released grades stand; only of those with one that may be taken back. One statement."""
    rows = db.session.execute(
        select(Grade.enrolment_id, func.max(Grade.released_at))
        .where(
            Grade.cohort_id == cohort_id,
            Grade.enrolment_id.in_(sorted(set(enrolment_ids))),
            Grade.released_at > now - UNDO - SETTLING,
            Grade.seen_at.is_(None),
            Grade.source != Source.MANDIRI,
        )
        .group_by(Grade.enrolment_id)
    )
    return {enrolment_id: stands_from(released_at) for enrolment_id, released_at in rows if released_at is not None}
