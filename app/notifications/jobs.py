"""The worker hands mails over."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

import config
from app.kernel.db import db
from app.kernel.queue import Effect, Later
from app.notifications import services, smtp
from app.notifications.models import Mail

PATIENCE: Final = timedelta(days=2)
"""How long a mail waits for a server that is away."""

CLOSED_FOR: Final = 30.0
"""Seconds during which nobody knocks again after a server did not answer, so that other jobs are not held up."""

_closed_until: dict[str, float] = {}


def send(payload: Mapping[str, Any], now: datetime) -> Effect | None:
    """Hand one mail to the server of SURAU_MAIL_URL; without one the demonstration keeps it to be read there.

    Raises Later while the server is away.
    """
    mail = db.session.execute(
        select(Mail.id, Mail.recipient, Mail.subject, Mail.body, Mail.created_at).where(
            Mail.id == payload["mail_id"], Mail.sent_at.is_(None), Mail.body != ""
        )
    ).one_or_none()
    db.session.rollback()
    if mail is None:
        return None
    settings: config.Settings = current_app.config["SURAU"]
    is_shown = settings.mode is not config.Mode.SERVE
    if not settings.mail_url and is_shown:
        return lambda: services.note_sent(mail.id, keep_text=True, now=now)
    try:
        _hand_over(
            settings.mail_url,
            smtp.Outgoing(
                settings.mail_from,
                mail.recipient,
                mail.subject,
                mail.body,
                message_id(mail.id, mail.created_at, settings),
                mail.created_at,
            ),
        )
    except smtp.RefusedError as error:
        why = str(error)
        return lambda: services.note_refused(mail.id, why)
    except smtp.UnreachableError as error:
        age = now - mail.created_at
        if age > PATIENCE:
            why = str(error)
            return lambda: services.note_refused(mail.id, why)
        raise Later(f"Server surel belum menjawab ({error}).", wait=_pause(age)) from error
    return lambda: services.note_sent(mail.id, keep_text=is_shown, now=now)


def message_id(mail_id: int, created_at: datetime, settings: config.Settings) -> str:
    """The same for every try, so that a mail handed over twice (a kill between sending and noting) is shown once."""
    host = urlsplit(settings.public_url).hostname or "surau.invalid"
    return f"<surau.{mail_id}.{int(created_at.timestamp())}@{host}>"


def _pause(age: timedelta) -> timedelta:
    """Wait about as long as has been waited: half a minute at first, half an hour at last."""
    return min(max(age, timedelta(seconds=30)), timedelta(minutes=30))


def _hand_over(url: str, mail: smtp.Outgoing) -> None:
    if _closed_until.get(url, 0) > time.monotonic():
        raise smtp.UnreachableError("baru saja dicoba")
    try:
        server = smtp.server_at(url)
    except ValueError as error:
        raise smtp.UnreachableError(str(error) if url else "SURAU_MAIL_URL belum diisi") from error
    try:
        smtp.send(server, mail)
    except smtp.UnreachableError:
        _closed_until[url] = time.monotonic() + CLOSED_FOR
        raise
