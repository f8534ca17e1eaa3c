"""The QR code of the verification address, as a few filled rectangles."""

from __future__ import annotations

from typing import Final

import segno
from reportlab.pdfgen.canvas import Canvas

QUIET: Final = 4
"""Modules of white around the code, ISO/IEC 18004."""


def draw_qr(canvas: Canvas, content: str, *, left: float, bottom: float, size: float) -> None:
    """Draw `content` in a white square of `size` points. A fixed mask saves trying all eight; runs in a row are merged."""
    code = segno.make_qr(content, error="m", mask=3, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    step = size / (len(rows) + 2 * QUIET)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(left, bottom, size, size, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for line, row in enumerate(rows):
        y = bottom + size - (QUIET + line + 1) * step
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                path.rect(left + (QUIET + start) * step, y, (end - start) * step, step)
            start = end + 1
    canvas.drawPath(path, stroke=0, fill=1)
