"""The work units that every installation begins with."""

from __future__ import annotations

from app.accounts.models import UnitKind
from app.accounts.seed_units import CITY_OFFICES, KANWIL, MADRASAHS, REGENCY_OFFICES, UNITS


def test_twelve_regencies_and_seven_cities_with_their_bps_codes():
    assert [unit.kode_bps for unit in REGENCY_OFFICES] == [str(1300 + number) for number in range(1, 13)]
    assert [unit.kode_bps for unit in CITY_OFFICES] == [str(1370 + number) for number in range(1, 8)]


def test_names_that_public_lists_spell_wrong_are_right():
    names = " ".join(unit.name for unit in UNITS)
    for right in ("Kota Sawahlunto", "Lima Puluh Kota", "Kepulauan Mentawai", "Kabupaten Sijunjung", "Dharmasraya"):
        assert right in names
    for wrong in ("Sawah Lunto", "Limapuluh", "Kepulauwan", "Koto"):
        assert wrong not in names


def test_parents_stand_before_their_children_and_nothing_is_twice():
    seen = set()
    for unit in UNITS:
        assert unit.parent is None or unit.parent in seen
        seen.add(unit.kode_bps)
    assert [unit for unit in UNITS if unit.parent is None] == [KANWIL]
    assert len({unit.name for unit in UNITS}) == len({unit.short_name for unit in UNITS}) == len(UNITS)
    assert {unit.kind for unit in MADRASAHS} == {UnitKind.MADRASAH}
    assert all(unit.city for unit in UNITS)
