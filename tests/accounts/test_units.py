"""Work units: the seed, the tree of a pengelola, lists."""

from __future__ import annotations

import html
import io
from hashlib import sha256

import pytest
from sqlalchemy import select

from app.accounts.models import Standing, Unit, UnitKind
from app.accounts.seed_units import UNITS
from app.accounts.services import units
from app.accounts.unit_lines import parse_unit_lines
from app.accounts.unit_names import KnownUnit
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from tests.factories import people

KNOWN = [KnownUnit(1, "Kantor Kementerian Agama Kabupaten Agam", ("Kankemenag Kab. Agam",)), KnownUnit(2, "MAN 1 Agam")]


def test_seeding_adds_the_nineteen_once_below_the_kanwil(app):
    for expected in (len(UNITS), 0):
        with work():
            assert units.seed(now=clock.now()) == expected
    offices = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.KANKEMENAG, Unit.kode_bps.is_not(None))).all()
    kanwil = db.session.scalars(select(Unit).where(Unit.kode_bps == "13")).one()
    assert len(offices) == 19
    assert {unit.parent_id for unit in offices} == {kanwil.id}
    assert all(unit.path == f"{kanwil.path}{unit.id}/" for unit in offices)


def test_a_renamed_unit_is_not_seeded_twice(app):
    with work():
        units.seed(now=clock.now())
    with work():
        db.session.scalars(select(Unit).where(Unit.kode_bps == "1306")).one().name = "Kantor Baru"
    with work():
        assert units.seed(now=clock.now()) == 0


def test_the_tree_of_a_pengelola_is_his_own(client):
    page = client.get("/satker").get_data(as_text=True)
    assert "Kankemenag Uji Utara" in page
    assert "MAN Utara" in page
    assert "Kankemenag Uji Selatan" not in page
    assert "Kanwil Uji" not in page


def test_the_number_beside_a_unit_is_that_of_the_list_it_leads_to(client, north):
    people.user(unit=people.unit_named("MAN Utara"))
    people.user(unit=north, standing=Standing.NONAKTIF)
    people.user(unit=people.unit_named("Kankemenag Uji Selatan"))
    tree = client.get("/satker").get_data(as_text=True)
    for name, count in (("Kankemenag Uji Utara", 3), ("MAN Utara", 1)):
        unit = people.unit_named(name)
        assert f'<a href="/orang?satker={unit.id}">{count}</a>' in tree
        assert f"{count} orang" in client.get(f"/orang?satker={unit.id}").get_data(as_text=True)
        assert f"</a> ({count})" in client.get(f"/satker/{unit.id}").get_data(as_text=True)


def test_a_unit_is_added_below_ones_own_and_nowhere_else(client, north):
    data = {"parent": str(north.id), "kind": "madrasah", "name": "MTsN 1 Uji", "npsn": "10310001", "city": "Uji"}
    assert client.post("/satker/baru", data=data).status_code == 303
    made = db.session.scalars(select(Unit).where(Unit.name == "MTsN 1 Uji")).one()
    assert made.path == f"{north.path}{made.id}/"
    assert client.post("/satker/baru", data=data).status_code == 409
    foreign = people.unit_named("Kankemenag Uji Selatan")
    assert client.post("/satker/baru", data=data | {"parent": str(foreign.id), "npsn": ""}).status_code == 422
    assert "8 angka" in client.post("/satker/baru", data=data | {"name": "Lain", "npsn": "12"}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Kankemenag Uji Selatan", ""), ("Kementerian Agama UJI SELATAN", ""), ("Uji Selatan", ""), ("MAN 9 Uji", "kankemenag uji selatan"), ("Kanwil Uji", "")],
)
def test_no_unit_takes_the_name_of_an_office_elsewhere(client, north, name, short):
    for kind in ("kankemenag", "lain"):
        data = {"parent": str(north.id), "kind": kind, "name": name, "short_name": short, "npsn": "", "city": "Uji"}
        refused = client.post("/satker/baru", data=data)
        assert refused.status_code == 409
        assert "Nama ini milik Kan" in refused.get_data(as_text=True)
    client.post("/satker/impor", data={"lines": f"{short or name};lain;{north.name};Uji"})
    assert [one for one in db.session.scalars(select(Unit.name).where(Unit.parent_id == north.id)) if "selatan" in one.casefold()] == []
    assert client.post("/satker/baru", data=data | {"kind": "kua", "name": "KUA Uji Selatan", "short_name": ""}).status_code == 303


def test_a_list_is_added_whole_or_not_at_all(client):
    wrong = "MTsN 2 Uji; madrasah; Kankemenag Uji Utara\nMIN 3 Uji; sekolah; Kankemenag Uji Utara"
    answer = client.post("/satker/impor", data={"lines": wrong})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Baris 2." in page
    assert "Jenis belum dikenal" in page
    assert "MTsN 2 Uji; madrasah" in page
    assert db.session.scalars(select(Unit).where(Unit.name == "MTsN 2 Uji")).all() == []
    right = "nama;jenis;induk\nKUA Kecamatan Uji; kua; \nMTsN 2 Uji; ; Kankemenag Uji Utara; Uji; 10310002\n"
    answer = client.post(
        "/satker/impor", data={"lines": "", "file": (io.BytesIO(right.encode("utf-8-sig")), "satker.csv")}
    )
    assert answer.status_code == 303
    page = client.get("/satker").get_data(as_text=True)
    assert "KUA Kecamatan Uji" in page
    assert "2 satuan kerja ditambahkan." in page
    assert client.post("/satker/impor", data={"lines": right}).status_code == 303
    assert "sudah ada" in client.get("/satker").get_data(as_text=True)


def test_a_list_of_which_one_unit_cannot_be_is_not_added_in_part(client, north):
    """As its page says; what only the tree itself knows is told line by line too."""
    with work():
        db.session.get(Unit, people.unit_named("MAN Utara").id).npsn = "10310007"
    lines = "MTsN 4 Uji; madrasah\nKankemenag Lain; kankemenag; MTsN 4 Uji\nMTsN 5 Uji; madrasah; ; ; 10310007\nUji Selatan; lain\nRuang; lain; Uji Selatan"
    answer = client.post("/satker/impor", data={"lines": lines})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    for sentence in (
        "Baris 2.</b> Kankemenag kabupaten/kota tidak dapat berada di bawah", "Baris 3.</b> NPSN ini sudah dipakai MAN Utara.",
        "Baris 4.</b> Nama ini milik", "Baris 5.</b> Induknya tidak dapat ditambahkan.", "MTsN 4 Uji; madrasah",
    ):  # fmt: skip -- one of each
        assert sentence in page, sentence
    assert db.session.scalars(select(Unit.name).where(Unit.parent_id == north.id)).all() == ["MAN Utara"]


def test_a_list_cannot_reach_outside_ones_own_units(client):
    answer = client.post("/satker/impor", data={"lines": "MTsN 9; madrasah; Kankemenag Uji Selatan"})
    assert answer.status_code == 422
    assert "tidak ditemukan" in answer.get_data(as_text=True)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe", "𝕸\n;;;;".encode(), b"a;" * 50_000])
def test_broken_files_are_refused_calmly(client, content):
    assert client.post("/satker/impor", data={"file": (io.BytesIO(content), "x.csv")}).status_code == 422


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00\x06\x00", "nama;jenis\nMTsN 8;madrasah".encode("utf-16")])
def test_a_workbook_is_refused_as_what_it_is_and_its_bytes_are_not_shown_as_lines(client, content):
    page = client.post("/satker/impor", data={"lines": "MTsN 7; madrasah", "file": (io.BytesIO(content), "satker.xlsx")}).get_data(as_text=True)
    assert "Isi berkas ini bukan CSV" in page
    assert "Baris 1." not in page
    assert "MTsN 7; madrasah" in page


def test_a_file_that_is_too_long_is_refused_and_not_cut(client):
    before = len(db.session.scalars(select(Unit)).all())
    content = "".join(f"MTsN {'é' * 30}{number}; madrasah; Kankemenag Uji Utara\n" for number in range(6_500)).encode()
    answer = client.post("/satker/impor", data={"file": (io.BytesIO(content), "satker.csv")}, content_type="multipart/form-data")
    assert (answer.status_code, "lebih dari 500 KB" in answer.get_data(as_text=True)) == (422, True)
    assert len(db.session.scalars(select(Unit)).all()) == before


def test_lines_may_build_on_lines_above():
    rows, faults = parse_unit_lines("MTsN 5 Agam; madrasah; Kankemenag Kab. Agam\nKelas Jauh; lain; MTsN 5 Agam", KNOWN)
    assert faults == ()
    assert [(row.parent, row.parent_line) for row in rows] == [(KNOWN[0], None), (None, 1)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("; madrasah; MAN 1 Agam", "nama masih kosong"),
        ("MTsN 1; ; ", "induk masih kosong"),
        ("MTsN 1; madrasah; Entah", "tidak ditemukan"),
        ("MTsN 1; madrasah; MAN 1 Agam; ; 123", "8 angka"),
        ("x" * 200 + "; lain; MAN 1 Agam", "terlalu panjang"),
    ],
)
def test_each_fault_has_its_own_sentence(line, sentence):
    rows, faults = parse_unit_lines(line, KNOWN)
    assert rows == ()
    assert sentence in faults[0].text


@pytest.fixture
def client(as_user, north):
    return as_user(people.pengelola(north))


def test_a_long_list_that_is_sent_twice_is_answered_within_what_a_cookie_holds(app, as_user):
    people.unit_named("Kanwil Uji")
    client = as_user(people.pengelola())
    lines = "\n".join(f"KUA {sha256(bytes([number % 256, number // 256])).hexdigest()};KUA;Kanwil Uji;Padang" for number in range(300))
    assert client.post("/satker/impor", data={"lines": lines}).status_code == 303
    again = client.post("/satker/impor", data={"lines": lines})
    assert max(len(cookie) for cookie in again.headers.getlist("Set-Cookie")) < 4096
    page = client.get(again.location).get_data(as_text=True)
    assert "Baris 5," in page
    assert "295 baris lain juga tidak ditambahkan" in page
