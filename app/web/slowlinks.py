"""Weak links wait outside: a body is read whole before a request begins to work, an answer leaves after it has ended.

A phone on 250 kb/s takes half a minute for a photo and half an hour for a film. Without this every such phone would hold
one of the few threads that work, and its connection to the database; forty pupils could stop the site by sending what
they were asked for. So many threads may wait (`app.run.commands`), and few work at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

PIECE: Final = 64 * 1024
IN_MEMORY: Final = 512 * 1024
"""Bytes of a body kept in memory; a longer one goes to a temporary file without a name."""

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class SlowLinks:
    """A WSGI layer around the whole application.

    `at_work`: how many requests may be worked on at once in this process; `largest`: bytes of the largest body that the
    application takes (a longer one is left unread, for it is refused).
    """

    def __init__(self, application: Wsgi, *, at_work: int, largest: int) -> None:
        self._application = application
        self._workers = ThreadPoolExecutor(at_work, "at-work")
        self._largest = largest

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Read, work, and give the answer to the server, which sends it as slowly as the reader takes it.

        The work is done by threads of its own, so that the many that wait stay small.
        """
        body = self._body(environ)
        if body is not None:
            environ["wsgi.input"] = body
        return self._workers.submit(self._application, environ, start_response).result()

    def _body(self, environ: Environ) -> IO[bytes] | None:
        """The body from its beginning; None where there is none, or more than is taken."""
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or not 0 < int(length) <= self._largest:
            return None
        left, source = int(length), environ["wsgi.input"]
        body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- it lives as long as the request that reads it
        while left > 0 and (piece := source.read(min(PIECE, left))):
            body.write(piece)
            left -= len(piece)
        body.seek(0)
        return body
