"""A visitor looks around, and a penyusun looks at the training as each role."""

from __future__ import annotations


def test_a_visitor_sees_the_front_the_catalogue_and_the_promises(phone):
    visitor = phone()
    page = visitor.visit("/")
    visitor.says("Belajar menulis kabar yang berguna bagi warga")
    page.get_by_role("link", name="Pelatihan uji").click()
    visitor.look()
    visitor.says("Setelah pelatihan ini Anda mampu")
    visitor.visit("/pelatihan")
    visitor.visit("/privasi")
    visitor.says("Undang-Undang Nomor 27 Tahun 2022")
    visitor.visit("/surel-peragaan")
    visitor.visit("/lupa-sandi")
    visitor.visit("/periksa-keaslian")
    page.get_by_label("Kode").fill("AAAA-BBBB-CCCC")
    visitor.press("Periksa")
    visitor.says("Tidak ditemukan")


def test_a_visitor_who_asks_for_a_room_is_led_to_the_door_and_then_there(desk):
    visitor = desk(theme="dark")
    page = visitor.page
    page.goto("/saya/sesi")
    visitor.look()
    assert page.url.endswith("/masuk?lanjut=/saya/sesi")
    page.get_by_label("Nama pengguna, surel, atau nomor HP").fill("maya")
    page.get_by_label("Kata sandi", exact=True).fill("bukan ini")
    visitor.press("Masuk")
    visitor.says("tidak cocok")
    page.get_by_label("Kata sandi", exact=True).fill(visitor.site.password)
    visitor.press("Masuk")
    assert page.url.endswith("/saya/sesi")


def test_a_page_that_is_not_there_says_so_and_leads_back(phone):
    visitor = phone()
    visitor.page.goto("/tidak-ada")
    visitor.look()
    visitor.says("Kode 404")


def test_the_penyusun_sees_every_step_as_each_role(desk):
    maya = desk("maya")
    page = maya.page
    maya.says("Modul Anda")
    maya.press("Periksa berkas")
    maya.says("pelatihan-uji")
    for role in ("peserta", "siswa", "pelatih"):
        maya.visit(f"/pratinjau/pelatihan-uji?sebagai={role}")
    keys = page.locator("main ol li a, main p a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    wanted = {kind: next(key for key in keys if kind in key) for kind in ("tes-awal", "/01-baca", "/kuis", "/tugas", "tes-akhir")}
    for kind, key in wanted.items():
        maya.visit(key)
        assert kind == "/01-baca" or page.locator(".question, .callout, h3").count(), key

    maya.visit(wanted["/kuis"].replace("sebagai=pelatih", "sebagai=peserta"))
    assert page.locator(".verdict").count() == 0, "a learner's preview shows no answers"
