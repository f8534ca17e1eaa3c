"""The author's pages: what peers wrote, how useful it was, what he changed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.models import Review
from app.peerreview.queries import author as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import answers as services
from app.web.guard import allow, scope

LONGEST = 1000
"""Characters of a reply or an answer."""


@bp.get("/telaah/naskah-saya/<int:submission_id>")
@allow(Can.WRITE)
def my_work(submission_id: int) -> str:
    """Comments on my work, once the review deadline has passed."""
    now = clock.now()
    mine = queries.my_work(submission_id, scope(Can.WRITE), now)
    may_revise = mine.revise_until is not None and now <= mine.revise_until
    return render_template("peerreview/mine.html", work=mine, may_revise=may_revise)


@bp.post("/telaah/naskah-saya/<int:submission_id>/nilai/<int:review_id>")
@allow(Can.WRITE)
def rate(submission_id: int, review_id: int) -> Response:
    """How useful was this review."""
    found = queries.review(review_id, scope(Can.WRITE))
    given = request.form.get("berguna", "")
    try:
        with work():
            services.rate(found, usefulness=int(given) if given in set("1234") else 0, reply=_typed("balasan"), now=clock.now())
    except Invalid as refusal:
        flash(refusal.message, "error")
    else:
        flash(_("Terima kasih. Penilaian Anda membantu mutu telaah."), "ok")
    return redirect(url_for("peerreview.my_work", submission_id=submission_id, _anchor=f"telaah-{review_id}"), 303)


@bp.post("/telaah/naskah-saya/<int:submission_id>/jawab")
@allow(Can.WRITE)
def answer(submission_id: int) -> Response:
    """"Apa yang saya ubah", point by point."""
    reach = scope(Can.WRITE)
    mine = queries.my_work(submission_id, reach, clock.now())
    if not mine.is_open:
        raise Denied(_("Telaah naskah Anda belum dibuka."))
    typed: dict[tuple[Review, str], str] = {}
    for one in mine.reviews:
        found = queries.review(one.id, reach)
        for point in one.points:
            name = f"jawab-{one.id}-{point.key}"
            if name in request.form and (request.form[name].strip() or point.answer):
                typed[found, point.key] = _typed(name)
    with work():
        services.answer_points(mine.version_id, typed, now=clock.now())
    flash(_("Jawaban Anda tersimpan."), "ok")
    return redirect(url_for("peerreview.my_work", submission_id=submission_id), 303)


def _typed(name: str) -> str:
    return richtext.plain(request.form.get(name, "")).strip()[:LONGEST]
