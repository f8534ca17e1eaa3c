"""What releases by strangers to the rules taught: patterns of the language, here in sentences of our own."""

import pytest

from app.pressrelease import Context, Release, analyse
from app.pressrelease.sentences import sentences_of

BODY = "Layanan itu gratis."


def items(
    body, rule, lead="Padang, Humas - KUA Kuranji membuka layanan baru, Senin (5/1/2026).", title="Layanan Baru KUA"
):
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
