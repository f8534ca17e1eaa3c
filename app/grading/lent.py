"""What a feature above lends to the pages of grades; connected once in `app.wiring`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

WhyNot = Callable[[Sequence[Collection[int]]], list[str]]
"""The enrolments of each release -> why it cannot be taken back, in words; empty where it can. One statement for all."""


class _Lent:
    """The present loan; without one nothing stands on a grade."""

    why_not: WhyNot = staticmethod(lambda releases: [""] * len(releases))


def bind_by(why_not: WhyNot) -> None:
    """Say who knows what was issued on grades."""
    _Lent.why_not = staticmethod(why_not)


def why_not_taken_back(releases: Sequence[Collection[int]]) -> list[str]:
    """For the enrolments of each release the sentence that forbids taking it back, or nothing."""
    return _Lent.why_not(releases) if releases else []
