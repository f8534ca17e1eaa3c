"""Assignment > Submission > Version (frozen). Comments hang on a version, drafts on the submission."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Text, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Columns
from app.accounts.models import User
from app.curriculum.core.work import Grading, TaskForm
from app.curriculum.models import Step
from app.kernel.db import Model, Path, choice
from app.kernel.errors import explain
from app.learning.models import Cohort
from app.media.models import Asset


class RubricVersion(Model):
    """A rubric frozen at its first use; a change makes a new row."""

    __tablename__ = "rubric_version"
    __table_args__ = (UniqueConstraint("digest", name="uq_rubric_version_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    title: Mapped[str]
    criteria: Mapped[list[Any]]
    """As `curriculum.core.encoding` writes criteria: id, name, weight, four level texts, hard stop."""
    created_at: Mapped[datetime]


class Assignment(Model):
    """A task as a class has it: its dates, its rubric, its rules."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("cohort_id", "step_id", name="uq_assignment_once"),
        CheckConstraint("due_at > opens_at", name="dates"),
        Index("ix_assignment_unit_path", "unit_path"),
    )
    __reach__ = Columns(cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    given_step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))
    """Where the class was moved to another version after works were sent: the step whose task it was given."""
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    title: Mapped[str]
    form: Mapped[TaskForm] = mapped_column(choice(TaskForm, "form"))
    grading: Mapped[Grading] = mapped_column(choice(Grading, "grading"))
    is_required: Mapped[bool] = mapped_column(default=True)
    opens_at: Mapped[datetime]
    due_at: Mapped[datetime]
    late_days: Mapped[int] = mapped_column(default=3)
    late_points: Mapped[int] = mapped_column(default=10)
    """Points taken for each day begun after the deadline."""

    cohort: Mapped[Cohort] = relationship()
    step: Mapped[Step] = relationship(foreign_keys=[step_id])
    rubric: Mapped[RubricVersion] = relationship()
    submissions: Mapped[list[Submission]] = relationship(back_populates="assignment")

    @hybrid_property
    def content_step_id(self) -> int:
        """The step whose text, form and practice texts the class was given."""
        return self.given_step_id or self.step_id

    @content_step_id.inplace.expression
    @classmethod
    def _content_step_id(cls) -> ColumnElement[int]:
        return func.coalesce(cls.given_step_id, cls.step_id)


class Submission(Model):
    """The work of one author for one assignment: a draft that moves and versions that do not."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("assignment_id", "author_id", name="uq_submission_once"),
        UniqueConstraint("assignment_id", "pseudonym", name="uq_submission_pseudonym"),
        CheckConstraint("draft_revision >= 0", name="draft_revision"),
        Index("ix_submission_author", "author_id"),
        Index("ix_submission_cohort", "cohort_id"),
        Index("ix_submission_sent", "assignment_id", "author_id", "current_id"),
        Index("ix_submission_unit_path", "unit_path"),
        # Where revision_of is not null, says its migration; said here, it would load the dialect of an engine that is not used.
        Index("ix_submission_revision_owed", "cohort_id"),
    )
    __reach__ = Columns(owner="author_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    pseudonym: Mapped[int]
    """"Naskah 12": random within the assignment, says nothing about the order of sending."""
    draft: Mapped[dict[str, Any]]
    draft_revision: Mapped[int] = mapped_column(default=0)
    draft_saved_at: Mapped[datetime | None]
    extended_until: Mapped[datetime | None]
    """Personal deadline, with its reason for the author; every change of it stands in the audit."""
    extension_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    revise_until: Mapped[datetime | None]
    """Set when a review is released: until then a next version may be sent."""
    self_levels: Mapped[dict[str, Any] | None]
    """Criterion id -> level 1-4 as the author rated himself (penilaian mandiri)."""
    self_assessed_at: Mapped[datetime | None]
    revision_required: Mapped[bool] = mapped_column(default=False)
    """Set by the pelatih only (wajib revisi); off again once the author sent a next version."""
    revision_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What the pelatih asks to be revised, as long as `revision_required`."""
    revision_of: Mapped[int | None]
    """Number of the version that the pelatih asked to revise: nobody passes with it until he graded a later one or took it back."""
    current_id: Mapped[int | None] = mapped_column(ForeignKey("version.id", use_alter=True))
    """The version that counts: the last one in time."""
    created_at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship(back_populates="submissions")
    author: Mapped[User] = relationship()
    current: Mapped[Version | None] = relationship(foreign_keys=[current_id], post_update=True)
    versions: Mapped[list[Version]] = relationship(
        back_populates="submission", foreign_keys="Version.submission_id", order_by="Version.number"
    )


TIMELY = "tenggat"
"""The `device` of a copy that holds what was saved in time and changed after the deadline."""


class DraftCopy(Model):
    """A draft that met a newer one: kept until the writer chooses, and as the way back for "Urungkan"."""

    __tablename__ = "draft_copy"
    __table_args__ = (Index("ix_draft_copy_submission", "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    draft: Mapped[dict[str, Any]]
    based_on: Mapped[int]
    device: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Version(Model):
    """What was sent, frozen."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("submission_id", "number", name="uq_version_number"),
        CheckConstraint("number > 0", name="number"),
        Index("ix_version_cohort", "cohort_id"),
        Index("ix_version_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="author_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    """The fields as sent; `submissions.core` reads them by the assignment's form."""
    text: Mapped[str] = mapped_column(Text)
    """The plain text that comments are anchored in."""
    words: Mapped[int]
    report: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    """The coach's reading, frozen with the version."""
    change_note: Mapped[str] = mapped_column(Text, default="")
    """From version 2 on: what I changed."""
    days_late: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(back_populates="versions", foreign_keys=[submission_id])
    attachments: Mapped[list[Attachment]] = relationship(back_populates="version", order_by="Attachment.position")


class Attachment(Model):
    """A file of a version, with what its author says of it."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("version_id", "position", name="uq_attachment_position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    position: Mapped[int]
    caption: Mapped[str] = mapped_column(Text, default="")
    alt: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(default="")

    version: Mapped[Version] = relationship(back_populates="attachments")
    asset: Mapped[Asset] = relationship()


class Comment(Model):
    """A remark anchored in the text of a version (W3C TextPosition and TextQuote)."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("start_at >= 0 AND end_at >= start_at", name="span"),
        Index("ix_comment_version", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    """Of a peer's review; None for the pelatih's own."""
    start_at: Mapped[int]
    end_at: Mapped[int]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str]
    suffix: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    criterion: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


explain(
    "uq_submission_once",
    "Tugas ini sudah Anda buka di tempat lain. Muat ulang halaman untuk meneruskannya.",
    columns="submission.assignment_id, submission.author_id",
)
explain(
    "uq_version_number",
    "Kiriman ini sudah terkumpul. Yang tampil adalah versi terakhir yang kami terima.",
    columns="version.submission_id, version.number",
)
