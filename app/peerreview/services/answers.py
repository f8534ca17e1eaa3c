"""After the reviews are open: the author rates them and says what he changed, their writers look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.peerreview import lent
from app.peerreview.events import ReviewRated
from app.peerreview.models import PointAnswer, Review, Round

USEFULNESS = (1, 2, 3, 4)
TICKS = ("sudah", "sebagian", "belum")
LOOK_AGAIN = timedelta(days=3)
"""How long after a next version its reviewers may tick (rules.md); nobody must."""


def are_open(round_: Round, now: datetime) -> bool:
    """Whether authors may see their comments: the review deadline has passed."""
    return round_.opened_revision_at is not None or now >= round_.review_due_at


def rate(review: Review, *, usefulness: int, reply: str, now: datetime) -> None:
    """The author says how useful a review of his work was (1-4) and may reply. Raises Denied, Invalid."""
    _opened(review, now)
    if usefulness not in USEFULNESS:
        raise Invalid(_("Pilih seberapa berguna telaah ini."), field="berguna")
    review.usefulness = usefulness
    review.author_reply = reply.strip()
    review.rated_at = now
    publish(ReviewRated(review.id, review.task.round_id, now))


def answer_points(version_id: int, answers: Mapping[tuple[Review, str], str], *, now: datetime) -> None:
    """"Apa yang saya ubah" for points of reviews, in the next version `version_id`. Raises Denied."""
    for (review, point), words in answers.items():
        _opened(review, now)
        if review.task.version_id == version_id:
            raise Denied(_("Kumpulkan versi berikutnya dahulu, lalu tulis apa yang Anda ubah."))
        row = _point(review.id, point, version_id)
        if row.answer != words.strip():
            row.answer = words.strip()
            row.answered_at = now


def tick_points(review: Review, version_id: int, sent_at: datetime, verdicts: Mapping[str, str], *, now: datetime) -> None:
    """The reviewer looks at the next version: sudah, sebagian or belum for each of his points. Raises Denied."""
    if now > sent_at + LOOK_AGAIN:
        raise Denied(_("Masa melihat lagi sudah lewat: tiga hari sejak versi baru terkumpul."))
    for point, verdict in verdicts.items():
        if verdict in TICKS:
            row = _point(review.id, point, version_id)
            row.verdict = verdict
            row.ticked_at = now


def _opened(review: Review, now: datetime) -> None:
    if review.sent_at is None or not (are_open(review.task.round, now) or lent.is_released(review.task.submission_id)):
        raise Denied(_("Telaah naskah Anda belum dibuka."))


def _point(review_id: int, point: str, version_id: int) -> PointAnswer:
    row = db.session.scalar(
        select(PointAnswer)
        .where(PointAnswer.review_id == review_id, PointAnswer.point == point, PointAnswer.version_id == version_id)
        .with_for_update()
    )
    if row is None:
        row = PointAnswer(review_id=review_id, point=point, version_id=version_id, answer="", verdict="")
        db.session.add(row)
    return row
