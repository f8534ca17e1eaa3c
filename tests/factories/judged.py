"""Rounds, sent reviews and grades as rows, without walking through the clock of peer review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from app import worker
from app.accounts.models import User
from app.kernel import clock
from app.kernel.db import db
from app.kernel.events import publish
from app.kernel.work import work
from app.peerreview.events import ReviewSent
from app.peerreview.models import Review, ReviewTask, Round, RoundState, TaskState
from app.submissions.models import Assignment, Comment, Version

HOUR = timedelta(hours=1)


def round_of(assignment: Assignment, *, k: int = 3, is_over: bool = False) -> Round:
    """The shared round of an assignment; `is_over` puts its review deadline into the past."""
    now = clock.now()
    made = db.session.scalar(select(Round).where(Round.assignment_id == assignment.id))
    with work():
        if made is None:
            made = Round(assignment_id=assignment.id, cohort_id=assignment.cohort_id, unit_path=assignment.unit_path, seed=7)
            db.session.add(made)
        made.k = k
        made.share_at = now - timedelta(days=9)
        made.shared_at = made.share_at
        made.review_due_at = now - HOUR if is_over else now + timedelta(days=2)
        made.revise_due_at = now + timedelta(days=5)
        made.opened_revision_at = now - HOUR if is_over else None
        made.state = RoundState.DIBAGIKAN
    return made


def review(
    round_: Round,
    version: Version,
    reviewer: User,
    levels: Sequence[int],
    *,
    flag: str = "",
    rating: int | None = None,
    notes: dict[str, str] | None = None,
    comment: str = "",
    at: datetime | None = None,
) -> Review:
    """A sent review of a version, told to whoever listens; levels in the order of the rubric."""
    now = at or clock.now()
    assignment = db.session.get_one(Assignment, round_.assignment_id)
    criteria = [one["id"] for one in assignment.rubric.criteria]
    with work():
        task = ReviewTask(
            round_id=round_.id,
            submission_id=version.submission_id,
            version_id=version.id,
            author_id=version.author_id,
            reviewer_id=reviewer.id,
            cohort_id=round_.cohort_id,
            unit_path=round_.unit_path,
            state=TaskState.TERKIRIM,
            offered_at=now - HOUR,
            opened_at=now - HOUR,
            sent_at=now,
        )
        made = Review(
            rubric_id=assignment.rubric_id,
            levels=dict(zip(criteria, levels, strict=True)),
            notes=notes or {},
            strength="Terasnya jelas.",
            suggestion_one="Perpendek judul.",
            suggestion_two="Sebut waktunya.",
            question="Siapa yang dirugikan?",
            flag=flag,
            warnings=[],
            usefulness=rating,
            saved_at=now,
            sent_at=now,
            task=task,
        )
        db.session.add(made)
        db.session.flush()
        if comment:
            text = version.text
            db.session.add(
                Comment(
                    version_id=version.id, by_id=reviewer.id, review_id=made.id, start_at=0, end_at=7, exact=text[:7],
                    prefix="", suffix=text[7:20], body=comment, created_at=now,
                )
            )
        publish(ReviewSent(made.id, version.submission_id, version.author_id, now))
    return made


def computed(app: Flask) -> int:
    """Run what waits for the worker; how many jobs were finished.

    The session of the test lets go first: its open savepoint would hold, and take back, what the worker does.
    """
    db.session.rollback()
    return worker.run_due(app)
