"""Weak links wait outside: a body is read whole before a request begins to work, an answer leaves after it has ended.

A phone on 250 kb/s takes half a minute for a photo and half an hour for a film. Without this every such phone would hold
one of the few threads that work, and its connection to the database; forty pupils could stop the site by sending what
they were asked for. So the server has many small threads (`app.run.WAITING`), of which at most `PLACES` may be held by
bodies and large files on their way; the rest stays free for pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any, Final

PLACES: Final = 48
PIECE: Final = 64 * 1024
IN_MEMORY: Final = 512 * 1024
"""Bytes of a body kept in memory; a longer one goes to a temporary file without a name."""

LARGE: Final = 1024 * 1024
"""Bytes of an answer from which it is likelier than not that the network's own buffers do not take it at once."""

BUSY: Final = "Banyak berkas sedang dikirim pada saat ini. Kembali ke halaman sebelumnya, lalu coba lagi satu menit lagi."
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

    `at_work`: how many requests may be worked on at once in this process; `largest`: bytes of the largest body that the
    application takes (a longer one is left unread, for it is refused); `places`: bodies and large answers under way.
    """

    def __init__(self, application: Wsgi, *, at_work: int, largest: int, places: int = PLACES) -> None:
        self._application = application
        self._workers = ThreadPoolExecutor(at_work, "at-work")
        self._largest = largest
        self._places = BoundedSemaphore(places)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Read, work, and give the answer to the server, which sends it as slowly as the reader takes it.

        The work is done by threads of its own, so that the many that wait stay small.
        """
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            return _refused(start_response, "411 Length Required", NO_LENGTH)
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and 0 < int(length) <= self._largest:
            if not self._places.acquire(blocking=False):
                return _refused(start_response, "503 Service Unavailable", BUSY)
            try:
                environ["wsgi.input"] = _read(environ["wsgi.input"], int(length))
            finally:
                self._places.release()
        begun = Begun()
        answer = self._workers.submit(self._application, environ, begun).result()
        if begun.length > LARGE and not isinstance(answer, list | tuple):
            if not self._places.acquire(blocking=False):
                _close(answer)
                return _refused(start_response, "503 Service Unavailable", BUSY)
            answer = _Leaving(answer, self._places)
        start_response(begun.status, begun.headers)
        return answer


class _Leaving:
    """A large answer under way; its place is free when the server closes it."""

    def __init__(self, answer: Iterable[bytes], place: BoundedSemaphore) -> None:
        self._answer = answer
        self._place = place

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """Called by the server once, when all is sent or the reader has gone."""
        with suppress(ValueError):  # given back already
            self._place.release()
        _close(self._answer)


def _read(source: IO[bytes], length: int) -> IO[bytes]:
    """The body from its beginning, as much of it as comes."""
    body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- it lives as long as the request that reads it
    while length > 0 and (piece := source.read(min(PIECE, length))):
        body.write(piece)
        length -= len(piece)
    body.seek(0)
    return body


def _close(answer: Iterable[bytes]) -> None:
    close = getattr(answer, "close", None)
    if close is not None:
        close()


def _refused(start_response: Start, status: str, sentence: str) -> list[bytes]:
    body = sentence.encode()
    start_response(
        status,
        [
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), ("Retry-After", "60"),
            ("Cache-Control", "no-store"),
        ],
    )  # fmt: skip -- the header as a list of pairs
    return [body]
