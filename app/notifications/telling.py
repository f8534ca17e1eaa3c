"""How something is said: a bell, a mail where there is an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app

from app.notifications import services
from app.notifications.letters import letter
from app.notifications.queries import ClassFacts, Reader

Handler = Callable[[Any], None]
"""What says an event."""


def site() -> str:
    """The address of this site, without a slash at its end."""
    url: str = current_app.config["SURAU"].public_url
    return url


def mail(reader: Reader, name: str, about: ClassFacts | None, at: Any, **facts: object) -> None:  # noqa: ANN401 -- the time of any event
    """A mail to somebody who has an address: the letter of this name with these facts."""
    if not reader.email:
        return
    written = letter(name, nama=reader.name, kelas=about, situs=site(), **facts)
    services.mail(user_id=reader.id, recipient=reader.email, subject=written.subject, body=written.body, now=at)


def bells(user_ids: Iterable[int], kind: str, text: str, url: str, at: Any) -> None:  # noqa: ANN401 -- as above
    """The same bell for several people."""
    services.tell_all(user_ids, kind, text, url, at)
