"""The one place where an error becomes a page, a fragment or JSON."""

from __future__ import annotations

import gc
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Redirect

from app.access.permissions import Can
from app.kernel import reopening
from app.kernel.db import db
from app.kernel.errors import AppError, TooMany
from app.kernel.i18n import _
from app.web import oversize
from app.web.echo import typed
from app.web.guard import actor_or_none, door_of, login, wants_fragment, wants_json

A_MINUTE = 60
"""Seconds, as the page says in words; the brakes of public pages count by the minute."""

PAGES = frozenset({400, 401, 403, 404, 409, 413, 422, 429, 500, 503})


def answer(status: int, message: str, *, retry_after: int = 0) -> Response:
    """An error as the asker can read it; what was typed into a form is shown again on a full page."""
    if wants_json():
        body = jsonify(type="about:blank", status=status, detail=message)
        body.mimetype = "application/problem+json"
        response = make_response(body, status)
    elif wants_fragment():
        response = make_response(render_template("errors/fragment.html", status=status, message=message), status)
    else:
        page = status if status in PAGES else 400
        response = make_response(
            render_template(f"errors/{page}.html", status=status, message=message, typed=typed(), lanjut=_page_before()), status
        )
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _app_error(error: AppError) -> Response:
    return answer(error.status, error.message, retry_after=error.retry_after if isinstance(error, TooMany) else 0)


def _page_before() -> str:
    """The page of ours from which a form was sent, to come back to after signing in; the front page when unknown."""
    before = urlsplit(request.referrer or "")
    if request.method == "GET" or before.netloc != request.host:
        return request.full_path.rstrip("?") if request.method == "GET" else "/"
    return before.path + (f"?{before.query}" if before.query else "")


def _page_above() -> str:
    """The page whose form is sent to this address; empty where it stands on none but the first.

    The address stays in the browser when a form comes back with its faults: after signing in again, or from its history,
    somebody opens it by GET.
    """
    adapter, path = current_app.create_url_adapter(request), request.path
    while adapter is not None and (path := path.rpartition("/")[0]):
        with suppress(HTTPException):
            adapter.match(path, method="GET")
            return path
    return ""


def _is_signed_out() -> bool:
    """Whether the view asks for a person and none is signed in any more: then the form's stamp died with the session."""
    door = door_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    return door is not None and Can.PUBLIC not in door.permissions and actor_or_none() is None


def _csrf(_error: CSRFError) -> Response:
    if _is_signed_out():
        return answer(401, _("Sesi Anda sudah berakhir. Masuk lagi untuk meneruskan."))
    return answer(
        400, _("Halaman ini sudah terlalu lama terbuka, sehingga kami tidak dapat memastikan bahwa Anda yang mengirim. Muat ulang halaman, lalu kirim lagi.")
    )


def _http(error: HTTPException) -> Response | Redirect | HTTPException:
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET" and (page := _page_above()):
        return redirect(page)
    sentences = {
        400: _("Permintaan ini tidak dapat dibaca. Kembali ke halaman sebelumnya, lalu coba lagi."),
        404: _("Halaman atau data ini tidak ada, atau tidak untuk akun Anda."),
        405: _("Alamat ini tidak dapat dibuka dengan cara itu. Kembali ke halaman sebelumnya."),
        413: oversize.sentence(),
        429: _("Terlalu banyak permintaan dalam waktu singkat. Tunggu satu menit, lalu coba lagi."),
    }
    if error.code is None or error.code < 400:  # noqa: PLR2004 -- redirects pass through
        return error
    wait = A_MINUTE if error.code == HTTPStatus.TOO_MANY_REQUESTS else 0
    return answer(error.code, sentences.get(error.code, _("Permintaan ini tidak dapat dipenuhi.")), retry_after=wait)


def _database(error: OperationalError) -> Response:
    current_app.logger.error("the database did not answer: %s", type(error.orig).__name__)
    db.session.rollback()
    g._login_user = login.anonymous_user()  # noqa: SLF001 -- Flask-Login's own place: the page that says so may ask the database nothing
    response = answer(
        503,
        _("Penyimpanan sedang tidak dapat menulis atau membaca. Yang Anda isi belum tersimpan; coba lagi beberapa menit lagi atau hubungi narahubung."),
        retry_after=30,
    )
    response.headers["Cache-Control"] = "no-store"
    if reopening.is_refusal(error.orig):
        response.call_on_close(gc.collect)  # the error's own trace holds a connection that must be closed
    return response


def _unholdable(error: Exception) -> Response:
    """A number or sign that no column can hold (SQLite raises OverflowError, PostgreSQL DataError): nothing was written."""
    current_app.logger.warning("%s was sent what the database cannot hold: %s", request.endpoint, type(error).__name__)
    db.session.rollback()
    return answer(
        422, _("Ada angka atau tanda dalam isian ini yang tidak dapat disimpan. Periksa isian Anda, lalu kirim lagi.")
    )


def _too_deep(_error: RecursionError) -> Response:
    """JSON of a hundred thousand brackets: no script of ours sends that."""
    return answer(400, _("Permintaan ini tidak dapat dibaca. Kembali ke halaman sebelumnya, lalu coba lagi."))


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("unexpected error on %s", request.endpoint, exc_info=error)
    db.session.rollback()
    return answer(500, _("Ada yang salah di pihak kami. Kejadian ini sudah tercatat. Coba lagi; bila berulang, hubungi narahubung."))


def init(app: Flask) -> None:
    """Register the handlers; unexpected errors stay loud in tests."""
    app.register_error_handler(AppError, _app_error)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(DataError, _unholdable)
    app.register_error_handler(OverflowError, _unholdable)
    app.register_error_handler(RecursionError, _too_deep)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
