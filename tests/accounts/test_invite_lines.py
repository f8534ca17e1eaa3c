"""Pasting the people of a class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.invite_lines import InviteLines, parse_invite_lines
from app.accounts.seed_units import UNITS
from app.accounts.unit_names import KnownUnit

KNOWN = [KnownUnit(number, unit.name, (unit.short_name, *unit.aliases)) for number, unit in enumerate(UNITS, start=1)]


def test_plain_lines_become_rows():
    read = _read(
        "Hj. Rahmi Yulianti, S.Ag.; rahmi@kemenag.go.id; Kankemenag Kab. Agam\n"
        "Sukarno;0812 3456 7890;MAN 1 Bukittinggi\n"
        "محمد صالح ; saleh.m ; kanwil"
    )
    assert read.faults == read.notices == ()
    assert [(row.line, row.name, row.contact, row.unit.name) for row in read.rows] == [
        (1, "Hj. Rahmi Yulianti, S.Ag.", "rahmi@kemenag.go.id", "Kantor Kementerian Agama Kabupaten Agam"),
        (2, "Sukarno", "+6281234567890", "Madrasah Aliyah Negeri 1 Bukittinggi"),
        (3, "محمد صالح", "saleh.m", "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat"),
    ]
    assert [(row.email is not None, row.phone is not None, row.username is not None) for row in read.rows] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip


def test_paste_from_a_sheet_with_heading_numbers_quotes_and_blank_lines():
    read = _read(
        '\ufeffNo\tNama Lengkap\tSurel\tSatker\r\n\r\n1\t"Rahmi Yulianti, S.Ag."\trahmi@x.id\tKota Padang\t\t\r\n'
        "2.\tSukarno\t81234567890\tKota Solok\r\n   \r\n"
    )
    assert read.faults == ()
    assert [(row.line, row.name, row.contact) for row in read.rows] == [
        (3, "Rahmi Yulianti, S.Ag.", "rahmi@x.id"),
        (4, "Sukarno", "+6281234567890"),
    ]


@pytest.mark.parametrize(
    "line, part",
    [
        ("Rahmi, rahmi@x.id, Kota Padang", "Pisahkan dengan titik koma"),
        ("Rahmi;rahmi@x.id;Kota Padang;Staf", "seharusnya tiga"),
        (";rahmi@x.id;Kota Padang", "Nama masih kosong"),
        ("Rahmi;;Kota Padang", "Bagian kedua kosong"),
        ("Rahmi;rahmi@x;Kota Padang", "sesudah @"),
        ("Ani;ani.gmail.com;Kota Padang", "tanpa tanda @"),
        ("Ani;ani.yulianti@gmial.com;Kota Padang", "Mungkin maksud Anda ani.yulianti@gmail.com"),
        ("Ani;ani@yahoo.con;Kota Padang", "Mungkin maksud Anda ani@yahoo.com"),
        ("Ani;ani(at)kemenag.go.id;Kota Padang", "tanpa tanda @"),
        ("Ani;humas@agam.kemenag.goid;Kota Padang", "humas@agam.kemenag.go.id"),
        ("Rahmi;0812;Kota Padang", "10 sampai 13"),
        ("Rahmi;8,12346E+10;Kota Padang", "disingkat oleh lembar kerja"),
        ("Rahmi;19830516 201921 1 001;Kota Padang", "tampak seperti NIP"),
        ("Rahmi;1371012345670001;Kota Padang", "tampak seperti NIP"),
        ("Rahmi;admin;Kota Padang", "dipakai oleh sistem"),
        ("Rahmi;rahmi@x.id;MAN Entah", "lewat tautan kelas"),
        ("Rahmi;rahmi@x.id;", "Satuan kerja belum ditulis"),
        ("Rahmi;rahmi@x.id;Kota Padan", "Mungkin maksud Anda “Kantor Kementerian Agama Kota Padang”"),
        ("Rahmi;rahmi@x.id;Solok", "Kabupaten Solok” atau “Kantor Kementerian Agama Kota Solok”"),
        ("Rahmi;rahmi@x.id;Dinas Pertanian", "tidak ditemukan"),
        ("Rahmi;rahmi@x.id;Kota Padang" + " " * 3000, "terlalu panjang"),
    ],
)
def test_faulty_line_is_told_once_with_its_number_and_the_others_are_kept(line, part):
    read = _read(f"Sukarno;sukarno@x.id;Kota Solok\n{line}\nHatta;hatta@x.id;Kota Bukittinggi")
    assert [row.line for row in read.rows] == [1, 3]
    assert [fault.line for fault in read.faults] == [2]
    assert part in read.faults[0].text
    assert read.faults[0].text.endswith(".")
    assert "!" not in read.faults[0].text


def test_same_contact_twice_is_found_in_every_writing():
    read = _read(
        "A Satu;081234567890;Kota Padang\nB Dua;B@x.id;Kota Padang\nC Tiga;+62 812-3456-7890;Kota Solok\nD;b@X.id;Kota Solok"
    )
    assert [row.line for row in read.rows] == [1, 2]
    assert ["sudah ada di baris 1" in read.faults[0].text, "sudah ada di baris 2" in read.faults[1].text] == [
        True,
        True,
    ]


def test_two_people_of_one_name_and_unit_pass_with_a_notice():
    read = _read("Rahmi;a1@x.id;Kota Padang\nrahmi;b1@x.id;Kankemenag Kota Padang\nRahmi;c1@x.id;Kota Solok")
    assert len(read.rows) == 3
    assert [notice.line for notice in read.notices] == [2]


def test_at_most_a_hundred_people_at_once():
    lines = [f"Orang Ke {'x' * (n % 7 + 1)};orang{n}@x.id;Kota Padang" for n in range(130)]
    read = _read("\n".join(["Nama;Surel;Satker", *lines]))
    assert len(read.rows) == 100
    assert [fault.line for fault in read.faults] == [102]
    assert "Paling banyak 100" in read.faults[0].text


def test_default_unit_serves_lines_without_one():
    read = parse_invite_lines("Rahmi;rahmi@x.id\nSukarno;sukarno@x.id;", KNOWN, default_unit=KNOWN[0])
    assert [row.unit for row in read.rows] == [KNOWN[0], KNOWN[0]]


@given(st.text(st.sampled_from(list("a1;\t\n@.+\"' \x00é م")), max_size=200) | st.text(max_size=200))
def test_any_paste_is_read_without_raising_and_every_line_is_accounted_for_once(text):
    read = _read(text)
    numbers = [row.line for row in read.rows] + [fault.line for fault in read.faults]
    assert len(numbers) == len(set(numbers))
    contacts = [row.contact for row in read.rows]
    assert len(contacts) == len(set(contacts))


def _read(text: str) -> InviteLines:
    return parse_invite_lines(text, KNOWN)
