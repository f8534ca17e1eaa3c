"""The pelatih's pages of a round: overview, sharing out now, its log."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import audit, clock
from app.kernel.errors import Denied
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.models import RoundState, TaskState
from app.peerreview.queries import overview
from app.peerreview.queries import reviewer as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import rounds as services
from app.submissions import queries as submissions
from app.web.guard import actor, allow, scope

PAGE = 40


@bp.get("/putaran/<int:round_id>")
@allow(Can.ROUND_MANAGE)
def overview_page(round_id: int) -> str:
    """All works and their reviews; the words are taken out of the loop, for there may be hundreds of rows."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    every = overview.works(round_id, found.assignment_id)
    page = max(1, min(request.args.get("hal", 1, type=int), len(every) // PAGE + 1))
    shown = every if "semua" in request.args else every[(page - 1) * PAGE : page * PAGE]
    names = {TaskState.DITAWARKAN: _("belum dibuka"), TaskState.DIBUKA: _("sedang ditelaah"), TaskState.TERKIRIM: _("terkirim")}
    waits = {
        "too_few": _("telaah kurang"), "disputed": _("telaah berbeda jauh"), "hard_stop": _("tanda bahaya"),
        "unsent_draft": _("draf belum terkumpul"), "taken": _("diambil pelatih"),
    }  # fmt: skip -- a table of words
    rows = [
        (
            f"/meja/naskah/{one.submission_id}", one.pseudonym, one.author, one.unit, one.sent,
            "\n".join(
                f"{cell.reviewer}: {names.get(cell.state, '') if cell.mean is None else f'{cell.mean:.1f}'.replace('.', ',')}"
                for cell in one.cells
            ),
            ", ".join(waits.get(reason, reason) for reason in one.waits),
        )
        for one in shown
    ]  # fmt: skip -- one row, one work
    return render_template(
        "peerreview/round.html",
        round=found,
        rows=rows,
        total=len(every),
        few=sum(one.sent < min(found.k, 3) for one in every),
        counts=overview.counts(round_id),
        log=overview.log(round_id, most=20),
        page=page,
        pages=(len(every) + PAGE - 1) // PAGE,
        is_whole="semua" in request.args,
        submitted=len(submissions.submitted(found.assignment_id)) if found.state is RoundState.MENUNGGU else len(every),
    )


@bp.post("/putaran/<int:round_id>/bagikan")
@allow(Can.ROUND_MANAGE)
def share(round_id: int) -> Response:
    """Share out now instead of at the deadline: the deadline moves to this moment."""
    found = queries.round_of(round_id, scope(Can.ROUND_MANAGE))
    now = clock.now()
    with work():
        if found.state is not RoundState.MENUNGGU:
            raise Denied(_("Naskah putaran ini sudah dibagikan."))
        if len(submissions.submitted(found.assignment_id)) < 2:  # noqa: PLR2004 -- one cannot review oneself
            raise Denied(_("Baru ada kurang dari dua naskah terkumpul, jadi belum ada yang dapat saling menelaah."))
        found.share_at = min(found.share_at, now)
        found.assignment.due_at = min(found.assignment.due_at, now)
        services.ask_step(found.id, now)
        audit.record("round.share_now", "review_round", found.id, actor_id=actor().user_id, at=now)
    flash(_("Naskah sedang dibagikan. Muat ulang halaman ini beberapa saat lagi."), "ok")
    return redirect(url_for("peerreview.overview_page", round_id=round_id), 303)
