"""Small cookies of a device. Behind TLS their name forbids any other host to write them (`__Host-`, OWASP ASVS 5.0, 3.3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from werkzeug.wrappers import Response

HOST_ONLY: Final = "__Host-"


def read(cookies: Mapping[str, str], name: str) -> str:
    """The value of a cookie of ours, also when an older release or a site without TLS wrote it; empty when there is none."""
    return cookies.get(HOST_ONLY + name) or cookies.get(name, "")


def keep(response: Response, name: str, value: str, *, lives: timedelta, secure: bool) -> None:
    """Let the device keep a value that scripts cannot read; `secure`: the site stands behind TLS."""
    if secure:
        response.delete_cookie(name)  # what an older release wrote
    response.set_cookie(
        HOST_ONLY + name if secure else name,
        value,
        max_age=lives,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
