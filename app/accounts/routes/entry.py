"""/masuk, /keluar, /lupa-sandi."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, current_app, flash, make_response, redirect, render_template, request, session, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts import core, devices, passwords, throttle
from app.accounts.forms.entry import ForgottenForm, SignInForm
from app.accounts.models import Standing
from app.accounts.queries import entry as queries
from app.accounts.queries.entry import Account
from app.accounts.routes.blueprint import address, bp, device_words, settings
from app.accounts.services import entry, factor, links
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Conflict, TooMany
from app.kernel.i18n import _
from app.kernel.work import work
from app.web import guard
from app.web.guard import actor_or_none, allow

PENDING = "langkah_kedua"
PENDING_LIVES = 300
"""Seconds between the right password and the code."""


@bp.get("/masuk")
@allow(Can.PUBLIC)
def sign_in() -> Any:
    """The door."""
    if actor_or_none() is not None:
        return redirect(core.own_path(request.args.get("lanjut", "/")), 303)
    return _door(SignInForm(), 200)


@bp.post("/masuk")
@allow(Can.PUBLIC)
def sign_in_now() -> Any:
    """Try the key. The answer and its time are the same whether the account exists or not."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _door(form, 422)
    try:
        account, opens = _tried(form.handle.data or "", form.password.data or "")
    except TooMany as error:
        form.refuse(error)
        return _door(form, error.status, retry_after=error.retry_after)
    if account is None or not opens:
        form.form_errors = [
            _("Nama pengguna, surel, nomor HP, atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.")
        ]
        return _door(form, 422)
    if account.standing is Standing.NONAKTIF:
        form.form_errors = [_("Akun ini sudah dinonaktifkan. Hubungi narahubung atau pengelola satuan kerja Anda.")]
        return _door(form, 422)
    return let_in(account, redirect(core.own_path(request.form.get("lanjut", "/")), 303))


def _door(form: SignInForm, status: int, *, retry_after: int = 0) -> Response:
    onward = core.own_path(request.values.get("lanjut", "/"))
    response = make_response(render_template("accounts/sign_in.html", form=form, onward=onward), status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _tried(typed: str, password: str) -> tuple[Account | None, bool]:
    """The account meant, and whether the password opens it. Raises TooMany."""
    handle, now, secret = core.handle_of(typed), clock.now(), settings().secret_key
    account = queries.account_of(handle)
    device = devices.read(request, secret)
    known = account is not None and devices.knows(device, secret, account.id, account.password_hash)
    keys = throttle.sign_in_keys(secret, handle=handle, address=address(), device=device.id if known else "")
    with work():
        throttle.take(keys, now)
    opens = passwords.matches(account.password_hash if account else "", password)
    if opens:
        with work():
            throttle.forgive(keys)
    return account, opens


def let_in(account: Account, response: Response) -> Response:
    """Where a right password leads: in, or to the second step, which remembers for five minutes who may take it.

    The session that this browser had until now ends: its cookie may have been copied (OWASP ASVS 5.0, 7.2.4).
    """
    if actor_or_none() is not None:
        with work():
            entry.sign_out(session_id=guard.session_id(), now=clock.now())
    if not factor.is_on(account.id):
        return open_session(account, response, has_second=False)
    mark = devices.mark(settings().secret_key, account.id, account.password_hash)
    session.clear()
    session[PENDING] = {"id": account.id, "mark": mark, "at": clock.now().timestamp(), "onward": response.location or "/"}
    return redirect(url_for("accounts.code"), 303)


def open_session(account: Account, response: Response, *, has_second: bool) -> Response:
    """Open a session for a proved account: a fresh cookie, a device that is known from now on."""
    secret = settings().secret_key
    device = devices.read(request, secret)
    with work():
        key = entry.sign_in(
            user_id=account.id,
            device=device_words(),
            is_known_device=devices.knows(device, secret, account.id, account.password_hash),
            has_second=has_second,
            now=clock.now(),
        )
    guard.renew_session(key)
    secure = settings().public_url.startswith("https://")
    devices.remember(response, device, secret, account.id, account.password_hash, secure=secure)
    return response


@bp.post("/keluar")
@allow(Can.SELF, behind_gate=False)
def sign_out() -> Any:
    """End this session."""
    with work():
        entry.sign_out(session_id=guard.session_id(), now=clock.now())
    session.clear()
    flash(_("Anda sudah keluar dari Surau di perangkat ini."), "ok")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/lupa-sandi")
@allow(Can.PUBLIC)
def forgotten() -> Any:
    """Who needs a new password."""
    return render_template("accounts/forgotten.html", form=ForgottenForm(), sent=False)


@bp.post("/lupa-sandi")
@allow(Can.PUBLIC)
def forgotten_now() -> Any:
    """Send a link where there is an address; the answer and its time are the same in every case."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form, sent=False), 422
    handle, now, site = core.handle_of(form.handle.data or ""), clock.now(), settings()
    network = core.network_of(address())
    keys = (
        throttle.key(site.secret_key, core.Counted.ASKED_ACCOUNT, handle),
        throttle.key(site.secret_key, core.Counted.ASKED_NETWORK, network),
    )
    try:
        with work():
            throttle.take(keys, now)
    except TooMany as error:
        form.refuse(error)
        return render_template("accounts/forgotten.html", form=form, sent=False), error.status
    answer = redirect(url_for("accounts.forgotten_sent"), 303)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- the documented way out of the proxy
    answer.call_on_close(lambda: _send_link(app, handle, site.public_url, now))
    return answer


def _send_link(app: Flask, handle: str, public_url: str, now: datetime) -> None:
    """Look for the account once the answer was sent, so that the time of the answer does not tell whether there is one."""
    with app.app_context():
        try:
            with work():
                account = queries.account_of(handle)
                if account and account.email and account.standing is not Standing.NONAKTIF:
                    links.ask_reset(user_id=account.id, public_url=public_url, now=now)
        except (SQLAlchemyError, Conflict):
            db.session.rollback()
            app.logger.warning("a link for a forgotten password could not be made")


@bp.get("/lupa-sandi/terkirim")
@allow(Can.PUBLIC)
def forgotten_sent() -> Any:
    """What happens now, whether the account exists or not."""
    return render_template("accounts/forgotten.html", form=ForgottenForm(), sent=True)
