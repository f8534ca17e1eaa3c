"""The table of letter widths is that of Helvetica."""

from reportlab.pdfbase.pdfmetrics import stringWidth

from app.pressrelease.width import SIZE, WIDTH_OF, title_width


def test_every_width_is_that_of_helvetica():
    for letter, width in WIDTH_OF.items():
        assert width == round(stringWidth(letter, "Helvetica", 1000)), letter


def test_a_title_is_measured_in_pixels():
    title = "Urus Rekomendasi Umrah Kini 15 Menit"
    assert abs(title_width(title) - stringWidth(title, "Helvetica", SIZE)) <= 1
