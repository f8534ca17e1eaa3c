"""The product as it is really started, web and worker, and people who walk through it in a browser.

The site runs as a demonstration on the small training of the tests; classes are made by the journeys themselves, through
the pages where a page is what is tried, else as rows in the site's own database (`site.rows()`).
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TookTooLong
from sqlalchemy import select

import config
from app.accounts import passwords
from app.accounts.models import Unit, User
from app.accounts.services import units
from app.application import create_app
from app.cli import attach
from app.curriculum.commands import load_courses
from app.demo import people as cast
from app.demo import story
from app.demo.services import DEMO
from app.kernel import clock, pulse
from app.kernel.db import db
from app.kernel.work import work

ROOT = Path(__file__).resolve().parent.parent.parent
COURSES = ROOT / "tests" / "factories" / "courses"
AXE = (ROOT / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 850}
COMPLAINTS = """rules => axe.run(document, {resultTypes: ['violations'], ...rules}).then(found => found.violations.map(one =>
    `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`))"""
SHAPE = """() => [...new Set([...document.querySelectorAll('body *')].map(one =>
    `${one.tagName}.${one.getAttribute('class') || ''}.${one.getAttribute('role') || ''}.${one.parentElement.tagName}`))].sort().join()"""
OTHER_THEME = """() => { const root = document.documentElement; const was = root.dataset.theme;
    root.dataset.theme = was === 'dark' ? 'light' : 'dark'; }"""


class Site:
    """A running installation: where it is, and its database from inside."""

    def __init__(self, base: str, app, log: Path) -> None:
        self.base = base
        self.app = app
        self.log = log
        self.looked: set[tuple[int, str, str]] = set()
        self.password = cast.PASSWORD
        self.hash = ""

    @contextmanager
    def rows(self) -> Iterator[None]:
        """The site's own database, as the product sees it, beside the running processes."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()

    def unit(self, code: str) -> Unit:
        """A work unit by its BPS code, inside `rows`."""
        return db.session.scalars(select(Unit).where(Unit.kode_bps == code)).one()

    def person(self, username: str) -> User:
        """A person by his username, inside `rows`."""
        return db.session.scalars(select(User).where(User.username == username)).one()


class Walker:
    """One person at one device; every page that is shown is looked over."""

    def __init__(self, site: Site, browser: Browser, viewport: dict, theme: str) -> None:
        self.site = site
        self.width = viewport["width"]
        self.context = browser.new_context(viewport=viewport, locale="id-ID", base_url=site.base, reduced_motion="reduce")
        self.context.add_cookies([{"name": "tema", "value": theme, "url": site.base}])
        self.context.set_default_timeout(12_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", lambda answer: answer.status >= 500 and self.faults.append(f"{answer.status} {answer.url}"))

    def visit(self, path: str) -> Page:
        """Open a page and look it over."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}\n{self.site.log.read_text(errors='replace')[-3000:]}"
        return self.look()

    def look(self) -> Page:
        """No complaint of axe in either theme, nothing in the console, nothing wider than the screen."""
        page = self.page
        page.wait_for_load_state()
        where = re.sub(r"\d+", "0", page.url.removeprefix(self.site.base))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{where} is {wide} px wider than the screen: {page.evaluate(WIDEST)}"
        assert self.faults == [], where
        key = (self.width, where, page.evaluate(SHAPE))
        if key in self.site.looked:  # axe takes half a second: the same page of the same make is looked over once
            return page
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE)
        complaints = page.evaluate(COMPLAINTS, {})
        assert not complaints, f"{where}: {complaints}"
        page.evaluate(OTHER_THEME)
        only_colours = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        complaints = page.evaluate(COMPLAINTS, only_colours)
        assert not complaints, f"{where}, the other theme: {complaints}"
        page.evaluate(OTHER_THEME)
        self.site.looked.add(key)
        return page

    def press(self, name: str, *, exact: bool = True) -> Page:
        """Press the button or follow the link with this name, and look the next page over."""
        parts = self.page.locator(".wrap, .bare")
        found = parts.get_by_role("button", name=name, exact=exact).or_(
            parts.get_by_role("link", name=name, exact=exact)
        )
        try:
            found.first.click()
        except TookTooLong as late:
            raise AssertionError(self._shown(f"offers no “{name}”")) from late
        return self.look()

    def says(self, words: str) -> None:
        """The page shows these words (waits for them)."""
        try:
            self.page.get_by_text(words).first.wait_for()
        except TookTooLong as late:
            raise AssertionError(self._shown(f"does not say “{words}”")) from late

    def sign_in(self, username: str, *, onward: str = "/masuk") -> Page:
        """Come in by the door, as anybody does."""
        self.visit(onward)
        self.page.get_by_label("Nama pengguna, surel, atau nomor HP").fill(username)
        self.page.get_by_label("Kata sandi", exact=True).fill(self.site.password)
        return self.press("Masuk")

    def _shown(self, words: str) -> str:
        return f"{self.page.url} {words} but:\n{self.page.locator('main').inner_text()[:1500]}"

    def _console(self, message) -> None:
        refused = "the server responded with a status of 4" in message.text  # a form that says no is told so by its page
        if message.type in {"error", "warning"} and not refused:
            self.faults.append(f"{self.page.url}: {message.text}")


WIDEST = """() => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1
    && !one.closest('.table-scroll')).slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(' | ')"""


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """`python -m app.run` on a port and a data folder of its own, ended as by Ctrl-C."""
    data = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    environ = {
        "SURAU_MODE": "demo", "SURAU_DATA": str(data), "SURAU_PORT": str(port), "SURAU_PUBLIC_URL": base,
        "SURAU_COURSES": str(COURSES), "SURAU_WEB_WORKERS": "1",
    }  # fmt: skip
    log = Path(os.environ.get("SURAU_JOURNEY_LOG", data / "run.log"))
    made = Site(base, attach(create_app(config.read(environ))), log)
    with made.rows():
        upgrade()
        with work():
            units.seed(now=clock.now())
        load_courses()
        made.hash = passwords.hashed(cast.PASSWORD)
        story.people(made.hash, clock.now())
        with work():
            pulse.beat(DEMO, clock.now())  # so that the demonstration adds no class of its own
    with log.open("wb") as told:
        process = subprocess.Popen([sys.executable, "-m", "app.run"], cwd=ROOT, env=os.environ | environ, stdout=told, stderr=told)
        try:
            _wait_for(base, process, log)
            yield made
        finally:
            process.terminate()
            process.wait(15)


def _wait_for(base: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            with urllib.request.urlopen(f"{base}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))


@pytest.fixture
def phone(site, browser):
    """Opens a walker with a phone of 360 px."""
    yield from _opener(site, browser, PHONE, "dark")


@pytest.fixture
def desk(site, browser):
    """Opens a walker at a screen of 1366 px."""
    yield from _opener(site, browser, DESK, "light")


def _opener(site: Site, browser: Browser, viewport: dict, usual: str):
    opened: list[Walker] = []

    def open_for(username: str = "", theme: str = usual) -> Walker:
        walker = Walker(site, browser, viewport, theme)
        opened.append(walker)
        if username:
            walker.sign_in(username)
        return walker

    yield open_for
    for walker in opened:
        walker.context.close()
