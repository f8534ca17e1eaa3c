"""The second factor: begun with the password, in force after its first code, taken off with a code or by the office."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update

from app.access.scope import Actor
from app.accounts import sessions, totp
from app.accounts.core import rank_of
from app.accounts.events import SecondFactorChanged
from app.accounts.models import RecoveryCode, SecondFactor, SignIn, User
from app.kernel import audit, signing
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import publish
from app.kernel.i18n import _


def begin(*, user_id: int, key: str, now: datetime) -> None:
    """Make a fresh secret that waits for its first code; one that waited before is forgotten.

    Raises Conflict when an app is in force: it is taken off first.
    """
    found = _row(user_id)
    if found is not None and found.confirmed_at is not None:
        raise Conflict(_("Verifikasi dua langkah sudah aktif. Matikan dahulu bila ingin memindahkannya ke ponsel lain."))
    sealed = totp.sealed(secrets.token_bytes(totp.SECRET_BYTES), key=key, user_id=user_id, nonce=secrets.token_bytes(16))
    if found is None:
        db.session.add(SecondFactor(user_id=user_id, sealed=sealed, created_at=now))
    else:
        found.sealed, found.last_step, found.created_at = sealed, 0, now


def confirm(*, user_id: int, session_id: int, typed: str, key: str, now: datetime) -> tuple[str, ...]:
    """Put the app in force with its first code; returns the recovery codes, known only now. The present session has proved it.

    Raises Invalid for a wrong code, Conflict when there is nothing to confirm.
    """
    found = _row(user_id)
    if found is None or found.confirmed_at is not None:
        raise Conflict(_("Tidak ada aplikasi kode yang menunggu dipastikan. Muat ulang halaman ini."))
    _spend(found, typed, key, now)
    found.confirmed_at = now
    sessions.end_all(user_id, now, but=session_id)
    db.session.execute(update(SignIn).where(SignIn.id == session_id).values(has_second=True))
    return _fresh_codes(user_id, "aktif", now)


def prove(*, user_id: int, typed: str, key: str, now: datetime) -> bool:
    """Whether a code of the app or a recovery code was typed; it is used up, also when two send it at once."""
    found = _row(user_id)
    if found is None or found.confirmed_at is None:
        return False
    plain = totp.plain_recovery_code(typed)
    if plain:
        spent = db.session.execute(
            update(RecoveryCode)
            .where(
                RecoveryCode.user_id == user_id,
                RecoveryCode.digest == signing.digest(f"{user_id}:{plain}"),
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=now)
            .execution_options(synchronize_session=False)
        )
        if spent.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
            return False
        audit.record("factor:recovery", "user", user_id, actor_id=user_id, at=now)
        publish(SecondFactorChanged(user_id, "cadangan", now))
        return True
    try:
        _spend(found, typed, key, now)
    except Invalid:
        return False
    return True


def renew_codes(*, user_id: int, now: datetime) -> tuple[str, ...]:
    """New recovery codes in place of all old ones; a code of the app was just proved. Raises Conflict without an app."""
    if not is_on(user_id):
        raise Conflict(_("Verifikasi dua langkah belum aktif."))
    return _fresh_codes(user_id, "kode_baru", now)


def take_off(*, user_id: int, now: datetime) -> None:
    """Take the app off; a code was just proved. Raises Denied for the staff of a site that asks for it."""
    if sessions.needs_second(sessions.grants_of(user_id)):
        raise Denied(_("Peran Anda mewajibkan verifikasi dua langkah. Untuk pindah ponsel, pakai Pindahkan ke ponsel lain."))
    _remove(user_id, user_id, "mati", "", now)


def move(*, user_id: int, key: str, now: datetime) -> None:
    """Begin again on another phone; a code was just proved. Until the new one is confirmed this session keeps what it proved."""
    _remove(user_id, user_id, "pindah", "", now)
    begin(user_id=user_id, key=key, now=now)


def reset(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Take off the app of somebody whose phone is lost, and sign him out everywhere. `user` was loaded through the actor's scope.

    Raises Denied for oneself and for an equal or higher role (as with a reset link), Missing when there is none.
    """
    if user.id == actor.user_id:
        raise Denied(_("Verifikasi dua langkah Anda sendiri diatur di halaman Saya."))
    if rank_of(sessions.grants_of(user.id)) >= rank_of(actor.grants):
        raise Denied(_("Orang ini memegang peran setara atau lebih tinggi dari Anda. Mintalah administrator server."))
    if _row(user.id) is None:
        raise Missing(_("Orang ini belum memakai verifikasi dua langkah."))
    _remove(user.id, actor.user_id, "dicabut", reason, now)
    sessions.end_all(user.id, now)


def reset_from_server(*, user_id: int, now: datetime) -> None:
    """The same from the command line, for the topmost pengelola."""
    _remove(user_id, None, "dicabut", "", now)
    sessions.end_all(user_id, now)


def is_on(user_id: int) -> bool:
    """Whether an app is in force."""
    return db.session.scalar(
        select(SecondFactor.id).where(SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_not(None))
    ) is not None


def waiting_secret(user_id: int, key: str) -> bytes | None:
    """The secret that waits for its first code; None when there is none."""
    sealed = db.session.scalar(
        select(SecondFactor.sealed).where(SecondFactor.user_id == user_id, SecondFactor.confirmed_at.is_(None))
    )
    return totp.opened(sealed, key=key, user_id=user_id) if sealed else None


def codes_left(user_id: int) -> int:
    """How many recovery codes are unused."""
    return db.session.scalar(
        select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    ) or 0


def _row(user_id: int) -> SecondFactor | None:
    return db.session.scalar(select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update())


def _spend(found: SecondFactor, typed: str, key: str, now: datetime) -> None:
    secret = totp.opened(found.sealed, key=key, user_id=found.user_id)
    step = totp.matching_step(secret, typed, now, after=found.last_step)
    if step is None:
        raise Invalid(
            _("Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik enam angkanya."), field="code"
        )
    found.last_step = step


def _fresh_codes(user_id: int, what: str, now: datetime) -> tuple[str, ...]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = tuple(totp.recovery_code(secrets.token_bytes(totp.RECOVERY_BYTES)) for _one in range(totp.RECOVERY_CODES))
    for code in codes:
        plain = totp.plain_recovery_code(code)
        db.session.add(RecoveryCode(user_id=user_id, digest=signing.digest(f"{user_id}:{plain}")))
    audit.record(f"factor:{what}", "user", user_id, actor_id=user_id, at=now)
    publish(SecondFactorChanged(user_id, what, now))
    return codes


def _remove(user_id: int, actor_id: int | None, what: str, reason: str, now: datetime) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    audit.record(f"factor:{what}", "user", user_id, actor_id=actor_id, at=now, reason=reason)
    publish(SecondFactorChanged(user_id, what, now))
