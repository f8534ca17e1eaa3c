"""Confirm, approve, issue, replace, revoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any

from sqlalchemy import select

from app.access.scope import Actor
from app.accounts.identity import format_nip
from app.accounts.models import User
from app.certificates import asking, core
from app.certificates.core import State
from app.certificates.events import CertificateRevoked, ConfirmationAsked
from app.certificates.models import Certificate, Confirmation, NumberSeries
from app.certificates.office import Office, office_of
from app.grading.queries.standing import ClassStanding, Learner, class_standing
from app.grading.queries.undoing import undoable_until
from app.kernel import audit, clock, queue
from app.kernel.db import db
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _
from app.learning.models import Cohort, Enrolment, EnrolmentState, Issue

RENDER = "certificates.render"
ASK = "certificates.ask"
OFFICIAL, SAMPLE = "resmi", "contoh"


@dataclass(frozen=True, slots=True)
class Printed:
    """The facts about a person that stand on his certificate; the shape of `Confirmation.facts`."""

    name: str
    identity_label: str
    identity_number: str
    rank: str
    position: str
    unit: str


def printed(user: User) -> Printed:
    """What would be printed of a person now. Pupils carry no number, only their madrasah."""
    label, number = "", ""
    if not user.is_pupil:
        if user.nip:
            label, number = "NIP", format_nip(user.nip)
        elif user.nuptk:
            label, number = "NUPTK", user.nuptk
    return Printed(user.full_name, label, number, user.rank, user.position, user.unit.name)


def confirm(enrolment: Enrolment, shown: Printed, *, now: datetime) -> None:
    """The learner says that what he saw is right. Raises Conflict when his data changed since the page was opened."""
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
        _issue(cohort, found, learner, person, by, random[made], batch=batch, approved_by=actor.user_id, now=now, before=before)
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
                _issue(cohort, found, learner, person, by, random, batch=f"certificates:{cohort_id}:auto", approved_by=None, now=now)


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
    if State.DIGANTI not in core.legal_moves(old.state):
        raise Denied(_("Hanya sertifikat yang berlaku yang dapat diganti."))
    if db.session.scalar(select(Certificate.id).where(Certificate.replaces_id == old.id)):
        raise Conflict(_("Pengganti sertifikat ini sudah dibuat. Muat ulang halaman untuk melihatnya."))
    enrolment = db.session.get_one(Enrolment, old.enrolment_id)
    person = printed(enrolment.user)
    values = {**old.facts, **{name: getattr(person, name) for name in Printed.__dataclass_fields__}}
    values["is_pupil"] = enrolment.user.is_pupil
    for learner in class_standing(old.cohort_id, only=[enrolment.id]).learners:
        if learner.is_passed:
            values |= _results(learner)
    by = office_of(old.unit_path)
    new = _row(old.cohort_id, enrolment, values, by, old.series, random, edition=old.edition + 1, approved_by=actor.user_id, now=now)
    new.replaces_id = old.id
    new.reason = reason.strip()
    _enqueue(new, f"certificates:{old.cohort_id}:{int(now.timestamp())}", now)
    audit.record("certificate:replace", "certificate", old.id, actor_id=actor.user_id, at=now, reason=reason)
    return new


def revoke(certificate: Certificate, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a certificate out of force; its page goes on saying so, and its holder is told why. Raises Denied or Invalid."""
    if not reason.strip():
        raise Invalid(_("Tulis alasan pencabutan. Pemegang sertifikat membacanya."), field="reason")
    if State.DICABUT not in core.legal_moves(certificate.state):
        raise Denied(_("Hanya sertifikat yang berlaku yang dapat dicabut."))
    certificate.state = State.DICABUT
    certificate.reason = reason.strip()
    certificate.ended_at = now
    audit.record("certificate:revoke", "certificate", certificate.id, actor_id=actor.user_id, at=now, reason=reason)
    publish(CertificateRevoked(certificate.id, certificate.user_id, certificate.number, certificate.reason, now))


def _issue(
    cohort: Cohort,
    found: ClassStanding,
    learner: Learner,
    person: Printed,
    by: Office,
    random: bytes,
    *,
    batch: str,
    approved_by: int | None,
    now: datetime,
    before: Certificate | None = None,
) -> None:
    """`before` is the revoked one that this one follows."""
    enrolment = db.session.get_one(Enrolment, learner.enrolment_id)
    today = clock.local_date(now)
    values: dict[str, Any] = {
        "name": person.name,
        "identity_label": person.identity_label,
        "identity_number": person.identity_number,
        "rank": person.rank,
        "position": person.position,
        "unit": person.unit,
        "role": "Peserta",
        "course": found.outline.title,
        "course_code": found.outline.code,
        "cohort": cohort.numeral,
        "year": cohort.starts_on.year,
        "organiser": by.organiser,
        "partner": cohort.partner,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
        "mode": cohort.mode,
        "jp": found.outline.jp,
        "city": by.city,
        "issued_on": today.isoformat(),
        "signatory_title": by.signatory_title,
        "signatory_name": by.signatory_name,
        "signatory_nip": format_nip(by.signatory_nip),
        "materials": [
            {"title": module.title, "jp": module.jp, "skkni": list(module.about.get("skkni", []))}
            for module in found.outline.modules
        ],
        **_results(learner),
        "is_sample": cohort.is_demo,
        "is_pupil": enrolment.user.is_pupil,
    }
    series = SAMPLE if cohort.is_demo else OFFICIAL
    edition = before.edition + 1 if before else 1
    row = _row(cohort.id, enrolment, values, by, series, random, edition=edition, approved_by=approved_by, now=now)
    row.replaces_id = before.id if before else None
    _enqueue(row, batch, now)


def _results(learner: Learner) -> dict[str, Any]:
    """What is printed of somebody's results."""
    duty = learner.standing.review
    return {
        "predikat": str(learner.final.predicate or ""),
        "grade": learner.final.value,
        "pretest": learner.opening_test,
        "posttest": learner.standing.closing_test,
        "assignments": learner.final.tasks,
        "reviews_done": duty.done if duty else 0,
        "reviews_due": duty.owed if duty else 0,
    }


def _row(
    cohort_id: int,
    enrolment: Enrolment,
    values: dict[str, Any],
    by: Office,
    series: str,
    random: bytes,
    *,
    edition: int,
    approved_by: int | None,
    now: datetime,
) -> Certificate:
    issued_on = clock.local_date(now)
    sequence = _next_number(series, issued_on.year)
    number = core.format_number(
        core.SAMPLE_PREFIX * (series == SAMPLE) + by.number_template,
        sequence=sequence,
        course_code=values["course_code"],
        cohort=values["cohort"],
        unit=by.unit_code,
        issued_on=issued_on,
    )
    code = core.long_code(random)
    short = core.short_code(random)
    row = Certificate(
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        cohort_id=cohort_id,
        unit_path=enrolment.unit_path,
        edition=edition,
        series=series,
        year=issued_on.year,
        sequence=sequence,
        number=number,
        code=code,
        short_code=short,
        facts={**values, "number": number, "code": short, "verification_url": "", "issued_on": issued_on.isoformat()},
        approved_by_id=approved_by,
        created_at=now,
    )
    db.session.add(row)
    db.session.flush()  # a second approval meets the unique constraint here; the job needs the id
    return row


def _enqueue(row: Certificate, batch: str, now: datetime) -> None:
    queue.enqueue(RENDER, {"certificate": row.id}, now=now, unique_key=f"{RENDER}:{row.id}", batch=batch)


def _next_number(series: str, year: int) -> int:
    """Gap-free: the row's lock is held until the certificate's own row is committed, or both are rolled back."""
    row = db.session.scalar(
        select(NumberSeries).where(NumberSeries.series == series, NumberSeries.year == year).with_for_update()
    )
    if row is None:
        row = NumberSeries(series=series, year=year, last=0)
        db.session.add(row)
    row.last += 1
    db.session.flush()  # two first ones of a year meet the unique constraint here
    return row.last


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
