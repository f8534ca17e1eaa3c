"""An earlier class of the demonstration that has come to its end: passed, confirmed, certificates approved."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_bytes

from sqlalchemy import select

from app.accounts.models import User
from app.certificates import core as certificate
from app.certificates import issuing
from app.certificates import services as certificates
from app.demo import story, works
from app.demo.people import ALUMNI
from app.demo.story import Cast
from app.grading import jobs as grading_jobs
from app.grading.services import grades
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment
from app.peerreview.models import Round
from app.submissions.models import Submission

BEGAN = timedelta(days=80)
APPROVED, CONFIRMED = 4, 6
"""Of seven: four certificates, two who wait for the pengelola's word, one who has not confirmed his data."""


def graduate(personas: dict[str, User], password_hash: str, now: datetime) -> None:
    """The class of eighty days ago, by the product's own verbs. Certificates are drawn by the worker after the start."""
    cast = _open(personas, password_hash, now - BEGAN)
    story.walk(cast, now, whole=frozenset(range(len(ALUMNI))))
    works.hand_in(cast, now)
    works.review(cast, now, of_ten=10)
    _close(cast, now)
    _grade(cast, now - timedelta(days=30))
    _compute(cast, now)
    _certify(cast, now)


def _open(personas: dict[str, User], password_hash: str, began: datetime) -> Cast:
    units = story.units_by_code()
    plan = story.plan_of(f"Angkatan I Tahun {began.year}", "I", began)
    with work():
        cohort = story.begin(plan, personas, units, began)
        learners = [story.user_of(one, units, password_hash, began) for one in ALUMNI]
        rows = story.enrol(learners, cohort, personas["pengelola"], began)
    return Cast(personas, tuple(zip(learners, rows, strict=True)), cohort, began)


def _close(cast: Cast, now: datetime) -> None:
    """The rounds end by their clock; what the reviews say is computed as the worker does it."""
    for round_id in db.session.scalars(select(Round.id).where(Round.cohort_id == cast.cohort.id)).all():
        for _step in range(3):  # closing reviews, closing revisions, the end
            works.turn(round_id, now)
    _compute(cast, now)


def _compute(cast: Cast, now: datetime) -> None:
    """What the worker computes from a round's reviews; again once Hendra's grades tell how right each reviewer was."""
    for round_id in db.session.scalars(select(Round.id).where(Round.cohort_id == cast.cohort.id)).all():
        effect = grading_jobs.compute({"round": round_id}, now)
        if effect is not None:
            with work():
                effect()


def _grade(cast: Cast, at: datetime) -> None:
    """Hendra looks at each work once more and lets the grades be seen."""
    hendra = story.as_actor(cast.personas["pelatih"])
    found = db.session.scalars(select(Submission).where(Submission.cohort_id == cast.cohort.id, Submission.current_id.is_not(None))).all()
    ids = [one.id for one in found]
    for number, submission_id in enumerate(ids):
        with work():
            one = db.session.get_one(Submission, submission_id)
            if one.assignment.grading.value == "mandiri":
                continue
            grades.grade_by_trainer(
                one, version_id=one.current_id or 0, levels={each["id"]: 4 if (number + place) % 3 else 3 for place, each in enumerate(one.assignment.rubric.criteria)},
                feedback="Manfaatnya jelas dan angkanya bersumber. Pertahankan.", reason="", based_on=None, actor=hendra, now=at,
            )  # fmt: skip
    with work():
        grades.release(cast.cohort.id, ids, actor=hendra, now=at)


def _certify(cast: Cast, now: datetime) -> None:
    desi = story.as_actor(cast.personas["pengelola"])
    enrolments = [row.id for _user, row in cast.learners]
    for number, enrolment_id in enumerate(enrolments[:CONFIRMED]):
        with work():
            mine = db.session.get_one(Enrolment, enrolment_id)
            certificates.confirm(mine, issuing.printed(mine.user), now=now - timedelta(days=25 - number))
    with work():
        cohort = db.session.get_one(Cohort, cast.cohort.id)
        random = [token_bytes(certificate.CODE_BYTES) for _one in range(APPROVED)]
        certificates.approve(cohort, enrolments[:APPROVED], actor=desi, now=now - timedelta(days=12), random=random)
