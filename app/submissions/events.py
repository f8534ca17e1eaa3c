"""What submissions tell the features above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AssignmentsOpened:
    """The tasks of a class stand, with their dates; peer review makes its rounds of those with `sejawat`."""

    cohort_id: int
    assignment_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkSubmitted:
    """A version was sent and is the one that counts; `number` 1 is the first."""

    version_id: int
    submission_id: int
    assignment_id: int
    author_id: int
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DeadlineExtended:
    """One author's deadline was moved; the dates of peer review move with it."""

    submission_id: int
    until: datetime
    at: datetime
    reason: str = ""
    """Why, in the words of whoever moved it; the author reads them."""


@dataclass(frozen=True, slots=True)
class ClassDeadlineMoved:
    """The deadline of writing of a whole class was moved from `before` to `due_at`."""

    assignment_id: int
    before: datetime
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class LatenessForgiven:
    """A deadline was moved later: these works are less late than they were, or not at all; grades follow."""

    assignment_id: int
    submission_ids: tuple[int, ...]
    why: str
    """A sentence for their authors."""
    actor_id: int
    """Who moved the deadline."""
    at: datetime


@dataclass(frozen=True, slots=True)
class SelfAssessed:
    """The author of a `mandiri` task rated his own work: criterion id -> level 1-4."""

    submission_id: int
    version_id: int
    levels: dict[str, int]
    at: datetime
