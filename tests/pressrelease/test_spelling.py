"""E1 and R7 on single sentences: each slip with the one replacement that mends it, and its neighbours left alone."""

import pytest

from app.pressrelease import Release, analyse


@pytest.mark.parametrize(
    ("body", "marked", "right"),
    [
        ("Biaya RP. 5.000.000 disetor.", "RP. ", "Rp"),
        ("Setoran rp 25 juta.", "rp ", "Rp"),
        ("Total Rp  5.000 terkumpul.", "Rp  ", "Rp"),
        ("Ia tiba pada bulan maret.", "maret", "Maret"),
        ("Umat islam hadir.", "islam", "Islam"),
        ("Pelajaran bahasa indonesia dimulai.", "indonesia", "Indonesia"),
        ("Siswa terus menerus berlatih.", "terus menerus", "terus-menerus"),
        ("Lomba diikuti siswa siswi.", "siswa siswi", "siswa-siswi"),
        ("“Kami siap melayani.” kata Rina, warga.", ".”", ",”"),
        ('"Kami siap melayani." ujar Rina, warga.', '."', ',"'),
        ("Kepala, Dian Putri, S.Pd.,M.Pd., hadir.", ",", ", "),
        ("Guru adalah ujung tombak . Siswa hadir.", " .", "."),
        ("Dalam rangka itu, kantor buka.", "Dalam rangka", "Untuk"),
        ("Kantor buka guna mempercepat layanan.", "guna", "untuk"),
    ],
)
def test_a_slip_has_the_replacement_that_mends_it(body, marked, right):
    assert (marked, right) in list(_fixes(body))


@pytest.mark.parametrize(
    "body",
    [
        "Laman bimas-islam dan kemenag.go.id/islam memuat #islam dan @indonesia.",
        "Surel ke islam@contoh.id dijawab.",
        "Juara pertama ialah Alif Ramadhan, siswa MAN 1 Padang.",
        "“Kami siap melayani.” Kata itu diulang Rina, warga.",
        "Teknologi tepat guna dan hak guna bangunan dibahas.",
        "Biayanya Rp5.000 dan Rp2,5 miliar.",
        "Ia diam ... lalu bicara tentang berkas .pdf itu.",
    ],
)
def test_what_is_right_is_left_alone(body):
    assert list(_fixes(body)) == []


def test_a_month_with_an_old_spelling_is_no_name_behind_an_occasion():
    assert ("Ramadhan", "Ramadan") in list(_fixes("Kemenag mengadakan Safari Ramadhan di Painan."))


def _fixes(body):
    release = Release(title="Warga Padang Terima Kacamata", body=f"PADANG – Kemenag membagikan kacamata.\n\n{body}")
    for finding in analyse(release).findings:
        if finding.fix is not None:
            span = finding.fix.span
            yield release.text_of(span.field)[span.start : span.end], finding.fix.replacement
