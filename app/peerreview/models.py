"""Rounds of peer review: who reads whose frozen version, until when, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Columns
from app.kernel.db import Model, Path, choice
from app.kernel.errors import explain
from app.peerreview.core.rounds import Kind
from app.submissions.models import Assignment, Submission, Version


class RoundState(StrEnum):
    """Where a round stands; the clock moves it."""

    MENUNGGU = "menunggu"
    DIBAGIKAN = "dibagikan"
    DITUTUP = "ditutup"


MOST_REVIEWS = 5
"""The largest k: nobody owes more reviews in a round."""


class Round(Model):
    """The review round of an assignment."""

    __tablename__ = "review_round"
    __table_args__ = (
        CheckConstraint(f"k >= 2 AND k <= {MOST_REVIEWS}", name="k"),
        CheckConstraint("review_due_at > share_at AND revise_due_at >= review_due_at", name="dates"),
        Index("ix_review_round_unit_path", "unit_path"),
    )
    __reach__ = Columns(cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), unique=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    k: Mapped[int] = mapped_column(default=3)
    share_at: Mapped[datetime]
    """When works are shared out: the deadline of the assignment unless the pelatih does it before."""
    review_due_at: Mapped[datetime]
    revise_due_at: Mapped[datetime]
    state: Mapped[RoundState] = mapped_column(choice(RoundState, "state"), default=RoundState.MENUNGGU)
    seed: Mapped[int]
    needs_calibration: Mapped[bool] = mapped_column(default=False)
    """Practice texts must be passed before the first work opens."""
    shared_at: Mapped[datetime | None]
    opened_revision_at: Mapped[datetime | None]
    """When authors were shown their comments and the next version was opened: the review deadline."""
    closed_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()
    tasks: Mapped[list[ReviewTask]] = relationship(back_populates="round")


class RoundMember(Model):
    """What is personal in a round: somebody's own review deadline, and that he asks for a work now."""

    __tablename__ = "review_round_member"
    __table_args__ = (UniqueConstraint("round_id", "user_id", name="uq_review_round_member_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    review_until: Mapped[datetime | None]
    """An extension of the writing moves the reviewing as far; None is the date of the round."""
    willing_since: Mapped[datetime | None]
    """"Minta naskah": set until one is given."""


class QueueReason(StrEnum):
    """Why a work waits for the pelatih."""

    TOO_FEW = "too_few"
    DISPUTED = "disputed"
    HARD_STOP = "hard_stop"
    UNSENT_DRAFT = "unsent_draft"
    TAKEN = "taken"
    """The pelatih took it over to judge himself."""


class TrainerQueue(Model):
    """A work that waits for the pelatih, with the reason and the reviews it has."""

    __tablename__ = "review_trainer_queue"
    __table_args__ = (
        UniqueConstraint("submission_id", "reason", name="uq_review_trainer_queue_once"),
        Index("ix_review_trainer_queue_round", "round_id"),
        Index("ix_review_trainer_queue_cohort", "cohort_id"),
        Index("ix_review_trainer_queue_unit_path", "unit_path"),
    )
    __reach__ = Columns(cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id", ondelete="CASCADE"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    reason: Mapped[QueueReason] = mapped_column(choice(QueueReason, "reason"))
    detail: Mapped[str] = mapped_column(default="")
    """Of a hard stop its kind: identitas_anak, izin, fakta."""
    reviews: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class RoundEvent(Model):
    """A step of the round's clock as it happened: with the seed, enough to replay it."""

    __tablename__ = "review_round_event"
    __table_args__ = (Index("ix_review_round_event_round", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    kind: Mapped[str]
    detail: Mapped[dict[str, Any]]


class TaskState(StrEnum):
    """Where a task to review stands."""

    DITAWARKAN = "ditawarkan"
    DIBUKA = "dibuka"
    TERKIRIM = "terkirim"
    DIKEMBALIKAN = "dikembalikan"
    DITOLAK = "ditolak"


RUNNING = (TaskState.DITAWARKAN, TaskState.DIBUKA)
"""States in which a review is still to come."""


class ReviewTask(Model):
    """One reviewer is asked to read one work."""

    __tablename__ = "review_task"
    __table_args__ = (
        UniqueConstraint("round_id", "submission_id", "reviewer_id", name="uq_review_task_once"),
        CheckConstraint("reviewer_id <> author_id", name="not_own"),
        Index("ix_review_task_reviewer", "reviewer_id", "state"),
        Index("ix_review_task_submission", "submission_id"),
        Index("ix_review_task_cohort", "cohort_id"),
        Index("ix_review_task_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="reviewer_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    state: Mapped[TaskState] = mapped_column(choice(TaskState, "state"), default=TaskState.DITAWARKAN)
    kind: Mapped[Kind] = mapped_column(choice(Kind, "kind"), default=Kind.BATCH)
    """Of a batch: held until 48 hours before the deadline; late and backfill tasks have a lease of 48 hours."""
    lease_until: Mapped[datetime | None]
    """When it returns to the pool if nothing happens: what people are told; reckoned anew when a date moves (`services.dates`)."""
    reminders: Mapped[int] = mapped_column(default=0)
    offered_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(default="")
    returned_at: Mapped[datetime | None]
    returned_for: Mapped[str] = mapped_column(default="")
    """`core.rounds.Reason` of the taking back, `closed` when the round ended, `trainer` when the pelatih took it."""

    round: Mapped[Round] = relationship(back_populates="tasks")
    submission: Mapped[Submission] = relationship()
    version: Mapped[Version] = relationship()
    review: Mapped[Review | None] = relationship(back_populates="task")


class Review(Model):
    """What a reviewer wrote: a draft until it is sent, then frozen."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("task_id", name="uq_review_task"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("review_task.id", ondelete="CASCADE"))
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    levels: Mapped[dict[str, Any]]
    """Criterion id -> 1..4."""
    notes: Mapped[dict[str, Any]]
    """Criterion id -> comment; asked for at level 1-2 only."""
    strength: Mapped[str] = mapped_column(Text, default="")
    suggestion_one: Mapped[str] = mapped_column(Text, default="")
    suggestion_two: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    flag: Mapped[str] = mapped_column(default="")
    """A hard stop that the reviewer saw (identitas_anak, izin, fakta): opens a decision of the pelatih."""
    warnings: Mapped[list[Any]]
    """What looked hasty, uniform or thin when it was sent (`core.reviewing.Sign`); said to the reviewer before."""
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    usefulness: Mapped[int | None]
    """The author's rating, 1-4."""
    author_reply: Mapped[str] = mapped_column(Text, default="")
    rated_at: Mapped[datetime | None]

    task: Mapped[ReviewTask] = relationship(back_populates="review")


class PointAnswer(Model):
    """Author and reviewer about one suggestion in the next version: what I changed; sudah, sebagian, belum."""

    __tablename__ = "point_answer"
    __table_args__ = (UniqueConstraint("review_id", "point", "version_id", name="uq_point_answer_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    point: Mapped[str]
    """`suggestion_one`, `suggestion_two`, `question` or `comment:<id>`."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """The author's "what I changed"."""
    answered_at: Mapped[datetime | None]
    verdict: Mapped[str] = mapped_column(default="")
    """The reviewer's tick: sudah, sebagian, belum; empty until he looks."""
    ticked_at: Mapped[datetime | None]


class CalibrationTry(Model):
    """One rating of the calibration texts by one person."""

    __tablename__ = "calibration_try"
    __table_args__ = (
        UniqueConstraint("user_id", "assignment_id", "number", "text_id", name="uq_calibration_try_once"),
        Index("ix_calibration_try_cohort", "cohort_id"),
        Index("ix_calibration_try_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="user_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    number: Mapped[int]
    """One try rates every text of its set; the rows of a try share their number."""
    text_id: Mapped[str]
    levels: Mapped[dict[str, Any]]
    flag: Mapped[str] = mapped_column(default="")
    is_passed: Mapped[bool]
    """Whether the whole try passed, not this text alone."""
    made_at: Mapped[datetime]


explain(
    "uq_review_task_once",
    "Naskah ini sudah dibagikan kepada penelaah yang sama.",
    columns="review_task.round_id, review_task.submission_id, review_task.reviewer_id",
)
explain(
    "uq_review_task",
    "Telaah ini sudah dibuka di tempat lain. Muat ulang halaman untuk meneruskannya.",
    columns="review.task_id",
)
explain(
    "uq_calibration_try_once",
    "Percobaan ini sudah terkirim. Muat ulang halaman untuk melihat hasilnya.",
    columns="calibration_try.user_id, calibration_try.assignment_id, calibration_try.number, calibration_try.text_id",
)
explain(
    "uq_point_answer_once",
    "Jawaban untuk saran ini sudah tersimpan dari tempat lain. Muat ulang halaman.",
    columns="point_answer.review_id, point_answer.point, point_answer.version_id",
)
