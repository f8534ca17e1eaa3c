"""The pelatih on his desk: comments in the text, and names that he asked to see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.access.scope import Actor
from app.grading.queries.work import NAMES_SHOWN
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Invalid, Missing
from app.kernel.i18n import _
from app.submissions.anchors import anchor_at
from app.submissions.models import Comment, Submission, Version


def remark(submission: Submission, *, version_id: int, start: int, end: int, body: str, actor: Actor, now: datetime) -> Comment:
    """Anchor a comment of the pelatih in a version of this work; its author sees it with the grade.

    Raises Missing for a version of another work, Invalid when the stretch holds no words.
    """
    text = db.session.scalar(select(Version.text).where(Version.id == version_id, Version.submission_id == submission.id))
    if text is None:
        raise Missing
    try:
        anchor = anchor_at(text, start, end)
    except ValueError as error:
        raise Invalid(_("Pilih bagian naskah yang ingin dikomentari."), field="body") from error
    known = db.session.scalar(
        select(Comment).where(
            Comment.version_id == version_id, Comment.by_id == actor.user_id, Comment.review_id.is_(None),
            Comment.start_at == anchor.start, Comment.end_at == anchor.end, Comment.body == body.strip(),
        )
    )  # fmt: skip -- what makes it the same
    if known is not None:  # a double click
        return known
    made = Comment(
        version_id=version_id,
        by_id=actor.user_id,
        start_at=anchor.start,
        end_at=anchor.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        body=body.strip(),
        created_at=now,
    )
    db.session.add(made)
    return made


def drop_remark(submission: Submission, comment_id: int, *, actor: Actor) -> None:
    """Take back a comment of one's own. Raises Missing."""
    found = db.session.scalar(
        select(Comment)
        .join(Version, Version.id == Comment.version_id)
        .where(
            Comment.id == comment_id,
            Comment.by_id == actor.user_id,
            Comment.review_id.is_(None),
            Version.submission_id == submission.id,
        )
    )
    if found is None:
        raise Missing
    db.session.delete(found)


def show_names(submission: Submission, *, actor: Actor, now: datetime) -> None:
    """Note that the pelatih asked who wrote this work before he graded it; from then on his page names him."""
    audit.record(NAMES_SHOWN, "submission", submission.id, actor_id=actor.user_id, at=now)
