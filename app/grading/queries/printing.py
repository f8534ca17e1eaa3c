"""All works of a task on paper, with names covered: for reading away from the screen."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Unit, User
from app.kernel.db import db
from app.submissions.core.content import laid_from
from app.submissions.core.identity import cover, telling
from app.submissions.core.marks import Paragraph, paragraphs
from app.submissions.models import Submission, Version


@dataclass(frozen=True, slots=True)
class Sheet:
    """A work as it is printed."""

    pseudonym: int
    number: int
    words: int
    paragraphs: tuple[Paragraph, ...]


def sheets(assignment_id: int) -> tuple[Sheet, ...]:
    """The versions that count, by pseudonym; one statement."""
    rows = db.session.execute(
        select(
            Submission.pseudonym, Version.number, Version.words, Version.text, Version.content, User.name, Unit.name, Unit.short_name
        )
        .join(Version, Version.id == Submission.current_id)
        .join(User, User.id == Submission.author_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Submission.assignment_id == assignment_id)
        .order_by(Submission.pseudonym)
    )  # fmt: skip -- one line says what eight would
    found = []
    for pseudonym, number, words, text, content, name, unit, short in rows:
        covered = cover(text, telling(name, (unit, short)))
        passages = [
            (p.field, p.label, p.kind, covered.to_shown(p.start), covered.to_shown(p.end))
            for p in laid_from(text, content.get("tata", ())).passages
        ]
        found.append(Sheet(pseudonym, number, words, paragraphs(covered.text, passages, ())))
    return tuple(found)
