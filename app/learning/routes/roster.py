"""The page of a class: its facts, who is on its list, and the decision about each of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.kernel import clock, richtext
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.forms import DecisionForm
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.queries import cohorts, moves
from app.learning.queries.cohorts import ROSTER_PAGE
from app.learning.routes.blueprints import office_pages as bp
from app.learning.routes.blueprints import public_url
from app.learning.routes.invitations import admitted
from app.learning.services import enrolments, newcomers
from app.web.guard import actor, allow, scope


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that could not be taken: about whom, which, why, and the reason as it was typed."""

    enrolment_id: int
    state: str
    sentence: str
    reason: str


@bp.get("/angkatan/<int:cohort_id>")
@allow(Can.COHORT_READ)
def show(cohort_id: int) -> str:
    """A class: facts, roster, who has yet to come."""
    return _page(cohorts.cohort(cohort_id, scope(Can.COHORT_READ)))


def _page(found: Cohort, refused: Refused | None = None, problem: str = "") -> str:
    search = richtext.line(request.args.get("cari", ""))[:80]
    asked = request.args.get("keadaan", "")
    state = EnrolmentState(asked) if asked in set(EnrolmentState) else None
    counts = cohorts.head_counts(found.id)
    rows, total = cohorts.roster_page(
        found.id, search=search, state=state, page=max(1, request.args.get("hal", 1, type=int)),
        only=refused.enrolment_id if refused else None,
    )  # fmt: skip -- what narrows the list
    pages = max(1, -(-total // ROSTER_PAGE))
    kept = {name: value for name, value in (("cari", search), ("keadaan", state)) if value}
    return render_template(
        "cohorts/show.html",
        cohort=found,
        outline=curriculum.outline(found.version_id),
        rows=rows,
        counts=counts,
        people=sum(counts.values()),
        search=search,
        states=_states(),
        filters=[{"name": "keadaan", "label": _("Keadaan"), "options": [("", _("Semua")), *((key.value, f"{words} ({counts.get(key, 0)})") for key, (words, _kind) in _states().items())], "value": state or ""}],
        page=min(max(1, request.args.get("hal", 1, type=int)), pages),
        pages=pages,
        onward=f"{url_for('cohorts.show', cohort_id=found.id)}?{urlencode(kept)}{'&' if kept else ''}",
        trainers=cohorts.trainers_of(found.id),
        both_sides=cohorts.on_both_sides(found.id),
        may_manage=found.closed_at is None and scope(Can.COHORT_MANAGE).holds(found),
        join_url=f"{public_url()}{url_for('cohorts.join', token=found.join_token)}" if found.join_token else "",
        newer=moves.newer(found) if found.closed_at is None and scope(Can.LEARNER_ADJUST).holds(found) else None,
        refused=refused,
        problem=problem,
    )


def _states() -> dict[EnrolmentState, tuple[str, str]]:
    """State -> (words, kind of its pill)."""
    return {
        EnrolmentState.MENUNGGU: (_("Menunggu persetujuan"), "warn"),
        EnrolmentState.DIUNDANG: (_("Belum masuk"), "run"),
        EnrolmentState.DITERIMA: (_("Masuk"), "ok"),
        EnrolmentState.DITOLAK: (_("Ditolak"), "bad"),
        EnrolmentState.MUNDUR: (_("Mundur"), ""),
    }


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/putuskan")
@allow(Can.COHORT_MANAGE)
def decide(cohort_id: int, enrolment_id: int) -> Response | str | tuple[str, int]:
    """Accept, turn down, let go; each can be taken back from the roster. Who has no account yet is invited by it."""
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.COHORT_MANAGE), cohort_id=cohort_id)
    form = DecisionForm()
    if not form.validate_on_submit():
        if form.state.errors:
            raise Invalid(_("Pilih keputusan: terima, tolak, atau keluarkan."))
        refused = Refused(enrolment_id, form.state.data, str(form.reason.errors[0]), form.reason.data or "")
        return _page(cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE)), refused), 422
    state = EnrolmentState(form.state.data)
    was = enrolment.state
    try:
        if state is EnrolmentState.DITERIMA and newcomers.is_newcomer(enrolment):
            return admitted(enrolment)
        with work():
            enrolments.decide(enrolment, state, reason=form.reason.data or "", actor=actor(), now=clock.now())
    except (Conflict, Denied) as refusal:  # seats that are taken, another pengelola who was faster: the list as it is now
        return _page(cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE)), problem=refusal.message), refusal.status
    flash(_said(enrolment, was, state), "ok")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


def _said(enrolment: Enrolment, was: EnrolmentState, state: EnrolmentState) -> str:
    """What was done; who was in and is let go by mistake is taken back with one tap."""
    words = {
        EnrolmentState.DITERIMA: _("%(name)s diterima di angkatan ini."),
        EnrolmentState.DITOLAK: _("Permintaan %(name)s tidak diterima."),
        EnrolmentState.MUNDUR: _("%(name)s keluar dari angkatan ini. Karyanya tetap tersimpan."),
    }
    if was is EnrolmentState.DIUNDANG:
        return _("Undangan %(name)s ditarik. Tautannya tidak lagi membuka angkatan ini.", name=enrolment.user.name)
    said = words[state] % {"name": enrolment.user.name}
    if (was, state) != (EnrolmentState.DITERIMA, EnrolmentState.MUNDUR):
        return said
    back = url_for("cohorts.decide", cohort_id=enrolment.cohort_id, enrolment_id=enrolment.id)
    return {"text": said, "undo_url": back, "undo_values": {"state": EnrolmentState.DITERIMA.value}}  # type: ignore[return-value]  # the layout prints a mapping with its undo
