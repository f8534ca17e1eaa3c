"""Wrong forms are found where a lesson uses them, not where it shows them."""

import pytest

from app.curriculum.core.spelling import BANNED, misspellings


@pytest.mark.parametrize("word", sorted(BANNED))
def test_every_banned_form_is_found_in_a_sentence(word):
    found = list(misspellings(f"Kata {word.capitalize()} ditulis begini."))
    assert len(found) == 1
    assert BANNED[word] in found[0][2]


@pytest.mark.parametrize("word", sorted(set(BANNED.values())))
def test_no_standard_form_is_banned(word):
    assert not list(misspellings(f"Kata {word} benar."))


@pytest.mark.parametrize(
    "source",
    ["::: salah\nDi laksanakan dengan seksama.\n:::", "```latihan\nsoal: perbaiki resiko\n```", "Bukan `resiko`.",
     'Tulis "risiko", bukan "resiko".', "Bukan *online*, melainkan daring.", "Lihat https://online.contoh.go.id/upload",
     "[situs](https://download.contoh.id)", "::: salah\n::: naskah\nresiko\n:::\nresiko\n:::"],
)  # fmt: skip
def test_a_form_that_is_only_shown_is_left_alone(source):
    assert not list(misspellings(source))


def test_lines_count_through_hidden_stretches():
    source = "Satu\n::: salah\nresiko\n:::\n```\nresiko\n```\nresiko\n::: catatan\npraktek\n:::"
    assert [line for line, _, _ in misspellings(source)] == [8, 10]


def test_a_long_quotation_is_not_a_mention():
    assert list(misspellings('Ia berkata, "kita semua menanggung resiko ini bersama".'))


def test_the_plural_is_said_once():
    assert [remedy for _, _, remedy in misspellings("Para guru-guru hadir.")] == ['Tulis "para guru".']


def test_a_form_may_run_over_two_spaces_and_curly_signs():
    assert len(list(misspellings("hari Jum’at dan di  laksanakan"))) == 2
