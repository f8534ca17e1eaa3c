"""Learners who have passed: every lesson done, the closing test taken, a graded task, the rest waived."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.accounts.models import User
from app.certificates import issuing
from app.certificates import office as offices
from app.certificates import services as certificates
from app.certificates.office import Office
from app.curriculum import services as curriculum
from app.curriculum.core.path import StepKind
from app.curriculum.models import Step
from app.grading.models import Grade
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, Progress
from app.submissions.models import Submission
from tests.factories import classes, people, works

ROOT = Path(__file__).resolve().parent
SIGNED = Office(signatory_title="Kepala Kantor Wilayah", signatory_name="Dr. H. Contoh Penanda, M.A.", city="Padang", unit_code="Kw.03")


def load_course() -> None:
    """The small training, for applications on a database of their own."""
    prepared = curriculum.prepare(ROOT / "courses", known=lambda _slug, _digest: False)
    with work():
        for one in prepared:
            curriculum.store(one, clock.now())


def passed(cohort: Cohort, trainer: User, user: User | None = None, *, level: int = 4) -> tuple[User, Enrolment]:
    """Somebody who has passed and has opened his grade; with level 1 he has not, for no criterion may stand there."""
    person, enrolment = classes.learner(cohort, user)
    tasks = works.opened(cohort) or {}
    text = tasks["teks"]
    version = works.sent(person, text)
    steps = db.session.scalars(select(Step).where(Step.version_id == cohort.version_id)).all()
    now = clock.now()
    with work():
        mine = db.session.get_one(Enrolment, enrolment.id)
        mine.waived_steps = [one.key for one in steps if one.kind is StepKind.TUGAS and one.id != text.step_id]
        for step in steps:
            if step.kind in {StepKind.MATERI, StepKind.TES_AKHIR}:
                score = 80.0 if step.kind is StepKind.TES_AKHIR else None
                db.session.add(
                    Progress(enrolment_id=mine.id, step_id=step.id, answers={}, opened_at=now, done_at=now, score=score, reached_end=True)
                )
    with work():
        grades.grade_by_trainer(
            db.session.get_one(Submission, version.submission_id),
            version_id=version.id,
            levels={one["id"]: level for one in text.rubric.criteria},
            feedback="",
            reason="",
            based_on=None,
            actor=works.actor(trainer),
            now=now,
        )
    with work():
        grades.release(cohort.id, [version.submission_id], actor=works.actor(trainer), now=now)
        grades.note_seen(db.session.scalars(select(Grade).where(Grade.submission_id == version.submission_id)).one(), now)
    return person, enrolment


def confirmed(enrolment: Enrolment) -> None:
    """The learner's word on what is printed."""
    with work():
        mine = db.session.get_one(Enrolment, enrolment.id)
        certificates.confirm(mine, issuing.printed(mine.user), now=clock.now())


def office(actor: User) -> None:
    """A signatory who may sign today."""
    with work():
        offices.set_office(people.unit_named("Kanwil Uji"), SIGNED, actor=works.actor(actor), now=clock.now())
