"""What a learner has done: exercises, lessons, and results that other features report."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.curriculum.core.course import Lesson
from app.kernel.db import db
from app.kernel.events import publish
from app.learning.core.asking import Answers, answers_to_json
from app.learning.core.completion import LessonState, lesson_done
from app.learning.events import LessonDone
from app.learning.models import Enrolment, Progress


def progress_row(enrolment_id: int, step_id: int, now: datetime) -> Progress:
    """The row of a learner at the step where he is now, made when it is not there; locked for the caller's transaction."""
    row = _row(enrolment_id, step_id, now)
    db.session.execute(
        update(Enrolment).where(Enrolment.id == enrolment_id).values(last_step_id=step_id, last_active_at=now)
    )
    return row


def _row(enrolment_id: int, step_id: int, now: datetime) -> Progress:
    row = db.session.scalar(
        select(Progress)
        .where(Progress.enrolment_id == enrolment_id, Progress.step_id == step_id)
        .with_for_update()
    )
    if row is None:
        row = Progress(enrolment_id=enrolment_id, step_id=step_id, answers={}, opened_at=now)
        db.session.add(row)
        db.session.flush()  # a second tab meets the unique constraint here and not at the end
    return row


def answer_exercise(enrolment_id: int, step_id: int, answers: Answers, now: datetime) -> Progress:
    """Keep the answers of one or more exercises of a lesson; an answer may be given anew."""
    row = progress_row(enrolment_id, step_id, now)
    row.answers = {**row.answers, **answers_to_json(answers)}
    return row


def finish_lesson(enrolment_id: int, step_id: int, lesson: Lesson, now: datetime) -> LessonState:
    """The learner says that he reached the end. Done only when every exercise was answered; else it says what is missing."""
    row = progress_row(enrolment_id, step_id, now)
    row.reached_end = True
    state = lesson_done(lesson.exercises(), row.answers.keys(), end_reached=True)
    if state.is_done and row.done_at is None:
        row.done_at = now
        publish(LessonDone(enrolment_id, now))
    return state


def mark_done(enrolment_id: int, step_id: int, now: datetime) -> None:
    """A feature above reports that a step was done (a work was handed in)."""
    row = progress_row(enrolment_id, step_id, now)
    if row.done_at is None:
        row.done_at = now


def record_score(enrolment_id: int, step_id: int, score: float | None, now: datetime) -> None:
    """A feature above reports the released grade of a step, 0-100; None takes it back.

    The learner has done nothing: whoever has been silent for weeks stays silent when his grade is announced.
    """
    row = _row(enrolment_id, step_id, now)
    row.score = score
