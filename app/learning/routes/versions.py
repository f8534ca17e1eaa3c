"""The page on which a class is moved to another version of its training, and back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.forms import BackForm, MoveForm
from app.learning.queries import cohorts, moves
from app.learning.routes.blueprints import office_pages as bp
from app.learning.services import moving
from app.web.guard import actor, allow, scope


@bp.get("/angkatan/<int:cohort_id>/versi")
@allow(Can.LEARNER_ADJUST)
def version(cohort_id: int) -> str:
    """What would change for this class with the live version, and the way back to the one before."""
    return _page(cohort_id, MoveForm(), BackForm())


@bp.post("/angkatan/<int:cohort_id>/versi")
@allow(Can.LEARNER_ADJUST)
def move(cohort_id: int) -> Response | tuple[str, int]:
    """Move the class to the live version."""
    found, form = cohorts.cohort(cohort_id, scope(Can.LEARNER_ADJUST)), MoveForm()
    if not form.validate_on_submit():
        return _page(cohort_id, form, BackForm(formdata=None)), 422
    with work():
        moving.move_to_current(found, seen=_seen(), reason=form.reason.data, actor=actor(), now=clock.now())
    flash(_("Angkatan ini sekarang memakai versi yang baru."), "ok")
    return redirect(url_for("cohorts.version", cohort_id=cohort_id), 303)


@bp.post("/angkatan/<int:cohort_id>/versi/kembali")
@allow(Can.LEARNER_ADJUST)
def move_back(cohort_id: int) -> Response | tuple[str, int]:
    """Move the class back to the version before."""
    found, form = cohorts.cohort(cohort_id, scope(Can.LEARNER_ADJUST)), BackForm()
    if not form.validate_on_submit():
        return _page(cohort_id, MoveForm(formdata=None), form), 422
    with work():
        moving.move_back(found, seen=_seen(), reason=form.reason.data, actor=actor(), now=clock.now())
    flash(_("Angkatan ini kembali memakai versi sebelumnya."), "ok")
    return redirect(url_for("cohorts.version", cohort_id=cohort_id), 303)


def _seen() -> int:
    """The version whose changes stood on the page from which this was sent; 0 is none."""
    return request.form.get("versi", 0, type=int)


def _page(cohort_id: int, form: MoveForm, back: BackForm) -> str:
    found = cohorts.cohort(cohort_id, scope(Can.LEARNER_ADJUST))
    live = moves.newer(found)
    former = moves.former_of(found) if found.closed_at is None else None
    if former is not None and live is not None and former == live.version_id:
        former = None
    return render_template(
        "cohorts/version.html",
        cohort=found,
        form=form,
        back=back,
        there=moves.preview(found, live.version_id) if live else None,
        before=moves.preview(found, former) if former is not None else None,
        history=moves.moves_of(cohort_id),
    )
