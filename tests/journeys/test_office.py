"""The pengelola opens a class and invites; the invited come in by their own link; a late-comer asks by the class link."""

from __future__ import annotations

import re
from datetime import timedelta

from app.kernel import clock
from tests.factories import people

WRONG = "Budi Contoh; budi@contoh; Kankemenag Kota Padang"
RIGHT = """nama; surel; satuan kerja
Nurhayati Tanjung, S.Pd.; nurhayati@contoh.example; Kankemenag Kota Padang
Andi Contoh; 081200000777; Kankemenag Kabupaten Agam"""


def test_from_an_open_class_to_the_first_beranda(desk, phone, site):
    desi = desk("desi")
    page = desi.page
    desi.says("Ringkasan satker")
    address = open_class(desi, "Angkatan Undangan", "II")

    page.get_by_label("Daftar peserta").fill(f"{RIGHT}\n{WRONG}")
    desi.press("Periksa dan undang")
    desi.says("1 baris perlu dibetulkan; belum ada yang diundang")
    desi.says("2 baris lain sudah benar.")
    assert WRONG in page.get_by_label("Daftar peserta").input_value()
    page.get_by_label("Daftar peserta").fill(RIGHT)
    desi.press("Periksa dan undang")
    desi.says("2 orang diundang")
    chat = page.get_by_role("link", name=re.compile("Kirim lewat WhatsApp Andi")).get_attribute("href")
    assert chat.startswith("https://wa.me/6281200000777?text=")
    page.get_by_text("Teks undangan").first.click()
    desi.visit(address)
    assert page.get_by_text("Belum masuk", exact=True).count() == 2

    nur = phone()
    mail = nur.visit("/surel-peragaan?cari=nurhayati")
    mail.get_by_role("link").filter(has_text="undang").first.click()
    nur.look()
    link = mail.locator(".letter a").first.get_attribute("href")
    assert link.startswith(f"{site.base}/undangan/")
    mail.goto(link)
    nur.look()
    nur.says("mengundang Anda, Nurhayati Tanjung")
    mail.goto(link)  # a scanner that opened the link has used nothing up
    mail.get_by_label("Kata sandi baru", exact=True).fill("tiga kata mudah")
    mail.get_by_label("Ulangi kata sandi baru").fill("tiga kata lain")
    nur.press("Terima undangan")
    nur.says("Kedua kata sandi tidak sama")
    mail.get_by_label("Kata sandi baru", exact=True).fill("tiga kata mudah")
    mail.get_by_label("Ulangi kata sandi baru").fill("tiga kata mudah")
    nur.press("Terima undangan")
    nur.says("Sekali saja, sebelum mulai")
    nur.press("Lanjutkan")
    nur.says("Beri tanda bahwa Anda sudah membaca pemberitahuan ini.")
    mail.get_by_label("Saya sudah membaca").check()
    nur.press("Lanjutkan")
    nur.says("Selamat datang, Nurhayati")
    nur.says("Pelatihan uji")
    for place in ("/belajar", "/tugas", "/sertifikat", "/pemberitahuan", "/saya", "/saya/profil", "/saya/sandi", "/saya/sesi"):
        nur.visit(place)
    mail.goto(link)
    nur.look()
    assert mail.get_by_role("button", name="Terima undangan").count() == 0, "a link is used up"

    desi.visit(address)
    assert page.get_by_text("Masuk", exact=True).count() == 1
    desi.press("Undang lagi Andi Contoh")
    desi.says("Undangan baru siap")


def test_a_late_comer_asks_by_the_class_link_and_is_let_in(desk, phone, site):
    with site.rows():
        late = people.user("Zulkifli Contoh", unit=site.unit("1371"), username="zulkifli", password_hash=site.hash, is_demo=True)
        assert late.id
    desi = desk("desi", theme="dark")
    address = open_class(desi, "Angkatan Susulan", "III")
    desi.visit(address)
    desi.press("Buka tautan kelas")
    link = desi.page.get_by_label("Tautan kelas", exact=True).input_value()

    zul = phone(theme="light")
    zul.page.goto(link)
    zul.look()
    zul.press("Masuk")
    zul.page.get_by_label("Nama pengguna, surel, atau nomor HP").fill("zulkifli")
    zul.page.get_by_label("Kata sandi", exact=True).fill(site.password)
    zul.press("Masuk")
    zul.press("Minta bergabung")
    zul.says("Permintaan Anda terkirim.")

    desi.visit(address)
    desi.says("orang menunggu persetujuan Anda.")
    desi.press("Terima Zulkifli Contoh")
    zul.visit("/belajar")
    zul.says("Lanjutkan:")

    new = phone(theme="dark")
    new.page.goto(link)
    new.page.get_by_label("Nama lengkap").fill("Ratna Contoh")
    new.page.get_by_label("Surel atau nomor HP").fill("ratna@contoh.go.id")
    new.page.get_by_label("Satuan kerja atau madrasah").fill("Kankemenag Kota Padang")
    new.press("Minta bergabung")
    new.says("Permintaan Anda terkirim.")
    desi.visit(address)
    desi.press("Terima Ratna Contoh")
    desi.says("Undangan baru siap")


def test_the_office_keeps_its_people_units_and_system_in_view(desk):
    desi = desk("desi")
    for place in ("/angkatan", "/orang", "/orang/baru", "/satker", "/satker/baru", "/satker/impor", "/sertifikat/pengaturan", "/periksa-sistem", "/pemberitahuan"):
        desi.visit(place)
    desi.visit("/orang?cari=rahmi")
    desi.page.locator("main").get_by_role("link", name=re.compile("Rahmi")).first.click()
    desi.look()
    desi.says("19920514 201903 2 007")
    desi.page.get_by_text("Beri peran").first.click()
    desi.look()


def test_the_first_page_of_the_office_leads_to_its_people_its_classes_and_a_list_to_sign(desk):
    desi = desk("desi")
    page = desi.visit("/")
    tile = page.locator("a.tile").first
    learning = int(tile.locator("b").inner_text())
    tile.click()
    desi.look()
    assert page.locator("tbody tr").count() >= learning, "whoever learns there is on the list of that office"
    desi.visit("/")
    page.get_by_text("Sebagai tabel, dengan sertifikat").click()
    desi.look()
    page.locator(".card a").first.click()
    desi.look()
    desi.press("Daftar hadir")
    desi.says("Penanggung jawab kegiatan")


def open_class(desi, name: str, numeral: str) -> str:
    """A class opened through its form; its address, the browser stands at the page of inviting."""
    page = desi.visit("/angkatan")
    desi.press("Buka angkatan")
    desi.press("Buka angkatan")
    assert page.locator("#ringkasan-kesalahan a").count() >= 3, "an empty form says what it lacks"
    today = clock.local_date(clock.now())
    page.get_by_label("Pelatihan", exact=True).select_option(label=page.get_by_label("Pelatihan", exact=True).locator("option", has_text="Pelatihan uji").inner_text())
    page.get_by_label("Penyelenggara").select_option(index=1)
    page.get_by_label("Nama angkatan").fill(name)
    page.get_by_label("Nomor angkatan").fill(numeral)
    page.get_by_label("Mulai", exact=True).fill(str(today))
    page.get_by_label("Selesai", exact=True).fill(str(today + timedelta(days=30)))
    page.get_by_label("Moda").select_option("daring")
    page.get_by_label("Hendra Gusman").check()
    page.get_by_label("Narahubung", exact=True).fill("Desi Marlina")
    page.get_by_label("Nomor HP narahubung").fill("081200000001")
    desi.press("Buka angkatan")
    desi.says("Angkatan dibuka. Sekarang undang pesertanya.")
    return page.url.removeprefix(desi.site.base).removesuffix("/undang")
