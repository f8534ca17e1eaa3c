"""Grades: an append-only history, and beside it the one row that pages read."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Columns
from app.kernel.db import Model, Path, choice
from app.kernel.errors import explain
from app.submissions.models import RubricVersion, Submission, Version


class Source(StrEnum):
    """Whose judgement a grade is."""

    SEJAWAT = "sejawat"
    PELATIH = "pelatih"
    MANDIRI = "mandiri"


class Act(StrEnum):
    """What happened to a grade."""

    DIHITUNG = "dihitung"
    """Computed from peer reviews or a self-assessment."""
    DINILAI = "dinilai"
    DIUBAH = "diubah"
    WAJIB_REVISI = "wajib_revisi"
    REVISI_DITERIMA = "revisi_diterima"
    """The work is accepted without the revision that was asked for: the pelatih takes his request back."""
    DIRILIS = "dirilis"
    DITARIK = "ditarik"
    KEBERATAN = "keberatan"
    """The author objects, with his reason."""
    DIJAWAB = "dijawab"
    """The pelatih answered the objection."""


class GradeEvent(Model):
    """One act upon a grade: who, what, when, why. Never changed, never deleted."""

    __tablename__ = "grade_event"
    __table_args__ = (Index("ix_grade_event_submission", "submission_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    act: Mapped[Act] = mapped_column(choice(Act, "act"))
    source: Mapped[Source] = mapped_column(choice(Source, "source"))
    levels: Mapped[dict[str, Any]]
    grade: Mapped[float | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """None for the clock."""
    at: Mapped[datetime]


class Grade(Model):
    """The grade of a submission as it stands now; always what the last events say."""

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("submission_id", name="uq_grade_submission"),
        CheckConstraint("grade IS NULL OR (grade >= 0 AND grade <= 100)", name="grade"),
        Index("ix_grade_cohort", "cohort_id"),
        Index("ix_grade_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="author_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    source: Mapped[Source] = mapped_column(choice(Source, "source"))
    levels: Mapped[dict[str, Any]]
    """Criterion id -> level; a mean for peers (1.0-4.0), whole for the pelatih."""
    lowest: Mapped[int | None]
    """The lowest of the levels, rounded: at 1 nobody passes, and lists need not read the levels for it."""
    raw: Mapped[float | None]
    """Before what lateness takes."""
    late_points: Mapped[float] = mapped_column(default=0)
    grade: Mapped[float | None]
    lo90: Mapped[float | None]
    hi90: Mapped[float | None]
    reviews: Mapped[int] = mapped_column(default=0)
    why: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of a peers' grade, each review's part in it as it was computed (`core.why.Explained` as JSON); else empty."""
    check_rank: Mapped[int | None]
    """Its place among the works that the pelatih should read next, 1 the first (`aggregation.spot_check_next`)."""
    feedback: Mapped[str] = mapped_column(Text, default="")
    """What the pelatih says to the author."""
    graded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    graded_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    """Held until it is set; released together."""
    seen_at: Mapped[datetime | None]
    """When the author opened it."""
    appealed_at: Mapped[datetime | None]
    """When the author objected; None again once it is answered."""

    submission: Mapped[Submission] = relationship()
    version: Mapped[Version] = relationship()
    rubric: Mapped[RubricVersion] = relationship()


class SavedComment(Model):
    """A sentence of the pelatih's comment bank."""

    __tablename__ = "saved_comment"
    __table_args__ = (Index("ix_saved_comment_owner", "owner_id"),)
    __reach__ = Columns(owner="owner_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    criterion: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(Text)
    used: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class ReviewQuality(Model):
    """Mutu telaah of one person in one round, as it was last computed."""

    __tablename__ = "review_quality"
    __table_args__ = (
        UniqueConstraint("round_id", "user_id", name="uq_review_quality_once"),
        CheckConstraint("mark >= 0 AND mark <= 100", name="mark"),
        Index("ix_review_quality_cohort", "cohort_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id", ondelete="CASCADE"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    mark: Mapped[float]
    parts: Mapped[dict[str, Any]]
    """`kalibrasi`, `pelatih`, `penulis`, `sejalan` as far as they are known, each 0-100."""
    at: Mapped[datetime]


explain(
    "uq_grade_submission",
    "Naskah ini baru saja dinilai di tempat lain. Muat ulang halaman untuk melihat nilainya sebelum mengubahnya.",
    columns="grade.submission_id",
)
