"""What a desk is made of: works, the tasks they were sent for, classes; and what each of them counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from app.curriculum.core.work import Grading, TaskForm
from app.grading.core.waiting import Wait
from app.grading.models import Source


@dataclass(frozen=True, slots=True)
class DeskWork:
    """A sent work as a line of the desk."""

    submission_id: int
    enrolment_id: int
    pseudonym: int
    version_id: int
    number: int
    sent_at: datetime
    days_late: int
    words: int
    revision_required: bool
    grade: float | None
    source: Source | None
    lo90: float | None
    hi90: float | None
    released_at: datetime | None
    seen_at: datetime | None
    appealed_at: datetime | None
    graded_version_id: int | None
    reviews: int
    waits: tuple[Wait, ...]
    is_provisional: bool

    @property
    def is_held(self) -> bool:
        """A grade stands and its author does not see it yet."""
        return self.grade is not None and self.released_at is None

    @property
    def is_ready(self) -> bool:
        """Held, and nothing asks for the pelatih's eye: may be released unread. Never a work that must be revised."""
        return self.is_held and not self.waits and not self.is_provisional and not self.revision_required


@dataclass(frozen=True, slots=True)
class Release:
    """Grades that went out together."""

    at: datetime
    count: int
    unopened: tuple[int, ...]
    """Enrolments of those that their authors have not opened yet: they may be taken back, within a day."""


@dataclass(frozen=True, slots=True)
class DeskTask:
    """A task of a class with its works, the most urgent first."""

    id: int
    cohort_id: int
    title: str
    form: TaskForm
    grading: Grading
    due_at: datetime
    review_due_at: datetime | None
    round_id: int | None
    minutes: int
    """Estimated minutes for reading one work."""
    learners: int
    works: tuple[DeskWork, ...]

    @property
    def to_read(self) -> tuple[DeskWork, ...]:
        """What waits for the pelatih, in the order of the queue."""
        return tuple(one for one in self.works if one.waits)

    @property
    def held(self) -> tuple[DeskWork, ...]:
        """Grades that may be released."""
        return tuple(one for one in self.works if one.is_held)

    @property
    def ready(self) -> tuple[DeskWork, ...]:
        """Held grades that need no reading."""
        return tuple(one for one in self.works if one.is_ready)

    @property
    def ready_by_trainer(self) -> int:
        """How many of those that are ready the pelatih graded himself."""
        return sum(one.source is Source.PELATIH for one in self.ready)

    @property
    def releases(self) -> tuple[Release, ...]:
        """What went out, the latest first."""
        found: dict[datetime, list[DeskWork]] = defaultdict(list)
        for one in self.works:
            if one.released_at is not None:
                found[one.released_at].append(one)
        return tuple(
            Release(at, len(found[at]), tuple(one.enrolment_id for one in found[at] if one.seen_at is None))
            for at in sorted(found, reverse=True)
        )

    @property
    def graded(self) -> tuple[DeskWork, ...]:
        """Works that have a grade and wait for nothing."""
        return tuple(one for one in self.works if one.grade is not None and not one.waits)

    @property
    def missing(self) -> int:
        """Learners of whom no work has arrived."""
        return max(0, self.learners - len(self.works))

    @property
    def minutes_left(self) -> int:
        """Estimated minutes for everything that waits."""
        return self.minutes * len(self.to_read)


@dataclass(frozen=True, slots=True)
class DeskClass:
    """A class of the pelatih with its tasks by deadline."""

    id: int
    name: str
    title: str
    tasks: tuple[DeskTask, ...]

    @property
    def to_read(self) -> int:
        """Works that wait."""
        return sum(len(task.to_read) for task in self.tasks)

    @property
    def works(self) -> int:
        """Works that arrived."""
        return sum(len(task.works) for task in self.tasks)

    @property
    def held(self) -> int:
        """Grades that could be released."""
        return sum(len(task.held) for task in self.tasks)

    @property
    def minutes_left(self) -> int:
        """Estimated minutes for everything that waits."""
        return sum(task.minutes_left for task in self.tasks)

    def task(self, assignment_id: int | None) -> DeskTask | None:
        """The task that was asked for, else the first in which something waits, else the first."""
        asked = next((task for task in self.tasks if task.id == assignment_id), None)
        if asked is not None or assignment_id is not None:
            return asked
        return next((task for task in self.tasks if task.to_read), self.tasks[0] if self.tasks else None)
