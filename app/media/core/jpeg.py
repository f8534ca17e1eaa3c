"""A JPEG as it lies inside a PDF, without what a camera wrote beside its pixels."""

from __future__ import annotations

import re

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ABOUT = frozenset({0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF})
"""EXIF and XMP (APP1), IPTC (APP13), comments, and what makers invent; JFIF, ICC (APP2) and Adobe (APP14) steer colours."""
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def bare(content: bytes) -> bytes:
    """The same picture without EXIF, XMP, IPTC, comments and whatever follows its end; pixels are not touched.

    A content that is no JPEG, or breaks off between its segments, comes back as it is: no reader shows such a picture.
    """
    if content[:2] != bytes((0xFF, _START)):
        return content
    pieces, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a marker may be filled up with these
            at += 1
            continue
        if marker == _END:
            pieces.append(content[at : at + 2])
            return b"".join(pieces)
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(content):
            return content
        if marker not in _ABOUT:
            pieces.append(content[at:end])
        at = end
        if marker == _SCAN:
            found = _MARKER.search(content, at)
            end = found.start() if found else len(content)
            pieces.append(content[at:end])
            at = end
    if content[at : at + 2] == bytes((0xFF, _END)) or at >= len(content):
        pieces.append(content[at : at + 2])
        return b"".join(pieces)
    return content
