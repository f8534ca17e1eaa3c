"""The author's side: what peers wrote about his work, once the review deadline has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.scope import Scope
from app.kernel.db import db
from app.kernel.errors import Missing
from app.peerreview.models import PointAnswer, Review, ReviewTask, Round, TaskState
from app.submissions.models import Comment, Submission


@dataclass(frozen=True, slots=True)
class Received:
    """One review of my work, by "Penelaah n"; levels stay away until the release."""

    id: int
    number: int
    version_id: int
    strength: str
    suggestions: tuple[tuple[str, str], ...]
    """(point, words)."""
    question: str
    notes: dict[str, Any]
    comments: tuple[tuple[int, int, str, str], ...]
    """(start, end, quoted words, remark)."""
    usefulness: int | None
    reply: str
    answers: dict[str, tuple[str, str]]
    """Point -> (what I changed, the reviewer's tick)."""


@dataclass(frozen=True, slots=True)
class MyWork:
    """My work in a round."""

    submission_id: int
    assignment_id: int
    title: str
    version_id: int
    review_due_at: datetime
    revise_due_at: datetime
    is_open: bool
    """Whether comments may be seen: the review deadline has passed."""
    reviews: tuple[Received, ...]


def my_work(submission_id: int, scope: Scope, now: datetime) -> MyWork:
    """My work with what was written about it. Raises Missing."""
    submission = db.session.scalar(select(Submission).where(Submission.id == submission_id, scope.where(Submission)))
    round_ = (
        db.session.scalar(select(Round).where(Round.assignment_id == submission.assignment_id)) if submission else None
    )
    if submission is None or round_ is None or submission.current_id is None:
        raise Missing
    is_open = round_.opened_revision_at is not None or now >= round_.review_due_at
    return MyWork(
        submission.id,
        submission.assignment_id,
        submission.assignment.title,
        submission.current_id,
        round_.review_due_at,
        round_.revise_due_at,
        is_open,
        _received(submission.id, submission.current_id) if is_open else (),
    )


def review(review_id: int, scope: Scope) -> Review:
    """A sent review of a work that this author (or reviewer) may answer. Raises Missing."""
    found = db.session.scalar(
        select(Review)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .join(Submission, Submission.id == ReviewTask.submission_id)
        .where(Review.id == review_id, Review.sent_at.is_not(None), scope.where(Submission))
    )
    if found is None:
        raise Missing
    return found


def _received(submission_id: int, version_id: int) -> tuple[Received, ...]:
    rows = db.session.execute(
        select(Review, ReviewTask.version_id)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .where(ReviewTask.submission_id == submission_id, ReviewTask.state == TaskState.TERKIRIM)
        .order_by(Review.id)
    ).all()
    ids = [one.id for one, _version in rows]
    comments: dict[int, list[tuple[int, int, str, str]]] = {}
    for review_id, start, end, exact, body in db.session.execute(
        select(Comment.review_id, Comment.start_at, Comment.end_at, Comment.exact, Comment.body)
        .where(Comment.review_id.in_(ids))
        .order_by(Comment.start_at, Comment.id)
    ):
        comments.setdefault(review_id or 0, []).append((start, end, exact, body))
    answers: dict[int, dict[str, tuple[str, str]]] = {}
    for review_id, point, words, verdict in db.session.execute(
        select(PointAnswer.review_id, PointAnswer.point, PointAnswer.answer, PointAnswer.verdict).where(
            PointAnswer.review_id.in_(ids), PointAnswer.version_id == version_id
        )
    ):
        answers.setdefault(review_id, {})[point] = (words, verdict)
    return tuple(
        Received(
            id=one.id,
            number=number,
            version_id=of_version,
            strength=one.strength,
            suggestions=(("suggestion_one", one.suggestion_one), ("suggestion_two", one.suggestion_two)),
            question=one.question,
            notes=one.notes,
            comments=tuple(comments.get(one.id, ())),
            usefulness=one.usefulness,
            reply=one.author_reply,
            answers=answers.get(one.id, {}),
        )
        for number, (one, of_version) in enumerate(rows, start=1)
    )
