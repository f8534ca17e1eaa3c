"""What peers wrote about works, as grading needs it: levels for numbers, whole reviews for the desk and the author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.kernel.db import db
from app.peerreview.models import Review, ReviewTask, Round, TaskState
from app.peerreview.queries import spoken
from app.submissions.models import Comment


@dataclass(frozen=True, slots=True)
class SentLevels:
    """The levels (1-4) of one sent review, and the hard stop its reviewer saw."""

    submission_id: int
    version_id: int
    reviewer_id: int
    levels: dict[str, float]
    flag: str
    usefulness: int | None


@dataclass(frozen=True, slots=True)
class PeerReview:
    """One sent review, to be read; `number` names its writer: "Penelaah 2"."""

    id: int
    number: int
    version_id: int
    reviewer_id: int
    levels: dict[str, int]
    notes: dict[str, str]
    strength: str
    suggestions: tuple[str, ...]
    question: str
    flag: str
    warnings: tuple[str, ...]
    usefulness: int | None
    reply: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment anchored in a version: a peer's (`review_id`) or the pelatih's own (None)."""

    id: int
    version_id: int
    review_id: int | None
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    body: str
    criterion: str


def levels_by_work(assignment_ids: Collection[int]) -> dict[int, list[SentLevels]]:
    """Submission -> its sent reviews, of these assignments; one statement."""
    rows = db.session.execute(
        select(
            ReviewTask.submission_id, ReviewTask.version_id, ReviewTask.reviewer_id, Review.levels, Review.flag,
            Review.usefulness,
        )
        .join(Review, Review.task_id == ReviewTask.id)
        .join(Round, Round.id == ReviewTask.round_id)
        .where(ReviewTask.state == TaskState.TERKIRIM, Round.assignment_id.in_(sorted(assignment_ids)))
        .order_by(ReviewTask.id)
    )  # fmt: skip -- the columns in the order of the dataclass
    found: dict[int, list[SentLevels]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(SentLevels(*row))
    return found


def reviews_of(submission_id: int) -> tuple[PeerReview, ...]:
    """The sent reviews of one work in the order in which they were asked for."""
    rows = db.session.execute(
        select(Review, ReviewTask.version_id, ReviewTask.reviewer_id, ReviewTask.sent_at)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .where(ReviewTask.submission_id == submission_id, ReviewTask.state == TaskState.TERKIRIM)
        .order_by(ReviewTask.id)
    )
    return tuple(
        PeerReview(
            id=one.id,
            number=number,
            version_id=version_id,
            reviewer_id=reviewer_id,
            levels=one.levels,
            notes={key: words for key, words in one.notes.items() if words},
            strength=one.strength,
            suggestions=tuple(words for words in (one.suggestion_one, one.suggestion_two) if words),
            question=one.question,
            flag=one.flag,
            warnings=tuple(str(sign) for sign in one.warnings),
            usefulness=one.usefulness,
            reply=one.author_reply,
            sent_at=sent_at or one.saved_at,
        )
        for number, (one, version_id, reviewer_id, sent_at) in enumerate(rows, start=1)
    )


def for_author(
    place: spoken.Place, reviews: Sequence[PeerReview], remarks: Sequence[Remark]
) -> tuple[tuple[PeerReview, ...], tuple[Remark, ...]]:
    """The same reviews and peers' comments as the author may read them: with names covered. One statement, three at most."""
    mine = {one.id: [remark for remark in remarks if remark.review_id == one.id] for one in reviews}
    said = [
        (
            one.reviewer_id,
            [one.strength, one.question, *one.suggestions, *one.notes.values(), *(remark.body for remark in mine[one.id])],
        )
        for one in reviews
    ]
    shown: list[PeerReview] = []
    bodies: dict[int, str] = {}
    for one, (strength, question, *rest) in zip(reviews, spoken.covered(said, place), strict=True):
        asked, noted = len(one.suggestions), len(one.suggestions) + len(one.notes)
        notes = dict(zip(one.notes, rest[asked:noted], strict=True))
        shown.append(replace(one, strength=strength, question=question, suggestions=tuple(rest[:asked]), notes=notes))
        bodies |= dict(zip((remark.id for remark in mine[one.id]), rest[noted:], strict=True))
    return tuple(shown), tuple(replace(one, body=bodies.get(one.id, one.body)) for one in remarks)


def remarks_of(reviews: Sequence[PeerReview], version_id: int) -> tuple[Remark, ...]:
    """The comments of these reviews, and the pelatih's own on this version, by place."""
    rows = db.session.execute(
        select(
            Comment.id, Comment.version_id, Comment.review_id, Comment.start_at, Comment.end_at, Comment.exact,
            Comment.prefix, Comment.suffix, Comment.body, Comment.criterion,
        )
        .where(
            or_(
                Comment.review_id.in_([one.id for one in reviews]),
                (Comment.review_id.is_(None)) & (Comment.version_id == version_id),
            )
        )
        .order_by(Comment.start_at, Comment.id)
    )  # fmt: skip -- the columns in the order of the dataclass
    facts: list[list[Any]] = [list(row) for row in rows]
    return tuple(Remark(*values) for values in facts)
