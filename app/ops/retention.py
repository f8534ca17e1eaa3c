"""What the privacy notice promises to forget: old classes, strangers at class links, unused uploads and nameless contents once a day, files of the erased at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from flask import current_app
from sqlalchemy import select

from app.certificates.models import Certificate
from app.curriculum import retention as trainings
from app.grading import retention as grades
from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.queue import Effect
from app.kernel.work import work
from app.learning import retention as classes
from app.media.models import Asset
from app.notifications import retention as bells
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
        strangers = classes.forget_strangers(now)
        for one in strangers:
            bells.forget_stranger(one.name, one.cohort_ids)
    with work():
        dropped = works.drop_abandoned(now)
    swept = storage.unused(_named, before=now - YOUNGEST)
    current_app.logger.info("retention: %d strangers, %d abandoned uploads, %d contents without a name", len(strangers), dropped, swept)


def forget(cohort_id: int, now: datetime) -> None:
    """Empty a class of what people wrote, in the caller's transaction; grades, certificates and dates stay."""
    reviews.forget(cohort_id)
    grades.forget(cohort_id)
    works.forget(cohort_id)
    classes.forget(cohort_id, now)


def drop(payload: Mapping[str, Any], _now: datetime) -> Effect | None:
    """Take contents of an erased person out of the storage, unless another row names the same content.

    What is named while it goes (somebody sends the same file in that moment) is put back.
    """
    named = _named()
    for digest in payload["digests"]:
        if digest in named:
            continue
        try:
            content = storage.get(digest)
        except Missing:
            continue
        storage.delete(digest)
        if digest in _named():
            storage.put(content)
    return None


def _named() -> set[str]:
    """Every digest that a row or a lesson names."""
    found = {
        *db.session.scalars(select(Asset.digest)),
        *db.session.scalars(select(Certificate.file_digest).where(Certificate.file_digest.is_not(None))),
        *trainings.named_assets(),
    }
    db.session.rollback()
    return {digest for digest in found if digest}
