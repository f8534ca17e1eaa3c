"""Telling titles from names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.titles import split_titles


@pytest.mark.parametrize(
    "whole, parts",
    [
        ("H. Helmi, S.Ag., M.Ag.", ("H.", "Helmi", "S.Ag., M.Ag.")),
        ("Prof. Dr. H. Ahmad Yani, M.A.", ("Prof. Dr. H.", "Ahmad Yani", "M.A.")),
        ("Sukarno", ("", "Sukarno", "")),
        ("Buya Hamka", ("", "Buya Hamka", "")),
        ("M. Natsir", ("", "M. Natsir", "")),
        ("Dr.", ("", "Dr.", "")),
    ],
)
def test_titles_are_told_from_the_name(whole, parts):
    assert split_titles(whole) == parts


@given(st.text(max_size=60))
def test_no_word_is_lost(text):
    before, name, after = split_titles(text)
    assert " ".join(f"{before} {name}, {after}".replace(",", " ").split()) == " ".join(text.replace(",", " ").split())
