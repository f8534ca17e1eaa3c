"""The certificate as a file: readable, the same every time, with nothing cut and nothing run over."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.certificates import core
from app.certificates.arabic import shape
from app.certificates.core import Material
from app.certificates.ornament import INNER
from app.certificates.pdf import HEIGHT, WIDTH, draw
from app.certificates.typesetting import BOLD, Run, fit, unprintable, width
from tests.certificates import pdftext
from tests.certificates.samples import FACTS

LONG = "Prof. Dr. H. Muḥammad Ṣāliḥ ʿAbd ar-Raḥmān al-Minangkabawī bin Syaikh Aḥmad Khaṭīb, S.Ag., M.Pd.I., Ph.D."


def test_both_pages_carry_every_fact():
    front, back = (" ".join(page.split()) for page in pdftext.words(draw(FACTS)))
    for fact in (
        FACTS.name, FACTS.number, FACTS.course, "NIP 19860926 201505 2 001", FACTS.rank, FACTS.position, FACTS.unit,
        FACTS.organiser.upper(), FACTS.partner, "Angkatan III Tahun 2026", "bauran", "2 s.d. 20 November 2026",
        "7 jam pelajaran (JP)", "Sangat Memuaskan", "92,45", "Padang, 21 November 2026", FACTS.signatory_title,
        FACTS.signatory_name, "NIP 19700101 199503 1 001", FACTS.code, "sebagai peserta",
    ):  # fmt: skip
        assert fact in front
    for fact in (
        "DAFTAR MATERI", "Judul dan teras", "Ramah mesin pencari", "M.74DKV13.006.3", "Jumlah jam pelajaran", "45,00",
        "91,50", "92,80", "3 dari 3", "bukan sertifikat kompetensi BNSP", FACTS.number, FACTS.code,
    ):  # fmt: skip
        assert fact in back


def test_facts_that_are_absent_leave_no_label():
    facts = replace(
        FACTS, identity_label="", identity_number="", rank="", position="", signatory_nip="", partner="", predikat="",
        grade=None, pretest=None, reviews_due=0,
    )  # fmt: skip
    said = "\n".join(pdftext.words(draw(facts)))
    assert "Dinyatakan lulus" in said, "who passed below every predikat, or by the closing test alone, has passed too"
    for label in ("NIP", "bekerja sama", "predikat", "Predikat", "Tes awal", "Telaah sejawat"):
        assert label not in said


def test_whatever_is_taken_for_printable_has_a_letter_in_the_faces():
    assigned = "".join(chr(point) for point in range(0x20, 0x10000) if unicodedata.category(chr(point))[0] not in "CZ")
    kept = "".join(sign for sign in assigned if not core.unprinted(sign))
    assert unprintable(kept) == ()
    for name in ("Łukasz Nguyễn, S.Sos.I.", "Nur ‘Aini – Ma’ruf", "أحمد بن عبد الله", "نُور عَيْنِي"):
        assert core.unprinted(name) == (), name
    assert core.unprinted("Rahmi 李明 李") == ("李", "明")


def test_no_word_claims_an_electronic_signature():
    said = "\n".join(pdftext.words(draw(FACTS))).casefold()
    for claim in ("bsre", "tte", "tanda tangan", "ditandatangani"):
        assert claim not in said


def test_the_same_facts_give_the_same_bytes():
    draw(replace(FACTS, name="Orang Lain"))
    assert draw(FACTS) == draw(FACTS)
    assert draw(FACTS) != draw(replace(FACTS, name="Orang Lain"))


def test_sample_is_marked_across_both_pages_and_the_real_one_is_not():
    sample = pdftext.words(draw(replace(FACTS, is_sample=True)))
    assert ["CONTOH" in page for page in sample] == [True, True]
    assert not any("CONTOH" in page for page in pdftext.words(draw(FACTS)))


def test_markup_in_a_name_is_printed_as_it_was_typed():
    name = '<b>Rahmi</b> &amp; <img src="x"/> %s {urut}'
    assert name in pdftext.words(draw(replace(FACTS, name=name)))[0]


def test_letters_of_transliterated_names_are_there():
    assert unprintable("ĀāḤḥṢṣḌḍṬṭẒẓĪīŪūʿʾ éñçşğıłø Ḫḫ ġ") == ()
    assert unprintable("Rahmi 漢😀 محمد") == ("漢", "😀")
    front = " ".join(pdftext.words(draw(replace(FACTS, name=LONG)))[0].split())
    assert LONG in front


def test_arabic_name_is_joined_and_runs_from_right_to_left():
    # محمد: mim initial, ha medial, mim medial, dal final, placed from left to right as dal, mim, ha, mim.
    assert shape("محمد") == "ﺪﻤﺤﻣ"
    # الأمين: alif alone, lam and hamza-alif as one sign, mim, ya, nun.
    assert shape("Buya الأمين 12") == "Buya \ufee6\ufef4\ufee3\ufef7\ufe8d 12"
    assert shape("محمد صالح") in pdftext.words(draw(replace(FACTS, name="محمد صالح")))[0]


@given(st.text(max_size=40))
def test_text_without_arabic_letters_is_not_touched(text):
    if not re.search(r"[\u0600-\u07ff\ufb50-\ufdff\ufe70-\ufeff]", text):
        assert shape(text) == text


@pytest.mark.parametrize("sizes, lines", [((34.0, 20.0), 2), ((12.0, 9.0), 1)])
@given(text=st.text(st.characters(codec="utf-8"), max_size=300) | st.integers(1, 90).map("kata ".__mul__))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_is_wider_or_higher_than_its_room(sizes, lines, text):
    size, broken = fit([Run(text, BOLD)], room=420, sizes=sizes, lines=lines)
    assert all(width(line, size) <= 420 + 1e-6 for line in broken)
    assert len(broken) <= lines or size * len(broken) <= sizes[1] * lines + 1e-6


@pytest.mark.parametrize("name", ["Sukarno", LONG, "W" * 80, "Wan " * 40, "محمد صالح بن عبد الله الأمين"])
@pytest.mark.parametrize("count", [1, 8, 30])
def test_nothing_leaves_the_frame(name, count):
    facts = replace(
        FACTS, name=name, course=name * 2, unit=name, position=name, organiser=name, partner=name, number=name,
        signatory_title=name, signatory_name=name, city=name, materials=(Material(name, 3, (name,)),) * count,
    )  # fmt: skip
    for page in pdftext.texts(draw(facts)):
        for line in page:
            assert INNER < line.x < line.end < WIDTH - INNER
            assert INNER < line.y < HEIGHT - INNER - line.size * 0.6
            assert line.size > 0


@pytest.mark.parametrize("name", ["Sukarno", LONG, "Wan " * 40, "محمد صالح بن عبد الله الأمين " * 5])
def test_the_text_stays_above_the_signature(name):
    facts = replace(FACTS, name=name, course=name, unit=name, position=name, mode=name)
    front = pdftext.texts(draw(facts, (_emblem("PNG"),)))[0]
    place = next(line for line in front if line.text.startswith("Padang, "))
    column = [line for line in front if line.y > place.y]
    assert column[-1].text.startswith("Dinyatakan")
    for upper, lower in pairwise(column):
        assert upper.y - lower.y >= lower.size - 0.01
    assert column[-1].y - place.y > place.size


def test_qr_holds_the_address():
    front = pdftext.pages(draw(FACTS))[0]
    code = segno.make_qr(FACTS.verification_url, error="m", mask=3, boost_error=False)
    matrix = [bytes(row) for row in code.matrix]
    square, *runs = (found for found in pdftext.rectangles(front) if found[2] <= 90)
    step = square[2] / (len(matrix) + 8)
    dark = {
        (round((square[1] + square[3] - y) / step) - 5, round((x - square[0]) / step) - 4 + module)
        for x, y, wide, _ in runs
        for module in range(round(wide / step))
    }
    assert dark == {(y, x) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}


@pytest.mark.parametrize("is_sample", [False, True])
def test_a_scanner_reads_the_address_off_the_page(is_sample, tmp_path):
    pdf = draw(replace(FACTS, is_sample=is_sample))
    if not (shutil.which("pdftoppm") and shutil.which("zbarimg")):
        # Without the tools the modules of the code are compared one by one, as above.
        test_qr_holds_the_address()
        return
    (tmp_path / "s.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "90", "-f", "1", "-l", "1", "-png", "s.pdf", "s"], cwd=tmp_path, check=True)
    picture = next(tmp_path.glob("s*.png"))
    read = subprocess.run(["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == FACTS.verification_url


def test_file_is_sound_and_every_font_is_inside(tmp_path):
    pdf = draw(replace(FACTS, name="محمد " + LONG, is_sample=True), (_emblem("PNG"), _emblem("JPEG")))
    assert pdf.count(b"/Type /FontDescriptor") == pdf.count(b"/FontFile2") >= 4
    assert b"/Helvetica" not in pdf
    start = int(re.search(rb"startxref\n(\d+)", pdf)[1])
    assert pdf[start : start + 4] == b"xref"
    for number, entry in enumerate(re.findall(rb"(\d{10}) \d{5} n", pdf[start:]), start=1):
        assert pdf[int(entry) :].startswith(b"%d 0 obj" % number)
    if shutil.which("qpdf"):
        (tmp_path / "s.pdf").write_bytes(pdf)
        checked = subprocess.run(
            ["qpdf", "--check", "s.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_other_readers_find_the_same_words(tmp_path):
    pdf = draw(FACTS)
    said = "\n".join(pdftext.words(pdf))
    if shutil.which("pdftotext"):
        (tmp_path / "s.pdf").write_bytes(pdf)
        said = subprocess.run(
            ["pdftotext", "-layout", "s.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
    for fact in (FACTS.name, FACTS.number, FACTS.code, "Sangat Memuaskan", "92,45"):
        assert fact in said


def test_file_says_what_it_is():
    pdf = draw(FACTS)
    assert b"/Lang (id-ID)" in pdf
    assert b"/Title (Sertifikat Siaran Pers Ramah Mesin Pencari - Hj. Rahmi" in pdf
    assert b"/CreationDate (D:20261121" in pdf
    assert len(pdf) < 100_000


def test_emblem_that_is_no_picture_is_refused():
    for junk in (b"", b"<svg/>", b"%PDF-1.7"):
        with pytest.raises(ValueError, match="PNG atau JPEG"):
            draw(FACTS, (junk,))
    with pytest.raises(ValueError, match="paling banyak"):
        draw(FACTS, (_emblem("PNG"),) * 5)


def _emblem(kind: str) -> bytes:
    target = BytesIO()
    Image.new("RGB", (60, 40), (11, 93, 59)).save(target, kind)
    return target.getvalue()
