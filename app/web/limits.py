"""A coarse brake on public pages; what must count exactly is a row (accounts.throttle)."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, storage_uri="memory://", headers_enabled=False)


def init(app: Flask) -> None:
    """Connect the brake; each worker counts for itself."""
    app.config.setdefault("RATELIMIT_ENABLED", not app.testing)
    limiter.init_app(app)
