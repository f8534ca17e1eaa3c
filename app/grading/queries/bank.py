"""The comment bank of one pelatih."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.access.scope import Scope
from app.grading.models import SavedComment
from app.kernel.db import db
from app.submissions.models import Assignment, RubricVersion


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


def criteria(scope: Scope) -> tuple[tuple[str, str], ...]:
    """(id, name) of every criterion in the rubrics of a scope's tasks, by name; one statement."""
    found: dict[str, str] = {}
    for (rubric,) in db.session.execute(
        select(RubricVersion.criteria).where(RubricVersion.id.in_(select(Assignment.rubric_id).where(scope.where(Assignment))))
    ):
        found |= {str(one["id"]): str(one["name"]) for one in rubric}
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))


def words_of(ids: Collection[int], owner_id: int) -> list[str]:
    """The texts of these sentences of one's own, in the order of the bank."""
    return [one.text for one in sentences(owner_id) if one.id in ids]
