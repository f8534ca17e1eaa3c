"""The coach reads lessons as it reads releases: spelling and long sentences, with the line of each."""

import pytest

from app.curriculum.core.coached import coach_slips

LONG = " ".join(f"kata{number}" for number in range(31))
TWENTY_ONE = " ".join(f"kata{number}" for number in range(21))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Berkas di simpan di loket.", "disimpan"),
        ("Petugas mencatat mencatat nama.", "mencatat"),
        ("Biaya Rp 5.000 per lembar.", "Rp"),
        (f"Pagi {LONG}.", "32 kata"),
        (f"| a | b |\n|---|---|\n| Pagi {LONG}. | b |", "32 kata"),
    ],
)
def test_a_slip_of_the_writer_is_found(source, said):
    found = list(coach_slips(source))
    assert len(found) == 1
    assert said in found[0][1] + found[0][2]


@pytest.mark.parametrize(
    "source",
    [
        "::: salah\nBerkas di simpan.\n:::\n::: benar\nBerkas disimpan.\n:::",
        "```latihan\nsoal: di simpan\n```",
        "Bukan *berkas di simpan di loket*, melainkan disimpan.",
        "---\njudul: di simpan\n---\nBerkas disimpan.",
        f'Draf itu berbunyi "Pagi {LONG}".',
        f"Unsurnya: {TWENTY_ONE}; {TWENTY_ONE}.",
        'Pakai “petik” di sini dan "petik" di sana.',
    ],
)
def test_what_is_only_shown_is_left_alone(source):
    assert not list(coach_slips(source))


def test_the_line_is_the_line_of_the_slip():
    source = f"---\njudul: Contoh\n---\n\nBaik.\n\n::: salah\ndi simpan\n:::\n\n- Berkas di simpan.\n- Pagi {LONG}."
    assert [line for line, _, _ in coach_slips(source)] == [11, 12]


def test_too_many_long_sentences_are_named_once():
    source = "\n\n".join([f"Pagi {TWENTY_ONE}."] * 3 + ["Kalimat ini pendek."] * 5)
    found = list(coach_slips(source))
    assert [said for _, said, _ in found] == ["3 dari 8 kalimat lebih dari 20 kata."]
    assert not list(coach_slips(source + "\n\nKalimat ini pendek."))
