"""Whatever is typed: never an exception, spans always inside the text, the report survives JSON."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pressrelease import MAX_CHARACTERS, Context, Image, Release, Report, TooLong, analyse, read_whole
from app.pressrelease.markup import read_html
from app.pressrelease.sentences import sentences_of
from app.pressrelease.stems import stem
from app.pressrelease.tokens import tokens_of

BITS = st.sampled_from(
    """di laksanakan|dibawah|“|”|"|’’|. |, |\n\n|Plt.|S. Ag|Rp. 1.000|Senin (7/3/2024)|PADANG – |se Jawa|!!!|...|(|)|<p>|&amp;
    |benar- benar|â€œ|†|\u200f|अ|ß|İ|1302010101800001|kata Rina|menghadiri rapat|non Muslim|ke empat|yang ke empat|- |— |Editor: -|
    |\xa0|ﬁ|konon|SEBARKAN|santri bernama Rafli Maulana|korban perundungan|14:30|pukul 25:99|Kamis, 31 Februari 2024|*|_""".split(
        "|"
    )
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(BITS, max_size=40).map("".join), st.lists(BITS, max_size=40).map(" ".join)
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
def test_every_span_lies_inside_its_field_and_fixes_apply(title, lead, body, small, phrase):
    release = Release(
        title=title, dateline=small, lead=lead, body=body, keyphrase=phrase, page_title=small, meta_description=lead,
        slug=small, contact=small, byline=small, images=(Image(small, phrase, ""),),
    )  # fmt: skip
    report = analyse(release, Context(key_messages=(phrase,), unit_names=(small,), minors_case=True))
    for finding in report.findings:
        for span in (*finding.spans, *([finding.fix.span] if finding.fix else [])):
            assert 0 <= span.start <= span.end <= len(release.text_of(span.field)), finding
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_sentences_and_tokens_cover_their_text_exactly(text):
    position = 0
    for start, end in sentences_of(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
    for token in tokens_of(text):
        assert text[token.start : token.end] == token.text


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_broken_html_gives_text_with_blocks_inside_it(text):
    for html in (text, f"<p>{text}<ul><li>{text}<a href=x>{text}</b></figure>"):
        plain = read_html(html)
        assert "\n\n".join(plain.text[block.start : block.end] for block in plain.blocks) == plain.text
        assert all(0 <= link.start < link.end <= len(plain.text) for link in plain.links)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_pasted_text_is_cut_into_ordered_parts(text):
    position = 0
    for part in read_whole(text).parts:
        assert position <= part.start <= part.end <= len(text)
        position = part.end
    analyse(read_whole(text).release())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_a_stem_is_always_given(word):
    assert isinstance(stem(word), str)


@pytest.mark.parametrize(
    "body",
    ["", "a", "kata " * 5_000, "Satu. " * 3_000, '"' * 4_000, "(" * 4_000, "a-" * 4_000, "1." * 4_000, "di " * 4_000,
     "... " * 3_000, "\u200f" * 500, "A" * 20_000, "semula " * 3_000, "dari " * 3_000, " " * 50_000, "0" * 20_000, "0812-" * 8_000, "”A" * 10_000,
     "12 345,67. 8/9 " * 2_000, "â€œKami siapâ€ kata Rina. " * 500, "مرحبا di sini 你好 \u202e kata. " * 500, "\n" * 20_000, "<br>" * 8_000],
)  # fmt: skip
def test_a_strange_text_is_read(body):
    analyse(Release(title=body[:500], lead=body[:3_000], body=body, keyphrase=body[:200]))
    read_whole(body)


def test_a_million_characters_are_refused_with_a_sentence():
    with pytest.raises(TooLong, match=r"karakter\."):
        analyse(Release(body="a" * (MAX_CHARACTERS + 1)))


def test_breaks_leave_no_blank_behind_them_and_none_at_the_end_of_a_paragraph():
    release = Release.from_html('<p>Satu<br> dua <a href="https://contoh.id">tiga<br></a></p><p>Empat<br></p>')
    assert release.body == "Satu\ndua tiga\n\nEmpat"
    assert [release.body[link.start : link.end] for link in release.links] == ["tiga"]
    assert [release.body[block.start : block.end] for block in release.blocks] == ["Satu\ndua tiga", "Empat"]
