"""Moving the dates of a whole class at one task: opening, deadline of writing, lateness, days for a next version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.kernel import audit, clock
from app.kernel.db import db, lock
from app.kernel.errors import Invalid
from app.kernel.events import publish
from app.kernel.i18n import _, house_language, moment
from app.learning.models import Cohort
from app.submissions.core import moving
from app.submissions.core.moving import Around, Remark, Window
from app.submissions.events import ClassDeadlineMoved
from app.submissions.models import Assignment, Submission, Version
from app.submissions.services import lateness


def window_of(assignment: Assignment) -> Window:
    """The window as it stands."""
    return Window(assignment.opens_at, assignment.due_at, assignment.late_days, assignment.late_points)


def around(assignment: Assignment, now: datetime) -> Around:
    """What stands around a task of a class. One statement."""
    sent, late, ends_on = db.session.execute(
        select(func.count(Version.id.distinct()), func.count(Version.id.distinct()).filter(Version.days_late > 0), Cohort.ends_on)
        .select_from(Cohort)
        .outerjoin(Submission, Submission.assignment_id == assignment.id)
        .outerjoin(Version, Version.id == Submission.current_id)
        .where(Cohort.id == assignment.cohort_id)
        .group_by(Cohort.ends_on)
    ).one()
    return Around(now, clock.end_of_day(ends_on), sent, late)


def remarks(assignment: Assignment, window: Window, now: datetime) -> tuple[Remark, ...]:
    """What would go wrong with another window. Reads only."""
    return tuple(moving.remarks(window_of(assignment), window, around(assignment, now)))


def shut(assignment: Assignment, now: datetime) -> dict[str, str]:
    """Field -> why it cannot be changed any more. Reads only."""
    return dict(moving.shut(window_of(assignment), around(assignment, now)))


def move_window(assignment: Assignment, window: Window, *, actor: Actor, now: datetime) -> None:
    """Give a class another window for its task; the class is told of another deadline (ClassDeadlineMoved). Audited.

    The caller has judged by scope that `actor` may. Personal deadlines never end before the class's, and works that the
    new deadline finds in time are late no more. Raises Invalid naming `buka`, `tulis`, `hari` or `potongan`.
    """
    lock(assignment)
    before, facts = window_of(assignment), around(assignment, now)
    if window == before:
        return
    closed = moving.shut(before, facts)
    for field, held, wanted in (("buka", before.opens_at, window.opens_at), ("potongan", before.late_points, window.late_points)):
        if field in closed and held != wanted:
            raise Invalid(closed[field], field=field)
    stopping = next((one for one in moving.remarks(before, window, facts) if one.stops), None)
    if stopping is not None:
        raise Invalid(stopping.sentence, field=stopping.field)
    assignment.opens_at, assignment.due_at = window.opens_at, window.due_at
    assignment.late_days, assignment.late_points = window.late_days, window.late_points
    audit.record(
        "assignment.window_moved", "assignment", assignment.id, actor_id=actor.user_id, at=now,
        detail={"before": written(before), "after": written(window)},
    )  # fmt: skip -- the words of one line
    if window.due_at != before.due_at:
        follow(assignment, before.due_at, actor=actor, now=now)


def follow(assignment: Assignment, before: datetime, *, actor: Actor, now: datetime) -> None:
    """What a moved deadline of the class brings with it: extensions, lateness, the word to the class."""
    rows = db.session.scalars(
        select(Submission)
        .where(Submission.assignment_id == assignment.id, Submission.extended_until.is_not(None))
        .order_by(Submission.id)  # as `locks.hold` locks them
        .with_for_update(key_share=True)
    )
    for submission in rows:
        submission.extended_until = moving.personal(submission.extended_until, assignment.due_at)
    db.session.flush()  # listeners read the dates
    with house_language():
        why = _("Tenggat kelas untuk tugas ini pindah ke %(until)s, jadi potongan karena terlambat dihitung ulang.", until=moment(assignment.due_at))
    lateness.forgive(assignment, why=why, actor=actor, now=now)
    publish(ClassDeadlineMoved(assignment.id, before, assignment.due_at, now))


def move_revision(assignment_id: int, before: datetime, until: datetime) -> tuple[int, ...]:
    """Authors whose next version was welcome until `before` have until `until`; who they are. Called by peerreview."""
    rows = db.session.scalars(
        select(Submission)
        .where(Submission.assignment_id == assignment_id, Submission.revise_until == before)
        .order_by(Submission.id)  # as `locks.hold` locks them
        .with_for_update(key_share=True)
    ).all()
    for submission in rows:
        submission.revise_until = until
    return tuple(sorted(submission.author_id for submission in rows))


def written(window: Window) -> dict[str, object]:
    """A window as audits and logs keep it."""
    return {
        "opens_at": window.opens_at.isoformat(), "due_at": window.due_at.isoformat(),
        "late_days": window.late_days, "late_points": window.late_points,
    }  # fmt: skip -- the fields in their order
