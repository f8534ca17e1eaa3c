"""The author's pages: what peers wrote, how useful it was, what he changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

Answer = Response | tuple[str, int]
LONGEST = 1000
"""Characters of a reply or an answer."""


@bp.get("/telaah/naskah-saya/<int:submission_id>")
@allow(Can.WRITE)
def my_work(submission_id: int) -> str:
    """Comments on my work, once the review deadline has passed or its grade is out."""
    return _page(submission_id)


@bp.post("/telaah/naskah-saya/<int:submission_id>/nilai/<int:review_id>")
@allow(Can.WRITE)
def rate(submission_id: int, review_id: int) -> Answer:
    """How useful was this review."""
    found = queries.review(review_id, scope(Can.WRITE))
    given, reply = request.form.get("berguna", ""), _words("balasan")
    typed = {f"berguna-{review_id}": given, f"balasan-{review_id}": reply}
    try:
        _check_length(f"balasan-{review_id}", reply)
        with work():
            services.rate(found, usefulness=int(given) if given in set("1234") else 0, reply=reply, now=clock.now())
    except Invalid as refusal:
        field = f"berguna-{review_id}" if refusal.field == "berguna" else refusal.field
        return _page(submission_id, typed, [(field, refusal.message)]), refusal.status
    flash(_("Terima kasih. Penilaian Anda membantu mutu telaah."), "ok")
    return redirect(url_for("peerreview.my_work", submission_id=submission_id, _anchor=f"telaah-{review_id}"), 303)


@bp.post("/telaah/naskah-saya/<int:submission_id>/jawab")
@allow(Can.WRITE)
def answer(submission_id: int) -> Answer:
    """"Apa yang saya ubah", point by point."""
    reach = scope(Can.WRITE)
    mine = queries.my_work(submission_id, reach, clock.now())
    if not mine.is_open:
        raise Denied(_("Telaah naskah Anda belum dibuka."))
    answers: dict[tuple[Review, str], str] = {}
    typed: dict[str, str] = {}
    for one in mine.reviews:
        found = queries.review(one.id, reach)
        for point in one.points:
            name = f"jawab-{one.id}-{point.key}"
            if name in request.form and (request.form[name].strip() or point.answer):
                answers[found, point.key] = typed[name] = _words(name)
    too_long = [(name, _too_long()) for name, words in typed.items() if len(words) > LONGEST]
    if too_long:
        return _page(submission_id, typed, too_long), Invalid.status
    with work():
        services.answer_points(mine.version_id, answers, now=clock.now())
    flash(_("Jawaban Anda tersimpan."), "ok")
    return redirect(url_for("peerreview.my_work", submission_id=submission_id), 303)


def _page(submission_id: int, typed: Mapping[str, str] | None = None, problems: Sequence[tuple[str, str]] = ()) -> str:
    """The page of my work; `typed` (field id -> what a refused form held) stands in place of what is stored."""
    now = clock.now()
    mine = queries.my_work(submission_id, scope(Can.WRITE), now)
    may_revise = mine.revise_until is not None and now <= mine.revise_until
    return render_template(
        "peerreview/mine.html", work=mine, may_revise=may_revise, is_early=now < mine.review_due_at, typed=typed or {},
        problems=problems, wrong=dict(problems),
    )


def _words(name: str) -> str:
    return richtext.plain(request.form.get(name, "")).strip()


def _check_length(field: str, words: str) -> None:
    if len(words) > LONGEST:
        raise Invalid(_too_long(), field=field)


def _too_long() -> str:
    return _("Paling banyak %(max)d karakter; persingkat isian ini.", max=LONGEST)
