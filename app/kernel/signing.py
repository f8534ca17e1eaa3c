"""Random tokens and their digests: what a link carries is never what the database keeps."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def token() -> str:
    """A fresh secret for a link or a session: 256 bits, safe in URLs."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a token (it has full entropy, so one SHA-256 is enough)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(secret: str, purpose: str, value: str) -> str:
    """A digest that only the holder of `secret` can make, and that is of use for one purpose only (HMAC-SHA-256, hex)."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def seed() -> int:
    """A random seed that is written down beside what it decided, so that the decision can be replayed."""
    return secrets.randbits(31)
