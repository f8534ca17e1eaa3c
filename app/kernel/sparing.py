"""A log that says a lasting trouble once a minute: what is away is met several times a second."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

SILENCE: Final = 60.0
MOST: Final = 1000


class Sparing(logging.Filter):
    """Passes a traceback when the same words about the same kind of fault were not said within the last minute."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._said: dict[tuple[str, str, object], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to say it; what brings no traceback is always said."""
        if not record.exc_info:
            return True
        about, now = (record.name, record.getMessage(), record.exc_info[0]), self._seconds()
        if now - self._said.get(about, -SILENCE) < SILENCE:
            return False
        if len(self._said) >= MOST:
            self._said.clear()
        self._said[about] = now
        return True
