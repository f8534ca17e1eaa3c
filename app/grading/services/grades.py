"""Grades come into being, change with a reason, are held and released. Every act is an event that stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.access.scope import Actor
from app.grading.core import points as core
from app.grading.core.releasing import UNDO
from app.grading.events import GradeOpened, GradesReleased, ReleasedGradeChanged, ReleaseTakenBack
from app.grading.models import Act, Grade, Source
from app.grading.services import appeals
from app.grading.services.computing import ask_compute
from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.services import progress
from app.peerreview.services import rounds
from app.submissions import services as submissions
from app.submissions.events import SelfAssessed
from app.submissions.models import Assignment, RubricVersion, Submission, Version

UNMOVED = 0.05
"""Points: a computed grade that moves less makes no new event."""


def weights_of(rubric: RubricVersion) -> dict[str, float]:
    """Criterion id -> weight, in the rubric's order."""
    return {one["id"]: float(one["weight"]) for one in rubric.criteria}


def on_self_assessed(event: SelfAssessed) -> None:
    """A `mandiri` task: the author's own levels count at once."""
    submission = db.session.get_one(Submission, event.submission_id)
    assignment = submission.assignment
    raw = core.points(event.levels, weights_of(assignment.rubric))
    grade = _row(submission, event.version_id, event.at)
    _fill(grade, assignment, _version(event.version_id), event.levels, raw, Source.MANDIRI, event.at)
    grade.released_at = grade.released_at or event.at
    appeals.note(grade, Act.DIHITUNG, by_id=submission.author_id, reason="", at=event.at)
    progress.record_score(submission.enrolment_id, assignment.step_id, grade.grade, event.at)
    db.session.flush()  # listeners read the grade
    publish(GradesReleased(submission.cohort_id, (submission.id,), (submission.author_id,), event.at))


def set_computed(
    submission_id: int,
    *,
    version_id: int,
    levels: Mapping[str, float],
    raw: float,
    lo90: float,
    hi90: float,
    reviews: int,
    why: Mapping[str, Any],
    check_rank: int | None,
    now: datetime,
) -> None:
    """The peers' grade as the aggregation gives it; held, and never over a grade that the pelatih gave.

    `version_id` is the version that they read: without the pelatih its grade stands even when a next one was sent.
    """
    submission = db.session.get_one(Submission, submission_id)
    if submission.current_id is None:
        return
    present = db.session.scalar(select(Grade).where(Grade.submission_id == submission_id).with_for_update())
    if present is not None and (present.source is Source.PELATIH or present.released_at is not None):
        return
    grade = present or _row(submission, version_id, now)
    grade.why, grade.check_rank = dict(why), check_rank
    if grade.raw is not None and abs(grade.raw - raw) < UNMOVED and grade.reviews == reviews and grade.version_id == version_id:
        grade.lo90, grade.hi90 = lo90, hi90
        return
    _fill(grade, submission.assignment, _version(version_id), dict(levels), raw, Source.SEJAWAT, now)
    grade.lo90, grade.hi90, grade.reviews = lo90, hi90, reviews
    appeals.note(grade, Act.DIHITUNG, by_id=None, reason="", at=now)


def grade_by_trainer(
    submission: Submission,
    *,
    version_id: int,
    levels: Mapping[str, int],
    feedback: str,
    reason: str,
    based_on: datetime | None,
    actor: Actor,
    now: datetime,
) -> Grade:
    """The pelatih's own levels: final for this work. A change after release needs a reason and is told to the author.

    `based_on` is when the grade that the page showed was made. Raises Invalid naming `tingkat-<criterion>` or `reason`,
    Denied when the version is not of this work, Conflict when another pelatih graded it since the page was opened. The
    very same sent once more, by a double click, changes nothing.
    """
    assignment = submission.assignment
    weights = weights_of(assignment.rubric)
    for one in assignment.rubric.criteria:
        if levels.get(one["id"]) not in {1, 2, 3, 4}:
            raise Invalid(_("Pilih satu level untuk “%(name)s”.", name=one["name"]), field=f"tingkat-{one['id']}")
    if submission.revision_of is not None:
        lock(submission)  # before its grade, as whoever moves a deadline does
    grade = db.session.scalar(select(Grade).where(Grade.submission_id == submission.id).with_for_update())
    version = _version(version_id)
    if version.submission_id != submission.id:
        raise Denied(_("Versi ini bukan milik naskah yang sedang dinilai. Muat ulang halaman."))
    if grade is not None and grade.source is Source.PELATIH and grade.graded_at != based_on:
        if _is_again(grade, version_id, levels, feedback, actor):
            return grade
        raise Conflict(_("Naskah ini baru saja dinilai di tempat lain, dan nilai itu tampil di halaman ini. Bandingkan; bila isian Anda yang berlaku, simpan sekali lagi."))
    was_released = grade is not None and grade.released_at is not None
    if was_released and not reason.strip():
        raise Invalid(_("Nilai ini sudah diumumkan. Tulis alasan perubahannya; penulis akan melihatnya."), field="reason")
    act = Act.DINILAI if grade is None or grade.source is not Source.PELATIH else Act.DIUBAH
    grade = grade or _row(submission, version_id, now)
    _fill(grade, assignment, version, dict(levels), core.points(levels, weights), Source.PELATIH, now)
    grade.lo90 = grade.hi90 = None
    grade.why, grade.check_rank = {}, None
    grade.feedback = feedback.strip()
    grade.graded_by_id = actor.user_id
    appeals.note(grade, Act.DIUBAH if was_released else act, by_id=actor.user_id, reason=reason.strip(), at=now)
    submissions.accept_revision(submission, version)
    rounds.settle(submission.id, now)
    ask_compute(submission.assignment_id, now)
    if was_released:
        grade.seen_at = None
        progress.record_score(submission.enrolment_id, assignment.step_id, grade.grade, now)
        if grade.appealed_at is None:
            publish(ReleasedGradeChanged(submission.id, submission.author_id, now))
        else:  # the change is the answer, and one message says so
            appeals.close(grade, words=reason.strip(), actor=actor, now=now)
    return grade


def _is_again(grade: Grade, version_id: int, levels: Mapping[str, int], feedback: str, actor: Actor) -> bool:
    return (grade.graded_by_id, grade.version_id, grade.levels, grade.feedback) == (actor.user_id, version_id, dict(levels), feedback.strip())


def release(cohort_id: int, submission_ids: Iterable[int], *, actor: Actor, now: datetime) -> int:
    """Show held grades to their authors, all together; how many. Those already shown are left alone."""
    rows = db.session.execute(
        select(Grade, Submission.enrolment_id, Assignment.step_id)
        .join(Submission, Submission.id == Grade.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(
            Grade.cohort_id == cohort_id,
            Grade.submission_id.in_(sorted(set(submission_ids))),
            Grade.released_at.is_(None),
            Grade.grade.is_not(None),
        )
        .with_for_update(of=Grade)
    ).all()
    for grade, enrolment_id, step_id in rows:
        grade.released_at = now
        appeals.note(grade, Act.DIRILIS, by_id=actor.user_id, reason="", at=now)
        progress.record_score(enrolment_id, step_id, grade.grade, now)
    if rows:
        db.session.flush()  # listeners read what is released
        audit.record("grade:release", "cohort", cohort_id, actor_id=actor.user_id, at=now, detail={"count": len(rows)})
        publish(
            GradesReleased(
                cohort_id,
                tuple(grade.submission_id for grade, _enrolment, _step in rows),
                tuple(grade.author_id for grade, _enrolment, _step in rows),
                now,
            )
        )
    return len(rows)


def take_back(cohort_id: int, submission_ids: Iterable[int], *, actor: Actor, now: datetime) -> int:
    """Undo a release of the last day while nobody has opened the grade yet; how many were held again.

    Raises Denied when something was issued on one of them (`ReleaseTakenBack`).
    """
    rows = db.session.execute(
        select(Grade, Submission.enrolment_id, Assignment.step_id)
        .join(Submission, Submission.id == Grade.submission_id)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(
            Grade.cohort_id == cohort_id,
            Grade.submission_id.in_(sorted(set(submission_ids))),
            Grade.released_at > now - UNDO,
            Grade.seen_at.is_(None),
            Grade.source != Source.MANDIRI,
        )
        .with_for_update(of=Grade)
    ).all()
    for grade, enrolment_id, step_id in rows:
        grade.released_at = None
        appeals.note(grade, Act.DITARIK, by_id=actor.user_id, reason="", at=now)
        progress.record_score(enrolment_id, step_id, None, now)
    if rows:
        publish(ReleaseTakenBack(cohort_id, tuple(enrolment_id for _grade, enrolment_id, _step in rows), now))
    return len(rows)


def note_seen(grade: Grade, now: datetime) -> None:
    """The author opened his grade: its release is undone no more. Publishes GradeOpened, once."""
    if grade.seen_at is None:
        grade.seen_at = now
        db.session.flush()  # listeners read that it stands
        publish(GradeOpened(grade.submission_id, now))


def _row(submission: Submission, version_id: int, now: datetime) -> Grade:
    grade = db.session.scalar(select(Grade).where(Grade.submission_id == submission.id).with_for_update())
    if grade is None:
        grade = Grade(
            submission_id=submission.id,
            version_id=version_id,
            author_id=submission.author_id,
            enrolment_id=submission.enrolment_id,
            step_id=submission.assignment.step_id,
            cohort_id=submission.cohort_id,
            unit_path=submission.unit_path,
            rubric_id=submission.assignment.rubric_id,
            levels={},
            graded_at=now,
        )
    return grade


def _fill(
    grade: Grade,
    assignment: Assignment,
    version: Version,
    levels: Mapping[str, Any],
    raw: float,
    source: Source,
    now: datetime,
) -> None:
    grade.version_id = version.id
    grade.rubric_id = assignment.rubric_id
    grade.source = source
    grade.levels = dict(levels)
    grade.lowest = min((round(level) for level in levels.values()), default=None)
    grade.raw = raw
    grade.grade, grade.late_points = core.after_lateness(raw, version.days_late, assignment.late_points)
    grade.graded_at = now
    db.session.add(grade)  # a fresh row is complete only now


def _version(version_id: int) -> Version:
    return db.session.get_one(Version, version_id)
