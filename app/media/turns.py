"""One preparation of files at a time for each sender: reading a picture or a PDF takes seconds of one of the few threads that work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from app.kernel.errors import TooMany
from app.kernel.i18n import _

SOON: Final = 5
"""Seconds after which to try again (Retry-After)."""

_senders: set[int] = set()
_lock: Final = Lock()


@contextmanager
def turn(sender_id: int) -> Iterator[None]:
    """Hold the sender's turn in this process. Raises TooMany at once while he holds it already: who waited would hold a thread too."""
    with _lock:
        if sender_id in _senders:
            raise TooMany(_("Unggahan Anda yang sebelumnya masih kami periksa. Tunggu sampai selesai, lalu unggah lagi."), retry_after=SOON)
        _senders.add(sender_id)
    try:
        yield
    finally:
        with _lock:
            _senders.discard(sender_id)
