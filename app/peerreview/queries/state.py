"""A round as its clock sees it: rows read into the values of the core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Enrolment, EnrolmentState
from app.peerreview.core import rounds as core
from app.peerreview.core.liveness import disagree
from app.peerreview.core.rounds import Person, Reason
from app.peerreview.models import (
    QueueReason,
    Review,
    ReviewTask,
    Round,
    RoundMember,
    RoundState,
    TaskState,
    TrainerQueue,
)
from app.submissions import queries as submissions
from app.submissions.models import Assignment, RubricVersion

HANDED_OVER = (QueueReason.TOO_FEW, QueueReason.DISPUTED, QueueReason.TAKEN)


def row_id(name: Hashable) -> int:
    """The row that a name of the core stands for: rounds of rows are named by ids. Raises TypeError for another's."""
    if not isinstance(name, int):
        raise TypeError(f"not the id of a row: {name!r}")
    return name


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A round with what the core needs; works are named by their authors there, by submissions in rows."""

    round_id: int
    assignment_id: int
    cohort_id: int
    unit_path: str
    revise_due_at: datetime
    is_revision_due: bool
    core: core.Round
    submissions: Mapping[int, int]
    """Author -> submission."""
    versions: Mapping[int, int]
    """Author -> the version that counts."""

    @property
    def people(self) -> dict[int, Person]:
        """Everyone who may review, by user id."""
        return {row_id(person.reviewer): person for person in self.core.people}


def due(now: datetime) -> tuple[int, ...]:
    """Rounds whose clock runs at `now`."""
    return tuple(
        db.session.scalars(
            select(Round.id).where(Round.state != RoundState.DITUTUP, Round.share_at <= now).order_by(Round.id)
        )
    )


def read(round_id: int, now: datetime) -> Snapshot:
    """The state of a round; seven statements whatever its size. Raises Missing."""
    found = db.session.execute(
        select(
            Round.id,
            Round.assignment_id,
            Round.cohort_id,
            Round.unit_path,
            Round.k,
            Round.seed,
            Round.share_at,
            Round.review_due_at,
            Round.revise_due_at,
            Round.shared_at,
            Round.opened_revision_at,
            Round.closed_at,
            RubricVersion.criteria,
        )
        .join(Assignment, Assignment.id == Round.assignment_id)
        .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
        .where(Round.id == round_id)
    ).mappings().one_or_none()
    if found is None:
        raise Missing
    row: Any = found
    works = submissions.submitted(row["assignment_id"])
    people, left = _people(round_id, row["cohort_id"], row["share_at"])
    tasks, levels = _tasks(round_id), _levels(round_id)
    handed = _handed_over(round_id)
    ids = [one["id"] for one in row["criteria"]]
    return Snapshot(
        round_id=round_id,
        assignment_id=row["assignment_id"],
        cohort_id=row["cohort_id"],
        unit_path=row["unit_path"],
        revise_due_at=row["revise_due_at"],
        is_revision_due=row["opened_revision_at"] is None and now >= row["review_due_at"],
        core=core.Round(
            settings=core.Settings(
                seed=row["seed"],
                write_until=row["share_at"],
                review_until=row["review_due_at"],
                closes_at=row["revise_due_at"],
                k=row["k"],
            ),
            people=people,
            works=tuple(
                core.Work(
                    work.author_id,
                    work.first_sent_at,
                    withdrawn_at=left.get(work.author_id),
                    with_trainer_at=handed.get(work.submission_id),
                    is_disputed=disagree(_columns(levels.get(work.submission_id, []), ids)),
                )
                for work in works
            ),
            tasks=tasks,
            shared_at=row["shared_at"],
            closed_at=row["closed_at"],
        ),
        submissions={work.author_id: work.submission_id for work in works},
        versions={work.author_id: work.version_id for work in works},
    )


def _people(round_id: int, cohort_id: int, since: datetime) -> tuple[tuple[core.Person, ...], dict[int, datetime]]:
    rows = db.session.execute(
        select(User.id, User.unit_id, Enrolment.state, RoundMember.review_until, RoundMember.willing_since)
        .join(Enrolment, Enrolment.user_id == User.id)
        .outerjoin(RoundMember, (RoundMember.user_id == User.id) & (RoundMember.round_id == round_id))
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.state.in_((EnrolmentState.DITERIMA, EnrolmentState.MUNDUR)),
        )
        .order_by(User.id)
    ).all()
    # The row of an enrolment does not say when somebody left; from the first look of the clock on is soon enough.
    left = {user_id: since for user_id, _unit, state, _until, _since in rows if state is EnrolmentState.MUNDUR}
    people = tuple(
        core.Person(user_id, unit_id, willing is not None, until, left.get(user_id))
        for user_id, unit_id, _state, until, willing in rows
    )
    return people, left


def _tasks(round_id: int) -> tuple[core.Task, ...]:
    rows = db.session.execute(
        select(
            ReviewTask.id,
            ReviewTask.reviewer_id,
            ReviewTask.author_id,
            ReviewTask.kind,
            ReviewTask.offered_at,
            ReviewTask.opened_at,
            ReviewTask.sent_at,
            ReviewTask.declined_at,
            ReviewTask.returned_at,
            ReviewTask.returned_for,
            ReviewTask.reminders,
        )
        .where(ReviewTask.round_id == round_id)
        .order_by(ReviewTask.id)
    )
    known = {reason.value: reason for reason in Reason}
    return tuple(
        core.Task(
            id_, reviewer, author, kind, offered, opened, sent, declined, returned, known.get(why), reminders
        )
        for id_, reviewer, author, kind, offered, opened, sent, declined, returned, why, reminders in map(tuple, rows)
    )


def _levels(round_id: int) -> dict[int, list[dict[str, int]]]:
    rows = db.session.execute(
        select(ReviewTask.submission_id, Review.levels)
        .join(Review, Review.task_id == ReviewTask.id)
        .where(ReviewTask.round_id == round_id, ReviewTask.state == TaskState.TERKIRIM)
    )
    found: dict[int, list[dict[str, int]]] = defaultdict(list)
    for submission_id, levels in rows:
        found[submission_id].append(levels)
    return found


def _columns(levels: list[dict[str, int]], ids: list[str]) -> list[list[float | None]]:
    return [[one.get(id_) for id_ in ids] for one in levels]


def _handed_over(round_id: int) -> dict[int, datetime]:
    rows = db.session.execute(
        select(TrainerQueue.submission_id, TrainerQueue.at).where(
            TrainerQueue.round_id == round_id, TrainerQueue.reason.in_(HANDED_OVER)
        )
    )
    return {submission_id: at for submission_id, at in rows}
