"""The learner's way through a class: my classes, the path, and the step that he opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.course import Lesson
from app.curriculum.core.path import StepKind
from app.kernel import clock
from app.kernel.errors import Missing
from app.kernel.i18n import _, amount
from app.kernel.work import work
from app.learning.core.completion import StepStatus
from app.learning.queries import learner
from app.learning.queries.learner import Place, Standing
from app.learning.routes.blueprints import learner_pages as bp
from app.learning.routes.lessons import RailItem, lesson_page
from app.learning.routes.quizzes import quiz_page
from app.learning.services import enrolments
from app.web.guard import actor, allow, scope

_FORM = re.compile(r"(.+)/(?:mulai|jawab|selesai|latihan/[^/]+)")
"""What forms of a step are sent to: opened by GET after signing in again, or from the history of a browser."""

task_address: Callable[[int, int], str] | None = None
"""(cohort id, step id) -> address of the assignment's page; set by `app.wiring`, for it lies above."""


@bp.get("/belajar")
@allow(Can.SELF)
def index() -> str:
    """My classes, and those that are not open to me yet: whoever waits for approval holds no role, but has a question."""
    found = learner.places(actor().user_id) if actor().may(Can.LEARN) else []
    return render_template(
        "learning/index.html",
        rows=[row for row, _place in found],
        standings=learner.standings([place for _row, place in found]) if found else {},
        requests=learner.requests(actor().user_id),
    )


@bp.post("/belajar/<int:cohort_id>/terima")
@allow(Can.SELF)
def accept(cohort_id: int) -> Response:
    """Say yes to an invitation without its link: whoever is signed in has proved who he is."""
    with work():
        enrolments.accept_invitation(cohort_id, actor=actor(), now=clock.now())
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
    """One step: a lesson, a quiz, a test; a task leads on to its assignment, the address of a form to its page."""
    if form := _FORM.fullmatch(key):
        return redirect(url_for("learning.step", cohort_id=cohort_id, key=form[1]))
    place = learner.place(cohort_id, scope(Can.LEARN))
    found = place.outline.step(key)
    if found.kind is StepKind.TUGAS:
        if task_address is None:
            raise Missing
        return redirect(task_address(cohort_id, found.id))
    body = curriculum.body(found.id)
    return lesson_page(place, found, body) if isinstance(body, Lesson) else quiz_page(place, found)


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
