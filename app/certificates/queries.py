"""Reading certificates: the learner's checklist, the pengelola's sheet, the public answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from app.access.permissions import Role
from app.access.scope import Scope
from app.accounts.models import Grant, User
from app.certificates import core
from app.certificates.core import State
from app.certificates.models import Certificate, Confirmation
from app.grading.queries.standing import ClassStanding, Learner, class_standing
from app.kernel.db import db
from app.kernel.errors import Missing
from app.learning.models import Enrolment


class Answer(StrEnum):
    """What "Periksa keaslian" says."""

    BERLAKU = "berlaku"
    DICABUT = "dicabut"
    DIGANTI = "diganti"
    DISIAPKAN = "disiapkan"
    TIDAK_ADA = "tidak_ada"
    BERUBAH = "berkas_diubah"


@dataclass(frozen=True, slots=True)
class Public:
    """What a stranger may know: name, training, JP, date, status; nothing else."""

    answer: Answer
    number: str = ""
    name: str = ""
    """Of a pupil the first name and initials only."""
    is_masked: bool = False
    course: str = ""
    jp: int = 0
    issued_on: date | None = None
    is_sample: bool = False
    is_by_number: bool = False
    """Asked for with a number and a name: what to look at when nothing was found."""
    replaced_by: str = ""
    """Short code of the certificate that took its place."""


@dataclass(frozen=True, slots=True)
class MineRow:
    """One of my certificates; date, grade and predikat are those that stand on its paper."""

    id: int
    number: str
    course: str
    jp: int
    state: State
    issued_on: date
    grade: float | None
    predikat: str
    size: int | None
    short_code: str
    enrolment_id: int
    reason: str
    """Why it was revoked or replaced."""

    @property
    def grade_words(self) -> str:
        """The grade as its paper prints it."""
        return "" if self.grade is None else core.show_grade(self.grade)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A person on the pengelola's sheet."""

    learner: Learner
    confirmed_at: datetime | None
    printed: dict[str, Any] | None
    certificate_id: int | None
    number: str
    state: State | None
    printed_grade: float | None
    """The final grade on the last certificate."""

    @property
    def is_ready(self) -> bool:
        """Whether it may be marked as sah now; after a revocation once more, where somebody wants it so."""
        return self.learner.is_passed and self.confirmed_at is not None and self.state in {None, State.DICABUT}

    @property
    def grade_words(self) -> str:
        """The grade as the paper in force prints it, where another one counts by now; else nothing."""
        if self.state is not State.TERBIT or self.printed_grade is None:
            return ""
        now, printed = self.learner.final.value, core.show_grade(self.printed_grade)
        return "" if now is not None and core.show_grade(now) == printed else printed


def mine(user_id: int) -> list[MineRow]:
    """The certificates of a person, newest first."""
    rows = db.session.execute(
        select(
            Certificate.id, Certificate.number, Certificate.state, Certificate.facts,
            Certificate.size, Certificate.short_code, Certificate.enrolment_id, Certificate.reason,
        )
        .where(Certificate.user_id == user_id)
        .order_by(Certificate.created_at.desc())
    )  # fmt: skip -- in the order of the names below
    return [
        MineRow(
            id_, number, facts["course"], facts["jp"], state, date.fromisoformat(facts["issued_on"]),
            facts.get("grade"), facts.get("predikat", ""), size, short, enrolment_id, reason,
        )
        for id_, number, state, facts, size, short, enrolment_id, reason in rows
    ]  # fmt: skip -- in the order of the dataclass


def certificate(certificate_id: int, scope: Scope) -> Certificate:
    """A certificate within the scope. Raises Missing."""
    found = db.session.scalar(select(Certificate).where(Certificate.id == certificate_id, scope.where(Certificate)))
    if found is None:
        raise Missing
    return found


def enrolment(enrolment_id: int, scope: Scope) -> Enrolment:
    """An enrolment within the scope, for its own confirmation. Raises Missing."""
    found = db.session.scalar(select(Enrolment).where(Enrolment.id == enrolment_id, scope.where(Enrolment)))
    if found is None:
        raise Missing
    return found


def confirmation(enrolment_id: int) -> Confirmation | None:
    """What the learner confirmed."""
    return db.session.scalar(select(Confirmation).where(Confirmation.enrolment_id == enrolment_id))


def beside(certificate: Certificate) -> tuple[Certificate | None, Certificate | None]:
    """(the one whose place this one took, the one that took its place)."""
    before = db.session.get(Certificate, certificate.replaces_id) if certificate.replaces_id else None
    return before, db.session.scalar(select(Certificate).where(Certificate.replaces_id == certificate.id))


def sheet(cohort_id: int) -> tuple[ClassStanding, list[SheetRow]]:
    """Everyone of a class on one sheet: passed, confirmed, issued."""
    found = class_standing(cohort_id)
    confirmed = {
        enrolment_id: (at, facts)
        for enrolment_id, at, facts in db.session.execute(
            select(Confirmation.enrolment_id, Confirmation.confirmed_at, Confirmation.facts)
            .join(Enrolment, Enrolment.id == Confirmation.enrolment_id)
            .where(Enrolment.cohort_id == cohort_id)
        )
    }
    issued: dict[int, tuple[int, str, State, float | None]] = {}
    for enrolment_id, id_, number, state, grade in db.session.execute(
        select(Certificate.enrolment_id, Certificate.id, Certificate.number, Certificate.state, Certificate.facts["grade"].as_float())
        .where(Certificate.cohort_id == cohort_id)
        .order_by(Certificate.edition)
    ):
        issued[enrolment_id] = (id_, number, state, grade)
    rows = []
    for learner in found.learners:
        at, facts = confirmed.get(learner.enrolment_id, (None, None))
        given = issued.get(learner.enrolment_id)
        rows.append(SheetRow(learner, at, facts, *(given or (None, "", None, None))))
    return found, rows


def by_code(code: str) -> Public:
    """The answer for the code of a QR (26 signs), its whole address, or the short form that a person typed."""
    code = core.typed_code(code)
    short = core.normalise_short_code(code)
    condition = Certificate.code == code.strip().upper()
    if short is not None:
        condition = condition | (Certificate.short_code == short)
    return _public(db.session.scalar(select(Certificate).where(condition)))


def by_number(number: str, name: str) -> Public:
    """The answer for a number together with a name; one without the other tells nothing."""
    alike = func.replace(func.upper(Certificate.number), " ", "")  # the unit's code in it has small letters, and may have spaces
    rows = db.session.scalars(select(Certificate).where(alike == core.typed_number(number)))
    found = next((one for one in rows if _same_name(name, str(one.facts["name"]))), None)
    return Public(Answer.TIDAK_ADA, is_by_number=True) if found is None else _public(found)


def by_file(content: bytes) -> Public:
    """Whether a PDF is exactly the one that was issued: its digest is known, or it is not ours or was changed."""
    digest = hashlib.sha256(content).hexdigest()
    return _public(db.session.scalar(select(Certificate).where(Certificate.file_digest == digest)), Answer.BERUBAH)


def _public(found: Certificate | None, otherwise: Answer = Answer.TIDAK_ADA) -> Public:
    if found is None:
        return Public(otherwise)
    answers = {
        State.TERBIT: Answer.BERLAKU,
        State.DICABUT: Answer.DICABUT,
        State.DIGANTI: Answer.DIGANTI,
        State.DISIAPKAN: Answer.DISIAPKAN,
    }
    following = None
    if found.state is State.DIGANTI:
        following = db.session.scalar(select(Certificate.short_code).where(Certificate.replaces_id == found.id))
    name, is_pupil = str(found.facts["name"]), _is_pupils(found)
    return Public(
        answers[found.state],
        number=found.number,
        name=core.public_name(name) if is_pupil else name,
        is_masked=is_pupil,
        course=str(found.facts["course"]),
        jp=int(found.facts["jp"]),
        issued_on=date.fromisoformat(str(found.facts["issued_on"])),
        is_sample=bool(found.facts["is_sample"]),
        replaced_by=following or "",
    )


def _is_pupils(found: Certificate) -> bool:
    """Whether the holder was a pupil; of older certificates the account and its role in that class tell."""
    noted = found.facts.get("is_pupil")
    if noted is not None:
        return bool(noted)
    role = select(Grant.id).where(
        Grant.user_id == found.user_id, Grant.role == Role.SISWA, Grant.cohort_id == found.cohort_id
    )
    return bool(
        db.session.scalar(select(User.id).where(User.id == found.user_id, User.is_pupil | role.exists()))
    )


def _same_name(typed: str, printed: str) -> bool:
    """Whether every word that was typed stands in the printed name, at least two of them where it has two; case does not matter.

    More words than the printed ones are refused: else a list of all common names would fit everybody.
    """
    words = [frozenset(text.casefold().replace(",", " ").replace(".", " ").split()) for text in (typed, printed)]
    return len(words[0]) > 0 and words[0] <= words[1] and (len(words[0]) > 1 or len(words[1]) == 1)
