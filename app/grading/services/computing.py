"""Asking for the numbers of a round: the worker computes them, once for many reviews that arrive together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.grading.models import Grade, ReviewQuality, Source
from app.kernel.db import db, read
from app.kernel.queue import enqueue, is_waiting
from app.peerreview.events import ReviewRated, ReviewSent, RoundClosed, WorkNeedsTrainer
from app.peerreview.models import QueueReason, Round
from app.peerreview.services import rounds
from app.submissions.models import Submission

COMPUTE = "grading.compute"


@dataclass(frozen=True, slots=True)
class Mark:
    """Mutu telaah of one person as the job computed it."""

    user_id: int
    mark: float
    parts: dict[str, float]


_ROUND = (
    select(Round.id)
    .join(Submission, Submission.assignment_id == Round.assignment_id)
    .where(Submission.id == bindparam("submission_id"))
)


def on_review_sent(event: ReviewSent) -> None:
    """A review came: its round is computed anew (subscription of `app.wiring`)."""
    round_id = read(_ROUND, submission_id=event.submission_id).scalar()
    if round_id is not None:
        _ask(round_id, event.at)


def on_review_rated(event: ReviewRated) -> None:
    """An author judged a review: its writer's mark is computed anew."""
    _ask(event.round_id, event.at)


def on_work_needs_trainer(event: WorkNeedsTrainer) -> None:
    """Too few reviews, or ones that differ, of a version that the pelatih has graded need no eye of his any more."""
    graded = db.session.scalar(
        select(Grade.id)
        .join(Submission, Submission.id == Grade.submission_id)
        .where(Submission.id == event.submission_id, Grade.source == Source.PELATIH, Grade.version_id == Submission.current_id)
    )
    if graded is not None:
        rounds.settle(event.submission_id, event.at, reasons=(QueueReason.TOO_FEW, QueueReason.DISPUTED))


def on_round_closed(event: RoundClosed) -> None:
    """The round ended: its last numbers."""
    _ask(event.round_id, event.at)


def ask_compute(assignment_id: int, now: datetime) -> None:
    """Have the worker compute the round of an assignment, if it has one and no job waits for it already."""
    round_id = db.session.scalar(select(Round.id).where(Round.assignment_id == assignment_id))
    if round_id is not None:
        _ask(round_id, now)


def _ask(round_id: int, now: datetime) -> None:
    batch = f"{COMPUTE}:{round_id}"
    if not is_waiting(batch, locked=True):
        enqueue(COMPUTE, {"round": round_id}, now=now, batch=batch)


def set_quality(round_id: int, cohort_id: int, marks: Iterable[Mark], now: datetime) -> None:
    """Keep the marks of a round's reviewers; who has none any more keeps the last one."""
    known = {row.user_id: row for row in db.session.scalars(select(ReviewQuality).where(ReviewQuality.round_id == round_id))}
    for one in marks:
        row = known.get(one.user_id)
        if row is None:
            row = ReviewQuality(round_id=round_id, cohort_id=cohort_id, user_id=one.user_id)
            db.session.add(row)
        row.mark, row.parts, row.at = one.mark, one.parts, now
