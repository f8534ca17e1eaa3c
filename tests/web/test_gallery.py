"""The gallery in a real browser: axe, no sideways scrolling, the core script, and the way without scripts."""

from __future__ import annotations

import mimetypes
import runpy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

ROOT = Path(__file__).parents[2]
PLAIN = "http://surau.test/"
BEHIND_TLS = "https://surau.test/"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1366, "dark")])
def test_every_component_passes_axe_and_fits(browser: Browser, width: int, scheme: str) -> None:
    page, complaints = opened(browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.evaluate((ROOT / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))")
    assert violations == []
    assert complaints == []
    page.context.close()


def test_nothing_runs_over_at_the_narrowest_width(browser: Browser) -> None:
    page, _complaints = opened(browser.new_context(viewport={"width": 320, "height": 600}))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def test_the_error_summary_takes_the_focus(browser: Browser) -> None:
    page, _complaints = opened(browser.new_context())
    assert page.evaluate("document.activeElement.id") == "ringkasan-kesalahan"
    page.context.close()


@pytest.mark.parametrize(("site", "name"), [(PLAIN, "tema"), (BEHIND_TLS, "__Host-tema")])
def test_the_theme_is_kept_where_the_server_can_read_it(browser: Browser, site: str, name: str) -> None:
    page, _complaints = opened(browser.new_context(viewport={"width": 1366, "height": 768}), site)
    page.evaluate("document.cookie = 'tema=light; path=/'")
    page.click(".menu > summary")
    page.click("[data-theme-choice=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 19)"
    assert page.evaluate("document.cookie") == f"{name}=dark"
    assert page.context.cookies()[0]["secure"] is (site == BEHIND_TLS)
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('.menu').open") is False
    page.context.close()


def test_keys_act_only_outside_text(browser: Browser) -> None:
    page, _complaints = opened(browser.new_context(viewport={"width": 1366, "height": 768}))
    page.focus("#cari")
    page.keyboard.press("?")
    assert page.evaluate("document.getElementById('pintasan').open") is False
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.evaluate("document.getElementById('pintasan').open") is True
    page.context.close()


def test_without_scripts_nothing_is_out_of_reach(browser: Browser) -> None:
    page, _complaints = opened(browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False))
    assert not page.locator("[data-copy]").is_visible()
    assert not page.locator(".rubric").is_visible()
    page.click(".drawer > summary")
    assert page.locator(".rubric").is_visible()
    page.context.close()


def opened(context: BrowserContext, site: str = PLAIN) -> tuple[Page, list[str]]:
    """The gallery under the product's content policy, and what the browser complained about."""
    html = str(runpy.run_path(str(ROOT / "tests" / "web" / "test_design.py"), run_name="design")["gallery"]())
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(site)
        if path.startswith("static/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=(ROOT / path).read_bytes(), content_type=kind)
        else:
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    page = context.new_page()
    page.route("**/*", answer)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site}galeri")
    return page, complaints
