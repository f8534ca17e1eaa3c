"""Pure rules: the text of a work, dates, windows, names, differences, sheets, borders, plain typing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.curriculum.core.work import FieldKind, SheetField
from app.kernel import richtext
from app.submissions.core import body, sheet
from app.submissions.core.content import RELEASE_BODY, Block, Part, laid_from, lay_out
from app.submissions.core.difference import Change, compare
from app.submissions.core.identity import COVER, cover, find, telling
from app.submissions.core.parts import Stretch, gathered, stretches
from app.submissions.core.schedule import Planned, due_dates
from app.submissions.core.window import Dates, Standing, days_late, may_send

OPEN = datetime(2026, 11, 1, tzinfo=UTC)
DUE = datetime(2026, 11, 8, tzinfo=UTC)
DATES = Dates(OPEN, DUE, late_days=3)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_every_passage_points_at_its_own_words():
    laid = lay_out([
        Part("judul", "Judul", "Layanan 😀 baru"),
        Part("teras", "Teras", "   "),
        Part("isi", "Isi", "Satu.\n\nDua.", (Block("p", 0, 5), Block("h2", 7, 11))),
        Part("keterangan-1", "Keterangan foto 1", "بِسْمِ"),
    ], body=RELEASE_BODY)
    assert laid.text == "Layanan 😀 baru\n\nSatu.\n\nDua.\n\nبِسْمِ"
    assert [(p.field, p.kind, laid.text[p.start : p.end]) for p in laid.passages] == [
        ("judul", "p", "Layanan 😀 baru"), ("isi", "p", "Satu."), ("isi", "h2", "Dua."), ("keterangan-1", "p", "بِسْمِ"),
    ]
    assert laid.field_start("teras") is None
    assert laid.words == 2
    assert laid_from(laid.text, laid.to_json()) == laid


def test_every_cell_of_a_sheet_counts_also_beside_one_that_is_named_as_in_a_release():
    assert lay_out([Part("tujuan", "Tujuan", "Warga tahu jadwal."), Part("isi", "Isi wajib", "Jam dan tempat.")]).words == 6


def test_tasks_follow_one_another_and_never_fall_on_one_day():
    due = due_dates(date(2026, 11, 2), date(2026, 12, 30), [Planned(7), Planned(7), Planned(10)])
    assert due == (date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 26))


def test_a_short_class_shortens_the_distances_and_leaves_room_for_peer_review():
    due = due_dates(date(2026, 11, 2), date(2026, 11, 30), [Planned(7, 12), Planned(7), Planned(7), Planned(7)])
    assert due[-1] <= date(2026, 11, 30)
    assert due[0] + timedelta(days=12) <= date(2026, 11, 30)
    assert len(set(due)) == 4
    crowded = due_dates(date(2026, 11, 2), date(2026, 11, 4), [Planned(7)] * 5)
    assert len(set(crowded)) == 5
    assert due_dates(date(2026, 11, 2), date(2026, 11, 4), []) == ()


@pytest.mark.parametrize(
    ("now", "versions", "more", "may", "standing", "late"),
    [
        (OPEN - HOUR, 0, {}, False, Standing.BELUM_DIBUKA, 0),
        (OPEN, 0, {}, True, Standing.TERBUKA, 0),
        (DUE, 5, {}, True, Standing.TERBUKA, 0),
        (DUE + timedelta(microseconds=1), 0, {}, True, Standing.TERLAMBAT, 1),
        (DUE + DAY, 0, {}, True, Standing.TERLAMBAT, 1),
        (DUE + 3 * DAY, 0, {}, True, Standing.TERLAMBAT, 3),
        (DUE + 3 * DAY + HOUR, 0, {}, False, Standing.DITUTUP, 4),
        (DUE + HOUR, 1, {}, False, Standing.DITUTUP, 0),
        (DUE + HOUR, 1, {"extended_until": DUE + DAY}, True, Standing.TERBUKA, 0),
        (DUE - HOUR, 0, {"extended_until": DUE - DAY}, True, Standing.TERBUKA, 0),
        (DUE + 9 * DAY, 1, {"revise_until": DUE + 10 * DAY}, True, Standing.REVISI, 0),
        (DUE + 9 * DAY, 0, {"revise_until": DUE + 10 * DAY}, False, Standing.DITUTUP, 9),
        (DUE + 11 * DAY, 1, {"revise_until": DUE + 10 * DAY}, False, Standing.DITUTUP, 0),
        (DUE - DAY, 0, {"closed_at": DUE - 2 * DAY}, False, Standing.DITUTUP, 0),
    ],
)
def test_the_window_opens_and_closes_as_the_rules_say(now, versions, more, may, standing, late):
    dates = Dates(OPEN, DUE, 3, **more)
    verdict = may_send(dates, now, versions=versions)
    assert (verdict.may, verdict.standing, verdict.days_late) == (may, standing, late)
    assert verdict.may or verdict.reason


def test_every_day_begun_counts():
    assert [days_late(DUE, DUE + gap) for gap in (-HOUR, timedelta(0), HOUR, DAY, DAY + HOUR)] == [0, 0, 1, 1, 2]


def test_names_are_found_as_whole_words_and_covered():
    names = telling("Siti Rahmawati", ["MAN 1 Padang", "MAN 1"])
    text = "Kata Siti  Rahmawati dari MAN 1 Padang; rahmawati kecil dan siti saja tetap, tetapi RAHMAWATI tidak."
    covered = cover(text, names)
    assert covered.text == f"Kata {COVER} dari {COVER}; rahmawati kecil dan siti saja tetap, tetapi {COVER} tidak."
    for start, end, shown in covered.cuts:
        assert covered.to_shown(start) == shown
        assert covered.to_true(shown) == start
        assert covered.to_shown(end) == shown + len(COVER)
        assert covered.to_true(shown + len(COVER)) == end
    tail = covered.text.index("tidak.")
    assert text[covered.to_true(tail) :] == "tidak."


def test_people_with_one_word_and_common_words_are_told_apart():
    assert find("Kata Suharto di Padang", telling("Suharto", [])) != ()
    assert find("Muhammad adalah nama yang umum", telling("Muhammad Yusuf Abdullah", [])) == ()
    assert telling("", []) == ()
    assert cover("Tidak ada.", ()).text == "Tidak ada."


def test_a_name_never_spans_two_paragraphs():
    covered = cover("Ditulis Budi\n\nSantoso menulis", telling("Budi Santoso", []))
    assert covered.text.count("\n\n") == 1


def test_the_difference_reads_as_both_texts():
    old, new = "Kepala KUA membuka layanan.\n\nAlinea dua.", "Kepala KUA meresmikan layanan baru.\n\nAlinea dua."
    difference = compare(old, new)
    assert "".join(s.text for s in difference.stretches if s.change is not Change.ADDED) == old
    assert "".join(s.text for s in difference.stretches if s.change is not Change.REMOVED) == new
    assert (difference.added, difference.removed) == (2, 1)
    assert len(difference.paragraphs()) == 2


FIELDS = (
    SheetField("a", "Premis", FieldKind.TEKS, is_required=True),
    SheetField("b", "Jumlah", FieldKind.ANGKA),
    SheetField("c", "Tautan", FieldKind.TAUTAN),
    SheetField("d", "Kanal", FieldKind.PILIHAN, is_required=True, choices=("Situs", "Radio")),
    SheetField("e", "Izin", FieldKind.CENTANG, is_required=True),
)


def test_a_sheet_says_what_does_not_fit_field_by_field():
    values = sheet.typed(FIELDS, {"a": " ", "b": "tiga", "c": "bukan alamat", "d": "Koran", "e": "", "f": "asing"})
    assert set(values) == {"a", "b", "c", "d", "e"}
    assert [problem.field for problem in sheet.problems(FIELDS, values)] == ["a", "b", "c", "d", "e"]
    good = sheet.typed(FIELDS, {"a": "Ya", "b": "1.250", "c": "https://a.go.id/x", "d": "Radio", "e": "y"})
    assert sheet.problems(FIELDS, good) == ()
    assert sheet.problems(FIELDS, {**good, "a": "x" * 401})[0].field == "a"
    assert sheet.problems(FIELDS, {**good, "c": "javascript:alert(1)"})[0].field == "c"


def test_a_pasted_text_is_cut_without_losing_a_word():
    text = "Judul\n\nTeras satu.\n\nIsi satu.\n\n---\n\nIsi dua."
    rows = stretches(text, [(0, 5, "judul"), (7, 18, "teras"), (20, 29, "isi")])
    assert [(text[row.start : row.end], row.part) for row in rows] == [
        ("Judul", "judul"), ("Teras satu.", "teras"), ("Isi satu.", "isi"), ("Isi dua.", "buang"),
    ]
    moved = [Stretch(row.start, row.end, "isi" if row.part == "buang" else row.part) for row in rows]
    assert gathered(text, moved) == {"judul": "Judul", "teras": "Teras satu.", "isi": "Isi satu.\n\nIsi dua."}
    assert gathered(text, [Stretch(5, 999, "judul"), Stretch(3, 1, "isi")]) == {}


@pytest.mark.parametrize("html", [
    "<p>Satu.</p><h2>Dua</h2><h3>Tiga</h3><ul><li>a</li><li>b</li></ul><ol><li>c</li></ol><blockquote><p>d</p></blockquote>",
    '<p>a <strong>b</strong> <a href="https://x.id">c</a></p>',
    "<p>a &lt;b&gt; &amp; c</p>",
    "<p>satu<br>dua</p>",
])
def test_plain_typing_that_is_not_changed_gives_the_same_html(html):
    assert body.from_typed(body.to_typed(html), html, richtext.from_plain) == html


def test_plain_typing_reads_as_people_type():
    typed = body.to_typed("<p>a <strong>b</strong></p><h2>K</h2><ul><li>x</li><li>y</li></ul><ol><li>z</li></ol><blockquote><p>q</p></blockquote>")
    assert typed == "a b\n\n## K\n\n- x\n- y\n\n1. z\n\n> q"
    assert body.from_typed("baru\n\n> kutip", "", richtext.from_plain) == "<p>baru</p><blockquote><p>kutip</p></blockquote>"


def test_labels_and_dashes_that_the_form_says_itself_are_left_out():
    text = "PADANG (Humas) –\n\nNarahubung: Rina 0812-0000-0000"
    assert gathered(text, [Stretch(0, 16, "titimangsa"), Stretch(18, len(text), "narahubung")]) == {
        "titimangsa": "PADANG (Humas)", "narahubung": "Rina 0812-0000-0000",
    }
