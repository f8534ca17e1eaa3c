"""The author's side: what peers wrote about his work, once the review deadline has passed, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from app.access.scope import Scope
from app.kernel.db import db
from app.kernel.errors import Missing
from app.peerreview import lent
from app.peerreview.models import PointAnswer, Review, ReviewTask, Round, TaskState
from app.peerreview.queries import spoken
from app.submissions.anchors import Anchor, Way, carry_over
from app.submissions.models import Assignment, Comment, Submission, Version

COMMENT = "comment:"


@dataclass(frozen=True, slots=True)
class Point:
    """Something a reviewer asks for: a suggestion, his question, or a comment on a stretch of the text.

    `quote` are the words it was said about, `place` those words in the present version: the same where nothing moved,
    "" when they are gone (an orphan). `answer` is what the author changed, `verdict` the reviewer's tick.
    """

    key: str
    """`suggestion_one`, `suggestion_two`, `question` or `comment:<id>`."""
    words: str
    quote: str
    place: str
    answer: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Received:
    """One review of my work, by "Penelaah n"; levels stay away until the release."""

    id: int
    number: int
    version_id: int
    strength: str
    points: tuple[Point, ...]
    notes: tuple[str, ...]
    usefulness: int | None
    reply: str


@dataclass(frozen=True, slots=True)
class MyWork:
    """My work in a round."""

    submission_id: int
    assignment_id: int
    title: str
    version_id: int
    number: int
    sent_at: datetime
    review_due_at: datetime
    revise_due_at: datetime
    revise_until: datetime | None
    is_open: bool
    """Whether comments may be seen: the review deadline has passed, or the grade is out."""
    reviews: tuple[Received, ...]

    @property
    def read_version_id(self) -> int | None:
        """The version that peers read; None without reviews."""
        return self.reviews[-1].version_id if self.reviews else None

    @property
    def is_revised(self) -> bool:
        """Whether a later version than the one that was read counts now."""
        return self.read_version_id not in {None, self.version_id}


def my_work(submission_id: int, scope: Scope, now: datetime) -> MyWork:
    """My work with what was written about it; six statements at most. Raises Missing."""
    row = db.session.execute(
        select(
            Submission.id, Submission.assignment_id, Assignment.title, Version.id, Version.number, Version.sent_at,
            Round.review_due_at, Round.revise_due_at, Submission.revise_until, Round.opened_revision_at,
        )
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(Round, Round.assignment_id == Assignment.id)
        .join(Version, Version.id == Submission.current_id)
        .where(Submission.id == submission_id, scope.where(Submission))
    ).one_or_none()  # fmt: skip -- the columns in the order of the dataclass
    if row is None:
        raise Missing
    one, assignment, title, version, number, sent, review_due, revise_due, until, opened = tuple(row)
    is_open = opened is not None or now >= review_due or lent.is_released(one)
    reviews = _received(one, version) if is_open else ()
    return MyWork(one, assignment, title, version, number, sent, review_due, revise_due, until, is_open, reviews)


def review(review_id: int, scope: Scope) -> Review:
    """A sent review of a work that this author may answer. Raises Missing."""
    found = db.session.scalar(
        select(Review)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .join(Submission, Submission.id == ReviewTask.submission_id)
        .where(Review.id == review_id, Review.sent_at.is_not(None), scope.where(Submission))
    )
    if found is None:
        raise Missing
    return found


def points_of(reviews: Sequence[Review], version_id: int) -> dict[int, tuple[Point, ...]]:
    """Review id -> its points as they stand in the version `version_id`; three statements."""
    ids = [one.id for one in reviews]
    comments: dict[int, list[Comment]] = defaultdict(list)
    for comment in db.session.scalars(
        select(Comment).where(Comment.review_id.in_(ids)).order_by(Comment.start_at, Comment.id)
    ):
        comments[comment.review_id or 0].append(comment)
    said: dict[tuple[int, str], tuple[str, str]] = {
        (review_id, key): (words, verdict)
        for review_id, key, words, verdict in db.session.execute(
            select(PointAnswer.review_id, PointAnswer.point, PointAnswer.answer, PointAnswer.verdict).where(
                PointAnswer.review_id.in_(ids), PointAnswer.version_id == version_id
            )
        )
    }
    places = _places([comment for held in comments.values() for comment in held], version_id)
    return {one.id: _points(one, comments[one.id], places, said) for one in reviews}


def _points(
    review: Review, comments: Sequence[Comment], places: Mapping[int, str], said: Mapping[tuple[int, str], tuple[str, str]]
) -> tuple[Point, ...]:
    anchors = {comment.criterion: comment for comment in comments if comment.criterion}
    texts = [("suggestion_one", review.suggestion_one), ("suggestion_two", review.suggestion_two), ("question", review.question)]
    found = []
    for key, words in texts:
        anchor = anchors.get(key)
        quote, place = (anchor.exact, places.get(anchor.id, "")) if anchor else ("", "")
        found.append(Point(key, words, quote, place, *said.get((review.id, key), ("", ""))))
    for comment in comments:
        if not comment.criterion:
            key = f"{COMMENT}{comment.id}"
            found.append(
                Point(key, comment.body, comment.exact, places.get(comment.id, ""), *said.get((review.id, key), ("", "")))
            )
    return tuple(found)


def _places(comments: Sequence[Comment], version_id: int) -> dict[int, str]:
    """Comment id -> its words in the version; "" for an orphan."""
    places = {comment.id: comment.exact for comment in comments if comment.version_id == version_id}
    moved: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.version_id != version_id:
            moved[comment.version_id].append(comment)
    if not moved:
        return places
    texts: dict[int, str] = {
        id_: text
        for id_, text in db.session.execute(select(Version.id, Version.text).where(Version.id.in_([*moved, version_id])))
    }
    for old, held in moved.items():
        anchors = [Anchor(one.start_at, one.end_at, one.exact, one.prefix, one.suffix) for one in held]
        for comment, mapped in zip(held, carry_over(texts[old], texts[version_id], anchors), strict=True):
            places[comment.id] = "" if mapped.way is Way.ORPHAN else mapped.anchor.exact
    return places


def _received(submission_id: int, version_id: int) -> tuple[Received, ...]:
    rows = db.session.execute(
        select(Review, ReviewTask.version_id, ReviewTask.reviewer_id)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .where(ReviewTask.submission_id == submission_id, ReviewTask.state == TaskState.TERKIRIM)
        .order_by(ReviewTask.id)
    ).all()
    points = points_of([one for one, _version, _writer in rows], version_id)
    notes = {one.id: [words for words in one.notes.values() if words] for one, _version, _writer in rows}
    said = [
        (writer, [one.strength, *(point.words for point in points[one.id]), *notes[one.id]]) for one, _version, writer in rows
    ]
    told = spoken.covered(said, spoken.place_of(version_id)) if said else []
    found = []
    for number, ((one, of_version, _writer), words) in enumerate(zip(rows, told, strict=True), start=1):
        strength, *rest = words
        asked = points[one.id]
        found.append(
            Received(
                id=one.id,
                number=number,
                version_id=of_version,
                strength=strength,
                points=tuple(replace(point, words=text) for point, text in zip(asked, rest[: len(asked)], strict=True)),
                notes=tuple(rest[len(asked) :]),
                usefulness=one.usefulness,
                reply=one.author_reply,
            )
        )
    return tuple(found)
