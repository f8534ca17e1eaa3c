"""Confirm, approve, complete, replace, revoke: who gets a certificate and who loses it. What it then says: `issuing`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from secrets import token_bytes
from typing import Any

from sqlalchemy import select

from app.access.scope import Actor
from app.certificates import asking, core, issuing
from app.certificates.core import State
from app.certificates.events import CertificateRevoked, ConfirmationAsked
from app.certificates.issuing import Printed, printed
from app.certificates.models import Certificate, Confirmation
from app.certificates.office import office_of
from app.grading.queries.standing import class_standing
from app.grading.queries.undoing import undoable_until
from app.kernel import audit, clock, queue
from app.kernel.db import db, lock
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.models import Cohort, Enrolment, EnrolmentState, Issue

ASK = "certificates.ask"


def confirm(enrolment: Enrolment, shown: Printed, *, now: datetime) -> None:
    """The learner says that what he saw is right.

    Raises Conflict when his data changed since the page was opened, Denied when paper cannot show them.
    """
    printable(shown)
    if printed(enrolment.user) != shown:
        raise Conflict(_("Data Anda berubah sejak halaman ini dibuka. Periksa pratinjau yang baru, lalu pastikan lagi."))
    locked([enrolment.id])
    row = db.session.scalar(select(Confirmation).where(Confirmation.enrolment_id == enrolment.id).with_for_update())
    if row is None:
        row = Confirmation(enrolment_id=enrolment.id)
        db.session.add(row)
    row.facts = {name: getattr(shown, name) for name in Printed.__dataclass_fields__}
    row.confirmed_at = now
    db.session.flush()  # what is issued at once reads the confirmation
    complete([enrolment.id], now=now)


def printable(shown: Printed) -> None:
    """Raises Denied naming a sign that paper cannot show."""
    if odd := core.unprinted(" ".join(getattr(shown, name) for name in Printed.__dataclass_fields__)):
        raise Denied(_("Tanda %(sign)s tidak dapat dicetak pada sertifikat. Tulis nama dan data itu dengan huruf Latin atau Arab.", sign=odd[0]))


def approve(
    cohort: Cohort, enrolment_ids: Iterable[int], *, actor: Actor, now: datetime, random: list[bytes]
) -> tuple[int, str]:
    """Mark as sah and issue: rows with gap-free numbers now, the PDFs by the worker. Returns (how many, batch name).

    Who has a certificate in force, or in the making, keeps it; whose last one was revoked gets a new one that is linked
    to it. `random` gives 16 bytes per certificate. Raises Denied when someone among them has not passed or not confirmed,
    or when no signatory is valid today; nobody is issued then.
    """
    wanted = sorted(set(enrolment_ids))
    if not wanted:
        raise Invalid(_("Pilih paling sedikit satu orang."))
    by = office_of(cohort.unit_path)
    today = clock.local_date(now)
    if not by.is_valid_on(today):
        raise Denied(_("Belum ada penanda tangan yang berlaku hari ini. Isi dahulu di Pengaturan sertifikat."))
    locked(wanted)
    found = class_standing(cohort.id, only=wanted)
    confirmed = _confirmed(wanted)
    last = _last(wanted)
    batch = f"certificates:{cohort.id}:{int(now.timestamp())}"
    made = 0
    for learner in found.learners:
        before = last.get(learner.enrolment_id)
        if before is not None and before.state is not State.DICABUT:
            continue
        if not learner.passing.is_passed:
            raise Denied(_("%(name)s belum lulus, jadi sertifikatnya belum dapat disahkan.", name=learner.name))
        if learner.enrolment_id not in confirmed:
            raise Denied(_("%(name)s belum memastikan data yang dicetak.", name=learner.name))
        person = Printed(**confirmed[learner.enrolment_id])
        issuing.issue(cohort, found, learner, person, by, random[made], batch=batch, approved_by=actor.user_id, now=now, before=before)
        made += 1
    if made:
        audit.record("certificate:approve", "cohort", cohort.id, actor_id=actor.user_id, at=now, detail={"count": made})
    return made, batch


def complete(enrolment_ids: Iterable[int], *, now: datetime) -> None:
    """Take everyone who has passed one step further, and nobody else: the place where all ways of becoming complete end.

    Who has not confirmed is asked to, once ever. Who has, and whose class is `otomatis` with a signatory of today, is
    issued once none of his grades can be taken back any more: a certificate would outlive them, for its number and its
    page stay for good. Done twice it changes nothing more.
    """
    of_class: dict[int, list[int]] = {}
    for enrolment_id, cohort_id in locked(enrolment_ids):
        of_class.setdefault(cohort_id, []).append(enrolment_id)
    for cohort_id, wanted in of_class.items():
        cohort = db.session.get_one(Cohort, cohort_id)
        found = class_standing(cohort_id, only=wanted)
        confirmed, present = _confirmed(wanted), _last(wanted)
        by = office_of(cohort.unit_path)
        issues = cohort.issue is Issue.OTOMATIS and by.is_valid_on(clock.local_date(now))
        stands_from = undoable_until(cohort_id, wanted, now) if issues else {}
        for learner in found.learners:
            if learner.enrolment_id in present or not learner.is_passed:
                continue
            if learner.enrolment_id not in confirmed:
                queue.enqueue(ASK, {"enrolment": learner.enrolment_id}, now=now, unique_key=f"{ASK}:{learner.enrolment_id}")
            elif learner.enrolment_id in stands_from:
                asking.ask_again(learner.enrolment_id, stands_from[learner.enrolment_id], now)
            elif issues:
                person, random = Printed(**confirmed[learner.enrolment_id]), token_bytes(core.CODE_BYTES)
                issuing.issue(cohort, found, learner, person, by, random, batch=f"certificates:{cohort_id}:auto", approved_by=None, now=now)


def ask_to_confirm(enrolment_id: int, *, now: datetime) -> None:
    """Tell somebody who has passed that his word on what is printed is missing; nothing when he gave it meanwhile."""
    user_id = db.session.scalar(
        select(Enrolment.user_id).where(Enrolment.id == enrolment_id, Enrolment.state == EnrolmentState.DITERIMA)
    )
    if user_id is not None and not _confirmed([enrolment_id]) and not _last([enrolment_id]):
        publish(ConfirmationAsked(enrolment_id, user_id, now))


def replace(old: Certificate, *, reason: str, actor: Actor, now: datetime, random: bytes) -> Certificate:
    """A new certificate in place of one with a wrong name or grade: linked to the old one, numbers are never used again.

    It says what is so now; of somebody who passes no more the results of the old one stay. The old one turns to
    "diganti" when the new PDF stands. Raises Denied when it is not in force, Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Tulis apa yang dibetulkan."), field="reason")
    lock(old)
    made = db.session.scalar(select(Certificate).where(Certificate.replaces_id == old.id))
    if made is not None and made.reason == reason.strip():  # a double click
        return made
    if State.DIGANTI not in core.legal_moves(old.state):
        raise Denied(_("Hanya sertifikat yang berlaku yang dapat diganti."))
    if made is not None:
        raise Conflict(_("Pengganti sertifikat ini sudah dibuat. Muat ulang halaman untuk melihatnya."))
    printable(printed(db.session.get_one(Enrolment, old.enrolment_id).user))
    results = next((one for one in class_standing(old.cohort_id, only=[old.enrolment_id]).learners if one.is_passed), None)
    new = issuing.anew(old, results, reason=reason.strip(), approved_by=actor.user_id, now=now, random=random)
    audit.record("certificate:replace", "certificate", old.id, actor_id=actor.user_id, at=now, reason=reason)
    return new


def revoke(certificate: Certificate, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a certificate out of force; its page goes on saying so, and its holder is told why. Raises Denied or Invalid."""
    if not reason.strip():
        raise Invalid(_("Tulis alasan pencabutan. Pemegang sertifikat membacanya."), field="reason")
    lock(certificate)
    if certificate.state is State.DICABUT and certificate.reason == reason.strip():  # a double click
        return
    if State.DICABUT not in core.legal_moves(certificate.state):
        raise Denied(_("Hanya sertifikat yang berlaku yang dapat dicabut."))
    certificate.state = State.DICABUT
    certificate.reason = reason.strip()
    certificate.ended_at = now
    audit.record("certificate:revoke", "certificate", certificate.id, actor_id=actor.user_id, at=now, reason=reason)
    publish(CertificateRevoked(certificate.id, certificate.user_id, certificate.number, certificate.reason, now))


def locked(enrolment_ids: Iterable[int]) -> list[tuple[int, int]]:
    """(enrolment, class) of these people, held until the commit.

    Whoever confirms, approves or completes takes this lock before he reads, and so does whoever takes a release of
    grades back: of two that meet, the later one sees both. Not the full lock, which would shut out the certificate's own foreign key.
    """
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.cohort_id)
        .where(Enrolment.id.in_(sorted(set(enrolment_ids))))
        .order_by(Enrolment.id)
        .with_for_update(key_share=True)
    )
    return [(enrolment_id, cohort_id) for enrolment_id, cohort_id in rows]


def _confirmed(enrolment_ids: list[int]) -> dict[int, dict[str, Any]]:
    rows = db.session.execute(
        select(Confirmation.enrolment_id, Confirmation.facts).where(Confirmation.enrolment_id.in_(enrolment_ids))
    )
    return {enrolment_id: facts for enrolment_id, facts in rows}


def _last(enrolment_ids: list[int]) -> dict[int, Certificate]:
    """The last certificate that each of them got."""
    rows = db.session.scalars(
        select(Certificate).where(Certificate.enrolment_id.in_(enrolment_ids)).order_by(Certificate.edition)
    )
    return {row.enrolment_id: row for row in rows}
