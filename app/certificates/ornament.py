"""The frame of the certificate: a fine-line band of pucuk rebung, the bamboo shoot of Minang carving, drawn by us."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from app.certificates.typesetting import GOLD, GREEN, PAPER

BAND: Final = 17.0
"""Height of the band in points."""
OUTER: Final = 22.0
"""Distance of the outer line from the edge of the sheet."""
INNER: Final = OUTER + BAND + 9


def draw_frame(canvas: Canvas, width: float, height: float) -> None:
    """Cream paper and the frame on all four sides of a sheet of the given size in points."""
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    _box(canvas, width, height, OUTER, 1.6, GREEN)
    _box(canvas, width, height, OUTER + BAND + 3, 0.5, GREEN)
    _box(canvas, width, height, INNER, 0.8, GOLD)
    corner = BAND + 3
    for turn, length in ((0, width), (90, height), (180, width), (270, height)):
        canvas.saveState()
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turn])
        canvas.rotate(turn)
        _band(canvas, start=OUTER + corner, end=length - OUTER - corner, base=OUTER + 1.5)
        _corner(canvas, OUTER, corner)
        canvas.restoreState()


def draw_head(canvas: Canvas, x: float, y: float, *, shoots: int = 7) -> None:
    """A small row of shoots that grows toward its middle, centred at x on the base line y."""
    step = 11.0
    green, gold = canvas.beginPath(), canvas.beginPath()
    for place in range(shoots):
        rise = 9 + 4.2 * (shoots // 2 - abs(place - shoots // 2))
        _shoot(green, gold, x + (place - shoots // 2) * step, y, step * 0.94, rise)
    _ink(canvas, green, GREEN)
    _ink(canvas, gold, GOLD)
    _rule(canvas, x, y - 3, step * shoots + 30)


def draw_rule(canvas: Canvas, x: float, y: float, length: float) -> None:
    """A gold hairline with a lozenge in its middle, centred at x."""
    _rule(canvas, x - length / 4 - 4, y, length / 2 - 8)
    _rule(canvas, x + length / 4 + 4, y, length / 2 - 8)
    lozenge = canvas.beginPath()
    _polygon(lozenge, (x - 5, y), (x, y + 3.2), (x + 5, y), (x, y - 3.2))
    canvas.setFillColor(GREEN)
    canvas.drawPath(lozenge, stroke=0, fill=1)


def _rule(canvas: Canvas, x: float, y: float, length: float) -> None:
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.7)
    canvas.line(x - length / 2, y, x + length / 2, y)


def _box(canvas: Canvas, width: float, height: float, inset: float, line: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(line)
    canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset, stroke=1, fill=0)


def _band(canvas: Canvas, *, start: float, end: float, base: float) -> None:
    """Shoots that stand on the outer line, and between them the tips of gold ones that hang from the inner line."""
    count = round((end - start) / 15)
    step = (end - start) / count
    top = base + BAND
    green, gold, fine = canvas.beginPath(), canvas.beginPath(), canvas.beginPath()
    for place in range(count):
        middle = start + (place + 0.5) * step
        _shoot(green, fine, middle, base, step * 0.96, BAND * 0.88)
    for place in range(count + 1):
        edge = start + place * step
        left, right = max(edge - step * 0.26, start), min(edge + step * 0.26, end)
        _polygon(gold, (left, top), (edge, top - BAND * 0.5), (right, top))
    _ink(canvas, green, GREEN)
    _ink(canvas, gold, GOLD)
    _ink(canvas, fine, GOLD)


def _shoot(outer: PDFPathObject, heart: PDFPathObject, x: float, y: float, wide: float, high: float) -> None:
    """One shoot: a hollow triangle (its inner edge runs the other way round, so it stays open) with a heart in it."""
    half = wide / 2
    _polygon(outer, (x - half, y), (x, y + high), (x + half, y))
    _polygon(outer, (x - half * 0.62, y + 0.9), (x + half * 0.62, y + 0.9), (x, y + high * 0.76))
    _polygon(heart, (x - half * 0.34, y + 1.7), (x, y + high * 0.52), (x + half * 0.34, y + 1.7))


def _corner(canvas: Canvas, inset: float, size: float) -> None:
    """A square rosette of four leaves where two bands meet."""
    middle, reach = inset + size / 2, size / 2 - 2.5
    leaves, heart = canvas.beginPath(), canvas.beginPath()
    for across, along in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        tip = (middle + across * reach, middle + along * reach)
        side = (middle + (across + along) * reach * 0.5, middle + (along + across) * reach * 0.5)
        other = (middle + (across - along) * reach * 0.5, middle + (along - across) * reach * 0.5)
        _polygon(leaves, (middle, middle), side, tip, other)
    _polygon(heart, (middle - 3, middle), (middle, middle + 3), (middle + 3, middle), (middle, middle - 3))
    _ink(canvas, leaves, GREEN)
    _ink(canvas, heart, GOLD)


def _polygon(path: PDFPathObject, first: tuple[float, float], *rest: tuple[float, float]) -> None:
    path.moveTo(*first)
    for point in rest:
        path.lineTo(*point)
    path.close()


def _ink(canvas: Canvas, path: PDFPathObject, colour: Color) -> None:
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
