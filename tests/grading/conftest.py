"""A class of four with a round of peer review, its trainer, and a counter of statements."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.factories import classes, judged, works


@dataclass
class Desk:
    """A peer-reviewed task with four sent works, each reviewed by the three others when asked for."""

    cohort: Any
    people: list
    enrolments: list
    trainer: Any
    tasks: dict
    versions: list
    round: Any

    @property
    def task(self):
        return self.tasks["siaran_pers"]

    def reviewed(self, levels=(3, 3, 3), *, is_over=True):
        """Everyone reviews everyone with these levels (one tuple, or one per work)."""
        judged.round_of(self.task, is_over=is_over)
        for place, version in enumerate(self.versions):
            row = levels[place] if isinstance(levels[0], tuple) else levels
            for other in self.people:
                if other.id != version.author_id:
                    judged.review(self.round, version, other, row)


@pytest.fixture
def desk(app) -> Desk:
    cohort = classes.cohort()
    pairs = [classes.learner(cohort) for _ in range(4)]
    tasks = works.opened(cohort)
    versions = [works.sent(person, tasks["siaran_pers"]) for person, _ in pairs]
    return Desk(
        cohort, [one for one, _ in pairs], [one for _, one in pairs], classes.trainer(cohort), tasks, versions,
        judged.round_of(tasks["siaran_pers"]),
    )
