"""The back of the certificate: the list of materials with their JP, the results, and what the sheet is not."""

from __future__ import annotations

from typing import Final

from reportlab.pdfgen.canvas import Canvas

from app.certificates.core import Facts, show_grade
from app.certificates.ornament import INNER, draw_rule
from app.certificates.typesetting import (
    BOLD,
    GOLD,
    GOLD_TEXT,
    GREEN,
    LINE,
    MUTED,
    Run,
    draw_block,
    draw_line,
    draw_spaced,
    fit,
)

NOTE: Final = (
    "Sertifikat ini menerangkan bahwa pemegangnya menyelesaikan pelatihan. Ini bukan sertifikat kompetensi BNSP. "
    "1 JP = 45 menit. Nilai berskala 0 sampai 100."
)
_PANEL: Final = 190.0
_NO: Final = 30.0
_JP: Final = 44.0


def draw_back(canvas: Canvas, facts: Facts, width: float, height: float) -> None:
    """Draw the back on a framed sheet of the given size in points."""
    left, right, middle = INNER + 30, width - INNER - 30, width / 2
    draw_spaced(canvas, "DAFTAR MATERI", middle + 2, height - INNER - 36, 21, font=BOLD, colour=GREEN, gap=4)
    draw_rule(canvas, middle, height - INNER - 48, 190)
    top = draw_block(
        canvas, [Run(facts.course, BOLD)], x=middle, top=height - INNER - 54, room=right - left, sizes=(14, 9)
    )
    where = f"Angkatan {facts.cohort} Tahun {facts.year}  ·  Kode pelatihan {facts.course_code}"
    top = draw_block(canvas, [Run(where, colour=MUTED)], x=middle, top=top, room=right - left, sizes=(11, 7))
    bottom = INNER + 62
    _draw_table(canvas, facts, left, right - _PANEL - 28, top - 14, bottom)
    _draw_results(canvas, facts, right - _PANEL, right, top - 14)
    _draw_foot(canvas, facts, left, right)


def _draw_table(canvas: Canvas, facts: Facts, left: float, right: float, top: float, bottom: float) -> None:
    rows = len(facts.materials) + 2
    step = min(25.0, (top - bottom) / rows)
    size = min(12.0, step * 0.62)
    has_map = any(row.skkni for row in facts.materials)
    map_room = 150.0 if has_map else 0.0
    title_room = right - left - _NO - _JP - map_room - 8
    # One size for all titles: rows of different sizes look like a mistake.
    title_size = min(
        (fit([Run(row.title)], room=title_room, sizes=(size, 4), lines=1)[0] for row in facts.materials), default=size
    )

    def row(place: int, cells: tuple[str, str, str, str], font: str | None = None) -> None:
        base = top - (place + 1) * step + step * 0.32
        number, title, codes, jp = (Run(cell, font) if font else Run(cell) for cell in cells)
        draw_line(canvas, [number], left + _NO / 2, base, size, align="centre")
        draw_block(
            canvas, [title], x=left + _NO + 4, top=base + (size if font else title_size) * 1.02, room=title_room,
            sizes=(size if font else title_size, 3), align="left", leading=1.02,
        )  # fmt: skip
        draw_block(
            canvas, [codes], x=right - _JP - map_room, top=base + size * 0.85 * 1.02, room=map_room - 6,
            sizes=(size * 0.85, size * 0.5), align="left", leading=1.02,
        )  # fmt: skip
        draw_line(canvas, [jp], right - 10, base, size, align="right")

    canvas.setFillColor(GREEN)
    canvas.setFillAlpha(0.07)
    canvas.rect(left, top - step, right - left, step, stroke=0, fill=1)
    canvas.rect(left, top - rows * step, right - left, step, stroke=0, fill=1)
    canvas.setFillAlpha(1)
    row(0, ("No.", "Modul", "Peta SKKNI" if has_map else "", "JP"), BOLD)
    for place, material in enumerate(facts.materials, start=1):
        row(place, (str(place), material.title, ", ".join(material.skkni), str(material.jp)))
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(left, top - (place + 1) * step, right, top - (place + 1) * step)
    row(rows - 1, ("", "Jumlah jam pelajaran", "", str(facts.jp)), BOLD)
    canvas.setStrokeColor(GREEN)
    canvas.setLineWidth(0.9)
    for place in (0, 1, rows - 1, rows):
        canvas.line(left, top - place * step, right, top - place * step)


def _draw_results(canvas: Canvas, facts: Facts, left: float, right: float, top: float) -> None:
    draw_line(canvas, [Run("Hasil", BOLD, GREEN)], left, top - 17, 14)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.9)
    canvas.line(left, top - 25, right, top - 25)
    y = top - 44
    for label, value in _results(facts):
        draw_line(canvas, [Run(label, colour=MUTED)], left, y, 11.5)
        draw_line(canvas, [Run(value, BOLD)], right, y, 11.5, align="right")
        y -= 20
    if facts.predikat:
        draw_line(canvas, [Run("Predikat", colour=MUTED)], left, y - 6, 11.5)
        draw_block(
            canvas, [Run(facts.predikat, BOLD, GOLD_TEXT)], x=left, top=y - 10, room=right - left, sizes=(17, 9),
            align="left",
        )  # fmt: skip


def _results(facts: Facts) -> list[tuple[str, str]]:
    grades = (
        ("Tes awal", facts.pretest),
        ("Tes akhir", facts.posttest),
        ("Rata-rata tugas", facts.assignments),
    )
    shown = [(label, show_grade(grade)) for label, grade in grades if grade is not None]
    if facts.reviews_due:
        shown.append(("Telaah sejawat selesai", f"{facts.reviews_done} dari {facts.reviews_due}"))
    if facts.grade is not None:
        shown.append(("Nilai akhir", show_grade(facts.grade)))
    return shown


def _draw_foot(canvas: Canvas, facts: Facts, left: float, right: float) -> None:
    middle, bottom = (left + right) / 2, INNER + 16
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(left, bottom + 34, right, bottom + 34)
    draw_block(canvas, [Run(NOTE, colour=MUTED)], x=middle, top=bottom + 32, room=right - left, sizes=(10, 8), lines=1)
    draw_block(
        canvas,
        [Run(facts.name), Run("·", colour=MUTED), Run(f"Nomor {facts.number}"), Run("·", colour=MUTED), Run(facts.code)],
        x=middle, top=bottom + 16, room=right - left, sizes=(10, 6),
    )  # fmt: skip
