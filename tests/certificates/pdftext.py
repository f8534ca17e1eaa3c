"""Reads back what a certificate's PDF holds, in plain Python: texts with their places, and filled rectangles."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Placed:
    text: str
    x: float
    y: float
    size: float
    end: float


def pages(pdf: bytes) -> list[str]:
    """The drawing instructions of each page, in the order of the page tree."""
    objects = _objects(pdf)
    kids = next(re.search(rb"/Kids \[ (.*?) \]", head, re.DOTALL) for head, _ in objects.values() if b"/Kids" in head)
    heads = [objects[int(number)][0] for number in re.findall(rb"(\d+) 0 R", kids[1])]
    return [objects[int(re.search(rb"/Contents (\d+) 0 R", head)[1])][1].decode("latin-1") for head in heads]


def texts(pdf: bytes) -> list[list[Placed]]:
    """Every line of text of each page, as a reader's search would find it."""
    letters, widths = _fonts(_objects(pdf))
    return [
        [_place(block, letters, widths) for block in re.findall(r"BT (.*?) ET\n", page, re.DOTALL)]
        for page in pages(pdf)
    ]


def words(pdf: bytes) -> list[str]:
    """The text of each page, one line a line."""
    return ["\n".join(placed.text for placed in page) for page in texts(pdf)]


def rectangles(page: str) -> list[tuple[float, float, float, float]]:
    number = r"(-?[\d.]+)"
    return [tuple(map(float, found)) for found in re.findall(rf"{number} {number} {number} {number} re", page)]


def _objects(pdf: bytes) -> dict[int, tuple[bytes, bytes]]:
    found = {}
    for part in re.finditer(rb"(?:^|\n)(\d+) 0 obj\n(.*?)endobj", pdf, re.DOTALL):
        head, _, body = part[2].partition(b"stream\n" if b"stream\n" in part[2] else b"stream\r\n")
        is_packed = body and b"/FlateDecode" in head
        found[int(part[1])] = (head, zlib.decompressobj().decompress(body) if is_packed else body)
    return found


def _fonts(objects: dict[int, tuple[bytes, bytes]]) -> tuple[dict[str, dict[int, str]], dict[str, list[int]]]:
    letters, widths = {}, {}
    for head, _ in objects.values():
        if b"/ToUnicode" in head:
            name = re.search(rb"/Name /(\S+)", head)[1].decode()
            table = objects[int(re.search(rb"/ToUnicode (\d+)", head)[1])][1].decode()
            pairs = re.findall(r"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>\n", table.partition("beginbfchar")[2])
            letters[name] = {int(code, 16): bytes.fromhex(letter).decode("utf-16-be") for code, letter in pairs}
            widths[name] = list(map(int, re.search(rb"/Widths \[(.*?)\]", head, re.DOTALL)[1].split()))
    return letters, widths


def _place(block: str, letters: dict[str, dict[int, str]], widths: dict[str, list[int]]) -> Placed:
    x, y = map(float, re.search(r"1 0 0 1 (\S+) (\S+) Tm", block).groups())
    gap = float((re.search(r"(\S+) Tc", block) or (0, 0))[1])
    text, font, size, end = "", "", 0.0, x
    for face, points, shown in re.findall(r"/(F\S+) (\S+) Tf|\(((?:\\.|[^\\)])*)\) Tj", block, re.DOTALL):
        if face:
            font, size = face, float(points)
        else:
            codes = _bytes(shown)
            text += "".join(letters[font][code] for code in codes)
            end += sum(widths[font][code] * size / 1000 + gap for code in codes)
    return Placed(text, x, y, size, end)


def _bytes(escaped: str) -> list[int]:
    plain = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
    whole = re.sub(
        r"\\([0-7]{1,3}|.)", lambda m: chr(int(m[1], 8)) if m[1][0] in "01234567" else plain.get(m[1], m[1]), escaped,
        flags=re.DOTALL,
    )  # fmt: skip
    return [ord(sign) for sign in whole]
