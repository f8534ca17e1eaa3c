"""Pupils as their guru pendamping sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Scope
from app.accounts.models import Consent, ConsentPurpose, Standing, Unit, User
from app.kernel.db import NameOrder, db


@dataclass(frozen=True, slots=True)
class Ward:
    """A pupil in a list."""

    id: int
    name: str
    unit: str
    standing: Standing
    consented_at: datetime | None


def wards(scope: Scope) -> list[Ward]:
    """The pupils in scope, those who wait first."""
    rows = db.session.execute(
        select(User.id, User.name, Unit.name, User.standing, func.max(Consent.given_at))
        .join(Unit, Unit.id == User.unit_id)
        .join(
            Consent,
            (Consent.subject_id == User.id)
            & (Consent.purpose == ConsentPurpose.GUARDIAN)
            & Consent.withdrawn_at.is_(None),
            isouter=True,
        )
        .where(User.is_pupil, scope.where(User))
        .group_by(User.id, User.name, Unit.name, User.standing)
        .order_by(NameOrder(User.name), User.id)
        .limit(500)
    ).all()
    order = (Standing.MENUNGGU_WALI, Standing.UNDANGAN, Standing.AKTIF, Standing.NONAKTIF)
    found = [Ward(*row) for row in rows]
    return sorted(found, key=lambda ward: order.index(ward.standing))


def ward(scope: Scope, user_id: int) -> User | None:
    """A pupil in scope, or None."""
    return db.session.scalars(select(User).where(User.id == user_id, User.is_pupil, scope.where(User))).one_or_none()
