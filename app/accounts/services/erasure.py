"""Erasing one person's data: asked for, answered within 3 x 24 hours, done across the features by one event.

The account stays as an empty shell, because grades of others, reviews and the audit name it; nothing in it says
whose it was. What features keep and what they drop stands in their `retention.py`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from app.access.scope import Actor
from app.accounts.events import ErasureAnswered, ErasureAsked, PersonErased
from app.accounts.models import (
    Consent,
    Erasure,
    ErasureCause,
    ErasureState,
    Grant,
    OneTimeLink,
    RecoveryCode,
    SecondFactor,
    SignIn,
    Standing,
    User,
)
from app.accounts.services.people import touchable
from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import Conflict
from app.kernel.events import publish
from app.kernel.i18n import _
from app.media import services as media

ANSWERED_WITHIN: Final = timedelta(hours=72)
"""3 x 24 hours (UU 27/2022; the privacy notice promises it)."""
NAMELESS: Final = "Nama dihapus"


def ask(*, user_id: int, cause: ErasureCause, actor: Actor, now: datetime) -> None:
    """Open a request, once: asking again while one is open changes nothing."""
    if _open(user_id) is not None:
        return
    db.session.add(
        Erasure(user_id=user_id, open_for_id=user_id, cause=cause, asked_at=now, due_at=now + ANSWERED_WITHIN)
    )
    db.session.flush()  # two clicks meet the unique column here
    audit.record("erasure:ask", "user", user_id, actor_id=actor.user_id, at=now, detail={"cause": cause.value})
    publish(ErasureAsked(user_id, now + ANSWERED_WITHIN, now))


def take_back(*, user_id: int, cause: ErasureCause, actor: Actor, now: datetime) -> bool:
    """Close the open request of this cause before it is done; False when there is none."""
    found = _open(user_id)
    if found is None or found.cause is not cause:
        return False
    _settle(found, ErasureState.DITARIK, actor, now)
    audit.record("erasure:take_back", "user", user_id, actor_id=actor.user_id, at=now)
    return True


def answer(*, erasure: Erasure, reason: str, actor: Actor, now: datetime) -> None:
    """Say why it is not done; the person reads it. Raises Conflict when it is settled, Denied as `people.deactivate` does."""
    _lock(erasure)
    touchable(actor, erasure.user)
    _settle(erasure, ErasureState.DIJAWAB, actor, now)
    erasure.answer = reason
    audit.record("erasure:answer", "user", erasure.user_id, actor_id=actor.user_id, at=now)
    publish(ErasureAnswered(erasure.user_id, now))


def carry_out(*, erasure: Erasure, actor: Actor, now: datetime) -> None:
    """Erase: features above drop what they hold, then the account is emptied and shut for good.

    Raises Conflict when it is settled, Denied as `people.deactivate` does.
    """
    _lock(erasure)
    user = erasure.user
    touchable(actor, user)
    publish(PersonErased(user.id, now))
    _settle(erasure, ErasureState.DIJALANKAN, actor, now)
    _drop_letters(user.id, now)
    for row in (SignIn, OneTimeLink, SecondFactor, RecoveryCode):
        db.session.execute(delete(row).where(row.user_id == user.id).execution_options(synchronize_session=False))
    db.session.execute(
        update(Grant)
        .where(Grant.user_id == user.id, Grant.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    _empty(user)
    audit.record("erasure:done", "user", user.id, actor_id=actor.user_id, at=now, detail={"cause": erasure.cause.value})


def _empty(user: User) -> None:
    user.username, user.password_hash = f"terhapus-{user.id}", ""
    user.name, user.title_before, user.title_after = NAMELESS, "", ""
    user.email = user.phone = user.nip = user.nuptk = user.nisn = None
    user.rank = user.position = user.notice_version = ""
    user.mentor_id = user.last_seen_at = None
    user.is_pupil = False
    user.standing = Standing.NONAKTIF


def _drop_letters(user_id: int, now: datetime) -> None:
    """That and when was agreed stays as proof; the guardian's name and the photo of the letter go."""
    photos = set(
        db.session.scalars(select(Consent.evidence_id).where(Consent.subject_id == user_id, Consent.evidence_id.is_not(None)))
    )
    db.session.execute(
        update(Consent)
        .where(Consent.subject_id == user_id)
        .values(guardian_name="", guardian_relation="", evidence_id=None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Consent)
        .where(Consent.subject_id == user_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    still = set(db.session.scalars(select(Consent.evidence_id).where(Consent.evidence_id.in_(photos)))) if photos else set()
    media.release({photo for photo in photos - still if photo is not None}, now=now)


def _open(user_id: int) -> Erasure | None:
    return db.session.scalar(
        select(Erasure).where(Erasure.open_for_id == user_id).with_for_update()
    )


def _lock(erasure: Erasure) -> None:
    lock(erasure)
    if erasure.settled_at is not None:
        raise Conflict(_("Permintaan ini sudah selesai. Muat ulang halaman untuk melihat hasilnya."))


def _settle(erasure: Erasure, state: ErasureState, actor: Actor, now: datetime) -> None:
    erasure.state, erasure.settled_at, erasure.settled_by_id, erasure.open_for_id = state, now, actor.user_id, None
