"""The tasks of a class with their rounds, and what its people owe and did there as reviewers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.curriculum.core.work import Grading
from app.curriculum.queries import Outline
from app.grading.models import Grade, ReviewQuality, Source
from app.kernel.db import read
from app.learning.core.passing import ReviewDuty
from app.learning.models import Enrolment, EnrolmentState
from app.peerreview.models import MOST_REVIEWS, ReviewTask, Round, TaskState
from app.peerreview.queries.reviewer import stood_when_closed
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
    senders: int
    """How many of the class sent a work, before the round closed where it has; counted as far as `MOST_REVIEWS` + 1."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What was found about those who sent a work for a round."""

    duties: dict[int, ReviewDuty]
    """Author -> what he owes and did over all rounds, and the mean of his marks of quality."""
    peer_graded: dict[int, dict[int, int]]
    """Author -> assignment -> his submission, where the grade that he sees is that of his peers."""


NOBODY = Reviewing({}, {})


# Built once, because building these statements costs more than asking them.
_DONE = (
    select(func.count())
    .where(
        ReviewTask.reviewer_id == Submission.author_id,
        ReviewTask.round_id == Round.id,
        ReviewTask.state == TaskState.TERKIRIM,
    )
    .scalar_subquery()
)
_REVIEWING = (
    select(Submission.author_id, Submission.assignment_id, _DONE, ReviewQuality.mark, Grade.submission_id)
    .join(Round, Round.assignment_id == Submission.assignment_id)
    .outerjoin(ReviewQuality, (ReviewQuality.round_id == Round.id) & (ReviewQuality.user_id == Submission.author_id))
    .outerjoin(
        Grade,
        (Grade.submission_id == Submission.id) & (Grade.source == Source.SEJAWAT) & Grade.released_at.is_not(None),
    )
    .where(Round.cohort_id == bindparam("cohort_id"), Submission.current_id.is_not(None))
)
_REVIEWING_OF = _REVIEWING.where(Submission.author_id.in_(bindparam("of", expanding=True)))
_ENOUGH = (  # nobody owes more than MOST_REVIEWS, so that there is nothing to count beyond
    select(Submission.id)
    .join(Enrolment, Enrolment.id == Submission.enrolment_id)
    .where(
        Submission.assignment_id == Assignment.id, Submission.current_id.is_not(None),
        Enrolment.state == EnrolmentState.DITERIMA, stood_when_closed,
    )
    .limit(MOST_REVIEWS + 1)
    .correlate(Assignment, Round)
    .subquery()
)  # fmt: skip -- what is asked of the work and of its author
_TASKS = (
    select(
        Assignment.id, Assignment.step_id, Assignment.title, Assignment.grading, Assignment.is_required, Assignment.due_at,
        Round.id, Round.k, Round.review_due_at, select(func.count()).select_from(_ENOUGH).scalar_subquery(),
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


def reviewing(cohort_id: int, rounds: Sequence[TaskRow], *, of: Sequence[int] | None = None) -> Reviewing:
    """The senders of a class as reviewers in its rounds, all of them or these users; one statement, none without a round.

    Who sent a work owes k reviews in its round, or as many as there are other works; nobody is given the work of somebody
    who left the class, so that it is not owed either. What came after the round had closed makes nobody owe more.
    """
    if not rounds:
        return NOBODY
    asked_by = {task.id: max(0, min(task.k or 0, task.senders - 1)) for task in rounds}
    owed: dict[int, int] = defaultdict(int)
    done: dict[int, int] = defaultdict(int)
    quality: dict[int, list[float]] = defaultdict(list)
    peer_graded: dict[int, dict[int, int]] = defaultdict(dict)
    rows = read(_REVIEWING, cohort_id=cohort_id) if of is None else read(_REVIEWING_OF, cohort_id=cohort_id, of=list(of))
    for author_id, assignment_id, sent, mark, submission_id in rows.all():
        asked = asked_by.get(assignment_id, 0)
        owed[author_id] += asked
        done[author_id] += min(asked, sent)
        if mark is not None:
            quality[author_id].append(mark)
        if submission_id is not None:
            peer_graded[author_id][assignment_id] = submission_id
    duties = {
        author_id: ReviewDuty(
            owed=count,
            done=done[author_id],
            quality=sum(marks) / len(marks) if (marks := quality.get(author_id)) else None,
        )
        for author_id, count in owed.items()
    }
    return Reviewing(duties, peer_graded)
