"""What features above lend to the pages of works; connected once in `app.wiring`."""

from __future__ import annotations

from collections.abc import Callable

Cover = Callable[[int, int], bool]
"""(submission id, user id) -> whether this reader may not know yet whose work it is."""


class _Lent:
    """The present loan; without one nothing is covered."""

    cover: Cover = staticmethod(lambda _submission_id, _reader_id: False)


def cover_by(cover: Cover) -> None:
    """Say who knows from whom the author of a work is hidden."""
    _Lent.cover = staticmethod(cover)


def is_covered(submission_id: int, reader_id: int) -> bool:
    """Whether somebody may not read this work with its author's name yet."""
    return _Lent.cover(submission_id, reader_id)
