"""The security headers of every answer: of pages, of static files, of refusals that no view has seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
ONLY_TLS: Final = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
"""OWASP ASVS 5.0, 3.4.1: a year, and every name below ours."""

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Seal:
    """The outermost WSGI layer. A header that the answer brings along stays as it is."""

    def __init__(self, application: Wsgi, *, behind_tls: bool) -> None:
        self._application = application
        headers = (*HEADERS, ONLY_TLS) if behind_tls else HEADERS
        self._missing = tuple((name.lower(), (name, value)) for name, value in headers)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass the request on, and put what is missing on the head of its answer."""

        def sealed(status: str, headers: list[tuple[str, str]], *error: object) -> Any:
            present = {name.lower() for name, _value in headers}
            more = [header for name, header in self._missing if name not in present]
            return start_response(status, headers + more, *error)

        return self._application(environ, sealed)
