"""Held grades: one list, released together, taken back within a day while nobody has opened them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.grading import lent
from app.grading.core.releasing import may_be_undone
from app.grading.queries import desk
from app.grading.queries.desk_facts import DeskClass, DeskTask
from app.grading.routes.place import bp
from app.grading.routes.words import wait_words
from app.grading.services import grades
from app.kernel import clock, i18n
from app.kernel.errors import Denied, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.guard import actor, allow, scope

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 10
"""Releases that are listed to be taken back."""


def _moment(at: datetime) -> int:
    """The name of a release in its address: microseconds."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _place(cohort_id: int) -> tuple[DeskClass, DeskTask]:
    one = desk.one_class(cohort_id, scope(Can.GRADE), clock.now())
    task = one.task(request.values.get("tugas", type=int))
    if task is None:
        raise Missing
    return one, task


@bp.get("/meja/<int:cohort_id>/umumkan")
@allow(Can.GRADE)
def held(cohort_id: int) -> str:
    """Everything that could be released: what needs no reading, what you graded, what still waits."""
    one, task = _place(cohort_id)
    return _page(one, task, "")


def _page(one: DeskClass, task: DeskTask, problem: str, *, ticked: Collection[int] | None = None) -> str:
    """`ticked`: the works whose boxes are ticked after a refusal; at first those that may go out as they are."""
    by_trainer = [work for work in task.held if not work.waits and work.source == "pelatih"]
    unread = [work for work in task.ready if work.source != "pelatih"]
    waiting = [work for work in task.held if work.waits]
    now = clock.now()
    young = [each for each in task.releases if each.unopened and may_be_undone(each.at, now)][:LATEST]
    refusals = lent.why_not_taken_back([each.unopened for each in young])
    partial = [work for work in task.held if work not in by_trainer and work not in unread and work not in waiting]
    return render_template(
        "grading/held.html",
        desk=one,
        task=task,
        by_trainer=by_trainer,
        unread=unread,
        waiting=waiting,
        partial=partial,
        releases=[(each, _moment(each.at), why_not) for each, why_not in zip(young, refusals, strict=True)],
        waits=wait_words(),
        problem=problem,
        ticked=[work.submission_id for work in (*by_trainer, *unread) if not work.revision_required] if ticked is None else ticked,
    )


@bp.post("/meja/<int:cohort_id>/umumkan")
@allow(Can.GRADE)
def release(cohort_id: int) -> Response | tuple[str, int]:
    """Release what was ticked, all at once; the message undoes it. Sent twice, it is answered twice and done once."""
    one, task = _place(cohort_id)
    ticked = set(request.form.getlist("karya", type=int))
    chosen = [work.submission_id for work in task.held if work.submission_id in ticked]
    at, count = clock.now(), 0
    if chosen:
        with work():
            count = grades.release(cohort_id, chosen, actor=actor(), now=at)
    if not count:  # a second click, before or after the first was answered
        one, task = _place(cohort_id)
        out = [work.released_at for work in task.works if work.submission_id in ticked and work.released_at is not None]
        if not out:
            return _page(one, task, _("Centang paling sedikit satu naskah."), ticked=()), 422
        if not may_be_undone(max(out), at):  # a tab that stayed open: nothing goes out again, and nothing can be undone
            flash(_("Nilai itu sudah diumumkan pada %(at)s, jadi tidak ada yang diumumkan lagi.", at=i18n.moment(max(out))), "info")
            return redirect(url_for("grading.queue", cohort_id=cohort_id, tugas=task.id), 303)
        at = max(out)
        count = out.count(at)
    flash(
        {  # type: ignore[arg-type]  # the layout prints a mapping with its undo
            "text": _("%(n)d nilai diumumkan. Selama sehari, dan selama belum dibuka penulisnya, pengumuman ini dapat ditarik.", n=count),
            "undo_url": url_for("grading.take_back", cohort_id=cohort_id, moment=_moment(at), tugas=task.id),
        },
        "ok",
    )
    return redirect(url_for("grading.queue", cohort_id=cohort_id, tugas=task.id), 303)


@bp.post("/meja/<int:cohort_id>/tarik/<moment>")
@allow(Can.GRADE)
def take_back(cohort_id: int, moment: str) -> Response:
    """Undo one release, as far as nobody has opened it; `moment` is its time in microseconds, beyond what an id may be."""
    one, task = _place(cohort_id)
    if not moment.isdecimal() or len(moment) > len("1795239621294930"):
        raise Missing
    released_at = EPOCH + timedelta(microseconds=int(moment))
    ids = [work.submission_id for work in task.works if work.released_at == released_at]
    try:
        with work():
            count = grades.take_back(one.id, ids, actor=actor(), now=clock.now())
    except Denied as refusal:  # the page of his desk is his; only this release stands
        flash(refusal.message, "error")
        return redirect(url_for("grading.held", cohort_id=cohort_id, tugas=task.id), 303)
    left = len(ids) - count
    words = _("%(n)d nilai ditahan lagi.", n=count)
    flash(words + (" " + _("%(n)d tetap diumumkan, karena sudah dibuka penulisnya atau sudah lewat sehari.", n=left) if left else ""), "ok" if count else "info")
    return redirect(url_for("grading.queue", cohort_id=cohort_id, tugas=task.id), 303)
