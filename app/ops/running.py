"""Whether Surau runs on this data folder: what replaces the database waits until it does not."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "running.lock"


class RunningError(RuntimeError):
    """Web or worker still run on this data folder."""


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Keep web and worker from starting for the while. Raises RunningError when they run (the lock dies with them)."""
    handle = os.open(data / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunningError(
                "Surau masih berjalan di folder data ini. Hentikan dahulu (systemctl stop surau, atau Ctrl-C), lalu ulangi."
            ) from error
        yield
    finally:
        os.close(handle)
