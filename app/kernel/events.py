"""What a feature tells those above it: frozen dataclasses, handled at once in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Call `handler` with every event of exactly this kind; asking twice changes nothing."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def publish(event: object) -> None:
    """Hand the event to its handlers, in the order of `app.wiring`. A handler's error is the publisher's."""
    for handler in _handlers[type(event)]:
        handler(event)
