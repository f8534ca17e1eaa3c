"""Weak links wait outside: a body is read whole before a request begins to work, an answer leaves after it has ended.

A phone on 250 kb/s takes half a minute for a photo and half an hour for a film. Without this every such phone would hold
one of the few threads that work, and its connection to the database; forty pupils could stop the site by sending what
they were asked for. So the server has many small threads (`app.run.WAITING`), of which at most `PLACES` may be held by
bodies and large files on their way; the rest stays free for pages. A sender who is slower than any phone, or silent, is
sent away (`GRACE`, `LEAST_RATE`, `app.web.overdue`), and no address may hold all places (`app.web.places`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any, Final

from app.web.overdue import Watch
from app.web.places import Places, address_of

PLACES: Final = 48
PIECE: Final = 16 * 1024
GRACE: Final = 30.0
"""Seconds that any body may take; each LEAST_RATE bytes of it may take one more: a film of 50 MB three hours and a half."""

LEAST_RATE: Final = 4 * 1024
"""Bytes a second; a weak phone sends eight times as many."""

IN_MEMORY: Final = 512 * 1024
"""Bytes of a body kept in memory; a longer one goes to a temporary file without a name."""

LARGE: Final = 1024 * 1024
"""Bytes of an answer from which it is likelier than not that the network's own buffers do not take it at once."""

BUSY: Final = "Banyak berkas sedang dikirim pada saat ini. Kembali ke halaman sebelumnya, lalu coba lagi satu menit lagi."
TOO_SLOW: Final = "Kiriman Anda terhenti di tengah jalan dan belum diterima. Periksa sambungan Anda, kembali ke halaman sebelumnya, lalu kirim lagi."
NO_LENGTH: Final = "Permintaan ini tidak menyebut panjang isinya, sehingga tidak dapat diterima."

Environ = dict[str, Any]
Start = Callable[..., Any]
Wsgi = Callable[[Environ, Start], Iterable[bytes]]


@dataclass(slots=True)
class Begun:
    """What an application said before its body."""

    status: str = ""
    headers: list[tuple[str, str]] | None = None

    def __call__(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        """Keep it; an application that changes its mind before the first byte is heard."""
        self.status, self.headers = status, headers

    @property
    def length(self) -> int:
        """Bytes of the body as far as they were told."""
        told = next((value for name, value in self.headers or () if name.lower() == "content-length"), "0")
        return int(told) if told.isdecimal() else 0


class SlowLinks:
    """A WSGI layer around the whole application.

    `at_work`: how many pages may be worked on at once in this process, beside one upload; `largest`: bytes of the largest body that the
    application takes (a longer one is left unread, for it is refused); `places`: bodies and large answers under way;
    `behind_proxy`: the sender's address is the one that our own proxy wrote down.
    """

    def __init__(
        self, application: Wsgi, *, at_work: int, largest: int, places: int = PLACES, behind_proxy: bool = False, watch: Watch | None = None
    ) -> None:
        self._application = application
        self._workers = ThreadPoolExecutor(at_work, "at-work")
        self._readers = ThreadPoolExecutor(1, "files")
        self._largest = largest
        self._places = Places(places)
        self._behind_proxy = behind_proxy
        self._watch = watch or Watch()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Read, work, and give the answer to the server, which sends it as slowly as the reader takes it.

        The work is done by threads of its own, so that the many that wait stay small. What brings files has one apart:
        reading a picture or a PDF takes seconds, and no page waits for that.
        """
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            return _refused(start_response, "411 Length Required", NO_LENGTH)
        length = environ.get("CONTENT_LENGTH") or "0"
        address = address_of(environ, behind_proxy=self._behind_proxy)
        if length.isdecimal() and 0 < int(length) <= self._largest:
            if not self._places.take(address, length=int(length)):
                return _refused(start_response, "503 Service Unavailable", BUSY)
            try:
                body = self._body(environ, int(length))
            finally:
                self._places.give(address, length=int(length))
            if body is None:
                return _refused(start_response, "408 Request Timeout", TOO_SLOW, closes=True)
            environ["wsgi.input"] = body
        begun = Begun()
        workers = self._readers if environ.get("CONTENT_TYPE", "").startswith("multipart/form-data") else self._workers
        answer = workers.submit(self._application, environ, begun).result()
        if begun.length > LARGE and not isinstance(answer, list | tuple):
            if not self._places.take(address, length=begun.length):
                _close(answer)
                return _refused(start_response, "503 Service Unavailable", BUSY)
            answer = _Leaving(answer, partial(self._places.give, address, length=begun.length))
        start_response(begun.status, begun.headers)
        return answer

    def _body(self, environ: Environ, length: int) -> IO[bytes] | None:
        """The body from its beginning, as much of it as comes; None when it comes too slowly."""
        source, address = environ["wsgi.input"], str(environ.get("REMOTE_ADDR", ""))
        port = int(environ.get("SERVER_PORT") or 0)
        until = time.monotonic() + GRACE + length / LEAST_RATE
        body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- it lives as long as the request that reads it
        while length > 0:
            with self._watch.wait(address, port) as piece:
                content = source.read(min(PIECE, length))
            if piece.is_overdue or time.monotonic() > until:
                body.close()
                return None
            if not content:
                break
            body.write(content)
            length -= len(content)
        body.seek(0)
        return body


class _Leaving:
    """A large answer under way; its place is free when the server closes it."""

    def __init__(self, answer: Iterable[bytes], give: Callable[[], None]) -> None:
        self._answer = answer
        self._give = give
        self._is_held = True
        self._lock = Lock()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """Called by the server once, when all is sent or the reader has gone."""
        with self._lock:
            is_held, self._is_held = self._is_held, False
        if is_held:
            self._give()
        _close(self._answer)


def _close(answer: Iterable[bytes]) -> None:
    close = getattr(answer, "close", None)
    if close is not None:
        close()


def _refused(start_response: Start, status: str, sentence: str, *, closes: bool = False) -> list[bytes]:
    body = sentence.encode()
    start_response(
        status,
        [
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), ("Retry-After", "60"),
            ("Cache-Control", "no-store"), *([("Connection", "close")] if closes else ()),
        ],
    )  # fmt: skip -- the header as a list of pairs
    return [body]
