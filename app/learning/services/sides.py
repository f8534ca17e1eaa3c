"""Nobody is pelatih and peserta of one class: he would review and grade his own work."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import Grant, User
from app.kernel.db import db
from app.kernel.errors import Denied, Invalid
from app.kernel.i18n import _
from app.learning.models import SEATED, Cohort, Enrolment


def is_trainer(cohort_id: int, user_id: int) -> bool:
    """Whether somebody is pelatih of a class at this moment."""
    return user_id in trainer_ids(cohort_id)


def trainer_ids(cohort_id: int) -> frozenset[int]:
    """The pelatih of a class."""
    held = select(Grant.user_id).where(Grant.cohort_id == cohort_id, Grant.role == Role.PELATIH, Grant.revoked_at.is_(None))
    return frozenset(db.session.scalars(held))


def refuse_as_peserta(cohort_id: int, user: User) -> None:
    """Raises Denied for a pelatih of the class."""
    if is_trainer(cohort_id, user.id):
        raise Denied(
            _("%(name)s adalah pelatih angkatan ini, sehingga tidak dapat sekaligus menjadi peserta di angkatan yang sama.", name=user.name)
        )


def refuse_as_pelatih(cohort: Cohort, user_ids: Iterable[int]) -> None:
    """Raises Invalid at the field of the pelatih for whoever is in the class or invited to it."""
    names = db.session.scalars(
        select(User.name)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.cohort_id == cohort.id, User.id.in_(list(user_ids)), SEATED)
        .order_by(User.name)
    ).all()
    if names:
        raise Invalid(
            _(
                "%(names)s sudah masuk atau diundang sebagai peserta angkatan ini, sehingga tidak dapat menjadi pelatihnya. "
                "Pilih pelatih lain, atau keluarkan orang ini dari daftar peserta dahulu.",
                names=", ".join(names),
            ),
            field="trainers",
        )
