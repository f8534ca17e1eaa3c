"""/orang/<id>/…: what a pengelola changes about an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for

from app.access.permissions import Can, Role
from app.accounts.forms.people import MoveForm, PupilForm, ReasonForm, RoleForm
from app.accounts.models import User
from app.accounts.queries import units
from app.accounts.routes.blueprint import bp
from app.accounts.routes.changing import changed
from app.accounts.routes.people import PersonForms, fill_choices, person_or_missing, person_page
from app.accounts.services import factor
from app.accounts.services import people as service
from app.kernel import clock
from app.kernel.errors import Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.fields import Form
from app.web.guard import actor, allow, scope


def _changed(user: User, forms: PersonForms, form: Form, change: Callable[[], None], done: str) -> Any:
    """Go back to the person; refusals are shown on his page."""
    fill_choices(forms, user, scope(Can.PEOPLE_MANAGE), form)
    return changed(
        form, change, lambda status: person_page(user, forms, status, form), done=done, onward=url_for("accounts.person", user_id=user.id)
    )


def _turned(user_id: int, turn: Callable[..., None], done: str) -> Any:
    """Close or open an account by `turn` (`service.deactivate`, `service.reactivate`), with the reason that was sent."""
    user, form = person_or_missing(Can.PEOPLE_MANAGE, user_id), ReasonForm(prefix="akun-")

    def change() -> None:
        turn(actor=actor(), user=user, reason=form.reason.data or "", now=clock.now())

    return _changed(user, PersonForms(close=form), form, change, done)


@bp.post("/orang/<int:user_id>/nonaktif")
@allow(Can.PEOPLE_MANAGE)
def deactivate(user_id: int) -> Any:
    """Close an account."""
    return _turned(user_id, service.deactivate, _("Akun dinonaktifkan, dan semua perangkatnya dikeluarkan."))


@bp.post("/orang/<int:user_id>/aktif")
@allow(Can.PEOPLE_MANAGE)
def reactivate(user_id: int) -> Any:
    """Open it again."""
    return _turned(user_id, service.reactivate, _("Akun aktif kembali."))


@bp.post("/orang/<int:user_id>/keluarkan")
@allow(Can.PEOPLE_MANAGE)
def end_sessions(user_id: int) -> Any:
    """Sign somebody out everywhere."""
    user = person_or_missing(Can.PEOPLE_MANAGE, user_id)
    with work():
        service.end_sessions(actor=actor(), user=user, now=clock.now())
    flash(_("Semua perangkat orang ini sudah dikeluarkan."), "ok")
    return redirect(url_for("accounts.person", user_id=user.id), 303)


@bp.post("/orang/<int:user_id>/langkah-kedua")
@allow(Can.PEOPLE_MANAGE)
def reset_factor(user_id: int) -> Any:
    """Take off the second factor of somebody whose phone is lost."""
    user, form = person_or_missing(Can.PEOPLE_MANAGE, user_id), ReasonForm(prefix="langkah-")
    return _changed(
        user,
        PersonForms(factor=form),
        form,
        lambda: factor.reset(actor=actor(), user=user, reason=form.reason.data or "", now=clock.now()),
        _("Verifikasi dua langkah dicabut, dan semua perangkat orang ini dikeluarkan. Ia mengaktifkannya lagi saat masuk."),
    )


@bp.post("/orang/<int:user_id>/peran")
@allow(Can.PEOPLE_MANAGE)
def give_role(user_id: int) -> Any:
    """Give a role for a work unit of one's own."""
    user, form = person_or_missing(Can.PEOPLE_MANAGE, user_id), RoleForm(prefix="peran-")

    def change() -> None:
        unit = units.unit(scope(Can.PEOPLE_MANAGE), int(form.unit.data))
        if unit is None:
            raise Missing
        service.give(actor=actor(), user=user, role=Role(form.role.data), unit=unit, now=clock.now())

    return _changed(user, PersonForms(role=form), form, change, _("Peran diberikan."))


@bp.post("/orang/<int:user_id>/peran/<int:grant_id>/cabut")
@allow(Can.PEOPLE_MANAGE)
def revoke_role(user_id: int, grant_id: int) -> Any:
    """Take a role back."""
    user = person_or_missing(Can.PEOPLE_MANAGE, user_id)
    manages = scope(Can.PEOPLE_MANAGE)
    with work():
        service.revoke(actor=actor(), user=user, grant_id=grant_id, scope=manages, reason="", now=clock.now())
    flash(_("Peran dicabut."), "ok")
    return redirect(url_for("accounts.person", user_id=user.id), 303)


@bp.post("/orang/<int:user_id>/siswa")
@allow(Can.PEOPLE_MANAGE)
def set_pupil(user_id: int) -> Any:
    """Say whether somebody is a pupil and who accompanies him."""
    user, form = person_or_missing(Can.PEOPLE_MANAGE, user_id), PupilForm(prefix="siswa-")

    def change() -> None:
        mentor_id = int(form.mentor.data) if form.mentor.data else None
        service.set_mentor(
            actor=actor(), user=user, mentor_id=mentor_id, is_pupil=bool(form.is_pupil.data), now=clock.now()
        )

    return _changed(user, PersonForms(pupil=form), form, change, _("Keterangan siswa tersimpan."))


@bp.post("/orang/<int:user_id>/satker")
@allow(Can.PEOPLE_MANAGE)
def move(user_id: int) -> Any:
    """Move somebody to another work unit of one's own."""
    user, form = person_or_missing(Can.PEOPLE_MANAGE, user_id), MoveForm(prefix="pindah-")

    def change() -> None:
        unit = units.unit(scope(Can.PEOPLE_MANAGE), int(form.unit.data))
        if unit is None:
            raise Missing
        service.move(actor=actor(), user=user, unit=unit, now=clock.now())

    return _changed(user, PersonForms(move=form), form, change, _("Satuan kerja diperbarui."))
