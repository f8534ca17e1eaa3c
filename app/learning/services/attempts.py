"""Tries at quizzes and tests: begin, keep, send, and one more with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.curriculum.core.course import Quiz, Test
from app.curriculum.core.items import Item
from app.curriculum.core.path import StepKind
from app.curriculum.queries import StepRow
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.core.asking import Answers, answers_to_json, missing
from app.learning.core.attempts import next_form, reaches
from app.learning.core.scoring import QuizResult, score_quiz
from app.learning.events import ClosingTestPassed
from app.learning.models import Attempt, Enrolment, ExtraAttempt
from app.learning.services.progress import progress_row


def items_of(body: Quiz | Test, form: str) -> tuple[Item, ...]:
    """The items of a quiz, or of one form of a test."""
    if isinstance(body, Quiz):
        return body.items
    return next(one.items for one in body.forms if one.id == form)


def begin(
    enrolment: Enrolment, step: StepRow, body: Quiz | Test, *, allowed: int | None, seed: int, now: datetime
) -> Attempt:
    """Open the next try; an open one is continued. `allowed` counts all tries, None is no limit.

    Raises Denied when none is left.
    """
    tries = db.session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment.id, Attempt.step_id == step.id)
        .order_by(Attempt.number)
        .with_for_update()
    ).all()
    for one in tries:
        if one.finished_at is None:
            return one
    if allowed is not None and len(tries) >= allowed + _extra(enrolment.id, step.id):
        raise Denied(_("Semua percobaan sudah dipakai. Mintalah pelatih membuka satu percobaan lagi."))
    form = "" if isinstance(body, Quiz) else next_form([one.id for one in body.forms], [one.form for one in tries])
    attempt = Attempt(
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        cohort_id=enrolment.cohort_id,
        unit_path=enrolment.unit_path,
        step_id=step.id,
        number=len(tries) + 1,
        form=form,
        seed=seed,
        answers={},
        started_at=now,
    )
    db.session.add(attempt)
    progress_row(enrolment.id, step.id, now)
    db.session.flush()  # two tabs that begin at once meet the unique constraint here
    return attempt


def keep(attempt: Attempt, answers: Answers) -> None:
    """Keep answers without sending them. Raises Conflict when the try was sent elsewhere."""
    if attempt.finished_at is not None:
        raise Conflict(_("Percobaan ini sudah dikirim. Hasilnya dapat Anda buka di bawah."))
    attempt.answers = answers_to_json(answers)


def send(
    attempt: Attempt, step: StepRow, items: Sequence[Item], answers: Answers, *, mark: float, now: datetime
) -> QuizResult:
    """Score a try. Raises Invalid naming the first unanswered item, Conflict when it was sent elsewhere."""
    keep(attempt, answers)
    open_items = missing(items, answers)
    if open_items:
        raise Invalid(open_items[0].sentence, field=f"s-{open_items[0].item_id}")
    result = score_quiz(items, answers)
    attempt.score = result.percent
    attempt.finished_at = now
    row = progress_row(attempt.enrolment_id, attempt.step_id, now)  # not `step`: the class may have been moved meanwhile
    row.score = max(row.score or 0.0, result.percent)
    passed_before = row.done_at is not None
    if row.done_at is None and (step.kind is StepKind.TES_AWAL or reaches(result.percent, mark)):
        row.done_at = now
    if step.kind is StepKind.TES_AKHIR and row.done_at is not None and not passed_before:
        publish(ClosingTestPassed(attempt.enrolment_id, now))
    return result


def open_one_more(
    enrolment: Enrolment, step: StepRow, *, allowed: int, reason: str, actor: Actor, now: datetime
) -> ExtraAttempt:
    """Give one more try when all are used up; the reason is asked for and kept. `allowed` as of `begin`.

    Raises Invalid without a reason, Denied while a try is left or an open one is not sent.
    """
    if not reason.strip():
        raise Invalid(_("Tulis alasannya. Alasan ini tersimpan bersama percobaan tambahan."), field="reason")
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())  # two who give at once
    left = allowed + _extra(enrolment.id, step.id) - _sent(enrolment.id, step.id)
    if left > 0:
        raise Denied(_("Masih ada %(n)d percobaan yang belum dipakai. Satu percobaan lagi dapat dibuka setelah semuanya terkirim.", n=left), field="step_id")
    extra = ExtraAttempt(
        enrolment_id=enrolment.id, step_id=step.id, reason=reason.strip(), given_by_id=actor.user_id, given_at=now
    )
    db.session.add(extra)
    audit.record(
        "attempt:extra", "enrolment", enrolment.id, actor_id=actor.user_id, at=now, reason=reason, detail={"step": step.key}
    )
    return extra


def _sent(enrolment_id: int, step_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count(Attempt.id)).where(
                Attempt.enrolment_id == enrolment_id, Attempt.step_id == step_id, Attempt.finished_at.is_not(None)
            )
        )
        or 0
    )


def _extra(enrolment_id: int, step_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count(ExtraAttempt.id)).where(
                ExtraAttempt.enrolment_id == enrolment_id, ExtraAttempt.step_id == step_id
            )
        )
        or 0
    )
