"""What the privacy notice promises to forget, once a day: works of old classes, uploads that nobody used, contents without a name."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from sqlalchemy import select

from app.certificates.models import Certificate
from app.curriculum import retention as trainings
from app.grading import retention as grades
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.work import work
from app.learning import retention as classes
from app.media.models import Asset
from app.peerreview import retention as reviews
from app.submissions import retention as works

EVERY: Final = 86_400.0
YOUNGEST: Final = timedelta(days=2)
"""A content without a row may still get one: an upload is stored before its row is written."""

_next = [0.0]


def tick() -> None:
    """For the worker's clock: forget once a day, each class in a unit of work of its own."""
    if time.monotonic() < _next[0]:
        return
    _next[0] = time.monotonic() + EVERY
    now = clock.now()
    for cohort_id in classes.overdue(clock.local_date(now)):
        with work():
            forget(cohort_id, now)
    with work():
        dropped = works.drop_abandoned(now)
    swept = storage.unused(_named, before=now - YOUNGEST)
    current_app.logger.info("retention: %d abandoned uploads, %d contents without a name", dropped, swept)


def forget(cohort_id: int, now: datetime) -> None:
    """Empty a class of what people wrote, in the caller's transaction; grades, certificates and dates stay."""
    reviews.forget(cohort_id)
    grades.forget(cohort_id)
    works.forget(cohort_id)
    classes.forget(cohort_id, now)


def _named() -> set[str]:
    """Every digest that a row or a lesson names."""
    found = {
        *db.session.scalars(select(Asset.digest)),
        *db.session.scalars(select(Certificate.file_digest).where(Certificate.file_digest.is_not(None))),
        *trainings.named_assets(),
    }
    db.session.rollback()
    return {digest for digest in found if digest}
