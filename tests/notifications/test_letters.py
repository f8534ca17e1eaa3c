"""Every mail of the product, word for word, as stored in letters/."""

from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from app.notifications import letters
from app.notifications.queries import ClassFacts

STORED = Path(__file__).parent / "letters"
NAMES = sorted(path.stem for path in letters.FOLDER.glob("*.txt") if not path.stem.startswith("_"))
CLASS = ClassFacts(
    3, "Angkatan II Tahun 2026", "Siaran Pers", date(2026, 11, 2), date(2026, 11, 20), "Rina Yulia", "+6281200000000"
)
FACTS = {
    "nama": "Helmi Putra",
    "situs": "https://surau.example.go.id",
    "tautan": "https://surau.example.go.id/tautan",
    "tugas": "Siaran pers layanan nikah",
    "sampai": "20 Nov 2026, 23.59 WIB",
    "batas": "Kirim paling lambat 18 Nov 2026, 23.59 WIB.",
    "waktu": "7 Nov 2026, 14.30 WIB",
    "perangkat": "Chrome di Android",
    "peminta": "Siti Rahma",
    "alasan": "Listrik kantor padam dua hari.",
    "langkah": "kuis SP-3",
    "nomor": "00012/SP/II/Kw.03/XI/2026",
    "lama": "00009/SP/II/Kw.03/XI/2026",
    "kabar": "Verifikasi dua langkah akun Anda sudah aktif.",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_reads_as_stored(app, name):
    written = letters.letter(name, kelas=CLASS, **FACTS)
    assert f"{written.subject}\n\n{written.body}" == (STORED / f"{name}.txt").read_text()


def test_no_stored_mail_is_left_over():
    assert sorted(path.stem for path in STORED.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_says_who_helps_where_it_leads_and_whom_it_greets(app, name):
    written = letters.letter(name, kelas=CLASS, **FACTS)
    for words in ("Rina Yulia", "0812-0000-0000", FACTS["tautan"], "Helmi Putra", FACTS["situs"]):
        assert words in written.body
    assert "!" not in written.body + written.subject
    assert "\n\n\n" not in written.body
    assert max(map(len, written.subject.splitlines())) <= 90


def test_a_mail_about_no_class_names_no_contact(app):
    assert "Narahubung" not in letters.letter("sandi-diganti", kelas=None, **FACTS).body


def test_what_people_typed_is_never_a_template_and_never_a_second_header(app):
    facts = FACTS | {"nama": "{{ 7 * 7 }} {% raw %}", "tugas": "Judul\r\nBcc: semua@example.go.id"}
    written = letters.letter("wajib-revisi", kelas=CLASS, **facts)
    assert "{{ 7 * 7 }}" in written.body
    assert written.subject == "Perlu direvisi: Judul"
    assert "Bcc" in written.body


def test_a_missing_fact_is_a_defect_not_a_gap(app):
    with pytest.raises(UndefinedError):
        letters.letter("undangan", kelas=CLASS, nama="x", situs="y")
