"""What tests of operations share."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event


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
