"""Rounds of peer review on the small training: works handed in, the worker's clock, reviews as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from app import worker
from app.accounts.models import Unit, User
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort
from app.peerreview import jobs
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.models import Review, ReviewTask, Round
from app.peerreview.services import reviews
from app.submissions.models import Version
from tests.factories import classes, people, works

SENTENCE = "Manfaat layanan bagi warga sudah tampak sejak kalimat pertama dan mudah diperiksa oleh siapa pun yang membacanya"
SECOND = "Tambahkan sumber angka tiga hari itu."
QUESTION = "Berlaku juga pada hari libur?"
LEVELS = {"dampak": 3, "struktur": 4, "etika": 3}


class Time:
    """A clock that a test moves: `time.now`, `time.on(days=1)`. Tests set `app.kernel.clock.now` to an instance."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, **step: float) -> datetime:
        self.now += timedelta(**step)
        return self.now


def made(
    count: int = 6,
    *,
    practice: bool = False,
    due_in: timedelta = timedelta(hours=1),
    units: Sequence[Unit] = (),
    learners: Sequence[User] = (),
    sent: int | None = None,
    cohort: Cohort | None = None,
) -> tuple[Round, list[User]]:
    """A round with its authors; with a deadline within a day it has just passed, so that the clock shares out next."""
    cohort = cohort or classes.cohort()
    homes = list(units) or [people.unit_named(name) for name in ("Kanwil Uji", "MAN Utara", "MAN Selatan")]
    assignment = works.opened(cohort)["siaran_pers"]
    round_ = db.session.scalars(select(Round).where(Round.assignment_id == assignment.id)).one()
    with work():
        assignment.due_at = clock.now() + due_in
        round_.share_at = assignment.due_at
        round_.review_due_at = assignment.due_at + timedelta(days=7)
        round_.revise_due_at = assignment.due_at + timedelta(days=12)
        round_.needs_calibration = practice
    authors = []
    for number in range(count):
        given = learners[number] if learners else None
        author, _enrolment = classes.learner(cohort, given, unit=homes[number % len(homes)])
        if sent is None or number < sent:
            works.sent(author, assignment, now=clock.now() - timedelta(hours=2))
        authors.append(author)
    if due_in < timedelta(days=1):
        with work():
            assignment.due_at = round_.share_at = clock.now() - timedelta(minutes=1)
    return round_, authors


def turn(round_: Round, looks: int = 6) -> None:
    """Let the worker's clock look and run everything it asks for, until nothing is due."""
    for _look in range(looks):
        jobs._looked.clear()
        jobs.tick()
        if not worker.run_due(current_app._get_current_object()):
            break
    db.session.refresh(round_)


def whole(task: ReviewTask) -> dict[str, str]:
    """A posted review that holds all that is asked."""
    text = db.session.get_one(Version, task.version_id).text
    return {
        "aksi": "kirim", "tetap": "1", **{f"tingkat-{one}": str(level) for one, level in LEVELS.items()},
        "kekuatan": f"“{' '.join(text.split()[:6])}” {SENTENCE}", "saran_satu": SENTENCE, "bagian_satu": "0-20",
        "saran_dua": SECOND, "bagian_dua": "", "pertanyaan": QUESTION,
    }  # fmt: skip


def draft_for(task: ReviewTask, levels: dict[str, int] | None = None, **changes: object) -> Draft:
    """The same as the services take it."""
    text = db.session.get_one(Version, task.version_id).text
    given = levels or LEVELS
    facts: dict[str, object] = {
        "levels": given, "notes": {one: "Perlu contoh." for one, level in given.items() if level < 3},
        "strength": f"{' '.join(text.split()[:6])} {SENTENCE}", "suggestion_one": SENTENCE, "suggestion_two": SECOND,
        "question": QUESTION, "remarks": (Remark(0, 13, SENTENCE, "suggestion_one"), Remark(14, 30, "Kalimat ini padat.")),
    }  # fmt: skip
    return Draft(**(facts | changes))


def send(task: ReviewTask, levels: dict[str, int] | None = None, **changes: object) -> Review:
    """A review, written and sent in one go."""
    draft = draft_for(task, levels, **changes)
    revision = db.session.scalar(select(Review.revision).where(Review.task_id == task.id)) or 0
    with work():
        return reviews.send(task, draft, revision=revision, now=clock.now())


def tasks_of(round_: Round, *states: str) -> list[ReviewTask]:
    """Tasks of a round in order, all of them or those in these states."""
    found = select(ReviewTask).where(ReviewTask.round_id == round_.id).order_by(ReviewTask.id)
    if states:
        found = found.where(ReviewTask.state.in_(states))
    return list(db.session.scalars(found.execution_options(populate_existing=True)))
