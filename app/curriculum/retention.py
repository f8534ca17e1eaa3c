"""Which pictures of trainings are still named, so that a sweep of the storage leaves them alone."""

from __future__ import annotations

import json
import re
from typing import Final

from sqlalchemy import select

from app.curriculum.models import CourseVersion, Module, Step
from app.kernel.db import db

_ADDRESS: Final = re.compile(r"/aset/([0-9a-f]{64})/")


def named_assets() -> set[str]:
    """Digests of all pictures of all loaded versions, also of those that only old classes use."""
    found: set[str] = set()
    for kind in (CourseVersion, Module, Step):
        for row in db.session.execute(select(*kind.__table__.columns)).yield_per(200):
            found.update(_ADDRESS.findall(json.dumps(list(row), default=str)))
    return found
