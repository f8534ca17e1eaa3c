"""A person's place in a class: asked for, said yes to, decided on, given back, and the steps he is waived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.access.permissions import Role
from app.access.scope import Actor
from app.accounts.models import Grant, User
from app.curriculum import queries as curriculum
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.core.completion import ALL_STEPS
from app.learning.events import ApprovalAsked, ClosingTestPassed, EnrolmentAccepted, EnrolmentEnded, StepsWaived
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.services import sides
from app.learning.services.cohorts import lock_running, role_in, seats_taken

MOVES: dict[EnrolmentState, frozenset[EnrolmentState]] = {
    EnrolmentState.DIUNDANG: frozenset({EnrolmentState.MUNDUR}),  # only the invited person says yes
    EnrolmentState.MENUNGGU: frozenset({EnrolmentState.DITERIMA, EnrolmentState.DITOLAK, EnrolmentState.MUNDUR}),
    EnrolmentState.DITERIMA: frozenset({EnrolmentState.MUNDUR}),
    EnrolmentState.DITOLAK: frozenset({EnrolmentState.DITERIMA}),
    EnrolmentState.MUNDUR: frozenset({EnrolmentState.DITERIMA}),
}

BY_CLOSING_TEST = "Lulus tes akhir pelatihan yang dibebaskan dengan tes akhir."
"""The reason in the audit where no person decided."""


def ask_to_join(cohort: Cohort, user_id: int, now: datetime) -> Enrolment:
    """A person asks by the class link; asking twice is one request. Raises Denied when he was turned down, or is pelatih of it."""
    enrolment = db.session.scalar(select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id == user_id))
    if enrolment is not None:
        if enrolment.state is EnrolmentState.DITOLAK:
            raise Denied(_("Permintaan Anda untuk angkatan ini tidak diterima. Hubungi narahubung bila ini keliru."))
        if enrolment.state is EnrolmentState.DIUNDANG:
            _accept(enrolment, by_id=None, now=now)
        elif enrolment.state is EnrolmentState.MENUNGGU:  # until now perhaps only somebody's who typed his address
            enrolment.asked_at = enrolment.asked_at or now
        return enrolment
    if sides.is_trainer(cohort.id, user_id):
        raise Denied(_("Anda pelatih angkatan ini, sehingga tidak dapat sekaligus menjadi pesertanya."))
    enrolment = Enrolment(
        cohort_id=cohort.id, user_id=user_id, unit_path=cohort.unit_path, state=EnrolmentState.MENUNGGU, asked_at=now, waived_steps=[]
    )
    db.session.add(enrolment)
    db.session.flush()  # two clicks meet the unique constraint here, and listeners need the id
    publish(ApprovalAsked(enrolment.id, user_id, cohort.id, now))
    return enrolment


def on_invitation_accepted(user_id: int, cohort_id: int | None, now: datetime) -> None:
    """The invited person set his password: he is in the class, unless he became its pelatih in the meantime."""
    if cohort_id is None:
        return
    enrolment = db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id, Enrolment.user_id == user_id).with_for_update()
    )
    if enrolment is not None and enrolment.state is EnrolmentState.DIUNDANG and not sides.is_trainer(cohort_id, user_id):
        _accept(enrolment, by_id=None, now=now)


def accept_invitation(cohort_id: int, *, actor: Actor, now: datetime) -> None:
    """Someone who already has an account says yes to his invitation. Raises Missing when there is none that is open."""
    enrolment = db.session.scalar(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.user_id == actor.user_id,
            Enrolment.state.in_([EnrolmentState.DIUNDANG, EnrolmentState.DITERIMA]),
        )
        .with_for_update()
    )
    if enrolment is None:
        raise Missing
    if enrolment.state is EnrolmentState.DIUNDANG:
        _accept(enrolment, by_id=None, now=now)


def decide(enrolment: Enrolment, state: EnrolmentState, *, reason: str, actor: Actor, now: datetime) -> None:
    """Accept, turn down or let go. Raises Denied for an illegal move or a pelatih, Conflict when the seats are taken."""
    if state not in MOVES[enrolment.state]:
        raise Denied(_("Keadaan orang ini sudah berubah. Muat ulang halaman untuk melihatnya."))
    if state is EnrolmentState.DITERIMA:
        cohort = db.session.get_one(Cohort, enrolment.cohort_id)
        lock_running(cohort)
        if seats_taken(cohort.id) >= cohort.seats:
            raise Conflict(_("Semua kursi sudah terisi. Tambah kursi pada pengaturan angkatan, lalu terima orang ini."))
        _accept(enrolment, by_id=actor.user_id, now=now)
    else:
        was_in = enrolment.state is EnrolmentState.DITERIMA
        has_asked = enrolment.state is EnrolmentState.MENUNGGU and enrolment.asked_at is not None
        enrolment.state = state
        enrolment.ended_reason = reason.strip()
        db.session.execute(
            update(Grant)
            .where(
                Grant.user_id == enrolment.user_id,
                Grant.cohort_id == enrolment.cohort_id,
                Grant.role.in_([Role.PESERTA, Role.SISWA]),
            )
            .values(revoked_at=now)
        )
        if was_in or has_asked:
            publish(EnrolmentEnded(enrolment.user_id, enrolment.cohort_id, was_in, now))
    audit.record(f"enrolment:{state}", "enrolment", enrolment.id, actor_id=actor.user_id, at=now, reason=reason)


def waive(enrolment: Enrolment, keys: tuple[str, ...], *, reason: str, actor: Actor, now: datetime) -> None:
    """Waive steps (LD by its tes akhir, or by decision of the pelatih). Raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid(_("Tulis alasan pembebasan. Alasan ini tersimpan dan dapat dilihat pengelola."), field="reason")
    _waive(enrolment, keys, reason=reason, by_id=actor.user_id, now=now)


def on_closing_test_passed(event: ClosingTestPassed) -> None:
    """A training that says so (`bebas_dengan_tes_akhir`: LD) is waived as a whole by passing its closing test."""
    enrolment = db.session.get_one(Enrolment, event.enrolment_id)
    outline = curriculum.outline(enrolment.cohort.version_id)
    if outline.is_waived_by_closing_test and ALL_STEPS not in enrolment.waived_steps:
        _waive(enrolment, (ALL_STEPS,), reason=BY_CLOSING_TEST, by_id=None, now=event.at)


def _waive(enrolment: Enrolment, keys: tuple[str, ...], *, reason: str, by_id: int | None, now: datetime) -> None:
    enrolment.waived_steps = sorted({*enrolment.waived_steps, *keys})
    audit.record("enrolment:waive", "enrolment", enrolment.id, actor_id=by_id, at=now, reason=reason, detail={"steps": list(keys)})
    publish(StepsWaived(enrolment.id, now))


def _accept(enrolment: Enrolment, *, by_id: int | None, now: datetime) -> None:
    user = db.session.get_one(User, enrolment.user_id)
    sides.refuse_as_peserta(enrolment.cohort_id, user)
    enrolment.state = EnrolmentState.DITERIMA
    enrolment.joined_at = enrolment.joined_at or now
    enrolment.ended_reason = ""
    cohort = db.session.get_one(Cohort, enrolment.cohort_id)
    role = Role.SISWA if user.is_pupil else Role.PESERTA
    grant = db.session.scalar(
        select(Grant).where(Grant.user_id == user.id, Grant.cohort_id == cohort.id, Grant.role == role)
    )
    if grant is None:
        db.session.add(role_in(user.id, role, cohort, by_id, now))
    else:
        grant.revoked_at = None
    db.session.flush()  # listeners read the grant
    publish(EnrolmentAccepted(enrolment.id, user.id, cohort.id, now))
