"""Markdown becomes safe HTML with the shapes that the pages style."""

import re

import pytest

from app.curriculum.assets import Assets
from app.curriculum.markdown import CALLOUTS, Fence, Markdown
from app.curriculum.yamlfile import Ledger


def test_headings_have_anchors_that_stay_unique(render):
    written = render("## Dua kata\n\n### Dua kata\n\n## ???\n")
    assert [heading.anchor for heading in written.headings] == ["bagian-dua-kata", "bagian-dua-kata-2", "bagian-bagian"]
    assert '<h3 id="bagian-dua-kata-2">Dua kata</h3>' in written.html()


@pytest.mark.parametrize(
    "source",
    [
        "Satu kalimat biasa.", "a", "Pukul 08.00-10.00 (WIB), 50 %: benar?", "Ia berkata “ya” – lalu pergi’", "1. bukan daftar",
        "- butir", "a  b", "Akhir spasi ", "Dua\nbaris", "A & B", "x_y_z", "<b>", "[a](b)", "Judul\n===", "*tebal*", "a \\* b",
    ],
)  # fmt: skip -- a list of samples
def test_a_plain_line_is_what_the_parser_would_make_of_it(tmp_path, ledger, monkeypatch, source):
    markdown = Markdown(Assets(tmp_path, ledger), ledger)
    quick = markdown.block(source, "a.yml", "a", 1)
    monkeypatch.setattr("app.curriculum.markdown._PLAIN", re.compile(r"(?!)"))
    assert quick == markdown.block(source, "a.yml", "a", 1)


def test_a_lone_picture_becomes_a_figure_with_its_size(render):
    html = render('![Tiga lapis "piramida"](assets/a.svg "Yang <penting>")').html()
    assert html == (
        '<figure><img src="asset:assets/a.svg" alt="Tiga lapis &quot;piramida&quot;" loading="lazy" decoding="async" '
        'width="300" height="150"><figcaption>Yang &lt;penting&gt;</figcaption></figure>\n'
    )


def test_a_column_without_a_name_has_no_empty_header(render):
    html = render("| | Judul | Teras |\n|---|---|---|\n| Baik | a | b |\n").html()
    assert "<td></td>" in html
    assert html.count('<th scope="col">') == 2


def test_a_table_scrolls_and_has_no_inline_style(render):
    html = render("| Unsur | Kata |\n|---|--:|\n| siapa | 4 |\n").html()
    assert '<div class="table-scroll" tabindex="0" role="region" aria-label="Tabel: Unsur, Kata">' in html
    assert '<td class="align-right">4</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize("kind", CALLOUTS)
def test_every_callout_is_a_section_with_a_title(render, kind):
    html = render(f"::: {kind} Judul & isi\nrujuk naskah resmi\n:::\n").html()
    assert f'<section class="callout callout-{kind}">\n<p class="callout-title">' in html
    assert "Judul &amp; isi</p>" in html
    assert html.count("<section") == html.count("</section>")


def test_a_callout_without_a_title_has_the_name_of_its_kind(render):
    assert '<p class="callout-title">Daftar periksa</p>' in render("::: periksa\n- satu\n:::\n").html()


def test_fences_with_a_meaning_are_taken_out_in_order(render):
    written = render("Satu\n\n```latihan\nid: x\n```\n\nDua\n\n```python\nprint()\n```\n")
    assert [type(part).__name__ for part in written.parts] == ["str", "Fence", "str"]
    assert written.parts[1] == Fence("latihan", "id: x\n", 3)
    assert "language-python" in written.parts[2]


def test_arabic_is_marked_with_its_language_and_direction(render):
    html = render("Kata السلام عليكم berarti damai.").html()
    assert '<span lang="ar" dir="rtl">السلام عليكم</span> berarti' in html


def test_links_are_kept_marked_or_refused(render, ledger):
    html = render(
        "[a](https://contoh.go.id) [b](materi:sp-3/02-teras#bagian-x) [c](assets/a.svg) [d](#bagian-y)"
    ).html()
    assert '<a href="https://contoh.go.id" rel="noopener noreferrer">' in html
    assert '<a href="materi:sp-3/02-teras#bagian-x">' in html
    assert '<a href="asset:assets/a.svg">' in html
    assert ledger.problems == []
    html = render("[a](//contoh.id) [b](data:text/html,x) [c](pelatihan.yml) [d](materi:x)").html()
    assert "//contoh.id" not in html
    assert len(ledger.problems) >= 3


@pytest.mark.parametrize(
    "source",
    ["<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))", "<!-- diam -->",
     "![x](javascript:alert(1))", "<javascript:alert(1)>", "| <b>a</b> |\n|---|\n| b |", "::: contoh <b>x</b>\n<i>y</i>\n:::",
     "## <u>x</u>", "![<b onload=x>](assets/a.svg '\"><script>')"],
)  # fmt: skip
def test_no_raw_html_and_no_scripts_come_through(render, ledger, source):
    html = render(source).html()
    for bad in (
        "<script",
        "<img src=x",
        "<b>",
        "<i>",
        "<u>",
        'href="javascript',
        'src="javascript',
        "<!--",
        "<b onload",
    ):
        assert bad not in html
    assert ledger.problems or "&lt;" in html


def test_a_picture_inside_a_sentence_is_refused(render, ledger):
    render("Lihat ![ini](assets/a.svg) dahulu.")
    assert "berdiri sendiri" in ledger.problems[0].reason


def test_the_line_of_a_problem_is_that_of_its_paragraph(render, ledger):
    render("Satu\n\nDua\n\n<b>tiga</b>\n")
    assert ledger.problems[0].line == 5


def test_deep_nesting_ends_without_an_error(render):
    assert render("> " * 3000 + "x").html()


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def render(tmp_path, ledger):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.svg").write_text('<svg viewBox="0 0 300 150"/>', encoding="utf-8")
    markdown = Markdown(Assets(tmp_path, ledger), ledger)
    return lambda source: markdown.lesson(source, "01-x.md")
