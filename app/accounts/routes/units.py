"""/satker: the tree of one's own work units."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.access.permissions import Can
from app.accounts import unit_lines, words
from app.accounts.forms.people import UnitForm, UnitImportForm
from app.accounts.identity import parse_npsn
from app.accounts.models import UnitKind
from app.accounts.queries import units
from app.accounts.routes.blueprint import bp
from app.accounts.services import units as service
from app.accounts.unit_names import KnownUnit
from app.kernel import clock
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.i18n import _, ngettext
from app.kernel.work import work
from app.web.fields import options
from app.web.guard import actor, allow, scope

LARGEST_FILE = 500_000
"""Bytes of a list of units; all work units of the ministry are fewer."""

MOST_TOLD = 5
"""Lines that are told one by one: messages travel in the cookie, of which browsers keep 4 KB and drop the whole beyond."""

ADDED = (UnitKind.KANKEMENAG, UnitKind.MADRASAH, UnitKind.KUA, UnitKind.LAIN)


@bp.get("/satker")
@allow(Can.PEOPLE_MANAGE)
def unit_tree() -> Any:
    """All units of one's own part of the tree."""
    branches = units.tree(scope(Can.PEOPLE_MANAGE))
    return render_template("accounts/units.html", branches=branches, kinds=words.kind_words())


@bp.get("/satker/baru")
@allow(Can.PEOPLE_MANAGE)
def new_unit() -> Any:
    """One more unit."""
    form = _form()
    form.parent.data = request.args.get("induk", "")
    return render_template("accounts/unit_new.html", form=form)


@bp.post("/satker/baru")
@allow(Can.PEOPLE_MANAGE)
def add_unit() -> Any:
    """Add it."""
    form = _form()
    if not form.validate_on_submit():
        return render_template("accounts/unit_new.html", form=form), 422
    npsn = parse_npsn(form.npsn.data) if form.npsn.data else None
    new = service.NewUnit(
        UnitKind(form.kind.data), form.name.data or "", form.short_name.data or "", form.city.data or "", npsn
    )
    try:
        with work():
            parent = units.unit(scope(Can.PEOPLE_MANAGE), int(form.parent.data))
            if parent is None:
                raise Missing
            service.add(actor=actor(), parent=parent, new=new, now=clock.now())
    except Conflict as error:
        form.refuse(error)
        return render_template("accounts/unit_new.html", form=form), error.status
    flash(_("%(name)s ditambahkan.", name=new.name), "ok")
    return redirect(url_for("accounts.unit_tree"), 303)


def _form() -> UnitForm:
    form, kinds = UnitForm(), words.kind_words()
    form.parent.choices = options([(one.id, one.label) for one in units.tree(scope(Can.PEOPLE_MANAGE))])
    form.kind.choices = options([(kind.value, kinds[kind]) for kind in ADDED])
    return form


@bp.get("/satker/impor")
@allow(Can.PEOPLE_MANAGE)
def import_units() -> Any:
    """Many units at once."""
    return render_template("accounts/unit_import.html", form=UnitImportForm(), faults=())


@bp.post("/satker/impor")
@allow(Can.PEOPLE_MANAGE)
def import_units_now() -> Any:
    """Read every line; add all or, when a line is wrong, none, and say what to mend."""
    form = UnitImportForm()
    if not form.validate_on_submit():
        return _import_page(form, 422)
    try:
        text = _file_text(form) or form.lines.data or ""
    except Invalid as error:
        form.refuse(error)
        return _import_page(form, 422)
    if not text.strip():
        form.lines.errors = [*form.lines.errors, _("Tempel paling sedikit satu baris, atau pilih berkas CSV.")]
        return _import_page(form, 422)
    manages = scope(Can.PEOPLE_MANAGE)
    top = next((KnownUnit(one.id, one.name) for one in units.tree(manages)), None)
    rows, faults = unit_lines.parse_unit_lines(text, units.known_units(manages.unit_paths), top=top)
    if faults:
        form.lines.data = text
        return _import_page(form, 422, faults=faults)
    try:
        with work():
            results = service.add_lines(actor=actor(), scope=manages, rows=rows, now=clock.now())
    except service.LinesRefused as refusal:
        form.lines.data = text
        return _import_page(form, 422, faults=refusal.faults)
    added = sum(one.was_added for one in results)
    flash(
        ngettext("%(num)d satuan kerja ditambahkan.", "%(num)d satuan kerja ditambahkan.", added),
        "ok" if added else "info",
    )
    left = [one for one in results if not one.was_added]
    for one in left[:MOST_TOLD]:
        flash(_("Baris %(line)d, %(name)s: %(message)s", line=one.line, name=one.name, message=one.message), "warn")
    if len(left) > MOST_TOLD:
        flash(_("%(n)d baris lain juga tidak ditambahkan.", n=len(left) - MOST_TOLD), "info")
    return redirect(url_for("accounts.unit_tree"), 303)


def _import_page(form: UnitImportForm, status: int, faults: tuple[unit_lines.UnitFault, ...] = ()) -> Any:
    return render_template("accounts/unit_import.html", form=form, faults=faults), status


def _file_text(form: UnitImportForm) -> str:
    """The text of an uploaded CSV, in the encodings that Excel writes; empty without a file. Raises Invalid for what is no text or too long."""
    if not form.file.data or not form.file.data.filename:
        return ""
    content = form.file.data.read(LARGEST_FILE + 1)  # one more than is taken tells of a larger one
    if len(content) > LARGEST_FILE:
        raise Invalid(_("Berkas ini lebih dari 500 KB. Bagi menjadi beberapa berkas, lalu unggah satu per satu."), field="file")
    if b"\0" in content:
        raise Invalid(_("Isi berkas ini bukan CSV. Di Excel, pilih Simpan sebagai, lalu CSV UTF-8."), field="file")
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return str(content.decode("cp1252", errors="replace"))
