"""Words in sentences: what runs from right to left stays in its place."""

import pytest

from app.kernel.i18n import _, amount, unbroken


def test_an_arabic_name_is_kept_apart_from_the_sentence_around_it():
    assert _("Naskah %(name)s.", name="عمر") == "Naskah \u2068عمر\u2069."


def test_other_values_stay_as_they_are():
    assert _("Naskah %(name)s, %(n)d.", name="Siti", n=3) == "Naskah Siti, 3."


def test_templates_escape_the_name_and_keep_it_apart(app):
    shown = app.jinja_env.from_string("{{ _('Untuk %(name)s.', name=name) }}").render(name="<عمر>")
    assert shown == "Untuk \u2068&lt;عمر&gt;\u2069."


@pytest.mark.parametrize(
    ("plain", "kept"),
    [
        ("35 % kalimat pasif; paling banyak 20 %.", "35~% kalimat pasif; paling banyak 20~%."),
        ("Naskah 120 kata; yang diminta 300-500 kata.", "Naskah 120~kata; yang diminta 300-500~kata."),
        ("Padang, 12 November 2026: tempat ini", "Padang, 12 November 2026: tempat ini"),
    ],
)
def test_no_line_ends_between_a_number_and_what_it_counts(plain, kept):
    assert unbroken(plain) == kept.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("value", "read"),
    [(None, "–"), (66.667, "66,7"), (69.96, "69,9"), (69.9999, "69,9"), (79.97, "79,9"), (70.0, "70"), (70 - 1e-9, "70"), (90.04, "90"), (99.99, "99,9")],
)
def test_a_grade_below_a_whole_mark_never_reads_that_mark(value, read):
    assert amount(value) == read
