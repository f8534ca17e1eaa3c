"""The dateline in the many forms that offices write it, and openings that are none."""

import pytest

from app.pressrelease.dateline import dateline_at
from app.pressrelease.values import Field

NEWS = "Warga Kuranji mengambil kartu nikah pagi ini."


@pytest.mark.parametrize(
    ("city", "line"),
    [
        ("Padang", "Padang, Humas — "),
        ("Padang", "Padang, 19 November 2026 (Humas). "),
        ("Padang", "Padang, Kamis, 19 November 2026 (Humas) - "),
        ("Padang", "Padang (19/11/2026) – "),
        ("Sarilamak", "Sarilamak, 17 November 2026. "),
        ("Padang", "(Padang, Humas) "),
        ("Padang", "[Padang, Humas] "),
        ("Painan", "Painan, Kemenag Pessel. "),
        ("Padang", "Padang. (Humas). "),
        ("Padang", "Padang |Humas| "),
        ("PADANG", "PADANG/HUMAS – "),
        ("Maninjau", "Humas Kemenag Agam, Maninjau – "),
        ("Pulau Punjung", "Pulau Punjung, Kemenag Dharmasraya, Selasa (17/11) - "),
        ("Sungai Limau", "Sungai Limau - "),
        ("Lubuk Basung", "Lubuk Basung ( Humas ) , "),
        ("Silaut", "Silaut, 20/11/2026. "),
    ],
)
def test_a_dateline_is_told_from_the_news(city, line):
    found = dateline_at(line + NEWS, 0, Field.LEAD)
    assert found is not None
    assert (found.city, found.end) == (city, len(line))


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "Padang, sebuah kota tua, ramai. Warga datang.",
        "Padang menjadi tuan rumah. Warga datang.",
        "Kakanwil Padang – tokoh itu – hadir.",
        "Di Padang, Kamis – petugas melayani warga.",
    ],
)
def test_other_openings_are_no_dateline(text):
    assert dateline_at(text, 0, Field.LEAD) is None
