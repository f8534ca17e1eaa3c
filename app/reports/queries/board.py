"""The board of people by steps: who is stuck is counted over the whole class, and every step is read for one page only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, func, or_, select

from app.accounts.models import User
from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.queries.duties import TaskRow, review_duties, tasks_of
from app.grading.queries.standing import ALL_STEPS, class_standing
from app.kernel.db import db
from app.learning.core.passing import ReviewDuty
from app.learning.models import Cohort, Enrolment, EnrolmentState, Progress
from app.learning.queries.learner import rules
from app.peerreview.models import QueueReason, TrainerQueue
from app.reports.core.stuck import IDLE, Stuck, Why
from app.reports.queries.recap import Row, are_reviews_late, exhausted_tries, rows_of
from app.submissions.models import Submission

PAGE = 40
FEW = (QueueReason.TOO_FEW, QueueReason.DISPUTED)


class Deed(StrEnum):
    """What one click does for a person."""

    INGATKAN = "ingatkan"
    PERPANJANG = "perpanjang"
    """Three days more for the task at which he stands."""
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


@dataclass(frozen=True, slots=True)
class _Person:
    enrolment_id: int
    user_id: int
    name: str
    last_active_at: datetime | None
    waived: frozenset[str]


def board(cohort: Cohort, now: datetime, *, page: int) -> Board:
    """Page `page` (from 1) of a class; a fixed number of statements, and time for the steps of forty people only."""
    outline = curriculum.outline(cohort.version_id)
    tasks = tasks_of(cohort.id, outline)
    people = _people(cohort.id)
    exhausted = _failed(cohort, outline, exhausted_tries(cohort, outline))
    rounds = [task for task in tasks if task.round_id is not None]
    duties = review_duties(cohort.id, rounds) if rounds else {}
    owing = _owing(duties, tasks, now)
    lacking = _lacking(cohort.id)
    idle = _idle(cohort, outline, tasks, people, now)
    why: dict[int, Why] = {}
    for one in people:
        if one.enrolment_id in exhausted and ALL_STEPS not in one.waived:
            why[one.enrolment_id] = Why.PERCOBAAN_HABIS
        elif one.user_id in owing:
            why[one.enrolment_id] = Why.TELAAH
        elif one.enrolment_id in idle:
            why[one.enrolment_id] = Why.TIDAK_AKTIF
    rank = {Why.PERCOBAAN_HABIS: 0, Why.TELAAH: 1, Why.TIDAK_AKTIF: 3}
    ordered = sorted(
        people,
        key=lambda one: min(rank.get(why[one.enrolment_id], 4) if one.enrolment_id in why else 4, 2 if one.user_id in lacking else 4),
    )
    shown = [one.enrolment_id for one in ordered[(page - 1) * PAGE : page * PAGE]]
    found = class_standing(
        cohort.id, only=shown, known=(cohort.version_id, cohort.settings), tasks=tasks, duties=duties
    )
    rows = {row.enrolment_id: row for row in rows_of(found, exhausted, now)}
    users = {one.enrolment_id: one.user_id for one in people}
    kinds = {step.key: step.kind for step in outline.steps}
    lines = tuple(
        Line(rows[one], deeds(rows[one], kinds, lacks_reviews=users[one] in lacking), users[one] in lacking)
        for one in shown
        if one in rows
    )
    return Board(outline, lines, len(people), dict(Counter(why.values())), len(lacking))


def place_of(enrolment: Enrolment, now: datetime) -> Stuck | None:
    """Where one person is stuck now."""
    cohort = enrolment.cohort
    outline = curriculum.outline(cohort.version_id)
    exhausted = _failed(cohort, outline, exhausted_tries(cohort, outline))
    found = class_standing(cohort.id, only=[enrolment.id], known=(cohort.version_id, cohort.settings))
    return next((row.stuck for row in rows_of(found, exhausted, now)), None)


def deeds(row: Row, kinds: dict[str, StepKind], *, lacks_reviews: bool) -> tuple[Deed, ...]:
    """What one click can do for a person, the most fitting first. Pure."""
    found: list[Deed] = []
    if row.stuck is not None:
        if row.stuck.why is Why.PERCOBAAN_HABIS:
            found.append(Deed.PERCOBAAN)
        elif row.stuck.why is Why.TELAAH:
            found.append(Deed.TUGASKAN)
        elif kinds.get(row.stuck.key) is StepKind.TUGAS:
            found.append(Deed.PERPANJANG)
        found.append(Deed.INGATKAN)
    if lacks_reviews:
        found.append(Deed.AMBIL)
    return tuple(found)


def _people(cohort_id: int) -> list[_Person]:
    rows = db.session.execute(
        select(Enrolment.id, User.id, User.name, Enrolment.last_active_at, Enrolment.waived_steps)
        .join(User, User.id == Enrolment.user_id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.state == EnrolmentState.DITERIMA)
        .order_by(func.lower(User.name), User.id)
    )
    return [_Person(id_, user_id, name, at, frozenset(waived)) for id_, user_id, name, at, waived in rows]


def _failed(cohort: Cohort, outline: Outline, exhausted: dict[int, frozenset[str]]) -> dict[int, frozenset[str]]:
    """Of those without a try left, the ones who have not passed that required quiz or test."""
    if not exhausted:
        return {}
    marks, _weights, _attempts = rules(outline, cohort.settings)
    needed = {StepKind.KUIS: marks.quiz, StepKind.TES_AKHIR: marks.closing_test}
    asked = {step.id: (step.key, needed[step.kind]) for step in outline.steps if step.kind in needed and step.spec.is_required}
    passed = {
        (enrolment_id, asked[step_id][0])
        for enrolment_id, step_id, score in db.session.execute(
            select(Progress.enrolment_id, Progress.step_id, Progress.score).where(
                Progress.enrolment_id.in_(sorted(exhausted)), Progress.step_id.in_(sorted(asked)), Progress.score.is_not(None)
            )
        )
        if score is not None and score >= asked[step_id][1]
    }
    keys = {key for key, _mark in asked.values()}
    left = {one: frozenset(key for key in held if key in keys and (one, key) not in passed) for one, held in exhausted.items()}
    return {one: held for one, held in left.items() if held}


def _owing(duties: Mapping[int, ReviewDuty], tasks: list[TaskRow], now: datetime) -> frozenset[int]:
    """Who still owes reviews though every deadline for them has passed."""
    if not are_reviews_late(tasks, now):
        return frozenset()
    return frozenset(user for user, duty in duties.items() if duty.done < duty.owed)


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


def _idle(cohort: Cohort, outline: Outline, tasks: list[TaskRow], people: list[_Person], now: datetime) -> frozenset[int]:
    """Who has done nothing for a week and has required steps left: counted in the database, not step by step."""
    quiet = {one.enrolment_id: one for one in people if one.last_active_at is None or now - one.last_active_at > IDLE}
    if not quiet:
        return frozenset()
    marks, _weights, _attempts = rules(outline, cohort.settings)
    required = [step for step in outline.steps if step.spec.is_required]
    of_kind = {kind: [step.id for step in required if step.kind is kind] for kind in StepKind}
    is_done = or_(
        and_(Progress.step_id.in_(of_kind[StepKind.MATERI]), Progress.done_at.is_not(None)),
        and_(Progress.step_id.in_(of_kind[StepKind.TES_AWAL]), Progress.score.is_not(None)),
        and_(Progress.step_id.in_(of_kind[StepKind.KUIS]), Progress.score >= marks.quiz),
        and_(Progress.step_id.in_(of_kind[StepKind.TES_AKHIR]), Progress.score >= marks.closing_test),
    )
    before = now - IDLE
    counts: dict[int, int] = {
        enrolment_id: count
        for enrolment_id, count in db.session.execute(
            select(Progress.enrolment_id, func.count())
            .join(Enrolment, Enrolment.id == Progress.enrolment_id)
            .where(
                Enrolment.cohort_id == cohort.id,
                or_(Enrolment.last_active_at.is_(None), Enrolment.last_active_at < before),
                is_done,
            )
            .group_by(Progress.enrolment_id)
        )
    }
    written = [task.id for task in tasks if task.step_id in set(of_kind[StepKind.TUGAS])]
    sent: dict[int, int] = {
        enrolment_id: count
        for enrolment_id, count in db.session.execute(
            select(Submission.enrolment_id, func.count())
            .where(Submission.assignment_id.in_(written), Submission.current_id.is_not(None))
            .group_by(Submission.enrolment_id)
        )
    }
    keys = {step.key for step in required}
    return frozenset(
        id_
        for id_, one in quiet.items()
        if ALL_STEPS not in one.waived and counts.get(id_, 0) + sent.get(id_, 0) + len(one.waived & keys) < len(required)
    )
