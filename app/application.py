"""The application: one function that puts the parts together, in order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app import wiring
from app.kernel import db as database
from app.kernel import i18n, queue, reopening, storage
from app.kernel.db import db
from app.kernel.engine import Engine, open_engine
from app.kernel.work import guard as write_guard
from app.web import assets, context, errors, guard, limits, oversize, templates
from app.web.seal import Seal
from app.web.slowlinks import SlowLinks

ROOT = Path(__file__).resolve().parent.parent
LARGEST_BODY = 60 * 1024 * 1024
babel = Babel()
compress = Compress()


class _Sync(Flask):
    """Nothing here is a coroutine, so none of the dozen functions around a page is asked whether it is one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is (Flask's documented place to decide this)."""
        return func


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application, ready to serve, to work or to be asked on the command line. Only calls, in order."""
    settings = settings or config.read()
    app = _Sync(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.jinja_environment = templates.Environment
    _configure(app, settings)
    _open_database(app, settings)
    storage.init(app, settings.storage_url)
    queue.init(app, _bell(app, settings))
    babel.init_app(app, locale_selector=wiring.locale)
    i18n.init(app)
    compress.init_app(app)
    oversize.init(app)
    guard.init(app)
    limits.init(app)
    errors.init(app)
    context.init(app, wiring.surroundings)
    templates.keep(app.jinja_env, settings.data / "cache")
    assets.init(app, ROOT / "static", settings.data / "cache")
    wiring.connect(app)
    patient = SlowLinks(app.wsgi_app, at_work=settings.at_work, largest=LARGEST_BODY, behind_proxy=settings.mode is config.Mode.SERVE)
    app.wsgi_app = Seal(patient, behind_tls=app.config["SESSION_COOKIE_SECURE"])  # type: ignore[method-assign]  # the documented way to wrap
    return app


def _configure(app: Flask, settings: config.Settings) -> None:
    behind_tls = settings.public_url.startswith("https://")
    app.config.update(
        SURAU=settings,
        SURAU_DEMO=settings.mode is not config.Mode.SERVE,
        SURAU_STAFF_FACTOR=settings.mode is config.Mode.SERVE,
        TESTING=settings.mode is config.Mode.TEST,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="__Host-surau" if behind_tls else "surau",
        SESSION_COOKIE_SECURE=behind_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,  # the row says how long a session lives; signing a cookie anew at every page says nothing
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="id",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "app" / "translations"),
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=3,  # 4 saves a twentieth of the bytes and costs nearly twice the work, 6 a tenth and thrice
        COMPRESS_STREAMS=False,
        JSON_SORT_KEYS=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    if settings.mode is config.Mode.SERVE:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # the documented way
    logging.getLogger("app").setLevel(logging.INFO)


def _open_database(app: Flask, settings: config.Settings) -> None:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(
        settings.database_url, threads=settings.at_work
    ) | {"hide_parameters": True}  # an error is logged and shown beside its job: no place for names and NIP
    db.init_app(app)
    with app.app_context():
        database.tune(db.engine)
        reopening.watch(db.engine)
    if settings.mode is not config.Mode.SERVE and "surau_guarded" not in app.extensions:
        write_guard(db.session)
        app.extensions["surau_guarded"] = True


def _bell(app: Flask, settings: config.Settings) -> Callable[[int], None] | None:
    def elsewhere(job_id: int) -> None:
        raise RuntimeError(f"job {job_id} was run in a process that is no worker")

    engine: Engine = open_engine(settings.queue_url, elsewhere)
    app.extensions["surau_engine"] = engine
    return None if settings.mode is config.Mode.TEST else engine.ring
