"""The versions of one training beside each other: which one is live, and what lies between two of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.curriculum.core.changes import Changes, compare
from app.curriculum.core.encoding import body_from_json
from app.curriculum.core.path import StepBody
from app.curriculum.models import Course, CourseVersion, Step
from app.curriculum.queries import outline
from app.kernel.db import db

_other = aliased(Step)


def live_of(version_id: int) -> int | None:
    """The version that a new class of the same training would begin with."""
    return db.session.scalar(
        select(Course.current_version_id).join(CourseVersion, CourseVersion.course_id == Course.id).where(CourseVersion.id == version_id)
    )


def changes(old_id: int, new_id: int) -> Changes:
    """What differs between two versions; one statement beside the outlines. Raises Missing."""
    old, new = outline(old_id), outline(new_id)
    return compare([step.spec for step in old.steps], [step.spec for step in new.steps], _unequal(old_id, new_id))


def twins(old_id: int, new_id: int) -> dict[int, int]:
    """Id of a step of one version -> id of the same step (key and kind) of the other; one statement."""
    rows = db.session.execute(
        select(Step.id, _other.id)
        .join(_other, (_other.key == Step.key) & (_other.kind == Step.kind))
        .where(Step.version_id == old_id, _other.version_id == new_id)
    )
    return {old: new for old, new in rows}  # noqa: C416 -- rows are no pairs to mypy


def _unequal(old_id: int, new_id: int) -> dict[str, tuple[StepBody, StepBody]]:
    """Key -> what a step held and holds, where both versions have it and the contents are not equal."""
    rows = db.session.execute(
        select(Step.key, Step.kind, Step.content, _other.content)
        .join(_other, (_other.key == Step.key) & (_other.kind == Step.kind))
        .where(Step.version_id == old_id, _other.version_id == new_id)
    )
    return {key: (body_from_json(kind, was), body_from_json(kind, now)) for key, kind, was, now in rows if was != now}
