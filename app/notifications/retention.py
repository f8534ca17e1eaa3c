"""What bells and mails forget of a person who is erased: his own, and those to others that begin with his name."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.accounts.events import PersonErased
from app.accounts.models import User
from app.kernel.db import db
from app.notifications.models import Mail, Notification


def erase_person(event: PersonErased) -> None:
    """Delete somebody's bells and mails in the caller's transaction; his account still says his name then."""
    name = db.session.execute(select(User.name).where(User.id == event.user_id)).scalar_one()
    for statement in (
        delete(Notification).where(Notification.user_id == event.user_id),
        delete(Notification).where(Notification.text.startswith(f"{name} ", autoescape=True)),
        delete(Mail).where(Mail.user_id == event.user_id),
        update(Mail).where(Mail.sent_at.is_not(None), Mail.body.contains(name, autoescape=True)).values(body=""),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
