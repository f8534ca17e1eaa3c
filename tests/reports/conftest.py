"""A counter of SQL statements."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.kernel.db import db


@pytest.fixture
def statements(app):
    """Collects the SQL statements of a block."""

    @contextmanager
    def watch():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        target = db.session.connection().engine
        event.listen(target, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(target, "before_cursor_execute", note)

    return watch
