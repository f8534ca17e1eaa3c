"""The demo class in mid-course: 30 people, some ahead, some stuck, made by the product's own verbs in past time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.permissions import Role
from app.access.scope import Actor
from app.accounts import sessions
from app.accounts.models import Grant, Standing, Unit, User
from app.certificates.office import Office, set_office
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Lesson, Quiz, Test
from app.curriculum.core.items import (
    Item,
    ManyItem,
    MatchItem,
    NumberItem,
    OrderItem,
    SingleItem,
    TextItem,
    TrueFalseItem,
    Writing,
)
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.demo import pupils
from app.demo.people import LEARNERS, MADRASAH, PERSONAS, Persona
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core import asking
from app.learning.core.scoring import score_quiz
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, Issue, Progress
from app.learning.services.cohorts import Plan, open_cohort

SLUG = "siaran-pers-contoh"
STARTED = timedelta(days=17)
LASTS = timedelta(days=30)
OFFICER, RANK = "Pengelola Layanan Kehumasan", "Penata Muda III/a"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the class by what they are."""

    personas: dict[str, User]
    learners: tuple[tuple[User, Enrolment], ...]
    cohort: Cohort
    began: datetime


def people(password_hash: str, now: datetime) -> dict[str, User]:
    """The personas and the waiting pupil, each with his role."""
    units = units_by_code()
    made: dict[str, User] = {}
    letter = pupils.photographed()
    with work():
        units[MADRASAH] = pupils.madrasah(units["1375"], now)
        for one in PERSONAS:
            made[one.role] = user_of(one, units, password_hash, now)
        db.session.flush()  # grants and the mentor need ids
        for role in (Role.PENGELOLA, Role.PENYUSUN, Role.PENDAMPING):
            holder, unit = made[role], units["13"]
            db.session.add(Grant(user_id=holder.id, role=role, unit_id=unit.id, unit_path=unit.path, given_at=now))
        made["siswa"].mentor_id = made["pendamping"].id
        pupils.record(made["siswa"], letter, by=made["pendamping"], now=now)
        waiting = user_of(Persona("aulia", "Aulia Rahman", "siswa", MADRASAH), units, password_hash, now)
        waiting.standing = Standing.MENUNGGU_WALI
        waiting.mentor_id = made["pendamping"].id
        desi = made["pengelola"]
        set_office(
            units["13"],
            Office(
                signatory_title="Kepala Kantor Wilayah (contoh)",
                signatory_name="H. Nama Contoh, M.Ag.",
                signatory_nip="197001011995031001",
                valid_from="2026-01-01",
            ),
            actor=Actor(desi.id, desi.name),
            now=now,
        )
    return made


def open_class(personas: dict[str, User], password_hash: str, now: datetime) -> Cast:
    """The class and its 30 learners, as if it had been opened seventeen days ago."""
    units = units_by_code()
    began = now - STARTED
    plan = plan_of(f"Angkatan II Tahun {began.year}", "II", began)
    with work():
        cohort = begin(plan, personas, units, began)
        cohort.join_token = "kelas-peragaan"  # noqa: S105 -- the demonstration prints it
        learners = [personas["peserta"], personas["siswa"]]
        for number, (name, code) in enumerate(LEARNERS, start=1):
            learners.append(user_of(Persona(f"peserta{number}", name, "peserta", code, position=OFFICER, rank=RANK), units, password_hash, began))
        rows = enrol(learners, cohort, personas["pengelola"], began)
        for name, code in (("Indra Jaya", "1304"), ("Mardiana", "1310")):
            late = user_of(Persona(name.split()[0].lower(), name, "peserta", code), units, "", began)
            late.standing, late.notice_version = Standing.UNDANGAN, ""
            db.session.flush()
            db.session.add(
                Enrolment(cohort_id=cohort.id, user_id=late.id, unit_path=cohort.unit_path, state=EnrolmentState.DIUNDANG, invited_at=now - timedelta(days=3), invitations=2, waived_steps=[])
            )
    return Cast(personas, tuple(zip(learners, rows, strict=True)), cohort, began)


def plan_of(name: str, numeral: str, began: datetime) -> Plan:
    """A class of the training that the story is told in."""
    outline = curriculum.outline(curriculum.live_version(SLUG))
    return Plan(
        version_id=outline.version_id,
        name=name,
        numeral=numeral,
        starts_on=clock.local_date(began),
        ends_on=clock.local_date(began + LASTS),
        seats=40,
        mode="bauran",
        place="Padang",
        partner="Redaksi mitra (contoh)",
        contact_name="Desi Marlina",
        contact_phone="+6281200000001",
        issue=Issue.SETELAH_DISAHKAN,
    )


def begin(plan: Plan, personas: dict[str, User], units: dict[str, Unit], began: datetime) -> Cohort:
    """Open it in the caller's unit of work: Desi's class, Hendra teaches."""
    desi, hendra = personas["pengelola"], personas["pelatih"]
    return open_cohort(plan, units["13"], (hendra.id,), actor=as_actor(desi), now=began, is_demo=True)


def enrol(learners: Sequence[User], cohort: Cohort, office: User, began: datetime) -> list[Enrolment]:
    """Take them in, one every three hours, in the caller's unit of work."""
    db.session.flush()  # enrolments need ids
    rows = []
    for number, user in enumerate(learners):
        role = Role.SISWA if user.is_pupil else Role.PESERTA
        db.session.add(Grant(user_id=user.id, role=role, cohort_id=cohort.id, given_by_id=office.id, given_at=began))
        enrolment = Enrolment(
            cohort_id=cohort.id, user_id=user.id, unit_path=cohort.unit_path, state=EnrolmentState.DITERIMA,
            invited_at=began, invitations=1, joined_at=began + timedelta(hours=3 * number), waived_steps=[],
        )  # fmt: skip
        db.session.add(enrolment)
        rows.append(enrolment)
    return rows


def walk(cast: Cast, now: datetime, *, whole: frozenset[int] = frozenset()) -> None:
    """What everyone has learned so far: lessons, quizzes with real answers and scores.

    The learners at the places in `whole` have gone all the way, and well.
    """
    outline = curriculum.outline(cast.cohort.version_id)
    began = cast.began
    bodies = {step.id: curriculum.body(step.id) for step in outline.steps}
    with work():
        for number, (user, enrolment) in enumerate(cast.learners):
            dice = random.Random(number)  # noqa: S311 -- a story, no secret
            reach = len(outline.steps) if number in whole else _reach(number, outline)
            skill = (0.9 if number in whole else 0.62) + (0.1 if number in whole else 0.36) * dice.random()
            moment = began + timedelta(hours=20 + dice.randint(0, 30))
            for step in outline.steps[:reach]:
                if step.kind is StepKind.TUGAS:
                    continue
                moment += timedelta(hours=dice.randint(4, 16))
                at = min(moment, now - timedelta(minutes=20 + number))
                body = bodies[step.id]
                if isinstance(body, Lesson):
                    answers = {one.id: _answer(one, dice, 1.0) for one in body.exercises()}
                    db.session.add(Progress(enrolment_id=enrolment.id, step_id=step.id, answers=asking.answers_to_json(answers), reached_end=True, opened_at=at, done_at=at))
                elif isinstance(body, Quiz | Test):
                    _try(user, enrolment, cast.cohort, step.id, body, step.kind, dice, skill, at)
                enrolment.last_step_id = step.id
                enrolment.last_active_at = at


def _reach(number: int, outline: Outline) -> int:
    """How many steps of the path somebody has gone: most into the last module, some stuck, two never began."""
    total = len(outline.steps)
    if number >= 28:  # noqa: PLR2004 -- the last two of thirty
        return 0
    share = (0.78, 0.72, 0.8, 0.66, 0.74, 0.35, 0.7, 0.82)[number % 8]
    return int(total * share)


def _try(user: User, enrolment: Enrolment, cohort: Cohort, step_id: int, body: Quiz | Test, kind: StepKind, dice: random.Random, skill: float, at: datetime) -> None:
    form = "" if isinstance(body, Quiz) else body.forms[0].id
    items: tuple[Item, ...] = body.items if isinstance(body, Quiz) else body.forms[0].items
    ability = skill * 0.75 if kind is StepKind.TES_AWAL else skill
    answers = {one.id: _answer(one, dice, ability) for one in items}
    score = score_quiz(items, answers).percent
    db.session.add(
        Attempt(
            enrolment_id=enrolment.id, user_id=user.id, cohort_id=cohort.id, unit_path=cohort.unit_path, step_id=step_id, number=1,
            form=form, seed=dice.getrandbits(30), answers=asking.answers_to_json(answers), score=score, started_at=at - timedelta(minutes=9), finished_at=at,
        )
    )  # fmt: skip
    done = at if kind is StepKind.TES_AWAL or score >= 70 else None  # noqa: PLR2004 -- the default pass mark
    db.session.add(Progress(enrolment_id=enrolment.id, step_id=step_id, answers={}, opened_at=at, done_at=done, score=score))


def _answer(item: Item | Writing, dice: random.Random, ability: float) -> tuple[str, ...]:
    """A right answer with probability `ability`, else a wrong one; options by their index in the file."""
    is_right = dice.random() < ability
    match item:
        case Writing():
            return ("Warga kini dapat mengurus layanan ini lewat ponsel.", *(str(n) for n in range(len(item.checks))))
        case SingleItem():
            return (str(next(n for n, one in enumerate(item.options) if one.is_right == is_right)),)
        case ManyItem():
            return tuple(str(n) for n, one in enumerate(item.options) if one.is_right == is_right)
        case TrueFalseItem():
            return ("benar" if item.is_true == is_right else "salah",)
        case TextItem():
            return (item.accepted[0] if is_right else "belum tahu",)
        case NumberItem():
            return (str(item.answer) if is_right else "0",)
        case MatchItem():
            return tuple(str(n if is_right else (n + 1) % len(item.pairs)) for n in range(len(item.pairs)))
        case OrderItem():
            last = len(item.entries) - 1
            return tuple(str((n if is_right else last - n) + 1) for n in range(last + 1))


def units_by_code() -> dict[str, Unit]:
    """kode_bps -> unit."""
    return {unit.kode_bps: unit for unit in db.session.scalars(select(Unit).where(Unit.kode_bps.is_not(None))) if unit.kode_bps}


def user_of(one: Persona, units: dict[str, Unit], password_hash: str, now: datetime) -> User:
    """A row for one of the cast, in the caller's unit of work."""
    unit = units[one.unit_code]
    user = User(
        username=one.username, name=one.name, title_before=one.title_before, title_after=one.title_after,
        email=f"{one.username}@peragaan.example", password_hash=password_hash, standing=Standing.AKTIF,
        is_pupil=one.is_pupil, nip=one.nip or None, rank=one.rank, position=one.position, unit_id=unit.id,
        unit_path=unit.path, notice_version=sessions.NOTICE_VERSION, is_demo=True, created_at=now,
    )  # fmt: skip
    db.session.add(user)
    return user


def as_actor(user: User) -> Actor:
    """A demo person as services see him."""
    return Actor(user.id, user.name, (), user.unit_path)
