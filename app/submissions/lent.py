"""What features above lend to the pages of works; connected once in `app.wiring`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Cover = Callable[[int, int], bool]
"""(submission id, user id) -> whether this reader may not know yet whose work it is."""


WhyFixed = Callable[[int], str]
"""Submission id -> why its author's own rating stands as it is, in words; empty where he may still change it."""


ReviewUntil = Callable[[int], datetime | None]
"""Assignment id -> until when peers review its works; None where they do not."""


class _Lent:
    """The present loans; without them nothing is covered, nothing is fixed and peers review as long as they like."""

    cover: Cover = staticmethod(lambda _submission_id, _reader_id: False)
    why_fixed: WhyFixed = staticmethod(lambda _submission_id: "")
    review_until: ReviewUntil = staticmethod(lambda _assignment_id: None)


def cover_by(cover: Cover) -> None:
    """Say who knows from whom the author of a work is hidden."""
    _Lent.cover = staticmethod(cover)


def is_covered(submission_id: int, reader_id: int) -> bool:
    """Whether somebody may not read this work with its author's name yet."""
    return _Lent.cover(submission_id, reader_id)


def fixed_by(why_fixed: WhyFixed) -> None:
    """Say who knows what was issued on an author's own rating."""
    _Lent.why_fixed = staticmethod(why_fixed)


def why_fixed(submission_id: int) -> str:
    """The sentence that forbids the author to rate this work again, or nothing."""
    return _Lent.why_fixed(submission_id)


def review_by(review_until: ReviewUntil) -> None:
    """Say who knows the dates of peer review."""
    _Lent.review_until = staticmethod(review_until)


def review_until(assignment_id: int) -> datetime | None:
    """Until when peers review the works of a task: what is first sent later is read by the pelatih."""
    return _Lent.review_until(assignment_id)
