"""The plan of a round and the window of writing before it: what would go wrong, what is shut, and keeping a new one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.curriculum import queries as curriculum
from app.curriculum.core.work import Work
from app.kernel import audit, clock
from app.kernel.db import db
from app.kernel.errors import Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.peerreview.core.preflight import Concern, Facts, Plan, concerns
from app.peerreview.core.preflight import shut as shut_fields
from app.peerreview.events import RevisionMoved
from app.peerreview.models import Round, RoundState
from app.peerreview.services import dates, locks, rounds
from app.submissions import queries as submissions
from app.submissions.core.moving import Window
from app.submissions.services import class_dates


def plan_of(round_: Round) -> Plan:
    """The plan as it stands."""
    return Plan(round_.share_at, round_.review_due_at, round_.revise_due_at, round_.k, round_.needs_calibration)


def preflight(round_: Round, plan: Plan, window: Window, now: datetime, *, before: Plan | None = None) -> tuple[Concern, ...]:
    """What would go wrong with a plan and a window of writing for this round; `before` as `concerns` takes it. Reads only."""
    moved = [Concern(one.field, one.sentence, one.stops) for one in class_dates.remarks(round_.assignment, window, now)]
    found = [*moved, *concerns(plan, _facts(round_, window, now), before)]
    return tuple(sorted(found, key=lambda one: not one.stops))


def concerns_now(round_: Round, now: datetime) -> tuple[Concern, ...]:
    """What will go wrong with the plan as it stands, while works are not shared out. Reads only."""
    if round_.state is not RoundState.MENUNGGU:
        return ()
    return preflight(round_, plan_of(round_), class_dates.window_of(round_.assignment), now)


def shut(round_: Round, now: datetime) -> dict[str, str]:
    """Field of the plan -> why it cannot be changed any more. Reads only."""
    window = class_dates.window_of(round_.assignment)
    return class_dates.shut(round_.assignment, now) | dict(shut_fields(plan_of(round_), _facts(round_, window, now)))


def _facts(round_: Round, window: Window, now: datetime) -> Facts:
    ends_on, people = db.session.execute(
        select(Cohort.ends_on, func.count(Enrolment.id))
        .outerjoin(Enrolment, (Enrolment.cohort_id == Cohort.id) & (Enrolment.state == EnrolmentState.DITERIMA))
        .where(Cohort.id == round_.cohort_id)
        .group_by(Cohort.id)
    ).one()
    body = curriculum.body(round_.assignment.content_step_id)
    texts = [text for text in body.calibration if not text.is_spare] if isinstance(body, Work) else []
    return Facts(
        now=now,
        write_due_at=window.due_at,
        class_ends_at=clock.end_of_day(ends_on),
        works=len(submissions.submitted(round_.assignment_id)),
        people=people,
        texts=len(texts),
        has_trap=any(text.trap for text in texts),
        is_shared=round_.shared_at is not None,
        is_opened=round_.opened_revision_at is not None,
    )


def change(round_: Round, plan: Plan, window: Window, *, actor: Actor, now: datetime) -> None:
    """Keep new dates, numbers and rules for lateness; what has begun may only be given more time. Audited.

    Whatever hangs on a date moves with it: personal deadlines, leases of running tasks, days for a next version; those
    whom it concerns are told. Raises Invalid with the first thing that keeps the plan from standing, Denied for a round
    that has ended.
    """
    locks.hold(round_, now)
    if round_.state is RoundState.DITUTUP:
        raise Denied(_("Putaran ini sudah ditutup, jadi tanggalnya tidak dapat diubah lagi."))
    before, written = plan_of(round_), class_dates.window_of(round_.assignment)
    closed = shut(round_, now)
    for field in _changed(before, written, plan, window):
        if field in closed:
            raise Invalid(closed[field], field=field)
    stopping = next((one for one in preflight(round_, plan, window, now, before=before) if one.stops), None)
    if stopping is not None:
        raise Invalid(stopping.sentence, field=stopping.field)
    round_.share_at, round_.review_due_at, round_.revise_due_at = plan.share_at, plan.review_due_at, plan.revise_due_at
    round_.k, round_.needs_calibration = plan.k, plan.needs_calibration
    class_dates.move_window(round_.assignment, window, actor=actor, now=now)
    renewed = dates.renew(round_, now)
    if plan.revise_due_at != before.revise_due_at:
        _move_revision(round_, before.revise_due_at, now)
    detail = {**_written(plan), "window": class_dates.written(window), "fields": list(_changed(before, written, plan, window))}
    rounds.note(
        round_, now, "diubah", by=actor.user_id,
        before={**_written(before), "window": class_dates.written(written)}, personal=renewed.personal, **detail,
    )  # fmt: skip -- the words of one line
    audit.record("round.changed", "review_round", round_.id, actor_id=actor.user_id, at=now, detail=detail)
    rounds.ask_step(round_.id, now)


def _changed(before: Plan, written: Window, plan: Plan, window: Window) -> tuple[str, ...]:
    """Names of the fields that hold something else than before, in the order of the page."""
    pairs = {
        "buka": (written.opens_at, window.opens_at), "tulis": (written.due_at, window.due_at),
        "hari": (written.late_days, window.late_days), "potongan": (written.late_points, window.late_points),
        "dibagikan": (before.share_at, plan.share_at), "telaah": (before.review_due_at, plan.review_due_at),
        "revisi": (before.revise_due_at, plan.revise_due_at), "k": (before.k, plan.k),
        "kalibrasi": (before.needs_calibration, plan.needs_calibration),
    }  # fmt: skip -- two fields a line
    return tuple(name for name, (was, wanted) in pairs.items() if was != wanted)


def _written(plan: Plan) -> dict[str, object]:
    return {
        "share_at": plan.share_at.isoformat(),
        "review_due_at": plan.review_due_at.isoformat(),
        "revise_due_at": plan.revise_due_at.isoformat(),
        "k": plan.k,
        "needs_calibration": plan.needs_calibration,
    }


def _move_revision(round_: Round, before: datetime, now: datetime) -> None:
    """Authors who may send a next version already were told a date: it moves with that of the round."""
    authors = class_dates.move_revision(round_.assignment_id, before, round_.revise_due_at)
    if authors:
        publish(RevisionMoved(round_.id, authors, round_.revise_due_at, now))
