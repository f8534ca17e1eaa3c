"""A learner with a phone: tests, a lesson, a quiz that is failed and passed, a sheet he judges himself, a press release."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app.curriculum import queries as curriculum
from tests.factories import classes, people, works
from tests.journeys.answering import answer, answer_all

SAVED = re.compile(r"Tersimpan \d\d\.\d\d")


def test_reading_answering_failing_and_passing(phone, room):
    rina = phone(room.learner)
    page = rina.page
    rina.visit(f"/belajar/{room.cohort}")
    page.locator(".hero a").first.click()
    rina.look()
    rina.says("Tes awal menunjukkan apa yang sudah Anda kuasai.")
    rina.press("Mulai")
    rina.press("Kirim jawaban")
    rina.says("Belum semua soal dijawab.")
    answer_all(page, room.body("tes-awal").forms[0].items, rightly=False)
    rina.press("Simpan dulu")
    rina.press("Kirim jawaban")
    rina.says("Tercatat. Setelah tes akhir Anda dapat membandingkannya.")

    lesson = room.body("01-baca")
    rina.visit(f"/belajar/{room.cohort}/{room.key('01-baca')}")
    rina.press("Tandai selesai")
    rina.says("Materi ini belum dapat ditandai selesai:")
    rina.says("Tulis jawaban latihan 1.")
    for exercise in lesson.exercises():
        answer(page, exercise, rightly=True)
        box = page.locator(f"#latihan-{exercise.id}")
        box.get_by_role("button", name=re.compile("Jawab|Simpan")).click()
        expect(box.locator(".callout-title").first).to_contain_text("sudah dijawab")
        rina.look()
    rina.press("Tandai selesai")
    rina.says("Materi selesai. Lanjutkan ke langkah berikutnya.")

    quiz = room.body("kuis").items
    rina.visit(f"/belajar/{room.cohort}/{room.key('kuis')}")
    rina.press("Mulai")
    answer_all(page, quiz, rightly=False)
    expect(page.locator("[data-kept]")).to_have_text(re.compile(r"^Tersimpan "))
    page.reload()  # a phone drops what it does not show
    rina.press("Kirim jawaban")
    rina.says("Nilai 0")
    rina.says("Batas lulus 70 belum tercapai")
    rina.press("Coba lagi")
    answer_all(page, quiz, rightly=True)
    rina.press("Kirim jawaban")
    rina.says("Nilai 100")
    rina.says("Batas lulus tercapai")
    rina.visit(f"/belajar/{room.cohort}")
    rina.visit("/")


def test_a_sheet_is_filled_sent_and_judged_by_its_writer(phone, room):
    rina = phone(room.learner, theme="light")
    page = rina.page
    rina.visit("/tugas")
    rina.press("Tugas modul 2")
    rina.press("Mulai mengerjakan", exact=False)
    rina.press("Periksa lalu kumpulkan")
    rina.says("Belum dapat dikumpulkan:")
    rina.press("Kembali menulis")
    page.get_by_label("Premis").fill("Warga tahu jadwal layanan.")
    page.get_by_label("Alasan").fill("Mereka datang satu kali saja.")
    page.get_by_label("Kanal").select_option("Situs")
    page.get_by_label("Jumlah").fill("2,5")
    page.get_by_label("Izin tercatat").check()
    expect(page.locator("[data-save-state]")).to_have_text(SAVED)
    rina.press("Periksa lalu kumpulkan")
    rina.press("Kumpulkan")
    assert page.locator("#ringkasan-kesalahan a").count() == 1, "the statement of originality is asked for"
    page.locator("#asli").check()
    rina.press("Kumpulkan")
    rina.visit(f"/tugas/{room.tasks['lembar']}")
    rina.says("Bandingkan, lalu nilai sendiri")
    for one in page.locator(".criterion").all():
        one.locator("input[value='3']").check()
    rina.press("Simpan nilai diri")
    rina.says("Nilai diri tersimpan")


def test_a_press_release_is_saved_while_it_is_written_and_sent(desk, phone, room):
    rina = desk(room.learner, theme="dark")
    page = rina.page
    write = f"/tugas/{room.tasks['siaran_pers']}/tulis"
    rina.visit(f"/tugas/{room.tasks['siaran_pers']}")
    rina.press("Mulai mengerjakan", exact=False)
    expect(page.locator("[data-editor]")).to_be_visible()
    page.get_by_label("Judul", exact=True).fill(works.RELEASE["judul"])
    page.get_by_label("Teras", exact=True).fill(works.RELEASE["teras"])
    page.click("#isi-kaya")
    page.keyboard.type("Warga cukup datang satu kali dengan membawa surat pengantar dari kantor wali nagari.")
    expect(page.locator("[data-save-state]")).to_have_text(SAVED)
    rina.look()
    rina.visit(f"{write}?mode=teks")
    assert "wali nagari" in page.locator("#isi-naskah").input_value()
    rina.visit(f"/tugas/{room.tasks['siaran_pers']}/tempel")

    small = phone(room.learner)  # the same work, taken up on the phone
    small.visit(write)
    expect(small.page.locator("#isi-kaya")).to_contain_text("wali nagari")
    small.press("Periksa lalu kumpulkan")
    small.says("tidak menghalangi")
    small.page.locator("#asli").check()
    small.press("Kumpulkan")
    small.page.wait_for_url("**/kiriman/*")
    small.says("Yang dinilai")
    small.visit("/tugas")
    small.visit("/telaah")
    rina.visit(f"/tugas/{room.tasks['siaran_pers']}")
    rina.press("Ubah dan kumpulkan lagi", exact=False)
    page.get_by_label("Judul", exact=True).fill("Nikah di KUA Uji kini selesai dalam sehari")
    rina.press("Periksa lalu kumpulkan")
    page.locator("#asli").check()
    rina.press("Kumpulkan")
    rina.press("Lihat bedanya dengan versi 1", exact=False)


class Room:
    """A class, its tasks by form and the texts of its steps."""

    def __init__(self, site) -> None:
        cohort = classes.cohort(unit=site.unit("13"))
        learner, _ = classes.learner(cohort, people.user(unit=site.unit("1371"), password_hash=site.hash, is_demo=True))
        self.cohort, self.learner = cohort.id, learner.username
        self.tasks = {form: task.id for form, task in works.opened(cohort).items()}
        outline = curriculum.outline(cohort.version_id)
        self.steps = {step.key: curriculum.body(step.id) for step in outline.steps}

    def key(self, end: str) -> str:
        """The first step whose key ends so."""
        return next(key for key in self.steps if key.endswith(end))

    def body(self, end: str):
        """Its content."""
        return self.steps[self.key(end)]


@pytest.fixture
def room(site) -> Room:
    with site.rows():
        return Room(site)
