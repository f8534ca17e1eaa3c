"""The reviewer looks again: what changed in the next version, and whether his points were taken up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock
from app.kernel.errors import Denied, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.models import TaskState
from app.peerreview.queries import author as author_queries
from app.peerreview.queries import spoken
from app.peerreview.queries import task as queries
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import answers
from app.submissions import queries as submissions
from app.submissions.core.difference import compare
from app.web.guard import allow, scope

Answer = Response | tuple[str, int]


@bp.get("/telaah/<int:task_id>/lagi")
@allow(Can.REVIEW)
def again(task_id: int) -> str:
    """The next version of a work that I reviewed: what changed, and what its author says to each of my points."""
    return _again_page(task_id)


def _again_page(task_id: int, ticked: Mapping[str, str] | None = None, refused: str = "") -> str:
    """`ticked` (point -> verdict) stands in place of what is stored, after a refusal."""
    found = queries.task(task_id, scope(Can.REVIEW))
    after = queries.next_version(found)
    if after is None or found.state is not TaskState.TERKIRIM:
        raise Missing
    mine = queries.my_review(found)
    points = author_queries.points_of([mine], after.id)[mine.id]
    if ticked is not None:
        points = tuple(replace(point, verdict=ticked.get(point.key, "")) for point in points)
    old, new = (submissions.blind_content(each) for each in (found.version_id, after.id))
    place = spoken.Place(found.version_id, found.author_id, found.cohort_id, old.text)
    [asked] = spoken.covered([(found.reviewer_id, [point.words for point in points])], place)
    said = submissions.blind_words(after.id, [mine.author_reply, *(point.answer for point in points)])
    until = after.sent_at + answers.LOOK_AGAIN
    return render_template(
        "peerreview/again.html",
        task=found,
        after=after,
        old=old,
        new=new,
        difference=compare(old.text, new.text),
        points=tuple((replace(point, words=words), answer) for point, words, answer in zip(points, asked, said[1:], strict=True)),
        reply=said[0],
        until=until,
        may_tick=clock.now() <= until,
        refused=refused,
    )


@bp.post("/telaah/<int:task_id>/lagi")
@allow(Can.REVIEW)
def tick(task_id: int) -> Answer:
    """Sudah, sebagian or belum for each point; within three days, and nobody must."""
    found = queries.task(task_id, scope(Can.REVIEW))
    after = queries.next_version(found)
    if after is None or found.state is not TaskState.TERKIRIM:
        raise Missing
    mine = queries.my_review(found)
    points = author_queries.points_of([mine], after.id)[mine.id]
    verdicts = {point.key: request.form.get(point.key, "") for point in points}
    try:
        with work():
            answers.tick_points(mine, after.id, after.sent_at, verdicts, now=clock.now())
    except Denied as refusal:
        return _again_page(task_id, verdicts, refusal.message), refusal.status
    flash(_("Terima kasih. Penulis melihat tanda Anda pada butirnya."), "ok")
    return redirect(url_for("peerreview.again", task_id=task_id), 303)
