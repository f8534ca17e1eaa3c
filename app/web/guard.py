"""The door of every view: what is not declared is refused, what is declared is checked, a person's pages are not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from app.access.permissions import Can
from app.access.scope import Actor, Scope, scope_of
from app.kernel.errors import AppError, Missing

View = TypeVar("View", bound=Callable[..., Any])

login = LoginManager()
csrf = CSRFProtect()

LARGEST_ID = 2**31 - 1
READING = frozenset({"GET", "HEAD"})
"""What asks for a page, whole or only its head; the two are answered alike (RFC 9110, 9.3.2)."""

GATES = {"notice": "accounts.notice", "guardian": "accounts.waiting", "factor": "accounts.second_factor"}
"""Where a person is led while something stands before the rooms."""


class SignInNeeded(AppError):
    """The session has ended or there was none."""

    status = 401


@dataclass(frozen=True, slots=True)
class Door:
    """What a view declares."""

    permissions: tuple[Can, ...]
    behind_gate: bool


class Visitor(UserMixin):
    """What Flask-Login keeps of a signed-in person for one request."""

    def __init__(self, key: str, actor: Actor, session_id: int) -> None:
        self.key = key
        self.actor = actor
        self.session_id = session_id
        self.is_due = False
        """Whether the visit should be noted after the answer (accounts.sessions)."""

    def get_id(self) -> str:
        """The session's own secret (the cookie is signed); never the user's id."""
        return self.key


def allow(*permissions: Can, behind_gate: bool = True) -> Callable[[View], View]:
    """Declare what a view needs: any one of `permissions`.

    `behind_gate=False` keeps it open to people who have yet to accept the notice or wait for their guardian.
    """

    def mark(view: View) -> View:
        view.__door__ = Door(permissions, behind_gate)  # type: ignore[attr-defined]  # a mark on the function itself
        return view

    return mark


def door_of(view: Callable[..., Any]) -> Door | None:
    """The declaration of a view, if it has one."""
    return getattr(view, "__door__", None)


def actor_or_none() -> Actor | None:
    """Who is signed in, or None."""
    return current_user.actor if current_user.is_authenticated else None


def known_visitor() -> Visitor | None:
    """Who this request was found to come from, without asking the database for whom nobody asked: safe after an error."""
    found = g.get("_login_user")
    return found if isinstance(found, Visitor) else None


def actor() -> Actor:
    """Who is signed in. Raises SignInNeeded."""
    found = actor_or_none()
    if found is None:
        raise SignInNeeded("Sesi Anda sudah berakhir. Masuk lagi untuk meneruskan.")
    return found


def scope(permission: Can) -> Scope:
    """The rows that `permission` opens to the person who asks."""
    return scope_of(actor_or_none(), permission)


def session_id() -> int:
    """The row id of the present session. Raises SignInNeeded."""
    actor()
    return int(current_user.session_id)


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        raise Missing  # no text of PostgreSQL can hold a NUL, so nothing of ours is found under it
    door = door_of(current_app.view_functions[request.endpoint])
    if door is None:
        raise Missing
    if Can.PUBLIC in door.permissions:
        return None
    person = actor_or_none()
    if person is None:
        if request.method in READING and not wants_fragment() and not wants_json():
            return redirect(url_for("accounts.sign_in", lanjut=request.full_path.rstrip("?")))  # type: ignore[return-value]  # Flask's redirect is werkzeug's Response
        raise SignInNeeded("Sesi Anda sudah berakhir. Masuk lagi untuk meneruskan.")
    if not any(person.may(permission) for permission in door.permissions):
        raise Missing
    if door.behind_gate and person.gate:
        return redirect(url_for(GATES[person.gate]))  # type: ignore[return-value]  # as above
    return None


def wants_fragment() -> bool:
    """Whether htmx asks, so that a piece of a page is enough."""
    return request.headers.get("HX-Request") == "true"


def wants_json() -> bool:
    """Whether a script of ours asks for JSON."""
    return request.accept_mimetypes.best == "application/json"


def _keep_private(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if known_visitor() else "no-cache"
    return response


class Id(IntegerConverter):
    """An id in an address: what no database integer can hold is simply not found."""

    def __init__(self, url_map: Map, **arguments: Any) -> None:
        super().__init__(url_map, **({"max": LARGEST_ID} | arguments))


def init(app: Flask) -> None:
    """Hang the door before every request, and say of every answer who may keep it."""
    app.url_map.converters["int"] = Id
    login.init_app(app)
    login.session_protection = None
    csrf.init_app(app)
    app.before_request(_check)
    app.after_request(_keep_private)


def renew_session(key: str) -> None:
    """Begin a fresh cookie at sign-in, so that nothing an intruder planted before stays."""
    kept = session.get("_flashes")
    session.clear()
    if kept:
        session["_flashes"] = kept
    session["_user_id"] = key
    session["_fresh"] = True
    session.permanent = True
