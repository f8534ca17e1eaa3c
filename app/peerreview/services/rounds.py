"""The life of a round: made with its task, moved by its clock, every step written down so that it can be replayed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.curriculum import queries as curriculum
from app.curriculum.core.work import Grading, PeerRules, Work
from app.kernel import audit, signing
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.events import publish
from app.kernel.queue import enqueue, is_waiting
from app.peerreview.core import liveness
from app.peerreview.core.rounds import Action, Close, Give, Kind, Reason, Remind, ShareOut, TakeBack, Task, ToTrainer
from app.peerreview.events import ReminderDue, ReviewsAllocated, ReviewsOpened, RoundClosed, WorkNeedsTrainer
from app.peerreview.models import (
    RUNNING,
    QueueReason,
    ReviewTask,
    Round,
    RoundEvent,
    RoundState,
    TaskState,
    TrainerQueue,
)
from app.peerreview.queries import state as reading
from app.peerreview.queries.state import Snapshot, row_id
from app.peerreview.services import dates, locks
from app.peerreview.services.dates import Renewed
from app.submissions import queries as submissions
from app.submissions import services as submission_services
from app.submissions.events import AssignmentsOpened, DeadlineExtended, WorkSubmitted
from app.submissions.models import Assignment, Submission

STEP = "peerreview.step"
FEWEST, MOST = 2, 5
"""Reviews per work that an assignment may ask for."""

Pairs = Sequence[tuple[int, int]]
"""(reviewer, author) pairs of a batch."""


@dataclass(frozen=True, slots=True)
class Share:
    """The batch as the job computed it, and the digest of everything it was computed from."""

    inputs: str
    pairs: Pairs
    strength: Mapping[int, float]


def on_assignments_opened(event: AssignmentsOpened) -> None:
    """Make the rounds of the tasks that peers review (subscription of `app.wiring`)."""
    rows = db.session.scalars(
        select(Assignment).where(Assignment.id.in_(event.assignment_ids), Assignment.grading == Grading.SEJAWAT)
    )
    for assignment in rows:
        open_round(assignment)


def open_round(assignment: Assignment) -> Round:
    """The round of an assignment with the dates and numbers of its training; `add`ed, not flushed."""
    body = curriculum.body(assignment.content_step_id)
    peers = body.task.peers if isinstance(body, Work) and body.task.peers else PeerRules()
    review_due = assignment.due_at + timedelta(days=peers.days_to_review)
    made = Round(
        assignment_id=assignment.id,
        cohort_id=assignment.cohort_id,
        unit_path=assignment.unit_path,
        k=min(max(peers.reviews, FEWEST), MOST),
        share_at=assignment.due_at,
        review_due_at=review_due,
        revise_due_at=review_due + timedelta(days=peers.days_to_revise),
        seed=signing.seed(),
        needs_calibration=peers.has_calibration and isinstance(body, Work) and bool(body.calibration),
    )
    db.session.add(made)
    return made


def on_deadline_extended(event: DeadlineExtended) -> None:
    """An extension of the writing moves the reviewing too: the personal date and the works that somebody holds already."""
    round_ = db.session.scalar(
        select(Round).join(Submission, Submission.assignment_id == Round.assignment_id).where(Submission.id == event.submission_id)
    )
    if round_ is None or round_.state is RoundState.DITUTUP:
        return
    note_personal(round_, dates.renew(round_, event.at), event.at)


def note_personal(round_: Round, renewed: Renewed, now: datetime) -> None:
    """A line of the log for each person whose review deadline has moved."""
    for user_id, before, until in renewed.personal:
        note(round_, now, "diperpanjang", reviewer=user_id, before=before, until=until)


def on_work_submitted(event: WorkSubmitted) -> None:
    """A late work starts the clock at once; a replaced one is what unopened tasks show; a taken draft leaves the queue."""
    row = db.session.execute(
        select(Round.id, Round.shared_at, Round.opened_revision_at).where(Round.assignment_id == event.assignment_id)
    ).one_or_none()
    if row is None:
        return
    settle(event.submission_id, event.at, reasons=(QueueReason.UNSENT_DRAFT,))
    if row.shared_at is None:
        return
    if row.opened_revision_at is None:
        offered = db.session.scalars(
            select(ReviewTask)
            .where(ReviewTask.submission_id == event.submission_id, ReviewTask.state == TaskState.DITAWARKAN)
            .order_by(ReviewTask.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        for task in offered:
            task.version_id = event.version_id
    if event.number == 1:
        ask_step(row.id, event.at)


def is_due(round_id: int, now: datetime) -> bool:
    """Whether the clock of a round has anything to do. Reads only; pure after seven statements."""
    snapshot = reading.read(round_id, now)
    return snapshot.is_revision_due or bool(liveness.step(snapshot.core, now))


def ask_step(round_id: int, now: datetime) -> None:
    """Have the worker look at a round, unless a look is already waiting."""
    batch = f"putaran-{round_id}"
    if not is_waiting(batch):
        enqueue(STEP, {"round": round_id}, now=now, batch=batch)


def inputs_of(snapshot: Snapshot, share: ShareOut, strength: Mapping[int, float]) -> str:
    """A digest of all that the allocation is computed from; the same inputs and seed give the same pairs."""
    units = sorted((repr(person.reviewer), repr(person.unit)) for person in snapshot.core.people)
    facts = [share.k, share.seed, list(map(repr, share.submitters)), units, sorted(strength.items())]
    facts.append(sorted(map(repr, snapshot.core.forbidden)))
    return signing.digest(json.dumps(facts))


def advance(round_id: int, actions: tuple[Action, ...], share: Share | None, now: datetime) -> bool:
    """Apply what the clock decided, if the round still stands as it was when it decided; else look again.

    The effect of the job `peerreview.step`: one transaction with the mark that the job is done. Raises Missing.
    """
    locked = db.session.get(Round, round_id)
    if locked is None:
        raise Missing
    locks.hold(locked, now)
    snapshot = reading.read(round_id, now)
    if liveness.step(snapshot.core, now) != actions or not _still(snapshot, actions, share):
        ask_step(round_id, now)
        return False
    if snapshot.is_revision_due:
        _open_revision(locked, snapshot, now)
    given: set[int] = set()
    for action in actions:
        given |= _apply(locked, snapshot, action, share, now)
    if given:
        publish(ReviewsAllocated(round_id, tuple(sorted(given)), now))
    if actions and not any(isinstance(action, Close) for action in actions):
        ask_step(round_id, now)
    return True


def _still(snapshot: Snapshot, actions: Iterable[Action], share: Share | None) -> bool:
    wanted = next((action for action in actions if isinstance(action, ShareOut)), None)
    if wanted is None:
        return True
    return share is not None and share.inputs == inputs_of(snapshot, wanted, share.strength)


def _apply(round_: Round, snapshot: Snapshot, action: Action, share: Share | None, now: datetime) -> set[int]:
    match action:
        case ShareOut():
            return _share_out(round_, snapshot, action, share, now)
        case Give(reviewer, submission, kind):
            give(round_, snapshot, (row_id(reviewer), row_id(submission)), kind, now)
            note(round_, now, "diberikan", reviewer=reviewer, submission=snapshot.submissions[row_id(submission)], way=str(kind))
            return {row_id(reviewer)}
        case TakeBack(task, reason):
            _take_back(round_, row_id(task), reason, now)
        case Remind(reviewer, tasks, number):
            _remind(round_, row_id(reviewer), [row_id(task) for task in tasks], number, now)
        case ToTrainer(submission, reviews, why):
            submission_id = snapshot.submissions[row_id(submission)]
            hand_over(round_, submission_id, QueueReason(why.value), now, reviews=reviews)
        case Close():
            _close(round_, now)
    return set()


def _share_out(round_: Round, snapshot: Snapshot, action: ShareOut, share: Share | None, now: datetime) -> set[int]:
    pairs = share.pairs if share else ()
    for pair in pairs:
        give(round_, snapshot, pair, Kind.BATCH, now)
    round_.shared_at = now
    round_.state = RoundState.DIBAGIKAN
    digest = signing.digest(json.dumps(sorted(map(list, pairs))))
    people = snapshot.people
    authors = [row_id(author) for author in action.submitters]
    note(
        round_,
        now,
        "dibagikan",
        seed=action.seed,
        k=action.k,
        submitters=authors,
        unit=[[author, people[author].unit] for author in authors if author in people],
        strength=sorted(map(list, (share.strength if share else {}).items())),
        tasks=len(pairs),
        digest=digest,
    )
    audit.record("round.shared", "review_round", round_.id, actor_id=None, at=now, detail={"seed": action.seed, "digest": digest})
    left = {user_id for user_id, person in people.items() if person.left_at is not None}
    for draft in submissions.unsent_in_time(round_.assignment_id, now):
        if draft.author_id in left:
            continue
        hand_over(round_, draft.submission_id, QueueReason.UNSENT_DRAFT, now)
    return {reviewer for reviewer, _author in pairs}


def give(round_: Round, snapshot: Snapshot, pair: tuple[int, int], kind: Kind, now: datetime) -> ReviewTask:
    """The row of a task for (reviewer, author), `add`ed; works given outside the batch answer a wish to review."""
    reviewer, author = pair
    fresh = Task(None, reviewer, author, kind, now)
    made = ReviewTask(
        round_id=round_.id,
        submission_id=snapshot.submissions[author],
        version_id=snapshot.versions[author],
        author_id=author,
        reviewer_id=reviewer,
        cohort_id=round_.cohort_id,
        unit_path=round_.unit_path,
        kind=kind,
        offered_at=now,
        reminders=1,
        lease_until=liveness.lease_until(fresh, snapshot.core.settings, snapshot.people.get(reviewer)),
    )
    db.session.add(made)
    if kind is not Kind.BATCH:
        dates.member(round_.id, reviewer).willing_since = None
    return made


def _take_back(round_: Round, task_id: int, reason: Reason, now: datetime) -> None:
    task = db.session.scalar(
        select(ReviewTask).where(ReviewTask.id == task_id).with_for_update().execution_options(populate_existing=True)
    )
    if task is None or task.state not in RUNNING:  # sent in this very moment: what was sent stays
        return
    task.state = TaskState.DIKEMBALIKAN
    task.returned_at = now
    task.returned_for = reason.value
    note(round_, now, "kembali", task=task_id, reviewer=task.reviewer_id, submission=task.submission_id, reason=reason.value)


def _remind(round_: Round, reviewer: int, tasks: list[int], number: int, now: datetime) -> None:
    db.session.execute(update(ReviewTask).where(ReviewTask.id.in_(tasks)).values(reminders=number))
    note(round_, now, "diingatkan", reviewer=reviewer, tasks=tasks, number=number)
    publish(ReminderDue(tasks[0], reviewer, now, number, tuple(tasks)))


def hand_over(
    round_: Round, submission_id: int, reason: QueueReason, now: datetime, *, reviews: int = 0, detail: str = ""
) -> bool:
    """Put a work into the trainer's queue, once for each reason; True when it is new (or stands there again)."""
    known = db.session.scalar(
        select(TrainerQueue).where(TrainerQueue.submission_id == submission_id, TrainerQueue.reason == reason)
    )
    if known is not None and (known.settled_at is None or reason is not QueueReason.HARD_STOP):
        return False
    if known is not None:
        known.settled_at, known.detail, known.at = None, detail, now
    else:
        db.session.add(
            TrainerQueue(
                round_id=round_.id,
                submission_id=submission_id,
                cohort_id=round_.cohort_id,
                unit_path=round_.unit_path,
                reason=reason,
                detail=detail,
                reviews=reviews,
                at=now,
            )
        )
    note(round_, now, "ke_pelatih", submission=submission_id, reason=reason.value, reviews=reviews)
    publish(WorkNeedsTrainer(submission_id, round_.id, reason.value, now))
    return True


def settle(submission_id: int, now: datetime, *, reasons: Iterable[QueueReason] = tuple(QueueReason)) -> int:
    """The pelatih has judged: take a work out of his queue (grading calls this); how many reasons ended."""
    rows = db.session.scalars(
        select(TrainerQueue).where(
            TrainerQueue.submission_id == submission_id,
            TrainerQueue.reason.in_(tuple(reasons)),
            TrainerQueue.settled_at.is_(None),
        )
    ).all()
    for row in rows:
        row.settled_at = now
    return len(rows)


def _open_revision(round_: Round, snapshot: Snapshot, now: datetime) -> None:
    round_.opened_revision_at = now
    for submission_id in snapshot.submissions.values():
        submission_services.open_revision(submission_id, round_.revise_due_at, now)
    note(round_, now, "revisi_dibuka", works=len(snapshot.submissions), until=round_.revise_due_at.isoformat())
    stayed = tuple(sorted(row_id(one.submission) for one in snapshot.core.works if one.withdrawn_at is None))
    publish(ReviewsOpened(round_.id, stayed, round_.revise_due_at, now))


def _close(round_: Round, now: datetime) -> None:
    open_tasks = db.session.scalars(
        select(ReviewTask).where(ReviewTask.round_id == round_.id, ReviewTask.state.in_(RUNNING)).with_for_update()
    ).all()
    for task in open_tasks:
        task.state, task.returned_at, task.returned_for = TaskState.DIKEMBALIKAN, now, "closed"
    round_.state = RoundState.DITUTUP
    round_.closed_at = now
    note(round_, now, "ditutup", returned=len(open_tasks))
    audit.record("round.closed", "review_round", round_.id, actor_id=None, at=now)
    publish(RoundClosed(round_.id, now))


def note(round_: Round, now: datetime, kind: str, **detail: Any) -> None:
    """A line of the round's log."""
    db.session.add(RoundEvent(round_id=round_.id, at=now, kind=kind, detail=detail))
