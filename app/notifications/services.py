"""Bells and mails are written with the act that causes them; mails leave when it is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from app.access.scope import Actor
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.queue import enqueue
from app.notifications.models import Mail, Notification

SEND = "notifications.send"
READ_KEPT = timedelta(days=90)
UNREAD_KEPT = timedelta(days=365)
MAIL_KEPT = timedelta(days=180)
"""Rows of mails without their text, so that "did it go out" can be answered for half a year."""


def tell(user_id: int, kind: str, text: str, url: str, now: datetime) -> None:
    """Ring a bell for one person; `url` is a path of this site that leads on, never one with a secret in it."""
    db.session.add(Notification(user_id=user_id, kind=kind, text=text, url=url, created_at=now))


def tell_all(user_ids: Iterable[int], kind: str, text: str, url: str, now: datetime) -> None:
    """The same bell for several people, in one statement however many they are."""
    rows = [{"user_id": user_id, "kind": kind, "text": text, "url": url, "created_at": now} for user_id in user_ids]
    if rows:
        db.session.execute(insert(Notification), rows)


def tell_anew(user_id: int, kind: str, text: str, url: str, now: datetime) -> None:
    """Ring a bell in the place of the unread one of its kind that leads to the same page."""
    db.session.execute(
        delete(Notification).where(
            Notification.user_id == user_id, Notification.kind == kind, Notification.url == url, Notification.read_at.is_(None)
        )
    )
    tell(user_id, kind, text, url, now)


def mail(*, user_id: int | None, recipient: str, subject: str, body: str, now: datetime) -> int:
    """Put a mail into the outbox and call the worker after the commit; returns its id.

    Raises ValueError when the subject or the address holds a line break: that is an attack or a defect.
    """
    if any(ord(letter) < 32 for letter in subject + recipient):  # noqa: PLR2004 -- control characters
        raise ValueError("a line break in a mail header")
    row = Mail(user_id=user_id, recipient=recipient, subject=subject, body=body, created_at=now)
    db.session.add(row)
    db.session.flush()  # the job needs the id
    enqueue(SEND, {"mail_id": row.id}, now=now)
    return row.id


def note_sent(mail_id: int, *, keep_text: bool, now: datetime) -> None:
    """The mail left. Its text may hold a one-time link, so outside the demonstration it is emptied."""
    row = db.session.get_one(Mail, mail_id)
    row.sent_at, row.error = now, ""
    if not keep_text:
        row.body = ""


def note_refused(mail_id: int, why: str) -> None:
    """The mail will never leave: say why, forget its text."""
    row = db.session.get_one(Mail, mail_id)
    row.error, row.body = why[:500], ""


def read(*, actor: Actor, notification_id: int, now: datetime) -> str:
    """Mark one bell as read; returns where it leads. Raises Missing when it is not the actor's."""
    row = db.session.scalar(
        select(Notification).where(Notification.id == notification_id, Notification.user_id == actor.user_id)
    )
    if row is None:
        raise Missing
    row.read_at = row.read_at or now
    return row.url


def read_all(*, actor: Actor, now: datetime) -> None:
    """Mark every bell of the actor as read."""
    db.session.execute(
        update(Notification)
        .where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
        .values(read_at=now)
    )


def forget_old(now: datetime) -> None:
    """Drop bells that were read a season ago or waited for a year, and rows of old mails."""
    db.session.execute(delete(Notification).where(Notification.read_at < now - READ_KEPT))
    db.session.execute(delete(Notification).where(Notification.created_at < now - UNREAD_KEPT))
    db.session.execute(delete(Mail).where(Mail.created_at < now - MAIL_KEPT))
