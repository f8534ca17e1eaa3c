"""Which pictures the loaded trainings name: anyone may see those, and a sweep of the storage spares them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from app.curriculum.models import CourseVersion, Module, Step
from app.kernel.cache import Remembered
from app.kernel.db import db

_ADDRESS: Final = re.compile(r"/aset/([0-9a-f]{64})/([A-Za-z0-9._-]+)")

Picture = tuple[str, str]
"""(digest, file name) as an address in a training's text says them."""


@dataclass(slots=True)
class _Known:
    """What this process has read; a version never changes, so each is read once."""

    versions: set[int] = field(default_factory=set)
    pictures: set[Picture] = field(default_factory=set)


_memory: Remembered[_Known] = Remembered(seconds=math.inf)


def pictures_of(versions: Collection[int]) -> set[Picture]:
    """Every picture that these versions name."""
    found: set[Picture] = set()
    for kind, column in ((CourseVersion, CourseVersion.id), (Module, Module.version_id), (Step, Step.version_id)):
        rows = db.session.execute(select(*kind.__table__.columns).where(column.in_(versions)))
        for row in rows.yield_per(200):
            found.update(_ADDRESS.findall(json.dumps(list(row), default=str)))
    return found


def all_versions() -> set[int]:
    """The ids of all loaded versions, also of those that only old classes use."""
    return set(db.session.scalars(select(CourseVersion.id)))


def is_named(digest: str, name: str) -> bool:
    """Whether a loaded training shows this content under this name.

    A hit asks the database nothing; a miss asks which versions there are, and only new ones are read.
    """
    known, picture = _memory.get(None, _Known), (digest, name)
    if picture in known.pictures:
        return True
    unread = all_versions() - known.versions
    if unread:
        known.pictures |= pictures_of(unread)
        known.versions |= unread
    return picture in known.pictures
