"""Who speaks, and which texts need nobody to speak: quotes of people and of things, notices, opinions."""

import pytest

from app.pressrelease import Release, Status, analyse

SAID = '"Kunci saya simpan di bawah pot bunga," '


@pytest.mark.parametrize(
    "around",
    [
        "{quote}kata Kepala KUA Kuranji, Ahmad Fauzi.",
        "{quote}kata Sutan Mudo, takmir surau di Sicincin.",
        "Takmir Masjid Baiturrahim, Sutan Mudo, menunggu. {quote}pesannya.",
        "Seorang korban, sebut saja Mak Uniang, menangis. {quote}tuturnya.",
    ],
)
def test_a_speaker_with_what_he_is_is_enough(around):
    assert _details(around.format(quote=SAID)) == []


@pytest.mark.parametrize(
    ("around", "words"),
    [
        ("{quote}kata Rina.", "jabatannya"),
        ("Kepala kantor menegaskan hal itu. {quote}tegas dia.", "namanya"),
    ],
)
def test_a_speaker_without_name_or_office_is_told(around, words):
    told = analyse(_release(around.format(quote=SAID))).of("C3")
    assert any(item.detail == "tanpa-jabatan" and words in item.message for item in told)


def test_the_words_of_a_message_have_no_speaker():
    text = 'Pesan itu berbunyi, "Segera daftar sebelum kuota ini habis besok." Warga diminta waspada.'
    assert _details(text) == []


def test_a_quote_of_its_own_is_one_though_its_full_stop_stands_outside():
    report = analyse(_release('Ia membacakan sambutan. "Guru adalah pelita dalam kegelapan".'))
    assert report.of("C3")[0].message != "Belum ada kutipan langsung."


@pytest.mark.parametrize("title", ["Ralat: Nama Penerima Beasiswa", "Undangan Peliputan Manasik", "Pengumuman Tender"])
def test_a_notice_needs_no_quote(title):
    report = analyse(Release(title=title, lead="Padang, Humas — Kanwil meralat nama penerima beasiswa pada Kamis."))
    assert report.lights()["C3"] is Status.GREEN


def test_an_opinion_is_told_once_and_not_measured_as_news():
    text = "Pernahkah Anda melihat anak dimarahi di masjid? Penulis sering melihatnya."
    lights = analyse(Release(title="Masjid Ramah Anak", lead=text)).lights()
    assert lights["C1"] is Status.ADVICE
    assert {lights[rule] for rule in ("C2", "C3", "C4")} == {Status.GREEN}


def _release(body: str) -> Release:
    return Release(title="Masjid Buka Malam", lead="Padang, Humas — Masjid itu buka 24 jam sejak Senin.", body=body)


def _details(body: str) -> list[str]:
    return [
        item.detail for item in analyse(_release(body)).of("C3") if item.detail in ("tanpa-jabatan", "tanpa-sumber")
    ]
