"""Which works a trainer reads next, so that his few grades tell most of the class."""

import hashlib
from collections.abc import Hashable, Sequence

from app.peerreview.core.records import Grade, GradeStatus

TO_CHECK = 10
FEW_WORKS, LEAST_SAMPLE, FULL_SAMPLE = 60, 4, 10


def works_to_check(grades: Sequence[Grade]) -> tuple[Hashable, ...]:
    """Return up to 10 works to read next: a random sample first, then the least certain ones.

    Random means by the hash of the id: max(4, 10 %) of the works below 60 works, 10 above. It is
    never by disagreement, which would bias the leniency (peer-review.md, trainer's sample).
    """
    sample = max(LEAST_SAMPLE, len(grades) // 10) if len(grades) < FEW_WORKS else FULL_SAMPLE
    ranked = sorted(grades, key=lambda g: hashlib.sha256(repr(g.submission).encode()).digest())
    first = [g.submission for g in ranked[:sample] if g.status is not GradeStatus.TRAINER]
    rest = sorted((g for g in ranked[sample:] if g.status is not GradeStatus.TRAINER), key=lambda g: -g.sd)
    return (*first, *(g.submission for g in rest))[:TO_CHECK]
