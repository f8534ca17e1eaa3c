"""Draws a certificate, front and back, on A4 landscape: the same facts give the same bytes."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.certificates.backside import draw_back
from app.certificates.core import PASSING_ROLES, Facts, date_range, long_date, show_grade
from app.certificates.ornament import INNER, draw_frame, draw_head, draw_rule
from app.certificates.qr import draw_qr
from app.certificates.typesetting import (
    BOLD,
    GOLD_TEXT,
    GREEN,
    ITALIC,
    MUTED,
    REGULAR,
    SAMPLE,
    Block,
    Run,
    clean,
    draw_block,
    draw_line,
    draw_spaced,
    draw_stack,
)

# Streams stay binary: text encoding costs two thirds of the time and a quarter of the size.
rl_config.useA85 = 0

WIDTH, HEIGHT = landscape(A4)
MIDDLE: Final = WIDTH / 2
ROOM: Final = WIDTH - 2 * (INNER + 34)
"""Width of the text on the front in points."""
EMBLEM_HEIGHT: Final = 46.0
MOST_EMBLEMS: Final = 4


def draw(facts: Facts, emblems: tuple[bytes, ...] = ()) -> bytes:
    """The PDF of a certificate.

    `emblems` are PNG or JPEG files, shown unmodified side by side (at most four); without any, an ornament of our own
    stands in their place. Raises ValueError when one of them is no picture or there are too many.
    """
    pictures = _read_emblems(emblems)
    target = BytesIO()
    canvas = Canvas(
        target,
        pagesize=(WIDTH, HEIGHT),
        pageCompression=1,
        invariant=1,
        lang="id-ID",
        pdfVersion=(1, 7),
        initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say float
    )
    _describe(canvas, facts)
    canvas.beginForm("frame", 0, 0, WIDTH, HEIGHT)
    draw_frame(canvas, WIDTH, HEIGHT)
    canvas.endForm()
    for page in (_draw_front, _draw_back):
        canvas.doForm("frame")
        page(canvas, facts, pictures)
        if facts.is_sample:
            _mark_as_sample(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _read_emblems(emblems: tuple[bytes, ...]) -> list[ImageReader]:
    if len(emblems) > MOST_EMBLEMS:
        raise ValueError(f"Sertifikat memuat paling banyak {MOST_EMBLEMS} lambang.")
    try:
        return [ImageReader(BytesIO(emblem)) for emblem in emblems]
    except Exception as error:  # reportlab passes on whatever the picture library raised
        raise ValueError("Berkas lambang tidak dapat dibaca. Unggah gambar PNG atau JPEG.") from error


def _describe(canvas: Canvas, facts: Facts) -> None:
    canvas.setTitle(f"Sertifikat {clean(facts.course)} - {clean(facts.name)}")
    canvas.setAuthor(clean(facts.organiser))
    canvas.setSubject(f"Sertifikat nomor {clean(facts.number)}, {facts.jp} JP")
    canvas.setKeywords(f"sertifikat, pelatihan, {clean(facts.course_code)}")
    canvas.setCreator("Surau")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _date_file(canvas, facts.issued_on)


def _date_file(canvas: Canvas, day: date) -> None:
    """The day of issue as the file's date; reportlab's invariant mode would say 1 January 2000 and has no setting."""
    stamp = canvas._doc._timeStamp  # type: ignore[attr-defined]  # noqa: SLF001  # no public way
    stamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)


def _draw_front(canvas: Canvas, facts: Facts, emblems: list[ImageReader]) -> None:
    top = _draw_letterhead(canvas, facts, emblems)
    draw_spaced(canvas, "SERTIFIKAT", MIDDLE + 4, top - 46, 43, font=BOLD, colour=GREEN, gap=8)
    draw_rule(canvas, MIDDLE, top - 61, 250)
    draw_stack(canvas, _body(facts), x=MIDDLE, top=top - 64, bottom=INNER + 140)
    _draw_proof(canvas, facts)
    _draw_signatory(canvas, facts)


def _body(facts: Facts) -> list[Block]:
    """Everything between the title and the signature; the name and the training are the two heights of the page."""
    identity = f"{facts.identity_label} {facts.identity_number}" if facts.identity_number else ""
    person = "  ·  ".join(part for part in (identity, facts.rank, facts.position) if part)
    return [
        Block([Run(f"Nomor {facts.number}", colour=MUTED)], ROOM, (11, 8)),
        Block([Run("diberikan kepada", ITALIC)], ROOM, (13, 12), gap=3),
        Block([Run(facts.name, BOLD)], ROOM, (34, 20), lines=2, leading=1.14, gap=2),
        Block([Run(person)], ROOM, (12, 9), leading=1.25, gap=1),
        Block([Run(facts.unit)], ROOM, (12, 9), leading=1.25),
        Block([Run(f"sebagai {facts.role.lower()} pada", ITALIC)], ROOM, (13, 9), gap=3),
        Block([Run(facts.course, BOLD, GREEN)], ROOM, (22, 14), lines=2, leading=1.16, gap=1),
        Block(_event(facts), ROOM, (12, 10), lines=3, leading=1.3, gap=2),
        Block(_result(facts), ROOM, (13.5, 9), leading=1.3, gap=2),
    ]


def _draw_letterhead(canvas: Canvas, facts: Facts, emblems: list[ImageReader]) -> float:
    top = HEIGHT - INNER - 12
    if emblems:
        _draw_emblems(canvas, emblems, top)
    else:
        draw_head(canvas, MIDDLE, top - 30)
    top = draw_block(
        canvas,
        [Run(facts.organiser.upper(), BOLD, GREEN)],
        x=MIDDLE,
        top=top - EMBLEM_HEIGHT + (-1 if emblems else 10),
        room=ROOM,
        sizes=(13, 9),
    )
    if facts.partner:
        partner = [Run("bekerja sama dengan", ITALIC, MUTED), Run(facts.partner, colour=MUTED)]
        top = draw_block(canvas, partner, x=MIDDLE, top=top, room=ROOM, sizes=(11, 8))
    return top


def _draw_emblems(canvas: Canvas, emblems: list[ImageReader], top: float) -> None:
    gap = 18.0
    widths: list[float] = []
    for emblem in emblems:
        across, high = emblem.getSize()
        widths.append(min(EMBLEM_HEIGHT * across / high, 3 * EMBLEM_HEIGHT))
    left: float = MIDDLE - (sum(widths) + gap * (len(widths) - 1)) / 2
    for emblem, wide in zip(emblems, widths, strict=True):
        canvas.drawImage(
            emblem, left, top - EMBLEM_HEIGHT, wide, EMBLEM_HEIGHT, mask="auto", preserveAspectRatio=True, anchor="c"
        )
        left += wide + gap


def _event(facts: Facts) -> list[Run]:
    place = f"Angkatan {facts.cohort} Tahun {facts.year}"
    how = f"yang diselenggarakan secara {facts.mode} pada {date_range(facts.starts_on, facts.ends_on)}"
    return [Run(f"{place}, {how}, setara {facts.jp} jam pelajaran (JP).")]


def _result(facts: Facts) -> list[Run]:
    if not facts.predikat:  # passed below every predikat, or by the closing test alone
        return [Run("Dinyatakan"), Run("lulus", BOLD)] if facts.role in PASSING_ROLES else []
    runs = [Run("Dinyatakan"), Run("lulus", BOLD), Run("dengan predikat"), Run(facts.predikat, BOLD, GOLD_TEXT)]
    return runs if facts.grade is None else [*runs, Run(f"(nilai {show_grade(facts.grade)})")]


def _draw_proof(canvas: Canvas, facts: Facts) -> None:
    size, left, bottom = 86.0, INNER + 24, INNER + 18
    draw_qr(canvas, facts.verification_url, left=left, bottom=bottom, size=size)
    x, room = left + size + 10, 196.0
    draw_line(canvas, [Run("Periksa keaslian", BOLD, GREEN)], x, bottom + 62, 11.5)
    top = draw_block(
        canvas,
        [Run("Pindai kode di samping, atau ketik kode ini di halaman Periksa keaslian:", colour=MUTED)],
        x=x, top=bottom + 58, room=room, sizes=(9.5, 8), lines=2, align="left",
    )  # fmt: skip
    top = draw_block(canvas, [Run(facts.code, BOLD)], x=x, top=top - 2, room=room, sizes=(12.5, 8), align="left")
    address = facts.verification_url.removesuffix("/").rpartition("/")[0]
    draw_block(canvas, [Run(address, colour=MUTED)], x=x, top=top - 1, room=room, sizes=(9, 6), lines=2, align="left")


def _draw_signatory(canvas: Canvas, facts: Facts) -> None:
    room, bottom = 230.0, INNER + 18
    x = WIDTH - INNER - 28 - room / 2
    top = draw_block(
        canvas, [Run(f"{facts.city}, {long_date(facts.issued_on)}")], x=x, top=bottom + 112, room=room, sizes=(11.5, 8)
    )
    draw_block(canvas, [Run(facts.signatory_title)], x=x, top=top, room=room, sizes=(11.5, 10), lines=3, leading=1.12)
    base = bottom + (13.0 if facts.signatory_nip else 3.0)
    draw_block(canvas, [Run(facts.signatory_name, BOLD)], x=x, top=base + 17, room=room, sizes=(12.5, 8), leading=1.2)
    if facts.signatory_nip:
        draw_line(canvas, [Run(f"NIP {facts.signatory_nip}", colour=MUTED)], x, bottom + 2, 10.5, align="centre")


def _draw_back(canvas: Canvas, facts: Facts, _emblems: list[ImageReader]) -> None:
    draw_back(canvas, facts, WIDTH, HEIGHT)


def _mark_as_sample(canvas: Canvas) -> None:
    """CONTOH from corner to corner, above everything, so that no crop of the text is free of it."""
    canvas.saveState()
    canvas.translate(MIDDLE, HEIGHT / 2)
    canvas.rotate(33)
    draw_spaced(canvas, "CONTOH", 0, -55, 160, font=BOLD, colour=SAMPLE, gap=14)
    canvas.restoreState()
