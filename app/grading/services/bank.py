"""The comment bank of a pelatih: sentences he says often, his own only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.grading.models import SavedComment
from app.kernel.db import db
from app.kernel.errors import Invalid, Missing
from app.kernel.i18n import _

MOST = 200


def keep(*, text: str, criterion: str, actor: Actor, now: datetime) -> SavedComment | None:
    """Keep a sentence; one that stands there already is not kept twice (None). Raises Invalid beyond 200 of them."""
    words = text.strip()
    if not words:
        return None
    known = db.session.scalar(
        select(SavedComment.id).where(SavedComment.owner_id == actor.user_id, SavedComment.text == words).limit(1)
    )
    if known is not None:
        return None
    count = db.session.scalar(select(func.count()).select_from(SavedComment).where(SavedComment.owner_id == actor.user_id))
    if (count or 0) >= MOST:
        raise Invalid(_("Bank komentar sudah berisi %(n)d kalimat. Hapus yang jarang dipakai dahulu.", n=MOST), field="text")
    made = SavedComment(owner_id=actor.user_id, criterion=criterion, text=words, created_at=now)
    db.session.add(made)
    return made


def drop(comment_id: int, *, actor: Actor) -> None:
    """Forget a sentence of one's own. Raises Missing."""
    found = db.session.scalar(
        select(SavedComment).where(SavedComment.id == comment_id, SavedComment.owner_id == actor.user_id)
    )
    if found is None:
        raise Missing
    db.session.delete(found)
