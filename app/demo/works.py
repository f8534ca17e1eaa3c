"""What the demo class has written: works handed in, practice, reviews; by the product's own verbs in past time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.access.scope import Scope
from app.accounts.models import User
from app.curriculum import queries as curriculum
from app.curriculum.core.work import Grading, TaskForm, Work
from app.demo import texts
from app.demo.story import Cast, as_actor
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.peerreview import jobs as review_jobs
from app.peerreview.core.reviewing import Draft, Remark
from app.peerreview.models import ReviewTask, Round
from app.peerreview.services import practice, reviews
from app.submissions import queries as submission_queries
from app.submissions import reading
from app.submissions import services as submissions
from app.submissions.models import Version
from app.submissions.queries.desk import AssignmentRow

EVERYTHING = Scope(everything=True)


def hand_in(cast: Cast, now: datetime) -> None:
    """The works that were sent in time, a few late, some only drafted; read by the coach as any other."""
    for one in submission_queries.assignments_of(cast.cohort.id):
        if one.due_at > now + timedelta(days=1):
            continue
        sent = 27 if one.grading is Grading.MANDIRI else 26
        for number, (user, _enrolment) in enumerate(cast.learners):
            if number >= sent + 2:
                continue
            _send(one, number, user, is_sent=number < sent, now=now)


def _send(task_row: AssignmentRow, number: int, user: User, *, is_sent: bool, now: datetime) -> None:
    assignment_id, form = task_row.id, task_row.form
    at = task_row.due_at - timedelta(hours=2 + 5 * (number % 9))
    task = submission_queries.brief(assignment_id, EVERYTHING).task
    fields = _fields(form, task.sheet, number, user)
    clean = reading.cleaned(task, fields, {})
    actor = as_actor(user)
    with work():
        submissions.save_draft(actor=actor, assignment_id=assignment_id, fields=clean, files=None, revision=0, device="", now=at)
    if not is_sent:
        return
    own = submission_queries.own(assignment_id, user.id)
    draft = own.draft if own else {}
    ready = submissions.prepare(task, draft, today=clock.local_date(at))
    with work():
        submissions.submit(actor=actor, assignment_id=assignment_id, ready=ready, number=1, is_original=True, change_note="", now=at)
    if task_row.grading is Grading.MANDIRI:
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
        return {**made.fields, "isi_bentuk": "html", "penulis": user.name, "narahubung": f"{user.name}, 0812-0000-{number:04d}" if quality else ""}
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


def review(cast: Cast, now: datetime, *, of_ten: int = 6) -> None:
    """Rounds whose time has come are shared out; of ten reviews so many are written, some are begun, some are late."""
    for round_id in db.session.scalars(
        select(Round.id).where(Round.cohort_id == cast.cohort.id, Round.share_at <= now)
    ).all():
        shared_at = db.session.scalar(select(Round.share_at).where(Round.id == round_id)) or now
        turn(round_id, shared_at + timedelta(minutes=5))
        _practise(cast, round_id, shared_at)
        tasks = db.session.scalars(select(ReviewTask.id).where(ReviewTask.round_id == round_id).order_by(ReviewTask.id)).all()
        for number, task_id in enumerate(tasks):
            if number % 10 < of_ten:
                _write_review(task_id, number, shared_at + timedelta(hours=3 + number % 40), now)


def _practise(cast: Cast, round_id: int, at: datetime) -> None:
    """Everyone of the batch has passed the practice texts, as the rules ask before the first work."""
    review_round = db.session.get_one(Round, round_id)
    body = curriculum.body(review_round.assignment.content_step_id)
    if not isinstance(body, Work) or not body.calibration:
        return
    found = practice.texts_for(body.calibration, 0)
    criteria = tuple(one.id for one in body.rubric.criteria)
    levels = {text.id: {one.criterion: one.level for one in text.levels} for text in found}
    with work():
        for user, _enrolment in cast.learners[:27]:
            assignment = db.session.get_one(Round, round_id).assignment
            practice.attempt(assignment, found, criteria, levels, frozenset(), actor=as_actor(user), now=at)


def turn(round_id: int, at: datetime) -> None:
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
    quote = " ".join(body.split("\n")[-1].split()[:9])
    place = max(0, body.find(quote))
    written = texts.review(number, quote)
    levels = texts.levels(number, quality, criteria)
    draft = Draft(
        levels=levels,
        notes={one: texts.NOTES[(number + place) % len(texts.NOTES)] for place, one in enumerate(criteria) if levels[one] <= 2},  # noqa: PLR2004 -- rules.md
        strength=written.strength,
        suggestion_one=written.suggestion_one,
        suggestion_two=written.suggestion_two,
        question=written.question,
        remarks=(Remark(place, place + len(quote), written.suggestion_one, "suggestion_one"),),
    )
    with work():
        reviews.open_task(task, now=moment - timedelta(minutes=18))
        reviews.send(task, draft, revision=0, now=moment)
