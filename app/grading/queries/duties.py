"""The tasks of a class with their rounds, and what its people owe and did there as reviewers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from app.curriculum.core.work import Grading
from app.curriculum.queries import Outline
from app.grading.models import Grade, ReviewQuality, Source
from app.kernel.db import read
from app.learning.core.passing import ReviewDuty
from app.peerreview.models import ReviewTask, Round, TaskState
from app.submissions.models import Assignment, Submission

NO_DUTY = ReviewDuty(owed=0, done=0, quality=None)
"""Of somebody who sent no work: he owes nothing."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of the class, and its round of peer review where it has one."""

    id: int
    step_id: int
    step_key: str
    title: str
    grading: Grading
    is_required: bool
    due_at: datetime
    round_id: int | None
    k: int | None
    review_due_at: datetime | None


@dataclass(slots=True)
class Senders:
    """Who sent a work for an assignment: how many in all, and those among them who are asked about."""

    count: int = 0
    authors: list[int] = field(default_factory=list)
    peer_graded: dict[int, int] = field(default_factory=dict)
    """Author -> his submission, where the grade that he sees is that of his peers."""


NOBODY = Senders()


# Built once, because building these statements costs more than asking them.
_OF: BindParameter[int] = bindparam("of", expanding=True)
_DUTIES = (
    select(ReviewTask.reviewer_id, ReviewTask.round_id, func.count(), func.max(ReviewQuality.mark))
    .outerjoin(
        ReviewQuality,
        (ReviewQuality.round_id == ReviewTask.round_id) & (ReviewQuality.user_id == ReviewTask.reviewer_id),
    )
    .where(ReviewTask.cohort_id == bindparam("cohort_id"), ReviewTask.state == TaskState.TERKIRIM)
    .group_by(ReviewTask.reviewer_id, ReviewTask.round_id)
)
_DUTIES_OF = _DUTIES.where(ReviewTask.reviewer_id.in_(_OF))
_SENT = (Submission.assignment_id.in_(bindparam("tasks", expanding=True)), Submission.current_id.is_not(None))
_COUNTS = (
    select(Submission.assignment_id, func.count().label("count")).where(*_SENT).group_by(Submission.assignment_id).subquery()
)
_SENDERS = (
    select(Submission.assignment_id, Submission.author_id, _COUNTS.c.count, Grade.submission_id)
    .join(_COUNTS, _COUNTS.c.assignment_id == Submission.assignment_id)
    .outerjoin(
        Grade,
        (Grade.submission_id == Submission.id) & (Grade.source == Source.SEJAWAT) & Grade.released_at.is_not(None),
    )
    .where(*_SENT)
)
_SENDERS_OF = _SENDERS.where(Submission.author_id.in_(_OF))
_TASKS = (
    select(
        Assignment.id, Assignment.step_id, Assignment.title, Assignment.grading, Assignment.is_required, Assignment.due_at,
        Round.id, Round.k, Round.review_due_at,
    )
    .outerjoin(Round, Round.assignment_id == Assignment.id)
    .where(Assignment.cohort_id == bindparam("cohort_id"))
    .order_by(Assignment.due_at, Assignment.id)
)  # fmt: skip -- the columns in the order of the dataclass


def tasks_of(cohort_id: int, outline: Outline) -> list[TaskRow]:
    """The tasks of a class by deadline, with their rounds; one statement."""
    keys = {step.id: step.key for step in outline.steps}
    rows = read(_TASKS, cohort_id=cohort_id)
    facts: list[list[Any]] = [list(row) for row in rows]
    return [
        TaskRow(id_, step_id, keys.get(step_id, ""), title, grading, required, due_at, *more)
        for id_, step_id, title, grading, required, due_at, *more in facts
    ]


def review_duties(
    cohort_id: int,
    rounds: Sequence[TaskRow],
    senders: Mapping[int, Senders] | None = None,
    *,
    of: Sequence[int] | None = None,
) -> dict[int, ReviewDuty]:
    """Author -> what he owes and did over all rounds, and the mean of his marks of quality; of all, or of these users.

    Who sent a work owes k reviews in its round, or as many as there are other works. `senders` (by assignment) saves
    one of two statements where the caller knows them.
    """
    known = senders_of(rounds, of) if senders is None else senders
    rows = read(_DUTIES, cohort_id=cohort_id) if of is None else read(_DUTIES_OF, cohort_id=cohort_id, of=list(of))
    sent: dict[tuple[int, int], int] = {}
    quality: dict[int, list[float]] = defaultdict(list)
    for user_id, round_id, count, mark in rows.all():
        sent[user_id, round_id] = count
        if mark is not None:
            quality[user_id].append(mark)
    owed: dict[int, int] = defaultdict(int)
    done: dict[int, int] = defaultdict(int)
    for task in rounds:
        everyone = known.get(task.id, NOBODY)
        asked = max(0, min(task.k or 0, everyone.count - 1))
        for author_id in everyone.authors:
            owed[author_id] += asked
            done[author_id] += min(asked, sent.get((author_id, task.round_id or 0), 0))
    return {
        author_id: ReviewDuty(
            owed=count,
            done=done[author_id],
            quality=sum(marks) / len(marks) if (marks := quality.get(author_id)) else None,
        )
        for author_id, count in owed.items()
    }


def senders_of(rounds: Sequence[TaskRow], of: Sequence[int] | None) -> dict[int, Senders]:
    """Assignment -> who sent a work for it; one statement."""
    tasks = [task.id for task in rounds]
    rows = read(_SENDERS, tasks=tasks) if of is None else read(_SENDERS_OF, tasks=tasks, of=list(of))
    found: dict[int, Senders] = defaultdict(Senders)
    for assignment_id, author_id, count, peer_graded in rows.all():
        one = found[assignment_id]
        one.count = count
        one.authors.append(author_id)
        if peer_graded is not None:
            one.peer_graded[author_id] = peer_graded
    return found
