"""Keberatan: an author objects to a released grade, the pelatih answers. Both are events of the grade and stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.grading.core import appeal as core
from app.grading.events import AppealAnswered, AppealMade
from app.grading.models import Act, Grade, GradeEvent, Source
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _


def object_to(grade: Grade, *, reason: str, actor: Actor, now: datetime) -> None:
    """The author says why he thinks the grade wrong; the work stands in the pelatih's queue until it is answered.

    Raises Invalid naming `keberatan` without a reason, Conflict while one waits, Denied after the week or a second time.
    """
    if not reason.strip():
        raise Invalid(_("Tulis alasannya: bagian mana yang menurut Anda dinilai keliru, dan mengapa."), field="keberatan")
    _lock(grade)
    match stands(grade, now):
        case core.Appeal.OPEN:
            if _is_said(grade, Act.KEBERATAN, reason, actor):  # a double click
                return
            raise Conflict(_("Keberatan Anda sudah terkirim dan menunggu jawaban pelatih."))
        case core.Appeal.MAY:
            pass
        case _:
            raise Denied(_("Masa keberatan untuk nilai ini sudah lewat, atau keberatannya sudah dijawab."))
    grade.appealed_at = now
    grade.seen_at = grade.seen_at or now
    note(grade, Act.KEBERATAN, by_id=actor.user_id, reason=reason.strip(), at=now)
    publish(AppealMade(grade.submission_id, grade.cohort_id, now))


def answer(grade: Grade, *, words: str, actor: Actor, now: datetime) -> None:
    """The grade stays, and the pelatih says why. A grade that changes answers too: `services.grades` calls `close`.

    Raises Invalid naming `jawaban` without a sentence, Denied when nothing is open.
    """
    if not words.strip():
        raise Invalid(_("Tulis jawabannya; penulis membacanya di halaman umpan balik."), field="jawaban")
    _lock(grade)
    if grade.appealed_at is None:
        if _is_said(grade, Act.DIJAWAB, words, actor):  # a double click
            return
        raise Denied(_("Tidak ada keberatan yang menunggu untuk naskah ini."))
    close(grade, words=words.strip(), actor=actor, now=now)


def close(grade: Grade, *, words: str, actor: Actor, now: datetime) -> None:
    """Write the answer down and tell the author."""
    grade.appealed_at = None
    note(grade, Act.DIJAWAB, by_id=actor.user_id, reason=words, at=now)
    audit.record("grade:appeal_answered", "submission", grade.submission_id, actor_id=actor.user_id, at=now, reason=words)
    publish(AppealAnswered(grade.submission_id, grade.author_id, now))


def stands(grade: Grade, now: datetime) -> core.Appeal:
    """How an objection to this grade stands; one statement."""
    answered_at = db.session.scalar(
        select(func.max(GradeEvent.at)).where(GradeEvent.submission_id == grade.submission_id, GradeEvent.act == Act.DIJAWAB)
    )
    return core.stands(
        released_at=grade.released_at,
        graded_at=grade.graded_at,
        is_own=grade.source is Source.MANDIRI,
        appealed_at=grade.appealed_at,
        answered_at=answered_at,
        now=now,
    )


def note(grade: Grade, act: Act, *, by_id: int | None, reason: str, at: datetime) -> None:
    """One line of a grade's history: never changed, never deleted."""
    db.session.add(
        GradeEvent(
            submission_id=grade.submission_id,
            version_id=grade.version_id,
            rubric_id=grade.rubric_id,
            act=act,
            source=grade.source,
            levels=grade.levels,
            grade=grade.grade,
            reason=reason,
            by_id=by_id,
            at=at,
        )
    )


def _is_said(grade: Grade, act: Act, words: str, actor: Actor) -> bool:
    """Whether the latest act of this kind upon a grade is this person's, in these words."""
    said = db.session.execute(
        select(GradeEvent.reason, GradeEvent.by_id)
        .where(GradeEvent.submission_id == grade.submission_id, GradeEvent.act == act)
        .order_by(GradeEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return said is not None and tuple(said) == (words.strip(), actor.user_id)


def _lock(grade: Grade) -> None:
    db.session.scalar(select(Grade).where(Grade.id == grade.id).with_for_update().execution_options(populate_existing=True))
