"""What tests of accounts share."""

from __future__ import annotations

import pytest

from app.kernel import events
from tests.factories import people


@pytest.fixture
def heard():
    """Collects events of a kind while the test runs."""
    taken = []

    def listen(kind):
        found = []
        handler = found.append
        taken.append((kind, handler))
        events.subscribe(kind, handler)
        return found

    yield listen
    for kind, handler in taken:
        events._handlers[kind].remove(handler)


@pytest.fixture
def north(app):
    """An office with a madrasah below it and a sister in the south."""
    return people.unit_named("Kankemenag Uji Utara")
