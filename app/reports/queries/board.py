"""The board of people by steps: who is stuck is counted over the whole class, and every step is read for one page only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BindParameter, Float, Integer, and_, bindparam, func, or_, select

from app.accounts.models import Unit, User
from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.queries.duties import TaskRow, reviewing, tasks_of
from app.grading.queries.standing import Member, awake_at, class_standing, last_sign_at
from app.kernel.db import NameOrder, db, read
from app.learning.core.completion import ALL_STEPS, IDLE
from app.learning.core.passing import ReviewDuty
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.learning.queries.learner import rules
from app.peerreview.models import QueueReason, TrainerQueue
from app.reports.core.stuck import Stuck, Why
from app.reports.queries.recap import Row, are_reviews_late, missed_revisions, rows_of, used_up
from app.submissions.models import Submission

PAGE = 40
FEW = (QueueReason.TOO_FEW, QueueReason.DISPUTED)


class Deed(StrEnum):
    """What one click does for a person."""

    INGATKAN = "ingatkan"
    PERPANJANG = "perpanjang"
    """Three days more for the task at which he stands."""
    REVISI = "revisi"
    """Three days more for a required revision."""
    PERCOBAAN = "percobaan"
    """One more try at the quiz or test."""
    TUGASKAN = "tugaskan"
    """A work to review, for the reviews that he owes."""
    AMBIL = "ambil"
    """The pelatih judges his work, which lacks reviews, himself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the board: his marks, why he is stuck and what one click can do about it."""

    row: Row
    deeds: tuple[Deed, ...]
    lacks_reviews: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the class, the stuck first."""

    outline: Outline
    lines: tuple[Line, ...]
    people: int
    stuck: dict[Why, int]
    lacking: int
    """Works that wait for the pelatih because peers wrote too few reviews, or disagreed."""
    tasks: tuple[TaskRow, ...]
    page: int
    """Which page this is: the last one where a later one was asked for."""


def board(cohort: Cohort, now: datetime, *, page: int) -> Board:
    """Page `page` (from 1) of a class; nine statements, and time for the steps of forty people only."""
    outline = curriculum.outline(cohort.version_id)
    tasks = tasks_of(cohort.id, outline)
    everyone = _everyone(cohort, outline, tasks, now)
    people = [one for one, _done in everyone]
    exhausted = _failed(cohort, outline, used_up(cohort, outline))
    rounds = [task for task in tasks if task.round_id is not None]
    duties = reviewing(cohort.id, rounds).duties
    owing = _owing(duties, tasks, now)
    lacking = _lacking(cohort.id)
    missed = missed_revisions(cohort.id, tasks, now)
    late = _late(outline, people, missed)
    idle = _idle(outline, everyone, now)
    why: dict[int, Why] = {}
    for one in people:
        if exhausted.get(one.enrolment_id, frozenset()) - one.waived and ALL_STEPS not in one.waived:
            why[one.enrolment_id] = Why.PERCOBAAN_HABIS
        elif one.enrolment_id in late:
            why[one.enrolment_id] = Why.REVISI
        elif one.user_id in owing:
            why[one.enrolment_id] = Why.TELAAH
        elif one.enrolment_id in idle:
            why[one.enrolment_id] = Why.TIDAK_AKTIF
    rank = {Why.PERCOBAAN_HABIS: 0, Why.REVISI: 0, Why.TELAAH: 1, Why.TIDAK_AKTIF: 3}
    ordered = sorted(
        people,
        key=lambda one: min(rank.get(why[one.enrolment_id], 4) if one.enrolment_id in why else 4, 2 if one.user_id in lacking else 4),
    )
    page = min(page, max(1, -(-len(people) // PAGE)))
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    found = class_standing(
        cohort.id,
        only=[one.enrolment_id for one in shown],
        known=(cohort.version_id, cohort.settings),
        tasks=tasks,
        duties=duties,
        members=shown,
    )
    kinds = {step.key: step.kind for step in outline.steps}
    lines = tuple(
        Line(row, deeds(row, kinds, lacks_reviews=one.user_id in lacking), one.user_id in lacking)
        for one, row in zip(shown, rows_of(found, exhausted, missed, now), strict=True)
    )
    return Board(outline, lines, len(people), dict(Counter(why.values())), len(lacking), tuple(tasks), page)


def place_of(enrolment: Enrolment, now: datetime) -> Stuck | None:
    """Where one person is stuck now."""
    cohort = enrolment.cohort
    outline = curriculum.outline(cohort.version_id)
    exhausted = _failed(cohort, outline, used_up(cohort, outline))
    found = class_standing(cohort.id, only=[enrolment.id], known=(cohort.version_id, cohort.settings))
    missed = missed_revisions(cohort.id, found.tasks, now)
    return next((row.stuck for row in rows_of(found, exhausted, missed, now)), None)


def deeds(row: Row, kinds: dict[str, StepKind], *, lacks_reviews: bool) -> tuple[Deed, ...]:
    """What one click can do for a person, the most fitting first. Pure."""
    found: list[Deed] = []
    if row.stuck is not None:
        if row.stuck.why is Why.PERCOBAAN_HABIS:
            found.append(Deed.PERCOBAAN)
        elif row.stuck.why is Why.REVISI:
            found.append(Deed.REVISI)
        elif row.stuck.why is Why.TELAAH:
            found.append(Deed.TUGASKAN)
        elif kinds.get(row.stuck.key) is StepKind.TUGAS:
            found.append(Deed.PERPANJANG)
        if row.stuck.why is not Why.REVISI:  # there is nothing that he could do before it is open again
            found.append(Deed.INGATKAN)
    if lacks_reviews:
        found.append(Deed.AMBIL)
    return tuple(found)


def _failed(cohort: Cohort, outline: Outline, used: Mapping[int, Mapping[str, float]]) -> dict[int, frozenset[str]]:
    """Of those without a try left, the ones who have not passed that required quiz or test."""
    marks, _weights, _attempts = rules(outline, cohort.settings)
    needed = {StepKind.KUIS: marks.quiz, StepKind.TES_AKHIR: marks.closing_test}
    asked = {step.key: needed[step.kind] for step in outline.steps if step.kind in needed and step.spec.is_required}
    left = {
        one: frozenset(key for key, best in held.items() if key in asked and best < asked[key])
        for one, held in used.items()
    }
    return {one: held for one, held in left.items() if held}


def _owing(duties: Mapping[int, ReviewDuty], tasks: list[TaskRow], now: datetime) -> frozenset[int]:
    """Who still owes reviews though every deadline for them has passed."""
    if not are_reviews_late(tasks, now):
        return frozenset()
    return frozenset(user for user, duty in duties.items() if duty.done < duty.owed)


def _late(outline: Outline, people: list[Member], missed: Mapping[int, frozenset[str]]) -> frozenset[int]:
    """Who missed the days of a revision that he owes: of a required task, and not waived."""
    asked = {step.key for step in outline.steps if step.spec.is_required}
    return frozenset(
        one.enrolment_id
        for one in people
        if ALL_STEPS not in one.waived and (missed.get(one.enrolment_id, frozenset()) & asked) - one.waived
    )


def _lacking(cohort_id: int) -> frozenset[int]:
    """Authors whose works lack reviews, or have ones that differ, and that no pelatih has taken over yet."""
    reasons: dict[tuple[int, int], set[QueueReason]] = defaultdict(set)
    for author_id, submission_id, reason in db.session.execute(
        select(Submission.author_id, Submission.id, TrainerQueue.reason)
        .join(TrainerQueue, TrainerQueue.submission_id == Submission.id)
        .where(
            TrainerQueue.cohort_id == cohort_id,
            TrainerQueue.settled_at.is_(None),
            TrainerQueue.reason.in_([*FEW, QueueReason.TAKEN]),
        )
    ):
        reasons[author_id, submission_id].add(reason)
    return frozenset(author for (author, _work), held in reasons.items() if QueueReason.TAKEN not in held)


def _idle(outline: Outline, everyone: list[tuple[Member, int]], now: datetime) -> frozenset[int]:
    """Who has done nothing for a week and has required steps left."""
    keys = {step.key for step in outline.steps if step.spec.is_required}
    return frozenset(
        one.enrolment_id
        for one, done in everyone
        if (one.last_active_at is None or now - one.last_active_at > IDLE)
        and ALL_STEPS not in one.waived
        and done + len(one.waived & keys) < len(keys)
    )


# Built once, because building these statements costs more than asking them.
_IS_QUIET = or_(last_sign_at.is_(None), last_sign_at < bindparam("before"))


def _ids(name: str) -> BindParameter[int]:
    return bindparam(name, expanding=True, type_=Integer)


_STEPS_DONE = (
    select(Progress.enrolment_id, func.count().label("count"))
    .join(Enrolment, Enrolment.id == Progress.enrolment_id)
    .where(
        Enrolment.cohort_id == bindparam("cohort_id"),
        _IS_QUIET,
        or_(
            and_(Progress.step_id.in_(_ids("materi")), Progress.done_at.is_not(None)),
            and_(Progress.step_id.in_(_ids("tes_awal")), Progress.score.is_not(None)),
            and_(Progress.step_id.in_(_ids("kuis")), Progress.score >= bindparam("quiz_mark", type_=Float)),
            and_(Progress.step_id.in_(_ids("tes_akhir")), Progress.score >= bindparam("closing_mark", type_=Float)),
        ),
    )
    .group_by(Progress.enrolment_id)
    .subquery()
)
_WORKS_SENT = (
    select(Submission.enrolment_id, func.count().label("count"))
    .where(Submission.assignment_id.in_(_ids("written")), Submission.current_id.is_not(None))
    .group_by(Submission.enrolment_id)
    .subquery()
)
_EVERYONE = (
    select(
        Enrolment.id, User.id, User.name, Unit.name, last_sign_at, Enrolment.waived_steps,
        func.coalesce(_STEPS_DONE.c.count, 0) + func.coalesce(_WORKS_SENT.c.count, 0),
    )
    .join(User, User.id == Enrolment.user_id)
    .join(Unit, Unit.id == User.unit_id)
    .outerjoin(_STEPS_DONE, _STEPS_DONE.c.enrolment_id == Enrolment.id)
    .outerjoin(_WORKS_SENT, _WORKS_SENT.c.enrolment_id == Enrolment.id)
    .where(Enrolment.cohort_id == bindparam("cohort_id"), Enrolment.state == EnrolmentState.DITERIMA)
    .order_by(NameOrder(User.name), User.id)
)  # fmt: skip -- the columns in the order they are read below


def _everyone(cohort: Cohort, outline: Outline, tasks: list[TaskRow], now: datetime) -> list[tuple[Member, int]]:
    """The class by name, each with how many required steps he has done; of those active within a week only sent works.

    Counted in the database, not step by step: a class of 1,000 has 30,000 of them.
    """
    marks, _weights, _attempts = rules(outline, cohort.settings)
    required = [step for step in outline.steps if step.spec.is_required]
    of_kind = {kind.value: [step.id for step in required if step.kind is kind] for kind in StepKind}
    asked = set(of_kind.pop(StepKind.TUGAS.value))
    rows = read(
        _EVERYONE,
        cohort_id=cohort.id,
        before=now - IDLE,
        quiz_mark=marks.quiz,
        closing_mark=marks.closing_test,
        written=[task.id for task in tasks if task.step_id in asked],
        **of_kind,
    )
    return [
        (Member(id_, user_id, name, unit, awake_at(at, cohort.starts_on), frozenset(waived)), done)
        for id_, user_id, name, unit, at, waived, done in rows.all()
    ]
