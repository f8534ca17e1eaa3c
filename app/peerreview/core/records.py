"""The values that go into and come out of the aggregation of peer reviews."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

Levels = tuple[float | None, ...]
"""One level per criterion of the rubric, in its order; None = not assessed."""


class GradeStatus(StrEnum):
    """How far a grade can be trusted without a look by the trainer."""

    OK = "ok"
    WIDE = "wide"
    UNREVIEWED = "unreviewed"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Review:
    """One sent review: a reviewer's level for every criterion of a submission."""

    submission: Hashable
    reviewer: Hashable
    levels: Levels


@dataclass(frozen=True, slots=True)
class TrainerGrade:
    """A trainer's own levels for a submission; `sd` (in levels) says how far trainers differ."""

    submission: Hashable
    levels: Levels
    sd: float = 0.25


@dataclass(frozen=True, slots=True)
class CalibrationReview:
    """A reviewer's levels for a practice text whose true levels are known."""

    item: Hashable
    reviewer: Hashable
    levels: Levels


@dataclass(frozen=True, slots=True)
class Rubric:
    """Weights of the criteria (any positive scale) and the highest level; levels end there."""

    weights: tuple[float, ...]
    max_level: int


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one submission in points 0-100 with its 90 % interval.

    `n_effective` is the number of average reviews that the used ones are worth; a work with
    no review carries the class mean with the spread of the class and status `unreviewed`.
    """

    submission: Hashable
    grade: float
    sd: float
    lo90: float
    hi90: float
    n_reviews: int
    n_effective: float
    status: GradeStatus


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What a class's reviews say about one reviewer; bias, sd and noise are in points 0-100.

    `bias` is positive for a lenient reviewer and counts from the truth as far as it is known
    (the class's own leniency included); `reliability` is 0-1, the share of the true spread in
    one review of his; `lazy_p` is the probability that he does not read what he reviews.
    """

    reviewer: Hashable
    n: int
    bias: float
    bias_sd: float
    noise_sd: float
    reliability: float
    lazy_p: float


@dataclass(frozen=True, slots=True)
class Result:
    """Grades, reviewers and what the class as a whole looks like.

    `leniency` (points, positive = the class is too kind) and `leniency_sd` come from trainer
    grades and calibration texts, 0 without them. `spot_check_next` are the works a trainer
    should read next, best first. Grades and reviewers are sorted by the repr of their ids.
    """

    grades: tuple[Grade, ...]
    reviewers: tuple[Reviewer, ...]
    leniency: float
    leniency_sd: float
    spot_check_next: tuple[Hashable, ...]
    converged: bool
    iterations: int
