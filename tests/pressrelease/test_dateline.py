"""The dateline in the many forms that offices write it, and openings that are none."""

import pytest

from app.pressrelease.dateline import dateline_at, is_place_and_day
from app.pressrelease.places import KNOWN, SHORTEST_NAME, is_known_place, is_one_slip, nearest_place
from app.pressrelease.values import Field
from app.pressrelease.wholetext import read_whole

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
        ("Painan", "Painan, Pesisir Selatan (12/08) – "),
        ("Lubuk Basung", "**Lubuk Basung (Kemenag Agam)** – "),
        ("Sawahlunto", "Kolok, Sawahlunto (MIN 2) — "),
        ("Muaro Sijunjung", "(Humas) Muaro Sijunjung. "),
        ("Pariaman", "Pariaman, (Inmas) | "),
        ("Padang", "Padang, 19/11/26 | Kontributor MAN 2 | "),
        ("Silungkang Oso", "Silungkang Oso, 12 Mei 2026 – "),
        ("Solok", "Selasa (12/5/2026), Solok, mansolok.sch.id: "),
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
        "Kemenag Agam – Kepala KUA menerima warga.",
        "Kamis, 19 November 2026 – Petugas melayani warga.",
        "Pendaftar Baru\n\nPadang – Warga datang.",
        "Cek Tarif Layanan Kota Solok: Hampir Semuanya Gratis",
        "Padang, Bukittinggi, dan Solok – Tiga kota bersama.",
    ],
)
def test_other_openings_are_no_dateline(text):
    assert dateline_at(text, 0, Field.LEAD) is None


@pytest.mark.parametrize("line", ["Painan, 8 Oktober 2026", "Lubuk Sikaping, Kamis, 8 Oktober 2026", "Padang (8/10/2026)", "Simpang Ampek, Rabu 18 November 2026"])
def test_a_town_and_a_day_on_a_line_of_their_own_are_the_dateline(line):
    read = read_whole(f"Judul yang pendek saja\n\nSIARAN PERS\n{line}\n\n{NEWS}").release()
    assert read.dateline == line
    assert read.lead == NEWS


def test_a_short_line_about_a_town_is_no_dateline():
    assert not is_place_and_day("Padang, 8 guru hadir")
    assert not is_place_and_day("Bertemu, 8 Oktober 2026")


def test_the_town_meant_is_found_wherever_in_its_name_the_slip_is():
    for name in sorted(KNOWN)[::12]:
        for typed in filter(lambda typed: len(typed) >= SHORTEST_NAME, _slips_of(name)):
            near = {right for known, right in KNOWN.items() if is_one_slip(typed, known)}
            wanted = None if is_known_place(typed) or len(near) > 1 else KNOWN[name]
            assert nearest_place(typed) == wanted, typed


def _slips_of(name):
    for place in range(len(name)):
        before, letter, after = name[:place], name[place], name[place + 1 :]
        yield from (before + after, f"{before}{letter}x{after}", f"{before}x{after}")
        if " " not in (letter, after[:1]):
            yield before + after[:1] + letter + after[1:]
