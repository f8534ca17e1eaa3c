"""Failed tries as rows, counted alike by every process; keyed digests, so no name and no address is stored.

A try is counted before the password is looked at, so that a hundred tries at once are a hundred, and forgiven when
it was right. A stranger shuts nobody out: what he fails is counted for his own network, never for a device that
has signed in to the account before (core.Counted).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.core import ATTACK, MEMORY, Counted, network_of, wait_after
from app.accounts.models import Throttle
from app.kernel.db import db
from app.kernel.errors import TooMany
from app.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that is counted."""

    counted: Counted
    digest: str


def key(secret: str, counted: Counted, *parts: str) -> Key:
    """The key of `parts` (an account name, a network, a device), digested with the secret of this site."""
    text = "\0".join((counted, *parts))
    return Key(counted, hmac.new(secret.encode(), f"throttle\0{text}".encode(), hashlib.sha256).hexdigest())


def sign_in_keys(secret: str, *, handle: str, address: str, device: str) -> tuple[Key, ...]:
    """What one sign-in is counted by. `device` is the id of a device that the account knows, else empty."""
    if device:
        return (key(secret, Counted.DEVICE, handle, device),)
    network = network_of(address)
    return (
        key(secret, Counted.PAIR, handle, network),
        key(secret, Counted.NETWORK, network),
        key(secret, Counted.ACCOUNT, handle),
    )


def take(keys: Iterable[Key], now: datetime) -> None:
    """Count one try on every key, in the caller's transaction. Raises TooMany, and counts nothing, while one must wait."""
    db.session.execute(delete(Throttle).where(Throttle.until < now))
    rows = {one.counted: _row(one, now) for one in keys}
    whole = rows.get(Counted.ACCOUNT)
    under_attack = whole is not None and whole.count >= ATTACK
    longest, slowest = timedelta(0), None
    for counted, row in rows.items():
        failed_at = row.until - MEMORY
        wait = wait_after(counted, row.count, under_attack=under_attack)
        left = min(failed_at + wait - now, wait)  # never longer, also when the clock was set back since
        if left > longest:
            longest, slowest = left, counted
    if longest > timedelta(0):
        seconds = max(1, int(longest.total_seconds() + 0.999))
        raise TooMany(asked_sentence(seconds) if slowest is Counted.ASKED_ACCOUNT else sentence(seconds), retry_after=seconds)
    for row in rows.values():
        row.count += 1
        row.until = now + MEMORY


def forgive(keys: Iterable[Key]) -> None:
    """Take back the try that was right, and forget what this network or device failed on this account before."""
    for one in keys:
        if one.counted in {Counted.PAIR, Counted.DEVICE, Counted.CHANGE, Counted.CODE}:
            db.session.execute(delete(Throttle).where(Throttle.key == one.digest))
            continue
        row = db.session.scalar(select(Throttle).where(Throttle.key == one.digest).with_for_update())
        if row is not None:
            row.count = max(0, row.count - 1)


def sentence(seconds: int) -> str:
    """What a person reads who must wait."""
    if seconds < 60:  # noqa: PLR2004 -- below a minute people count seconds
        return _("Terlalu banyak percobaan dari perangkat ini. Tunggu %(n)d detik, lalu coba lagi.", n=seconds)
    return _("Terlalu banyak percobaan dari perangkat ini. Tunggu %(n)d menit, lalu coba lagi.", n=-(-seconds // 60))


def asked_sentence(seconds: int) -> str:
    """What a person reads for whose account links were asked often, perhaps by a stranger on another device: he has one."""
    return _(
        "Tautan untuk nama ini sudah beberapa kali diminta. Bila akunnya punya surel, tautannya sudah terkirim dan berlaku 7 hari: "
        "buka surel kami yang terakhir, periksa juga folder spam. Permintaan baru dapat dikirim %(n)d menit lagi.",
        n=-(-seconds // 60),
    )


def _row(one: Key, now: datetime) -> Throttle:
    found = db.session.scalar(select(Throttle).where(Throttle.key == one.digest).with_for_update())
    if found is None:
        found = Throttle(key=one.digest, count=0, until=now)
        try:
            with db.session.begin_nested():
                db.session.add(found)
        except IntegrityError:  # somebody failed at the very same moment
            found = db.session.scalars(select(Throttle).where(Throttle.key == one.digest).with_for_update()).one()
    return found
