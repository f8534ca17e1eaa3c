"""The plan of a round: one form from the opening of the task to the last version, and what it is reviewed with."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.work import CalibrationText, PeerRules, Task, Work
from app.kernel import clock
from app.kernel.errors import Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.core import reviewing
from app.peerreview.core.preflight import Concern
from app.peerreview.forms import RoundForm
from app.peerreview.models import Round
from app.peerreview.queries import rounds as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import planning as services
from app.submissions.services import class_dates
from app.web.guard import actor, allow, scope

Answer = str | Response | tuple[str, int]


@bp.get("/putaran/<int:round_id>/rencana")
@allow(Can.ROUND_MANAGE)
def plan(round_id: int) -> str:
    """Writing, lateness, reviewing, revising, k and calibration, with what would go wrong."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    shut = services.shut(found, clock.now())
    form = RoundForm().without(shut)
    form.fill(services.plan_of(found), class_dates.window_of(found.assignment))
    return _page(found, form, shut, services.concerns_now(found, clock.now()))


@bp.post("/putaran/<int:round_id>/rencana")
@allow(Can.ROUND_MANAGE)
def change(round_id: int) -> Answer:
    """Keep a new plan; what would go wrong is said before and after."""
    found, now = queries.round_of(round_id, scope(Can.ROUND_MANAGE)), clock.now()
    shut = services.shut(found, now)
    form = RoundForm().without(shut)
    before, written = services.plan_of(found), class_dates.window_of(found.assignment)
    if not form.validate_on_submit():
        return _page(found, form, shut, ()), 422
    wanted, window = form.typed(before, written)
    try:
        with work():
            services.change(found, wanted, window, actor=actor(), now=now)
    except (Invalid, Denied) as refusal:
        found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
        form.refuse(refusal)
        return _page(found, form, shut, services.preflight(found, wanted, window, now, before=before), refusal), refusal.status
    flash(_("Rencana putaran tersimpan."), "ok")
    for concern in services.concerns_now(queries.round_of(round_id, scope(Can.ROUND_MANAGE)), now):
        flash(concern.sentence, "warn")
    return redirect(url_for("peerreview.overview_page", round_id=round_id), 303)


def _page(
    found: Round, form: RoundForm, shut: dict[str, str], concerns: tuple[Concern, ...], refusal: Invalid | Denied | None = None
) -> str:
    """After a refusal every other thing that would go wrong is said too, beside its field."""
    for one in concerns:
        if one.stops and one.field in form and not (refusal and refusal.field == one.field):
            form.refuse(Invalid(one.sentence, field=one.field))
    body = _body(found)
    task = body.task if body else None
    return render_template(
        "peerreview/round_plan.html",
        round=found,
        form=form,
        shut=shut,
        concerns=[one for one in concerns if not one.stops or one.field not in form],
        task=task,
        usual=_usual(task),
        texts=_texts(body),
        least=reviewing.WORDS,
    )


def _usual(task: Task | None) -> PeerRules:
    return task.peers if task and task.peers else PeerRules()


def _body(found: Round) -> Work | None:
    body = curriculum.body(found.assignment.content_step_id)
    return body if isinstance(body, Work) else None


def _texts(body: Work | None) -> tuple[CalibrationText, ...]:
    return body.calibration if body else ()


@bp.get("/putaran/<int:round_id>/bahan")
@allow(Can.ROUND_MANAGE)
def materials(round_id: int) -> str:
    """The frozen rubric of the round and its practice texts with the trainer's levels, to be read."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    return render_template(
        "peerreview/round_materials.html",
        round=found,
        rubric=found.assignment.rubric,
        texts=_texts(_body(found)),
        names={one["id"]: one["name"] for one in found.assignment.rubric.criteria},
    )


@bp.get("/putaran/tugas/<int:assignment_id>")
@allow(Can.ROUND_MANAGE)
def plan_of_task(assignment_id: int) -> Response:
    """The way from a task to the plan of its round."""
    found = queries.round_of_task(assignment_id, scope(Can.ROUND_MANAGE))
    return redirect(url_for("peerreview.plan", round_id=found), 303)
