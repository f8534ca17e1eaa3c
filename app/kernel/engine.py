"""Huey behind one name: it rings, the Job row decides (see `app.kernel.queue`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey


@dataclass(frozen=True, slots=True)
class Engine:
    """The queue of this process: `ring` from the web, `huey` for the worker's consumer."""

    huey: Huey
    ring: Callable[[int], None]


def open_engine(url: str, perform: Callable[[int], None]) -> Engine:
    """Connect to the queue at `url` (sqlite:///file, postgresql://…, redis://…); `perform` runs in the worker only."""
    huey = _huey(url)

    def ring(job_id: int) -> None:
        perform(job_id)

    task = huey.task(name="ring")(ring)
    return Engine(huey, lambda job_id: void(task(job_id)))


def void(_result: object) -> None:
    """Drop Huey's result handle: results are switched off, the row tells."""


def _huey(url: str) -> Huey:
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("surau", filename=str(path), results=False, fsync=False, cache_mb=2)
    if url.startswith(("postgresql", "postgres")):
        return PostgresHuey("surau", dsn=url.replace("+psycopg", ""), results=False)
    return RedisHuey("surau", url=url, results=False)
