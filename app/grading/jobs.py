"""The worker's part of grading: the numbers of a round, from its reviews to held grades (numpy)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.grading.core.points import HIGHEST, mean_levels
from app.grading.core.quality import Sent, quality
from app.grading.core.why import explained, gave
from app.grading.queries.round import RoundFacts, facts_of, rounds_before
from app.grading.services.computing import Mark, set_quality
from app.grading.services.grades import set_computed
from app.kernel.db import db
from app.kernel.queue import Effect
from app.peerreview.core.aggregation import (
    CalibrationReview,
    Result,
    Review,
    Reviewer,
    Rubric,
    TrainerGrade,
    aggregate,
)


def compute(payload: Mapping[str, Any], now: datetime) -> Effect | None:
    """Aggregate a round and keep each grade (held) and each mark of quality; done twice it changes nothing more."""
    facts = facts_of(int(payload["round"]))
    before = [facts_of(round_id) for round_id in rounds_before(facts.round_id)]
    db.session.rollback()
    if not any(facts.reviews.values()):
        return None
    result = aggregated(facts, known_from(before))
    parts = explained(
        {
            submission_id: [(one.reviewer_id, gave(one.levels, facts.weights, HIGHEST)) for one in reviews]
            for submission_id, reviews in facts.reviews.items()
        },
        result,
    )
    marks = qualities(facts)

    def keep() -> None:
        for grade in result.grades:
            submission_id = int(str(grade.submission))
            reviews = facts.reviews.get(submission_id, [])
            if not reviews:
                continue
            set_computed(
                submission_id,
                version_id=reviews[-1].version_id,
                levels=mean_levels([one.levels for one in reviews], list(facts.weights)),
                raw=grade.grade,
                lo90=grade.lo90,
                hi90=grade.hi90,
                reviews=grade.n_reviews,
                why=asdict(parts[grade.submission]),
                check_rank=parts[grade.submission].rank,
                now=now,
            )
        set_quality(facts.round_id, facts.cohort_id, marks, now)

    return keep


def known_from(rounds: Iterable[RoundFacts]) -> tuple[Reviewer, ...]:
    """What the earlier rounds of a class say of its reviewers, each read with what the ones before it said.

    Computed anew instead of kept, so that a late review or a grade of the pelatih in an earlier round counts too.
    """
    known: tuple[Reviewer, ...] = ()
    for facts in rounds:
        if any(facts.reviews.values()):
            known = aggregated(facts, known).reviewers
    return known


def aggregated(facts: RoundFacts, known: Sequence[Reviewer] = ()) -> Result:
    """The round's grades; works that the pelatih graded in the version that peers read anchor the leniency.

    Practice texts count by everyone's first try: later ones know the reasons already. `known` are the reviewers as
    earlier rounds show them: over four rounds grades come 2 to 4 % nearer to the truth (tests/peerreview/REPORT.md).
    """
    criteria = list(facts.weights)

    def row(levels: Mapping[str, float]) -> tuple[float | None, ...]:
        return tuple(levels.get(one) for one in criteria)

    return aggregate(
        [
            Review(submission_id, one.reviewer_id, row(one.levels))
            for submission_id, reviews in facts.reviews.items()
            for one in reviews
        ],
        dict(facts.authors.items()),
        Rubric(tuple(facts.weights.values()), HIGHEST),
        trainer=[
            TrainerGrade(submission_id, row(levels))
            for submission_id, (version_id, levels) in facts.trainer.items()
            if _was_read(facts, submission_id, version_id)
        ],
        calibration=[
            CalibrationReview(one.text_id, one.user_id, row(one.first)) for one in facts.practice if one.text_id in facts.truth
        ],
        calibration_truth={text_id: row(levels) for text_id, levels in facts.truth.items()},
        reviewer_priors=known,
    )


def qualities(facts: RoundFacts) -> list[Mark]:
    """Mutu telaah of everyone who sent a review."""
    sent: dict[int, list[Sent]] = {}
    for submission_id, reviews in facts.reviews.items():
        graded = facts.trainer.get(submission_id)
        for one in reviews:
            trainer = graded[1] if graded is not None and graded[0] == one.version_id else None
            others = [other.levels for other in reviews if other is not one]
            sent.setdefault(one.reviewer_id, []).append(Sent(one.levels, trainer, others, one.usefulness))
    practice: dict[int, list[tuple[Mapping[str, float], Mapping[str, float]]]] = {}
    for text in facts.practice:
        if text.text_id in facts.truth:
            practice.setdefault(text.user_id, []).append((text.counted, facts.truth[text.text_id]))
    found = []
    for user_id, mine in sorted(sent.items()):
        judged = quality(mine, practice.get(user_id, []), k=facts.k)
        if judged is not None:
            found.append(Mark(user_id, judged.mark, judged.parts))
    return found


def _was_read(facts: RoundFacts, submission_id: int, version_id: int) -> bool:
    return any(one.version_id == version_id for one in facts.reviews.get(submission_id, []))
