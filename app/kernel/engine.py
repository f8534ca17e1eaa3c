"""Huey behind one name: it rings, the Job row decides (see `app.kernel.queue`)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, storage

from app.kernel.errors import Unavailable

DEAF: Final = 10.0
"""Seconds for which an engine that did not answer is not asked again; the clock finds the jobs meanwhile."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Engine:
    """The queue of this process: `ring` from the web, `huey` for the worker's consumer."""

    huey: Huey
    ring: Callable[[int], None]


class Bell:
    """Rings through Huey. Once it did not sound it raises Unavailable for a while without trying: each try may take seconds."""

    def __init__(self, task: Callable[[int], object]) -> None:
        self._task = task
        self._deaf_until = 0.0

    def __call__(self, job_id: int) -> None:
        """Ring for a job. Raises what the engine raises."""
        if time.monotonic() < self._deaf_until:
            raise Unavailable("the queue engine did not answer a moment ago")
        try:
            self._task(job_id)
        except Exception:
            self._deaf_until = time.monotonic() + DEAF
            raise


def open_engine(url: str, perform: Callable[[int], None]) -> Engine:
    """Connect to the queue at `url` (sqlite:///file, postgresql://…, redis://…); `perform` runs in the worker only."""
    huey = _huey(url)

    def ring(job_id: int) -> None:
        perform(job_id)

    return Engine(huey, Bell(huey.task(name="ring")(ring)))


def _huey(url: str) -> Huey:
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("surau", filename=str(path), results=False, fsync=False, cache_mb=2)
    if url.startswith(("postgresql", "postgres")):
        return _postgres(url.replace("+psycopg", ""))
    return RedisHuey("surau", url=url, results=False)


def _postgres(dsn: str) -> Huey:
    """Its tables are made where they are missing; a process that begins while it is away goes on without having looked."""
    try:
        return PostgresHuey("surau", dsn=dsn, results=False)
    except storage.psycopg.OperationalError:  # Huey's: a site on SQLite does not load that driver (app.lean)
        log.warning("the queue does not answer; its tables were not looked at")
        return PostgresHuey("surau", dsn=dsn, results=False, create_tables=False)
