"""Agreements: given, recorded, taken back; each purpose stands alone, nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from app.access.scope import Actor
from app.accounts import sessions
from app.accounts.events import GuardianConsented, GuardianWithdrew
from app.accounts.models import Consent, ConsentPurpose, ErasureCause, Standing, User
from app.accounts.services import erasure
from app.kernel import audit
from app.kernel.clock import local_date
from app.kernel.db import db, lock
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _

LETTER_VERSION = "2026-11"
"""The guardian's letter in force."""
OLDEST_LETTER = timedelta(days=366)
"""A guardian agrees to a training that is near; an older day is a slip of the pen, or a letter about something else."""


def accept_notice(*, actor: Actor, now: datetime) -> None:
    """Note that the person read the privacy notice in force. Twice is once."""
    user = db.session.get_one(User, actor.user_id, with_for_update=True)
    if user.notice_version == sessions.NOTICE_VERSION:
        return
    user.notice_version = sessions.NOTICE_VERSION
    db.session.add(
        Consent(
            subject_id=user.id,
            purpose=ConsentPurpose.NOTICE,
            text_version=sessions.NOTICE_VERSION,
            channel="web",
            recorded_by_id=user.id,
            given_at=now,
        )
    )


@dataclass(frozen=True, slots=True)
class SignedLetter:
    """What stands on a guardian's letter. `photo_id` is the stored photo of it."""

    guardian_name: str
    guardian_relation: str
    signed_on: date
    photo_id: int


def record_guardian(*, actor: Actor, pupil: User, letter: SignedLetter, now: datetime) -> None:
    """Record a signed letter and open the pupil's rooms; `pupil` was loaded through the recorder's scope.

    Raises Invalid for a day that has not come or is more than a year ago, Conflict when a letter is in force, Denied for a closed account.
    """
    if not pupil.is_pupil:
        raise Invalid(_("Akun ini bukan akun siswa, sehingga tidak memerlukan surat orang tua atau wali."))
    if letter.signed_on > local_date(now):
        raise Invalid(_("Tanggal tanda tangan tidak mungkin sesudah hari ini."), field="signed_on")
    if local_date(now) - letter.signed_on > OLDEST_LETTER:
        raise Invalid(_("Tanggal ini lebih dari setahun yang lalu. Periksa tahunnya; surat yang lebih lama perlu ditandatangani lagi."), field="signed_on")
    if pupil.standing is Standing.NONAKTIF:
        raise Denied(_("Akun siswa ini nonaktif. Minta pengelola mengaktifkannya dahulu."))
    lock(pupil)
    if _in_force(pupil.id):
        raise Conflict(_("Surat untuk siswa ini sudah dicatat. Muat ulang halaman untuk melihatnya."))
    db.session.add(
        Consent(
            subject_id=pupil.id,
            purpose=ConsentPurpose.GUARDIAN,
            text_version=LETTER_VERSION,
            channel="surat",
            guardian_name=letter.guardian_name,
            guardian_relation=letter.guardian_relation,
            evidence_id=letter.photo_id,
            recorded_by_id=actor.user_id,
            signed_on=letter.signed_on,
            given_at=now,
        )
    )
    if pupil.standing is Standing.MENUNGGU_WALI:
        pupil.standing = Standing.AKTIF
    audit.record("guardian:record", "user", pupil.id, actor_id=actor.user_id, at=now)
    erasure.take_back(user_id=pupil.id, cause=ErasureCause.WALI, actor=actor, now=now)
    publish(GuardianConsented(pupil.id, now))


def withdraw_guardian(*, actor: Actor, pupil: User, reason: str, now: datetime) -> None:
    """Take the guardian's agreement back: the pupil's rooms shut at once, on every device, and a request to erase his data opens.

    Raises Conflict when none is in force.
    """
    lock(pupil)
    found = _in_force(pupil.id)
    if found is None:
        raise Conflict(_("Tidak ada persetujuan yang berlaku untuk siswa ini."))
    found.withdrawn_at = now
    if pupil.standing is Standing.AKTIF:
        pupil.standing = Standing.MENUNGGU_WALI
    db.session.execute(
        update(Consent)
        .where(
            Consent.subject_id == pupil.id,
            Consent.purpose == ConsentPurpose.PUBLICATION,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    sessions.end_all(pupil.id, now)
    audit.record("guardian:withdraw", "user", pupil.id, actor_id=actor.user_id, at=now, reason=reason)
    erasure.ask(user_id=pupil.id, cause=ErasureCause.WALI, actor=actor, now=now)
    publish(GuardianWithdrew(pupil.id, now))


def set_publication(*, user: User, is_given: bool, now: datetime) -> None:
    """Give or take back one's own agreement to show works in public. Pupils: their guardian decides too, so Denied."""
    if user.is_pupil:
        raise Denied(
            _(
                "Untuk siswa, izin menayangkan karya diberikan orang tua atau wali bersama siswa lewat surat, bukan di halaman ini."
            )
        )
    standing = db.session.scalar(
        select(Consent).where(
            Consent.subject_id == user.id, Consent.purpose == ConsentPurpose.PUBLICATION, Consent.withdrawn_at.is_(None)
        )
    )
    if is_given and standing is None:
        db.session.add(
            Consent(
                subject_id=user.id,
                purpose=ConsentPurpose.PUBLICATION,
                text_version=sessions.NOTICE_VERSION,
                channel="web",
                recorded_by_id=user.id,
                given_at=now,
            )
        )
    elif not is_given and standing is not None:
        standing.withdrawn_at = now


def _in_force(pupil_id: int) -> Consent | None:
    return db.session.scalar(
        select(Consent).where(
            Consent.subject_id == pupil_id, Consent.purpose == ConsentPurpose.GUARDIAN, Consent.withdrawn_at.is_(None)
        )
    )
