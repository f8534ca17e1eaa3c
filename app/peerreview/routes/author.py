"""The author's pages: what peers wrote, how useful it was, what he changed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.queries import author as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import reviews
from app.web.guard import actor, allow, scope


@bp.get("/telaah/naskah-saya/<int:submission_id>")
@allow(Can.WRITE)
def my_work(submission_id: int) -> str:
    """Comments on my work, once the review deadline has passed."""
    return render_template("peerreview/mine.html", work=queries.my_work(submission_id, scope(Can.WRITE), clock.now()))


@bp.post("/telaah/naskah-saya/<int:submission_id>/nilai/<int:review_id>")
@allow(Can.WRITE)
def rate(submission_id: int, review_id: int) -> Response:
    """How useful was this review."""
    found = queries.review(review_id, scope(Can.WRITE))
    given = request.form.get("berguna", "")
    reply = richtext.plain(request.form.get("balasan", ""))[:1000]
    try:
        with work():
            reviews.rate(
                found, usefulness=int(given) if given in {"1", "2", "3", "4"} else 0, reply=reply, actor=actor(), now=clock.now()
            )
    except Invalid as refusal:
        flash(refusal.message, "error")
    else:
        flash(_("Terima kasih. Penilaian Anda membantu mutu telaah."), "ok")
    return redirect(url_for("peerreview.my_work", submission_id=submission_id, _anchor=f"telaah-{review_id}"), 303)


@bp.post("/telaah/naskah-saya/<int:submission_id>/jawab")
@allow(Can.WRITE)
def answer(submission_id: int) -> Response:
    """"Apa yang saya ubah", point by point."""
    mine = queries.my_work(submission_id, scope(Can.WRITE), clock.now())
    if not mine.is_open:
        raise Denied(_("Telaah naskah Anda belum dibuka."))
    answers = {}
    for one in mine.reviews:
        for point in ("suggestion_one", "suggestion_two", "question"):
            words = richtext.plain(request.form.get(f"jawab-{one.id}-{point}", "")).strip()[:1000]
            if words:
                answers[one.id, point] = words
    with work():
        reviews.answer_points(mine.version_id, answers, now=clock.now())
    flash(_("Jawaban Anda tersimpan."), "ok")
    return redirect(url_for("peerreview.my_work", submission_id=submission_id), 303)
