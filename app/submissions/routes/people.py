"""The people of a class at one task: who has sent, a later deadline for one, a draft taken as it stood in time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.work import Grading
from app.kernel import clock
from app.kernel.clock import WIB
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.i18n import _, day
from app.kernel.work import work
from app.submissions import queries, services
from app.submissions.forms import ExtendForm, TakeForm, WindowForm
from app.submissions.queries import learner
from app.submissions.queries.learner import Brief
from app.submissions.routes.place import bp
from app.submissions.services import class_dates
from app.web.guard import actor, allow, scope

Answer = Response | tuple[str, int]


@bp.get("/tugas/<int:assignment_id>/peserta")
@allow(Can.LEARNER_ADJUST)
def people(assignment_id: int) -> str:
    """Who has sent, who has a draft, and room for a later deadline (pelatih and pengelola)."""
    return _people_page(assignment_id)


def _people_page(assignment_id: int, sent: ExtendForm | TakeForm | WindowForm | None = None, row: int = 0) -> str:
    """`sent` is the refused form, `row` whose it is: the user of an ExtendForm, the submission of a TakeForm."""
    brief = learner.brief(assignment_id, scope(Can.LEARNER_ADJUST))
    window, shut = _window_form(brief, sent if isinstance(sent, WindowForm) else None)
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
        window=window,
        shut=shut,
    )


def _window_form(brief: Brief, sent: WindowForm | None) -> tuple[WindowForm | None, dict[str, str]]:
    """(the form of the class's dates, what is shut in it and why); a reviewed task has them in the plan of its round."""
    if brief.grading is Grading.SEJAWAT:
        return None, {}
    task = queries.assignment(brief.id, scope(Can.LEARNER_ADJUST))
    shut = class_dates.shut(task, clock.now())
    form = sent or WindowForm(formdata=None).without(shut)
    if sent is None:
        form.fill(class_dates.window_of(task))
    return form, shut


@bp.post("/tugas/<int:assignment_id>/tenggat")
@allow(Can.LEARNER_ADJUST)
def move(assignment_id: int) -> Answer:
    """Move the class's dates of a task that peers do not review; the class is told."""
    task, now = queries.assignment(assignment_id, scope(Can.LEARNER_ADJUST)), clock.now()
    if task.grading is Grading.SEJAWAT:
        raise Denied(_("Tanggal tugas ini diatur di rencana putaran telaahnya."))
    form, before = WindowForm().without(class_dates.shut(task, now)), class_dates.window_of(task)
    if not form.validate():
        return _people_page(assignment_id, form), 422
    wanted = form.typed(before)
    concerns = [one.sentence for one in class_dates.remarks(task, wanted, now) if not one.stops]
    try:
        with work():
            class_dates.move_window(task, wanted, actor=actor(), now=now)
    except Invalid as error:
        form.refuse(error)
        return _people_page(assignment_id, form), 422
    flash(_("Tanggal tersimpan. Kelas diberi tahu.") if wanted.due_at != before.due_at else _("Tanggal tersimpan."), "ok")
    for sentence in concerns:
        flash(sentence, "warn")
    return redirect(url_for("submissions.people", assignment_id=assignment_id), 303)


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
    ends_at = class_dates.around(queries.assignment(assignment_id, scope(Can.LEARNER_ADJUST)), clock.now()).class_ends_at
    if until > ends_at:
        flash(_("Tenggat ini sesudah angkatan berakhir, %(end)s. Nilainya tetap dihitung; sertifikat orang ini menunggu sampai tugas itu dinilai.", end=day(ends_at)), "warn")
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
