"""Handing in: a page to check before, and the sending itself."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.work import Grading
from app.kernel import clock
from app.kernel.errors import AppError, Conflict, Denied, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.pressrelease import Report
from app.submissions import reading, services
from app.submissions.core.identity import find, telling
from app.submissions.forms import SendForm
from app.submissions.queries import learner
from app.submissions.routes import panel
from app.submissions.routes.place import Desk, bp, desk
from app.submissions.services.sending import seal_of
from app.web.guard import actor, allow

Answer = str | Response | tuple[str, int]
MOST_SLIPS = 5


@bp.get("/tugas/<int:assignment_id>/kirim")
@allow(Can.WRITE)
def check(assignment_id: int) -> Answer:
    """Everything once more before it is frozen: the text, what blocks, what is worth a look."""
    place = desk(assignment_id)
    if place.own is None:
        return redirect(url_for("submissions.write", assignment_id=assignment_id))
    form = SendForm(formdata=None)
    return _check_page(place, form)


def _check_page(place: Desk, form: SendForm) -> str:
    brief, own = place.brief, place.own
    verdict = brief.verdict(own, clock.now())
    laid = reading.lay(brief.task, place.draft)
    form.sidik.data = seal_of(place.draft)
    form.nomor.data = str((own.versions if own else 0) + 1)
    report = reading.coach(
        brief.task, place.draft, today=clock.local_date(clock.now()), used=panel.used_earlier(place, place.draft)
    )
    return render_template(
        "submissions/check.html",
        brief=brief,
        own=own,
        form=form,
        verdict=verdict,
        laid=laid,
        gaps=reading.missing(brief.task, place.draft),
        warnings=reading.warnings(brief.task, place.draft, laid),
        findings=_reds(report, says_length=bool(brief.task.length)),
        slips=_slips(report),
        named=_named(place, laid.text),
        files=panel.file_rows(place.draft.get("berkas"), place.draft, actor().user_id),
        draft=place.draft,
        ticks=reading.ticks(brief.task, place.draft),
        labels=reading.LABELS,
    )


def _reds(report: Report | None, *, says_length: bool) -> list[Any]:
    """The heads that are not green; the length is said once, by `reading.warnings`."""
    said = {"S11"} if says_length else set()
    return [one for one in report.findings if one.is_head and one.status in {"red", "amber"} and one.rule not in said] if report else []


def _slips(report: Report | None) -> str:
    """The first misspelt words, so that nobody hunts for what a number only counts."""
    found = [one.excerpt for one in report.findings if one.rule == "E1" and not one.is_head] if report else []
    return ", ".join(f"“{words}”" for words in found[:MOST_SLIPS])


def _named(place: Desk, text: str) -> tuple[str, ...]:
    if place.brief.grading is not Grading.SEJAWAT:
        return ()
    name, units = learner.author_words(actor().user_id)
    return tuple(dict.fromkeys(hit.words for hit in find(text, telling(name, units))))


@bp.post("/tugas/<int:assignment_id>/kirim")
@allow(Can.WRITE)
def send(assignment_id: int) -> Answer:
    """Freeze the draft that was checked as the next version."""
    place = desk(assignment_id)
    form = SendForm()
    try:
        version_id = _submit(place, form)
    except (Invalid, Denied, Conflict) as error:
        return _refused(assignment_id, form, error)
    flash(_("Terkumpul. Ini versi yang kami terima."), "ok")
    return redirect(url_for("submissions.version", version_id=version_id), 303)


def _submit(place: Desk, form: SendForm) -> int:
    if not form.validate():
        raise Invalid("")
    if form.sidik.data != seal_of(place.draft) and not _was_sent(place, form):
        raise Invalid(_("Naskah berubah sejak halaman ini dibuka. Periksa sekali lagi, lalu kumpulkan."))
    _name, units = learner.author_words(actor().user_id)
    today, used = clock.local_date(clock.now()), panel.used_earlier(place, place.draft)
    ready = services.prepare(place.brief.task, place.draft, today=today, units=units, used=used)
    with work():
        return services.submit(
            actor=actor(),
            assignment_id=place.brief.id,
            ready=ready,
            number=_number(form),
            is_original=bool(form.asli.data),
            change_note=form.catatan_ubah.data or "",
            now=clock.now(),
        ).id


def _number(form: SendForm) -> int:
    sent = form.nomor.data or ""
    return int(sent) if sent.isdecimal() and len(sent) < 6 else 0  # noqa: PLR2004 -- nobody sends a million versions


def _was_sent(place: Desk, form: SendForm) -> bool:
    return place.own is not None and _number(form) <= place.own.versions


def _refused(assignment_id: int, form: SendForm, error: AppError) -> Answer:
    place = desk(assignment_id)
    if isinstance(error, Conflict) and place.own and place.own.current_id and _was_sent(place, form):
        flash(_("Kiriman ini sudah terkumpul. Yang tampil adalah versi terakhir yang kami terima."), "info")
        return redirect(url_for("submissions.version", version_id=place.own.current_id), 303)
    if error.message:
        form.refuse(error)
    return _check_page(place, form), error.status
