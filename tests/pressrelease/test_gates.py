"""What is looked for first, for speed, never hides what the pattern behind it would find."""

import pytest

from app.pressrelease.children import HARD_WORDS, HARDSHIP
from app.pressrelease.ethics import CHAIN, HATE, RUMOUR, TRIGGERS
from app.pressrelease.impact import GAIN, GAIN_WORDS
from app.pressrelease.quotes import COURTESY, EMPTY
from app.pressrelease.reading import Reading
from app.pressrelease.values import Context
from tests.pressrelease.judged import paths, release_at

PHRASES = (
    """
kami sangat senang|diucapkan terima kasih|sangat mendukung|buah dari kerja keras|terjalinnya silaturahmi|mari kita jaga persatuan
sangat luar biasa bagi kami|kami ucapkan selamat kepada|momentum untuk terus memperkuat|apresiasi yang setinggi-tingginya
dari 61 menjadi 38|dulu lama, kini cepat|bebas biaya|jam layanan|loket dibuka|selesai dalam 2|naik menjadi 5|dalam dua jam
warga tinggal mengisi|dapat digunakan oleh|membagikan 20 paket kepada|sepakat kuota dibatasi|siswa kini langsung
hemat waktu|cukup membawa KTP|cara mendaftar|lansia diantar|tidak lagi perlu antre|semula sulit sekarang mudah
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize(("pattern", "words"), [(EMPTY, COURTESY), (GAIN, GAIN_WORDS)], ids=["basa-basi", "manfaat"])
def test_a_gate_lets_every_phrase_of_its_pattern_through(pattern, words):
    found = [phrase for phrase in PHRASES if pattern.search(phrase)]
    assert len(found) > 8
    assert [phrase for phrase in found if words.isdisjoint(phrase.replace(",", "").split())] == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [(EMPTY, COURTESY), (GAIN, GAIN_WORDS), (CHAIN, TRIGGERS), (RUMOUR, TRIGGERS), (HATE, TRIGGERS)],
    ids=["basa-basi", "manfaat", "berantai", "kabar", "ujaran"],
)
def test_a_gate_hides_nothing_in_the_judged_releases(sentences, pattern, words):
    assert [text for text, known in sentences if pattern.search(text) and words.isdisjoint(known)] == []


def test_words_of_hardship_stand_in_all_their_phrases(sentences):
    hard = [text for text, _ in sentences if HARDSHIP.search(text)]
    assert hard
    assert all(any(word in text.lower() for word in HARD_WORDS) for text in hard)


@pytest.fixture(scope="module")
def sentences():
    readings = [Reading(release_at(path), Context()) for path in paths()]
    return [
        (item_reading.text(item.span), item.vocabulary) for item_reading in readings for item in item_reading.sentences
    ]
