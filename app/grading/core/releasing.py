"""How long a release of grades may be undone, so that nothing is built on grades before they stand."""

from __future__ import annotations

from datetime import datetime, timedelta

UNDO = timedelta(days=1)
"""A release that nobody has opened may be taken back for this long."""
SETTLING = timedelta(minutes=5)
"""Longer than a taking back lasts that began in its last moment, with clocks that differ a little."""


def may_be_undone(released_at: datetime, now: datetime) -> bool:
    """Whether the day is not over in which a grade that its author has not opened may be taken back."""
    return now < released_at + UNDO


def stands_from(released_at: datetime) -> datetime:
    """From when on a grade that its author does not open stands."""
    return released_at + UNDO + SETTLING
