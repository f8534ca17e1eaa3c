"""What bells and mails forget of a person who is erased, or of a stranger: his own, and those to others that say his name."""

from __future__ import annotations

from collections.abc import Sequence

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


def forget_stranger(name: str, cohort_ids: Sequence[int]) -> None:
    """Delete what told the offices of these classes that somebody of this name asks to join, in the caller's transaction.

    A stranger chose the name: nothing goes but what leads to those classes.
    """
    for cohort_id in cohort_ids:
        place = f"/angkatan/{cohort_id}"
        for statement in (
            delete(Notification).where(Notification.url == place, Notification.text.startswith(f"{name} ", autoescape=True)),
            update(Mail)
            .where(Mail.sent_at.is_not(None), Mail.body.contains(place), Mail.body.contains(name, autoescape=True))
            .values(body=""),
        ):
            db.session.execute(statement.execution_options(synchronize_session=False))
