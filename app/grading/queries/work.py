"""One work with its grade: as its author sees it, and as the pelatih opens it on his desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from app.access.scope import Scope
from app.accounts.models import User
from app.curriculum.core.work import Grading, TaskForm
from app.grading.core.appeal import Appeal, stands
from app.grading.core.points import points
from app.grading.models import Act, Grade, GradeEvent, Source
from app.grading.queries.peers import Remark
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Cohort
from app.peerreview.models import Round
from app.submissions.anchors import Anchor, Way, carry_over
from app.submissions.core.content import laid_from
from app.submissions.core.marks import Paragraph, Span, paragraphs
from app.submissions.models import Assignment, RubricVersion, Submission, Version

NAMES_SHOWN = "grade:names_shown"
"""The audit's word for a pelatih who asked for the name behind a pseudonym before grading."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the frozen rubric; `levels[0]` describes level 1."""

    id: str
    name: str
    weight: float
    levels: tuple[str, ...]
    hard_stop: str

    def words(self, level: float | None) -> str:
        """What the rubric says of the level nearest to this one; nothing without a level."""
        return self.levels[min(max(round(level), 1), len(self.levels)) - 1] if level is not None else ""

    def points(self, level: float) -> float:
        """What this level brings of the criterion's weight (core.points)."""
        return points({self.id: level}, {self.id: self.weight})


@dataclass(frozen=True, slots=True)
class Standing:
    """A work, its task and its grade as they stand now."""

    submission_id: int
    assignment_id: int
    cohort_id: int
    cohort_name: str
    enrolment_id: int
    step_id: int
    author_id: int
    pseudonym: int
    title: str
    form: TaskForm
    grading: Grading
    due_at: datetime
    late_points: int
    current_id: int | None
    number: int | None
    sent_at: datetime | None
    days_late: int | None
    revision_required: bool
    revision_of: int | None
    revise_until: datetime | None
    extended_until: datetime | None
    k: int | None
    review_due_at: datetime | None
    opened_revision_at: datetime | None
    grade_id: int | None
    graded_version_id: int | None
    graded_number: int | None
    source: Source | None
    levels: dict[str, float]
    raw: float | None
    late: float
    grade: float | None
    lo90: float | None
    hi90: float | None
    reviews: int
    feedback: str
    graded_by: str
    graded_at: datetime | None
    released_at: datetime | None
    seen_at: datetime | None
    appealed_at: datetime | None
    answered_at: datetime | None
    revision_reason: str
    names_shown: bool
    criteria: tuple[Criterion, ...]

    @property
    def may_see_comments(self) -> bool:
        """For the author: after the review deadline (rules.md, "Who sees what when")."""
        return self.opened_revision_at is not None or self.released_at is not None

    @property
    def is_released(self) -> bool:
        """For the author: levels and grade are his to see."""
        return self.released_at is not None and self.grade is not None

    @property
    def is_blind(self) -> bool:
        """For the pelatih: names stay hidden until he has graded, or asked."""
        return not self.names_shown and self.source is not Source.PELATIH

    def appeal(self, now: datetime) -> Appeal:
        """How an objection to this grade stands."""
        return stands(
            released_at=self.released_at, graded_at=self.graded_at, is_own=self.source is Source.MANDIRI,
            appealed_at=self.appealed_at, answered_at=self.answered_at, now=now,
        )  # fmt: skip -- two lines say what six would


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of the history."""

    act: Act
    source: Source
    grade: float | None
    levels: dict[str, float]
    reason: str
    by: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment beside the text: `number` is the mark's, 0 for one that found no place in this version (orphan)."""

    number: int
    remark: Remark
    quote: str


def standing(submission_id: int, scope: Scope, *, reader_id: int = 0) -> Standing:
    """A work inside a scope, in one statement. `reader_id` asks whether this person had names shown. Raises Missing."""
    judged = aliased(Version)
    graded_version = select(judged.number).where(judged.id == Grade.version_id).correlate(Grade).scalar_subquery()
    grader = select(User.name).where(User.id == Grade.graded_by_id).correlate(Grade).scalar_subquery()
    shown = exists().where(
        AuditEntry.subject_type == "submission",
        AuditEntry.subject_id == Submission.id,
        AuditEntry.action == NAMES_SHOWN,
        AuditEntry.actor_id == reader_id,
    )
    answered = (
        select(func.max(GradeEvent.at))
        .where(GradeEvent.submission_id == Submission.id, GradeEvent.act == Act.DIJAWAB)
        .correlate(Submission)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(
            Submission.id, Submission.assignment_id, Submission.cohort_id, Cohort.name, Submission.enrolment_id,
            Assignment.step_id, Submission.author_id, Submission.pseudonym, Assignment.title, Assignment.form,
            Assignment.grading, Assignment.due_at, Assignment.late_points, Submission.current_id, Version.number,
            Version.sent_at, Version.days_late, Submission.revision_required, Submission.revision_of, Submission.revise_until,
            Submission.extended_until, Round.k, Round.review_due_at, Round.opened_revision_at, Grade.id, Grade.version_id,
            graded_version, Grade.source, Grade.levels, Grade.raw, func.coalesce(Grade.late_points, 0), Grade.grade,
            Grade.lo90, Grade.hi90, func.coalesce(Grade.reviews, 0), func.coalesce(Grade.feedback, ""),
            func.coalesce(grader, ""), Grade.graded_at, Grade.released_at, Grade.seen_at, Grade.appealed_at, answered,
            Submission.revision_reason, shown, RubricVersion.criteria,
        )
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(Cohort, Cohort.id == Submission.cohort_id)
        .join(RubricVersion, RubricVersion.id == Assignment.rubric_id)
        .outerjoin(Version, Version.id == Submission.current_id)
        .outerjoin(Round, Round.assignment_id == Assignment.id)
        .outerjoin(Grade, Grade.submission_id == Submission.id)
        .where(Submission.id == submission_id, scope.where(Submission))
    ).one_or_none()  # fmt: skip -- the columns in the order of the dataclass
    if row is None:
        raise Missing
    facts: list[Any] = list(row)
    facts[28] = facts[28] or {}
    facts[-1] = tuple(
        Criterion(str(one["id"]), one["name"], float(one["weight"]), tuple(one["levels"]), one.get("hard_stop") or "")
        for one in facts[-1]
    )
    return Standing(*facts)


def is_blind_for(submission_id: int, reader_id: int) -> bool:
    """Whether this reader may not know whose work it is: he grades it, and has neither done so nor asked for the name."""
    one = standing(submission_id, Scope(everything=True), reader_id=reader_id)
    return one.grading is not Grading.MANDIRI and one.is_blind


def is_released(submission_id: int) -> bool:
    """Whether the author of a work has been shown its grade."""
    return db.session.scalar(select(Grade.id).where(Grade.submission_id == submission_id, Grade.released_at.is_not(None))) is not None


def history(submission_id: int) -> tuple[Happened, ...]:
    """Every act upon the grade, the newest first."""
    rows = db.session.execute(
        select(
            GradeEvent.act, GradeEvent.source, GradeEvent.grade, GradeEvent.levels, GradeEvent.reason,
            func.coalesce(User.name, ""), Version.number, GradeEvent.at,
        )
        .join(Version, Version.id == GradeEvent.version_id)
        .outerjoin(User, User.id == GradeEvent.by_id)
        .where(GradeEvent.submission_id == submission_id)
        .order_by(GradeEvent.id.desc())
    )  # fmt: skip -- the columns in the order of the dataclass
    facts: list[list[Any]] = [list(row) for row in rows]
    return tuple(Happened(*values) for values in facts)


def objections(submission_ids: Sequence[int]) -> dict[int, str]:
    """Submission -> the reason of its latest objection; one statement, none where nothing is asked."""
    if not submission_ids:
        return {}
    rows = db.session.execute(
        select(GradeEvent.submission_id, GradeEvent.reason)
        .where(GradeEvent.submission_id.in_(sorted(submission_ids)), GradeEvent.act == Act.KEBERATAN)
        .order_by(GradeEvent.id)
    )
    return {submission_id: reason for submission_id, reason in rows}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the work with its text, its fields and the coach's frozen reading, the newest first in lists."""

    id: int
    number: int
    sent_at: datetime
    words: int
    days_late: int
    change_note: str
    text: str
    content: dict[str, Any]
    report: dict[str, Any] | None

    @property
    def passages(self) -> list[tuple[str, str, str, int, int]]:
        """The paragraphs as they were frozen."""
        laid = laid_from(self.text, self.content.get("tata", ()))
        return [(one.field, one.label, one.kind, one.start, one.end) for one in laid.passages]


def versions(submission_id: int) -> tuple[VersionLine, ...]:
    """All versions, the newest first; comments are carried over between their texts."""
    rows = db.session.execute(
        select(
            Version.id, Version.number, Version.sent_at, Version.words, Version.days_late, Version.change_note, Version.text,
            Version.content, Version.report,
        )
        .where(Version.submission_id == submission_id)
        .order_by(Version.number.desc())
    )  # fmt: skip -- the columns in the order of the dataclass
    facts: list[list[Any]] = [list(row) for row in rows]
    return tuple(VersionLine(*values) for values in facts)


def laid_with_remarks(
    version_id: int,
    shown: str,
    passages: Iterable[tuple[str, str, str, int, int]],
    remarks: Sequence[Remark],
    texts: Mapping[int, str],
    *,
    moved: Callable[[int, int], tuple[int, int]] | None = None,
) -> tuple[tuple[Paragraph, ...], tuple[Shown, ...]]:
    """The text with numbered marks, and the comments in the order of their numbers, those without a place last.

    `shown` and its `passages` are what the reader sees of the version; `texts` the true texts of all versions. Where
    names are covered, `moved` turns a true stretch into one of `shown`, and orphans keep their quote to themselves.
    """
    placed: list[tuple[int, int, Remark]] = []
    lost: list[Remark] = []
    for old_id in dict.fromkeys(remark.version_id for remark in remarks):
        mine = [remark for remark in remarks if remark.version_id == old_id]
        if old_id == version_id:
            placed += [(remark.start, remark.end, remark) for remark in mine]
            continue
        anchors = [Anchor(one.start, one.end, one.exact, one.prefix, one.suffix) for one in mine]
        for remark, found in zip(mine, carry_over(texts.get(old_id, ""), texts.get(version_id, ""), anchors), strict=True):
            if found.way is Way.ORPHAN:
                lost.append(remark)
            else:
                placed.append((found.anchor.start, found.anchor.end, remark))
    placed.sort(key=lambda one: (one[0], one[1], one[2].id))
    spans = [
        Span(*(moved(start, end) if moved else (start, end)), number)
        for number, (start, end, _remark) in enumerate(placed, start=1)
    ]
    found_places = [
        Shown(span.number, remark, shown[span.start : span.end])
        for span, (_start, _end, remark) in zip(spans, placed, strict=True)
    ]
    orphans = [Shown(0, remark, "" if moved else remark.exact) for remark in lost]
    return paragraphs(shown, passages, spans), (*found_places, *orphans)
