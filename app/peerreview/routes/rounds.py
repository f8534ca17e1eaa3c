"""The pelatih's pages of a round: works, reviewers and log; share out now, remind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.models import Round, RoundState
from app.peerreview.queries import overview
from app.peerreview.queries import rounds as queries
from app.peerreview.routes import words
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import desk as services
from app.peerreview.services import planning
from app.submissions import queries as submissions
from app.web.guard import actor, allow, scope
from app.web.rows import safe_rows

PAGE = 40
LOG_PAGE = 50
VIEWS = ("naskah", "orang", "catatan")


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
            f"{manage}{one.submission_id}", str(one.pseudonym), str(one.sent),
            "\n".join(
                f"{reviewer}: {names.get(state, '') if mean is None else f'{mean:.1f}'.replace('.', ',')}"
                for reviewer, state, mean in one.cells
            ),
            ", ".join(waits.get(reason, reason) for reason in one.waits),
        )
        for one in shown
    )  # fmt: skip -- one row, one work
    return render_template(
        "peerreview/round.html",
        round=found,
        title=overview.title_of(found.assignment_id),
        tabs=_tabs(found, "naskah"),
        rows=rows,
        total=sum(not one.has_left for one in every),
        few=sum(one.sent < min(found.k, 3) and not one.has_left for one in every),
        counts=Counter(state for one in every for _reviewer, state, _mean in one.cells),
        page=page,
        pages=(len(every) + PAGE - 1) // PAGE,
        is_whole=is_whole,
        submitted=len(submissions.submitted(found.assignment_id)) if found.state is RoundState.MENUNGGU else len(every),
        concerns=planning.concerns_now(found, clock.now()),
    )


def _people(found: Round, page: int) -> str:
    every = overview.people(found.id, found.cohort_id, found.assignment_id)
    judged = [(one, *words.stands(one, found.k)) for one in every]
    order = {"bad": 0, "warn": 1, "run": 2, "": 3, "ok": 4}
    judged.sort(key=lambda row: order[row[2]])
    return render_template(
        "peerreview/round_people.html",
        round=found,
        title=overview.title_of(found.assignment_id),
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
        title=overview.title_of(found.assignment_id),
        tabs=_tabs(found, "catatan"),
        lines=lines,
        page=page,
        pages=page + (len(events) > LOG_PAGE),
    )


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
    if told:
        flash(_("%(n)d orang diingatkan.", n=told), "ok")
    else:
        flash(_("Tidak ada yang diingatkan: semuanya sudah diingatkan dalam sehari terakhir atau sudah tiga kali."), "info")
    return redirect(url_for("peerreview.overview_page", round_id=round_id, lihat="orang"), 303)


def _tabs(found: Round, view: str) -> list[Tab]:
    labels = {"naskah": _("Naskah"), "orang": _("Penelaah"), "catatan": _("Catatan")}
    return [
        Tab(label, url_for("peerreview.overview_page", round_id=found.id, lihat=None if name == VIEWS[0] else name), name == view)
        for name, label in labels.items()
    ]
