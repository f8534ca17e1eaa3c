"""Finding work units by what people call them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.seed_units import UNITS
from app.accounts.unit_names import KnownUnit, UnitNames

KNOWN = [KnownUnit(number, unit.name, (unit.short_name, *unit.aliases)) for number, unit in enumerate(UNITS, start=1)]
NAMES = UnitNames(KNOWN)


@pytest.mark.parametrize("unit", KNOWN, ids=lambda unit: unit.name)
def test_every_unit_is_found_by_its_name_and_all_its_aliases(unit):
    for name in (unit.name, *unit.aliases):
        for written in (name, name.upper(), f"  {name}. "):
            assert NAMES.find(written).unit == unit


@pytest.mark.parametrize(
    "written, name",
    [
        ("Kemenag Kab. Solok", "Kantor Kementerian Agama Kabupaten Solok"),
        ("kemenag kota solok", "Kantor Kementerian Agama Kota Solok"),
        ("Kankemenag Kab.Lima Puluh Kota", "Kantor Kementerian Agama Kabupaten Lima Puluh Kota"),
        ("Kab. 50 Kota", "Kantor Kementerian Agama Kabupaten Lima Puluh Kota"),
        ("Kota Sawah Lunto", "Kantor Kementerian Agama Kota Sawahlunto"),
        ("pasaman", "Kantor Kementerian Agama Kabupaten Pasaman"),
        ("Pariaman", "Kantor Kementerian Agama Kota Pariaman"),
        ("KANWIL KEMENAG PROV. SUMBAR", "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat"),
        ("Kanwil", "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat"),
        ("Kanwil Kemenag", "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat"),
        ("Kanwil Kemenag Sumbar", "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat"),
        ("MAN-2-Solok", "Madrasah Aliyah Negeri 2 Solok"),
    ],
)
def test_usual_writings_lead_to_one_unit(written, name):
    assert NAMES.find(written).unit.name == name


def test_one_wrong_letter_is_asked_back_and_never_taken_for_granted():
    for written in ("Kota Bukittingi", "Kab. Dharmasaya", "Kab. Pasamna", "Kota Pyakumbuh"):
        match = NAMES.find(written)
        assert match.unit is None
        assert len(match.near) >= 1


def test_a_name_of_two_units_is_asked_back():
    match = NAMES.find("Solok")
    assert match.unit is None
    assert {unit.name[-15:] for unit in match.near} == {"Kabupaten Solok", "gama Kota Solok"}


def test_madrasahs_that_differ_in_their_number_are_not_mixed_up():
    assert NAMES.find("MAN 1 Solok").unit is None
    assert NAMES.find("MAN 2 Payakumbuh").unit is None


@given(st.text(max_size=60))
def test_no_text_makes_it_fail(text):
    assert len(NAMES.find(text).near) <= 3
