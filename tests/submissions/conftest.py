"""A class with its tasks opened, one learner and its trainer."""

from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event

from app.kernel.db import db
from tests.factories import classes, works


@dataclass
class Room:
    """What most tests of writing and sending begin with."""

    cohort: Any
    learner: Any
    enrolment: Any
    trainer: Any
    tasks: dict


@pytest.fixture
def room(app) -> Room:
    cohort = classes.cohort()
    learner, enrolment = classes.learner(cohort)
    return Room(cohort, learner, enrolment, classes.trainer(cohort), works.opened(cohort))


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
