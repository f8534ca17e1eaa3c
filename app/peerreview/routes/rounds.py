"""The pelatih's pages of a round: works, reviewers and log; the plan; what one click does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.core.preflight import Concern
from app.peerreview.forms import RoundForm
from app.peerreview.models import Round, RoundState, TaskState
from app.peerreview.queries import overview
from app.peerreview.queries import reviewer as queries
from app.peerreview.routes import words
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import desk as services
from app.submissions import queries as submissions
from app.web.guard import actor, allow, scope
from app.web.rows import safe_rows

PAGE = 40
LOG_PAGE = 50
VIEWS = ("naskah", "orang", "catatan")

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the round."""

    label: str
    url: str
    active: bool
    count: str = ""


@bp.get("/putaran/<int:round_id>")
@allow(Can.ROUND_MANAGE)
def overview_page(round_id: int) -> str:
    """All works and their reviews, all reviewers, or the log."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    view = request.args.get("lihat", VIEWS[0])
    page = max(1, min(request.args.get("hal", 1, type=int), 1000))
    if view == "orang":
        return _people(found, page)
    return _log(found, page) if view == "catatan" else _works(found, page)


def _works(found: Round, page: int) -> str:
    """The words are taken out of the loop, for there may be hundreds of rows."""
    every = overview.works(found.id, found.assignment_id)
    is_whole = "semua" in request.args
    shown = every if is_whole else every[(page - 1) * PAGE : page * PAGE]
    names, waits = words.state_words(), words.wait_words()
    manage = url_for("peerreview.work_page", round_id=found.id, submission_id=0)[:-1]
    rows = safe_rows(
        (
            f"{manage}{one.submission_id}", str(one.pseudonym), one.author, one.unit, str(one.sent),
            "\n".join(
                f"{cell.reviewer}: {names.get(cell.state, '') if cell.mean is None else f'{cell.mean:.1f}'.replace('.', ',')}"
                for cell in one.cells
            ),
            ", ".join(waits.get(reason, reason) for reason in one.waits),
        )
        for one in shown
    )  # fmt: skip -- one row, one work
    return render_template(
        "peerreview/round.html",
        round=found,
        tabs=_tabs(found, "naskah"),
        rows=rows,
        total=len(every),
        few=sum(one.sent < min(found.k, 3) for one in every),
        counts=overview.counts(found.id),
        page=page,
        pages=(len(every) + PAGE - 1) // PAGE,
        is_whole=is_whole,
        submitted=len(submissions.submitted(found.assignment_id)) if found.state is RoundState.MENUNGGU else len(every),
        concerns=_concerns(found),
    )


def _people(found: Round, page: int) -> str:
    every = overview.people(found.id, found.cohort_id, found.assignment_id)
    judged = [(one, *words.stands(one, found.k)) for one in every]
    order = {"bad": 0, "warn": 1, "run": 2, "": 3, "ok": 4}
    judged.sort(key=lambda row: order[row[2]])
    return render_template(
        "peerreview/round_people.html",
        round=found,
        tabs=_tabs(found, "orang"),
        rows=judged[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=(len(every) + PAGE - 1) // PAGE,
        stuck=sum(kind in {"bad", "warn"} for _one, _words, kind in judged),
        running=sum(one.held + one.opened for one in every),
    )


def _log(found: Round, page: int) -> str:
    events = overview.log(found.id, most=LOG_PAGE + 1, skip=(page - 1) * LOG_PAGE)
    names, works = overview.names_in(events, found.assignment_id)
    lines = [(at, words.log_line(at, kind, detail, names, works)) for at, kind, detail in events[:LOG_PAGE]]
    return render_template(
        "peerreview/round_log.html",
        round=found,
        tabs=_tabs(found, "catatan"),
        lines=lines,
        page=page,
        pages=page + (len(events) > LOG_PAGE),
    )


@bp.get("/putaran/<int:round_id>/rencana")
@allow(Can.ROUND_MANAGE)
def plan(round_id: int) -> str:
    """Dates, k and calibration, with what would go wrong."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    form = RoundForm()
    form.fill(services.plan_of(found))
    return _plan_page(found, form)


@bp.post("/putaran/<int:round_id>/rencana")
@allow(Can.ROUND_MANAGE)
def change(round_id: int) -> Answer:
    """Keep a new plan; what would go wrong is said before and after."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    before, form = services.plan_of(found), RoundForm()
    if not form.validate_on_submit():
        return _plan_page(found, form), 422
    wanted, now = form.plan(before), clock.now()
    try:
        with work():
            services.change(found, wanted, actor=actor(), now=now)
    except Invalid as refusal:
        found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
        form.refuse(refusal)
        return _plan_page(found, form, services.preflight(found, wanted, now)), 422
    flash(_("Rencana putaran tersimpan."), "ok")
    for concern in _concerns(queries.round_of(round_id, scope(Can.ROUND_MANAGE))):
        flash(concern.sentence, "warn")
    return redirect(url_for("peerreview.overview_page", round_id=round_id), 303)


def _plan_page(found: Round, form: RoundForm, concerns: tuple[Concern, ...] | None = None) -> str:
    return render_template(
        "peerreview/round_plan.html",
        round=found,
        form=form,
        concerns=[one for one in (_concerns(found) if concerns is None else concerns) if not one.stops],
        is_shared=found.shared_at is not None,
    )


def _concerns(found: Round) -> tuple[Concern, ...]:
    if found.state is not RoundState.MENUNGGU:
        return ()
    return services.preflight(found, services.plan_of(found), clock.now())


@bp.post("/putaran/<int:round_id>/bagikan")
@allow(Can.ROUND_MANAGE)
def share(round_id: int) -> Response:
    """Share out now instead of at the deadline: the deadline moves to this moment."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    with work():
        services.share_now(found, actor=actor(), now=clock.now())
    flash(_("Naskah sedang dibagikan. Muat ulang halaman ini beberapa saat lagi."), "ok")
    return redirect(url_for("peerreview.overview_page", round_id=round_id), 303)


@bp.post("/putaran/<int:round_id>/ingatkan")
@allow(Can.ROUND_MANAGE)
def remind(round_id: int) -> Response:
    """Tell everyone who has works unsent, or one of them."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    reviewer = request.form.get("penelaah", type=int)
    with work():
        told = services.remind(found, actor=actor(), now=clock.now(), reviewer_id=reviewer)
    flash(_("%(n)d orang diingatkan.", n=told), "ok")
    return redirect(url_for("peerreview.overview_page", round_id=round_id, lihat="orang"), 303)


@bp.get("/putaran/<int:round_id>/naskah/<int:submission_id>")
@allow(Can.ROUND_MANAGE)
def work_page(round_id: int, submission_id: int) -> str:
    """One work with every task it had, and what can be done about it."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    one = overview.one_work(round_id, found.assignment_id, submission_id)
    had = {task.reviewer_id for task in one.tasks}
    free = [
        (person.user_id, _("%(name)s (%(n)d tugas berjalan)", name=person.name, n=person.held + person.opened))
        for person in sorted(
            overview.people(round_id, found.cohort_id, found.assignment_id), key=lambda each: each.held + each.opened
        )
        if person.user_id != one.author_id and person.user_id not in had and not person.has_left
    ]
    running = {TaskState.DITAWARKAN, TaskState.DIBUKA}
    waits = words.wait_words()
    return render_template(
        "peerreview/round_work.html",
        round=found,
        work=one,
        tasks=[(task, words.became_of(task), task.state in running) for task in one.tasks],
        free=free,
        waits=[waits.get(reason, reason) for reason in one.waits],
        is_taken="taken" in one.waits,
    )


@bp.post("/putaran/<int:round_id>/naskah/<int:submission_id>/tarik")
@allow(Can.ROUND_MANAGE)
def take_back(round_id: int, submission_id: int) -> Response:
    """Take a task back from its reviewer, with a reason."""
    task = overview.task_of(request.form.get("tugas", 0, type=int), submission_id, scope(Can.ROUND_MANAGE))
    reason = richtext.line(request.form.get("alasan", ""))[:300]
    return _managed(
        round_id, submission_id, _("Tugas telaah ditarik; naskah diberikan kepada penelaah lain."),
        lambda: services.take_back(task, reason=reason, actor=actor(), now=clock.now()),
    )  # fmt: skip -- what is said, what is done


@bp.post("/putaran/<int:round_id>/naskah/<int:submission_id>/ambil")
@allow(Can.ROUND_MANAGE)
def take_over(round_id: int, submission_id: int) -> Response:
    """The pelatih will judge this work himself."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    return _managed(
        round_id, submission_id, _("Naskah masuk antrean Anda."),
        lambda: services.take_over(found, submission_id, actor=actor(), now=clock.now()),
    )  # fmt: skip -- as above


@bp.post("/putaran/<int:round_id>/naskah/<int:submission_id>/tugaskan")
@allow(Can.ROUND_MANAGE)
def assign(round_id: int, submission_id: int) -> Response:
    """Ask one more reviewer."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    reviewer = request.form.get("penelaah", 0, type=int)
    return _managed(
        round_id, submission_id, _("Penelaah diminta dan mendapat kabar."),
        lambda: services.assign(found, submission_id, reviewer, actor=actor(), now=clock.now()),
    )  # fmt: skip -- as above


def _managed(round_id: int, submission_id: int, said: str, deed: Callable[[], object]) -> Response:
    """Do it and say so on the page of the work, or say there why not."""
    try:
        with work():
            deed()
    except (Invalid, Conflict, Denied) as refusal:
        flash(refusal.message, "error")
    else:
        flash(said, "ok")
    return redirect(url_for("peerreview.work_page", round_id=round_id, submission_id=submission_id), 303)


def _tabs(found: Round, view: str) -> list[Tab]:
    labels = {"naskah": _("Naskah"), "orang": _("Penelaah"), "catatan": _("Catatan")}
    return [
        Tab(label, url_for("peerreview.overview_page", round_id=found.id, lihat=None if name == VIEWS[0] else name), name == view)
        for name, label in labels.items()
    ]
