"""/privasi, /persetujuan, /menunggu-persetujuan: what stands before the rooms."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access.permissions import Can
from app.accounts import sessions
from app.accounts.forms.entry import NoticeForm
from app.accounts.queries import profile
from app.accounts.routes.blueprint import bp
from app.accounts.services import consents
from app.kernel import clock
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.guard import actor, allow


@bp.get("/privasi")
@allow(Can.PUBLIC)
def privacy() -> Any:
    """The privacy notice, for everybody."""
    return render_template("accounts/privacy.html", version=sessions.NOTICE_VERSION)


@bp.get("/persetujuan")
@allow(Can.SELF, behind_gate=False)
def notice() -> Any:
    """The notice and its question at first sign-in."""
    if actor().gate != "notice":
        return redirect("/", 303)
    return _notice(NoticeForm(), 200)


@bp.post("/persetujuan")
@allow(Can.SELF, behind_gate=False)
def accept_notice() -> Any:
    """Note that it was read."""
    form = NoticeForm()
    if not form.validate_on_submit():
        return _notice(form, 422)
    with work():
        consents.accept_notice(actor=actor(), now=clock.now())
    flash(_("Terima kasih. Catatan bahwa Anda sudah membacanya tersimpan di halaman Saya."), "ok")
    return redirect("/", 303)


def _notice(form: NoticeForm, status: int) -> Any:
    gate = profile.gate_of(actor().user_id)
    return render_template("accounts/notice.html", form=form, gate=gate, version=sessions.NOTICE_VERSION), status


@bp.get("/menunggu-persetujuan")
@allow(Can.SELF, behind_gate=False)
def waiting() -> Any:
    """What a pupil waits for, and the letter."""
    if actor().gate != "guardian":
        return redirect(url_for("accounts.notice") if actor().gate else "/", 303)
    return render_template("accounts/waiting.html", gate=profile.gate_of(actor().user_id))


@bp.get("/menunggu-persetujuan/surat")
@allow(Can.SELF, behind_gate=False)
def letter() -> Any:
    """The letter for the guardian, to print."""
    gate = profile.gate_of(actor().user_id)
    return render_template(
        "accounts/letter.html",
        gate=gate,
        version=consents.LETTER_VERSION,
        back_url=url_for("accounts.waiting"),
        today=clock.local_date(clock.now()),
    )
