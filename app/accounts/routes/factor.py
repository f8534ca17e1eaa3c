"""/masuk/kode and /saya/langkah-kedua: the second factor, asked for at every sign-in and never remembered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import flash, make_response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts import core, devices, sessions, throttle, totp
from app.accounts.forms.factor import BeginForm, CodeForm, FirstCodeForm
from app.accounts.models import User
from app.accounts.queries import entry as queries
from app.accounts.routes import proving
from app.accounts.routes.blueprint import bp, settings
from app.accounts.routes.entry import PENDING, PENDING_LIVES, open_session
from app.accounts.services import entry, factor
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError, TooMany
from app.kernel.i18n import _
from app.kernel.work import work
from app.web import guard
from app.web.fields import Form
from app.web.guard import actor, actor_or_none, allow


@bp.get("/masuk/kode")
@allow(Can.PUBLIC)
def code() -> Any:
    """The second step of a sign-in whose password was right."""
    if _who()[0] is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return _code_page(CodeForm(), 200)


@bp.post("/masuk/kode")
@allow(Can.PUBLIC)
def code_now() -> Any:
    """Try the code; a session that proved it begins."""
    account, onward = _who()
    if account is None:
        flash(_("Langkah ini sudah terlalu lama terbuka. Masuk sekali lagi dengan kata sandi Anda."), "warn")
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, 422)
    try:
        if not _proves(account.id, form):
            return _code_page(form, 422)
    except TooMany as error:
        error.field = "code"
        form.refuse(error)
        return _code_page(form, error.status, retry_after=error.retry_after)
    if actor_or_none() is not None:
        with work():
            entry.sign_out(session_id=guard.session_id(), now=clock.now())
    return open_session(account, redirect(onward, 303), has_second=True)


def _who() -> tuple[queries.Account | None, str]:
    """Whose code is asked for, and where he goes on: he who just gave his password, or a session that lacks the second step."""
    person = actor_or_none()
    if person is not None:
        found = queries.account_by_id(person.user_id)
        return (found if person.gate == "factor" and factor.is_on(person.user_id) else None), "/"
    pending = session.get(PENDING) or {}
    if not pending or abs(clock.now().timestamp() - pending["at"]) > PENDING_LIVES:
        return None, "/"
    account = queries.account_by_id(pending["id"])
    secret = settings().secret_key
    if account is None or not devices.is_mark(pending["mark"], secret, account.id, account.password_hash):
        return None, "/"
    return account, core.own_path(pending["onward"])


def _code_page(form: CodeForm, status: int, *, retry_after: int = 0) -> Response:
    response = make_response(render_template("accounts/factor_code.html", form=form), status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _proves(user_id: int, form: CodeForm) -> bool:
    """Whether the code in the form is right; it is used up, wrong ones are counted. Raises TooMany. Leaves the reason in the form."""
    keys = (throttle.key(settings().secret_key, core.Counted.CODE, str(user_id)),)
    with work():
        throttle.take(keys, clock.now())
    with work():
        if factor.prove(user_id=user_id, typed=form.code.data or "", key=settings().secret_key, now=clock.now()):
            throttle.forgive(keys)
            return True
    form.code.errors = [
        *form.code.errors,
        _("Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik enam angkanya."),
    ]
    return False


@bp.get("/saya/langkah-kedua")
@allow(Can.SELF, behind_gate=False)
def second_factor() -> Any:
    """Set it up, or see how it stands."""
    if actor().gate == "factor" and factor.is_on(actor().user_id):
        return redirect(url_for("accounts.code"), 303)
    return _page(200)


@bp.post("/saya/langkah-kedua/mulai")
@allow(Can.SELF, behind_gate=False)
def begin_factor() -> Any:
    """A fresh secret, after the password."""
    form, me = BeginForm(), actor().user_id
    if not form.validate_on_submit() or not proving.password_proves(db.session.get_one(User, me), form):
        return _page(422, begin=form)
    return _changed(form, lambda: factor.begin(user_id=me, key=settings().secret_key, now=clock.now()), "begin")


@bp.post("/saya/langkah-kedua/pasti")
@allow(Can.SELF, behind_gate=False)
def confirm_factor() -> Any:
    """The first code; from now on it is asked for at every sign-in."""
    form, me, site = FirstCodeForm(), actor().user_id, settings()
    if not form.validate_on_submit():
        return _page(422, first=form)
    keys = (throttle.key(site.secret_key, core.Counted.CODE, str(me)),)
    try:
        with work():
            throttle.take(keys, clock.now())
        with work():
            codes = factor.confirm(
                user_id=me, session_id=guard.session_id(), typed=form.code.data or "", key=site.secret_key, now=clock.now()
            )
            throttle.forgive(keys)
    except AppError as error:
        error.field = error.field or "code"
        form.refuse(error)
        return _page(error.status, first=form)
    return _codes_page(codes)


@bp.post("/saya/langkah-kedua/kode-cadangan")
@allow(Can.SELF, behind_gate=False)
def new_recovery_codes() -> Any:
    """New recovery codes, after a code."""
    form = CodeForm()
    if not _proved(form):
        return _page(422, proof=form)
    with work():
        codes = factor.renew_codes(user_id=actor().user_id, now=clock.now())
    return _codes_page(codes)


@bp.post("/saya/langkah-kedua/pindah")
@allow(Can.SELF, behind_gate=False)
def move_factor() -> Any:
    """Another phone, after a code."""
    form, me = CodeForm(), actor().user_id
    if not _proved(form):
        return _page(422, proof=form)
    return _changed(form, lambda: factor.move(user_id=me, key=settings().secret_key, now=clock.now()), "proof")


@bp.post("/saya/langkah-kedua/matikan")
@allow(Can.SELF, behind_gate=False)
def take_factor_off() -> Any:
    """No second step any more, after a code; not for the staff."""
    form, me = CodeForm(), actor().user_id
    if not _proved(form):
        return _page(422, proof=form)
    return _changed(form, lambda: factor.take_off(user_id=me, now=clock.now()), "proof")


def _proved(form: CodeForm) -> bool:
    try:
        return bool(form.validate_on_submit()) and _proves(actor().user_id, form)
    except TooMany as error:
        error.field = "code"
        form.refuse(error)
        return False


def _changed(form: Form, change: Callable[[], None], name: str) -> Any:
    try:
        with work():
            change()
    except AppError as error:
        form.refuse(error)
        return _page(error.status, **{name: form})
    return redirect(url_for("accounts.second_factor"), 303)


def _page(status: int, **sent: Form) -> Response:
    me = actor().user_id
    user = db.session.get_one(User, me)
    secret = factor.waiting_secret(me, settings().secret_key)
    response = make_response(
        render_template(
            "accounts/factor.html",
            is_on=factor.is_on(me),
            is_needed=sessions.needs_second(actor().grants),
            codes_left=factor.codes_left(me),
            key=totp.key_of(secret) if secret else "",
            picture=_picture(totp.address(secret, issuer="Surau", account=user.username)) if secret else "",
            begin=sent.get("begin") or BeginForm(formdata=None),
            first=sent.get("first") or FirstCodeForm(formdata=None),
            proof=sent.get("proof") or CodeForm(formdata=None),
            is_gate=actor().gate == "factor",
        ),
        status,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _picture(content: str) -> str:
    """The QR code as an address of its own content; empty when it cannot be drawn, for the key can be typed as well."""
    drawn = subprocess.run(  # noqa: S603 -- our own module, nothing typed on its command line
        [sys.executable, "-m", "app.accounts.qrpicture"], input=content, capture_output=True, text=True, check=False, timeout=20,
        cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    return drawn.stdout if drawn.returncode == 0 else ""


def _codes_page(codes: tuple[str, ...]) -> Response:
    response = make_response(render_template("accounts/factor_codes.html", codes=codes))
    response.headers["Cache-Control"] = "no-store"
    return response
