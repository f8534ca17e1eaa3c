"""Calibration: three texts, the rubric, and the trainer's levels with reasons afterwards."""

from __future__ import annotations

from flask import render_template, request

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.work import CalibrationText, Work
from app.kernel import clock
from app.kernel.errors import Invalid, Missing
from app.kernel.work import work
from app.peerreview.core.calibration import Verdict
from app.peerreview.queries import facts
from app.peerreview.queries import reviewer as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import practice as services
from app.submissions.models import Assignment
from app.web.guard import actor, allow, scope

Answer = str | tuple[str, int]


@bp.get("/telaah/kalibrasi/<int:assignment_id>")
@allow(Can.REVIEW)
def practice(assignment_id: int) -> str:
    """The texts of the next try."""
    assignment, body = _body(assignment_id)
    texts = services.texts_for(body.calibration, services.tries_of(assignment_id, actor().user_id))
    return _page(assignment, body, texts, {})


@bp.post("/telaah/kalibrasi/<int:assignment_id>")
@allow(Can.REVIEW)
def practised(assignment_id: int) -> Answer:
    """Compare with the trainer's levels; any number of tries."""
    assignment, body = _body(assignment_id)
    texts = services.texts_for(body.calibration, services.tries_of(assignment_id, actor().user_id))
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
            verdict = services.attempt(assignment, texts, criteria, levels, flagged, actor=actor(), now=clock.now())
    except Invalid as refusal:
        return _page(assignment, body, texts, levels, problem=refusal), 422
    return _page(assignment, body, texts, levels, verdict=verdict)


def _body(assignment_id: int) -> tuple[Assignment, Work]:
    assignment = queries.assignment_of(assignment_id, scope(Can.COURSE_READ))
    body = curriculum.body(assignment.step_id)
    if not isinstance(body, Work) or not body.calibration:
        raise Missing
    return assignment, body


def _page(
    assignment: Assignment,
    body: Work,
    texts: tuple[CalibrationText, ...],
    levels: dict[str, dict[str, int]],
    *,
    problem: Invalid | None = None,
    verdict: Verdict | None = None,
) -> str:
    return render_template(
        "peerreview/practice.html",
        assignment=assignment,
        body=body,
        texts=texts,
        levels=levels,
        problem=problem,
        verdict=verdict,
        judged={one.text: one for one in verdict.texts} if verdict else {},
        truth={text.id: {one.criterion: one for one in text.levels} for text in texts},
        has_passed=facts.has_passed(assignment.id, actor().user_id),
    )
