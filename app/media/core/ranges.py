"""Which bytes of a file a browser asks for (RFC 9110, chapter 14): one range, or the whole."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class NotSatisfiable(ValueError):
    """The range begins behind the end of the file (416)."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """Half-open (start, end) of the asked bytes; None when the whole file is to be sent.

    A header that is malformed or asks for several ranges is ignored, as the RFC allows. Raises NotSatisfiable.
    """
    found = _RANGE.match(header.strip().lower()) if header and len(header) < 100 else None  # noqa: PLR2004 -- one range is short; more digits are no file of ours
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        length = int(last)
        if length == 0 or size == 0:
            raise NotSatisfiable
        return max(0, size - length), size
    start = int(first)
    if start >= size:
        raise NotSatisfiable
    end = min(size, int(last) + 1) if last else size
    return None if end <= start else (start, end)
