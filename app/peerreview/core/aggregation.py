"""Turn the reviews of one assignment into grades with intervals, against careless reviewers too.

The model stands in `beliefs`, who counts how much in `carefulness`, what trainers and practice
texts say of the class in `leniency`. In small classes an author's own reviews are left out of his
own grade, so that nobody gains by what he gives others.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from app.peerreview.core.beliefs import BIAS_SD, NOISE_SD, Beliefs
from app.peerreview.core.carefulness import CAREFUL, KINDS
from app.peerreview.core.carried import carry
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
from app.peerreview.core.rows import Array, Register
from app.peerreview.core.spot_checks import works_to_check

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
GOLD_SD = 0.1  # levels: practice texts are agreed on by several trainers
WIDE_SD = 12.5  # half a level of four: the interval then spans more than a level
WITHIN_90 = 1.645
MOST_COPIED = 30_000
"""Reviews that the copies of a small class may have in all: 80 people with k = 4. In larger classes one's own
reviews reach one's own grade by few ways, and a copy per author would take minutes."""


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
    """Return the grades of all submissions in `authors` (submission -> author), in points 0-100.

    Levels run up to `rubric.max_level` (0-4 and 1-4 alike); None is a criterion not assessed. A
    review of one's own work and one without any level are left out. A trainer's grade is final
    for its work (several are joined, each by its sd). Without any trainer grade or practice text the
    leniency is 0 and 5 points of sd are added (in quadrature) to every interval; 90 % intervals
    are +-1.645 sd, cut to 0-100. `reviewer_priors` are the reviewers of an earlier result;
    an author among them who reviews nothing this time stands in the result as he was.
    `shrink=False` leaves out the pull towards the class mean. A work with fewer than
    `min_reviews` reviews or an sd above 12.5 is `wide`. The order of the rows changes nothing.
    Raises ValueError when levels and weights differ in number, a level lies outside
    0-max_level, or the weights do not sum to more than 0.
    Source: peer-review.md (aggregation); Piech et al. 2013, arXiv 1307.2579.
    """
    register = Register(rubric, authors)
    for review in reviews:
        if review.submission not in authors or authors[review.submission] != review.reviewer:
            register.add(("work", review.submission), review.reviewer, review.levels)
    for practice in calibration:
        register.add(("text", practice.item), practice.reviewer, practice.levels)
    for own in trainer:
        register.anchor(("work", own.submission), own.levels, own.sd)
    for item, levels in calibration_truth.items():
        register.anchor(("text", item), levels, GOLD_SD)
    rows = register.rows()
    earlier = reviewer_priors.values() if isinstance(reviewer_priors, Mapping) else reviewer_priors
    priors = {prior.reviewer: prior for prior in earlier or ()}
    carried = carry(
        register.reviewers, priors, bias_sd=BIAS_SD, noise_sd=NOISE_SD, careful=float(KINDS[CAREFUL] / KINDS.sum())
    )
    beliefs = Beliefs(rows, carried, is_shrunk=shrink)
    iterations, converged = beliefs.run()
    grades = _grades(register, beliefs, min_reviews)
    # Who misses a round would else be a stranger in the next.
    missed = [priors[name] for name in set(authors.values()) & priors.keys() - set(register.reviewers)]
    return Result(
        grades,
        tuple(sorted((*_reviewers(register, beliefs), *missed), key=lambda one: repr(one.reviewer))),
        float(beliefs.scale.offset[0]),
        float(beliefs.scale.offset_sd[0]),
        works_to_check(grades),
        converged,
        iterations,
    )


def _points(beliefs: Beliefs) -> tuple[Array, Array]:
    """Means and variances of all nodes; in a small class without what a work's author says of others."""
    mean, var = beliefs.grades()
    rows = beliefs.rows
    writers = int((rows.is_work & (rows.author >= 0)).sum())
    if 0 < writers * rows.points.size <= MOST_COPIED:
        copies, there, here = rows.without_own()
        own = Beliefs(copies, beliefs.carried.times(copies.copies), is_shrunk=beliefs.is_shrunk)
        own.run()
        own_mean, own_var = own.grades()
        mean[here], var[here] = own_mean[there], own_var[there]
    return mean, var


def _grades(register: Register, beliefs: Beliefs, min_reviews: int) -> tuple[Grade, ...]:
    rows = beliefs.rows
    mean, var = _points(beliefs)
    counts = np.bincount(rows.work, minlength=rows.is_work.size)
    usual = 1 / float(beliefs.usual_noise[0] + beliefs.usual_bias[0])
    final = {
        int(i): (float(m), float(v) ** 0.5)
        for i, m, v in zip(rows.anchor_at, rows.anchor_mean, rows.anchor_var, strict=True)
    }
    grades = []
    for i, node in enumerate(register.nodes):
        if not rows.is_work[i]:
            continue
        grade, sd = min(max(float(mean[i]), 0.0), 100.0), float(var[i]) ** 0.5
        status = GradeStatus.OK if counts[i] >= min_reviews and sd <= WIDE_SD else GradeStatus.WIDE
        if counts[i] == 0:
            status = GradeStatus.UNREVIEWED
        if i in final:
            (grade, sd), status = final[i], GradeStatus.TRAINER
        low, high = max(grade - WITHIN_90 * sd, 0.0), min(grade + WITHIN_90 * sd, 100.0)
        effective = float(beliefs.information[i] / usual)
        grades.append(Grade(node[1], grade, sd, low, high, int(counts[i]), effective, status))
    return tuple(grades)


def _reviewers(register: Register, beliefs: Beliefs) -> tuple[Reviewer, ...]:
    given = np.bincount(beliefs.rows.reviewer, minlength=beliefs.rows.crew.size)
    offset, offset_sd = float(beliefs.scale.offset[0]), float(beliefs.scale.offset_sd[0])
    quality, careful = float(beliefs.quality[0]), beliefs.kinds[:, CAREFUL]
    return tuple(
        Reviewer(
            name,
            int(given[i]),
            float(beliefs.bias[i]) + offset,
            (float(beliefs.bias_var[i]) + offset_sd**2) ** 0.5,
            float(beliefs.noise[i]) ** 0.5,
            float(careful[i] * quality / (quality + beliefs.noise[i])),
            float(1 - careful[i]),
        )
        for i, name in enumerate(register.reviewers)
    )
