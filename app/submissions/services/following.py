"""A class was moved to another version of its training: its tasks follow, and keep what was given where works were sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.curriculum.core.changes import takes_over
from app.curriculum.core.encoding import from_json
from app.curriculum.core.path import StepKind
from app.curriculum.core.work import Work
from app.curriculum.models import Step
from app.kernel.db import db
from app.learning.events import CohortMoved
from app.submissions.models import Assignment, Submission
from app.submissions.services.opening import open_assignments, rubric_version


def on_cohort_moved(event: CohortMoved) -> None:
    """Hang each task on the same step of the new version; steps that are new get a task, dated from today.

    A task whose step is gone stays with its works and is asked of nobody. Subscription of `app.wiring`.
    """
    tasks = db.session.scalars(
        select(Assignment).where(Assignment.cohort_id == event.cohort_id).order_by(Assignment.id).with_for_update()
    ).all()
    steps = _steps(event.version_id)
    held = {task.step_id for task in tasks}
    given = _works_of({task.content_step_id for task in tasks})
    sent = set(
        db.session.scalars(
            select(Submission.assignment_id).where(Submission.cohort_id == event.cohort_id, Submission.current_id.is_not(None)).distinct()
        )
    )
    for way in event.ways:
        for task in tasks:
            target = way.get(task.step_id)
            if target is not None and target not in held:
                held.add(target)
                _hang(task, steps[target], given[task.content_step_id], event.at, is_sent=task.id in sent)
    for task in tasks:
        task.is_required = task.step_id in steps and steps[task.step_id].is_required
    db.session.flush()  # the class is asked which steps have a task
    open_assignments(event.cohort_id, event.at, since=event.at)


def _hang(task: Assignment, step: Step, given: Work, now: datetime, *, is_sent: bool) -> None:
    content = task.content_step_id
    task.step_id = step.id
    wanted = from_json(Work, step.content)
    if is_sent or not takes_over(given, wanted):
        task.given_step_id = content if content != step.id else None
        return
    task.given_step_id = None
    task.title = wanted.task.title
    task.rubric_id = rubric_version(wanted.rubric, now).id


def _steps(version_id: int) -> dict[int, Step]:
    rows = db.session.scalars(
        select(Step).where(Step.version_id == version_id, Step.kind == StepKind.TUGAS).options(undefer(Step.content))
    )
    return {step.id: step for step in rows}


def _works_of(step_ids: set[int]) -> Mapping[int, Work]:
    rows = db.session.execute(select(Step.id, Step.content).where(Step.id.in_(step_ids)))
    return {step_id: from_json(Work, content) for step_id, content in rows}
