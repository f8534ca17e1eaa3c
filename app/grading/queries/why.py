"""Why a number: the parts of a peers' grade as they were computed, and which works tell most when they are read next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.scope import Scope
from app.curriculum import queries as curriculum
from app.grading.core.why import Counted, Explained
from app.grading.models import Grade, Source
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Cohort
from app.learning.queries.learner import rules
from app.submissions.models import Submission

MOST = 5


@dataclass(frozen=True, slots=True)
class NextWork:
    """A work whose reading would say most about all grades of the task."""

    submission_id: int
    pseudonym: int
    grade: float | None


def parts_of(submission_id: int, scope: Scope) -> Explained | None:
    """The parts of a grade; None when it is no peers' grade. Raises Missing outside the scope or without a grade."""
    row = db.session.execute(select(Grade.why).where(Grade.submission_id == submission_id, scope.where(Grade))).one_or_none()
    if row is None:
        raise Missing
    kept: dict[str, Any] = row[0]
    if not kept:
        return None
    return Explained(
        reviews=tuple(Counted(**one) for one in kept["reviews"]),
        pull=kept["pull"],
        middle=kept["middle"],
        leniency=kept["leniency"],
        rank=kept["rank"],
    )


def pass_mark(cohort_id: int) -> float:
    """The mark from which a task of this class passes; one statement. Raises Missing."""
    row = db.session.execute(select(Cohort.version_id, Cohort.settings).where(Cohort.id == cohort_id)).one_or_none()
    if row is None:
        raise Missing
    marks, _weights, _attempts = rules(curriculum.outline(row[0]), row[1])
    return float(marks.tasks)


def next_to_read(assignment_id: int, *, but: int = 0) -> tuple[NextWork, ...]:
    """Works that the pelatih has not graded and whose reading tells most, best first; one statement."""
    rows = db.session.execute(
        select(Submission.id, Submission.pseudonym, Grade.grade)
        .join(Grade, Grade.submission_id == Submission.id)
        .where(
            Submission.assignment_id == assignment_id,
            Submission.id != but,
            Grade.check_rank.is_not(None),
            Grade.source != Source.PELATIH,
        )
        .order_by(Grade.check_rank)
        .limit(MOST)
    )
    return tuple(NextWork(*row) for row in rows)
