"""Writing in a real browser: saving, losing the network and the session, pasting from Word, and attacks by paste."""

import io
import json
import re
import threading
from pathlib import Path

import pytest
from flask.sessions import SecureCookieSessionInterface
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.accounts import sessions
from app.curriculum import services as curriculum
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.media.models import Asset
from app.submissions.models import DraftCopy, Submission, Version
from tests.factories import classes, works

PAYLOADS = [
    "<img src=x onerror=hit()>", "<script>hit()</script>", "<svg onload=hit()><circle/></svg>", "<a href='javascript:hit()'>klik</a>",
    "<p onmouseover=hit() style='position:fixed;inset:0'>x</p>", "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "</textarea><script>hit()</script>", "</template><script>hit()</script>", "<math><mtext><style><img src=x onerror=hit()></style></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'></noscript>", "<form><button formaction=javascript:hit()>x</button></form>",
    "<style>@import 'javascript:hit()'</style>", "<object data='javascript:hit()'></object>", "\"'><img src=x onerror=hit()>",
    "<a href=' java\tscript:hit()'>x</a>", "<details open ontoggle=hit()>x</details>", "<xmp><img src=x onerror=hit()></xmp>",
    "<p>{{ 7*7 }}<!--[if gte mso 9]><script>hit()</script><![endif]--></p>", "<input autofocus onfocus=hit()>", "<o:p onclick=hit()>x</o:p>",
]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style><!--[if gte mso 9]><xml>x</xml><![endif]--></head>
<body><h1 style="color:blue">Cara mendaftar</h1><p class=MsoNormal><b><span style="font-size:12pt">Warga&nbsp;cukup</span></b> datang <i>sekali</i>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp; </span></span>KTP</p>
<p class=MsoListParagraphCxSpLast style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp; </span></span>Surat pengantar</p>
<p class=MsoListParagraph style="mso-list:l1 level1 lfo2"><span style="mso-list:Ignore">1.<span>&nbsp; </span></span>Datang</p>
<p><img src="file:///C:/foto.png"><img src="data:image/png;base64,AAAA">Selesai.</p></body></html>"""


CHOSEN = "(() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd); })()"


def test_what_is_typed_is_saved_and_can_be_sent(room, page):
    open_editor(page, room)
    page.fill("#judul", "Layanan nikah kini selesai dalam sehari")
    page.fill("#teras", "KUA Uji memangkas waktu layanan nikah menjadi satu hari mulai Senin.")
    page.click("#isi-kaya")
    page.keyboard.type("Warga cukup datang ")
    page.click("[data-act=bold]")
    page.keyboard.type("sekali")
    page.click("[data-act=bold]")
    page.keyboard.type(" saja.")
    expect(page.locator("[data-save-state]")).to_have_text(saved_line(), timeout=6000)
    expect(page.locator("[data-words]")).to_have_text("16")
    page.reload()
    expect(page.locator("#isi-kaya b, #isi-kaya strong")).to_have_text("sekali")
    page.click("button[value=kirim]")
    page.check("#asli")
    page.dblclick("form button.main")
    page.wait_for_url("**/kiriman/*")
    assert fresh(select(Version)).text.endswith("Warga cukup datang sekali saja.")


def test_the_toolbar_makes_every_form_and_is_moved_through_by_arrow_keys(room, page):
    open_editor(page, room)
    tools = page.locator("[role=toolbar] button")
    assert tools.all_inner_texts() == [
        "Tebal", "Miring", "Judul bagian", "Sub-bagian", "Daftar", "Daftar bernomor", "Kutipan", "Tautan", "Foto", "Urungkan",
    ]
    for act, tag in (("h2", "h2"), ("h3", "h3"), ("ul", "ul li"), ("ol", "ol li"), ("quote", "blockquote")):
        page.click("#isi-kaya")
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.type("Bagian")
        page.click(f"[data-act={act}]")
        expect(page.locator(f"#isi-kaya {tag}")).to_have_text("Bagian")
        assert page.get_attribute(f"[data-act={act}]", "aria-pressed") == "true"
        page.click(f"[data-act={act}]")
        expect(page.locator(f"#isi-kaya {tag}")).to_have_count(0)
    page.keyboard.press("Control+A")
    page.click("[data-act=link]")
    page.fill("#tautan-alamat", "sumbar.kemenag.go.id")
    page.keyboard.press("Enter")
    expect(page.locator("#isi-kaya a")).to_have_attribute("href", "https://sumbar.kemenag.go.id")
    tools.first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.act") == "italic"


def test_the_coach_marks_mends_and_lets_stand(room, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/periksa") else None)
    open_editor(page, room)
    page.click("#isi-kaya")
    page.keyboard.insert_text("Acara di laksanakan pagi dan petugas menghimbau warga.")
    slip = page.locator(".findings .slip", has_text="di laksanakan")
    slip.get_by_role("button", name="Tunjukkan").click(timeout=8000)
    assert page.evaluate("getSelection().toString()") == "di laksanakan"
    slip.get_by_role("button", name="Ganti: dilaksanakan").click()
    expect(page.locator("#isi-kaya")).to_contain_text("Acara dilaksanakan pagi")
    expect(slip).to_have_count(0, timeout=6000)
    other = page.locator(".findings .slip", has_text="menghimbau")
    other.locator("summary").click()
    other.locator("input").fill("Kata dari surat edaran")
    other.get_by_role("button", name="Abaikan").click()
    expect(page.locator("#periksa details", has_text="1 diabaikan")).to_be_attached(timeout=6000)
    before = len(asked)
    page.context.set_offline(True)
    page.fill("#judul", "Judul yang ditulis tanpa sinyal")
    page.wait_for_timeout(2600)
    assert len(asked) == before
    expect(page.get_by_role("button", name="Periksa sekarang")).to_be_visible()
    page.context.set_offline(False)


def test_a_fix_that_ends_or_begins_with_a_space_takes_no_letter_along(room, page):
    open_editor(page, room)
    page.click("#isi-kaya")
    page.keyboard.insert_text("Bantuan Rp 500.000 cair ,lalu dibagi.")
    page.get_by_role("button", name="Ganti: Rp", exact=True).click(timeout=8000)
    expect(page.locator("#isi-kaya")).to_have_text("Bantuan Rp500.000 cair ,lalu dibagi.")
    slip = page.locator(".findings .slip", has_text="Tidak ada spasi di depan")
    slip.get_by_role("button", name="Ganti: ,", exact=True).click(timeout=8000)
    expect(page.locator("#isi-kaya")).to_have_text("Bantuan Rp500.000 cair,lalu dibagi.")


def test_words_are_found_where_blanks_and_breaks_were_typed_freely(room, page):
    open_editor(page, room)
    page.fill("#teras", "  PADANG –  KUA\nKuranji di laksanakan   pagi.\n Ada 😀 aktifitas warga.")
    slip = page.locator(".findings .slip", has_text="aktifitas")
    slip.get_by_role("button", name="Tunjukkan").click(timeout=8000)
    assert page.evaluate(CHOSEN) == "aktifitas"
    slip.get_by_role("button", name="Ganti: aktivitas").click()
    expect(page.locator("#teras")).to_have_value("  PADANG –  KUA\nKuranji di laksanakan   pagi.\n Ada 😀 aktivitas warga.")


def test_words_are_found_in_plain_typing_with_lists_and_headings(room, page):
    page.goto(f"{room.base}/tugas/{room.tasks['siaran_pers'].id}/tulis?mode=teks")
    page.fill("[name=isi]", "Acara  di laksanakan.\n\n\n## Cara\n\n- KTP di bawa\n- KK\n\n1. Isi\n2. Berkas di kirim\n\nBaris  satu\n baru 😀 di buat.")
    for words in ("di laksanakan", "di bawa", "di kirim", "di buat"):
        page.locator(".findings .slip", has_text=words).get_by_role("button", name="Tunjukkan").click(timeout=8000)
        assert page.evaluate(CHOSEN) == words


def test_word_comes_in_clean(room, page):
    open_editor(page, room)
    paste(page, WORD)
    expect(page.locator("#isi-kaya h2")).to_have_text("Cara mendaftar")
    expect(page.locator("#isi-kaya ul li")).to_have_text(["KTP", "Surat pengantar"])
    expect(page.locator("#isi-kaya ol li")).to_have_text(["Datang"])
    expect(page.locator("#isi-kaya b")).to_have_text("Warga cukup")
    expect(page.locator("#isi-kaya img")).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Gambar tidak ikut tertempel")
    inside = page.inner_html("#isi-kaya")
    for debris in ("Mso", "style=", "o:p", "·", "span", "<!--"):
        assert debris not in inside
    expect(page.locator("[data-save-state]")).to_have_text(saved_line(), timeout=8000)
    assert fresh(select(Submission)).draft["isi"] == (
        "<h2>Cara mendaftar</h2><p><strong>Warga cukup</strong> datang <em>sekali</em>.</p><ul><li>KTP</li><li>Surat pengantar</li></ul>"
        "<ol><li>Datang</li></ol><p>Selesai.</p>"
    )


def test_no_pasted_or_stored_payload_runs_even_without_the_policy(room, browser):
    context = signed_in(room, browser, bypass_csp=True)
    page = context.new_page()
    hits = []
    page.expose_function("hit", lambda: hits.append(page.url))
    page.on("dialog", lambda dialog: dialog.dismiss())
    open_editor(page, room)
    for payload in PAYLOADS:
        paste(page, payload)
    page.wait_for_timeout(300)
    everything = "".join(PAYLOADS)
    task = room.tasks["siaran_pers"]
    fields = dict.fromkeys(("titimangsa", "kata_kunci", "slug"), everything[:100]) | {"judul": everything[:280], "teras": everything}
    url = f"{room.base}/tugas/{task.id}"
    token = page.input_value("#naskah [name=csrf_token]")
    told = page.request.post(
        f"{url}/draf", data=json.dumps({"fields": fields | {"isi": f"<p>Isi</p>{everything}", "isi_bentuk": "html"}, "revision": 0, "device": "x"}),
        headers={"Content-Type": "application/json", "X-CSRFToken": token, "Accept": "application/json"},
    )
    assert told.status == 200, told.text()
    for path in ("/tulis", "/tulis?mode=teks", "/tulis?periksa=1", "/kirim"):
        page.goto(url + path)
        page.wait_for_timeout(250)
        hits.extend(link.get_attribute("href") for link in page.locator("main a[href^='javascript' i]").all())
    page.check("#asli")
    page.click("form button.main")
    page.wait_for_url("**/kiriman/*")
    page.wait_for_timeout(250)
    assert hits == []
    assert page.locator("main script, main iframe, main svg[onload], main [onerror], main [onclick]").count() == 0
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=hit()>')")
    page.wait_for_timeout(250)
    assert len(hits) == 1, "the counter itself must count"
    context.close()


def test_without_network_the_text_stays_on_the_device_and_comes_back(room, browser):
    context = signed_in(room, browser)
    page = context.new_page()
    open_editor(page, room)
    context.set_offline(True)
    page.fill("#judul", "Ditulis tanpa sinyal")
    expect(page.locator("[data-save-state]")).to_contain_text("Tersimpan di perangkat", timeout=6000)
    page.close()
    context.set_offline(False)
    page = context.new_page()
    open_editor(page, room)
    expect(page.locator("#judul")).to_have_value("Ditulis tanpa sinyal")
    expect(page.locator("[data-save-state]")).to_have_text(saved_line(), timeout=8000)
    assert fresh(select(Submission)).draft["judul"] == "Ditulis tanpa sinyal"
    context.close()


def test_an_ended_session_keeps_the_text_and_goes_on_after_signing_in(room, browser):
    context = signed_in(room, browser)
    page = context.new_page()
    open_editor(page, room)
    cookies = context.cookies()
    context.clear_cookies()
    page.fill("#judul", "Sesi habis di tengah jalan")
    expect(page.locator("[data-signin]")).to_be_visible(timeout=8000)
    assert fresh(select(Submission)) is None
    context.add_cookies(cookies)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-save-state]")).to_have_text(saved_line(), timeout=8000)
    expect(page.locator("[data-signin]")).to_be_hidden()
    assert fresh(select(Submission)).draft["judul"] == "Sesi habis di tengah jalan"
    context.close()


def test_signing_out_asks_for_a_text_that_is_only_here_and_leaves_none_behind(room, browser):
    context = signed_in(room, browser)
    page = context.new_page()
    open_editor(page, room)
    context.route("**/draf", lambda route: route.abort())
    page.fill("#judul", "Belum sampai di peladen")
    others = f"{room.learner.id + 1}:1"
    page.evaluate("key => window.Surau.drafts('readwrite', all => all.put({fields: {}, revision: 0}, key))", others)
    own = f"{room.learner.id}:{room.tasks['siaran_pers'].id}"
    ask = page.get_by_role("dialog", name="Ada tulisan yang belum terkirim")
    for answer in ("Batal", "Escape"):
        sign_out(page)
        expect(ask).to_be_visible(timeout=8000)
        page.keyboard.press("Escape") if answer == "Escape" else ask.get_by_role("button", name=answer).click()
        expect(ask).to_be_hidden()
        assert drafts_here(page) == sorted([own, others])
    sign_out(page)
    assert ask.get_by_role("link", name="Buka tulisan itu").get_attribute("href") == f"/tugas/{room.tasks['siaran_pers'].id}/tulis"
    ask.get_by_role("button", name="Keluar dan hapus tulisan").click(timeout=8000)
    page.wait_for_url("**/masuk")
    assert drafts_here(page) == [others]
    context.close()


def test_signing_out_asks_nothing_when_all_is_on_the_server(room, page):
    open_editor(page, room)
    page.fill("#judul", "Diketik sesaat sebelum keluar")
    sign_out(page)
    page.wait_for_url("**/masuk", timeout=10000)
    assert fresh(select(Submission)).draft["judul"] == "Diketik sesaat sebelum keluar"
    assert drafts_here(page) == []


def test_a_text_that_a_button_sent_is_not_asked_for_when_signing_out(room, page):
    open_editor(page, room)
    page.fill("#judul", "Dikirim dengan tombol")
    page.click("button[value=kirim]")
    page.wait_for_url("**/kirim")
    assert len(drafts_here(page)) == 1
    sign_out(page)
    page.wait_for_url("**/masuk", timeout=10000)
    assert drafts_here(page) == []


def test_two_tabs_show_both_texts(room, browser):
    context = signed_in(room, browser)
    first, second = context.new_page(), context.new_page()
    open_editor(first, room)
    open_editor(second, room)
    first.fill("#judul", "Dari tab pertama")
    expect(first.locator("[data-save-state]")).to_have_text(saved_line(), timeout=8000)
    second.fill("#judul", "Dari tab kedua")
    expect(second.locator("[data-conflict]")).to_be_visible(timeout=8000)
    expect(second.locator("[data-save-state]")).to_contain_text("Ada dua versi")
    second.click("text=Lihat berdampingan")
    assert "Dari tab pertama" in second.inner_text("main")
    second.click("text=Pakai versi ini >> nth=1")
    second.wait_for_url("**/tulis")
    expect(second.locator("#judul")).to_have_value("Dari tab kedua")
    second.click("text=Urungkan >> nth=0")
    expect(second.locator("#judul")).to_have_value("Dari tab pertama")
    assert fresh(select(DraftCopy)) is not None
    context.close()


def test_a_large_photo_is_made_small_before_it_travels_and_its_place_is_told(room, page):
    exif = Image.Exif()
    exif[0x8825] = {1: "S", 2: (0.0, 56.0, 50.0), 3: "E", 4: (100.0, 22.0, 0.0)}
    out = io.BytesIO()
    Image.effect_noise((2600, 1800), 60).convert("RGB").save(out, "JPEG", quality=95, exif=exif)
    open_editor(page, room)
    sizes = []
    page.on("request", lambda asked: sizes.append(len(asked.post_data_buffer or b"")) if asked.url.endswith("/unggah") else None)
    page.click(".tabs a[href='#foto']")
    page.set_input_files("#berkas", {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    expect(page.locator("[data-files] img")).to_be_visible(timeout=15000)
    expect(page.locator("[data-upload-state]")).to_contain_text("lokasi")
    assert sizes[0] < len(out.getvalue()) / 3
    asset = fresh(select(Asset))
    assert (asset.width, asset.height) == (1600, 1108)
    page.fill("[name^=keterangan-]", "Warga di loket")
    expect(page.locator("[data-save-state]")).to_have_text(saved_line(), timeout=8000)
    page.wait_for_timeout(200)
    assert fresh(select(Submission)).draft["berkas"][0]["keterangan"] == "Warga di loket"
    page.click("text=Lepas berkas ini")
    page.wait_for_load_state()
    assert fresh(select(Submission)).draft["berkas"] == []
    page.click("text=Urungkan >> nth=0")
    page.wait_for_load_state()
    assert fresh(select(Submission)).draft["berkas"][0]["keterangan"] == "Warga di loket"


def test_of_photos_chosen_at_once_the_refused_one_is_named_and_the_others_arrive(room, page):
    open_editor(page, room)
    page.click(".tabs a[href='#foto']")
    out = io.BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(out, "JPEG")
    photo = {"name": "loket.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    page.set_input_files("#berkas", [{"name": "rapat.docx", "mimeType": "image/jpeg", "buffer": b"bukan gambar"}, photo])
    expect(page.locator("[data-files] img")).to_be_visible(timeout=15000)
    told = page.locator("[data-upload-state]")
    expect(told).to_contain_text("“rapat.docx” tidak terunggah. Isi berkas ini bukan gambar")
    expect(told).to_have_class("error")
    assert fresh(select(Asset)).original_name == "loket.jpg"


def open_editor(page, room):
    page.goto(f"{room.base}/tugas/{room.tasks['siaran_pers'].id}/tulis")
    expect(page.locator("[data-editor]")).to_be_visible()
    page.wait_for_function("document.readyState === 'complete'")
    page.wait_for_timeout(150)


def sign_out(page):
    if not page.locator(".top details.menu").evaluate("menu => menu.open"):
        page.click(".top details.menu > summary")
    page.click(".top form[data-leave] button")


def drafts_here(page):
    return page.evaluate("window.Surau.drafts('readonly', all => all.getAllKeys())")


def paste(page, html):
    page.click("#isi-kaya")
    page.evaluate(
        """html => { const data = new DataTransfer(); data.setData('text/html', html); data.setData('text/plain', 'x');
        document.querySelector('#isi-kaya').dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }""",
        html,
    )
    page.wait_for_timeout(60)


def saved_line():
    return re.compile(r"Tersimpan \d\d\.\d\d")


def fresh(query):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(query).first()


def signed_in(room, browser, **more):
    context = browser.new_context(viewport={"width": 1366, "height": 800}, **more)
    context.add_cookies([{"name": "surau", "value": room.cookie, "url": room.base}])
    return context


class Room:
    """A class on a real server: address, cookie of a learner, tasks."""


@pytest.fixture
def room(own_app):
    root = Path(__file__).resolve().parent.parent / "factories" / "courses"
    prepared = curriculum.prepare(root, known=lambda _slug, _digest: False)
    with work():
        for one in prepared:
            curriculum.store(one, clock.now())
    own_app.config["WTF_CSRF_ENABLED"] = True
    made = Room()
    made.cohort = classes.cohort()
    made.learner, _ = classes.learner(made.cohort)
    made.tasks = works.opened(made.cohort)
    for task in made.tasks.values():
        assert task.id
    with work():
        key = sessions.begin(made.learner.id, "Uji", clock.now())
    made.cookie = SecureCookieSessionInterface().get_signing_serializer(own_app).dumps({"_user_id": key, "_fresh": True})
    server = make_server("127.0.0.1", 0, own_app, threaded=True)
    made.base = f"http://127.0.0.1:{server.port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()


@pytest.fixture
def page(room, browser):
    context = signed_in(room, browser)
    yield context.new_page()
    context.close()
