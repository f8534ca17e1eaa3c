"""Calibration: three texts, the rubric, and the trainer's levels with reasons afterwards."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.work import CalibrationText, Work
from app.kernel import clock
from app.kernel.errors import AppError, Conflict, Invalid, Missing
from app.kernel.work import work
from app.peerreview.core.calibration import Verdict
from app.peerreview.queries import facts
from app.peerreview.queries import rounds as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import practice as services
from app.submissions.models import Assignment
from app.web.guard import actor, allow, scope

Answer = str | Response | tuple[str, int]


@bp.get("/telaah/kalibrasi/<int:assignment_id>")
@allow(Can.REVIEW)
def practice(assignment_id: int) -> str:
    """How the last try went, beside the trainer's levels; before the first one, or with `?coba`, the next texts."""
    assignment, body = _body(assignment_id)
    last = services.last_try(assignment_id, actor().user_id)
    if last is None or "coba" in request.args:
        number = last.number + 1 if last else 1
        return _page(assignment, body, services.texts_for(body.calibration, number - 1), {}, number=number)
    texts = tuple(text for text in body.calibration if text.id in last.levels)
    criteria = tuple(one.id for one in body.rubric.criteria)
    verdict = services.judge(texts, criteria, last.levels, last.flagged) if texts else None
    return _page(assignment, body, texts, last.levels, flagged=last.flagged, verdict=verdict)


@bp.post("/telaah/kalibrasi/<int:assignment_id>")
@allow(Can.REVIEW)
def practised(assignment_id: int) -> Answer:
    """Compare with the trainer's levels; any number of tries."""
    assignment, body = _body(assignment_id)
    number = max(1, min(request.form.get("percobaan", 1, type=int), 10_000))
    texts = services.texts_for(body.calibration, number - 1)
    criteria = tuple(one.id for one in body.rubric.criteria)
    levels = {
        text.id: {
            one: int(value)
            for one in criteria
            if (value := request.form.get(f"{text.id}-{one}", "")) in {"1", "2", "3", "4"}
        }
        for text in texts
    }
    flagged = frozenset(text.id for text in texts if request.form.get(f"{text.id}-tanda"))
    try:
        with work():
            services.attempt(
                assignment, texts, criteria, levels, flagged, actor=actor(), now=clock.now(), number=number
            )
    except (Invalid, Conflict) as refusal:
        again, body = _body(assignment_id)
        return _page(again, body, texts, levels, number=number, flagged=flagged, problem=refusal), refusal.status
    return redirect(url_for("peerreview.practice", assignment_id=assignment_id), 303)


def _body(assignment_id: int) -> tuple[Assignment, Work]:
    assignment = queries.assignment_of(assignment_id, scope(Can.COURSE_READ))
    body = curriculum.body(assignment.content_step_id)
    if not isinstance(body, Work) or not body.calibration:
        raise Missing
    return assignment, body


def _page(
    assignment: Assignment,
    body: Work,
    texts: tuple[CalibrationText, ...],
    levels: dict[str, dict[str, int]],
    *,
    number: int = 0,
    flagged: frozenset[str] = frozenset(),
    problem: AppError | None = None,
    verdict: Verdict | None = None,
) -> str:
    return render_template(
        "peerreview/practice.html",
        assignment=assignment,
        body=body,
        texts=texts,
        levels=levels,
        number=number,
        flagged=flagged,
        problem=problem,
        verdict=verdict,
        judged={one.text: one for one in verdict.texts} if verdict else {},
        truth={text.id: {one.criterion: one for one in text.levels} for text in texts},
        has_passed=facts.has_passed(assignment.id, actor().user_id),
    )
