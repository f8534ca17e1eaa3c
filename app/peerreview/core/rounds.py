"""The values of a peer review round: what its clock looks at and what it decides."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(hours=48)
"""How long a late, a backfill or an opened task is kept for its reviewer (rules.md, telaah sejawat)."""


class Kind(StrEnum):
    """How a task came to its reviewer."""

    BATCH = "batch"
    LATE = "late"
    BACKFILL = "backfill"


class Standing(StrEnum):
    """Where a task stands at a moment."""

    HELD = "held"
    OFFERED = "offered"
    OPENED = "opened"
    EXPIRED = "expired"
    SENT = "sent"
    DECLINED = "declined"
    RETURNED = "returned"


class Reason(StrEnum):
    """Why a task is taken back or a work goes to the trainer."""

    EXPIRED = "expired"
    MADE_ROOM = "made_room"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    TOO_FEW = "too_few"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Settings:
    """The dates and numbers of one round; defaults as in rules.md."""

    seed: int
    write_until: datetime
    review_until: datetime
    closes_at: datetime
    k: int = 3
    hold_before: timedelta = timedelta(hours=48)
    lease: timedelta = LEASE
    reminders: tuple[timedelta, ...] = (
        timedelta(0),
        timedelta(hours=48),
        timedelta(hours=96),
    )
    extra: int = 2
    declines: int = 2

    @property
    def enough(self) -> int:
        """Reviews under which a work goes to the trainer at the end: min(k, 3)."""
        return min(self.k, 3)

    @property
    def cap(self) -> int:
        """Most reviews that a work gets and a reviewer gives: k + 2."""
        return self.k + self.extra


@dataclass(frozen=True, slots=True)
class Person:
    """A possible reviewer. `is_willing`: he asks for work now, owed or beyond what he owes.

    `review_until` is his personal review deadline (an extension moves it); `left_at` says when
    he gave up the training. A person without a work (a willing one from outside) owes nothing.
    """

    reviewer: Hashable
    unit: Hashable = None
    is_willing: bool = False
    review_until: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A sent submission, named by its author's id. `is_disputed`: see `liveness.disagree`."""

    submission: Hashable
    submitted_at: datetime
    withdrawn_at: datetime | None = None
    with_trainer_at: datetime | None = None
    is_disputed: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One review asked of one reviewer; `reminders` counts the reminder moments already served."""

    id: Hashable
    reviewer: Hashable
    submission: Hashable
    kind: Kind
    given_at: datetime
    opened_at: datetime | None = None
    sent_at: datetime | None = None
    declined_at: datetime | None = None
    returned_at: datetime | None = None
    returned_for: Reason | None = None
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """Everything that the clock needs to know of one round."""

    settings: Settings
    people: tuple[Person, ...]
    works: tuple[Work, ...]
    tasks: tuple[Task, ...] = ()
    forbidden: frozenset[tuple[Hashable, Hashable]] = frozenset()
    shared_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShareOut:
    """Run `allocation.allocate(submitters, k, ..., seed)` and make BATCH tasks of its pairs."""

    submitters: tuple[Hashable, ...]
    k: int
    seed: int


@dataclass(frozen=True, slots=True)
class Give:
    """Make a task for `reviewer`; `until` is when it returns to the pool if nothing happens."""

    reviewer: Hashable
    submission: Hashable
    kind: Kind
    until: datetime


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Return a task to the pool."""

    task: Hashable
    reason: Reason


@dataclass(frozen=True, slots=True)
class Remind:
    """Tell a reviewer once about all these tasks; set their `reminders` to `number`."""

    reviewer: Hashable
    tasks: tuple[Hashable, ...]
    number: int


@dataclass(frozen=True, slots=True)
class ToTrainer:
    """Put a work into the trainer's queue with the number of reviews that it has."""

    submission: Hashable
    reviews: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Close:
    """End the round: open tasks are void, nothing more is given."""


Action = ShareOut | Give | TakeBack | Remind | ToTrainer | Close
