"""The product on one screen: blueprints, menus, and who listens to what."""

from __future__ import annotations

from flask import Flask, has_request_context, request

from app.access.permissions import Can
from app.access.scope import Actor
from app.accounts import lent, sessions
from app.accounts.routes import pages as accounts
from app.curriculum import routes as curriculum
from app.kernel.i18n import _
from app.learning import class_card
from app.learning.routes import learner
from app.web.context import Contact, Entry, Surroundings
from app.web.guard import login

LANGUAGES = ("id", "en")

ENTRIES: tuple[Entry, ...] = (
    Entry(lambda: _("Belajar"), "learning.index", "book-open", Can.LEARN, is_bottom=True),
)
"""The menu in its order; who lacks the permission does not see the entry."""


def connect(app: Flask) -> None:
    """Hang every blueprint and subscription; nothing else in the product does."""
    login.user_loader(sessions.visitor_of)
    app.after_request(sessions.note_after)
    lent.lend(class_card=class_card.card_of)
    for blueprint in (accounts.bp, curriculum.bp, learner.bp):
        app.register_blueprint(blueprint)


def locale() -> str:
    """Indonesian unless the person chose English; always Indonesian for the worker and the command line."""
    if not has_request_context():
        return "id"
    chosen = request.cookies.get("bahasa", "id")
    return chosen if chosen in LANGUAGES else "id"


def surroundings() -> Surroundings:
    """What pages are lent from the features above `web`."""
    return Surroundings(entries=ENTRIES, unread=_unread, contacts=_contacts)


def _unread(_person: Actor) -> int:
    return 0


def _contacts(_person: Actor | None) -> tuple[Contact, ...]:
    return ()
