"""/pendamping: pupils, their guardians' letters, and taking an agreement back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms import DateField

from app.access.permissions import Can
from app.access.scope import Scope
from app.accounts import words
from app.accounts.forms.people import GuardianForm, ReasonForm
from app.accounts.models import ConsentPurpose, User
from app.accounts.queries import consents as agreements
from app.accounts.queries import profile, wards
from app.accounts.routes.blueprint import bp
from app.accounts.services import consents
from app.kernel import clock
from app.kernel.errors import AppError, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.media import delivery, turns
from app.media import queries as files
from app.media import services as media
from app.media.core.kinds import AssetKind
from app.web.fields import Form, options
from app.web.guard import actor, allow, scope


@bp.get("/pendamping")
@allow(Can.CONSENT_RECORD)
def ward_list() -> Any:
    """All pupils whom the person accompanies, those who wait first."""
    return render_template(
        "accounts/wards.html", wards=wards.wards(scope(Can.CONSENT_RECORD)), standings=words.standing_words()
    )


def _ward(user_id: int) -> User:
    pupil = wards.ward(scope(Can.CONSENT_RECORD), user_id)
    if pupil is None:
        raise Missing
    return pupil


def _in_force(pupil: User) -> agreements.Agreement | None:
    return next(
        (
            one
            for one in agreements.agreements_of(pupil.id)
            if one.purpose is ConsentPurpose.GUARDIAN and one.withdrawn_at is None
        ),
        None,
    )


def _page(pupil: User, status: int, sent: Form | None = None) -> Any:
    record = sent if isinstance(sent, GuardianForm) else _guardian_form(empty=True)
    withdraw = sent if isinstance(sent, ReasonForm) else ReasonForm(formdata=None)
    return render_template(
        "accounts/ward.html",
        pupil=pupil,
        unit=pupil.unit.name,
        standing=words.standing_words()[pupil.standing],
        letter=_in_force(pupil),
        relations=dict(words.relation_words()),
        form=record,
        withdraw=withdraw,
        sent=sent,
    ), status


def _guardian_form(*, empty: bool = False) -> GuardianForm:
    form = GuardianForm(formdata=None) if empty else GuardianForm()
    form.guardian_relation.choices = options(words.relation_words())
    return form


@bp.get("/pendamping/<int:user_id>")
@allow(Can.CONSENT_RECORD)
def ward(user_id: int) -> Any:
    """One pupil: his letter, or the form to record it."""
    return _page(_ward(user_id), 200)


@bp.get("/pendamping/<int:user_id>/surat")
@allow(Can.CONSENT_RECORD)
def ward_letter(user_id: int) -> Any:
    """The letter of a pupil, to print."""
    pupil = _ward(user_id)
    return render_template(
        "accounts/letter.html",
        gate=profile.gate_of(pupil.id),
        version=consents.LETTER_VERSION,
        back_url=url_for("accounts.ward", user_id=pupil.id),
    )


@bp.post("/pendamping/<int:user_id>")
@allow(Can.CONSENT_RECORD)
def record_letter(user_id: int) -> Any:
    """Keep the photo, record the letter, open the rooms."""
    pupil, form = _ward(user_id), _guardian_form()
    if not form.validate_on_submit():
        return _page(pupil, 422, form)
    try:
        with turns.turn(actor().user_id):
            picture = media.prepare(
                form.photo.data.read(), claimed_name=form.photo.data.filename, allowed=[AssetKind.IMAGE], field="photo"
            )
        with work():
            _record(pupil, form, picture)
    except Missing:
        raise
    except AppError as error:
        form.refuse(error)
        return _page(pupil, error.status, form)
    flash(_("Persetujuan wali %(name)s tercatat. Kelasnya sudah terbuka.", name=pupil.name), "ok")
    return redirect(url_for("accounts.ward_list"), 303)


def _record(pupil: User, form: GuardianForm, picture: media.Prepared) -> None:
    now = clock.now()
    photo = media.keep(picture, owner_id=actor().user_id, cohort_id=None, unit_path=pupil.unit_path, now=now)
    letter = consents.SignedLetter(
        guardian_name=form.guardian_name.data or "",
        guardian_relation=form.guardian_relation.data,
        signed_on=_day(form.signed_on),
        photo_id=photo.id,
    )
    consents.record_guardian(actor=actor(), pupil=pupil, letter=letter, now=now)


def _day(field: DateField) -> Any:
    return field.data


@bp.post("/pendamping/<int:user_id>/cabut")
@allow(Can.CONSENT_RECORD)
def withdraw_letter(user_id: int) -> Any:
    """Take the agreement back on the guardian's wish."""
    pupil, form = _ward(user_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(pupil, 422, form)
    with work():
        consents.withdraw_guardian(actor=actor(), pupil=pupil, reason=form.reason.data or "", now=clock.now())
    flash(_("Persetujuan dicabut. Akun siswa ini tertutup lagi."), "ok")
    return redirect(url_for("accounts.ward", user_id=pupil.id), 303)


@bp.get("/pendamping/<int:user_id>/bukti/<int:asset_id>")
@allow(Can.CONSENT_RECORD)
def letter_photo(user_id: int, asset_id: int) -> Any:
    """The photo of a signed letter, for those who may record it."""
    pupil = _ward(user_id)
    known = {one.evidence_id for one in agreements.agreements_of(pupil.id)}
    file = files.one(asset_id, Scope(everything=True)) if asset_id in known else None
    if file is None:
        raise Missing
    return delivery.respond(file, name=f"surat-persetujuan-{pupil.id}.jpg")
