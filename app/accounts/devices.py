"""The cookie by which an account knows a device again: a random device id and one mark per account that signed in.

It opens nothing. It keeps strangers' failures from shutting this device out, and tells a new device from a known
one. A mark is keyed over the password's hash, so a new password makes every other device new again.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.kernel import signing
from app.web import cookies

NAME = "perangkat"
LIVES = timedelta(days=400)
MOST = 8
"""Accounts that one shared office computer remembers."""


@dataclass(frozen=True, slots=True)
class Device:
    """What a browser shows of itself."""

    id: str
    marks: tuple[str, ...]


def read(request: Request, secret: str) -> Device:
    """The device of a request; an empty id when it has no cookie of ours."""
    try:
        found = _serializer(secret).loads(cookies.read(request.cookies, NAME), max_age=int(LIVES.total_seconds()))
        return Device(str(found["d"]), tuple(str(mark) for mark in found["m"]))
    except (BadSignature, KeyError, TypeError):
        return Device("", ())


def mark(secret: str, user_id: int, password_hash: str) -> str:
    """The mark of an account with its present password."""
    return hmac.new(secret.encode(), f"device\0{user_id}\0{password_hash}".encode(), hashlib.sha256).hexdigest()[:22]


def is_mark(given: str, secret: str, user_id: int, password_hash: str) -> bool:
    """Whether this is the mark of an account with its present password."""
    return signing.same(given, mark(secret, user_id, password_hash))


def knows(device: Device, secret: str, user_id: int, password_hash: str) -> bool:
    """Whether this account signed in on this device with its present password."""
    return bool(device.id) and mark(secret, user_id, password_hash) in device.marks


def remember(
    response: Response, device: Device, secret: str, user_id: int, password_hash: str, *, secure: bool
) -> None:
    """Add the account's mark to the device's cookie."""
    new = mark(secret, user_id, password_hash)
    marks = [new, *(one for one in device.marks if one != new)][:MOST]
    value = _serializer(secret).dumps({"d": device.id or signing.token()[:16], "m": marks})
    cookies.keep(response, NAME, value, lives=LIVES, secure=secure)


def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="device")
