"""Reading trainings. A version never changes, so what is read of it is remembered by this process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app.curriculum.core.encoding import body_from_json
from app.curriculum.core.path import StepBody, StepKind, StepSpec
from app.curriculum.models import Course, CourseVersion, LoadReport, Module, Step
from app.kernel.cache import Remembered
from app.kernel.db import db
from app.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module as pages need it; `about` is objectives, minutes and sources as encoded."""

    id: int
    code: str
    title: str
    summary: str
    jp: int
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with its module; `spec` is what the pure rules of learning take."""

    id: int
    module_id: int | None
    spec: StepSpec

    @property
    def key(self) -> str:
        """The stable key, part of its address."""
        return self.spec.key

    @property
    def kind(self) -> StepKind:
        """What is done at it."""
        return self.spec.kind


@dataclass(frozen=True, slots=True)
class Outline:
    """A version without its texts: what it is, its modules and its path."""

    version_id: int
    slug: str
    code: str
    number: int
    title: str
    summary: str
    track: str
    jp: int
    about: dict[str, Any]
    modules: tuple[ModuleRow, ...]
    steps: tuple[StepRow, ...]

    @property
    def is_waived_by_closing_test(self) -> bool:
        """Whether whoever passes the closing test is waived everything else."""
        return bool(self.about.get("waived_by_closing_test", False))

    def step(self, key: str) -> StepRow:
        """The step of this key. Raises Missing."""
        for step in self.steps:
            if step.key == key:
                return step
        raise Missing

    def around(self, key: str) -> tuple[StepRow | None, StepRow | None]:
        """The steps before and after."""
        keys = [step.key for step in self.steps]
        place = keys.index(key)
        before = self.steps[place - 1] if place else None
        return before, self.steps[place + 1] if place + 1 < len(self.steps) else None

    def of_module(self, module_id: int) -> tuple[StepRow, ...]:
        """The steps of a module."""
        return tuple(step for step in self.steps if step.module_id == module_id)


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A training in the public catalogue."""

    slug: str
    code: str
    title: str
    summary: str
    track: str
    jp: int
    modules: int
    about: dict[str, Any]


_outlines: Remembered[Outline] = Remembered(seconds=3600, most=64)
_bodies: Remembered[StepBody] = Remembered(seconds=3600, most=400)


def outline(version_id: int) -> Outline:
    """A version by its id. Raises Missing."""
    return _outlines.get(version_id, lambda: _read_outline(version_id))


def body(step_id: int) -> StepBody:
    """What a step holds: Lesson, Quiz, Work or Test. Raises Missing."""
    return _bodies.get(step_id, lambda: _read_body(step_id))


def live_version(slug: str) -> int:
    """Id of the version that a new class begins with. Raises Missing."""
    found = db.session.scalar(select(Course.current_version_id).where(Course.slug == slug))
    if found is None:
        raise Missing
    return found


def catalogue() -> list[CatalogueRow]:
    """Every listed training, by track and title."""
    count = select(func.count(Module.id)).where(Module.version_id == CourseVersion.id).scalar_subquery()
    rows = db.session.execute(
        select(
            Course.slug, Course.code, CourseVersion.title, CourseVersion.summary, CourseVersion.track,
            CourseVersion.jp, count, CourseVersion.about,
        )
        .join(CourseVersion, CourseVersion.id == Course.current_version_id)
        .where(Course.is_listed)
        .order_by(CourseVersion.track, CourseVersion.title)
    )  # fmt: skip -- the columns in the order of the dataclass
    return [CatalogueRow(*row) for row in rows]


def reports() -> list[LoadReport]:
    """What the last reading of each course folder found."""
    return list(db.session.scalars(select(LoadReport).order_by(LoadReport.slug)))


def _read_outline(version_id: int) -> Outline:
    row = db.session.execute(
        select(CourseVersion, Course.slug, Course.code)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(CourseVersion.id == version_id)
    ).one_or_none()
    if row is None:
        raise Missing
    version, slug, code = row
    modules = db.session.scalars(select(Module).where(Module.version_id == version_id).order_by(Module.position)).all()
    codes = {module.id: module.code for module in modules}
    steps = db.session.execute(
        select(Step.id, Step.module_id, Step.key, Step.kind, Step.title, Step.minutes, Step.is_required)
        .where(Step.version_id == version_id)
        .order_by(Step.position)
    )
    return Outline(
        version_id=version.id,
        slug=slug,
        code=code,
        number=version.number,
        title=version.title,
        summary=version.summary,
        track=version.track,
        jp=version.jp,
        about=version.about,
        modules=tuple(ModuleRow(m.id, m.code, m.title, m.summary, m.jp, m.about) for m in modules),
        steps=tuple(
            StepRow(id_, module_id, StepSpec(key, kind, title, minutes, codes.get(module_id or 0, ""), required))
            for id_, module_id, key, kind, title, minutes, required in steps
        ),
    )


def _read_body(step_id: int) -> StepBody:
    step = db.session.scalar(select(Step).where(Step.id == step_id).options(undefer(Step.content)))
    if step is None:
        raise Missing
    return body_from_json(step.kind, step.content)
