"""What a reviewer and an author do: open, save, send, decline, ask for more; rate and answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from app.access.scope import Actor
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.peerreview.core import reviewing
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.events import HardStopSeen, ReviewSent
from app.peerreview.models import (
    PointAnswer,
    QueueReason,
    Review,
    ReviewTask,
    Round,
    RoundState,
    TaskState,
)
from app.peerreview.queries import facts
from app.peerreview.services import rounds
from app.submissions.models import Assignment, Comment, RubricVersion, Version

RUNNING = frozenset({TaskState.DITAWARKAN, TaskState.DIBUKA})
CONTEXT = 32
"""Signs of prefix and suffix beside a quotation (W3C TextQuote)."""
ANSWERS = frozenset({"sudah", "sebagian", "belum"})


@dataclass(frozen=True, slots=True)
class Saved:
    """How a saving ended: the revision to send next time."""

    revision: int
    at: datetime


def open_task(task: ReviewTask, *, now: datetime) -> Review:
    """The reviewer begins: from now on a lease runs. Raises Denied when the task is closed or practice is missing."""
    _check(task)
    if task.round.needs_calibration and not facts.has_passed(task.round.assignment_id, task.reviewer_id):
        raise Denied(_("Kerjakan kalibrasi dahulu. Setelah lulus, naskah ini terbuka."))
    if task.opened_at is None:
        task.opened_at = now
        task.state = TaskState.DIBUKA
    review = db.session.scalar(select(Review).where(Review.task_id == task.id).with_for_update())
    if review is None:
        rubric = db.session.scalar(
            select(Assignment.rubric_id).join(Round, Round.assignment_id == Assignment.id).where(Round.id == task.round_id)
        )
        review = Review(task_id=task.id, rubric_id=rubric or 0, levels={}, notes={}, warnings=[], saved_at=now)
        db.session.add(review)
        db.session.flush()  # a second tab meets the unique constraint here
    return review


def save(task: ReviewTask, draft: Draft, *, revision: int, now: datetime) -> Saved:
    """Keep what is written. Raises Conflict when another tab saved a newer one; nothing is overwritten then."""
    review = open_task(task, now=now)
    if revision != review.revision:
        raise Conflict(
            _("Telaah ini sudah disimpan dari tempat lain. Muat ulang halaman untuk melihat yang terbaru; tulisan di layar ini belum hilang.")
        )
    _write(review, draft, now)
    _anchor(task, review, draft.remarks, now)
    return Saved(review.revision, now)


def send(task: ReviewTask, draft: Draft, *, revision: int, now: datetime) -> Review:
    """Freeze the review. Raises Invalid naming the first missing field, Conflict when it was sent or saved elsewhere."""
    if task.state is TaskState.TERKIRIM:
        raise Conflict(_("Telaah ini sudah terkirim."))
    review = open_task(task, now=now)
    if revision != review.revision:
        raise Conflict(_("Telaah ini sudah disimpan dari tempat lain. Muat ulang halaman, lalu kirim lagi."))
    rubric = db.session.get_one(RubricVersion, review.rubric_id)
    version = db.session.get_one(Version, task.version_id)
    missing = reviewing.gaps(draft, [(one["id"], one["name"]) for one in rubric.criteria], version.text)
    if missing:
        raise Invalid(missing[0].sentence, field=missing[0].field)
    _write(review, draft, now)
    _anchor(task, review, draft.remarks, now)
    seconds = (now - (task.opened_at or now)).total_seconds()
    review.warnings = [str(sign) for sign in reviewing.signs(draft, seconds=seconds, words_read=version.words)]
    review.sent_at = task.sent_at = now
    task.state = TaskState.TERKIRIM
    stops = {one["id"]: str(one.get("hard_stop") or "") for one in rubric.criteria}
    for kind in reviewing.breaches(draft, stops):
        rounds.hand_over(task.round, task.submission_id, QueueReason.HARD_STOP, now, detail=kind)
        publish(HardStopSeen(task.submission_id, kind, now))
    db.session.flush()  # listeners read the review
    publish(ReviewSent(review.id, task.submission_id, task.author_id, now))
    rounds.ask_step(task.round_id, now)
    return review


def decline(task: ReviewTask, *, reason: str, now: datetime) -> None:
    """Give a task back with a reason; it goes to somebody else. Raises Invalid without one."""
    _check(task)
    if not reason.strip():
        raise Invalid(_("Tulis alasannya, misalnya mengenali penulisnya."), field="alasan")
    task.state = TaskState.DITOLAK
    task.declined_at = now
    task.decline_reason = reason.strip()
    rounds.note(task.round, now, "ditolak", task=task.id, reviewer=task.reviewer_id)
    rounds.ask_step(task.round_id, now)


def ask_for_work(round_: Round, user_id: int, *, now: datetime) -> None:
    """"Minta naskah": somebody is willing now; the clock gives him the work with the fewest reviews."""
    if round_.state is not RoundState.DIBAGIKAN:
        raise Denied(_("Putaran telaah ini sedang tidak membagikan naskah."))
    rounds.member(round_.id, user_id).willing_since = now
    rounds.ask_step(round_.id, now)


def rate(review: Review, *, usefulness: int, reply: str, actor: Actor, now: datetime) -> None:
    """The author says how useful a review was (1-4) and may reply."""
    if review.task.author_id != actor.user_id:
        raise Denied(_("Hanya penulis naskah yang menilai kegunaan telaah."))
    if usefulness not in {1, 2, 3, 4}:
        raise Invalid(_("Pilih seberapa berguna telaah ini."), field="berguna")
    review.usefulness = usefulness
    review.author_reply = reply.strip()
    review.rated_at = now


def answer_points(version_id: int, answers: Mapping[tuple[int, str], str], *, now: datetime) -> None:
    """"Apa yang saya ubah" for each point of each review: (review id, point) -> words."""
    for (review_id, point), words in answers.items():
        row = _point(review_id, point, version_id)
        row.answer = words.strip()
        row.answered_at = now


def tick_points(review: Review, version_id: int, verdicts: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """A reviewer of version 1 looks again: sudah, sebagian or belum for each of his points."""
    if review.task.reviewer_id != actor.user_id:
        raise Denied(_("Hanya penelaahnya yang menjawab bagian ini."))
    for point, verdict in verdicts.items():
        if verdict in ANSWERS:
            row = _point(review.id, point, version_id)
            row.verdict = verdict
            row.ticked_at = now


def _point(review_id: int, point: str, version_id: int) -> PointAnswer:
    row = db.session.scalar(
        select(PointAnswer)
        .where(PointAnswer.review_id == review_id, PointAnswer.point == point, PointAnswer.version_id == version_id)
        .with_for_update()
    )
    if row is None:
        row = PointAnswer(review_id=review_id, point=point, version_id=version_id)
        db.session.add(row)
    return row


def _check(task: ReviewTask) -> None:
    if task.state is TaskState.TERKIRIM:
        raise Conflict(_("Telaah ini sudah terkirim."))
    if task.state not in RUNNING or task.round.state is RoundState.DITUTUP:
        raise Denied(_("Naskah ini sudah kembali ke kumpulan. Anda dapat meminta naskah lain di halaman Telaah."))


def _write(review: Review, draft: Draft, now: datetime) -> None:
    review.levels = dict(draft.levels)
    review.notes = dict(draft.notes)
    review.strength = draft.strength
    review.suggestion_one = draft.suggestion_one
    review.suggestion_two = draft.suggestion_two
    review.question = draft.question
    review.flag = draft.flag
    review.revision += 1
    review.saved_at = now


def _anchor(task: ReviewTask, review: Review, remarks: Sequence[Remark], now: datetime) -> None:
    """Write the comments of a draft anew; a draft's comments have no history."""
    text = db.session.scalar(select(Version.text).where(Version.id == task.version_id)) or ""
    db.session.execute(delete(Comment).where(Comment.review_id == review.id).execution_options(synchronize_session=False))
    for remark in remarks:
        start, end = max(0, remark.start), min(len(text), remark.end)
        if start >= end:
            continue
        db.session.add(
            Comment(
                version_id=task.version_id,
                by_id=task.reviewer_id,
                review_id=review.id,
                start_at=start,
                end_at=end,
                exact=text[start:end],
                prefix=text[max(0, start - CONTEXT) : start],
                suffix=text[end : end + CONTEXT],
                body=remark.body,
                criterion=remark.point,
                created_at=now,
            )
        )
