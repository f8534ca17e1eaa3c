"""Certificates of one person, for the file that he may take away (lent to accounts by `app.wiring`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.certificates.models import Certificate, Confirmation
from app.kernel.db import db
from app.learning.models import Enrolment


def certificates_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Every certificate with all that is printed on it, also revoked and replaced ones."""
    rows = db.session.scalars(select(Certificate).where(Certificate.user_id == user_id).order_by(Certificate.id))
    return [
        {
            "nomor": one.number, "kode": one.short_code, "keadaan": one.state.value, "terbit": one.issued_at, "alasan": one.reason,
            "isi": one.facts, "alamat": f"/sertifikat/{one.id}/unduh",
        }
        for one in rows
    ]  # fmt: skip


def confirmations_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """What was confirmed to be printed."""
    rows = db.session.execute(
        select(Confirmation.facts, Confirmation.confirmed_at)
        .join(Enrolment, Enrolment.id == Confirmation.enrolment_id)
        .where(Enrolment.user_id == user_id)
        .order_by(Confirmation.id)
    )
    return [{"data": facts, "dipastikan": at} for facts, at in rows]


def how_many(user_id: int) -> int:
    """Certificates that were made for this person."""
    return db.session.scalar(select(func.count(Certificate.id)).where(Certificate.user_id == user_id)) or 0
