"""What grading tells the features above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GradesReleased:
    """These grades may be seen by their authors now."""

    cohort_id: int
    submission_ids: tuple[int, ...]
    author_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseTakenBack:
    """Released grades of these people are about to be held again; a handler's Denied keeps them released."""

    cohort_id: int
    enrolment_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class GradeOpened:
    """An author has a released grade before him for the first time: its release cannot be undone any more."""

    submission_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionRequired:
    """The pelatih asks for a new version."""

    submission_id: int
    author_id: int
    assignment_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionTakenBack:
    """The pelatih asks for no new version any more; `reason` in his words, for the author."""

    submission_id: int
    author_id: int
    assignment_id: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AppealMade:
    """An author objects to his grade; the reason stands on the desk."""

    submission_id: int
    cohort_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AppealAnswered:
    """The pelatih answered an objection; the answer stands on the author's page."""

    submission_id: int
    author_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleasedGradeChanged:
    """A grade that its author had seen was changed; the reason stands in the history."""

    submission_id: int
    author_id: int
    at: datetime
