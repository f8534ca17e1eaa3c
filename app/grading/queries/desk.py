"""The pelatih's desk: every work of his classes with the reasons why it waits for him.

Four statements for one class or ten, for 20 works or 200; what waits is decided by `core.waiting`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.access.scope import Scope
from app.curriculum import queries as curriculum
from app.curriculum.core.work import Grading, Work
from app.grading.core.waiting import Evidence, Wait, reasons, sample
from app.grading.models import Grade, Source
from app.grading.queries.desk_facts import DeskClass, DeskTask, DeskWork
from app.grading.queries.peers import SentLevels, levels_by_work
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.queries.learner import rules
from app.peerreview.models import QueueReason, Round, TrainerQueue
from app.submissions.models import Assignment, RubricVersion, Submission, Version

ENOUGH = 3
"""Reviews below which a grade is provisional, or k where k is smaller (rules.md)."""
FROM_QUEUE = {
    QueueReason.HARD_STOP: Wait.TANDA_BAHAYA,
    QueueReason.TOO_FEW: Wait.TELAAH_KURANG,
    QueueReason.DISPUTED: Wait.TELAAH_BERBEDA,
    QueueReason.TAKEN: Wait.DIAMBIL,
}


def classes(scope: Scope, now: datetime, *, only: int | None = None) -> tuple[DeskClass, ...]:
    """The classes of a scope (Can.GRADE) that are not closed, with their desks; `only` for one of them, open or closed.

    First those where works wait, then those with grades to release, each group by the day it ends.
    """
    statement = select(Cohort.id, Cohort.name, Cohort.version_id, Cohort.settings).where(scope.where(Cohort))
    statement = statement.where(Cohort.closed_at.is_(None) if only is None else Cohort.id == only)
    rows = db.session.execute(statement.order_by(Cohort.ends_on, Cohort.id).limit(40)).all()
    tasks = _tasks([row[0] for row in rows], {row[0]: _mark(row[2], row[3]) for row in rows}, now)
    found = [
        DeskClass(id_, name, curriculum.outline(version_id).title, tuple(tasks.get(id_, ())))
        for id_, name, version_id, _settings in rows
    ]
    return tuple(sorted(found, key=lambda one: (not one.to_read, not one.held)))


def one_class(cohort_id: int, scope: Scope, now: datetime) -> DeskClass:
    """The desk of one class. Raises Missing outside the scope."""
    found = classes(scope, now, only=cohort_id)
    if not found:
        raise Missing
    return found[0]


def _mark(version_id: int, settings: dict[str, Any]) -> float:
    marks, _weights, _attempts = rules(curriculum.outline(version_id), settings)
    return float(marks.tasks)


def _tasks(cohort_ids: list[int], marks: dict[int, float], now: datetime) -> dict[int, list[DeskTask]]:
    rows = db.session.execute(
        select(
            Assignment.id, Assignment.cohort_id, Assignment.title, Assignment.form, Assignment.grading, Assignment.due_at,
            Assignment.step_id, RubricVersion.criteria, Round.id.label("round_id"), Round.k,
            Round.seed, Round.review_due_at, Round.shared_at,
        )
        .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
        .outerjoin(Round, Round.assignment_id == Assignment.id)
        .where(Assignment.cohort_id.in_(cohort_ids), Assignment.grading != Grading.MANDIRI)
        .order_by(Assignment.due_at, Assignment.id)
    ).mappings().all()  # fmt: skip -- three lines say what twelve would
    ids = [row["id"] for row in rows]
    learners = _learners(cohort_ids)
    works = _works(ids)
    levels = levels_by_work([row["id"] for row in rows if row["k"] is not None])
    queued = _queued(cohort_ids)
    found: dict[int, list[DeskTask]] = defaultdict(list)
    for row in rows:
        task: dict[str, Any] = dict(row)
        mine = works.get(row["id"], [])
        task["sample"] = (
            sample([one["submission_id"] for one in mine], row["seed"]) if row["shared_at"] is not None else frozenset()
        )
        judged = [
            _judged(one, task, levels.get(one["submission_id"], []), queued.get(one["submission_id"], ()), marks[row["cohort_id"]], now)
            for one in mine
        ]
        found[row["cohort_id"]].append(
            DeskTask(
                id=row["id"],
                cohort_id=row["cohort_id"],
                title=row["title"],
                form=row["form"],
                grading=row["grading"],
                due_at=row["due_at"],
                review_due_at=row["review_due_at"],
                round_id=row["round_id"],
                minutes=_minutes(row["step_id"]),
                learners=learners.get(row["cohort_id"], 0),
                works=tuple(sorted(judged, key=_urgency)),
            )
        )
    return found


def _urgency(one: DeskWork) -> tuple[int, int, float, int]:
    """The gravest reason first; among sampled ones the widest interval; then by pseudonym, which says nothing."""
    order = list(Wait)
    grave = min((order.index(wait) for wait in one.waits), default=len(order))
    width = (one.hi90 - one.lo90) if one.hi90 is not None and one.lo90 is not None else 0.0
    return grave, -len(one.waits), -width, one.pseudonym


def _minutes(step_id: int) -> int:
    body = curriculum.body(step_id)
    return body.task.minutes_to_grade if isinstance(body, Work) else 0


def _learners(cohort_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Enrolment.cohort_id, func.count())
        .where(Enrolment.cohort_id.in_(cohort_ids), Enrolment.state == EnrolmentState.DITERIMA)
        .group_by(Enrolment.cohort_id)
    )
    return {cohort_id: count for cohort_id, count in rows}


def _works(assignment_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Works by task; of somebody who left the class nothing waits and nothing is counted."""
    rows = db.session.execute(
        select(
            Submission.assignment_id, Submission.id.label("submission_id"), Submission.enrolment_id, Submission.pseudonym,
            Version.id.label("version_id"),
            Version.number, Version.sent_at, Version.days_late, Version.words, Submission.revision_required, Grade.grade,
            Grade.source, Grade.lo90, Grade.hi90, Grade.released_at, Grade.seen_at, Grade.appealed_at,
            Grade.version_id.label("graded_version_id"),
        )
        .join(Version, Version.id == Submission.current_id)
        .join(Enrolment, Enrolment.id == Submission.enrolment_id)
        .outerjoin(Grade, Grade.submission_id == Submission.id)
        .where(Submission.assignment_id.in_(assignment_ids), Enrolment.state == EnrolmentState.DITERIMA)
    ).mappings()  # fmt: skip -- as above
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        one: dict[str, Any] = dict(row)
        found[one.pop("assignment_id")].append(one)
    return found


def _queued(cohort_ids: list[int]) -> dict[int, tuple[QueueReason, ...]]:
    rows = db.session.execute(
        select(TrainerQueue.submission_id, TrainerQueue.reason).where(
            TrainerQueue.cohort_id.in_(cohort_ids), TrainerQueue.settled_at.is_(None)
        )
    )
    found: dict[int, tuple[QueueReason, ...]] = defaultdict(tuple)
    for submission_id, reason in rows:
        found[submission_id] += (reason,)
    return found


def _judged(
    one: dict[str, Any],
    task: dict[str, Any],
    sent: list[SentLevels],
    queued: tuple[QueueReason, ...],
    mark: float,
    now: datetime,
) -> DeskWork:
    needed = min(task["k"] or 0, ENOUGH)
    is_over = task["review_due_at"] is not None and now >= task["review_due_at"]
    graded_version = one["graded_version_id"]
    waits = reasons(
        Evidence(
            is_trainer_task=task["grading"] is Grading.PELATIH,
            is_graded=one["source"] is Source.PELATIH,
            reviews=len(sent),
            needed=needed,
            review_is_over=is_over,
            lo90=one["lo90"],
            hi90=one["hi90"],
            levels=[review.levels for review in sent],
            hard_stops=frozenset(str(criterion["id"]) for criterion in task["criteria"] if criterion.get("hard_stop")),
            flags=frozenset(review.flag for review in sent if review.flag),
            is_new_version=graded_version is not None and graded_version != one["version_id"],
            in_sample=one["submission_id"] in task["sample"],
            has_appeal=one["appealed_at"] is not None,
        ),
        mark,
    )
    if one["source"] is not Source.PELATIH:
        handed = {FROM_QUEUE[reason] for reason in queued if reason in FROM_QUEUE}
        waits = tuple(sorted({*waits, *handed}, key=list(Wait).index))
    is_trainers = task["grading"] is Grading.PELATIH or one["source"] is Source.PELATIH
    return DeskWork(
        **one,
        reviews=len(sent),
        waits=tuple(wait for wait in waits if wait is Wait.KEBERATAN) if one["revision_required"] else waits,
        is_provisional=not is_trainers and (not is_over or len(sent) < needed),
    )
