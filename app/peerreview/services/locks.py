"""The locks of peer review, always taken in one order, so that nobody waits for somebody who waits for him."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from app.peerreview.models import RUNNING, ReviewTask, Round, RoundMember
from app.submissions.models import Submission


def lock(round_: Round) -> None:
    """Read a round again under a lock, against the clock and another pelatih.

    Not its key: a reviewer who holds a task and writes a line of the log (which names the round) need not wait for us.
    """
    db.session.scalar(
        select(Round).where(Round.id == round_.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )


def hold(round_: Round, now: datetime) -> None:
    """Lock a round and whatever moves with it.

    The order of all of peer review: the round, works, members, tasks (each by its number or its person), then what
    hangs on them, the audit last. Whoever begins further down (an author at his work, a reviewer at his task) takes
    nothing that stands above.
    """
    lock(round_)
    if round_.opened_revision_at is None and now >= round_.review_due_at:
        works = select(Submission.id).where(Submission.assignment_id == round_.assignment_id).order_by(Submission.id)
        db.session.execute(works.with_for_update(key_share=True))
    people = select(RoundMember.id).where(RoundMember.round_id == round_.id).order_by(RoundMember.user_id)
    db.session.execute(people.with_for_update())
    tasks = select(ReviewTask).where(ReviewTask.round_id == round_.id, ReviewTask.state.in_(RUNNING)).order_by(ReviewTask.id)
    db.session.scalars(tasks.with_for_update().execution_options(populate_existing=True)).all()
