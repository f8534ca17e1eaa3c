"""When an author may object to a grade (peer-review.md, "Unfair grade"): with a reason, within a week, once for each grade."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(days=7)
"""Counted from the moment at which the author could first see this grade."""


class Appeal(StrEnum):
    """How an objection to the present grade stands."""

    MAY = "may"
    OPEN = "open"
    ANSWERED = "answered"
    """One answer for each grade, also when the answer changed it; one that changes later may be objected to anew."""
    OVER = "over"
    NONE = "none"
    """Not released, or the author's own judgement."""


def until(released_at: datetime, graded_at: datetime) -> datetime:
    """The last moment of an objection; a grade that was changed after its release begins the week anew."""
    return max(released_at, graded_at) + WINDOW


def stands(
    *,
    released_at: datetime | None,
    graded_at: datetime | None,
    is_own: bool,
    appealed_at: datetime | None,
    answered_at: datetime | None,
    now: datetime,
) -> Appeal:
    """How it stands now. `appealed_at` is the open objection's time, `answered_at` that of the last answer."""
    if released_at is None or graded_at is None or is_own:
        return Appeal.NONE
    if appealed_at is not None:
        return Appeal.OPEN
    if answered_at is not None and answered_at >= max(released_at, graded_at):
        return Appeal.ANSWERED
    return Appeal.MAY if now <= until(released_at, graded_at) else Appeal.OVER
