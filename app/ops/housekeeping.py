"""What is swept once an hour: old bells and mail rows, finished jobs, half-written files of a kill; and the tables are counted."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

from flask import current_app

from app.kernel import clock, queue, storage
from app.kernel.work import work
from app.notifications import services as notifications
from app.ops import schema

EVERY: Final = 3600.0
JOBS_KEPT: Final = timedelta(days=30)
PARTS_KEPT: Final = 3600.0
"""Seconds after which a part of a file belongs to no upload that still runs."""

_next = [0.0]


def tick() -> None:
    """Called by the clock; does something once an hour in each worker."""
    if time.monotonic() < _next[0]:
        return
    _next[0] = time.monotonic() + EVERY
    now = clock.now()
    with work():
        notifications.forget_old(now)
        queue.forget(now - JOBS_KEPT)
    schema.take_stock()
    folder = storage.folder_of(current_app.config["SURAU"].storage_url)
    if folder is not None:
        storage.sweep(folder, now.timestamp() - PARTS_KEPT)
