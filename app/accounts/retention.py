"""What the privacy notice promises to forget: old sessions, spent links, counts of failed tries."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from app.accounts.models import OneTimeLink, SignIn, Throttle
from app.accounts.sessions import LONGEST
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work

EVERY = timedelta(hours=1)
LINKS_KEPT = timedelta(days=30)
"""After their end, so that a person who asks can be told what became of a link."""

_swept: list[datetime] = []


def tick() -> None:
    """For the worker's clock: forget once an hour, in a unit of work of its own."""
    now = clock.now()
    if _swept and abs(now - _swept[-1]) < EVERY:
        return
    _swept[:] = [now]
    with work():
        forget(now)


def forget(now: datetime) -> None:
    """Delete sessions older than a session can be, links long past their end, and counts that no longer count."""
    db.session.execute(delete(SignIn).where(or_(SignIn.created_at < now - LONGEST, SignIn.ended_at < now - LONGEST)))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now - LINKS_KEPT))
    db.session.execute(delete(Throttle).where(Throttle.until < now))
