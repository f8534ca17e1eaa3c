"""What every page knows: who acts, the menu, words for dates, the contact, the demonstration's banner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, has_request_context, request, url_for
from markupsafe import Markup

from app.access.permissions import Can, Role
from app.access.policy import reach
from app.access.scope import Actor
from app.kernel import clock, i18n
from app.kernel.i18n import _
from app.web import assets, templates
from app.web.guard import actor_or_none, door_of

FAVICON = Path(__file__).resolve().parents[2] / "static" / "favicon.svg"
"""Written into the page: a request of its own costs more on a weak link than half a kilobyte."""

BOTTOM_USUAL = 4
BOTTOM_MOST = 5
"""Places that a thumb tells apart at 360 px; who holds several roles finds the rest in the menu behind his name."""

ROLE_NAMES: dict[Role, Callable[[], str]] = {
    Role.PESERTA: lambda: _("Peserta"),
    Role.SISWA: lambda: _("Siswa"),
    Role.PENDAMPING: lambda: _("Guru pendamping"),
    Role.PELATIH: lambda: _("Pelatih"),
    Role.PENYUSUN: lambda: _("Penyusun modul"),
    Role.PENGELOLA: lambda: _("Pengelola"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a menu, shown to whoever holds the permission."""

    label: Callable[[], str]
    endpoint: str
    icon: str
    permission: Can
    is_bottom: bool = False
    """Also in the bar of four on phones."""
    section: str = ""
    """Blueprints or paths ("/orang") under which it counts as the present place; empty: the endpoint's blueprint."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as a page draws it."""

    label: str
    url: str
    icon: str
    active: bool
    badge: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """A narahubung."""

    name: str
    phone: str
    about: str = ""

    @property
    def whatsapp_url(self) -> str:
        """A link that opens a chat; no text is filled in, so no personal data stands in the URL."""
        return f"https://wa.me/{self.phone.lstrip('+')}" if self.phone.startswith("+") else ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What features above `web` lend to every page; set once by `app.wiring`."""

    entries: tuple[Entry, ...]
    unread: Callable[[Actor], int]
    contacts: Callable[[Actor | None], tuple[Contact, ...]]


Places = tuple[Place, ...]


def _menus(person: Actor | None, entries: tuple[Entry, ...]) -> tuple[Places, Places]:
    """(the menu, the bar at the bottom of phones)."""
    if person is None:
        return (), ()
    found = [
        (
            entry.is_bottom,
            Place(
                entry.label(),
                address(entry.endpoint),
                entry.icon,
                _is_here(entry.section or entry.endpoint.partition(".")[0]),
            ),
        )
        for entry in entries
        if person.may(entry.permission)
    ]
    spare = BOTTOM_USUAL - sum(is_bottom for is_bottom, _place in found)
    kept = [place for is_bottom, place in found if not is_bottom][: max(spare, 0)]
    bottom = [place for is_bottom, place in found if is_bottom or place in kept]
    if len(bottom) > BOTTOM_MOST:
        bottom = [*bottom[: BOTTOM_MOST - 1], bottom[-1]]
    return tuple(place for _is_bottom, place in found), tuple(bottom)


def address(endpoint: str, **values: Any) -> str:
    """`url_for` of templates; an address depends on its parts and on the path under which the site lies, and is made once."""
    if endpoint.startswith(".") or not has_request_context():
        return url_for(endpoint, **values)
    return _made_address(request.script_root, endpoint, **values)


@lru_cache(2048, typed=True)
def _made_address(_root: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def _is_here(section: str) -> bool:
    return any(
        request.path == one or request.path.startswith(f"{one}/") if one.startswith("/") else request.blueprint == one
        for one in section.split()
    )


def _acting_as(person: Actor | None) -> str:
    """In which role the page acts, said only to those who hold several."""
    if person is None or len(person.roles) < 2 or request.endpoint is None:  # noqa: PLR2004 -- with one role there is nothing to tell apart
        return ""
    door = door_of(current_app.view_functions[request.endpoint])
    needed = [
        permission for permission in (door.permissions if door else ()) if permission not in {Can.PUBLIC, Can.SELF}
    ]
    for role in Role:
        if role in person.roles and any(reach(role, permission) for permission in needed):
            return ROLE_NAMES[role]()
    return ""


def init(app: Flask, surroundings: Callable[[], Surroundings]) -> None:
    """Give templates their globals, filters and per-request values."""

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        person = actor_or_none()
        around = surroundings()
        contacts = around.contacts(person)
        menu, bottom_menu = _menus(person, around.entries)
        return {
            "actor": person,
            "can": (lambda name: person.may(Can(name))) if person else (lambda name: Can(name) is Can.PUBLIC),
            "acting_as": _acting_as(person),
            "menu": menu,
            "bottom_menu": bottom_menu,
            "narahubung": contacts[0] if contacts else None,
            "contacts": contacts,
            "unread_count": around.unread(person) if person and not person.gate else 0,
            "now": clock.now(),
            "language": i18n.language(),
            "bahasa_naskah": "" if i18n.speaks_source() else Markup(' lang="id"'),
            templates.IS_SOURCE: i18n.speaks_source(),
        }

    app.jinja_env.globals.update(
        url_for=address,
        static_url=lambda path: assets.url(app, path),
        favicon=f"data:image/svg+xml,{quote(FAVICON.read_text(encoding='utf-8'))}",
        demo_mode=app.config["SURAU_DEMO"],
        ROLE_NAMES=ROLE_NAMES,
    )
    app.jinja_env.filters.update(
        tanggal=lambda value: i18n.day_long(value) if value else "",
        tanggal_pendek=lambda value: i18n.day(value) if value else "",
        waktu=lambda value: i18n.moment(value) if value else "",
        relatif=_relative,
        materi=_course_text,
        nilai=i18n.amount,
        angka=i18n.number,
        ukuran=i18n.size,
        utuh=i18n.unbroken,
        iso=lambda value: value.isoformat() if isinstance(value, date | datetime) else "",
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _course_text(html: str) -> Markup:
    """What a training or a learner wrote is Indonesian, whatever the page speaks; a screen reader is told so."""
    return Markup(html if i18n.speaks_source() else f'<div lang="id">{html}</div>')  # noqa: S704 -- made safe when it was loaded


def _relative(value: datetime | None) -> str:
    return i18n.relative(value, clock.now()) if value else ""
