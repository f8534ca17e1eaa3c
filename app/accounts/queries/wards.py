"""Pupils as their guru pendamping sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from app.access.scope import Scope
from app.accounts.models import Consent, ConsentPurpose, Standing, Unit, User
from app.kernel.db import NameOrder, db

MOST = 500
"""Pupils in one list."""
ORDER = {standing: place for place, standing in enumerate((Standing.MENUNGGU_WALI, Standing.UNDANGAN, Standing.AKTIF, Standing.NONAKTIF))}


@dataclass(frozen=True, slots=True)
class Ward:
    """A pupil in a list."""

    id: int
    name: str
    unit: str
    standing: Standing
    consented_at: datetime | None


def wards(scope: Scope) -> list[Ward]:
    """The pupils in scope, those who wait first: of more than one list holds they are the last to be left out."""
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
        .order_by(case(ORDER, value=User.standing), NameOrder(User.name), User.id)
        .limit(MOST)
    ).all()
    return [Ward(*row) for row in rows]


def ward(scope: Scope, user_id: int) -> User | None:
    """A pupil in scope, or None."""
    return db.session.scalars(select(User).where(User.id == user_id, User.is_pupil, scope.where(User))).one_or_none()
