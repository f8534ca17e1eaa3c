"""/saya/penghapusan, /orang/penghapusan: asking for one's data to be erased, and deciding it within 3 x 24 hours."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from app.access.permissions import Can
from app.accounts import lent, words
from app.accounts.forms.entry import ErasureForm
from app.accounts.forms.people import AnswerForm
from app.accounts.models import Erasure, ErasureCause, User
from app.accounts.queries import erasures
from app.accounts.routes.blueprint import bp
from app.accounts.services import erasure as service
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.fields import Form
from app.web.guard import actor, allow, scope


def _own(status: int, form: Form) -> Any:
    me = actor()
    return render_template(
        "accounts/erasure_gate.html" if me.gate else "accounts/erasure_mine.html",
        asked=erasures.latest_of(me.user_id),
        held=lent.holdings(me.user_id),
        is_pupil=db.session.get_one(User, me.user_id).is_pupil,
        form=form,
        states=words.erasure_words(),
    ), status


@bp.get("/saya/penghapusan")
@allow(Can.SELF, behind_gate=False)
def my_erasure() -> Any:
    """What goes, what stays and why, and where one's request stands; open to who stands at a gate, too."""
    return _own(200, ErasureForm(formdata=None))


@bp.post("/saya/penghapusan")
@allow(Can.SELF, behind_gate=False)
def ask_erasure() -> Any:
    """Ask for it."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return _own(422, form)
    with work():
        service.ask(user_id=actor().user_id, cause=ErasureCause.SENDIRI, actor=actor(), now=clock.now())
    flash(_("Permintaan Anda tercatat. Pengelola menjawabnya paling lambat 3 x 24 jam."), "ok")
    return redirect(url_for("accounts.my_erasure"), 303)


@bp.post("/saya/penghapusan/tarik")
@allow(Can.SELF, behind_gate=False)
def take_erasure_back() -> Any:
    """Take one's own request back while it waits; a guardian's stays."""
    with work():
        is_done = service.take_back(user_id=actor().user_id, cause=ErasureCause.SENDIRI, actor=actor(), now=clock.now())
    if is_done:
        flash(_("Permintaan Anda ditarik kembali. Tidak ada data yang dihapus."), "ok")
    return redirect(url_for("accounts.my_erasure"), 303)


@bp.get("/orang/penghapusan")
@allow(Can.PEOPLE_MANAGE)
def erasure_list() -> Any:
    """Open requests by deadline, then what became of the others."""
    rows = erasures.requests(scope(Can.PEOPLE_MANAGE))
    return render_template(
        "accounts/erasures.html",
        waiting=[row for row in rows if row.settled_at is None],
        settled=[row for row in rows if row.settled_at is not None],
        states=words.erasure_words(),
        now=clock.now(),
    )


def _wanted(erasure_id: int) -> Erasure:
    found = erasures.one(scope(Can.PEOPLE_MANAGE), erasure_id)
    if found is None:
        raise Missing
    return found


def _page(found: Erasure, status: int, form: Form) -> Any:
    return render_template(
        "accounts/erasure.html",
        asked=found,
        person=found.user,
        unit=found.user.unit.name,
        held=lent.holdings(found.user_id),
        form=form,
        states=words.erasure_words(),
        is_me=found.user_id == actor().user_id,
        now=clock.now(),
    ), status


@bp.get("/orang/penghapusan/<int:erasure_id>")
@allow(Can.PEOPLE_MANAGE)
def erasure(erasure_id: int) -> Any:
    """One request: who, until when, what goes and what stays."""
    return _page(_wanted(erasure_id), 200, AnswerForm(formdata=None))


@bp.post("/orang/penghapusan/<int:erasure_id>/jalankan")
@allow(Can.PEOPLE_MANAGE)
def carry_out_erasure(erasure_id: int) -> Any:
    """Erase."""
    found = _wanted(erasure_id)
    with work():
        service.carry_out(erasure=found, actor=actor(), now=clock.now())
    flash(_("Data orang ini sudah dihapus, dan akunnya ditutup untuk selamanya."), "ok")
    return redirect(url_for("accounts.erasure_list"), 303)


@bp.post("/orang/penghapusan/<int:erasure_id>/jawab")
@allow(Can.PEOPLE_MANAGE)
def answer_erasure(erasure_id: int) -> Any:
    """Say why it is not done."""
    found, form = _wanted(erasure_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(found, 422, form)
    try:
        with work():
            service.answer(erasure=found, reason=form.reason.data or "", actor=actor(), now=clock.now())
    except AppError as error:
        form.refuse(error)
        return _page(found, error.status, form)
    flash(_("Jawaban Anda terkirim kepada orang ini."), "ok")
    return redirect(url_for("accounts.erasure_list"), 303)
