"""Numbers and short texts as people in Indonesia type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.core.answers import normalised_text, parsed_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [("62,5", "62.5"), ("62.5", "62.5"), ("1.250", "1250"), ("1.250.000", "1250000"), ("1.250,75", "1250.75"),
     ("1,250.75", "1250.75"), ("1,250", "1.250"), ("1,250,000", "1250000"), ("0.125", "0.125"), ("12.50", "12.50"),
     ("-3", "-3"), ("−3,5", "-3.5"), ("+7", "7"), (" 15 ", "15"), ("15 menit", "15"), ("15 Menit", "15"), ("62,5 %", "62.5"),
     ("62,5%", "62.5"), ("Rp 1.500", "1500"), ("Rp. 1.500", "1500"), ("1 250", "1250"), ("１５", "15"), (",5", "0.5")],
)  # fmt: skip
def test_a_number_is_read_as_it_was_meant(typed, number):
    assert parsed_number(typed, "menit") == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "lima", "1,2,3.4.5", "1e5", "NaN", "Infinity", "--3", "9" * 40, "1/2", "12 orang", "%", "."]
)
def test_what_is_no_number_is_refused(typed):
    assert parsed_number(typed, "menit") is None


@given(st.integers(0, 10**9))
def test_thousands_with_dots_are_whole_numbers(value):
    assert parsed_number(f"{value:,}".replace(",", ".")) == value


@given(st.decimals(0, 10**6, places=2))
def test_a_comma_is_a_decimal_sign(value):
    assert parsed_number(f"{value:.2f}".replace(".", ",")) == value


@given(st.text(), st.text())
def test_no_text_raises(text, unit):
    parsed_number(text, unit)
    normalised_text(text)


@pytest.mark.parametrize("typed", ["risiko", " Risiko ", "RISIKO.", '"risiko"', "“Risiko”,", "risiko\n"])
def test_edges_and_capitals_do_not_matter(typed):
    assert normalised_text(typed) == "risiko"


def test_double_spaces_fold_and_inner_signs_stay():
    assert normalised_text("Sub-bagian   umum") == "sub-bagian umum"
    assert normalised_text("Padang", is_case_sensitive=True) == "Padang"
    assert normalised_text("jum’at") == "jum'at"
