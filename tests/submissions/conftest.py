"""A class with its tasks opened, one learner and its trainer."""

from dataclasses import dataclass
from typing import Any

import pytest

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
