"""The coach while writing: at most one request in two seconds, and on Save-Data none that was not asked for."""

import time
from itertools import pairwise

from playwright.sync_api import expect

from tests.journeys import test_writing as writing

room = writing.room
page = writing.page
SAVING = "Object.defineProperty(Navigator.prototype, 'connection', { configurable: true, value: { saveData: true } });"
PAUSE = 2.0


def test_on_save_data_the_coach_waits_to_be_asked(room, browser):
    context = writing.signed_in(room, browser)
    context.add_init_script(SAVING)
    page = context.new_page()
    asked = _watched(page)
    writing.open_editor(page, room)
    button = page.get_by_role("button", name="Periksa sekarang")
    expect(button).to_be_visible()
    page.click("#isi-kaya")
    page.keyboard.insert_text("Acara di laksanakan pagi.")
    page.wait_for_timeout(2800)
    assert asked == []
    button.click()
    slip = page.locator(".findings .slip", has_text="di laksanakan")
    expect(slip).to_be_visible(timeout=6000)
    slip.get_by_role("button", name="Ganti: dilaksanakan").click()
    expect(page.locator("#isi-kaya")).to_contain_text("Acara dilaksanakan pagi")
    page.wait_for_timeout(2600)
    assert len(asked) == 1
    context.close()


def test_without_save_data_steady_typing_asks_at_most_once_in_two_seconds(room, page):
    asked = _watched(page)
    writing.open_editor(page, room)
    expect(page.get_by_role("button", name="Periksa sekarang")).to_be_hidden()
    page.click("#isi-kaya")
    for word in ("Acara ", "di laksanakan ", "pagi ", "ini. "):
        page.keyboard.insert_text(word)
        page.wait_for_timeout(2200)
    page.locator(".findings .slip", has_text="di laksanakan").get_by_role("button", name="Ganti: dilaksanakan").click()
    page.keyboard.insert_text(" Selesai.")
    page.wait_for_timeout(4500)
    assert len(asked) >= 2
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert min(gaps) >= PAUSE - 0.1, gaps


def _watched(page):
    """The times of the requests to the coach, filled as they leave."""
    asked = []
    page.on("request", lambda request: asked.append(time.monotonic()) if request.url.endswith("/periksa") else None)
    return asked
