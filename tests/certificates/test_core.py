"""Numbers, codes, states and the snapshot of a certificate."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates import core
from app.certificates.core import State
from app.learning.core.passing import predicate_of
from tests.certificates.samples import FACTS

NOVEMBER = date(2026, 11, 21)


def test_number_follows_the_template():
    number = core.format_number(
        core.DEFAULT_TEMPLATE, sequence=12, course_code="SP", cohort="III", unit="KANWIL", issued_on=NOVEMBER
    )
    assert number == "00012/SP/III/KANWIL/XI/2026"


@pytest.mark.parametrize(
    "template, part",
    [
        ("{urut:05d}/{tahun", "tidak berpasangan"),
        ("{urut}/{tahun}/{nama}", "{nama} yang tidak dikenal"),
        ("{urut.__class__}/{tahun}", "tidak dikenal"),
        ("{urut:>99999999}/{tahun}", "Bentuk {urut}"),
        ("{urut!r}/{tahun}", "Bentuk {urut}"),
        ("{}/{urut}/{tahun}", "tidak dikenal"),
        ("{kode}/{tahun}", "harus memuat {urut}"),
        ("{urut:05d}/{kode}", "harus memuat {tahun}"),
        ("1{urut}/{tahun}", "Pisahkan {urut}"),
        ("{urut:05d}{tahun}", "Pisahkan {urut}"),
        ("{kode}{urut}/{tahun}", "Pisahkan {urut}"),
        ("<b>{urut}</b>/{tahun}", "hanya memuat huruf"),
        ("{urut}/{{{tahun}", "hanya memuat huruf"),
    ],
)
def test_template_that_could_go_wrong_is_refused_with_a_sentence(template, part):
    with pytest.raises(ValueError, match=part.replace("{", r"\{").replace("}", r"\}")):
        core.check_template(template)


def test_roman_numerals_of_the_months_and_of_large_years():
    assert [core.roman(month) for month in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]
    assert core.roman(2026) == "MMXXVI"
    for number in (0, -1, 4000):
        with pytest.raises(ValueError, match="no Roman numeral"):
            core.roman(number)


@given(st.binary(min_size=16, max_size=16))
def test_short_code_is_read_back_from_any_way_of_typing(random_bytes):
    code = core.short_code(random_bytes)
    assert not set(code) & set("0O1I")
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert core.normalise_short_code(code) == code
    assert core.normalise_short_code(f"  {code.lower().replace('-', ' ')}\n") == code
    assert core.normalise_short_code(code.replace("-", "").replace("Q", "0").replace("L", "1")) == code


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_long_codes_differ_when_the_bytes_differ(first, second):
    assert (core.long_code(first) == core.long_code(second)) == (first == second)
    assert len(core.long_code(first)) == 26


def test_code_of_too_few_random_bytes_is_refused():
    with pytest.raises(ValueError, match="16"):
        core.short_code(b"short")


@given(st.text(max_size=60))
def test_what_is_no_code_reads_as_none_and_never_raises(text):
    read = core.normalise_short_code(text)
    assert read is None or core.normalise_short_code(read) == read


def test_only_legal_moves_between_states():
    assert core.legal_moves(State.DISIAPKAN) == {State.TERBIT}
    assert core.legal_moves(State.TERBIT) == {State.DICABUT, State.DIGANTI}
    assert core.legal_moves(State.DICABUT) == core.legal_moves(State.DIGANTI) == frozenset()


@pytest.mark.parametrize(
    "grade, name",
    [
        (100, "Sangat Memuaskan"),
        (90, "Sangat Memuaskan"),
        (89.999, "Memuaskan"),
        (80, "Memuaskan"),
        (70, "Baik"),
        (69.999, None),
    ],
)
def test_the_word_at_its_borders(grade, name):
    assert predicate_of(grade) == name


@given(st.floats(0, 100))
def test_printed_grade_never_claims_more_than_the_grade(grade):
    shown = float(core.show_grade(grade).replace(",", "."))
    assert shown <= grade + 1e-6
    assert grade - shown < 0.011
    assert predicate_of(shown) == predicate_of(grade) or grade >= 90 - 1e-6 or math.isclose(grade, round(grade))


def test_printed_grades_keep_what_was_exact():
    assert [core.show_grade(grade) for grade in (92.35, 89.999, 70, 0.07)] == ["92,35", "89,99", "70,00", "0,07"]


@pytest.mark.parametrize(
    "name, shown",
    [
        ("Salma Rahma Putri", "Salma R. P."),
        ("Salma", "Salma"),
        ("Salma Putri, A.Md.", "Salma P."),
        ("  Siti  'Aisyah  ", "Siti A."),
        ("Nur ʿAini (نور)", "Nur A. ن."),
        ("", ""),
    ],
)
def test_a_pupil_is_shown_to_strangers_by_first_name_and_initials(name, shown):
    assert core.public_name(name) == shown


def test_facts_survive_json():
    assert core.facts_from_json(json.loads(json.dumps(core.facts_to_json(FACTS)))) == FACTS


@given(st.text(max_size=40), st.none() | st.floats(0, 100), st.booleans())
def test_any_text_and_grade_survive_json(name, grade, is_sample):
    facts = replace(FACTS, name=name, grade=grade, is_sample=is_sample)
    assert core.facts_from_json(json.loads(json.dumps(core.facts_to_json(facts)))) == facts


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"name": None},
        {"jp": "7"},
        {"starts_on": "kemarin"},
        {"materials": [{}]},
        {"grade": True},
        {"jp": True},
    ],
)
def test_json_that_is_not_a_certificate_is_refused(change):
    with pytest.raises(ValueError, match=r"unknown keys|not the facts|isoformat"):
        core.facts_from_json(core.facts_to_json(FACTS) | change)


def test_facts_that_contradict_themselves_are_refused():
    with pytest.raises(ValueError, match="mendahului"):
        replace(FACTS, ends_on=date(2026, 11, 1))
    for grade in (-1, 100.1, math.nan):
        with pytest.raises(ValueError, match="antara 0 dan 100"):
            replace(FACTS, grade=grade)


@pytest.mark.parametrize(
    "first, last, said",
    [
        (date(2026, 11, 2), date(2026, 11, 2), "2 November 2026"),
        (date(2026, 11, 2), date(2026, 11, 6), "2 s.d. 6 November 2026"),
        (date(2026, 10, 28), date(2026, 11, 3), "28 Oktober s.d. 3 November 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Desember 2026 s.d. 3 Januari 2027"),
    ],
)
def test_dates_are_said_once(first, last, said):
    assert core.date_range(first, last) == said
