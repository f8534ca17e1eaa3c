"""What tests of accounts share."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from app.kernel import events


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
def statements(app):
    """Counts the statements of a block."""

    @contextmanager
    def counting():
        found = []

        def note(_connection, _cursor, statement, _parameters, _context, _many):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                found.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting
