"""The start: web and worker load while the site is being prepared, and wait here before they touch anything of it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

FILE = "starting.lock"


def close(data: Path) -> int:
    """Let web and worker of this data folder wait from now on, until the handle is closed or its owner dies."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(data / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def wait(data: Path) -> None:
    """Return when nobody prepares this data folder; at once where web and worker are begun without a supervisor."""
    with contextlib.suppress(FileNotFoundError):
        handle = os.open(data / FILE, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH)
        os.close(handle)
