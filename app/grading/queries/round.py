"""A round of peer review as its numbers need it: who rated what, which works the pelatih graded, practice texts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.curriculum import queries as curriculum
from app.curriculum.core.work import Work
from app.grading.models import Grade, Source
from app.grading.queries.peers import SentLevels, levels_by_work
from app.kernel.db import db
from app.kernel.errors import Missing
from app.peerreview.models import CalibrationTry, Round
from app.submissions import queries as submissions
from app.submissions.models import Assignment, RubricVersion, Submission


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice text as one person rated it: at the first try, and at the try that counts (passed, else the last)."""

    user_id: int
    text_id: str
    first: dict[str, float]
    counted: dict[str, float]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """Everything the numbers of a round are computed from."""

    round_id: int
    cohort_id: int
    k: int
    weights: dict[str, float]
    """Criterion id -> weight, in the order of the rubric."""
    authors: dict[int, int]
    """Submission -> author."""
    reviews: dict[int, list[SentLevels]]
    """Submission -> its sent reviews."""
    trainer: dict[int, tuple[int, dict[str, float]]]
    """Submission -> (version, levels) as the pelatih graded it."""
    practice: tuple[Practice, ...]
    truth: dict[str, dict[str, float]]
    """Practice text -> the pelatih's levels."""


def rounds_before(round_id: int) -> tuple[int, ...]:
    """The rounds that the same class had before this one, the first first; one statement."""
    this = aliased(Round)
    rows = db.session.scalars(
        select(Round.id)
        .join(this, this.cohort_id == Round.cohort_id)
        .where(this.id == round_id, Round.share_at < this.share_at)
        .order_by(Round.share_at, Round.id)
    )
    return tuple(rows)


def facts_of(round_id: int) -> RoundFacts:
    """Five statements whatever the size of the round. Raises Missing."""
    row = db.session.execute(
        select(Round.assignment_id, Round.cohort_id, Round.k, Assignment.content_step_id, RubricVersion.criteria)
        .join(Assignment, Assignment.id == Round.assignment_id)
        .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
        .where(Round.id == round_id)
    ).one_or_none()
    if row is None:
        raise Missing
    assignment_id, cohort_id, k, step_id, criteria = row
    body = curriculum.body(step_id)
    texts = body.calibration if isinstance(body, Work) else ()
    return RoundFacts(
        round_id=round_id,
        cohort_id=cohort_id,
        k=k,
        weights={str(one["id"]): float(one["weight"]) for one in criteria},
        authors={one.submission_id: one.author_id for one in submissions.submitted(assignment_id)},
        reviews=levels_by_work([assignment_id]),
        trainer={
            submission_id: (version_id, levels)
            for submission_id, version_id, levels in db.session.execute(
                select(Grade.submission_id, Grade.version_id, Grade.levels)
                .join(Submission, Submission.id == Grade.submission_id)
                .where(Submission.assignment_id == assignment_id, Grade.source == Source.PELATIH)
            )
        },
        practice=_practice(assignment_id),
        truth={text.id: {one.criterion: float(one.level) for one in text.levels} for text in texts},
    )


def _practice(assignment_id: int) -> tuple[Practice, ...]:
    rows = db.session.execute(
        select(CalibrationTry.user_id, CalibrationTry.text_id, CalibrationTry.levels, CalibrationTry.is_passed)
        .where(CalibrationTry.assignment_id == assignment_id)
        .order_by(CalibrationTry.number, CalibrationTry.id)
    )
    tries: dict[tuple[int, str], list[tuple[dict[str, float], bool]]] = defaultdict(list)
    for user_id, text_id, levels, is_passed in rows:
        tries[user_id, text_id].append((levels, is_passed))
    return tuple(
        Practice(user_id, text_id, held[0][0], next((levels for levels, good in held if good), held[-1][0]))
        for (user_id, text_id), held in tries.items()
    )
