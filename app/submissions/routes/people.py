"""The people of a class at one task: who has sent, a later deadline for one, a draft taken as it stood in time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock
from app.kernel.clock import WIB
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.submissions import queries, services
from app.submissions.forms import ExtendForm, TakeForm
from app.submissions.queries import learner
from app.submissions.routes.place import bp
from app.web.guard import actor, allow, scope

Answer = Response | tuple[str, int]


@bp.get("/tugas/<int:assignment_id>/peserta")
@allow(Can.LEARNER_ADJUST)
def people(assignment_id: int) -> str:
    """Who has sent, who has a draft, and room for a later deadline (pelatih and pengelola)."""
    return _people_page(assignment_id)


def _people_page(assignment_id: int, sent: ExtendForm | TakeForm | None = None, row: int = 0) -> str:
    """`sent` is the refused form, `row` whose it is: the user of an ExtendForm, the submission of a TakeForm."""
    brief = learner.brief(assignment_id, scope(Can.LEARNER_ADJUST))
    rows = queries.authors(assignment_id, scope(Can.LEARNER_ADJUST))
    unsent = {one.submission_id for one in queries.unsent_in_time(assignment_id, clock.now())}
    return render_template(
        "submissions/people.html",
        brief=brief,
        rows=rows,
        unsent=unsent,
        sent=sent,
        form=sent if isinstance(sent, ExtendForm) else ExtendForm(formdata=None),
        chosen=row if isinstance(sent, ExtendForm) else 0,
        take=sent if isinstance(sent, TakeForm) else TakeForm(formdata=None),
        taken=row if isinstance(sent, TakeForm) else 0,
    )


def _until(form: ExtendForm) -> datetime:
    is_whole = form.validate()
    until: datetime | None = form.sampai.data
    if until is None and not "".join(form.sampai.raw_data or ()).strip():
        form.sampai.errors = []
        raise Invalid(_("Pilih tanggal dan jam tenggat yang baru."), field="sampai")
    if until is None or not is_whole:
        raise Invalid("")
    return until.replace(tzinfo=WIB).astimezone(UTC)


@bp.post("/tugas/<int:assignment_id>/peserta/<int:user_id>/perpanjang")
@allow(Can.LEARNER_ADJUST)
def prolong(assignment_id: int, user_id: int) -> Answer:
    """Give one person a later deadline, with its reason."""
    learner.brief(assignment_id, scope(Can.LEARNER_ADJUST))
    form = ExtendForm()
    try:
        until = _until(form)
        with work():
            services.extend(
                actor=actor(), assignment_id=assignment_id, user_id=user_id, until=until, reason=form.alasan.data or "", now=clock.now()
            )
    except Invalid as error:
        if error.message:
            form.refuse(error)
        return _people_page(assignment_id, form, user_id), 422
    flash(_("Tenggat diperpanjang. Peserta diberi tahu."), "ok")
    return redirect(url_for("submissions.people", assignment_id=assignment_id), 303)


def _timely(submission_id: int, assignment_id: int) -> dict[str, Any]:
    found = queries.submission(submission_id, scope(Can.GRADE))
    draft = services.timely_draft(found) if found.assignment_id == assignment_id else None
    if draft is None:
        raise Missing
    return draft


@bp.post("/tugas/<int:assignment_id>/peserta/<int:submission_id>/terima-draf")
@allow(Can.GRADE)
def take_draft(assignment_id: int, submission_id: int) -> Answer:
    """Take a draft that was saved in time as the work."""
    brief = learner.brief(assignment_id, scope(Can.GRADE))
    draft = _timely(submission_id, assignment_id)
    form = TakeForm()
    if not form.validate():
        return _people_page(assignment_id, form, submission_id), 422
    try:
        ready = services.prepare(brief.task, draft, today=clock.local_date(clock.now()))
        with work():
            services.accept_draft(actor=actor(), submission_id=submission_id, ready=ready, reason=form.alasan.data or "", now=clock.now())
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _people_page(assignment_id, form, submission_id), error.status
    flash(_("Draf diterima sebagai naskah yang terkumpul tepat waktu."), "ok")
    return redirect(url_for("submissions.people", assignment_id=assignment_id), 303)
