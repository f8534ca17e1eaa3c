"""The product on one screen: blueprints, menus, and who listens to what."""

from __future__ import annotations

from flask import Flask, request

from app.access.permissions import Can
from app.access.scope import Actor
from app.kernel.i18n import _
from app.web.context import Contact, Entry, Surroundings
from app.web.guard import login

LANGUAGES = ("id", "en")


def connect(app: Flask) -> None:
    """Hang every blueprint and subscription; nothing else in the product does."""


def locale() -> str:
    """Indonesian unless the person chose English."""
    chosen = request.cookies.get("bahasa", "id")
    return chosen if chosen in LANGUAGES else "id"


def surroundings() -> Surroundings:
    """What pages are lent from the features above `web`."""
    raise NotImplementedError
