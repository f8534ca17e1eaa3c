"""A class is moved to another version of its training, and what its people did moves along the keys of the steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, case, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.access.scope import Actor
from app.curriculum import versions
from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.curriculum.queries import outline
from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.core.attempts import ROUNDING
from app.learning.events import ClosingTestPassed, CohortMoved
from app.learning.models import Attempt, Cohort, Enrolment, ExtraAttempt, Progress
from app.learning.queries.learner import rules
from app.learning.queries.moves import MOVED, former_of, past_of

_there = aliased(Progress)
_tried = aliased(Attempt)


def move_to_current(cohort: Cohort, *, seen: int, reason: str, actor: Actor, now: datetime) -> None:
    """Move a class to the live version of its training; `seen` is the version whose changes the actor has read.

    Nothing is deleted: what was done at a step that is no longer there stays at it and counts no more. Tries keep the
    items that were asked. Publishes CohortMoved. Raises Invalid without a reason, Denied for a closed class, Conflict
    when the class stands there already or another version has come meanwhile.
    """
    _check(cohort, reason)
    if cohort.version_id == seen:
        raise Conflict(_("Angkatan ini sudah berada pada versi itu. Tidak ada yang dipindahkan dua kali."))
    if versions.live_of(cohort.version_id) != seen:
        raise Conflict(_("Sementara itu ada versi yang lebih baru. Muat ulang halaman dan baca lagi perubahannya."))
    _move(cohort, seen, reason=reason, actor=actor, now=now)


def move_back(cohort: Cohort, *, seen: int, reason: str, actor: Actor, now: datetime) -> None:
    """Move a class back to the version from which it was moved last; else as `move_to_current`."""
    _check(cohort, reason)
    if former_of(cohort) != seen:
        raise Conflict(_("Angkatan ini sudah berada pada versi itu. Tidak ada yang dipindahkan dua kali."))
    _move(cohort, seen, reason=reason, actor=actor, now=now)


def _check(cohort: Cohort, reason: str) -> None:
    lock(cohort)
    if not reason.strip():
        raise Invalid(_("Tulis alasan memindahkan angkatan ini. Alasan tersimpan."), field="reason")
    if cohort.closed_at is not None:
        raise Denied(_("Angkatan ini sudah ditutup. Versinya tidak dapat dipindahkan lagi."))


def _move(cohort: Cohort, target: int, *, reason: str, actor: Actor, now: datetime) -> None:
    left = cohort.version_id
    ways = tuple(way for each in (left, *past_of(cohort.id, but={left, target})) if (way := versions.twins(each, target)))
    people = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id)
    for way in ways:
        _carry(people, way)
    cohort.version_id = target
    passed = _judge_all(people, left, target, cohort.settings, now)
    audit.record(
        MOVED, "cohort", cohort.id, actor_id=actor.user_id, at=now, reason=reason.strip(), detail={"from": left, "to": target}
    )
    db.session.flush()  # before everything is forgotten
    db.session.expire_all()  # what was read names steps of the version that was left
    publish(CohortMoved(cohort.id, left, target, ways, now))
    for enrolment_id in passed:
        publish(ClosingTestPassed(enrolment_id, now))


def _carry(people: Select[int], way: Mapping[int, int]) -> None:
    """Four statements, whatever the number of people; a row that met another in its place stays where it was."""
    old = list(way)
    mine, tries = _along(Progress.step_id, way), _along(Attempt.step_id, way)
    taken = select(_there.id).where(_there.enrolment_id == Progress.enrolment_id, _there.step_id == mine).exists()
    _set(update(Progress).where(Progress.enrolment_id.in_(people), Progress.step_id.in_(old), ~taken).values(step_id=mine))
    taken = (
        select(_tried.id)
        .where(_tried.enrolment_id == Attempt.enrolment_id, _tried.step_id == tries, _tried.number == Attempt.number)
        .exists()
    )
    asked = func.nullif(func.coalesce(Attempt.given_step_id, Attempt.step_id), tries)
    _set(
        update(Attempt)
        .where(Attempt.enrolment_id.in_(people), Attempt.step_id.in_(old), ~taken)
        .values(step_id=tries, given_step_id=asked)
    )
    _set(
        update(ExtraAttempt)
        .where(ExtraAttempt.enrolment_id.in_(people), ExtraAttempt.step_id.in_(old))
        .values(step_id=_along(ExtraAttempt.step_id, way))
    )
    _set(
        update(Enrolment)
        .where(Enrolment.id.in_(people), Enrolment.last_step_id.in_(old))
        .values(last_step_id=_along(Enrolment.last_step_id, way))
    )


def _judge_all(people: Select[int], left: int, target: int, settings: dict[str, Any], now: datetime) -> Sequence[int]:
    """Apply marks that are others in the new version; returns who has passed the closing test by that."""
    before, _weights, _tries = rules(outline(left), settings)
    after, _weights, _tries = rules(outline(target), settings)
    if before.quiz != after.quiz:
        _judge(people, target, StepKind.KUIS, after.quiz, now)
    return _judge(people, target, StepKind.TES_AKHIR, after.closing_test, now) if before.closing_test != after.closing_test else ()


def _judge(people: Select[int], version_id: int, kind: StepKind, mark: float, now: datetime) -> Sequence[int]:
    """A quiz or test is passed by the new mark since the try that reached it; returns who passes it now and did not."""
    steps = select(Step.id).where(Step.version_id == version_id, Step.kind == kind)
    here = (Progress.enrolment_id.in_(people), Progress.step_id.in_(steps), Progress.score.is_not(None))
    reached = Progress.score >= mark - ROUNDING
    _set(update(Progress).where(*here, ~reached, Progress.done_at.is_not(None)).values(done_at=None))
    newly = (*here, reached, Progress.done_at.is_(None))
    passed = db.session.scalars(select(Progress.enrolment_id).where(*newly)).all()
    since = (
        select(func.min(Attempt.finished_at))
        .where(
            Attempt.enrolment_id == Progress.enrolment_id, Attempt.step_id == Progress.step_id, Attempt.score >= mark - ROUNDING
        )
        .scalar_subquery()
    )
    _set(update(Progress).where(*newly).values(done_at=func.coalesce(since, now)))
    return passed


def _set(statement: Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})


def _along(column: InstrumentedAttribute[Any], way: Mapping[int, int]) -> ColumnElement[int]:
    return case(way, value=column)
