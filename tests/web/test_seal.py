"""The security headers stand on every answer, once, whoever gave it."""

from __future__ import annotations

import pytest

from app.web import assets
from app.web.seal import HEADERS, POLICY, Seal
from app.web.slowlinks import SlowLinks

TLS = {"SURAU_PUBLIC_URL": "https://surau.example.go.id"}


@pytest.mark.parametrize("path", ["/masuk", "/privasi", "/tidak-ada", "/undangan/x", "js/surau.js", "css/surau.css", "js/tidak-ada.js"])
def test_every_answer_is_sealed_once(app, visitor, path):
    headers = visitor.get(path if path.startswith("/") else assets.url(app, path)).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "camera=()" in headers["Permissions-Policy"]
    assert [len(headers.getlist(name)) for name, _value in HEADERS] == [1] * len(HEADERS)


def test_the_policy_lets_no_script_or_style_stand_in_a_page():
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY


def test_an_answer_keeps_the_policy_it_brings_along(visitor):
    headers = visitor.get("/undangan/x").headers
    assert headers.getlist("Referrer-Policy") == ["no-referrer"]


@pytest.mark.one_engine
def test_behind_tls_every_answer_binds_the_browser_to_tls(make_app):
    site = make_app(**TLS)
    with site.app_context():
        answers = [site.test_client().get(path) for path in ("/masuk", "/tidak-ada", assets.url(site, "js/surau.js"))]
    for answer in answers:
        assert answer.headers.getlist("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]


def test_without_tls_no_browser_is_bound_to_it(app, visitor):
    for path in ("/masuk", assets.url(app, "js/surau.js")):
        assert "Strict-Transport-Security" not in visitor.get(path).headers


def test_what_is_refused_before_the_application_is_sealed_too():
    told: list[tuple[str, str]] = []
    site = Seal(SlowLinks(None, at_work=1, largest=1), behind_tls=True)
    site({"HTTP_TRANSFER_ENCODING": "chunked"}, lambda _status, headers: told.extend(headers))
    assert dict(HEADERS).items() <= dict(told).items()
    assert "Strict-Transport-Security" in dict(told)
