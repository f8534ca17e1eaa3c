"""Each check by example: a sunny case and what it flags, with the words it marks and the fix it offers."""

from datetime import date

import pytest

from app.pressrelease import Context, Field, Image, Release, Status, analyse

PLAIN = Context()
LEAD = "KUA Koto Tangah di Padang membuka loket malam mulai Senin (6/10/2025) agar warga yang bekerja dapat mendaftar nikah."


def test_a_lead_that_answers_four_questions_is_green():
    assert _light("C1", lead=LEAD) is Status.GREEN


def test_a_lead_without_time_says_so():
    (head,) = _of("C1", lead="KUA Koto Tangah di Padang membuka loket malam bagi warga yang bekerja.")
    assert head.status is Status.AMBER
    assert "kapan" in head.message


@pytest.mark.parametrize(("words", "light"), [(35, "green"), (40, "amber"), (50, "red")])
def test_the_length_of_the_lead_counts(words, light):
    lead = LEAD.rstrip(".") + " dan" * (words - len(LEAD.split())) + "."
    assert _light("C1", lead=lead) == light


@pytest.mark.parametrize(
    "text",
    ["Padang, Humas — Loket dibuka.", "Ciputat (BMBPSDM)--- Loket dibuka.", "Mataram, laman.com - Loket dibuka.",
     "Jakarta [Kabar] - Loket dibuka.", "PADANG – Loket dibuka.", "Lubuk Basung (Humas) Loket dibuka."],
)  # fmt: skip
def test_a_dateline_in_the_text_is_known(text):
    assert _light("C2", body=text) is Status.GREEN


def test_a_slip_in_the_city_suggests_the_right_one():
    (head,) = _of("C2", dateline="Bukitinggi, Humas")
    assert head.fix is not None
    assert head.fix.replacement == "Bukittinggi"


def test_a_weekday_that_does_not_fit_its_date_is_flagged():
    items = _items("C2", dateline="Padang", body="Acara berlangsung Kamis (8/3/2024) di aula.")
    assert "Jumat" in items[0].message


def test_without_a_year_the_nearest_date_to_today_is_meant():
    body = "Acara berlangsung Kamis (7/3) di aula."
    assert not _items("C2", body=body)
    assert not _items("C2", Context(today=date(2024, 3, 8)), body=body)
    assert _items("C2", Context(today=date(2025, 3, 8)), body=body)


def test_a_quote_with_its_speaker_is_green():
    body = "“Loket malam membantu saya yang bekerja,” kata warga Kuranji, Rina Sari. Ia mendaftar semalam."
    assert _light("C3", body=body) is Status.GREEN


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("“Loket malam sangat membantu warga di sini.” Hujan turun. Jalan basah.", "tanpa-sumber"),
        ("“Kami sangat mengapresiasi kegiatan ini,” kata Kepala KUA, Ahmad Fauzi.", "kutipan-kosong"),
        ("“Loket malam sangat membantu warga di sini,” ujarnya.", "tanpa-jabatan"),
    ],
)
def test_a_weak_quote_is_flagged(body, kind):
    assert kind in {item.detail for item in _items("C3", body=body)}


def test_words_in_marks_of_irony_are_no_quote():
    assert "Belum ada kutipan" in _of("C3", body="Program “Jumat Berkah” berjalan.")[0].message


@pytest.mark.parametrize(
    "title",
    ["Kepala Kantor Hadiri Rapat Koordinasi", "Kakankemenag Buka Acara Pembinaan", "Kanwil Teken Nota Kesepahaman"],
)
def test_ceremony_without_benefit_is_red(title):
    assert _light("C4", title=title, body="Rombongan tiba pagi hari. Semua duduk di aula.") is Status.RED


@pytest.mark.parametrize(
    "body",
    [
        "Waktu pengurusan turun dari tiga hari menjadi 15 menit.",
        "Warga dapat mendaftar dari ponsel tanpa biaya.",
        "Bantuan diterima 120 keluarga di Sijunjung.",
    ],
)
def test_ceremony_with_benefit_is_green(body):
    assert _light("C4", title="Kanwil Gelar Rapat Layanan", body=body) is Status.GREEN


def test_opening_a_service_is_no_ceremony():
    assert _light("C4", title="KUA Buka Layanan Malam", body="Petugas berjaga bergantian.") is not Status.RED


def test_attendance_is_no_benefit():
    assert _light("C4", title="Kanwil Gelar Rapat", body="Rapat diikuti 40 guru madrasah.") is Status.RED


def test_contact_and_byline_complete_are_green():
    assert _light("C5", body="Isi.", contact="Siti Rahma, 0812-1111-2222", byline="Rahmat") is Status.GREEN


def test_an_empty_credit_and_site_furniture_are_to_go():
    items = _items("C5", body="Isi berita.\n\nEditor: -\n\nTinggalkan Balasan", contact="", byline="")
    assert {item.detail for item in items} == {"kosong", "situs"}
    assert all(item.fix is not None for item in items)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title": "Wow, Layanan KUA Ini Bikin Heboh"}, "umpan-klik"),
        ({"body": "Konon layanan itu akan ditutup."}, "tanpa-sumber"),
        ({"body": "Data pemohon 1302010101800001 sudah masuk."}, "nik"),
        ({"body": "Korban kekerasan itu siswa bernama Budi Santoso dari Solok."}, "anak"),
        ({"body": "Siswa bernama Budi (12) menjadi korban perundungan."}, "anak"),
        ({"body": "Budi (12 tahun), korban kekerasan itu, kini dirawat."}, "anak"),
    ],
)
def test_ethics_are_flagged(fields, kind):
    assert kind in {item.detail for item in _items("C6", **fields)}


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "Penerimanya, Rafiq Alhadi Contoh, siswa kelas VII-B, anak buruh tani di Jorong Contoh Hilir, hadir.",
            ["Rafiq Alhadi Contoh"],
        ),
        ("Korban perundungan itu, Nabila Azzahra (13), kembali. Guru Budi Santoso mendampingi.", ["Nabila Azzahra"]),
        ("Pelaku pencurian, Rudi Hartono (34), ditangkap. Korban kekerasan anak didampingi.", []),
        ("Siswa MAN 2 Padang, Ahmad Fauzan, menjuarai lomba robotik.", []),
    ],
)
def test_a_childs_full_name_is_flagged_in_a_case_or_hardship_only(body, names):
    assert [item.excerpt for item in _items("C6", body=body) if item.detail == "anak"] == names


def test_a_release_about_a_hoax_is_left_alone():
    release = {"title": "Pesan Bantuan Itu Hoaks", "body": "Pesan beredar di WhatsApp. Jangan sebarkan! Konon resmi."}
    assert not _items("C6", **release)


def test_key_messages_meet_by_stem():
    context = Context(key_messages=("melayani warga dengan mudah", "zakat untuk petani"))
    (head,) = _of("C7", context, body="Pelayanan bagi warga kini mudah.")
    assert head.message.startswith("1 dari 2")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Acara di laksanakan pagi.", "dilaksanakan"),
        ("Kantor itu dibawah jembatan.", "di bawah"),
        ("Guru se Sumatera Barat hadir.", "se-Sumatera"),
        ("Ia benar- benar siap.", "benar-benar"),
        ("Biaya Rp 1.000 saja.", "Rp"),
        ("Ia merubah jadwal.", "mengubah"),
        ("Hadir Ahmad Fauzi, S. Ag, dari Solok.", "S.Ag."),
        ("Program pasca pandemi berjalan.", "pascapandemi"),
        ("Ini yang ke empat.", "keempat"),
        ("Ia menerima menerima berkas.", "menerima"),
        ("Loket buka pukul 08:30 WIB.", "08.30"),
        ("Para Guru hadir.", "guru"),
        ("Hoaks bermunculanya cepat.", "bermunculannya"),
    ],
)
def test_a_slip_of_spelling_has_its_fix(wrong, right):
    assert right in {item.fix.replacement for item in _items("E1", body=wrong) if item.fix}


@pytest.mark.parametrize(
    "text",
    [
        "Warga datang di Padang dan ke kantor di pekan ini.",
        "Ia naik ke empat lantai gedung itu.",
        "Sri hadir bersama anak-anak di masjid.",
        "Kepala Kanwil Kemenag Sumbar hadir bersama Drs. H. Ahmad, M.Ag.",
        "Ia belajar di MA Negeri 1 Padang.",
        "“Kami siap,” kata Rina.",
        "Biayanya Rp1.000 pada pukul 08.30 WIB.",
    ],
)
def test_right_spelling_is_left_alone(text):
    assert not _items("E1", body=text)


def test_house_words_and_unit_names_are_held():
    context = Context(house_words=(("kankemenag", "Kantor Kemenag"),), unit_names=("MAN 1 Padang",))
    fixes = {item.fix.replacement for item in _items("E1", context, body="Di kankemenag dan man 1 padang.") if item.fix}
    assert fixes == {"Kantor Kemenag", "MAN 1 Padang"}


def test_the_title_the_keyphrase_and_the_slug_are_read():
    release = {
        "title": "Nikah Malam di KUA Kini Dibuka", "keyphrase": "nikah malam", "slug": "nikah-malam-kua", "lead": LEAD,
        "meta_description": "Loket malam KUA membantu warga yang bekerja mendaftar nikah tanpa izin kantor; cukup membawa KTP dan surat pengantar nagari.",
    }  # fmt: skip
    lights = analyse(Release(**release)).lights()
    assert {lights[rule] for rule in ("S1", "S2", "S3", "S4", "S5", "S6")} == {Status.GREEN}


def test_a_long_run_of_the_keyphrase_is_stuffing_and_a_rare_one_is_not():
    filler = "Petugas membuka loket pagi hari bagi warga sekitar kantor. " * 12
    assert _light("S7", body="Haji muda. " * 12 + filler, keyphrase="haji muda") is Status.RED
    assert _light("S7", body="Haji muda. " + filler, keyphrase="haji muda") is Status.GREEN


def test_photographs_need_their_three_texts():
    whole = Image("Warga menyerahkan berkas di loket", "Loket malam dibuka. Warga antre.", "Foto: Humas")
    assert _light("S9", images=(whole,), body="Isi.") is Status.GREEN
    assert _light("S9", images=(), body="Isi.") is Status.RED
    assert {item.detail for item in _items("S9", images=(Image("", "a", "b"),), body="Isi.")} == {"alt"}


def test_links_and_headings_come_from_html():
    html = "<h2>Cara nikah malam</h2><p>Buka <a href='/a'>klik di sini</a> untuk daftar.</p>"
    release = Release.from_html(html, title="Nikah", keyphrase="nikah malam")
    report = analyse(release)
    (span,) = report.of("S10")[0].spans
    assert release.body[span.start : span.end] == "klik di sini"
    assert report.lights()["S8"] is Status.GREEN


def test_a_check_switched_to_advice_never_counts():
    context = Context(advice_only=frozenset({"C4"}))
    assert _of("C4", context, title="Kanwil Gelar Rapat", body="Semua duduk.")[0].status is Status.ADVICE


def test_an_empty_release_is_read():
    lights = analyse(Release()).lights()
    assert lights["S1"] is Status.RED
    assert lights["C1"] is Status.RED


def test_spans_name_the_field_they_count_in():
    (head,) = _of("C2", dateline="Bukitinggi")
    assert head.spans[0].field is Field.DATELINE


def _of(rule, context=PLAIN, **fields):
    return analyse(Release(**fields), context).of(rule)


def _items(rule, context=PLAIN, **fields):
    return [finding for finding in _of(rule, context, **fields) if not finding.is_head]


def _light(rule, **fields):
    return analyse(Release(**fields)).lights()[rule]


@pytest.mark.parametrize("verb", ["tiba", "turun", "terbit", "hadir"])
def test_a_verb_without_a_prefix_answers_what(verb):
    release = Release(title="Jemaah", body=f"PADANG – Jemaah {verb} di bandara, Kamis (4/7/2024).")
    assert analyse(release).lights()["C1"] is Status.GREEN


def test_three_questions_are_listed_with_a_comma_before_the_last():
    release = Release(title="Langit", body="Langit biru sekali.")
    assert analyse(release).of("C1")[0].message.startswith("Teras belum menjawab siapa, apa, kapan, dan di mana")


@pytest.mark.parametrize(
    "speaker",
    ["Kepala MAN 1 Padang, Hendri", "Kepala KUA Kuranji, Yusran, Senin (4/3/2024)", "Kepala MTsN 6 Padang, Mulyadi"],
)
def test_the_number_of_a_school_or_a_date_fills_no_empty_quote(speaker):
    release = Release(title="Loket", body=f"PADANG – KUA buka.\n\n“Kami bangga atas kegiatan ini,” kata {speaker}.")
    assert "kutipan-kosong" in {finding.detail for finding in analyse(release).of("C3")}


def test_an_event_that_somebody_opens_is_a_ceremony_and_a_registration_is_none():
    body = "PADANG – {} dibuka oleh Kabid Penmad di aula, Senin (4/3/2024)."
    assert analyse(Release(title="Bimtek Operator", body=body.format("Bimtek operator"))).lights()["C4"] is Status.RED
    opened = Release(title="Warga Mendaftar", body=body.format("Pendaftaran lomba"))
    assert analyse(opened).lights()["C4"] is not Status.RED


def test_a_city_in_capitals_is_mended_in_capitals():
    head = analyse(Release(title="Loket", body="BUKITINGGI, KEMENAG — KUA buka.")).of("C2")[0]
    assert head.fix is not None
    assert head.fix.replacement == "BUKITTINGGI"


def test_a_missing_byline_alone_is_shown_a_byline():
    release = Release(title="Loket", body="PADANG – KUA buka.", contact="Siti Rahma, 0751-22999")
    assert "Penulis" in analyse(release).of("C5")[0].suggestion


def test_a_call_to_spread_is_marked_without_the_space_behind_it():
    release = Release(title="Loket", body="PADANG – KUA buka.\n\nSebarkan pesan ini.")
    span = next(finding for finding in analyse(release).of("C6") if finding.detail == "berantai").spans[0]
    assert release.body[span.start : span.end] == "Sebarkan"
