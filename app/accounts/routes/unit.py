"""/satker/<id>: one work unit, what it is called, where it stands, whether it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access.permissions import Can
from app.accounts import words
from app.accounts.forms.people import UnitNameForm, UnitPlaceForm
from app.accounts.identity import parse_npsn
from app.accounts.models import Unit
from app.accounts.queries import history, units
from app.accounts.queries.units import Branch
from app.accounts.routes.blueprint import bp
from app.accounts.routes.changing import changed
from app.accounts.services import unit_changes as service
from app.accounts.tiers import fits
from app.kernel import clock
from app.kernel.errors import Denied, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.fields import Form, options
from app.web.guard import actor, allow, scope


@bp.get("/satker/<int:unit_id>")
@allow(Can.PEOPLE_MANAGE)
def unit(unit_id: int) -> Any:
    """A unit of one's own part of the tree."""
    return _page(_found(unit_id), UnitNameForm(formdata=None), UnitPlaceForm(formdata=None), 200)


@bp.post("/satker/<int:unit_id>/ubah")
@allow(Can.PEOPLE_MANAGE)
def rename_unit(unit_id: int) -> Any:
    """Call it something else."""
    found, form = _found(unit_id), UnitNameForm()

    def change() -> None:
        service.rename(
            actor=actor(), unit=_found(unit_id), name=form.name.data or "", short_name=form.short_name.data or "",
            city=form.city.data or "", npsn=parse_npsn(form.npsn.data) if form.npsn.data else None, now=clock.now(),
        )  # fmt: skip -- what it is called

    return _changed(found, form, (form, UnitPlaceForm(formdata=None)), change, _("Keterangan satuan kerja tersimpan."))


@bp.post("/satker/<int:unit_id>/pindah")
@allow(Can.PEOPLE_MANAGE)
def move_unit(unit_id: int) -> Any:
    """Put it below another unit of one's own."""
    found, form = _found(unit_id), UnitPlaceForm()
    form.parent.choices = _places(found, units.tree(scope(Can.PEOPLE_MANAGE)))

    def change() -> None:
        parent = units.unit(scope(Can.PEOPLE_MANAGE), int(form.parent.data))
        if parent is None:
            raise Missing
        service.move(actor=actor(), unit=_found(unit_id), parent=parent, now=clock.now())

    return _changed(found, form, (UnitNameForm(formdata=None), form), change, _("Satuan kerja dipindahkan bersama orang dan angkatannya."))


@bp.post("/satker/<int:unit_id>/hapus")
@allow(Can.PEOPLE_MANAGE)
def remove_unit(unit_id: int) -> Any:
    """Take it away while nothing needs it."""
    try:
        with work():
            found = _found(unit_id)
            name = found.name
            service.remove(actor=actor(), unit=found, now=clock.now())
    except Denied as refusal:  # somebody came to use it since the page was opened
        flash(refusal.message, "error")
        return redirect(url_for("accounts.unit", unit_id=unit_id), 303)
    flash(_("%(name)s dihapus.", name=name), "ok")
    return redirect(url_for("accounts.unit_tree"), 303)


def _changed(found: Unit, form: Form, forms: tuple[UnitNameForm, UnitPlaceForm], change: Callable[[], None], done: str) -> Any:
    """Go back to the unit; refusals are shown on its page."""
    return changed(
        form, change, lambda status: _page(found, *forms, status, sent=form), done=done, onward=url_for("accounts.unit", unit_id=found.id)
    )


def _found(unit_id: int) -> Unit:
    found = units.unit(scope(Can.PEOPLE_MANAGE), unit_id)
    if found is None:
        raise Missing
    return found


def _page(found: Unit, naming: UnitNameForm, placing: UnitPlaceForm, status: int, sent: Form | None = None) -> Any:
    branches = units.tree(scope(Can.PEOPLE_MANAGE))
    if naming is not sent:
        naming.name.data, naming.short_name.data, naming.city.data, naming.npsn.data = found.name, found.short_name, found.city, found.npsn or ""
    placing.parent.choices = places = _places(found, branches)
    return render_template(
        "accounts/unit.html",
        unit=found,
        branch=next(one for one in branches if one.id == found.id),
        above=next((one for one in branches if one.id == found.parent_id), None),
        below=[one for one in branches if one.parent_id == found.id],
        kinds=words.kind_words(),
        naming=naming,
        placing=placing,
        has_places=len(places) > 1,
        in_use=service.in_use(found),
        deeds=history.unit_deeds(found.id),
        deed_words=words.deed_words(),
        sent=sent,
    ), status


def _places(found: Unit, branches: list[Branch]) -> Any:
    """The units below which this one may be put; the first choice is none."""
    return options(
        [
            (one.id, one.label)
            for one in branches
            if fits(found.kind, one.kind) and one.id != found.parent_id and not one.path.startswith(found.path)
        ],
        empty=_("Pilih satuan kerja"),
    )
