"""My tasks, and one task: what is asked, until when, what happens next."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.work import Grading
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.submissions import lent, queries, services
from app.submissions.queries import VersionRow, learner
from app.submissions.queries.learner import Brief
from app.submissions.routes.place import bp, desk
from app.submissions.routes.words import Peers, next_words, state_words
from app.web.guard import actor, allow, scope


def address(cohort_id: int, step_id: int) -> str:
    """Where a task step of learning leads: the task's page, or the list when the class has no such task yet."""
    found = learner.assignment_for(cohort_id, step_id)
    return url_for("submissions.show", assignment_id=found) if found else url_for("submissions.index")


@bp.get("/tugas")
@allow(Can.WRITE)
def index() -> str:
    """Everything I am asked to hand in, by deadline."""
    tasks = queries.mine(actor().user_id, clock.now())
    return render_template("submissions/index.html", tasks=tasks, words=state_words())


@bp.get("/tugas/<int:assignment_id>")
@allow(Can.COURSE_READ)
def show(assignment_id: int) -> str:
    """What is asked, and where I stand with it."""
    return _page(assignment_id)


def _page(assignment_id: int, levels: dict[str, int] | None = None, error: Invalid | None = None) -> str:
    brief = learner.brief(assignment_id, scope(Can.COURSE_READ))
    me = actor().user_id
    waived = learner.is_waived(brief, me)
    is_mine = waived is not None
    own = learner.own(assignment_id, me) if is_mine else None
    now = clock.now()
    verdict = brief.verdict(own, now)
    versions = queries.versions_of(own.id) if own and own.versions else ()
    may_adjust = actor().may(Can.LEARNER_ADJUST)
    score = learner.score(brief, me) if versions else None
    judging = is_mine and brief.grading is Grading.MANDIRI and own is not None and own.current_id is not None
    why_fixed = lent.why_fixed(own.id) if judging and own else ""
    peers = _peers(brief, versions)
    return render_template(
        "submissions/show.html",
        brief=brief,
        own=own,
        verdict=verdict,
        versions=versions,
        is_mine=is_mine,
        is_waived=waived,
        may_adjust=may_adjust,
        next_words=next_words(brief, own, verdict, now, is_waived=bool(waived), score=score, may_rate=not why_fixed, peers=peers) if is_mine else "",
        has_reviews=peers is not None and peers.are_done(now),
        has_feedback=score is not None and brief.grading is not Grading.MANDIRI,
        why_fixed=why_fixed,
        mine_text=queries.version(own.current_id, scope(Can.WRITE)) if judging and own and own.current_id else None,
        levels=levels if levels is not None else (own.self_levels or {}) if own else {},
        error=error,
    )


def _peers(brief: Brief, versions: Sequence[VersionRow]) -> Peers | None:
    if brief.grading is not Grading.SEJAWAT or not versions:
        return None
    is_revised = any(one.is_current and one.change_note for one in versions)
    return Peers(lent.review_until(brief.id), min(one.sent_at for one in versions), is_revised)


@bp.post("/tugas/<int:assignment_id>/nilai-diri")
@allow(Can.WRITE)
def assess(assignment_id: int) -> Response | tuple[str, int]:
    """Rate my own work against the rubric, beside the model answer."""
    brief = desk(assignment_id).brief
    levels = {one.id: request.form.get(f"tingkat-{one.id}", type=int) or 0 for one in brief.criteria}
    try:
        with work():
            services.assess_self(actor=actor(), assignment_id=assignment_id, levels=levels, now=clock.now())
    except Invalid as error:
        return _page(assignment_id, levels, error), 422
    flash(_("Nilai diri Anda tersimpan."), "ok")
    return redirect(url_for("submissions.show", assignment_id=assignment_id), 303)
