"""The one place where an error becomes a page, a fragment or JSON."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from app.kernel.db import db
from app.kernel.errors import AppError, TooMany
from app.kernel.i18n import _
from app.web.guard import login, wants_fragment, wants_json

PAGES = frozenset({400, 401, 403, 404, 409, 413, 422, 429, 500, 503})
LONGEST_ECHO = 20_000


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
            render_template(f"errors/{page}.html", status=status, message=message, typed=_typed()), status
        )
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _typed() -> list[str]:
    """Longer texts of the refused form, so that nobody loses what he wrote. Secrets are never among them."""
    if request.method != "POST" or (request.content_length or 0) > LONGEST_ECHO * 4:
        return []
    return [
        value[:LONGEST_ECHO]
        for name, value in request.form.items()
        if name not in {"csrf_token", "password", "password_again"} and len(value) > 40  # noqa: PLR2004 -- short fields are typed again faster than copied
    ]


def _app_error(error: AppError) -> Response:
    return answer(error.status, error.message, retry_after=error.retry_after if isinstance(error, TooMany) else 0)


def _csrf(_error: CSRFError) -> Response:
    return answer(
        400, _("Halaman ini sudah terlalu lama terbuka, sehingga kami tidak dapat memastikan bahwa Anda yang mengirim. Muat ulang halaman, lalu kirim lagi.")
    )


def _http(error: HTTPException) -> Response | HTTPException:
    sentences = {
        400: _("Permintaan ini tidak dapat dibaca. Kembali ke halaman sebelumnya, lalu coba lagi."),
        404: _("Halaman atau data ini tidak ada, atau tidak untuk akun Anda."),
        405: _("Alamat ini tidak dapat dibuka dengan cara itu. Kembali ke halaman sebelumnya."),
        413: _("Foto dan PDF boleh sampai 15 MB, video sampai 50 MB, naskah sampai satu juta huruf. Yang dikirim lebih besar dari itu; pilih yang lebih kecil, lalu kirim lagi."),
        429: _("Terlalu banyak permintaan dalam waktu singkat. Tunggu satu menit, lalu coba lagi."),
    }
    if error.code is None or error.code < 400:  # noqa: PLR2004 -- redirects pass through
        return error
    return answer(error.code, sentences.get(error.code, _("Permintaan ini tidak dapat dipenuhi.")))


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
