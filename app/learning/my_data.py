"""What classes hold about one person, for the file that he may take away (lent to accounts by `app.wiring`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.curriculum.models import CourseVersion, Step
from app.kernel.db import db
from app.learning.models import Attempt, Cohort, Enrolment, Progress


def classes_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Every class of a person and where he stands in it."""
    rows = db.session.execute(
        select(CourseVersion.title, Cohort.name, Enrolment.state, Enrolment.joined_at)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(CourseVersion, CourseVersion.id == Cohort.version_id)
        .where(Enrolment.user_id == user_id)
        .order_by(Enrolment.id)
    )
    return [
        {"pelatihan": title, "angkatan": name, "keadaan": state.value, "sejak": joined}
        for title, name, state, joined in rows
    ]


def progress_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Steps that were opened, answers of exercises included."""
    rows = db.session.execute(
        select(Step.title, Progress.opened_at, Progress.done_at, Progress.score, Progress.answers)
        .join(Step, Step.id == Progress.step_id)
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.user_id == user_id)
        .order_by(Progress.id)
    )
    return [
        {"langkah": title, "dibuka": opened, "selesai": done, "nilai": score, "jawaban": answers}
        for title, opened, done, score, answers in rows
    ]


def attempts_of(user_id: int, _now: datetime) -> list[dict[str, Any]]:
    """Tries at quizzes and tests."""
    rows = db.session.execute(
        select(Step.title, Attempt.number, Attempt.started_at, Attempt.finished_at, Attempt.score, Attempt.answers)
        .join(Step, Step.id == Attempt.step_id)
        .where(Attempt.user_id == user_id)
        .order_by(Attempt.id)
    )
    return [
        {"soal": title, "percobaan": number, "mulai": started, "selesai": ended, "nilai": score, "jawaban": answers}
        for title, number, started, ended, score, answers in rows
    ]
