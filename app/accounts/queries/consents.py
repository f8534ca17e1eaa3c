"""What was agreed to, and which pupils wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import Consent, ConsentPurpose
from app.kernel.db import db


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement as a list shows it."""

    id: int
    purpose: ConsentPurpose
    text_version: str
    channel: str
    guardian_name: str
    guardian_relation: str
    evidence_id: int | None
    signed_on: date | None
    given_at: datetime
    withdrawn_at: datetime | None


def agreements_of(user_id: int) -> tuple[Agreement, ...]:
    """All agreements of a person, the latest first."""
    rows = db.session.execute(
        select(
            Consent.id,
            Consent.purpose,
            Consent.text_version,
            Consent.channel,
            Consent.guardian_name,
            Consent.guardian_relation,
            Consent.evidence_id,
            Consent.signed_on,
            Consent.given_at,
            Consent.withdrawn_at,
        )
        .where(Consent.subject_id == user_id)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
    )
    return tuple(Agreement(**row) for row in rows.mappings())


def has_guardian(user_id: int) -> bool:
    """Whether a guardian's agreement is in force for this pupil."""
    return _standing(user_id, ConsentPurpose.GUARDIAN) is not None


def has_published(user_id: int) -> bool:
    """Whether this person's agreement to show his work in public is in force."""
    return _standing(user_id, ConsentPurpose.PUBLICATION) is not None


def _standing(user_id: int, purpose: ConsentPurpose) -> int | None:
    return db.session.scalar(
        select(Consent.id)
        .where(Consent.subject_id == user_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .limit(1)
    )
