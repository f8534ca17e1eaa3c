"""All tasks of a learner: the list by deadline, and what of it waits for him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select

from app.curriculum.core.work import Grading, TaskForm
from app.curriculum.models import Step
from app.kernel.db import db, read
from app.learning.core.completion import ALL_STEPS
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.submissions.core.window import Dates, Standing, Verdict, may_send
from app.submissions.models import Assignment, Submission, Version


class MineState(StrEnum):
    """Where one of my tasks stands, as the list says it."""

    BELUM_DIBUKA = "belum_dibuka"
    TERBUKA = "terbuka"
    DRAF = "draf"
    TERLAMBAT = "terlambat"
    REVISI = "revisi"
    REVISI_WAJIB = "revisi_wajib"
    REVISI_LEWAT = "revisi_lewat"
    """Demanded by the pelatih and not sent in its days: passing waits for it, and he alone can open it again."""
    NILAI_DIRI = "nilai_diri"
    TERKUMPUL = "terkumpul"
    DINILAI = "dinilai"
    DITUTUP = "ditutup"
    DIBEBASKAN = "dibebaskan"
    """Waived by the pelatih or by the closing test, and nothing was sent."""


@dataclass(frozen=True, slots=True)
class Mine:
    """One of my tasks in the list."""

    assignment_id: int
    cohort_id: int
    step_id: int
    title: str
    cohort_name: str
    form: TaskForm
    grading: Grading
    state: MineState
    due_at: datetime
    """My own deadline, or until when a late work or a revision is (or was) taken."""
    sent_at: datetime | None
    number: int
    score: float | None
    minutes: int
    points_lost: int
    """Taken off the grade of a late work that is sent now."""
    is_open: bool
    """Whether it takes a work, or another version of it, now."""

    @property
    def is_waiting(self) -> bool:
        """Whether something is for me to do."""
        return self.state in _WAITING


_WAITING = frozenset(
    {
        MineState.TERBUKA,
        MineState.DRAF,
        MineState.TERLAMBAT,
        MineState.REVISI,
        MineState.REVISI_WAJIB,
        MineState.REVISI_LEWAT,
        MineState.NILAI_DIRI,
    }
)


def mine(user_id: int, now: datetime) -> tuple[Mine, ...]:
    """All tasks of my classes: what is for me to do first, by deadline; then what is sent, graded or closed."""
    rows = db.session.execute(
        select(
            Assignment.id,
            Assignment.cohort_id,
            Assignment.step_id,
            Assignment.title,
            Cohort.name,
            Assignment.form,
            Assignment.grading,
            Assignment.opens_at,
            Assignment.due_at,
            Assignment.late_days,
            Assignment.late_points,
            Cohort.closed_at,
            Step.minutes,
            Submission.id,
            Submission.draft_saved_at,
            Submission.extended_until,
            Submission.revise_until,
            Submission.revision_required,
            Submission.self_assessed_at,
            Version.number,
            Version.sent_at,
            Version.change_note,
            Progress.score,
            Step.key,
            Enrolment.waived_steps,
        )
        .join(Enrolment, (Enrolment.cohort_id == Assignment.cohort_id) & (Enrolment.user_id == user_id))
        .join(Cohort, Cohort.id == Assignment.cohort_id)
        .join(Step, Step.id == Assignment.step_id)
        .outerjoin(Submission, (Submission.assignment_id == Assignment.id) & (Submission.author_id == user_id))
        .outerjoin(Version, Version.id == Submission.current_id)
        .outerjoin(Progress, (Progress.enrolment_id == Enrolment.id) & (Progress.step_id == Assignment.step_id))
        .where(Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(Assignment.due_at, Assignment.id)
    )
    found: list[Mine] = []
    for row in rows:
        (one, cohort_id, step_id, title, cohort, form, grading, opens, due, late, points, closed, minutes, _sid, draft_at, extended, revise, required, rated, number, sent, note, score, key, waived) = row
        dates = Dates(opens, due, late, extended, revise, closed)
        verdict = may_send(dates, now, versions=number or 0)
        if ALL_STEPS in waived or key in waived:
            state = _free(number or 0, score)
        else:
            state = _state(verdict, number or 0, draft_at, grading, rated, score, is_required=bool(required) and (closed is None or now < closed), has_revised=bool(note))
        until = verdict.until if verdict.may and verdict.until else dates.deadline
        if state is MineState.REVISI_LEWAT and revise is not None:
            until = max(until, revise)
        lost = verdict.days_late * points if state is MineState.TERLAMBAT else 0
        found.append(
            Mine(one, cohort_id, step_id, title, cohort, form, grading, state, until, sent, number or 0, score, minutes, lost, verdict.may)
        )
    return tuple(sorted(found, key=lambda task: (not task.is_waiting, task.due_at)))


_DATES = (
    select(
        Assignment.cohort_id, Assignment.step_id, Assignment.opens_at, Assignment.due_at, Assignment.late_days, Submission.extended_until,
        Submission.revise_until, Cohort.closed_at, Version.number,
    )
    .join(Cohort, Cohort.id == Assignment.cohort_id)
    .outerjoin(Submission, (Submission.assignment_id == Assignment.id) & (Submission.author_id == bindparam("user_id")))
    .outerjoin(Version, Version.id == Submission.current_id)
    .where(Assignment.cohort_id.in_(bindparam("cohort_ids", expanding=True)))
)  # fmt: skip -- the columns in the order they are read below


def shut_steps(cohort_ids: Sequence[int], user_id: int, now: datetime) -> frozenset[tuple[int, int]]:
    """(Class, step) of the tasks of these classes that take nothing from this person now. One statement."""
    return frozenset(
        (cohort_id, step_id)
        for cohort_id, step_id, opens, due, late, extended, revise, closed, number in read(_DATES, cohort_ids=list(cohort_ids), user_id=user_id)
        if not may_send(Dates(opens, due, late, extended, revise, closed), now, versions=number or 0).may
    )


def _free(versions: int, score: float | None) -> MineState:
    """A waived task asks for nothing; what was sent for it still stands."""
    if not versions:
        return MineState.DIBEBASKAN
    return MineState.TERKUMPUL if score is None else MineState.DINILAI


def _state(
    verdict: Verdict,
    versions: int,
    draft_at: datetime | None,
    grading: Grading,
    rated_at: datetime | None,
    score: float | None,
    *,
    is_required: bool,
    has_revised: bool,
) -> MineState:
    if versions:
        if is_required:
            return MineState.REVISI_WAJIB if verdict.may else MineState.REVISI_LEWAT
        if verdict.standing is Standing.REVISI and not has_revised:
            return MineState.REVISI
        if grading is Grading.MANDIRI and rated_at is None:
            return MineState.NILAI_DIRI
        return MineState.TERKUMPUL if score is None else MineState.DINILAI
    if verdict.standing is Standing.TERBUKA:
        return MineState.DRAF if draft_at else MineState.TERBUKA
    return {
        Standing.BELUM_DIBUKA: MineState.BELUM_DIBUKA,
        Standing.TERLAMBAT: MineState.TERLAMBAT,
    }.get(verdict.standing, MineState.DITUTUP)


def waiting_for(user_id: int, now: datetime) -> tuple[Mine, ...]:
    """What of it this learner can do now, by deadline; one statement."""
    return tuple(task for task in mine(user_id, now) if task.is_waiting and task.state is not MineState.REVISI_LEWAT)
