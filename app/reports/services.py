"""What one click on the board does: remind, give more time or one more try, hand out a review, take a work over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.scope import Actor
from app.curriculum.queries import StepRow
from app.kernel import audit, clock
from app.kernel.db import db
from app.kernel.errors import Denied
from app.kernel.i18n import _
from app.learning.models import Enrolment
from app.learning.services import attempts
from app.notifications import services as notifications
from app.peerreview.models import Round, RoundState, TrainerQueue
from app.peerreview.services import desk, reviews
from app.submissions import services as submissions
from app.submissions.models import Assignment, Submission

MORE_TIME = timedelta(days=3)


def remind(enrolment: Enrolment, where: str, path: str, *, actor: Actor, now: datetime) -> None:
    """Ring a bell for somebody who is stuck: what waits, and the page of it. Audited."""
    text = _("Pelatih mengingatkan Anda: %(where)s. Lanjutkan dari sini.", where=where)
    notifications.tell(enrolment.user_id, "angkatan", text, path, now)
    audit.record("board:reminded", "enrolment", enrolment.id, actor_id=actor.user_id, at=now)


def give_time(enrolment: Enrolment, step: StepRow, *, actor: Actor, now: datetime) -> datetime:
    """Three days more for a task, to the end of the day; the author is told. Returns until when. Raises Denied."""
    assignment = db.session.scalar(
        select(Assignment).where(Assignment.cohort_id == enrolment.cohort_id, Assignment.step_id == step.id)
    )
    if assignment is None:
        raise Denied(_("Langkah ini bukan tugas, jadi tenggatnya tidak dapat diperpanjang."))
    until = clock.end_of_day(clock.local_date(max(now, assignment.due_at) + MORE_TIME))
    submissions.extend(
        actor=actor, assignment_id=assignment.id, user_id=enrolment.user_id, until=until,
        reason=_("Diperpanjang dari papan langkah karena tersendat."), now=now,
    )  # fmt: skip -- two lines say what six would
    return until


def give_try(enrolment: Enrolment, step: StepRow, *, actor: Actor, now: datetime) -> None:
    """One more try at a quiz or test of which every try is used up."""
    attempts.open_one_more(enrolment, step, reason=_("Dibuka dari papan langkah: semua percobaan terpakai."), actor=actor, now=now)


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
