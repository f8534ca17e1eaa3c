"""A pupil waits for the letter of the guardian; the guru pendamping records it with its photo; the gate opens."""

from __future__ import annotations

import io

from PIL import Image

from app.access.permissions import Role
from tests.factories import classes


def test_the_gate_opens_when_the_letter_is_recorded(phone, desk, site):
    with site.rows():
        cohort = classes.cohort(unit=site.unit("13"))
        classes.learner(cohort, site.person("aulia"), role=Role.SISWA)
        room = f"/belajar/{cohort.id}"
    aulia = phone("aulia")
    page = aulia.page
    assert page.url.endswith("/menunggu-persetujuan")
    aulia.says("Serahkan kepada guru pendamping Anda, Yusnidar")
    for shut in (room, "/tugas", "/telaah", "/saya"):
        page.goto(shut)
        assert page.url.endswith("/menunggu-persetujuan"), shut
    aulia.press("Buka surat untuk dicetak")
    aulia.says("Surat persetujuan orang tua atau wali")
    aulia.says("Aulia Rahman")

    mentor = desk("yusnidar")
    mentor.press("Aulia Rahman")
    form = mentor.page
    mentor.press("Catat persetujuan")
    assert form.locator("#ringkasan-kesalahan a").count() >= 3
    form.get_by_label("Nama orang tua atau wali").fill("Rahman Contoh")
    form.locator("#guardian_relation").select_option(index=1)
    form.locator("#signed_on").fill("2026-11-02")
    form.locator("#is_signed").check()
    form.locator("input[type=file]").set_input_files({"name": "surat.png", "mimeType": "image/png", "buffer": b"<html>bukan foto</html>"})
    mentor.press("Catat persetujuan")
    assert form.locator("#ringkasan-kesalahan a").count() == 1, "a picture that is none is refused, the rest stands"
    assert form.get_by_label("Nama orang tua atau wali").input_value() == "Rahman Contoh"
    form.locator("input[type=file]").set_input_files({"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": letter()})
    mentor.press("Catat persetujuan")
    mentor.visit("/pendamping")
    mentor.press("Aulia Rahman")
    mentor.says("Rahman Contoh")
    assert form.get_by_role("link", name="Lihat foto surat").get_attribute("href")

    aulia.visit(room)
    aulia.says("Kemajuan Anda")
    aulia.visit("/")
    aulia.says("Selamat datang, Aulia")


def letter() -> bytes:
    """A photo of a letter."""
    told = io.BytesIO()
    Image.new("RGB", (1200, 1600), "#EEE8DC").save(told, "JPEG")
    return told.getvalue()
