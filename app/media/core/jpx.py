"""A JPEG 2000 as it lies inside a PDF, without what a camera wrote beside its pixels (ISO/IEC 15444-1, annexes A and I)."""

from __future__ import annotations

_CODESTREAM, _START = b"jp2c", b"\xff\x4f"
_ABOUT = frozenset({b"uuid", b"xml ", b"uinf", b"jp2i", b"asoc", b"lbl ", b"free", b"skip"})
"""EXIF, XMP and IPTC (`uuid`, `xml `), addresses, who owns it, labels, and leftovers."""
_COMMENT, _TILE = 0xFF64, 0xFF90


def bare(content: bytes) -> bytes:
    """The same picture, byte for byte as long: boxes about it become empty `free` boxes, comments are overwritten.

    What is neither boxes nor a codestream comes back as it is. Time is linear in the content.
    """
    made = bytearray(content)
    if content[:2] == _START:
        _without_comments(made, 0, len(made))
        return bytes(made)
    at = 0
    while at + 8 <= len(content):
        size, kind, body = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        end = min(at + size, len(content)) if size else len(content)
        if end < body:
            break
        if kind in _ABOUT:
            made[at + 4 : at + 8] = b"free"
            made[body:end] = bytes(end - body)
        elif kind == _CODESTREAM:
            _without_comments(made, body, end)
        at = end
    return bytes(made)


def _without_comments(made: bytearray, start: int, end: int) -> None:
    """Overwrite the comments of the main header, which ends at the first tile."""
    at = start + 2
    while at + 6 <= end:
        marker, length = int.from_bytes(made[at : at + 2], "big"), int.from_bytes(made[at + 2 : at + 4], "big")
        behind = at + 2 + length
        if marker == _TILE or length < 2 or behind > end:  # noqa: PLR2004 -- the length counts itself
            return
        if marker == _COMMENT:
            made[at + 6 : behind] = b" " * (behind - at - 6)
        at = behind
