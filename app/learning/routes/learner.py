"""The learner's pages: my classes, the path, lessons, quizzes and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Lesson, Quiz, Test
from app.curriculum.core.items import Exercise, ItemKind, Writing
from app.curriculum.core.path import StepKind
from app.curriculum.queries import StepRow
from app.kernel import clock, signing
from app.kernel.errors import Missing
from app.kernel.i18n import _, amount
from app.kernel.work import work
from app.learning.core import asking
from app.learning.core.completion import StepStatus
from app.learning.core.scoring import ItemResult, score_item, score_quiz
from app.learning.models import Attempt
from app.learning.queries import learner
from app.learning.queries.learner import Place, Standing
from app.learning.services import attempts, progress
from app.learning.services import cohorts as services
from app.web.guard import actor, allow, scope, wants_fragment

bp = Blueprint("learning", __name__)

_TYPED = {ItemKind.ISIAN, ItemKind.ANGKA}
"""Kinds whose answer the learner wrote himself: nothing else on the page of results shows it to him."""


@dataclass(frozen=True, slots=True)
class RailItem:
    """A step in the thin path beside a lesson."""

    title: str
    url: str
    state: str
    note: str = ""


task_address: Callable[[int, int], str] | None = None
"""(cohort id, step id) -> address of the assignment's page; set by `app.wiring`, for it lies above."""


@bp.get("/belajar")
@allow(Can.SELF)
def index() -> str:
    """My classes, and those that are not open to me yet: whoever waits for approval holds no role, but has a question."""
    rows = learner.classes(actor().user_id) if actor().may(Can.LEARN) else []
    places = {row.cohort_id: learner.place(row.cohort_id, scope(Can.LEARN)) for row in rows[:6]}
    standings = {cohort_id: learner.standing(place) for cohort_id, place in places.items()}
    return render_template(
        "learning/index.html", rows=rows, places=places, standings=standings, requests=learner.requests(actor().user_id)
    )


@bp.post("/belajar/<int:cohort_id>/terima")
@allow(Can.SELF)
def accept(cohort_id: int) -> Response:
    """Say yes to an invitation without its link: whoever is signed in has proved who he is."""
    with work():
        services.accept_invitation(cohort_id, actor=actor(), now=clock.now())
    flash(_("Selamat datang. Kelas ini sekarang terbuka untuk Anda."), "ok")
    return redirect(url_for("learning.course", cohort_id=cohort_id), 303)


@bp.get("/belajar/<int:cohort_id>")
@allow(Can.LEARN)
def course(cohort_id: int) -> str:
    """The path of a class, module by module, with what is done."""
    place = learner.place(cohort_id, scope(Can.LEARN))
    standing = learner.standing(place)
    return render_template("learning/course.html", place=place, standing=standing, **_path(place, standing))


@bp.get("/belajar/<int:cohort_id>/<path:key>")
@allow(Can.LEARN)
def step(cohort_id: int, key: str) -> str | Response:
    """One step: a lesson, a quiz, a test; a task leads on to its assignment."""
    place = learner.place(cohort_id, scope(Can.LEARN))
    found = place.outline.step(key)
    if found.kind is StepKind.TUGAS:
        if task_address is None:
            raise Missing
        return redirect(task_address(cohort_id, found.id))
    body = curriculum.body(found.id)
    return _lesson_page(place, found, body) if isinstance(body, Lesson) else _quiz_page(place, found)


@bp.post("/belajar/<int:cohort_id>/<path:key>/latihan/<exercise_id>")
@allow(Can.LEARN)
def answer(cohort_id: int, key: str, exercise_id: str) -> str | Response | tuple[str, int]:
    """Answer one exercise of a lesson; the explanation follows at once."""
    place, found, lesson = _lesson(cohort_id, key)
    exercise = next((one for one in lesson.exercises() if one.id == exercise_id), None)
    if exercise is None:
        raise Missing
    answers = asking.read_answers([exercise], request.form.to_dict(flat=False), _seed(place, found))
    problems = asking.missing([exercise], answers)
    if problems:
        sentence = problems[0].sentence.partition(": ")[2].capitalize()
        if wants_fragment():
            return _exercise_fragment(place, found, lesson, exercise, answers.get(exercise.id, ()), sentence), 422
        return _lesson_page(place, found, lesson, {exercise.id: sentence}, answers), 422
    with work():
        row = progress.answer_exercise(place.enrolment.id, found.id, answers, clock.now())
        kept = asking.answers_from_json(row.answers)
    if wants_fragment():
        return _exercise_fragment(place, found, lesson, exercise, kept[exercise.id])
    return redirect(url_for("learning.step", cohort_id=cohort_id, key=key, _anchor=f"latihan-{exercise.id}"), 303)


@bp.post("/belajar/<int:cohort_id>/<path:key>/selesai")
@allow(Can.LEARN)
def finish(cohort_id: int, key: str) -> Response | tuple[str, int]:
    """Tandai selesai: says what is missing, or leads to the next step; to its top, for `#selesai` would outlive a redirect."""
    place, found, lesson = _lesson(cohort_id, key)
    with work():
        state = progress.finish_lesson(place.enrolment.id, found.id, lesson, clock.now())
    if not state.is_done:
        return _lesson_page(place, found, lesson, missing=state.missing), 422
    _before, after = place.outline.around(key)
    flash(_("Materi selesai. Lanjutkan ke langkah berikutnya."), "ok")
    if after is None:
        return redirect(url_for("learning.course", cohort_id=cohort_id, _anchor="top"), 303)
    return redirect(url_for("learning.step", cohort_id=cohort_id, key=after.key, _anchor="top"), 303)


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
    """Keep the answers of the open try, or send them."""
    place, found, body = _quiz(cohort_id, key)
    attempt = next((one for one in learner.tries_of(place, found) if one.finished_at is None), None)
    if attempt is None:
        flash(_("Percobaan ini sudah dikirim. Hasilnya tampil di bawah."), "info")
        return redirect(url_for("learning.step", cohort_id=cohort_id, key=key), 303)
    items = attempts.items_of(body, attempt.form)
    answers = asking.read_answers(items, request.form.to_dict(flat=False), attempt.seed)
    wants_send = request.form.get("aksi") == "kirim"
    problem = asking.missing(items, answers) if wants_send else ()
    with work():
        if wants_send and not problem:
            attempts.send(attempt, found, items, answers, mark=learner.mark_of(place, found), now=clock.now())
        else:
            attempts.keep(attempt, answers)
    if problem:
        return _quiz_page(place, found, problems=problem), 422
    if wants_send:
        return redirect(url_for("learning.result", cohort_id=cohort_id, key=key, number=attempt.number), 303)
    flash(_("Jawaban tersimpan. Anda dapat meneruskannya kapan saja, juga dari perangkat lain."), "ok")
    return redirect(url_for("learning.step", cohort_id=cohort_id, key=key), 303)


@bp.get("/belajar/<int:cohort_id>/<path:key>/hasil/<int:number>")
@allow(Can.LEARN)
def result(cohort_id: int, key: str, number: int) -> str:
    """The result of a try, every option explained."""
    place, found, body = _quiz(cohort_id, key)
    tries = learner.tries_of(place, found)
    attempt = next((one for one in tries if one.number == number and one.finished_at is not None), None)
    if attempt is None:
        raise Missing
    items = attempts.items_of(body, attempt.form)
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


def _lesson(cohort_id: int, key: str) -> tuple[Place, StepRow, Lesson]:
    place = learner.place(cohort_id, scope(Can.LEARN))
    found = place.outline.step(key)
    body = curriculum.body(found.id)
    if not isinstance(body, Lesson):
        raise Missing
    return place, found, body


def _quiz(cohort_id: int, key: str) -> tuple[Place, StepRow, Quiz | Test]:
    place = learner.place(cohort_id, scope(Can.LEARN))
    found = place.outline.step(key)
    body = curriculum.body(found.id)
    if not isinstance(body, Quiz | Test):
        raise Missing
    return place, found, body


def _seed(place: Place, step: StepRow) -> int:
    """Shuffles the options of a lesson's exercises: the same for a learner each time, other for his neighbour."""
    return step.id * 1_000_003 + place.enrolment.id


def _lesson_page(
    place: Place,
    step: StepRow,
    lesson: Lesson,
    errors: dict[str, str] | None = None,
    typed: asking.Answers | None = None,
    missing: tuple[str, ...] = (),
) -> str:
    standing = learner.standing(place)
    done = standing.progress.get(step.id)
    answers = asking.answers_from_json(done.answers) if done else {}
    before, after = place.outline.around(step.key)
    shown = {**answers, **(typed or {})}
    seed = _seed(place, step)
    rail = _rail(place, step, standing)
    return render_template(
        "learning/lesson.html",
        place=place,
        step=step,
        lesson=lesson,
        standing=standing,
        done=done,
        questions={one.id: asking.question(one, shown.get(one.id, ()), seed) for one in lesson.exercises()},
        results={one.id: _verdict(one, answers[one.id]) for one in lesson.exercises() if one.id in answers},
        errors=errors or {},
        missing=missing,
        before=before,
        after=after,
        rail=rail,
        position=next(n for n, item in enumerate(rail, start=1) if item.state == "now"),
    )


def _path(place: Place, standing: Standing) -> dict[str, Any]:
    """The whole path as rows of plain words, because a macro and a translation for each row cost more than the page."""
    base = url_for("learning.course", cohort_id=place.cohort_id)
    kinds = {
        StepKind.MATERI: _("Materi"),
        StepKind.KUIS: _("Kuis"),
        StepKind.TUGAS: _("Tugas"),
        StepKind.TES_AWAL: _("Tes awal"),
        StepKind.TES_AKHIR: _("Tes akhir"),
    }
    words = {
        StepStatus.BELUM: ("open", _("Terbuka")),
        StepStatus.BERJALAN: ("open", _("Sedang Anda kerjakan")),
        StepStatus.MENUNGGU: ("done", _("Terkumpul, menunggu nilai")),
        StepStatus.TERTAHAN: ("locked", _("Percobaan habis; mintalah pelatih membuka satu lagi")),
        StepStatus.SELESAI: ("done", _("Selesai")),
    }
    minutes = _("menit")
    rows: dict[int | None, list[RailItem]] = {}
    for step in place.outline.steps:
        state, said = words[standing.statuses[step.key]]
        if standing.next is not None and standing.next.key == step.key:
            state = "now"
        done = standing.progress.get(step.id)
        score = f", {amount(done.score)}" if done and done.score is not None and step.kind is not StepKind.MATERI else ""
        note = f"{kinds[step.kind]}, {step.spec.minutes} {minutes}. {said}{score}"
        room = step.module_id or (-1 if step.kind is StepKind.TES_AWAL else -2)
        rows.setdefault(room, []).append(RailItem(step.spec.title, f"{base}/{step.key}", state, note))
    over = {
        module.id: sum(one.state == "done" for one in rows.get(module.id, ())) for module in place.outline.modules
    }
    return {"rows": rows, "over": over, "base": base, "kinds": kinds}


def _rail(place: Place, here: StepRow, standing: Standing) -> list[RailItem]:
    """The steps of this step's module, beside it."""
    base = url_for("learning.course", cohort_id=place.cohort_id)
    kinds = {StepKind.KUIS: _("Kuis: %(title)s"), StepKind.TUGAS: _("Tugas: %(title)s")}
    items = []
    for one in place.outline.of_module(here.module_id or 0):
        is_over = standing.statuses[one.key] in {StepStatus.SELESAI, StepStatus.MENUNGGU}
        state = "now" if one.key == here.key else "done" if is_over else "open"
        title = kinds[one.kind] % {"title": one.spec.title} if one.kind in kinds else one.spec.title
        items.append(RailItem(title, f"{base}/{one.key}", state))
    return items


def _exercise_fragment(
    place: Place, step: StepRow, lesson: Lesson, exercise: Exercise, answer: tuple[str, ...], error: str = ""
) -> str:
    return render_template(
        "learning/_exercise.html",
        place=place,
        step=step,
        exercise=exercise,
        number=[one.id for one in lesson.exercises()].index(exercise.id) + 1,
        question=asking.question(exercise, answer, _seed(place, step)),
        result=None if error else _verdict(exercise, answer),
        error=error,
    )


def _verdict(exercise: Exercise, answer: tuple[str, ...]) -> ItemResult | None:
    """The result of an exercise with a right answer; a written one is compared by the learner himself."""
    return None if isinstance(exercise, Writing) else score_item(exercise, answer)


def _quiz_page(place: Place, step: StepRow, problems: tuple[asking.Missing, ...] = ()) -> str:
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
            asking.question(item, answers.get(item.id, ()), attempt.seed) for item in attempts.items_of(body, attempt.form)
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


