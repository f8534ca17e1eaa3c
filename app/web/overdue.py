"""Ends connections whose sender has gone silent in the middle of a body.

The server (Granian 2.8) reads a body with a call that has no deadline and that nothing but the end of the connection
ends; an answer while it waits would stop the whole process. So a thread looks at the connections themselves, as the
kernel counts their bytes (Linux; elsewhere only the pace between pieces is watched), and ends those that bring nothing.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Final

SILENCE: Final = 20.0
"""Seconds within which the next piece of a body must have come."""

LEAST: Final = 1024
"""Bytes a second of a sender who is slow but not silent: a hundredth of a weak phone's link."""

LOOK: Final = 2.0
_COUNTS: Final = struct.Struct("=120xQQ")
"""tcp_info of linux/tcp.h since 4.1: tcpi_bytes_acked and tcpi_bytes_received."""


@dataclass(slots=True)
class Piece:
    """A piece of a body that is being waited for."""

    address: str
    port: int
    due: float
    is_overdue: bool = False


@dataclass(slots=True)
class _Connection:
    """What a connection had sent and taken when it was last seen to be alive."""

    acked: int
    received: int
    at: float


@dataclass(slots=True)
class Watch:
    """The pieces that this process waits for; its thread lives as long as there are any."""

    silence: float = SILENCE
    look: float = LOOK
    _pieces: dict[int, Piece] = field(default_factory=dict)
    _known: dict[tuple[str, int], _Connection] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _runs: bool = False

    @contextmanager
    def wait(self, address: str, port: int) -> Iterator[Piece]:
        """Wait for a piece from a connection of this address to this port of ours; it tells when it took too long."""
        piece = Piece(address, port, time.monotonic() + self.silence)
        with self._lock:
            self._pieces[id(piece)] = piece
            if not self._runs:
                self._runs = True
                Thread(target=self._run, name="overdue", daemon=True).start()
        try:
            yield piece
        finally:
            with self._lock:
                del self._pieces[id(piece)]

    def _run(self) -> None:
        while True:
            time.sleep(self.look)
            with self._lock:
                if not self._pieces:
                    self._runs = False
                    self._known.clear()
                    return
                waited_for = list(self._pieces.values())
            now = time.monotonic()
            overdue = [piece for piece in waited_for if piece.due < now]
            silent = self._silent({piece.port for piece in waited_for}, now)
            for piece in overdue:
                piece.is_overdue = True
            senders = {(piece.address, piece.port) for piece in overdue}
            for connection, sender in silent:
                with connection, suppress(OSError):
                    if sender in senders:
                        connection.shutdown(socket.SHUT_RDWR)

    def _silent(self, ports: set[int], now: float) -> list[tuple[socket.socket, tuple[str, int]]]:
        """The connections to these ports of ours over which nothing went for a while, with (address, port)."""
        seen: dict[tuple[str, int], _Connection] = {}
        silent = []
        for connection in _connections():
            try:
                own, peer = connection.getsockname()[1], connection.getpeername()
                acked, received = _COUNTS.unpack(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _COUNTS.size))
            except (OSError, struct.error):
                connection.close()
                continue
            key = (str(peer[0]), int(peer[1]))
            before = self._known.get(key)
            if own not in ports:
                connection.close()
                continue
            is_alive = before is None or before.acked != acked or received - before.received >= LEAST * self.silence
            seen[key] = _Connection(acked, received, now) if before is None or is_alive else before
            if now - seen[key].at >= self.silence:
                silent.append((connection, (key[0].removeprefix("::ffff:"), own)))
            else:
                connection.close()
        self._known = seen
        return silent


def _connections() -> Iterator[socket.socket]:
    """Every TCP socket of this process, as a copy that may be closed."""
    with suppress(OSError):
        for path in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                if path.is_socket():
                    copy = socket.socket(fileno=os.dup(int(path.name)))
                    if copy.family in (socket.AF_INET, socket.AF_INET6) and copy.type == socket.SOCK_STREAM:
                        yield copy
                    else:
                        copy.close()
