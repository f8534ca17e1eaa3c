"""Turn the reviews of one assignment into grades with intervals."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType

from app.peerreview.core.records import (
    CalibrationReview,
    Grade,
    GradeStatus,
    Result,
    Review,
    Reviewer,
    Rubric,
    TrainerGrade,
)

__all__ = [
    "CalibrationReview",
    "Grade",
    "GradeStatus",
    "Result",
    "Review",
    "Reviewer",
    "Rubric",
    "TrainerGrade",
    "aggregate",
]

NOTHING: Mapping[Hashable, Sequence[float | None]] = MappingProxyType({})


def aggregate(
    reviews: Iterable[Review],
    authors: Mapping[Hashable, Hashable],
    rubric: Rubric,
    *,
    trainer: Iterable[TrainerGrade] = (),
    calibration: Iterable[CalibrationReview] = (),
    calibration_truth: Mapping[Hashable, Sequence[float | None]] = NOTHING,
    reviewer_priors: Mapping[Hashable, Reviewer] | Iterable[Reviewer] | None = None,
    shrink: bool = True,
    min_reviews: int = 2,
) -> Result:
    """Return the grades of all submissions in `authors` (submission -> author)."""
    points: dict[Hashable, list[float]] = {work: [] for work in authors}
    for review in reviews:
        point = _points(review.levels, rubric)
        if point is not None:
            points.setdefault(review.submission, []).append(point)
    own = {g.submission: (_points(g.levels, rubric), g.sd) for g in trainer}
    everything = [p for ps in points.values() for p in ps]
    mean = sum(everything) / len(everything) if everything else 50.0
    grades = []
    for work, ps in sorted(points.items(), key=lambda item: repr(item[0])):
        graded, trainer_sd = own.get(work, (None, 0.0))
        weight = len(ps) / (len(ps) + 0.3) if shrink and ps else float(bool(ps))
        grade = weight * sum(ps) / max(len(ps), 1) + (1 - weight) * mean
        sd = 100 * trainer_sd / rubric.max_level if graded is not None else 12 / max(len(ps), 0.5)
        status = GradeStatus.OK if len(ps) >= min_reviews else GradeStatus.WIDE
        if not ps:
            status = GradeStatus.UNREVIEWED
        if graded is not None:
            grade, status = graded, GradeStatus.TRAINER
        low, high = max(grade - 1.645 * sd, 0.0), min(grade + 1.645 * sd, 100.0)
        grades.append(Grade(work, grade, sd, low, high, len(ps), float(len(ps)), status))
    return Result(tuple(grades), (), 0.0, 0.0, (), converged=True, iterations=0)


def _points(levels: Sequence[float | None], rubric: Rubric) -> float | None:
    pairs = [(x, w) for x, w in zip(levels, rubric.weights, strict=True) if x is not None]
    weight = sum(w for _, w in pairs)
    return 100 * sum(x * w for x, w in pairs) / weight / rubric.max_level if weight else None
