"""Trainings come into the database: a version is added when the files changed, and never altered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from app.curriculum.core.course import Course as CourseValue
from app.curriculum.core.encoding import to_json
from app.curriculum.core.links import resolved
from app.curriculum.core.path import steps_with_bodies
from app.curriculum.files import Loaded, read_all
from app.curriculum.models import Course, CourseVersion, LoadReport, Module, Step
from app.kernel import storage
from app.kernel.db import db

ASSET_URL = "/aset/{digest}/{name}"
"""Pictures of trainings are found by content, so they may be kept for ever (curriculum.routes.asset)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A training read from its files, its pictures stored, its addresses final: all slow work is done."""

    loaded: Loaded
    course: CourseValue | None


def prepare(root: Path, *, known: Callable[[str, str], bool]) -> tuple[Prepared, ...]:
    """Read every training below `root`; what `known(slug, digest)` says is loaded already is not prepared again."""
    prepared = []
    for loaded in read_all(root):
        course = None
        if loaded.course is not None and not known(loaded.slug, loaded.digest):
            course = _with_addresses(loaded.course, root / loaded.slug)
        prepared.append(Prepared(loaded, course))
    return tuple(prepared)


def is_current(slug: str, digest: str) -> bool:
    """Whether the live version of a training was read from exactly these files."""
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(Course)
            .join(CourseVersion, CourseVersion.id == Course.current_version_id)
            .where(Course.slug == slug, CourseVersion.digest == digest)
        )
    )


def store(prepared: Prepared, now: datetime) -> CourseVersion | None:
    """Write a prepared training as a new version and make it the live one; the report is written in any case.

    Returns None, and leaves the last good version live, when the files have problems or nothing changed.
    """
    _report(prepared.loaded, now)
    if prepared.course is None:
        return None
    value = prepared.course
    course = db.session.scalar(select(Course).where(Course.slug == value.slug).with_for_update())
    if course is None:
        course = Course(code=value.code, slug=value.slug)
        db.session.add(course)
        db.session.flush()  # the version needs the id
    known = db.session.scalar(
        select(CourseVersion).where(
            CourseVersion.course_id == course.id, CourseVersion.digest == prepared.loaded.digest
        )
    )
    version = known or _add_version(course, value, prepared.loaded.digest, now)
    course.current_version_id = version.id
    return version


def _add_version(course: Course, value: CourseValue, digest: str, now: datetime) -> CourseVersion:
    last = db.session.scalar(select(func.max(CourseVersion.number)).where(CourseVersion.course_id == course.id)) or 0
    about = to_json(value)
    for heavy in ("modules", "tests"):
        about.pop(heavy)
    version = CourseVersion(
        course_id=course.id,
        number=last + 1,
        digest=digest,
        title=value.title,
        summary=value.summary_html,
        track=value.track,
        jp=value.jp,
        about=about,
        loaded_at=now,
    )
    db.session.add(version)
    db.session.flush()  # modules and steps need the id
    modules: dict[str, int] = {}
    for position, module in enumerate(value.modules):
        about = to_json(module)
        for heavy in ("lessons", "quiz", "work"):
            about.pop(heavy)
        row = Module(
            version_id=version.id,
            position=position,
            code=module.code,
            title=module.title,
            summary=module.summary,
            jp=module.jp,
            about=about,
        )
        db.session.add(row)
        db.session.flush()  # its steps need the id
        modules[module.code] = row.id
    for position, (spec, body) in enumerate(steps_with_bodies(value)):
        db.session.add(
            Step(
                version_id=version.id,
                module_id=modules.get(spec.module_code),
                position=position,
                key=spec.key,
                kind=spec.kind,
                title=spec.title,
                minutes=spec.minutes,
                is_required=spec.is_required,
                content=to_json(body),
            )
        )
    db.session.flush()  # callers read the steps at once
    return version


def _report(loaded: Loaded, now: datetime) -> None:
    row = db.session.scalar(select(LoadReport).where(LoadReport.slug == loaded.slug))
    if row is None:
        row = LoadReport(slug=loaded.slug)
        db.session.add(row)
    row.digest = loaded.digest
    row.read_at = now
    row.problems = [to_json(problem) for problem in loaded.problems]


def _with_addresses(course: CourseValue, folder: Path) -> CourseValue:
    """Store the pictures by content and put their addresses, and those of lessons, into the text."""

    def asset_url(name: str) -> str:
        path = folder / name
        digest = storage.put(path.read_bytes())
        return ASSET_URL.format(digest=digest, name=path.name)

    return resolved(course, asset_url, lambda key: f"../{key}" if "/" in key else key)
