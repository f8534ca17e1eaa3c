"""What the editor may send comes out safe, the same when cleaned twice, and loses no prose."""

import random
import time
from contextlib import suppress
from html.parser import HTMLParser

import pytest

from app.kernel import richtext

PAYLOADS = (
    "<script>alert(1)</script>", "<ScRiPt src=//x></sCrIpT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<math><mtext><script>alert(1)</script></mtext></math>",
    "<a href='javascript:alert(1)'>x</a>", "<a href='JaVaScRiPt:alert(1)'>x</a>", "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>", "<a href='\x01javascript:alert(1)'>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>", "<iframe src=//x></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=x></object>", "<embed src=x>", "<form action=//x><input name=a></form>", "<base href=//x>",
    "<meta http-equiv=refresh content='0;url=//x'>", "<link rel=stylesheet href=//x>", "<style>*{background:url(//x)}</style>",
    "<p style='background:url(//x)'>x</p>", "<p onclick=alert(1)>x</p>", "<p id=x class=y>x</p>", "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea></textarea><script>alert(1)</script>",
    "<title></title><img src=x onerror=alert(1)>", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>", "<<script>alert(1)//<</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src='data:image/png;base64,AAAA'>", "<img src='file:///etc/passwd'>", "<img src='/berkas/1' onload=alert(1)>",
    "<img src='/berkas/1/../../keluar'>", "<img src='//x/berkas/1'>", "<a href='//x'>x</a>", "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>", "<body onload=alert(1)>", "<p>x</p onclick=alert(1)>", '<a href="x" onmouseover="alert(1)">x</a>',
    "<select><option><script>alert(1)</script></select>", "<xss contenteditable onfocus=alert(1) autofocus>", "</p><script>alert(1)</script><p>",
    "<svg><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject></svg>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>", "&lt;script&gt;alert(1)&lt;/script&gt;",
)  # fmt: skip


class Judge(HTMLParser):
    """Fails on anything that is not on the list."""

    def handle_starttag(self, tag, attrs):
        assert tag in richtext.TAGS
        for name, value in attrs:
            assert name in richtext.ATTRIBUTES.get(tag, []), (tag, name)
            if name == "href":
                assert value.split(":")[0].lower() in richtext.PROTOCOLS or ":" not in value, value
            if name == "src":
                assert value.removeprefix("/berkas/").isdigit()

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def judged(html):
    Judge().feed(html)
    return html


def test_half_a_sign_and_what_is_no_character_are_dropped():
    assert richtext.plain("Padang \ud83d\ude00 \ufffe\uffff\udfff\U0001f600 indah").encode() == "Padang  \U0001f600 indah".encode()
    assert richtext.line("\ud800") == ""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_leaves_nothing_that_runs(payload):
    cleaned = judged(richtext.clean(f"<p>sebelum</p>{payload}"))
    assert "sebelum" in cleaned
    assert "alert(1)" not in cleaned or payload.startswith("&lt;") or "<script" not in cleaned
    assert richtext.clean(cleaned) == cleaned


def test_the_text_of_silent_elements_does_not_become_prose():
    for tag in ("script", "style", "foreignObject", "template"):
        assert "rahasia" not in richtext.clean(f"<p>a</p><{tag}>rahasia</{tag}><p>b</p>")


def test_prose_keeps_its_form():
    html = (
        '<h2>Judul</h2><p><strong>Padang</strong>, <em>Humas</em>. <a href="https://kemenag.go.id">tautan</a></p>'
        "<ul><li>satu</li></ul><blockquote><p>“Kutipan”</p></blockquote>"
        '<figure><img alt="foto" src="/berkas/7"><figcaption>Ket.</figcaption></figure>'
    )  # fmt: skip
    assert richtext.clean(html) == html


def test_word_debris_becomes_plain_paragraphs():
    word = "<div class=MsoNormal style='mso-x'><o:p></o:p><b>Tebal</b><span lang=IN>&nbsp;kata</span></div><p>&nbsp;</p>"
    assert richtext.clean(word) == "<p><strong>Tebal</strong> kata</p>"


def test_control_characters_and_hidden_directions_are_gone_and_scripts_of_the_world_stay():
    assert richtext.clean("<p>a\x00b\x08c\u202egnp.\u200b</p>") == "<p>abcgnp.</p>"
    assert richtext.clean("<p>بسم الله 🙂 é</p>") == "<p>بسم الله 🙂 é</p>"


def test_cleaning_random_debris_is_safe_and_the_same_twice():
    dice = random.Random(7)
    pieces = [*PAYLOADS, "<p>", "</p>", "<ul>", "<li>", "</ul>", "&", "&amp;", "<", ">", '"', "'", "kata ", "\x00", "<!--", "-->", "<b", "<a href="]
    for _ in range(400):
        cleaned = judged(richtext.clean("".join(dice.choices(pieces, k=12))))
        assert richtext.clean(cleaned) == cleaned


@pytest.mark.parametrize("alt", ["a > b", "a &lt; b", "&quot;x&quot; & 'y'", "&amp;amp;", "<b>"])
def test_the_words_for_a_picture_stay_the_same_twice(alt):
    cleaned = judged(richtext.clean(f'<p>x<img src="/berkas/1" alt="{alt}"></p>'))
    assert richtext.clean(cleaned) == cleaned


def test_a_text_longer_than_any_release_is_refused_at_once():
    with pytest.raises(richtext.TooLong):
        richtext.clean("a" * (richtext.LONGEST + 1))


NESTS = (
    "<b>", "<ul><li>", "<p><b>", "<p><i><b><a>", "<span><blockquote></span>", "<b><p></b>", "<table><tr><td>", "<li>", "<div>",
    "<a ", "<a\n", "<p a=", "<a b='", "<", "</", "<!", "<!--", "&", "<font size=1>",
)  # fmt: skip


@pytest.mark.parametrize("unit", NESTS)
def test_no_html_keeps_the_site_busy(unit):
    assert _seconds(unit * (40_000 // len(unit))) < 1.5
    assert _seconds(unit * (richtext.LONGEST // len(unit))) < 4


def test_below_the_deepest_element_words_stay_and_tags_go():
    html = "<ul><li>" * 30 + "dalam" + "</li></ul>" * 30 + "<p>sesudah</p>"
    cleaned = judged(richtext.clean(html))
    assert cleaned.count("<ul>") == cleaned.count("</ul>") == 20
    assert "dalam" in cleaned
    assert cleaned.endswith("<p>sesudah</p>")
    assert richtext.clean(cleaned) == cleaned


def test_beyond_the_most_tags_words_stay():
    cleaned = judged(richtext.clean("<p>kata</p>" * 6_000))
    assert cleaned.count("kata") == 6_000
    assert cleaned.count("<p>") == 5_000


def test_a_list_without_end_tags_stays_a_list():
    assert richtext.clean("<ul>" + "<li>x" * 100 + "</ul><p>y") == "<ul>" + "<li>x</li>" * 100 + "</ul><p>y</p>"


def test_the_beginning_of_a_tag_without_its_end_is_text():
    assert richtext.clean('<p>satu</p><p>dua <a href="x</p>') == '<p>satu</p><p>dua &lt;a href="x</p>'


def test_a_line_is_one_line():
    assert richtext.line(" a \n b\t\tc\x00\u202e ") == "a b c"


def test_plain_text_is_divided_at_blank_lines_and_never_taken_as_html():
    assert richtext.from_plain("## A\n\nsatu\ndua\n\n- x\n- y\n\n> kutip\n\n<b>") == (
        "<h2>A</h2><p>satu<br>dua</p><ul><li>x</li><li>y</li></ul><blockquote><p>kutip</p></blockquote><p>&lt;b&gt;</p>"
    )


def _seconds(html):
    begin = time.process_time()
    with suppress(richtext.TooLong):
        richtext.clean(html)
    return time.process_time() - begin
