"""What a certificate says when it is made: the facts of that day frozen, the next number, two codes, and the job that draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts.identity import format_nip
from app.accounts.models import User
from app.certificates import core
from app.certificates.models import Certificate, NumberSeries
from app.certificates.office import Office, office_of
from app.grading.queries.standing import ClassStanding, Learner
from app.kernel import clock, queue
from app.kernel.db import db
from app.learning.models import Cohort, Enrolment

RENDER = "certificates.render"
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


def issue(
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
    """Number and write one certificate of somebody who has passed and confirmed; `before` is the revoked one that it follows."""
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


def anew(old: Certificate, results: Learner | None, *, reason: str, approved_by: int, now: datetime, random: bytes) -> Certificate:
    """Number and write a certificate that takes the place of another: the person as he is now, the results too where given."""
    enrolment = db.session.get_one(Enrolment, old.enrolment_id)
    person = printed(enrolment.user)
    values = {**old.facts, **{name: getattr(person, name) for name in Printed.__dataclass_fields__}}
    values["is_pupil"] = enrolment.user.is_pupil
    if results is not None:
        values |= _results(results)
    by = office_of(old.unit_path)
    new = _row(old.cohort_id, enrolment, values, by, old.series, random, edition=old.edition + 1, approved_by=approved_by, now=now)
    new.replaces_id = old.id
    new.reason = reason
    _enqueue(new, f"certificates:{old.cohort_id}:{int(now.timestamp())}", now)
    return new


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
