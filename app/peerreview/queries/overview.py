"""The pelatih's overview of a round: every work with its reviews, who is late, what waits for him."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, String, Text, bindparam, cast, func, select

from app.access.scope import Scope
from app.accounts.models import Unit, User
from app.kernel.db import NameOrder, db, read
from app.kernel.errors import Missing
from app.learning.models import Enrolment, EnrolmentState
from app.peerreview.core.rounds import Reason
from app.peerreview.models import Review, ReviewTask, RoundEvent, RoundMember, TaskState, TrainerQueue
from app.submissions.models import Assignment, Submission

SHOWN = (TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM)
_NAMES = {state.value: state for state in SHOWN}
_LEVEL = re.compile(r":\s*([1-4])\b")
"""A level in the stored text of a review: hundreds are read for one page, and decoding each as JSON costs a third of it."""

Cell = tuple[str, TaskState, float | None]
"""One review of a work as the table shows it: reviewer, state, mean level of a sent review."""

# Built once, because building these statements costs more than asking them.
_WORKS = (
    select(Submission.id, Submission.pseudonym, Enrolment.state == EnrolmentState.MUNDUR)
    .join(Enrolment, Enrolment.id == Submission.enrolment_id)
    .where(Submission.assignment_id == bindparam("assignment_id"), Submission.current_id.is_not(None))
    .order_by(Submission.pseudonym)
    .limit(bindparam("most", type_=Integer))
)
_CELLS = (
    select(ReviewTask.submission_id, User.name, cast(ReviewTask.state, String), cast(Review.levels, Text))
    .join(User, User.id == ReviewTask.reviewer_id)
    .outerjoin(Review, Review.task_id == ReviewTask.id)
    .where(ReviewTask.round_id == bindparam("round_id"), ReviewTask.state.in_(SHOWN))
    .order_by(ReviewTask.submission_id, ReviewTask.id)
)
_TITLE = select(Assignment.title).where(Assignment.id == bindparam("assignment_id"))
_WAITS = select(TrainerQueue.submission_id, TrainerQueue.reason).where(
    TrainerQueue.round_id == bindparam("round_id"), TrainerQueue.settled_at.is_(None)
)


@dataclass(slots=True)
class WorkRow:
    """One work of the round, without its author: the pelatih grades blind; not frozen, for hundreds of frozen ones cost more than reading them."""

    submission_id: int
    pseudonym: int
    sent: int
    cells: Sequence[Cell]
    waits: Sequence[str]
    has_left: bool = False
    """Its author left the class: it stays in the table, and lacks no review any more."""


def works(round_id: int, assignment_id: int, *, most: int = 1000) -> list[WorkRow]:
    """Every work that was sent, those with the fewest reviews first; three statements."""
    cells: dict[int, list[Cell]] = defaultdict(list)
    sent: dict[int, int] = defaultdict(int)
    for submission_id, reviewer, state, levels in read(_CELLS, round_id=round_id).all():
        is_sent = state == TaskState.TERKIRIM
        cells[submission_id].append((reviewer, _NAMES[state], _mean(levels) if is_sent and levels else None))
        sent[submission_id] += is_sent
    waits: dict[int, list[str]] = defaultdict(list)
    for submission_id, reason in read(_WAITS, round_id=round_id):
        waits[submission_id].append(str(reason))
    found = [
        WorkRow(id_, pseudonym, sent[id_], cells[id_], waits[id_], has_left)
        for id_, pseudonym, has_left in read(_WORKS, assignment_id=assignment_id, most=most).all()
    ]
    return sorted(found, key=lambda row: (row.sent, row.pseudonym))


def title_of(assignment_id: int) -> str:
    """The title of the task: its other columns, its whole text among them, are of no use to a page of the round."""
    return str(read(_TITLE, assignment_id=assignment_id).scalar_one())


@lru_cache(2048)
def _mean(levels: str) -> float | None:
    """Mean level of a stored review; four criteria of four levels have few different texts."""
    given = [int(level) for level in _LEVEL.findall(levels)]
    return sum(given) / len(given) if given else None


def log(round_id: int, *, most: int = 60, skip: int = 0) -> list[tuple[datetime, str, dict[str, Any]]]:
    """The latest steps of the round's clock."""
    rows = db.session.execute(
        select(RoundEvent.at, RoundEvent.kind, RoundEvent.detail)
        .where(RoundEvent.round_id == round_id)
        .order_by(RoundEvent.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [(at, kind, detail) for at, kind, detail in rows]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the class as a reviewer in this round."""

    user_id: int
    name: str
    unit: str
    has_work: bool
    has_left: bool
    held: int
    opened: int
    sent: int
    declined: int
    lapsed: int
    """Works that went back because he let their time pass."""
    review_until: datetime | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of a work, whatever became of it."""

    id: int
    reviewer_id: int
    reviewer: str
    state: TaskState
    offered_at: datetime
    opened_at: datetime | None
    sent_at: datetime | None
    due_at: datetime | None
    decline_reason: str
    returned_for: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """One work of the round, for the pelatih; its author is known here so that nobody asks him to review it."""

    submission_id: int
    pseudonym: int
    author_id: int
    tasks: tuple[TaskLine, ...]
    waits: tuple[str, ...]


def people(round_id: int, cohort_id: int, assignment_id: int) -> tuple[PersonRow, ...]:
    """Everyone of the class by name; two statements."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for reviewer, state, why, count in db.session.execute(
        select(ReviewTask.reviewer_id, ReviewTask.state, ReviewTask.returned_for, func.count())
        .where(ReviewTask.round_id == round_id)
        .group_by(ReviewTask.reviewer_id, ReviewTask.state, ReviewTask.returned_for)
    ):
        counts[reviewer][why if state is TaskState.DIKEMBALIKAN else str(state)] += count
    rows = db.session.execute(
        select(User.id, User.name, Unit.name, Submission.current_id, Enrolment.state, RoundMember.review_until)
        .join(Enrolment, Enrolment.user_id == User.id)
        .join(Unit, Unit.id == User.unit_id)
        .outerjoin(Submission, (Submission.assignment_id == assignment_id) & (Submission.author_id == User.id))
        .outerjoin(RoundMember, (RoundMember.round_id == round_id) & (RoundMember.user_id == User.id))
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.state.in_((EnrolmentState.DITERIMA, EnrolmentState.MUNDUR)),
        )
        .order_by(NameOrder(User.name), User.id)
    )
    return tuple(
        PersonRow(
            id_, name, unit, current is not None, state is EnrolmentState.MUNDUR, counts[id_][TaskState.DITAWARKAN],
            counts[id_][TaskState.DIBUKA], counts[id_][TaskState.TERKIRIM], counts[id_][TaskState.DITOLAK],
            counts[id_][Reason.EXPIRED] + counts[id_]["closed"], until,
        )
        for id_, name, unit, current, state, until in rows
    )  # fmt: skip -- the fields in the order of the dataclass


def one_work(round_id: int, assignment_id: int, submission_id: int) -> WorkFacts:
    """One work with every task it ever had; three statements. Raises Missing."""
    row = db.session.execute(
        select(Submission.id, Submission.pseudonym, Submission.author_id).where(
            Submission.id == submission_id,
            Submission.assignment_id == assignment_id,
            Submission.current_id.is_not(None),
        )
    ).one_or_none()
    if row is None:
        raise Missing
    tasks = db.session.execute(
        select(
            ReviewTask.id, User.id, User.name, ReviewTask.state, ReviewTask.offered_at, ReviewTask.opened_at, ReviewTask.sent_at,
            ReviewTask.lease_until, ReviewTask.decline_reason, ReviewTask.returned_for, Review.warnings,
        )
        .join(User, User.id == ReviewTask.reviewer_id)
        .outerjoin(Review, Review.task_id == ReviewTask.id)
        .where(ReviewTask.round_id == round_id, ReviewTask.submission_id == submission_id)
        .order_by(ReviewTask.id)
    )  # fmt: skip -- the columns in the order of the dataclass
    waits = db.session.scalars(
        select(TrainerQueue.reason).where(TrainerQueue.submission_id == submission_id, TrainerQueue.settled_at.is_(None))
    )
    facts: list[list[Any]] = [[*one[:-1], tuple(one[-1] or ())] for one in tasks]
    return WorkFacts(
        *row,
        tuple(TaskLine(*values) for values in facts),
        tuple(str(reason) for reason in waits),
    )


def task_of(task_id: int, submission_id: int, scope: Scope) -> ReviewTask:
    """A task of a work within the scope. Raises Missing."""
    found = db.session.scalar(
        select(ReviewTask).where(ReviewTask.id == task_id, ReviewTask.submission_id == submission_id, scope.where(ReviewTask))
    )
    if found is None:
        raise Missing
    return found


def names_in(events: Iterable[tuple[datetime, str, dict[str, Any]]], assignment_id: int) -> tuple[dict[int, str], dict[int, int]]:
    """(user id -> name, submission id -> pseudonym) for the people and works that a log speaks of; two statements."""
    users: set[int] = set()
    for _at, _kind, detail in events:
        users |= {detail[key] for key in ("reviewer", "by") if isinstance(detail.get(key), int)}
    names = {id_: name for id_, name in db.session.execute(select(User.id, User.name).where(User.id.in_(sorted(users))))}
    works = select(Submission.id, Submission.pseudonym).where(Submission.assignment_id == assignment_id)
    return names, {id_: number for id_, number in db.session.execute(works)}
