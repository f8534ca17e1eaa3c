"""One task of a reviewer: what he wrote so far, and what others wrote once he has sent his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.scope import Scope
from app.kernel.db import db
from app.kernel.errors import Missing
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.models import Review, ReviewTask, Round, TaskState
from app.peerreview.queries import spoken
from app.submissions.models import Assignment, Comment, Submission, Version


@dataclass(frozen=True, slots=True)
class OtherReview:
    """Somebody else's review of the same work; whose is never said."""

    number: int
    """"Penelaah n", the same number that the author reads."""
    levels: dict[str, Any]
    strength: str
    suggestions: tuple[str, str]
    question: str
    comments: tuple[tuple[int, int, str], ...]
    """(start, end, remark) in the version's text."""


def task(task_id: int, scope: Scope) -> ReviewTask:
    """One of my tasks with its round, assignment, rubric and work; one statement. Raises Missing."""
    found = db.session.scalar(
        select(ReviewTask)
        .where(ReviewTask.id == task_id, scope.where(ReviewTask))
        .options(
            joinedload(ReviewTask.round).joinedload(Round.assignment).joinedload(Assignment.rubric),
            joinedload(ReviewTask.submission),
            joinedload(ReviewTask.version).defer(Version.content),
        )
    )
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class NextVersion:
    """A later version of a work than the one I reviewed."""

    id: int
    number: int
    sent_at: datetime


def next_version(task_: ReviewTask) -> NextVersion | None:
    """The version that counts now, when it came after the one I reviewed and authors know their comments."""
    row = db.session.execute(
        select(Version.id, Version.number, Version.sent_at)
        .join(Submission, Submission.current_id == Version.id)
        .where(Submission.id == task_.submission_id)
    ).one_or_none()
    if row is None or row.id == task_.version_id or task_.round.opened_revision_at is None:
        return None
    return NextVersion(*row)


def my_review(task_: ReviewTask) -> Review:
    """What I sent for a task. Raises Missing."""
    found = db.session.scalar(select(Review).where(Review.task_id == task_.id, Review.sent_at.is_not(None)))
    if found is None:
        raise Missing
    return found


def draft_of(task_id: int) -> tuple[Draft, int, datetime | None]:
    """What I have written so far, its revision, and when it was saved."""
    review = db.session.scalar(select(Review).where(Review.task_id == task_id))
    if review is None:
        return Draft(), 0, None
    remarks = tuple(
        Remark(start, end, body, point)
        for start, end, body, point in db.session.execute(
            select(Comment.start_at, Comment.end_at, Comment.body, Comment.criterion)
            .where(Comment.review_id == review.id)
            .order_by(Comment.start_at, Comment.id)
        )
    )
    return _draft(review, remarks), review.revision, review.saved_at


@dataclass(frozen=True, slots=True)
class Read:
    """A sent review beside the others of its work, every name covered: what its writer may see."""

    own: Draft
    usefulness: int | None
    reply: str
    others: tuple[OtherReview, ...]


def after_sending(task_: ReviewTask, shown: str) -> Read:
    """All sent reviews of a work for one of its reviewers who has sent his own; `shown` is the work as they read it.

    Three statements. Raises Missing when his own is not among them.
    """
    rows = db.session.execute(
        select(ReviewTask.id, Review, ReviewTask.reviewer_id)
        .join(Review, Review.task_id == ReviewTask.id)
        .where(ReviewTask.submission_id == task_.submission_id, ReviewTask.state == TaskState.TERKIRIM)
        .order_by(ReviewTask.id)
    ).all()
    remarks: dict[int, list[Remark]] = {}
    for review_id, start, end, body, point in db.session.execute(
        select(Comment.review_id, Comment.start_at, Comment.end_at, Comment.body, Comment.criterion)
        .where(Comment.review_id.in_([one.id for _task_id, one, _writer in rows]), Comment.version_id == task_.version_id)
        .order_by(Comment.start_at, Comment.id)
    ):
        remarks.setdefault(review_id or 0, []).append(Remark(start, end, body, point))
    drafts = [_draft(one, tuple(remarks.get(one.id, ()))) for _task_id, one, _writer in rows]
    place = next((at for at, (task_id, _one, _writer) in enumerate(rows) if task_id == task_.id), None)
    if place is None:
        raise Missing
    own = rows[place][1]
    said: list[tuple[int, Sequence[str]]] = [
        (writer, draft.every_text) for (_task_id, _one, writer), draft in zip(rows, drafts, strict=True)
    ]
    *texts, [reply] = spoken.covered(
        [*said, (task_.author_id, [own.author_reply])],
        spoken.Place(task_.version_id, task_.author_id, task_.cohort_id, shown),
    )
    told = [draft.with_texts(words) for draft, words in zip(drafts, texts, strict=True)]
    others = tuple(
        OtherReview(
            number, dict(draft.levels), draft.strength, (draft.suggestion_one, draft.suggestion_two), draft.question,
            tuple((one.start, one.end, one.body) for one in draft.remarks),
        )
        for number, draft in enumerate(told, start=1)
        if number != place + 1
    )  # fmt: skip -- the fields in the order of the dataclass
    return Read(told[place], own.usefulness, reply, others)


def _draft(review: Review, remarks: tuple[Remark, ...]) -> Draft:
    return Draft(
        review.levels, review.notes, review.strength, review.suggestion_one, review.suggestion_two, review.question,
        review.flag, remarks,
    )  # fmt: skip -- the fields in the order of the dataclass
