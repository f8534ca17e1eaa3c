"""Trainings as they were loaded from courses/: a version never changes, a class stays on its version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.curriculum.core.path import StepKind
from app.kernel.db import Model, choice


class Course(Model):
    """A training by its code; what it teaches stands in its versions."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    current_version_id: Mapped[int | None] = mapped_column(ForeignKey("course_version.id", use_alter=True))
    """The last good version: what a new angkatan begins with."""
    is_listed: Mapped[bool] = mapped_column(default=True)

    versions: Mapped[list[CourseVersion]] = relationship(
        back_populates="course", foreign_keys="CourseVersion.course_id", order_by="CourseVersion.number"
    )


class CourseVersion(Model):
    """A whole training as its files said at one time."""

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "digest", name="uq_course_version_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    digest: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Text)
    track: Mapped[str]
    jp: Mapped[int]
    about: Mapped[dict[str, Any]]
    """The rest of pelatihan.yml, glossary, reading list and trainer's guide, as `curriculum.core` encodes them."""
    loaded_at: Mapped[datetime]

    course: Mapped[Course] = relationship(back_populates="versions", foreign_keys=[course_id])
    modules: Mapped[list[Module]] = relationship(back_populates="version", order_by="Module.position")
    steps: Mapped[list[Step]] = relationship(back_populates="version", order_by="Step.position")


class Module(Model):
    """A module of a version."""

    __tablename__ = "module"
    __table_args__ = (
        UniqueConstraint("version_id", "position", name="uq_module_position"),
        CheckConstraint("jp > 0", name="jp"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(Text)
    jp: Mapped[int]
    about: Mapped[dict[str, Any]]
    """Objectives, minutes, SKKNI map and sources."""

    version: Mapped[CourseVersion] = relationship(back_populates="modules")


class Step(Model):
    """One step of the path: a lesson, a quiz, a task or a test."""

    __tablename__ = "step"
    __table_args__ = (
        UniqueConstraint("version_id", "position", name="uq_step_position"),
        UniqueConstraint("version_id", "key", name="uq_step_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id", ondelete="CASCADE"))
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str]
    """Stable across versions, e.g. `sp-3/02-teras`, `sp-3/kuis`, `tes-akhir`: progress moves along it."""
    kind: Mapped[StepKind] = mapped_column(choice(StepKind, "kind"))
    title: Mapped[str]
    minutes: Mapped[int]
    is_required: Mapped[bool] = mapped_column(default=True)
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """What `curriculum.core.encoding` writes for this kind: blocks of a lesson, items, a task with its rubric."""

    version: Mapped[CourseVersion] = relationship(back_populates="steps")
    module: Mapped[Module | None] = relationship()


class LoadReport(Model):
    """What the last reading of a course folder found; shown on the `courses check` page."""

    __tablename__ = "load_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    read_at: Mapped[datetime]
    problems: Mapped[list[Any]]
