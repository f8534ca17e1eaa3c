"""The pages of quizzes and tests: begin a try, keep or send its answers, read its result."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Quiz, Test
from app.curriculum.core.items import ItemKind
from app.curriculum.queries import StepRow
from app.kernel import clock, signing
from app.kernel.errors import Conflict, Missing
from app.kernel.i18n import _, moment
from app.kernel.work import work
from app.learning.core import asking
from app.learning.core.scoring import score_quiz
from app.learning.models import Attempt
from app.learning.queries import learner
from app.learning.queries.learner import Place
from app.learning.routes.blueprints import learner_pages as bp
from app.learning.services import attempts
from app.web.guard import allow, scope, wants_json

_TYPED = {ItemKind.ISIAN, ItemKind.ANGKA}
"""Kinds whose answer the learner wrote himself: nothing else on the page of results shows it to him."""


@bp.post("/belajar/<int:cohort_id>/<path:key>/mulai")
@allow(Can.LEARN)
def begin(cohort_id: int, key: str) -> Response:
    """Begin a try, or continue the open one."""
    place, found, body = _quiz(cohort_id, key)
    allowed = learner.allowed_tries(place, found)
    with work():
        attempts.begin(place.enrolment, found, body, allowed=allowed, seed=signing.seed(), now=clock.now())
    return redirect(url_for("learning.step", cohort_id=cohort_id, key=key), 303)


@bp.post("/belajar/<int:cohort_id>/<path:key>/jawab")
@allow(Can.LEARN)
def send(cohort_id: int, key: str) -> str | Response | tuple[str, int]:
    """Keep the answers of the open try, or send them; the page itself keeps them while they are given (JSON)."""
    place, found, _body = _quiz(cohort_id, key)
    attempt = next((one for one in learner.tries_of(place, found) if one.finished_at is None), None)
    if attempt is None and wants_json():
        raise Conflict(_("Percobaan ini sudah dikirim dari tempat lain."))
    if attempt is None:
        flash(_("Percobaan ini sudah dikirim. Hasilnya tampil di bawah."), "info")
        return redirect(url_for("learning.step", cohort_id=cohort_id, key=key), 303)
    items = attempts.items_of(_asked(attempt), attempt.form)
    answers = asking.read_answers(items, request.form.to_dict(flat=False), attempt.seed)
    wants_send = request.form.get("aksi") == "kirim" and not wants_json()
    problem = asking.missing(items, answers) if wants_send else ()
    with work():
        if wants_send and not problem:
            attempts.send(attempt, found, items, answers, mark=learner.mark_of(place, found), now=clock.now())
        else:
            attempts.keep(attempt, answers)
    if problem:
        return quiz_page(place, found, problems=problem), 422
    if wants_send:
        return redirect(url_for("learning.result", cohort_id=cohort_id, key=key, number=attempt.number), 303)
    if wants_json():
        return jsonify(kata=_("Tersimpan %(at)s", at=moment(clock.now())))
    flash(_("Jawaban tersimpan. Anda dapat meneruskannya kapan saja, juga dari perangkat lain."), "ok")
    return redirect(url_for("learning.step", cohort_id=cohort_id, key=key), 303)


@bp.get("/belajar/<int:cohort_id>/<path:key>/hasil/<int:number>")
@allow(Can.LEARN)
def result(cohort_id: int, key: str, number: int) -> str:
    """The result of a try, every option explained."""
    place, found, _body = _quiz(cohort_id, key)
    tries = learner.tries_of(place, found)
    attempt = next((one for one in tries if one.number == number and one.finished_at is not None), None)
    if attempt is None:
        raise Missing
    items = attempts.items_of(_asked(attempt), attempt.form)
    answers = asking.answers_from_json(attempt.answers)
    outcome = score_quiz(items, answers)
    typed = [", ".join(answers.get(one.id, ())) if one.kind in _TYPED else "" for one in items]
    before, after = place.outline.around(key)
    return render_template(
        "learning/result.html",
        place=place,
        step=found,
        attempt=attempt,
        items=list(zip(items, outcome.items, typed, strict=True)),
        state=learner.state_of_tries(place, found, tries),
        mark=learner.mark_of(place, found),
        after=after,
        before=before,
    )


def _quiz(cohort_id: int, key: str) -> tuple[Place, StepRow, Quiz | Test]:
    place = learner.place(cohort_id, scope(Can.LEARN))
    found = place.outline.step(key)
    body = curriculum.body(found.id)
    if not isinstance(body, Quiz | Test):
        raise Missing
    return place, found, body


def _asked(attempt: Attempt) -> Quiz | Test:
    """What a try asked, also after the class was moved to another version."""
    body = curriculum.body(attempt.content_step_id)
    if not isinstance(body, Quiz | Test):
        raise Missing
    return body


def quiz_page(place: Place, step: StepRow, problems: tuple[asking.Missing, ...] = ()) -> str:
    """A quiz or test: its open try with what was answered so far, or the tries made. Raises Missing for another kind of step."""
    body = curriculum.body(step.id)
    if not isinstance(body, Quiz | Test):
        raise Missing
    tries = learner.tries_of(place, step)
    attempt: Attempt | None = next((one for one in tries if one.finished_at is None), None)
    before, after = place.outline.around(step.key)
    questions: tuple[asking.Question, ...] = ()
    if attempt is not None:
        answers = asking.answers_from_json(attempt.answers)
        questions = tuple(
            asking.question(item, answers.get(item.id, ()), attempt.seed) for item in attempts.items_of(_asked(attempt), attempt.form)
        )
    return render_template(
        "learning/quiz.html",
        place=place,
        step=step,
        body=body,
        tries=tries,
        attempt=attempt,
        state=learner.state_of_tries(place, step, tries),
        mark=learner.mark_of(place, step),
        questions=questions,
        problems=[(f"s-{one.item_id}", one.sentence) for one in problems],
        before=before,
        after=after,
    )
