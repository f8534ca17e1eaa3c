"""The pages of a lesson: its text, its exercises one by one, and the mark that it is done."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Lesson
from app.curriculum.core.items import Exercise, Writing
from app.curriculum.core.path import StepKind
from app.curriculum.queries import StepRow
from app.kernel import clock
from app.kernel.errors import Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.core import asking
from app.learning.core.completion import StepStatus
from app.learning.core.scoring import ItemResult, score_item
from app.learning.queries import learner
from app.learning.queries.learner import Place, Standing
from app.learning.routes.blueprints import learner_pages as bp
from app.learning.services import progress
from app.web.guard import allow, scope, wants_fragment


@dataclass(frozen=True, slots=True)
class RailItem:
    """A step in the thin path beside a lesson."""

    title: str
    url: str
    state: str
    note: str = ""


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
        return lesson_page(place, found, lesson, {exercise.id: sentence}, answers), 422
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
        return lesson_page(place, found, lesson, missing=state.missing), 422
    _before, after = place.outline.around(key)
    flash(_("Materi selesai. Lanjutkan ke langkah berikutnya."), "ok")
    if after is None:
        return redirect(url_for("learning.course", cohort_id=cohort_id, _anchor="top"), 303)
    return redirect(url_for("learning.step", cohort_id=cohort_id, key=after.key, _anchor="top"), 303)


def _lesson(cohort_id: int, key: str) -> tuple[Place, StepRow, Lesson]:
    place = learner.place(cohort_id, scope(Can.LEARN))
    found = place.outline.step(key)
    body = curriculum.body(found.id)
    if not isinstance(body, Lesson):
        raise Missing
    return place, found, body


def _seed(place: Place, step: StepRow) -> int:
    """Shuffles the options of a lesson's exercises: the same for a learner each time, other for his neighbour."""
    return step.id * 1_000_003 + place.enrolment.id


def lesson_page(
    place: Place,
    step: StepRow,
    lesson: Lesson,
    errors: dict[str, str] | None = None,
    typed: asking.Answers | None = None,
    missing: tuple[str, ...] = (),
) -> str:
    """A lesson with its path beside it; `typed` stands in place of kept answers, `errors` (exercise id -> sentence) beside them."""
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
