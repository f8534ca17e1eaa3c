"""What the board does for one person: remind, give more time or one more try, hand out a review, take a work over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.scope import Actor
from app.curriculum.queries import StepRow
from app.grading.events import RevisionRequired
from app.kernel import audit, clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _, moment
from app.learning.events import LearnerReminded
from app.learning.models import Enrolment
from app.learning.queries import learner
from app.learning.services import attempts
from app.peerreview.models import Round, RoundState, TrainerQueue
from app.peerreview.services import desk, reviews
from app.submissions import services as submissions
from app.submissions.models import Assignment, Submission

MORE_TIME = timedelta(days=3)
LONGEST_REASON = 300
REMINDED = "board:reminded"
MOST_REMINDERS = 3
"""Of one step, as many as the clock of a round sends (peer-review.md)."""
BETWEEN_REMINDERS = timedelta(days=1)


def remind(enrolment: Enrolment, step: StepRow | None, path: str, *, actor: Actor, now: datetime) -> None:
    """Remind somebody who is stuck at a step (None: at his reviews), by bell and mail; `path` leads there. Audited.

    Raises Conflict when he was reminded within a day, or three times of the same: a fourth mail moves nobody.
    """
    key = step.key if step else ""
    before = db.session.execute(
        select(AuditEntry.at, AuditEntry.detail)
        .where(AuditEntry.subject_type == "enrolment", AuditEntry.subject_id == enrolment.id, AuditEntry.action == REMINDED)
        .order_by(AuditEntry.at)
    ).all()
    name = enrolment.user.name
    if sum(detail.get("step") == key for _at, detail in before) >= MOST_REMINDERS:
        raise Conflict(_("%(name)s sudah tiga kali diingatkan tentang hal ini. Hubungi langsung, atau bantu dengan cara lain.", name=name))
    if before and now - before[-1].at < BETWEEN_REMINDERS:
        raise Conflict(_("%(name)s sudah diingatkan %(at)s. Beri waktu sehari sebelum mengingatkan lagi.", name=name, at=moment(before[-1].at)))
    kind, module, title = (step.kind, step.spec.module_code, step.spec.title) if step else (None, "", "")
    audit.record(REMINDED, "enrolment", enrolment.id, actor_id=actor.user_id, at=now, detail={"step": key})
    publish(LearnerReminded(enrolment.user_id, enrolment.cohort_id, kind, module, title, path, now))


def give_time(enrolment: Enrolment, step: StepRow, *, reason: str, actor: Actor, now: datetime) -> datetime:
    """Three days more for a task, to the end of the day; the author is told until when, and the reason. Returns until when.

    Raises Denied when the step is no task, Invalid naming `alasan` without a reason or with one that is too long.
    """
    check_reason(reason)
    assignment = db.session.scalar(
        select(Assignment).where(Assignment.cohort_id == enrolment.cohort_id, Assignment.step_id == step.id)
    )
    if assignment is None:
        raise Denied(_("Langkah ini bukan tugas, jadi tenggatnya tidak dapat diperpanjang."))
    until = clock.end_of_day(clock.local_date(max(now, assignment.due_at) + MORE_TIME))
    submissions.extend(
        actor=actor, assignment_id=assignment.id, user_id=enrolment.user_id, until=until, reason=reason, now=now
    )
    return until


def give_revision_time(enrolment: Enrolment, step: StepRow, *, reason: str, actor: Actor, now: datetime) -> datetime:
    """Three days more for a revision that the pelatih required, to the end of the day; the author is told anew. Returns until when.

    The deadline of the task stays, and with it whether the work came late. Raises Denied where no revision is owed,
    Invalid naming `alasan` as above.
    """
    check_reason(reason)
    submission = db.session.scalar(
        select(Submission)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(
            Submission.enrolment_id == enrolment.id, Submission.cohort_id == enrolment.cohort_id,
            Assignment.step_id == step.id, Submission.revision_required,
        )
        .with_for_update(of=Submission)
    )  # fmt: skip -- whose work, and which
    if submission is None:
        raise Denied(_("Tidak ada revisi yang sedang diminta untuk naskah ini. Muat ulang halaman."))
    until = clock.end_of_day(clock.local_date(now + MORE_TIME))
    submissions.open_revision(submission.id, until, now)
    audit.record(
        "revision:extended", "submission", submission.id, actor_id=actor.user_id, at=now, reason=reason.strip(), detail={"until": until.isoformat()}
    )
    publish(RevisionRequired(submission.id, submission.author_id, submission.assignment_id, now))
    return until


def give_try(enrolment: Enrolment, step: StepRow, *, reason: str, actor: Actor, now: datetime) -> None:
    """One more try at a quiz or test. Raises Invalid naming `alasan`, Denied while a try is left."""
    check_reason(reason)
    allowed = learner.allowed_tries(learner.place_of(enrolment), step)
    attempts.open_one_more(enrolment, step, allowed=allowed, reason=reason, actor=actor, now=now)


def check_reason(words: str) -> None:
    """An exception is made with a reason of at most 300 characters. Raises Invalid naming `alasan`."""
    if not words.strip():
        raise Invalid(_("Tulis alasannya dengan satu kalimat."), field="alasan")
    if len(words) > LONGEST_REASON:
        raise Invalid(_("Paling banyak %(max)d karakter; persingkat isian ini.", max=LONGEST_REASON), field="alasan")


def give_review(enrolment: Enrolment, *, actor: Actor, now: datetime) -> int:
    """Have somebody who owes reviews be given works, in every round where he owes; in how many. Audited."""
    rounds = db.session.scalars(
        select(Round)
        .join(Submission, (Submission.assignment_id == Round.assignment_id) & (Submission.author_id == enrolment.user_id))
        .where(Round.cohort_id == enrolment.cohort_id, Round.state != RoundState.MENUNGGU, Submission.current_id.is_not(None))
    ).all()
    given = 0
    for round_ in rounds:
        try:
            reviews.ask_for_work(round_, enrolment.user_id, now=now)
        except Denied:  # complete in this round, or nothing left to read there
            continue
        given += 1
    audit.record("board:review_given", "enrolment", enrolment.id, actor_id=actor.user_id, at=now, detail={"rounds": given})
    return given


def take_over(enrolment: Enrolment, *, actor: Actor, now: datetime) -> tuple[int, ...]:
    """Put the works of a person that lack reviews on the pelatih's own list; which submissions. Raises Denied for none."""
    rows = db.session.execute(
        select(Round, Submission.id)
        .join(TrainerQueue, TrainerQueue.round_id == Round.id)
        .join(Submission, Submission.id == TrainerQueue.submission_id)
        .where(
            Submission.enrolment_id == enrolment.id, TrainerQueue.settled_at.is_(None)
        )
        .distinct()
    ).all()
    if not rows:
        raise Denied(_("Naskah orang ini tidak menunggu pelatih."))
    for round_, submission_id in rows:
        desk.take_over(round_, submission_id, actor=actor, now=now)
    return tuple(submission_id for _round, submission_id in rows)
