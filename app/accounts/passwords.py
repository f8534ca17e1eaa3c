"""Passwords: argon2id with the cost measured for small office machines, and a list of what everybody guesses first."""

from __future__ import annotations

from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.kernel.i18n import _

SHORTEST = 8
LONGEST = 200

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
"""OWASP's minimum for argon2id: 17 ms here; the library's default costs 173 ms and 64 MiB a sign-in."""

_nobody = _hasher.hash("nobody has this password")
_GUESSED = Path(__file__).with_name("guessed_passwords.txt")


def hashed(password: str) -> str:
    """The argon2id hash of a password. Slow on purpose: call it before `work()`."""
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is right; takes as long when there is no such account."""
    try:
        return _hasher.verify(password_hash or _nobody, password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, known: tuple[str, ...] = ()) -> str:
    """Why a new password is refused, or an empty text. No rule about kinds of characters (ASVS 6.2.5)."""
    if len(password) < SHORTEST:
        return _("Kata sandi paling sedikit %(n)d karakter. Tiga kata yang mudah Anda ingat sudah cukup.", n=SHORTEST)
    if len(password) > LONGEST:
        return _("Kata sandi paling banyak %(n)d karakter.", n=LONGEST)
    folded = password.casefold()
    if _is_guessed(folded) or len(set(folded)) < 3:  # noqa: PLR2004 -- "aaaaaaaa" and "abababab" are guessed at once
        return _("Kata sandi ini termasuk yang paling sering ditebak orang. Pilih yang lain.")
    if any(part and part.casefold() in folded and len(part) * 2 > len(folded) for part in known):
        return _("Kata sandi ini terlalu mirip dengan nama atau nama pengguna Anda. Pilih yang lain.")
    return ""


def _is_guessed(folded: str) -> bool:
    """Whether everybody tries it first. Read when somebody chooses a password, which is rare, instead of kept."""
    return folded in _GUESSED.read_text(encoding="utf-8").split()
