"""Sentences that are decided when a template is compiled say the same as those that are asked for in each request."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string, url_for
from flask_babel import force_locale
from jinja2 import DictLoader, nodes

from app.web import templates

SAME = "{{ _('Keluar') }}"
"""A sentence of the house that the English catalogue knows."""


@pytest.mark.parametrize(("language", "shown"), [("id", "Keluar"), ("en", "Sign out")])
@pytest.mark.parametrize("source", [SAME, f"{{% macro out() %}}{SAME}{{% endmacro %}}{{{{ out() }}}}"])
def test_a_sentence_is_that_of_the_readers_language(app, language, source, shown):
    with app.test_request_context(), force_locale(language):
        assert render_template_string(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ _('100%% selesai') }}", "100% selesai"),
        ("{{ _('%(n)d langkah', n=3) }}", "3 langkah"),
        ("{{ _('<b>%(name)s</b>', name=given) }}", "<b>&lt;i&gt;</b>"),
        ("{{ _('a') ~ given }}", "a&lt;i&gt;"),
        ("{{ _('Tanda & \"kutip\"') }}", 'Tanda & "kutip"'),
        ("{{ {'done': _('Selesai')}['done'] }}", "Selesai"),
    ],
)
def test_values_and_marks_stay_as_they_were(app, source, shown):
    with app.test_request_context():
        assert render_template_string(source, given="<i>") == shown


def test_only_a_sentence_without_values_is_decided_beforehand(app):
    decided = app.jinja_env.parse("{{ _('Keluar') }}{{ _('%(n)d', n=1) }}{{ _(given) }}")
    assert len(list(decided.find_all(nodes.CondExpr))) == 1


def test_a_remembered_drawing_tells_markup_from_text(app):
    source = '{% macro drawn(name, label) %}<b title="{{ label }}">{% endmacro %}{% set icon = remembered(drawn) %}{{ icon(1, text|safe) }}{{ icon(1, text) }}'
    with app.test_request_context():
        assert render_template_string(source, text="&amp;") == '<b title="&amp;"><b title="&amp;amp;">'


def test_a_compiled_template_is_kept_and_read_again(tmp_path):
    templates.keep(first := environment("{{ 1 + 1 }}"), tmp_path)
    assert first.get_template("page").render() == "2"
    (kept,) = tmp_path.rglob("*.cache")
    templates.keep(second := environment("{{ 1 + 1 }}"), tmp_path)
    second._parse = None  # nothing is left to compile with
    assert second.get_template("page").render() == "2"
    assert kept.exists()


@pytest.mark.parametrize("broken", [b"", b"j2", None], ids=["empty", "cut off", "half"])
def test_what_a_crash_left_of_a_kept_template_is_compiled_anew(tmp_path, broken):
    templates.keep(first := environment("{{ 1 + 1 }}"), tmp_path)
    first.get_template("page")
    (kept,) = tmp_path.rglob("*.cache")
    kept.write_bytes(kept.read_bytes()[:40] if broken is None else broken)
    templates.keep(second := environment("{{ 1 + 1 }}"), tmp_path)
    assert second.get_template("page").render() == "2"


def test_a_full_disk_costs_no_page(tmp_path):
    templates.keep(one := environment("{{ 1 + 1 }}"), tmp_path)
    for folder in tmp_path.iterdir():
        folder.rmdir()
    assert one.get_template("page").render() == "2"


def environment(source: str) -> templates.Environment:
    return templates.Environment(Flask("uji"), loader=DictLoader({"page": source}))


def test_the_bars_of_a_page_are_those_of_its_reader(app):
    frame = app.jinja_env.get_template("components/frame.html").module

    def drawn(language, name, unread):
        with app.app_context(), app.test_request_context(), force_locale(language):
            return frame.top_bar(language, (), name, name[:1], "", unread)

    asked = [("id", "Siti", 3), ("en", "Siti", 3), ("id", "<b>Budi", 0)]
    siti, english, budi = [drawn(*one) for one in asked]
    assert [drawn(*one) for one in asked] == [siti, english, budi]
    assert ">3<" in siti
    assert "Pemberitahuan" in siti
    assert "Notifications" in english
    assert "&lt;b&gt;Budi" in budi
    assert "Siti" not in budi


def test_an_address_is_remembered_under_the_path_of_its_site(app):
    source = "{{ url_for('cohorts.show', cohort_id=1) }} {{ url_for('cohorts.show', cohort_id=2, cari='a b') }}"
    for root in ("", "/surau", ""):
        with app.test_request_context(base_url=f"http://contoh.test{root}/"):
            expected = f"{url_for('cohorts.show', cohort_id=1)} {url_for('cohorts.show', cohort_id=2, cari='a b')}"
            assert render_template_string(source) == expected
            assert expected.startswith(f"{root}/")
