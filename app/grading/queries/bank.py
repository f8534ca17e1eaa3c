"""The comment bank of one pelatih."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.grading.models import SavedComment
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Sentence:
    """A saved sentence; `criterion` is empty when it fits anywhere."""

    id: int
    criterion: str
    text: str


def sentences(owner_id: int) -> tuple[Sentence, ...]:
    """All of them, by criterion, the newest first."""
    rows = db.session.execute(
        select(SavedComment.id, SavedComment.criterion, SavedComment.text)
        .where(SavedComment.owner_id == owner_id)
        .order_by(SavedComment.criterion, SavedComment.id.desc())
    )
    return tuple(Sentence(*row) for row in rows)
