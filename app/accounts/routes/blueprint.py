"""The blueprint of accounts and what its pages share."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

import config
from app.accounts.core import device_name
from app.kernel.i18n import _

LAST_PAGE = 100_000
"""A number beyond any list of ours; larger ones do not fit a database integer."""

bp = Blueprint("accounts", __name__)


def settings() -> config.Settings:
    """The settings of this process."""
    found: config.Settings = current_app.config["SURAU"]
    return found


def device_words() -> str:
    """The asking device in words: "Chrome di Android"."""
    browser, system = device_name(request.user_agent.string)
    if browser and system:
        return _("%(browser)s di %(system)s", browser=browser, system=system)
    return browser or system or _("Perangkat tidak dikenal")


def address() -> str:
    """Where the request comes from (behind the proxy of this site: the visitor's own address)."""
    return request.remote_addr or ""


def page_number() -> int:
    """Page of a list as asked for, 1 or more."""
    return min(max(1, request.args.get("hal", 1, type=int)), LAST_PAGE)


def unreferred(response: Response) -> Response:
    """Keep an address that holds a secret out of every Referer."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
