"""Pages of certificates: the learner's, the pengelola's sheet, and the public answer."""

from __future__ import annotations

from datetime import date
from secrets import token_bytes

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.access.permissions import Can
from app.accounts.models import Unit
from app.accounts.queries import units
from app.certificates import core, issuing, office, queries, services
from app.certificates.core import State
from app.certificates.forms import CheckForm, OfficeForm, ReplaceForm, RevokeForm
from app.certificates.models import Certificate
from app.certificates.office import Office
from app.certificates.queries import Answer, Public
from app.grading.queries.standing import learner_standing
from app.kernel import clock, queue, storage
from app.kernel.db import db
from app.kernel.errors import AppError, Denied, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.core.passing import certificate_checklist
from app.learning.models import Enrolment, Issue
from app.learning.queries import cohorts, learner
from app.media.core.naming import disposition
from app.web.fields import id_from
from app.web.guard import actor, allow, scope
from app.web.limits import limiter

bp = Blueprint("certificates", __name__)

LARGEST_CHECKED = 5 * 1024 * 1024


@bp.get("/sertifikat")
@allow(Can.SELF)
def index() -> str:
    """My certificates, and for each class what is still missing; what was earned stays his who has left its class."""
    classes = [row for row in learner.classes(actor().user_id) if row.state == "diterima"]
    rows = queries.mine(actor().user_id)
    held = {one.enrolment_id for one in rows}
    open_classes = []
    for row in classes[:4]:
        enrolment = queries.enrolment(row.enrolment_id, scope(Can.CERTIFICATE_OWN))
        found, me = learner_standing(enrolment)
        confirmed = queries.confirmation(row.enrolment_id)
        checklist = certificate_checklist(me.standing, found.marks, has_confirmed=confirmed is not None)
        coming = _coming(enrolment) if row.enrolment_id not in held and all(line.is_met for line in checklist) else ""
        open_classes.append({"row": row, "checklist": checklist, "final": me.final, "passed": me.passing.is_passed, "coming": coming})
    return render_template("certificates/index.html", rows=rows, classes=open_classes)


def _coming(enrolment: Enrolment) -> str:
    """What a certificate waits for of which everything is met.

    "pengelola" marks it as sah; "sendiri": it is made by itself (`services.complete`), with a signatory, or "penanda_tangan" without.
    """
    if enrolment.cohort.issue is not Issue.OTOMATIS:
        return "pengelola"
    is_signed = office.office_of(enrolment.cohort.unit_path).is_valid_on(clock.local_date(clock.now()))
    return "sendiri" if is_signed else "penanda_tangan"


@bp.get("/sertifikat/konfirmasi/<int:enrolment_id>")
@allow(Can.CERTIFICATE_OWN)
def confirmation(enrolment_id: int) -> str:
    """A preview of what will be printed."""
    enrolment = queries.enrolment(enrolment_id, scope(Can.CERTIFICATE_OWN))
    found, me = learner_standing(enrolment)
    shown, problem = issuing.printed(enrolment.user), ""
    try:
        services.printable(shown)
    except Denied as refusal:
        problem = refusal.message
    return render_template(
        "certificates/confirm.html",
        enrolment=enrolment,
        shown=shown,
        problem=problem,
        confirmed=queries.confirmation(enrolment_id),
        found=found,
        me=me,
        office=office.office_of(enrolment.unit_path),
    )


@bp.post("/sertifikat/konfirmasi/<int:enrolment_id>")
@allow(Can.CERTIFICATE_OWN)
def confirm(enrolment_id: int) -> Redirect:
    """Yes, this is right."""
    enrolment = queries.enrolment(enrolment_id, scope(Can.CERTIFICATE_OWN))
    shown = issuing.Printed(
        **{name: request.form.get(name, "")[:200] for name in issuing.Printed.__dataclass_fields__}
    )
    with work():
        services.confirm(enrolment, shown, now=clock.now())
    flash(_("Data Anda sudah dipastikan. Bila ada yang berubah, betulkan di halaman Saya lalu pastikan lagi."), "ok")
    return redirect(url_for("certificates.index"), 303)


@bp.get("/sertifikat/<int:certificate_id>/unduh")
@allow(Can.SELF, Can.CERTIFICATE_APPROVE)
def download(certificate_id: int) -> Response:
    """The PDF, as an attachment under a name of ours."""
    found = _certificate(certificate_id)
    if found.file_digest is None:
        raise Missing(_("Sertifikat ini sedang dibuat. Muat ulang halaman beberapa saat lagi."))
    response = Response(storage.get(found.file_digest), mimetype="application/pdf")
    name = "".join(sign if sign.isalnum() else "-" for sign in found.number)
    response.headers["Content-Disposition"] = disposition(f"sertifikat-{name}.pdf", inline=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/angkatan/<int:cohort_id>/sertifikat")
@allow(Can.CERTIFICATE_APPROVE)
def sheet(cohort_id: int) -> str:
    """One sheet for the pengelola: who passed, who has not confirmed, what is issued; a progress bar while it runs."""
    cohort = cohorts.cohort(cohort_id, scope(Can.CERTIFICATE_APPROVE))
    found, rows = queries.sheet(cohort_id)
    batch = request.args.get("pekerjaan", "")
    progress = queue.progress(batch) if batch.startswith(f"certificates:{cohort_id}:") else None
    return render_template(
        "certificates/sheet.html",
        cohort=cohort,
        found=found,
        rows=rows,
        progress=progress,
        batch=batch,
        office_is_valid=office.office_of(cohort.unit_path).is_valid_on(clock.local_date(clock.now())),
    )


@bp.post("/angkatan/<int:cohort_id>/sertifikat")
@allow(Can.CERTIFICATE_APPROVE)
def approve(cohort_id: int) -> Redirect:
    """Mark as sah; the worker draws the PDFs."""
    cohort = cohorts.cohort(cohort_id, scope(Can.CERTIFICATE_APPROVE))
    chosen = [id_from(one) for one in request.form.getlist("orang") if id_from(one)][:500]
    random = [token_bytes(core.CODE_BYTES) for _one in chosen]
    try:
        with work():
            made, batch = services.approve(cohort, chosen, actor=actor(), now=clock.now(), random=random)
    except AppError as error:
        flash(error.message, "error")
        return redirect(url_for("certificates.sheet", cohort_id=cohort_id), 303)
    if not made:
        flash(_("Sertifikat orang yang dipilih sudah disahkan, jadi tidak ada yang ditambahkan."), "info")
        return redirect(url_for("certificates.sheet", cohort_id=cohort_id), 303)
    flash(_("%(n)d sertifikat disahkan dan sedang dibuat.", n=made), "ok")
    return redirect(url_for("certificates.sheet", cohort_id=cohort_id, pekerjaan=batch), 303)


@bp.get("/angkatan/<int:cohort_id>/sertifikat/kemajuan")
@allow(Can.CERTIFICATE_APPROVE)
def progress(cohort_id: int) -> str:
    """The progress bar alone, asked for every second while it runs."""
    cohorts.cohort(cohort_id, scope(Can.CERTIFICATE_APPROVE))
    batch = request.args.get("pekerjaan", "")
    if not batch.startswith(f"certificates:{cohort_id}:"):
        raise Missing
    return render_template("certificates/_progress.html", progress=queue.progress(batch), batch=batch, cohort_id=cohort_id)


@bp.get("/sertifikat/pengaturan")
@allow(Can.CERTIFICATE_APPROVE)
def settings() -> str:
    """Who issues and signs for a unit of my scope, and from which unit those values come."""
    unit = _unit()
    return _settings_page(unit, OfficeForm(data=_office_data(office.office_of(unit.path))))


@bp.post("/sertifikat/pengaturan")
@allow(Can.CERTIFICATE_APPROVE)
def change_settings() -> Redirect | tuple[str, int]:
    """Give the unit settings of its own; issued certificates keep what they say."""
    unit, form = _unit(), OfficeForm()
    if form.validate_on_submit():
        values = {name: _as_text(form[name].data) for name in Office.__dataclass_fields__}
        with work():
            office.set_office(unit, Office(**values), actor=actor(), now=clock.now())
        flash(_("Pengaturan tersimpan. Sertifikat yang sudah terbit tidak berubah."), "ok")
        return redirect(url_for("certificates.settings", satker=unit.id), 303)
    return _settings_page(unit, form), 422


@bp.post("/sertifikat/pengaturan/warisi")
@allow(Can.CERTIFICATE_APPROVE)
def inherit_settings() -> Redirect:
    """Take the unit's own settings away, so that those of the unit above count again."""
    unit = _unit()
    with work():
        office.inherit(unit, actor=actor(), now=clock.now())
    flash(_("%(unit)s memakai pengaturan satuan kerja di atasnya lagi.", unit=unit.name), "ok")
    return redirect(url_for("certificates.settings", satker=unit.id), 303)


def _unit() -> Unit:
    """The unit that was asked for, or the one that the pengelola is named for. Raises Missing outside his scope."""
    mine = scope(Can.CERTIFICATE_APPROVE)
    own = min(mine.unit_paths, key=lambda path: (path.count("/"), path), default="")
    asked = request.args.get("satker", own.rstrip("/").rpartition("/")[2])
    found = units.unit(mine, id_from(asked))
    if found is None:
        raise Missing
    return found


def _settings_page(unit: Unit, form: OfficeForm) -> str:
    used = office.in_force(unit.path)
    source = db.session.get(Unit, used.unit_id) if used.unit_id else None
    return render_template(
        "certificates/settings.html", form=form, unit=unit, source=source, branches=units.tree(scope(Can.CERTIFICATE_APPROVE))
    )


@bp.get("/sertifikat/<int:certificate_id>/kelola")
@allow(Can.CERTIFICATE_APPROVE)
def manage(certificate_id: int) -> str:
    """One certificate of my scope: replace it after a wrong name, or revoke it."""
    return _manage_page(_managed(certificate_id), ReplaceForm(formdata=None), RevokeForm(formdata=None))


def _manage_page(certificate: Certificate, replacing: ReplaceForm, revoking: RevokeForm) -> str:
    before, after = queries.beside(certificate)
    return render_template(
        "certificates/manage.html",
        certificate=certificate,
        issued_on=date.fromisoformat(certificate.facts["issued_on"]),
        before=before,
        after=after,
        replacing=replacing,
        revoking=revoking,
    )


@bp.post("/sertifikat/<int:certificate_id>/ganti")
@allow(Can.CERTIFICATE_APPROVE)
def replace(certificate_id: int) -> Redirect | tuple[str, int]:
    """Make a new one with the person's present data, linked to the old one."""
    found, form = _managed(certificate_id), ReplaceForm()
    if form.validate_on_submit():
        random = token_bytes(core.CODE_BYTES)
        try:
            with work():
                new = services.replace(found, reason=form.reason.data or "", actor=actor(), now=clock.now(), random=random)
        except AppError as error:  # another has changed it meanwhile
            form.refuse(error)
            return _manage_page(_managed(certificate_id), form, RevokeForm(formdata=None)), error.status
        flash(_("Penggantinya bernomor %(number)s dan sedang dibuat.", number=new.number), "ok")
        return redirect(url_for("certificates.sheet", cohort_id=found.cohort_id), 303)
    return _manage_page(found, form, RevokeForm(formdata=None)), 422


@bp.post("/sertifikat/<int:certificate_id>/cabut")
@allow(Can.CERTIFICATE_APPROVE)
def revoke(certificate_id: int) -> Redirect | tuple[str, int]:
    """Take it out of force."""
    found, form = _managed(certificate_id), RevokeForm()
    if form.validate_on_submit():
        try:
            with work():
                services.revoke(found, reason=form.reason.data or "", actor=actor(), now=clock.now())
        except AppError as error:
            form.refuse(error)
            return _manage_page(_managed(certificate_id), ReplaceForm(formdata=None), form), error.status
        flash(_("Sertifikat dicabut. Halaman periksa keaslian sudah mengatakannya."), "ok")
        return redirect(url_for("certificates.manage", certificate_id=certificate_id), 303)
    return _manage_page(found, ReplaceForm(formdata=None), form), 422


@bp.get("/s")
@allow(Can.PUBLIC)
def short_address() -> Redirect:
    """The address printed on paper, without a code."""
    return redirect(url_for("certificates.check"), 302)


@bp.get("/s/<code>")
@allow(Can.PUBLIC)
@limiter.limit("60/minute")
def verify(code: str) -> str | tuple[str, int]:
    """The answer behind the QR: one word in large type, the facts beneath."""
    return _answer(queries.by_code(code))


@bp.get("/periksa-keaslian")
@allow(Can.PUBLIC)
def check() -> str:
    """For people with paper, a photocopy or a file."""
    return render_template("certificates/check.html", form=CheckForm())


@bp.post("/periksa-keaslian")
@allow(Can.PUBLIC)
@limiter.limit("20/minute")
def checked() -> str | tuple[str, int]:
    """Code, number with name, or file: whichever was given."""
    form = CheckForm()
    document = request.files.get("document")
    if form.validate_on_submit():
        if document is not None and document.filename:
            return _answer(queries.by_file(document.stream.read(LARGEST_CHECKED + 1)))
        if form.code.data:
            return _answer(queries.by_code(form.code.data))
        if form.number.data and form.name.data:
            return _answer(queries.by_number(form.number.data, form.name.data))
        form.code.errors = [_("Isi kode verifikasi, atau nomor bersama nama, atau pilih berkas PDF.")]
    return render_template("certificates/check.html", form=form), 422


def _answer(found: Public) -> str | tuple[str, int]:
    page = render_template("certificates/answer.html", found=found)
    return (page, 404) if found.answer is Answer.TIDAK_ADA else page


def _certificate(certificate_id: int) -> Certificate:
    try:
        return queries.certificate(certificate_id, scope(Can.SELF))
    except Missing:
        return queries.certificate(certificate_id, scope(Can.CERTIFICATE_APPROVE))


def _managed(certificate_id: int) -> Certificate:
    found = queries.certificate(certificate_id, scope(Can.CERTIFICATE_APPROVE))
    if found.state is State.DISIAPKAN:
        raise Missing(_("Sertifikat ini sedang dibuat. Muat ulang halaman beberapa saat lagi."))
    return found


def _as_text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _office_data(found: Office) -> dict[str, object]:
    data: dict[str, object] = {name: getattr(found, name) for name in Office.__dataclass_fields__}
    for name in ("valid_from", "valid_to"):
        data[name] = date.fromisoformat(str(data[name])) if data[name] else None
    return data
