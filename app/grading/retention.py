"""What grading forgets of classes whose time of keeping is over, and of a person who is erased: words. The grade and its history stay."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.accounts.events import PersonErased
from app.grading.models import Act, Grade, GradeEvent, SavedComment
from app.kernel.db import db


def forget(cohort_id: int) -> None:
    """Empty what was said with the grades of a class, in the caller's transaction."""
    db.session.execute(
        update(Grade).where(Grade.cohort_id == cohort_id).values(feedback="").execution_options(synchronize_session=False)
    )


def erase_person(event: PersonErased) -> None:
    """Drop what was said to somebody with his grades and what he objected, in the caller's transaction; the numbers stay."""
    graded = select(Grade.submission_id).where(Grade.author_id == event.user_id)
    for statement in (
        update(Grade).where(Grade.author_id == event.user_id).values(feedback="", appealed_at=None),
        update(GradeEvent)
        .where(GradeEvent.submission_id.in_(graded) | ((GradeEvent.by_id == event.user_id) & (GradeEvent.act == Act.KEBERATAN)))
        .values(reason=""),
        delete(SavedComment).where(SavedComment.owner_id == event.user_id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
