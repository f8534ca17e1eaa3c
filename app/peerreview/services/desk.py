"""What the pelatih does with a round that runs: share out now, remind, take back, take over, ask one more reviewer."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.access.scope import Actor
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import publish
from app.kernel.i18n import _
from app.peerreview.core.preflight import NO_REVIEW
from app.peerreview.core.rounds import Kind
from app.peerreview.events import ReminderDue, ReviewsAllocated
from app.peerreview.models import RUNNING, QueueReason, ReviewTask, Round, RoundEvent, RoundState, TaskState
from app.peerreview.queries import state as reading
from app.peerreview.services import dates, locks, rounds
from app.peerreview.services.reviews import check_reason
from app.submissions import queries as submissions
from app.submissions.models import Submission
from app.submissions.services import class_dates

FEWEST_WORKS = 2
"""Nobody can review himself."""
REMINDED = "diingatkan_pelatih"
MOST_REMINDERS = 3
"""By the pelatih to one reviewer in one round, as many as the clock sends (peer-review.md)."""
BETWEEN_REMINDERS = timedelta(days=1)


def share_now(round_: Round, *, actor: Actor, now: datetime) -> None:
    """Close the writing at this moment and share out. Raises Denied when it was shared or fewer than two works are in."""
    locks.hold(round_, now)
    if round_.state is not RoundState.MENUNGGU:
        raise Denied(_("Naskah putaran ini sudah dibagikan."))
    if len(submissions.submitted(round_.assignment_id)) < FEWEST_WORKS:
        raise Denied(_("Baru ada kurang dari dua naskah terkumpul, jadi belum ada yang dapat saling menelaah."))
    if round_.review_due_at <= now:
        raise Denied(_("Tenggat telaah sudah lewat. Ubah tanggal putaran ini dahulu."))
    if round_.review_due_at - now <= NO_REVIEW:
        raise Denied(_("Tenggat telaah kurang dari 48 jam lagi, jadi tidak ada waktu untuk membuka naskah. Mundurkan tenggat telaah dahulu."))
    round_.share_at, due_at = min(round_.share_at, now), round_.assignment.due_at
    if due_at > now:
        round_.assignment.due_at = now
        class_dates.follow(round_.assignment, due_at, actor=actor, now=now)
        rounds.note_personal(round_, dates.renew(round_, now), now)
    audit.record("round.share_now", "review_round", round_.id, actor_id=actor.user_id, at=now)
    rounds.ask_step(round_.id, now)


def remind(round_: Round, *, actor: Actor, now: datetime, reviewer_id: int | None = None) -> int:
    """Tell whoever has works unsent, or one of them, by bell and mail; how many people were told. Audited.

    Nobody is told again within a day, nor a fourth time in one round.
    """
    tired = _reminded_enough(round_.id, now)
    found = select(ReviewTask.reviewer_id, ReviewTask.id).where(
        ReviewTask.round_id == round_.id, ReviewTask.state.in_(RUNNING)
    )
    if reviewer_id is not None:
        found = found.where(ReviewTask.reviewer_id == reviewer_id)
    waiting: dict[int, list[int]] = {}
    for who, task_id in db.session.execute(found.order_by(ReviewTask.id)):
        if who not in tired:
            waiting.setdefault(who, []).append(task_id)
    if not waiting:
        return 0
    for who, tasks in waiting.items():
        publish(ReminderDue(tasks[0], who, now, task_ids=tuple(tasks), by_trainer=True))
    rounds.note(round_, now, REMINDED, by=actor.user_id, reviewers=sorted(waiting))
    audit.record("round.reminded", "review_round", round_.id, actor_id=actor.user_id, at=now, detail={"people": len(waiting)})
    return len(waiting)


def _reminded_enough(round_id: int, now: datetime) -> set[int]:
    """Reviewers whom a pelatih reminded within a day, or three times already."""
    times: dict[int, list[datetime]] = defaultdict(list)
    for at, detail in db.session.execute(
        select(RoundEvent.at, RoundEvent.detail).where(RoundEvent.round_id == round_id, RoundEvent.kind == REMINDED)
    ):
        for who in detail.get("reviewers", ()):
            times[who].append(at)
    return {who for who, told in times.items() if len(told) >= MOST_REMINDERS or now - max(told) < BETWEEN_REMINDERS}


def take_back(task: ReviewTask, *, reason: str, actor: Actor, now: datetime) -> None:
    """Return an unsent task to the pool with a reason; it goes to somebody else. Raises Invalid, Conflict. Audited."""
    if not reason.strip():
        raise Invalid(_("Tulis alasan penarikan; alasan tercatat."), field="alasan")
    check_reason(reason)
    db.session.scalar(
        select(ReviewTask).where(ReviewTask.id == task.id).with_for_update().execution_options(populate_existing=True)
    )
    if task.state not in RUNNING:
        raise Conflict(_("Telaah ini sudah terkirim atau sudah kembali."))
    task.state, task.returned_at, task.returned_for = TaskState.DIKEMBALIKAN, now, "trainer"
    rounds.note(
        task.round, now, "ditarik", by=actor.user_id, task=task.id, reviewer=task.reviewer_id, submission=task.submission_id,
        why=reason.strip(),
    )  # fmt: skip -- the words of one line
    audit.record("review.taken_back", "review_task", task.id, actor_id=actor.user_id, at=now, reason=reason.strip())
    rounds.ask_step(task.round_id, now)


def take_over(round_: Round, submission_id: int, *, actor: Actor, now: datetime) -> None:
    """The pelatih will judge this work himself; it stands in his queue. Raises Missing. Audited."""
    _work(round_, submission_id)
    rounds.hand_over(round_, submission_id, QueueReason.TAKEN, now, reviews=_sent(submission_id))
    audit.record("review.taken_over", "submission", submission_id, actor_id=actor.user_id, at=now)


def assign(round_: Round, submission_id: int, reviewer_id: int, *, actor: Actor, now: datetime) -> ReviewTask:
    """Ask one more person to review a work. Raises Missing, Denied, Conflict when he had it already. Audited."""
    locks.lock(round_)
    if round_.shared_at is None:
        raise Denied(_("Naskah putaran ini belum dibagikan."))
    snapshot = reading.read(round_.id, now)
    work = _work(round_, submission_id)
    person = snapshot.people.get(reviewer_id)
    if person is None or person.left_at is not None or reviewer_id == work.author_id:
        raise Missing
    if any((task.reviewer, task.submission) == (reviewer_id, work.author_id) for task in snapshot.core.tasks):
        raise Conflict(_("Orang ini sudah pernah mendapat naskah ini. Pilih penelaah lain."))
    made = rounds.give(round_, snapshot, (reviewer_id, work.author_id), Kind.BACKFILL, now)
    rounds.note(round_, now, "ditugaskan", by=actor.user_id, reviewer=reviewer_id, submission=submission_id)
    audit.record(
        "review.assigned", "submission", submission_id, actor_id=actor.user_id, at=now, detail={"reviewer": reviewer_id}
    )
    db.session.flush()  # listeners read the task
    publish(ReviewsAllocated(round_.id, (reviewer_id,), now))
    return made


def _work(round_: Round, submission_id: int) -> Submission:
    found = db.session.scalar(
        select(Submission).where(
            Submission.id == submission_id,
            Submission.assignment_id == round_.assignment_id,
            Submission.current_id.is_not(None),
        )
    )
    if found is None:
        raise Missing
    return found


def _sent(submission_id: int) -> int:
    count = select(func.count(ReviewTask.id)).where(
        ReviewTask.submission_id == submission_id, ReviewTask.state == TaskState.TERKIRIM
    )
    return db.session.scalar(count) or 0
