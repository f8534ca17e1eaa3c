"""Who is to sign the attendance list of a class."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Unit, User
from app.accounts.queries.people import titled
from app.kernel.db import NameOrder, db
from app.learning.models import SEATED, Enrolment


@dataclass(frozen=True, slots=True)
class Signer:
    """A line of the list; `nip` has eighteen digits or is empty, `unit` is short so that a line stays one line."""

    name: str
    nip: str
    unit: str


def signers(cohort_id: int) -> list[Signer]:
    """Everybody who holds a seat, the invited too, for they may come to the first meeting; by name, one statement."""
    rows = db.session.execute(
        select(User.title_before, User.name, User.title_after, User.nip, User.is_pupil, Unit.short_name, Unit.name)
        .join(Enrolment, Enrolment.user_id == User.id)
        .join(Unit, Unit.id == User.unit_id)
        .where(Enrolment.cohort_id == cohort_id, SEATED)
        .order_by(NameOrder(User.name), User.id)
    )
    return [
        Signer(titled(before, name, after), "" if is_pupil else nip or "", short or unit)
        for before, name, after, nip, is_pupil, short, unit in rows
    ]
