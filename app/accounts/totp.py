"""Codes of an authenticator app (RFC 6238: HMAC-SHA1, 30 seconds, 6 digits) and the recovery codes beside them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Final
from urllib.parse import quote

STEP: Final = 30
"""Seconds that a code lives."""
DIGITS: Final = 6
SECRET_BYTES: Final = 20
"""As long as the hash, as RFC 4226 asks."""
DRIFT: Final = 1
"""Steps before and after the present one that are taken: clocks of phones are seconds off, and people type slowly."""
RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 15
"""120 bits a code: enough that one plain digest keeps it (ASVS 6.5.2)."""


def step_of(now: datetime) -> int:
    """The number of the 30 seconds in which `now` lies."""
    return int(now.timestamp()) // STEP


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a step (RFC 4226, section 5.3)."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: bytes, typed: str, now: datetime, *, after: int) -> int | None:
    """The step whose code was typed, later than `after`, the last one that was used; None when it is wrong, old or used.

    An `after` that lies beyond any code of now is of a clock that was set back since: it holds nobody out.
    """
    digits = re.sub(r"[\s-]", "", typed)
    if not (digits.isascii() and digits.isdecimal()):
        return None
    here = step_of(now)
    if after > here + DRIFT:
        after = 0
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):  # all are compared, so that the time says nothing
        if hmac.compare_digest(code_at(secret, step), digits) and step > after:
            found = step
    return found


def key_of(secret: bytes) -> str:
    """The secret as people type it into an app: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """The otpauth address behind the QR code."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    key = base64.b32encode(secret).decode()
    return f"otpauth://totp/{label}?secret={key}&issuer={quote(issuer, safe='')}&algorithm=SHA1&digits={DIGITS}&period={STEP}"


def recovery_code(random: bytes) -> str:
    """A recovery code from `RECOVERY_BYTES` random bytes: 24 letters and digits in groups of four."""
    text = base64.b32encode(random).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def plain_recovery_code(typed: str) -> str:
    """One form of a recovery code however it was typed; empty for what cannot be one."""
    text = re.sub(r"[\s-]", "", typed).upper().replace("0", "O").replace("1", "I")
    return text if re.fullmatch(r"[A-Z2-7]{24}", text) else ""


def sealed(secret: bytes, *, key: str, user_id: int, nonce: bytes) -> str:
    """The secret under the key of this site, for the database: nonce and secret xor HMAC-SHA256(key, user, nonce), in hexadecimal.

    Who reads the database alone (a stolen backup without the key file) learns nothing.
    """
    return (nonce + _masked(secret, key, user_id, nonce)).hex()


def opened(text: str, *, key: str, user_id: int) -> bytes:
    """The secret again; nonsense under another key, so that every code is wrong then."""
    raw = bytes.fromhex(text)
    return _masked(raw[16:], key, user_id, raw[:16])


def _masked(secret: bytes, key: str, user_id: int, nonce: bytes) -> bytes:
    mask = hmac.new(key.encode(), b"totp\0%d\0" % user_id + nonce, hashlib.sha256).digest()
    return bytes(one ^ other for one, other in zip(secret, mask, strict=False))
