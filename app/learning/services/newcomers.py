"""Late-comers without an account: they ask by the class link, and whoever is let in gets an invitation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.access.scope import Actor
from app.accounts.models import Standing, Unit, User
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.events import ApprovalAsked
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.services import sides
from app.learning.services.cohorts import lock_running, seats_taken
from app.learning.services.invitations import Guest, Sent, known, new_user, send_link

MOST_WAITING = 100
"""Requests of strangers that wait in one class at once: a link that went astray fills no database."""


def ask(cohort: Cohort, guest: Guest, *, is_pupil: bool, now: datetime) -> None:
    """Put a stranger on the list of those who wait. Raises Conflict when too many wait.

    Says nothing of whether his address is known here, and asks nothing in the name of somebody who has an account:
    he signs in and asks himself, so that nobody is put into a class by others.
    """
    lock_running(cohort)
    waiting = db.session.scalar(
        select(func.count()).select_from(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.state == EnrolmentState.MENUNGGU)
    )
    if (waiting or 0) >= MOST_WAITING:
        raise Conflict(_("Terlalu banyak permintaan sedang menunggu untuk angkatan ini. Hubungi narahubung agar Anda diundang."))
    user = known(guest)
    if user is not None and (
        user.standing is not Standing.UNDANGAN
        or db.session.scalar(select(Enrolment.id).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id == user.id))
    ):
        return
    user = user or new_user(guest, db.session.get_one(Unit, guest.unit_id), is_pupil=is_pupil, mentor_id=None, now=now)
    enrolment = Enrolment(
        cohort_id=cohort.id, user_id=user.id, unit_path=cohort.unit_path, state=EnrolmentState.MENUNGGU, waived_steps=[]
    )
    db.session.add(enrolment)
    db.session.flush()  # listeners need the id
    publish(ApprovalAsked(enrolment.id, user.id, cohort.id, now))


def is_newcomer(enrolment: Enrolment) -> bool:
    """Whether somebody has not said yes himself yet, signed in: letting him in means inviting him."""
    has_said_yes = enrolment.joined_at is not None or (
        enrolment.asked_at is not None and enrolment.state in {EnrolmentState.MENUNGGU, EnrolmentState.DITOLAK}
    )
    return enrolment.state is not EnrolmentState.DIUNDANG and not has_said_yes


def admit(enrolment: Enrolment, *, actor: Actor, public_url: str, now: datetime) -> Sent:
    """Invite a newcomer who asked, or somebody who left before he came. Raises Conflict when the seats are taken, Denied for a pelatih."""
    cohort = db.session.get_one(Cohort, enrolment.cohort_id)
    lock_running(cohort)
    if seats_taken(cohort.id) >= cohort.seats:
        raise Conflict(_("Semua kursi sudah terisi. Tambah kursi pada pengaturan angkatan, lalu terima orang ini."))
    sides.refuse_as_peserta(cohort.id, db.session.get_one(User, enrolment.user_id))
    enrolment.state, enrolment.ended_reason = EnrolmentState.DIUNDANG, ""
    audit.record("enrolment:admit", "enrolment", enrolment.id, actor_id=actor.user_id, at=now)
    return send_link(enrolment, actor=actor, public_url=public_url, now=now)
