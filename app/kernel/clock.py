"""The one clock. Rules never read it: entries ask it and hand the time down."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Waktu Indonesia Barat has no daylight saving, so a fixed offset is exact and needs no zone data."""


def now() -> datetime:
    """This moment, timezone-aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on a wall clock in West Sumatra."""
    return moment.astimezone(WIB)


def local_date(moment: datetime) -> date:
    """The calendar day of a moment in West Sumatra."""
    return moment.astimezone(WIB).date()


def end_of_day(day: date) -> datetime:
    """23.59.59 WIB of a day: what a deadline given as a date means."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=WIB).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """00.00 WIB of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=WIB).astimezone(UTC)
