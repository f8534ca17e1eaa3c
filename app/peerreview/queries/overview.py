"""The pelatih's overview of a round: every work with its reviews, who is late, what waits for him."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Unit, User
from app.kernel.db import db
from app.peerreview.models import Review, ReviewTask, RoundEvent, TaskState, TrainerQueue
from app.submissions.models import Submission, Version


@dataclass(frozen=True, slots=True)
class Cell:
    """One review of a work as the table shows it."""

    task_id: int
    reviewer: str
    state: TaskState
    mean: float | None
    """Mean level of a sent review."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One work of the round."""

    submission_id: int
    pseudonym: int
    author: str
    unit: str
    words: int
    number: int
    sent: int
    cells: tuple[Cell, ...]
    waits: tuple[str, ...]


def works(round_id: int, assignment_id: int, *, most: int = 1000) -> tuple[WorkRow, ...]:
    """Every work that was sent, those with the fewest reviews first; three statements."""
    rows = db.session.execute(
        select(Submission.id, Submission.pseudonym, User.name, Unit.name, Version.words, Version.number)
        .join(Version, Version.id == Submission.current_id)
        .join(User, User.id == Submission.author_id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Submission.assignment_id == assignment_id)
        .order_by(Submission.pseudonym)
        .limit(most)
    ).all()
    cells: dict[int, list[Cell]] = defaultdict(list)
    sent: dict[int, int] = defaultdict(int)
    for task_id, submission_id, reviewer, state, levels in db.session.execute(
        select(ReviewTask.id, ReviewTask.submission_id, User.name, ReviewTask.state, Review.levels)
        .join(User, User.id == ReviewTask.reviewer_id)
        .outerjoin(Review, Review.task_id == ReviewTask.id)
        .where(
            ReviewTask.round_id == round_id,
            ReviewTask.state.in_([TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM]),
        )
        .order_by(ReviewTask.submission_id, ReviewTask.id)
    ):
        is_sent = state is TaskState.TERKIRIM
        mean = sum(levels.values()) / len(levels) if is_sent and levels else None
        cells[submission_id].append(Cell(task_id, reviewer, state, mean))
        sent[submission_id] += is_sent
    waits: dict[int, list[str]] = defaultdict(list)
    for submission_id, reason in db.session.execute(
        select(TrainerQueue.submission_id, TrainerQueue.reason).where(
            TrainerQueue.round_id == round_id, TrainerQueue.settled_at.is_(None)
        )
    ):
        waits[submission_id].append(str(reason))
    found = [
        WorkRow(id_, pseudonym, author, unit, words, number, sent[id_], tuple(cells[id_]), tuple(waits[id_]))
        for id_, pseudonym, author, unit, words, number in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.sent, row.pseudonym)))


def log(round_id: int, *, most: int = 60) -> list[tuple[datetime, str, dict[str, Any]]]:
    """The latest steps of the round's clock."""
    rows = db.session.execute(
        select(RoundEvent.at, RoundEvent.kind, RoundEvent.detail)
        .where(RoundEvent.round_id == round_id)
        .order_by(RoundEvent.id.desc())
        .limit(most)
    )
    return [(at, kind, detail) for at, kind, detail in rows]


def counts(round_id: int) -> dict[TaskState, int]:
    """How many tasks stand where."""
    rows = db.session.execute(
        select(ReviewTask.state, func.count()).where(ReviewTask.round_id == round_id).group_by(ReviewTask.state)
    )
    return {state: count for state, count in rows}
