"""The demo class in mid-course: 30 people, some ahead, some stuck, made by the product's own verbs in past time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.access.permissions import Role
from app.access.scope import Actor, Scope
from app.accounts import sessions
from app.accounts.models import Grant, Standing, Unit, User
from app.certificates.services import Office, set_office
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
from app.curriculum.core.work import Grading, TaskForm
from app.curriculum.queries import Outline
from app.demo import texts
from app.demo.people import LEARNERS, PERSONAS, Persona
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core import asking
from app.learning.core.scoring import score_quiz
from app.learning.models import Attempt, Cohort, Enrolment, EnrolmentState, Issue, Progress
from app.learning.services.cohorts import Plan, open_cohort
from app.peerreview import jobs as review_jobs
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.models import ReviewTask, Round
from app.peerreview.services import reviews
from app.submissions import queries as submission_queries
from app.submissions import reading
from app.submissions import services as submissions
from app.submissions.models import Version

EVERYTHING = Scope(everything=True)
SLUG = "siaran-pers-contoh"
STARTED = timedelta(days=17)
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the class by what they are."""

    personas: dict[str, User]
    learners: tuple[tuple[User, Enrolment], ...]
    cohort: Cohort


def people(password_hash: str, now: datetime) -> dict[str, User]:
    """The personas and the waiting pupil, each with his role."""
    units = _units()
    made: dict[str, User] = {}
    with work():
        for one in PERSONAS:
            made[one.role] = _user(one, units[one.unit_code], password_hash, now)
        db.session.flush()  # grants and the mentor need ids
        for role in (Role.PENGELOLA, Role.PENYUSUN, Role.PENDAMPING):
            holder, unit = made[role], units["13"]
            db.session.add(Grant(user_id=holder.id, role=role, unit_id=unit.id, unit_path=unit.path, given_at=now))
        made["siswa"].mentor_id = made["pendamping"].id
        waiting = _user(Persona("aulia", "Aulia Rahman", "siswa", "1375"), units["1375"], password_hash, now)
        waiting.standing = Standing.MENUNGGU_WALI
        waiting.mentor_id = made["pendamping"].id
        desi = made["pengelola"]
        set_office(
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
    units = _units()
    began = now - STARTED
    desi, hendra = personas["pengelola"], personas["pelatih"]
    outline = curriculum.outline(curriculum.live_version(SLUG))
    plan = Plan(
        version_id=outline.version_id,
        name=f"Angkatan I Tahun {began.year}",
        numeral="I",
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
    with work():
        cohort = open_cohort(plan, units["13"], (hendra.id,), actor=_actor(desi), now=began, is_demo=True)
        cohort.join_token = "kelas-peragaan"  # noqa: S105 -- the demonstration prints it
        learners = [personas["peserta"], personas["siswa"]]
        for number, (name, code) in enumerate(LEARNERS, start=1):
            learners.append(
                _user(
                    Persona(f"peserta{number}", name, "peserta", code, position="Pengelola Layanan Kehumasan", rank="Penata Muda III/a"),
                    units[code], password_hash, began,
                )
            )  # fmt: skip
        db.session.flush()  # enrolments need ids
        rows = []
        for number, user in enumerate(learners):
            role = Role.SISWA if user.is_pupil else Role.PESERTA
            db.session.add(Grant(user_id=user.id, role=role, cohort_id=cohort.id, given_by_id=desi.id, given_at=began))
            enrolment = Enrolment(
                cohort_id=cohort.id, user_id=user.id, unit_path=cohort.unit_path, state=EnrolmentState.DITERIMA,
                invited_at=began, invitations=1, joined_at=began + timedelta(hours=3 * number), waived_steps=[],
            )  # fmt: skip
            db.session.add(enrolment)
            rows.append(enrolment)
        for name, code in (("Indra Jaya", "1304"), ("Mardiana", "1310")):
            late = _user(Persona(name.split()[0].lower(), name, "peserta", code), units[code], "", began)
            late.standing, late.notice_version = Standing.UNDANGAN, ""
            db.session.flush()
            db.session.add(
                Enrolment(cohort_id=cohort.id, user_id=late.id, unit_path=cohort.unit_path, state=EnrolmentState.DIUNDANG, invited_at=now - timedelta(days=3), invitations=2, waived_steps=[])
            )
    return Cast(personas, tuple(zip(learners, rows, strict=True)), cohort)


def walk(cast: Cast, now: datetime) -> None:
    """What everyone has learned so far: lessons, quizzes with real answers and scores."""
    outline = curriculum.outline(cast.cohort.version_id)
    began = now - STARTED
    bodies = {step.id: curriculum.body(step.id) for step in outline.steps}
    with work():
        for number, (user, enrolment) in enumerate(cast.learners):
            dice = random.Random(number)  # noqa: S311 -- a story, no secret
            reach = _reach(number, outline)
            skill = 0.62 + 0.36 * dice.random()
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


def hand_in(cast: Cast, now: datetime) -> None:
    """The works that were sent in time, a few late, some only drafted; read by the coach as any other."""
    for one in submission_queries.assignments_of(cast.cohort.id):
        if one.due_at > now + timedelta(days=1):
            continue
        sent = 27 if one.grading is Grading.MANDIRI else 26
        for number, (user, _enrolment) in enumerate(cast.learners):
            if number >= sent + 2:
                continue
            _send(one.id, one.form, one.due_at, number, user, is_sent=number < sent, now=now)


def _send(assignment_id: int, form: TaskForm, due: datetime, number: int, user: User, *, is_sent: bool, now: datetime) -> None:
    at = due - timedelta(hours=2 + 5 * (number % 9))
    task = submission_queries.brief(assignment_id, EVERYTHING).task
    fields = _fields(form, task.sheet, number, user)
    clean = reading.cleaned(task, fields, {})
    actor = _actor(user)
    with work():
        submissions.save_draft(actor=actor, assignment_id=assignment_id, fields=clean, files=None, revision=0, device="", now=at)
    if not is_sent:
        return
    own = submission_queries.own(assignment_id, user.id)
    draft = own.draft if own else {}
    ready = submissions.prepare(task, draft, today=clock.local_date(at))
    with work():
        submissions.submit(actor=actor, assignment_id=assignment_id, ready=ready, number=1, is_original=True, change_note="", now=at)
    if form is TaskForm.LEMBAR:
        dice = random.Random(number)  # noqa: S311 -- a story, no secret
        criteria = [one.id for one in submission_queries.brief(assignment_id, EVERYTHING).criteria]
        with work():
            submissions.assess_self(
                actor=actor, assignment_id=assignment_id, levels={one: dice.choice((3, 3, 4, 4, 2)) for one in criteria}, now=min(at + timedelta(hours=1), now)
            )


def _fields(form: TaskForm, sheet: tuple[Any, ...], number: int, user: User) -> dict[str, Any]:
    quality = (2, 1, 2, 0, 1, 2)[number % 6]
    made = texts.release(number, quality=quality)
    if form is TaskForm.SIARAN_PERS:
        return {**made.fields, "penulis": user.name, "narahubung": f"{user.name}, 0812-0000-{number:04d}" if quality else ""}
    if form is TaskForm.TEKS:
        return {"teks": made.fields["teras"]}
    topic = made.topic
    values: dict[str, str | bool] = {}
    for field in sheet:
        values[field.id] = {
            "teks": made.fields["judul"][:120],
            "paragraf": f"{made.fields['teras']} Cara memperolehnya: {topic.how}.",
            "pilihan": field.choices[0] if field.choices else "",
            "tautan": "https://contoh.example.org/layanan",
            "angka": "31",
            "centang": True,
        }[field.kind]
    return {"lembar": values}


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


def _units() -> dict[str, Unit]:
    return {unit.kode_bps: unit for unit in db.session.scalars(select(Unit).where(Unit.kode_bps.is_not(None))) if unit.kode_bps}


def _user(one: Persona, unit: Unit, password_hash: str, now: datetime) -> User:
    user = User(
        username=one.username, name=one.name, title_before=one.title_before, title_after=one.title_after,
        email=f"{one.username}@peragaan.example", password_hash=password_hash, standing=Standing.AKTIF,
        is_pupil=one.is_pupil, nip=one.nip or None, rank=one.rank, position=one.position, unit_id=unit.id,
        unit_path=unit.path, notice_version=sessions.NOTICE_VERSION, is_demo=True, created_at=now,
    )  # fmt: skip
    db.session.add(user)
    return user


def _actor(user: User) -> Actor:
    return Actor(user.id, user.name, (), user.unit_path)


def review(cast: Cast, now: datetime) -> None:
    """Rounds whose time has come are shared out; most reviewers have written, some are in the middle, some are late."""
    for round_id in db.session.scalars(
        select(Round.id).where(Round.cohort_id == cast.cohort.id, Round.share_at <= now)
    ).all():
        shared_at = db.session.scalar(select(Round.share_at).where(Round.id == round_id)) or now
        _turn(round_id, shared_at + timedelta(minutes=5))
        with work():
            review_round = db.session.get_one(Round, round_id)
            review_round.needs_calibration = False
        tasks = db.session.scalars(select(ReviewTask.id).where(ReviewTask.round_id == round_id).order_by(ReviewTask.id)).all()
        for number, task_id in enumerate(tasks):
            if number % 10 < 6:  # noqa: PLR2004 -- six of ten are written by mid-course
                _write_review(task_id, number, shared_at + timedelta(hours=3 + number % 40), now)
        with work():
            review_round = db.session.get_one(Round, round_id)
            review_round.needs_calibration = True


def _turn(round_id: int, at: datetime) -> None:
    """One look of the round's clock at a moment of the past, as the worker does it."""
    effect = review_jobs.step({"round": round_id}, at)
    if effect is not None:
        with work():
            effect()


def _write_review(task_id: int, number: int, at: datetime, now: datetime) -> None:
    moment = min(at, now - timedelta(minutes=5))
    task = db.session.get_one(ReviewTask, task_id)
    criteria = tuple(one["id"] for one in task.round.assignment.rubric.criteria)
    body = db.session.get_one(Version, task.version_id).text
    quality = (2, 1, 2, 0, 1, 2)[(task.author_id or 0) % 6]
    quote = " ".join(body.split()[4:13])
    written = texts.review(number, quote)
    levels = texts.levels(number, quality, criteria)
    draft = Draft(
        levels=levels,
        notes={one: texts.NOTES[(number + place) % len(texts.NOTES)] for place, one in enumerate(criteria) if levels[one] <= 2},  # noqa: PLR2004 -- rules.md
        strength=written.strength,
        suggestion_one=written.suggestion_one,
        suggestion_two=written.suggestion_two,
        question=written.question,
        remarks=(Remark(0, min(len(body), 60), written.suggestion_one, "suggestion_one"),),
    )
    with work():
        reviews.open_task(task, now=moment - timedelta(minutes=18))
        reviews.send(task, draft, revision=0, now=moment)
