"""What releases by strangers to the rules taught: patterns of the language, here in sentences of our own."""

import pytest

from app.pressrelease import Context, Release, Status, analyse
from app.pressrelease.sentences import sentences_of

BODY = "Layanan itu gratis."
LEAD = "Padang, Humas - KUA Kuranji membuka layanan baru, Senin (5/1/2026)."


def items(body, rule, lead=LEAD, title="Layanan Baru KUA"):
    release = Release(title=title, lead=lead, body=body)
    found = [item for item in analyse(release, Context()).findings if item.rule == rule and item.detail]
    return [(item.detail, item.excerpt, item.fix.replacement if item.fix else None) for item in found]


@pytest.mark.parametrize(
    ("body", "wrong", "right"),
    [
        ("Warga dipersilahkan masuk.", "dipersilahkan", "dipersilakan"),
        ("Semua aktifitasnya dicatat.", "aktifitasnya", "aktivitasnya"),
        ("Semoga membawa manfa'at.", "manfa'at", "manfaat"),
        ("Program ini mensejahterakan petani.", "mensejahterakan", "menyejahterakan"),
        ("Ketidak hadiran saksi dicatat.", "Ketidak hadiran", "Ketidakhadiran"),
        ("Panitia jangan menunda nunda.", "menunda nunda", "menunda-nunda"),
        ("Acara bagi para murid-murid.", "para murid-murid", "para murid"),
        ("Ia meraih juara ke 2 lomba.", "ke 2", "ke-2"),
        ("Atap nya bocor.", "Atap nya", "Atapnya"),
        ("Semua sudah ada SK nya.", "SK nya", "SK-nya"),
        ("Berkas bisa di antar ke kantor.", "di antar", "diantar"),
        ("Mereka pergi kemana-mana.", "kemana-mana", "ke mana-mana"),
        ("Disitulah ia lahir.", "Disitulah", "Di situlah"),
        ("Warga menemui pak Jon.", "pak", "Pak"),
        ("Dana Rp5.000.000,- cair.", ",-", ""),
        ("Ia bertemu Dedi Wandra M.A. kemarin.", "Wandra", "Wandra,"),
        ("Hari Anti Korupsi dirayakan.", "Anti Korupsi", "Antikorupsi"),
        ("Angin menghembuskan debu.", "menghembuskan", "mengembuskan"),
        ("Dana itu akan di lipat gandakan.", "di lipat gandakan", "dilipatgandakan"),
        ("Peserta terdiri atas laki laki.", "laki laki", "laki-laki"),
        ("Ia membawa anak anaknya.", "anak anaknya", "anak-anaknya"),
        ("Uang masuk kerekening siswa.", "kerekening", "ke rekening"),
        ("Jaraknya 12 KM dari kota.", "KM", "km"),
        ("Ketua ialah Yosrizal S.pd dari Agam.", "S.pd", "S.Pd."),
        ("Mereka meneken Fakta Integritas.", "Fakta Integritas", "Pakta Integritas"),
        ("“Datanglah pagi,” Imbau Rina.", "Imbau", "imbau"),
        ("Rombongan di lepas oleh wali nagari.", "di lepas", "dilepas"),
        ("Dana itu wajib di pertanggung jawabkan.", "di pertanggung jawabkan", "dipertanggungjawabkan"),
        ("“Kami menunggu hasilnya besok pagi”. Rapat selesai.", "”.", ".”"),
        ("Raihlah mimpi-mimpi mu setinggi bintang.", "mimpi-mimpi mu", "mimpi-mimpimu"),
        ("Mereka memohon do'anya.", "do'anya", "doanya"),
        ("Ia bertemu Pendeta Yonas Malau, M.Th dan jemaat.", "M.Th", "M.Th."),
    ],
)
def test_a_slip_of_this_kind_gets_its_form(body, wrong, right):
    assert (wrong, right) in [(words, fix) for _, words, fix in items(body, "E1")]


@pytest.mark.parametrize(
    "body",
    [
        "Namanya Ramadhan Sutan Malano. Ramadhan menjelaskan biayanya.",
        "“Gak nyangka bisa juara,” kata Rafi, murid kelas XI.",
        "Nama itu tidak ada di daftar penerima. Kapalnya berada di lepas pantai.",
        "Penampakan gunung terlihat. Acara dihadiri warga. Ia mengkaji kitab.",
        "Warga menghadiri pengajian Al-Qur'an.",
        "Rumah itu disurvei dua kali. Mentawai menerima bantuan. Isinya qur'ani.",
        "Layarnya 16 : 9. Hasilnya 70 : 2 = 35 orang. Rata-rata = jumlah kata : jumlah kalimat.",
        "Jemaah berkumpul di Masjid Taqwa. Keluarnya surat itu melegakan. Para Kasi hadir.",
        "“Siapa namanya?” Pesannya singkat.",
        "Mereka duduk di kadai sampai siang. Rizki (19) menang.",
        "Programnya bernama “Satu Surau”. Warga senang.",
    ],
)
def test_nothing_is_wrong_here(body):
    assert items(body, "E1") == []


def test_a_name_stays_and_the_month_beside_it_does_not():
    found = items("Namanya Ramadhan Malano. Selama bulan Ramadhan ia mengajar.", "E1")
    assert [fix for _, _, fix in found] == ["Ramadan"]


def test_denied_courtesy_is_news():
    body = "“Kami ingat tiga hal,” kata Rina, warga. Tidak semua rencana berjalan lancar."
    assert items(body, "C3") == []


def test_a_quote_over_two_paragraphs_has_one_speaker():
    body = (
        'Ia menutup rapat.\n\n"Kartu itu yang mencemarkan nama madrasah, dan fotonya tidak.\n\n'
        '"Kalau orang tua bicara, tugas kami mendengar," kata Irwandi Lubis, Kepala Kantor Kemenag.'
    )
    assert items(body, "C3") == []


def test_what_follows_speaks_of_a_quote_only_when_it_points_back():
    quote = '"Surau itu benteng terakhir kita semua."'
    assert [kind for kind, _, _ in items(f"Surau sepi.\n\n{quote}\n\nMenurut warga, ada tiga cara.", "C3")] == [
        "tanpa-sumber"
    ]
    assert "tanpa-sumber" not in [
        kind for kind, _, _ in items(f"Surau sepi.\n\n{quote}\n\nHal itu disampaikan Buya Rais.", "C3")
    ]


def test_a_quote_goes_on_below_the_paragraph_that_was_left_open():
    body = (
        "“Kami tidak mendenda,” kata Rina, warga. “Kalau didenda, mereka malu.\n\n“Lagi pula, bukunya kembali semua.”"
    )
    assert items(body, "C3") == []


def test_a_quote_on_its_own_belongs_to_the_one_who_was_set_off_by_commas_above_it():
    about = "“Mari,” kata Rina, warga.\n\nPemeran Cindua Mato, Fauzan, baru belajar tiga bulan."
    assert items(f"{about}\n\n“Awalnya saya kira tidak boleh ikut.”", "C3") == []
    assert (
        items("“Mari,” kata Rina, warga.\n\nBagi Gilang, itu sulit.\n\n“Saya malu bertanya kepada mereka.”", "C3") == []
    )
    assert [kind for kind, _, _ in items(f"{about}\n\n“Fauzan itu murid saya sejak kecil.”", "C3")] == ["tanpa-sumber"]


@pytest.mark.parametrize(
    "body",
    [
        "“Jalannya belum selesai,” canda Rina Malini. Semua tertawa.",
        "Rina Malini memandang angka itu “tidak mungkin dicapai tahun ini.” Rapat selesai.",
    ],
)
def test_any_verb_with_a_name_behind_a_quote_and_a_sentence_around_it_tell_whose_it_is(body):
    assert "tanpa-sumber" not in [kind for kind, _, _ in items(body, "C3")]


def test_thanks_in_a_notice_of_death_are_no_empty_words():
    body = "“Ayah berpesan begitu,” kata Rina, putrinya. Keluarga mengucapkan terima kasih."
    report = analyse(Release(title="Penghulu Jamaris Tutup Usia", lead=LEAD, body=body))
    assert "kutipan-kosong" not in [item.detail for item in report.findings]


def test_small_words_have_no_capital_inside_a_title():
    report = analyse(Release(title="Kemenag Salurkan Zakat Untuk Warga Solok", lead=LEAD, body=BODY))
    assert [item.fix.replacement for item in report.findings if item.fix and item.rule == "E1"] == ["untuk"]


def test_a_unit_behind_a_comma_or_in_a_name_counts_nothing():
    lead = "MTQ resmi ditutup oleh Camat Ulakan dengan nilai 64, disusul Nagari Ulakan dengan 58 dan Nagari Manggopoh."
    assert analyse(Release(title="Tapakis Juara Umum", lead=lead, body="Hujan turun.")).lights()["C4"] == "red"


def test_a_head_without_a_name_is_not_known_by_the_names_of_others():
    body = 'Juara itu ialah murid Muhamad Ilham.\n\n"Kami akan mengulang tahun depan," ujar kepala madrasah.'
    assert [kind for kind, _, _ in items(body, "C3")] == ["tanpa-jabatan"]


@pytest.mark.parametrize("place", ["murid di kawasan Kelok Sembilan", "data Sosial dan Ekonomi Nasional. Anak yatim"])
def test_a_place_beside_a_child_is_no_childs_name(place):
    assert items(f"Korban ialah rombongan {place} didahulukan.", "C6") == []


def test_a_town_in_brackets_with_a_day_dates_the_text():
    report = analyse(Release(title="Tim Pulang", dateline="(Pariaman, 3/9)", lead="Tim robotik pulang.", body=BODY))
    assert report.lights()["C2"] == "green"


def test_a_small_letter_after_a_date_in_brackets_opens_a_sentence():
    text = "Sidak digelar Rabu (6/5/2026). sidak itu mendadak."
    assert len(sentences_of(text)) == 2


@pytest.mark.parametrize(
    ("lead", "body", "answered"),
    [
        ("KUA Kuranji membuka layanan baru kemarin.", "Layanan itu gratis.", False),
        ("KUA Kuranji membuka layanan baru, Senin pagi.", "Layanan itu gratis.", False),
        ("KUA Kuranji membuka layanan baru, Senin pagi.", "Loketnya diresmikan pada 5 Januari 2026.", True),
        ("KUA Kuranji membuka loket baru setiap Sabtu.", "Layanan itu gratis.", True),
        ("Tim MAN 2 Padang menjuarai lomba robot dalam OMI 2025.", "Tim itu berlatih lama.", False),
    ],
)
def test_a_day_answers_when_only_where_a_date_stands_in_the_text(lead, body, answered):
    report = analyse(Release(title="Layanan Baru", dateline="Padang", lead=lead, body=body))
    assert (report.lights()["C1"] is Status.GREEN) == answered


def test_a_full_date_tells_the_year_of_the_dates_beside_it():
    lead = "Padang, Humas - KUA Kuranji membuka layanan baru, Senin (5/1/2026)."
    assert [words for _, words, _ in items("Layanan berikutnya dibuka Senin (11/1).", "C2", lead=lead)] == [
        "Senin (11/1"
    ]
    assert items("Layanan berikutnya dibuka Minggu pagi (11/1).", "C2", lead=lead) == []
    assert [kind for kind, _, _ in items("Pendaftaran ditutup 31 April 2026.", "C2")] == ["tanggal"]


def test_the_same_speaker_goes_on_in_his_paragraph_until_another_is_named():
    body = "“Saya sempat ragu,” tutur Maskur, warga. Uangnya sudah habis. “Sekarang saya tenang kembali.”"
    assert items(body, "C3") == []


def test_courtesy_is_not_empty_where_the_news_follows_it():
    assert (
        items(
            "“Kami siap,” kata Rina, warga. Ia menyambut baik program itu. Kaumnya, katanya, menyiapkan tiga lahan.",
            "C3",
        )
        == []
    )
    found = items(
        "“Kami siap,” kata Rina, warga. Camat memberikan apresiasi kepada panitia karena bekerja ikhlas.", "C3"
    )
    assert [kind for kind, _, _ in found] == ["kutipan-kosong"]


def test_a_rumour_that_is_refuted_in_the_next_sentence_is_no_claim():
    assert items("Sempat beredar kabar bahwa nikah berbayar. Itu hoaks, kata Rina.", "C6") == []
    assert [kind for kind, _, _ in items("Beredar kabar bahwa nikah berbayar. Warga resah.", "C6")] == ["tanpa-sumber"]
