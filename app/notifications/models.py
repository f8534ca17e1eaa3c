"""Bells in the product and mails that leave it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import Columns
from app.kernel.db import Model


class Notification(Model):
    """One bell for one person."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_user", "user_id", "read_at"),)
    __reach__ = Columns(owner="user_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Mail(Model):
    """A mail in the outbox: written with the act that causes it, sent by the worker."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_sent", "sent_at"), Index("ix_mail_user", "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
