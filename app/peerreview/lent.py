"""What a feature above lends to the pages of reviews; connected once in `app.wiring`."""

from __future__ import annotations

from collections.abc import Callable

IsReleased = Callable[[int], bool]
"""Submission id -> whether its author has been shown its grade."""


class _Lent:
    """The present loan; without one nothing is released."""

    is_released: IsReleased = staticmethod(lambda _submission_id: False)


def release_by(is_released: IsReleased) -> None:
    """Say who knows which grades were released."""
    _Lent.is_released = staticmethod(is_released)


def is_released(submission_id: int) -> bool:
    """Whether the grade of a work is out: its author may read the comments then, also before the review deadline."""
    return _Lent.is_released(submission_id)
