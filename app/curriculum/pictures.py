"""Width and height of an image, read from its first bytes, so that a page never shifts while it loads."""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

_HEAD = 512 * 1024
_MARK = b"\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers of a frame header; the three left out are tables."""
_VIEWBOX = re.compile(rb'\bviewBox\s*=\s*["\']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')
_SIDE = {
    name: re.compile(rb"<svg\b[^>]*?\s" + name + rb'\s*=\s*["\']([\d.]+)(?:px)?["\']') for name in (b"width", b"height")
}
_ACTIVE_SVG = re.compile(
    rb"<script|<foreignObject|<!ENTITY|\son\w+\s*=|javascript:|<iframe|(?:href|src)\s*=\s*[\"']\s*(?:https?:)?//",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


def size_of(path: Path) -> Size | None:
    """The size of an SVG, PNG, JPEG, GIF or WebP file; None when its first bytes do not tell. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    try:
        return _raster(head) or _vector(head)
    except struct.error:
        return None


def is_active_svg(path: Path) -> bool:
    """Whether an SVG holds scripts, handlers or addresses outside itself. Raises OSError."""
    return path.suffix.lower() == ".svg" and _ACTIVE_SVG.search(path.read_bytes()) is not None


def _raster(head: bytes) -> Size | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Size(*struct.unpack(">II", head[16:24]))
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return Size(*struct.unpack("<HH", head[6:10]))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    return _jpeg(head) if head.startswith(b"\xff\xd8") else None


def _webp(head: bytes) -> Size | None:
    if head[12:16] == b"VP8X":
        return Size(1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little"))
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    width, height = struct.unpack("<HH", head[26:30])
    return Size(width & 0x3FFF, height & 0x3FFF)


def _jpeg(head: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(head):
        if head[at : at + 1] != _MARK:
            return None
        marker = head[at + 1]
        if marker == _MARK[0]:
            at += 1
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return Size(width, height)
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None


def _vector(head: bytes) -> Size | None:
    if b"<svg" not in head:
        return None
    sides = [pattern.search(head) for pattern in _SIDE.values()]
    box = _VIEWBOX.search(head)
    try:
        if box:
            return Size(round(float(box[1])), round(float(box[2])))
        if all(sides):
            width, height = (round(float(side[1])) for side in sides if side)
            return Size(width, height)
    except ValueError:
        return None
    return None
