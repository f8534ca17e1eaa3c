"""Bells and mails of one person, for the file that he may take away (lent to accounts by `app.wiring`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.notifications.models import Mail, Notification


def bells_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """What was told in the product."""
    rows = db.session.execute(
        select(Notification.text, Notification.created_at, Notification.read_at)
        .where(Notification.user_id == user_id)
        .order_by(Notification.id)
    )
    return [{"kabar": text, "pada": at, "dibaca": read} for text, at, read in rows]


def mails_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Which mails were sent where; their texts hold one-time links and are not kept."""
    rows = db.session.execute(
        select(Mail.recipient, Mail.subject, Mail.created_at, Mail.sent_at).where(Mail.user_id == user_id).order_by(Mail.id)
    )
    return [{"kepada": to, "perihal": subject, "dibuat": made, "terkirim": sent} for to, subject, made, sent in rows]
