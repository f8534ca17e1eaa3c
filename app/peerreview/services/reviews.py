"""What a reviewer does with a task: open, save, send, give back, ask for more."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, delete, insert, select

from app.kernel.db import db, lock, read
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.peerreview.core import reviewing
from app.peerreview.core.late import pick_late
from app.peerreview.core.reviewing import Draft, Remark, Sign
from app.peerreview.core.rounds import LEASE, Kind, Reason
from app.peerreview.events import HardStopSeen, ReviewSent
from app.peerreview.models import RUNNING, QueueReason, Review, ReviewTask, Round, RoundMember, RoundState, TaskState
from app.peerreview.queries import facts, spoken
from app.peerreview.queries import state as reading
from app.peerreview.services import dates, locks, rounds
from app.submissions.anchors import anchor_at
from app.submissions.models import Assignment, Comment, RubricVersion, Version

LONGEST_REASON = 300
"""Characters of the reason why a task goes back."""
REMEMBERED = 20
"""Earlier reviews of a person that a new one is compared with."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How a saving ended: the revision to send next time."""

    revision: int
    at: datetime


def may_write(task: ReviewTask) -> bool:
    """Whether a review of this task is still taken.

    Also after its lease ran out while somebody was writing, until the round ends: what is begun is not lost. A work
    that was given after the end (a review to make up) is open as long as it stands.
    """
    if task.state in RUNNING:
        closed_at = task.round.closed_at
        return closed_at is None or task.offered_at >= closed_at
    is_expired = task.state is TaskState.DIKEMBALIKAN and task.returned_for == Reason.EXPIRED.value
    return is_expired and task.opened_at is not None and task.round.closed_at is None


def open_task(task: ReviewTask, *, now: datetime) -> Review:
    """The reviewer begins: from now on a lease runs. Raises Denied when the task is closed or practice is missing."""
    lock(task)
    return _begun(task, now)


def save(task: ReviewTask, draft: Draft, *, revision: int, now: datetime) -> Saved:
    """Keep what is written. Raises Conflict when another tab saved a newer one; nothing is overwritten then."""
    lock(task)
    review = _begun(task, now)
    _at(review, revision)
    _anchor(task, review, draft.remarks, _work_of(task)[0] if draft.remarks else "", now)
    _write(review, draft, now)
    return Saved(review.revision, now)


def send(task: ReviewTask, draft: Draft, *, revision: int, now: datetime) -> Review:
    """Freeze the review. Raises Invalid naming the first missing field, Conflict when it was sent or saved elsewhere."""
    lock(task)
    review = _begun(task, now)
    _at(review, revision)
    rubric = db.session.get_one(RubricVersion, review.rubric_id)
    text, words = _work_of(task)
    missing = reviewing.gaps(draft, [(one["id"], one["name"]) for one in rubric.criteria], text)
    if missing:
        raise Invalid(missing[0].sentence, field=missing[0].field)
    signs = _signs(task, draft, words, now)  # before anything is written: what it reads would send every change on its own
    _anchor(task, review, draft.remarks, text, now)
    _write(review, draft, now)
    review.warnings = [str(sign) for sign in signs]
    review.sent_at = task.sent_at = now
    task.state, task.returned_at, task.returned_for = TaskState.TERKIRIM, None, ""
    stops = {one["id"]: str(one.get("hard_stop") or "") for one in rubric.criteria}
    for kind in reviewing.breaches(draft, stops):
        rounds.hand_over(task.round, task.submission_id, QueueReason.HARD_STOP, now, detail=kind)
        publish(HardStopSeen(task.submission_id, kind, now))
    db.session.flush()  # listeners read the review
    publish(ReviewSent(review.id, task.submission_id, task.author_id, now))
    rounds.ask_step(task.round_id, now)
    return review


# Asked whenever a review is sent or about to be: built once, because building a statement costs more than asking it.
_EARLIER = (
    select(Review.strength, Review.suggestion_one, Review.suggestion_two, Review.question)
    .join(ReviewTask, ReviewTask.id == Review.task_id)
    .where(
        ReviewTask.reviewer_id == bindparam("reviewer_id"),
        ReviewTask.state == TaskState.TERKIRIM,
        ReviewTask.id != bindparam("task_id"),
    )
    .order_by(Review.id.desc())
    .limit(REMEMBERED)
)


def signs_of(task: ReviewTask, draft: Draft, now: datetime) -> tuple[Sign, ...]:
    """What looks hasty, uniform, thin or names somebody: said to the reviewer before he sends, kept with what he sends."""
    return _signs(task, draft, _work_of(task)[1], now)


def _signs(task: ReviewTask, draft: Draft, words: int, now: datetime) -> tuple[Sign, ...]:
    earlier = read(_EARLIER, reviewer_id=task.reviewer_id, task_id=task.id)
    seconds = (now - (task.opened_at or now)).total_seconds()
    found = reviewing.signs(draft, seconds=seconds, words_read=words, earlier=[tuple(row) for row in earlier])
    near = {task.author_id, task.reviewer_id}
    has_names = spoken.tells(draft.texts, cohort_id=task.cohort_id, version_id=task.version_id, near=near)
    return (*found, Sign.NAMES) if has_names else found


def decline(task: ReviewTask, *, reason: str, now: datetime) -> None:
    """Give a task back with a reason; it goes to somebody else. Raises Invalid (`alasan`) without one, Denied, Conflict."""
    lock(task)
    _check(task)
    if not reason.strip():
        raise Invalid(_("Tulis alasannya, misalnya mengenali penulisnya."), field="alasan")
    check_reason(reason)
    task.state = TaskState.DITOLAK
    task.declined_at = now
    task.decline_reason = reason.strip()
    rounds.note(task.round, now, "ditolak", task=task.id, reviewer=task.reviewer_id, submission=task.submission_id)
    rounds.ask_step(task.round_id, now)


def check_reason(words: str) -> None:
    """Why a task goes back must fit its column. Raises Invalid naming `alasan`."""
    if len(words.strip()) > LONGEST_REASON:
        raise Invalid(_("Paling banyak %(max)d karakter; persingkat isian ini.", max=LONGEST_REASON), field="alasan")


def ask_for_work(round_: Round, user_id: int, *, now: datetime) -> ReviewTask | None:
    """"Minta naskah": somebody is willing now; the clock gives him the work with the fewest reviews.

    After the end of the round whoever still owes reviews gets a work at once, to make them up. Returns that task, None
    while the clock will give one. Raises Denied before works are shared out, and when nothing is left to make up.
    """
    if round_.state is RoundState.MENUNGGU:
        raise Denied(_("Naskah putaran ini belum dibagikan."))
    if round_.state is RoundState.DITUTUP:
        return _make_up(round_, user_id, now)
    dates.member(round_.id, user_id).willing_since = now
    rounds.ask_step(round_.id, now)
    return None


def _make_up(round_: Round, user_id: int, now: datetime) -> ReviewTask:
    locks.lock(round_)
    snapshot = reading.read(round_.id, now)
    tasks = [task for task in snapshot.core.tasks if task.declined_at is None]
    mine = [task for task in tasks if task.reviewer == user_id and (task.sent_at or not task.returned_at)]
    works = [work.submission for work in snapshot.core.works if work.withdrawn_at is None]  # nobody reads who left
    stood = sum(  # as `reviewer.stood_when_closed` has it: what came after the end makes nobody owe more
        work.withdrawn_at is None and (round_.closed_at is None or work.submitted_at <= round_.closed_at)
        for work in snapshot.core.works
    )
    owed = min(round_.k, stood - 1) - len(mine) if user_id in works else 0
    if owed <= 0:
        raise Denied(_("Telaah Anda di putaran ini sudah lengkap atau sedang Anda kerjakan."))
    done: dict[Hashable, int] = dict.fromkeys(works, 0)
    for task in tasks:
        if task.sent_at and task.submission in done:
            done[task.submission] += 1
    met = {(task.reviewer, task.submission) for task in snapshot.core.tasks if task.reviewer == user_id}
    unit = {person.reviewer: person.unit for person in snapshot.core.people}
    found = pick_late(user_id, done, 1, cap=len(done) + 1, unit=unit, forbidden=met, seed=snapshot.core.settings.seed)
    made = (
        rounds.give(round_, snapshot, (user_id, reading.row_id(found[0])), Kind.BACKFILL, now)
        if found
        else _given_again(round_, user_id, list(map(reading.row_id, works)), now)
    )
    rounds.note(round_, now, "susulan", reviewer=user_id, submission=made.submission_id)
    db.session.flush()  # its page is the answer
    return made


def _given_again(round_: Round, user_id: int, author_ids: Sequence[int], now: datetime) -> ReviewTask:
    """In a small class nothing may be left but what he once let go: that is his again.

    What he gave back with a reason comes last, but it comes: otherwise he could never make up what he owes. Raises Denied.
    """
    task = db.session.scalar(
        select(ReviewTask)
        .where(
            ReviewTask.round_id == round_.id,
            ReviewTask.reviewer_id == user_id,
            ReviewTask.state.in_((TaskState.DIKEMBALIKAN, TaskState.DITOLAK)),
            ReviewTask.author_id.in_(author_ids),
        )
        .order_by(case((ReviewTask.state == TaskState.DITOLAK, 1), else_=0), ReviewTask.id)
        .limit(1)
        .with_for_update()
    )
    if task is None:
        raise Denied(_("Tidak ada naskah lain yang dapat Anda telaah di putaran ini. Hubungi pelatih Anda."))
    task.state = TaskState.DITAWARKAN if task.opened_at is None else TaskState.DIBUKA
    task.kind, task.offered_at, task.returned_at, task.returned_for = Kind.BACKFILL, now, None, ""
    task.declined_at = None
    task.lease_until = now + LEASE
    return task


# Built once, because building these statements costs more than asking them.
_REVIEW = (
    select(Review).where(Review.task_id == bindparam("task_id")).with_for_update().execution_options(populate_existing=True)
)
_WORK = select(Version.text, Version.words).where(Version.id == bindparam("version_id"))
_FORGET_REMARKS = delete(Comment).where(Comment.review_id == bindparam("review")).execution_options(synchronize_session=False)


def needs_practice(task: ReviewTask) -> bool:
    """Whether its reviewer must pass the calibration before this work opens to him."""
    return task.round.needs_calibration and not facts.has_passed(task.round.assignment_id, task.reviewer_id)


def _begun(task: ReviewTask, now: datetime) -> Review:
    _check(task)
    if needs_practice(task):
        raise Denied(_("Kerjakan kalibrasi dahulu. Setelah lulus, naskah ini terbuka."))
    if task.opened_at is None:
        task.opened_at = now
        task.state = TaskState.DIBUKA
        task.lease_until = _lease(task)
    review = db.session.scalar(_REVIEW, {"task_id": task.id})
    if review is None:
        rubric = db.session.scalar(
            select(Assignment.rubric_id).join(Round, Round.assignment_id == Assignment.id).where(Round.id == task.round_id)
        )
        review = Review(task_id=task.id, rubric_id=rubric or 0, levels={}, notes={}, warnings=[], revision=0, saved_at=now)
        db.session.add(review)
        db.session.flush()  # a second tab meets the unique constraint here
    return review


def _lease(task: ReviewTask) -> datetime:
    round_ = task.round
    until = db.session.scalar(
        select(RoundMember.review_until).where(RoundMember.round_id == round_.id, RoundMember.user_id == task.reviewer_id)
    )
    return dates.lease_of(task, dates.settings_of(round_), until)


def _check(task: ReviewTask) -> None:
    if task.state is TaskState.TERKIRIM:
        raise Conflict(_("Telaah ini sudah terkirim."))
    if not may_write(task):
        raise Denied(_("Naskah ini sudah kembali ke kumpulan. Anda dapat meminta naskah lain di halaman Telaah."))


def _at(review: Review, revision: int) -> None:
    if revision != review.revision:
        raise Conflict(
            _("Telaah ini sudah disimpan dari tempat lain. Tidak ada yang ditimpa: bandingkan keduanya, lalu simpan yang Anda pilih.")
        )


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


def _work_of(task: ReviewTask) -> tuple[str, int]:
    """The text that a review is about, and how many words it has."""
    text, words = read(_WORK, version_id=task.version_id).one()
    return text, words


def _anchor(task: ReviewTask, review: Review, remarks: Sequence[Remark], text: str, now: datetime) -> None:
    """Write the comments of a draft anew; a draft's comments have no history, and one that was never saved has none."""
    if review.revision:
        db.session.execute(_FORGET_REMARKS, {"review": review.id})
    rows = []
    for remark in remarks:
        try:
            anchor = anchor_at(text, max(0, remark.start), min(len(text), remark.end))
        except ValueError:  # a stretch without words: nobody could find it
            continue
        rows.append(
            {
                "version_id": task.version_id,
                "by_id": task.reviewer_id,
                "review_id": review.id,
                "start_at": anchor.start,
                "end_at": anchor.end,
                "exact": anchor.exact,
                "prefix": anchor.prefix,
                "suffix": anchor.suffix,
                "body": remark.body,
                "criterion": remark.point,
                "created_at": now,
            }
        )
    if rows:
        db.session.execute(insert(Comment), rows)
