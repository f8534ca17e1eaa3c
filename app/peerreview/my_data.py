"""What peer review holds about one person, as far as he may see it now (lent to accounts by `app.wiring`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.access.scope import Scope
from app.kernel.db import db
from app.peerreview.models import CalibrationTry, Review, ReviewTask, Round
from app.peerreview.queries import author, spoken
from app.submissions.models import Assignment, Comment, Submission


def given_by(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Reviews as this person wrote them; the works by their pseudonyms, and nobody of the class named (`queries.spoken`)."""
    rows = db.session.execute(
        select(Review, ReviewTask.state, ReviewTask.version_id, Submission.pseudonym, Assignment.title)
        .join(ReviewTask, ReviewTask.id == Review.task_id)
        .join(Submission, Submission.id == ReviewTask.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(ReviewTask.reviewer_id == user_id)
        .order_by(Review.id)
    ).all()
    remarks: dict[int, list[str]] = {}
    for review_id, body in db.session.execute(
        select(Comment.review_id, Comment.body)
        .where(Comment.by_id == user_id, Comment.review_id.is_not(None))
        .order_by(Comment.id)
    ):
        remarks.setdefault(review_id or 0, []).append(body)
    return [
        {
            "tugas": title, "naskah": f"Naskah {pseudonym}", "keadaan": state.value, "tingkat": review.levels, "tanda": review.flag,
            **_said(review, version_id, user_id, remarks.get(review.id, [])), "tersimpan": review.saved_at, "terkirim": review.sent_at,
        }
        for review, state, version_id, pseudonym, title in rows
    ]  # fmt: skip


def _said(review: Review, version_id: int, user_id: int, remarks: list[str]) -> dict[str, Any]:
    """The words of a review; what they were said about is another's text and stays there."""
    own = [review.strength, review.suggestion_one, review.suggestion_two, review.question]
    texts = [*own, *review.notes.values(), *remarks]
    [told] = spoken.covered([(user_id, texts)], spoken.place_of(version_id))
    notes = dict(zip(review.notes, told[len(own) :], strict=False))
    return {
        "kekuatan": told[0], "saran": told[1:3], "pertanyaan": told[3], "catatan": notes,
        "komentar": told[len(own) + len(notes) :],
    }  # fmt: skip


def received_by(user_id: int, now: datetime) -> list[dict[str, Any]]:
    """What peers wrote about this person's works: nothing before the review deadline, never a name, no levels (they come with the grade)."""
    ids = db.session.scalars(
        select(Submission.id)
        .join(Round, Round.assignment_id == Submission.assignment_id)
        .where(Submission.author_id == user_id, Submission.current_id.is_not(None))
        .order_by(Submission.id)
    ).all()
    found = []
    for submission_id in ids:
        work = author.my_work(submission_id, Scope(owner_id=user_id), now)
        found += [
            {
                "tugas": work.title, "penelaah": f"Penelaah {review.number}", "kekuatan": review.strength,
                "butir": [{"kata": point.words, "bagian": point.quote, "jawaban_saya": point.answer} for point in review.points],
                "catatan": list(review.notes), "penilaian_saya": review.usefulness, "balasan_saya": review.reply,
            }
            for review in work.reviews
        ]  # fmt: skip
    return found


def practice_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Tries at the practice texts."""
    rows = db.session.execute(
        select(Assignment.title, CalibrationTry.number, CalibrationTry.levels, CalibrationTry.is_passed, CalibrationTry.made_at)
        .join(Assignment, Assignment.id == CalibrationTry.assignment_id)
        .where(CalibrationTry.user_id == user_id)
        .order_by(CalibrationTry.id)
    )
    return [
        {"tugas": title, "percobaan": number, "tingkat": levels, "lulus": passed, "pada": at}
        for title, number, levels, passed, at in rows
    ]


def how_many_sent(user_id: int) -> int:
    """Reviews that this person sent."""
    return (
        db.session.scalar(
            select(func.count(Review.id))
            .join(ReviewTask, ReviewTask.id == Review.task_id)
            .where(ReviewTask.reviewer_id == user_id, Review.sent_at.is_not(None))
        )
        or 0
    )
