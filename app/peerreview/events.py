"""What peer review tells the features above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReviewsAllocated:
    """These reviewers have new works to read: the batch at the deadline, or one given later."""

    round_id: int
    reviewer_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """A reviewer has works that he has not sent; one event for all of them, `task_id` is the first.

    `number` is 2 at 48 and 3 at 96 hours; the first word is ReviewsAllocated.
    """

    task_id: int
    reviewer_id: int
    at: datetime
    number: int = 2
    task_ids: tuple[int, ...] = ()
    by_trainer: bool = False


@dataclass(frozen=True, slots=True)
class ReviewDatesMoved:
    """These reviewers hold works whose time was moved: by a new date of the round, or by an extension of their own."""

    round_id: int
    reviewer_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewSent:
    """A review was sent and is frozen. Its author (of the work) sees it after the review deadline."""

    review_id: int
    submission_id: int
    author_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewRated:
    """An author said how useful a review of his work was; that counts in the reviewer's mark."""

    review_id: int
    round_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewsOpened:
    """The review deadline passed: authors see their comments and may send a next version until `until`."""

    round_id: int
    author_ids: tuple[int, ...]
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionMoved:
    """The authors who may send a next version have another date for it."""

    round_id: int
    author_ids: tuple[int, ...]
    until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """The round ended; what lacks reviews stands in the trainer's queue."""

    round_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HardStopSeen:
    """A reviewer marked a breach (`kind` as in curriculum.core.work.HardStop); the pelatih decides."""

    submission_id: int
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WorkNeedsTrainer:
    """A work entered the trainer's queue; `reason` is a `models.QueueReason`."""

    submission_id: int
    round_id: int
    reason: str
    at: datetime
