"""What learning tells the features above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.curriculum.core.path import StepKind


@dataclass(frozen=True, slots=True)
class CohortOpened:
    """A class was opened; its assignments are to be made."""

    cohort_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """A person was invited; `link` is the one-time address, known only now."""

    user_id: int
    cohort_id: int
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EnrolmentAccepted:
    """A person is now in the class."""

    enrolment_id: int
    user_id: int
    cohort_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class EnrolmentEnded:
    """Somebody was let go from the class, or turned down after he had asked himself, signed in (`was_in` False)."""

    user_id: int
    cohort_id: int
    was_in: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TrainersChanged:
    """The pelatih of a class are others now; `by_id` is who chose them."""

    cohort_id: int
    named: tuple[int, ...]
    dropped: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """Somebody came by the class link and waits."""

    enrolment_id: int
    user_id: int
    cohort_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ClosingTestPassed:
    """The closing test reached the pass mark for the first time."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LessonDone:
    """A materi is finished for the first time."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StepsWaived:
    """The pelatih waived steps of one person."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class IssueChanged:
    """A class was switched to another way of issuing its certificates."""

    cohort_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CohortMoved:
    """A class stands on another version of its training, and learning's own rows have moved with it."""

    cohort_id: int
    left_id: int
    version_id: int
    ways: tuple[Mapping[int, int], ...]
    """Id of a step that was left -> id of the same step now; of the version left just now first, of earlier ones after it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class LearnerReminded:
    """The pelatih reminds somebody who is stuck: of a step of the path, or of his reviews where `kind` is None."""

    user_id: int
    cohort_id: int
    kind: StepKind | None
    module: str
    """Code of the step's module."""
    title: str
    path: str
    """Where he goes on, a path of this site."""
    at: datetime
