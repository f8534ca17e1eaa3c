"""A class is opened: its tasks get their dates and their frozen rubrics."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.curriculum.core.encoding import from_json, to_json
from app.curriculum.core.path import StepKind
from app.curriculum.core.work import Grading, Rubric, Task, Work
from app.curriculum.models import Step
from app.kernel import clock, signing
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.events import publish
from app.learning.events import CohortOpened
from app.learning.models import Cohort
from app.submissions.core.schedule import Planned, due_dates
from app.submissions.events import AssignmentsOpened
from app.submissions.models import Assignment, RubricVersion


def on_cohort_opened(event: CohortOpened) -> None:
    """The subscription of `app.wiring`."""
    open_assignments(event.cohort_id, event.at)


def open_assignments(cohort_id: int, now: datetime, *, since: datetime | None = None) -> tuple[int, ...]:
    """Make the assignments of a class from the task steps of its training; those it has already stay as they are.

    All open when the class starts; they are due one after the other (`core.schedule.due_dates`), at 23.59.59 WIB. The
    rules for lateness are the task's; `class_dates.move_window` changes both. A task that comes to a running class
    opens `since` then at the earliest and stays open for its days. Returns the ids of the new rows, in order, and
    publishes AssignmentsOpened when there are any. Raises Missing.
    """
    cohort = db.session.get(Cohort, cohort_id)
    if cohort is None:
        raise Missing
    steps = db.session.execute(
        select(Step.id, Step.content)
        .where(Step.version_id == cohort.version_id, Step.kind == StepKind.TUGAS)
        .order_by(Step.position)
    ).all()
    works = [(step_id, from_json(Work, content)) for step_id, content in steps]
    dates = due_dates(cohort.starts_on, cohort.ends_on, [_planned(work.task) for _, work in works])
    known = set(db.session.scalars(select(Assignment.step_id).where(Assignment.cohort_id == cohort_id)))
    made: list[Assignment] = []
    for (step_id, work), due_on in zip(works, dates, strict=True):
        if step_id in known:
            continue
        task = work.task
        opens_at, due_at = _window(task, cohort.starts_on, due_on, since)
        made.append(
            Assignment(
                cohort_id=cohort.id,
                unit_path=cohort.unit_path,
                step_id=step_id,
                rubric_id=rubric_version(work.rubric, now).id,
                title=task.title,
                form=task.form,
                grading=task.grading,
                is_required=task.is_required,
                opens_at=opens_at,
                due_at=due_at,
                late_days=task.late_days,
                late_points=task.late_points_per_day,
            )
        )
    db.session.add_all(made)
    db.session.flush()  # the event names the ids
    ids = tuple(assignment.id for assignment in made)
    if ids:
        publish(AssignmentsOpened(cohort_id, ids, now))
    return ids


def rubric_version(rubric: Rubric, now: datetime) -> RubricVersion:
    """The frozen row of a rubric, found by the digest of its words and weights, made at its first use."""
    criteria = to_json(rubric)
    digest = signing.digest(json.dumps(criteria, sort_keys=True, ensure_ascii=False))
    known = db.session.scalar(select(RubricVersion).where(RubricVersion.digest == digest))
    if known is not None:
        return known
    made = RubricVersion(digest=digest, title=rubric.title, criteria=criteria["criteria"], created_at=now)
    db.session.add(made)
    db.session.flush()  # assignments name it
    return made


def _window(task: Task, starts_on: date, due_on: date, since: datetime | None) -> tuple[datetime, datetime]:
    if since is None:
        return clock.start_of_day(starts_on), clock.end_of_day(due_on)
    first_day = max(starts_on, clock.local_date(since))
    return clock.start_of_day(first_day), clock.end_of_day(max(due_on, first_day + timedelta(days=task.days_open)))


def _planned(task: Task) -> Planned:
    peers = task.peers if task.grading is Grading.SEJAWAT else None
    return Planned(task.days_open, peers.days_to_review + peers.days_to_revise if peers else 0)
