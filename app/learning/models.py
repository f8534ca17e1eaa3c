"""Classes and what learners did in them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Columns
from app.accounts.models import Unit, User
from app.curriculum.models import CourseVersion, Step
from app.kernel.db import Model, Path, choice
from app.kernel.errors import explain


class Issue(StrEnum):
    """When certificates are made (rules.md)."""

    SETELAH_DISAHKAN = "setelah_disahkan"
    OTOMATIS = "otomatis"


class Cohort(Model):
    """An angkatan: one run of a training for a class."""

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        Index("ix_cohort_unit_path", "unit_path"),
    )
    __reach__ = Columns(cohort="id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    name: Mapped[str]
    """As spoken: "Angkatan III Tahun 2026"."""
    numeral: Mapped[str]
    """Roman, as printed in certificate numbers."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    seats: Mapped[int] = mapped_column(default=40)
    mode: Mapped[str] = mapped_column(default="daring")
    place: Mapped[str] = mapped_column(default="")
    partner: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str]
    """The narahubung, shown at sign-in and on every error."""
    contact_phone: Mapped[str]
    join_token: Mapped[str | None] = mapped_column(unique=True)
    """Of the class link, None when it is closed; it opens nothing without approval, so it is kept to be shown again."""
    issue: Mapped[Issue] = mapped_column(choice(Issue, "issue"), default=Issue.SETELAH_DISAHKAN)
    settings: Mapped[dict[str, Any]]
    """What differs from rules.md for this class (weights, attempts, attendance)."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    version: Mapped[CourseVersion] = relationship()
    unit: Mapped[Unit] = relationship()
    enrolments: Mapped[list[Enrolment]] = relationship(back_populates="cohort")


class EnrolmentState(StrEnum):
    """Where a person stands with a class (domain.md 6)."""

    DIUNDANG = "diundang"
    MENUNGGU = "menunggu"
    DITERIMA = "diterima"
    DITOLAK = "ditolak"
    MUNDUR = "mundur"


class Enrolment(Model):
    """A person in a class."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("cohort_id", "user_id", name="uq_enrolment_once"),
        Index("ix_enrolment_cohort_state", "cohort_id", "state", "user_id"),
        Index("ix_enrolment_user", "user_id"),
        Index("ix_enrolment_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="user_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    """Of the class, as it was when the row was made."""
    state: Mapped[EnrolmentState] = mapped_column(choice(EnrolmentState, "state"))
    invited_at: Mapped[datetime | None]
    invitations: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    """When the person asked for the place himself, signed in; None where he was invited or anybody asked in his name."""
    joined_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    waived_steps: Mapped[list[Any]]
    """Keys of steps that the pelatih waived (LD by its tes akhir); the reason stands in the audit."""
    last_step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))
    last_active_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship(back_populates="enrolments")
    user: Mapped[User] = relationship()


SEATED = Enrolment.state.in_([EnrolmentState.DIUNDANG, EnrolmentState.DITERIMA])
"""Who holds a seat of a class: in it, or invited to it."""


class Progress(Model):
    """What a learner did at one step: answers of exercises, the end reached, done."""

    __tablename__ = "progress"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "step_id", name="uq_progress_once"),
        Index("ix_progress_scores", "enrolment_id", "step_id", "score"),
        Index("ix_progress_step", "step_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    answers: Mapped[dict[str, Any]]
    """Exercise id -> what was answered and checked."""
    reached_end: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    score: Mapped[float | None]
    """Best result of a quiz or test, 0-100."""


class Attempt(Model):
    """One try at a quiz or test."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "step_id", "number", name="uq_attempt_number"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score"),
        Index("ix_attempt_cohort", "cohort_id"),
        Index("ix_attempt_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="user_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    given_step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))
    """Where the class was moved to another version since the try began: the step whose items were asked."""
    number: Mapped[int]
    form: Mapped[str] = mapped_column(default="")
    seed: Mapped[int]
    """Shuffles the options of this try, so that it can be shown again as it was."""
    answers: Mapped[dict[str, Any]]
    score: Mapped[float | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    step: Mapped[Step] = relationship(foreign_keys=[step_id])

    @property
    def content_step_id(self) -> int:
        """The step whose items were asked."""
        return self.given_step_id or self.step_id


class ExtraAttempt(Model):
    """One more try, opened by the pelatih with a reason."""

    __tablename__ = "extra_attempt"
    __table_args__ = (Index("ix_extra_attempt_enrolment", "enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    reason: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    given_at: Mapped[datetime]


explain("uq_enrolment_once", "Orang ini sudah ada di angkatan ini.", columns="enrolment.cohort_id, enrolment.user_id")
explain(
    "uq_attempt_number",
    "Percobaan ini sudah dibuka di tempat lain. Muat ulang halaman untuk meneruskannya.",
    columns="attempt.enrolment_id, attempt.step_id, attempt.number",
)
