"""The pelatih's desk: every work of his classes with the reasons why it waits for him.

Four statements for one class or ten, for 20 works or 200; what waits is decided by `core.waiting`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.access.scope import Scope
from app.curriculum import queries as curriculum
from app.curriculum.core.work import Grading, TaskForm, Work
from app.grading.core.waiting import Evidence, Wait, reasons, sample
from app.grading.models import Grade, Source
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


@dataclass(frozen=True, slots=True)
class DeskWork:
    """A sent work as a line of the desk."""

    submission_id: int
    enrolment_id: int
    pseudonym: int
    version_id: int
    number: int
    sent_at: datetime
    days_late: int
    words: int
    revision_required: bool
    grade: float | None
    source: Source | None
    lo90: float | None
    hi90: float | None
    released_at: datetime | None
    seen_at: datetime | None
    appealed_at: datetime | None
    graded_version_id: int | None
    reviews: int
    waits: tuple[Wait, ...]
    is_provisional: bool

    @property
    def is_held(self) -> bool:
        """A grade stands and its author does not see it yet."""
        return self.grade is not None and self.released_at is None

    @property
    def is_ready(self) -> bool:
        """Held, and nothing asks for the pelatih's eye: may be released unread. Never a work that must be revised."""
        return self.is_held and not self.waits and not self.is_provisional and not self.revision_required


@dataclass(frozen=True, slots=True)
class Release:
    """Grades that went out together."""

    at: datetime
    count: int
    unopened: tuple[int, ...]
    """Enrolments of those that their authors have not opened yet: they may be taken back, within a day."""


@dataclass(frozen=True, slots=True)
class DeskTask:
    """A task of a class with its works, the most urgent first."""

    id: int
    cohort_id: int
    title: str
    form: TaskForm
    grading: Grading
    due_at: datetime
    review_due_at: datetime | None
    round_id: int | None
    minutes: int
    """Estimated minutes for reading one work."""
    learners: int
    works: tuple[DeskWork, ...]

    @property
    def to_read(self) -> tuple[DeskWork, ...]:
        """What waits for the pelatih, in the order of the queue."""
        return tuple(one for one in self.works if one.waits)

    @property
    def held(self) -> tuple[DeskWork, ...]:
        """Grades that may be released."""
        return tuple(one for one in self.works if one.is_held)

    @property
    def ready(self) -> tuple[DeskWork, ...]:
        """Held grades that need no reading."""
        return tuple(one for one in self.works if one.is_ready)

    @property
    def ready_by_trainer(self) -> int:
        """How many of those that are ready the pelatih graded himself."""
        return sum(one.source is Source.PELATIH for one in self.ready)

    @property
    def releases(self) -> tuple[Release, ...]:
        """What went out, the latest first."""
        found: dict[datetime, list[DeskWork]] = defaultdict(list)
        for one in self.works:
            if one.released_at is not None:
                found[one.released_at].append(one)
        return tuple(
            Release(at, len(found[at]), tuple(one.enrolment_id for one in found[at] if one.seen_at is None))
            for at in sorted(found, reverse=True)
        )

    @property
    def graded(self) -> tuple[DeskWork, ...]:
        """Works that have a grade and wait for nothing."""
        return tuple(one for one in self.works if one.grade is not None and not one.waits)

    @property
    def missing(self) -> int:
        """Learners of whom no work has arrived."""
        return max(0, self.learners - len(self.works))

    @property
    def minutes_left(self) -> int:
        """Estimated minutes for everything that waits."""
        return self.minutes * len(self.to_read)


@dataclass(frozen=True, slots=True)
class DeskClass:
    """A class of the pelatih with its tasks by deadline."""

    id: int
    name: str
    title: str
    tasks: tuple[DeskTask, ...]

    @property
    def to_read(self) -> int:
        """Works that wait."""
        return sum(len(task.to_read) for task in self.tasks)

    @property
    def works(self) -> int:
        """Works that arrived."""
        return sum(len(task.works) for task in self.tasks)

    @property
    def held(self) -> int:
        """Grades that could be released."""
        return sum(len(task.held) for task in self.tasks)

    @property
    def minutes_left(self) -> int:
        """Estimated minutes for everything that waits."""
        return sum(task.minutes_left for task in self.tasks)

    def task(self, assignment_id: int | None) -> DeskTask | None:
        """The task that was asked for, else the first in which something waits, else the first."""
        asked = next((task for task in self.tasks if task.id == assignment_id), None)
        if asked is not None or assignment_id is not None:
            return asked
        return next((task for task in self.tasks if task.to_read), self.tasks[0] if self.tasks else None)


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
