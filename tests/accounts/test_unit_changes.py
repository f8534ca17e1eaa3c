"""A work unit gets another name, another place in the tree, or goes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.accounts.models import Setting, Unit, UnitKind
from app.accounts.queries.units import known_units
from app.accounts.services import unit_changes, units
from app.accounts.unit_names import UnitNames
from app.certificates import office
from app.certificates import services as certificates
from app.certificates.asking import COMPLETE
from app.certificates.models import Certificate
from app.kernel import audit, clock
from app.kernel.audit import AuditEntry
from app.kernel.db import Model, Path, db
from app.kernel.errors import Conflict
from app.kernel.queue import Job
from app.kernel.work import work
from app.learning.models import Cohort, Issue
from tests.factories import classes, passers, people, rounds
from tests.together import together


def test_a_unit_is_renamed_where_one_manages_and_nowhere_else(app, as_user, north):
    client, unit = as_user(people.pengelola(north)), people.unit_named("MAN Utara")
    data = {"name": "MAN 1 Uji", "short_name": "MAN 1", "city": "Uji", "npsn": "10310001"}
    assert client.post(f"/satker/{unit.id}/ubah", data=data).status_code == 303
    page = client.get(f"/satker/{unit.id}").get_data(as_text=True)
    for words in ("Keterangan satuan kerja tersimpan.", "<h1>MAN 1 Uji</h1>", "10310001", "MAN Utara → MAN 1 Uji"):
        assert words in page, words
    for name in ("Kankemenag Uji Selatan", "MAN Selatan", "Kanwil Uji"):
        foreign = people.unit_named(name)
        assert client.get(f"/satker/{foreign.id}").status_code == 404
        for end, more in (("ubah", data | {"name": "Milik saya"}), ("pindah", {"parent": north.id}), ("hapus", {})):
            assert client.post(f"/satker/{foreign.id}/{end}", data=more).status_code == 404
        assert people.unit_named(name).name == name


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Tulis nama satuan kerja."),
        ({"name": "MTsN Uji"}, "sudah ada di bawah induk yang sama"),
        ({"name": "kankemenag uji selatan"}, "Nama ini milik Kankemenag Uji Selatan"),
        ({"short_name": "Uji Selatan"}, "Nama ini milik Kankemenag Uji Selatan"),
        ({"npsn": "10310009"}, "NPSN ini sudah dipakai MTsN Uji"),
        ({"npsn": "12"}, "8 angka"),
    ],
)
def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(app, as_user, north, change, sentence):
    other = people.unit("MTsN Uji", parent=north, kind=UnitKind.MADRASAH)
    with work():
        db.session.get(Unit, other.id).npsn = "10310009"
    client, unit = as_user(people.pengelola(north)), people.unit_named("MAN Utara")
    answer = client.post(f"/satker/{unit.id}/ubah", data={"name": "MAN Utara", "short_name": "", "city": "Ujung", "npsn": ""} | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code in {409, 422}
    assert sentence in page
    assert 'value="Ujung"' in page
    assert db.session.get(Unit, unit.id).city == ""


def test_an_office_keeps_its_own_name_and_is_found_by_its_first_one(app, as_user):
    with work():
        units.seed(now=clock.now())
    office = db.session.scalars(select(Unit).where(Unit.kode_bps == "1312")).one()
    client = as_user(people.pengelola(people.unit_named("Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat")))
    own = {"name": "Kankemenag Kabupaten Pasaman Barat", "short_name": "Pasbar", "city": "", "npsn": ""}
    assert client.post(f"/satker/{office.id}/ubah", data=own).status_code == 303
    data = {"name": "Kantor Kementerian Agama Pasaman Barat Raya", "short_name": "Pasbar Raya", "city": "Simpang Empat", "npsn": ""}
    blank = client.post(f"/satker/{office.id}/ubah", data=data | {"short_name": ""})
    assert (blank.status_code, "Tulis nama pendek itu." in blank.get_data(as_text=True)) == (422, True)
    assert client.post(f"/satker/{office.id}/ubah", data=data).status_code == 303
    names = UnitNames(known_units([office.path]))
    for typed in (data["name"], "Kankemenag Kab. Pasaman Barat", "Kantor Kementerian Agama Kabupaten Pasaman Barat", "Pasbar"):
        assert names.find(f"Kabupaten {typed}" if typed == "Pasbar" else typed).unit.id == office.id, typed


def test_everything_that_stands_in_a_unit_moves_with_it(app, as_user, north, south):
    """A class with works, reviews, grades and a certificate in a madrasah, which stands below another office afterwards."""
    school = people.unit_named("MAN Utara")
    campus = people.unit("Kampus Jauh", parent=school)
    round_, _authors = rounds.made(4, units=[campus], cohort=classes.cohort(unit=school))
    rounds.turn(round_)
    rounds.send(rounds.tasks_of(round_)[0])
    cohort = round_.assignment.cohort
    trainer = classes.trainer(cohort)
    certificate = _certificate(app, cohort, trainer)
    facts = dict(certificate.facts)
    before = _rows(school.path)
    assert before.keys() >= {"cohort", "enrolment", "submission", "version", "review_task", "grade", "certificate", "user", "unit"}
    old, above = school.path, as_user(people.pengelola())
    at_north, at_south, of_school = (as_user(people.pengelola(one)) for one in (north, south, school))
    before["grant"] = before.get("grant", 0) + 1
    before["user"] += 1
    addresses = (f"/angkatan/{cohort.id}", f"/rekap/{cohort.id}", f"/satker/{campus.id}", f"/orang/{trainer.id}" if trainer.unit_path.startswith(old) else f"/satker/{school.id}")
    assert [at_north.get(one).status_code for one in addresses] == [200] * 4
    assert [at_south.get(one).status_code for one in addresses] == [404] * 4
    moved = above.post(f"/satker/{school.id}/pindah", data={"parent": south.id})
    assert moved.status_code == 303
    assert "bersama orang dan angkatannya" in above.get(moved.location).get_data(as_text=True)
    school = db.session.get(Unit, school.id)
    assert (school.parent_id, school.path) == (south.id, f"{south.path}{school.id}/")
    assert db.session.get(Unit, campus.id).path == f"{school.path}{campus.id}/"
    assert _rows(old) == {}
    assert _rows(school.path) == before
    assert [at_north.get(one).status_code for one in addresses] == [404] * 4
    for who in (at_south, of_school, above):
        assert [who.get(one).status_code for one in addresses] == [200] * 4
    kept = db.session.get(Certificate, certificate.id)
    assert (kept.facts, kept.unit_path.startswith(school.path)) == (facts, True)
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "unit:move"))
    assert (entry.subject_id, entry.detail) == (school.id, {"from": north.id, "to": south.id})
    assert audit.broken_links() == []
    assert "Kankemenag Uji Utara → Kankemenag Uji Selatan" in above.get(f"/satker/{school.id}").get_data(as_text=True)


def test_the_office_that_signs_for_it_now_is_asked_about_automatic_certificates(app, as_user, south):
    """A class that waited for a signatory may have one there."""
    school = people.unit_named("MAN Utara")
    waiting = classes.cohort(unit=school, issue=Issue.OTOMATIS)
    classes.cohort(unit=school)
    boss = people.pengelola()
    with work():
        office.set_office(south, passers.SIGNED, actor=people.actor(boss), now=clock.now())
    before = set(db.session.scalars(select(Job.id)))
    as_user(boss).post(f"/satker/{school.id}/pindah", data={"parent": south.id})
    jobs = db.session.scalars(select(Job).where(Job.id.not_in(before), Job.kind == COMPLETE)).all()
    assert [one.payload for one in jobs] == [{"cohort": waiting.id}]
    assert office.office_of(db.session.get(Cohort, waiting.id).unit_path).signatory_name == passers.SIGNED.signatory_name


def test_a_unit_moves_only_between_ones_own_and_to_where_its_kind_stands(app, as_user, north, south):
    above, at_north = as_user(people.pengelola()), as_user(people.pengelola(north))
    school = people.unit_named("MAN Utara")
    campus = people.unit("Kampus Jauh", parent=school)
    kanwil = people.unit_named("Kanwil Uji")
    office = people.unit("Kankemenag Uji Timur", parent=kanwil, kind=UnitKind.KANKEMENAG)
    for client, unit, parent in (
        (at_north, school, south), (at_north, school, kanwil), (at_north, north, school), (above, north, south), (above, school, campus),
        (above, school, school), (above, kanwil, office), (above, campus, campus),
    ):  # fmt: skip -- (who, what, where to)
        answer = client.post(f"/satker/{unit.id}/pindah", data={"parent": parent.id})
        assert answer.status_code == 422, (unit.name, parent.name)
        assert db.session.get(Unit, unit.id).path == unit.path
    assert above.post(f"/satker/{school.id}/pindah", data={"parent": "x"}).status_code == 422
    assert at_north.post(f"/satker/{campus.id}/pindah", data={"parent": north.id}).status_code == 303
    assert "Tidak ada satuan kerja lain yang Anda kelola" in at_north.get(f"/satker/{north.id}").get_data(as_text=True)


def test_the_service_refuses_what_the_tree_became_meanwhile(app, north, south):
    boss = people.actor(people.pengelola())
    first, second = people.unit("Bagian A", parent=north), people.unit("Bagian B", parent=north)
    with work():
        unit_changes.move(actor=boss, unit=first, parent=second, now=clock.now())
    with pytest.raises(Conflict, match="bagiannya sendiri"), work():
        unit_changes.move(actor=boss, unit=second, parent=first, now=clock.now())
    twin = people.unit("MAN Utara", parent=south, kind=UnitKind.MADRASAH)
    with pytest.raises(Conflict, match="sudah ada"), work():
        unit_changes.move(actor=boss, unit=twin, parent=north, now=clock.now())
    with pytest.raises(Conflict, match="tidak dapat berada di bawah"), work():
        unit_changes.move(actor=boss, unit=south, parent=north, now=clock.now())


@pytest.mark.slow
def test_moves_that_cross_each_other_make_no_circle_and_whoever_is_added_meanwhile_stands_right(own_app):
    kanwil, boss = people.unit_named("Kanwil Uji"), people.actor(people.pengelola())
    first, second = people.unit("Bagian A", parent=kanwil), people.unit("Bagian B", parent=kanwil)
    inner_a, inner_b = people.unit("Dalam A", parent=first), people.unit("Dalam B", parent=second)

    def moved(unit_id, parent_id):
        def act():
            unit, parent = (db.session.get(Unit, one) for one in (unit_id, parent_id))
            unit_changes.move(actor=boss, unit=unit, parent=parent, now=clock.now())
            return "moved"

        return act

    def added():
        units.add(actor=boss, parent=db.session.get(Unit, inner_a.id), new=units.NewUnit(UnitKind.LAIN, "Menyusul"), now=clock.now())

    found = together(own_app, moved(first.id, inner_b.id), moved(second.id, inner_a.id), added)
    assert sorted(type(one).__name__ for one in found[:2]) == ["Conflict", "str"]
    for unit in db.session.scalars(select(Unit).where(Unit.parent_id.is_not(None))):
        assert unit.path == f"{db.session.get(Unit, unit.parent_id).path}{unit.id}/", unit.name


def test_a_unit_goes_while_nothing_needs_it_and_is_not_seeded_again(app, as_user):
    with work():
        units.seed(now=clock.now())
    kanwil = db.session.scalars(select(Unit).where(Unit.kode_bps == "13")).one()
    client = as_user(people.pengelola(kanwil))
    address = f"/satker/{people.unit_named('Madrasah Aliyah Negeri 2 Solok').id}"
    assert "Belum ada yang memakai satuan kerja ini." in client.get(address).get_data(as_text=True)
    assert client.post(f"{address}/hapus").status_code == 303
    for end, method in (("", "GET"), ("/hapus", "POST"), ("/ubah", "POST"), ("/pindah", "POST")):
        assert client.open(f"{address}{end}", method=method).status_code == 404
    other = people.unit_named("Madrasah Aliyah Negeri 1 Bukittinggi")
    assert client.post(f"/satker/{other.id}/ubah", data={"name": "MAN Satu"}).status_code == 303
    with work():
        assert units.seed(now=clock.now()) == 0
    office = db.session.get(Unit, other.parent_id)
    for unit, sentence in ((office, "susunan dasar"), (kanwil, "susunan dasar")):
        assert sentence in client.get(f"/satker/{unit.id}").get_data(as_text=True)
        assert client.post(f"/satker/{unit.id}/hapus").location == f"/satker/{unit.id}"
        assert db.session.get(Unit, unit.id) is not None


@pytest.mark.parametrize("use", ["unit", "person", "role", "class", "settings"])
def test_a_unit_that_is_used_stays_and_says_why(app, as_user, north, use):
    unit = people.unit("Satker Terpakai", parent=north)
    client, sentence = as_user(people.pengelola(north)), ""
    if use == "unit":
        people.unit("Di Bawah", parent=unit)
        sentence = "Masih ada satuan kerja di bawahnya"
    elif use == "person":
        people.user(unit=unit)
        sentence = "Masih ada 1 orang"
    elif use == "role":
        people.grant(people.user(unit=north), Role.PENDAMPING, unit=unit)
        sentence = "Ada peran yang diberikan"
    elif use == "class":
        classes.cohort(unit=unit)
        sentence = "Ada angkatan atau berkas"
    else:
        with work():
            db.session.add(Setting(name=f"sertifikat:{unit.id}", value={}))
        sentence = "pengaturan sertifikat sendiri"
    page = client.get(f"/satker/{unit.id}").get_data(as_text=True)
    assert sentence in page
    assert "/hapus" not in page
    refused = client.post(f"/satker/{unit.id}/hapus", follow_redirects=True)
    assert refused.request.path == f"/satker/{unit.id}"
    assert refused.get_data(as_text=True).count(sentence) == 2, "as a message, and where the button would stand"
    assert db.session.get(Unit, unit.id) is not None


def test_nothing_is_added_below_a_kind_that_it_does_not_stand_below(app, as_user, north):
    client, school = as_user(people.pengelola(north)), people.unit_named("MAN Utara")
    answer = client.post("/satker/baru", data={"parent": school.id, "kind": "kua", "name": "KUA Uji", "npsn": ""})
    assert (answer.status_code, "tidak dapat berada di bawah MAN Utara" in answer.get_data(as_text=True)) == (409, True)


def test_a_page_of_a_unit_asks_little(app, as_user, statements):
    kanwil = people.unit_named("Kanwil Uji")
    client = as_user(people.pengelola())
    client.get(f"/satker/{kanwil.id}")
    with statements() as few:
        client.get(f"/satker/{kanwil.id}")
    for _ in range(20):
        people.unit(parent=kanwil)
    with statements() as many:
        client.get(f"/satker/{kanwil.id}")
    assert len(few) == len(many) <= 12, "\n".join(many)


def _rows(path: str) -> dict[str, int]:
    """Table -> rows below a path, for whatever says where it stands."""
    found = {}
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Path):
                count = db.session.scalar(select(func.count()).select_from(table).where(column.startswith(path)))
                if count:
                    found[table.name] = count
    return found


def _certificate(app, cohort, trainer) -> Certificate:
    _person, enrolment = passers.passed(cohort, trainer)
    boss = people.pengelola()
    passers.office(boss)
    passers.confirmed(enrolment)
    with work():
        certificates.approve(cohort, [enrolment.id], actor=people.actor(boss), now=clock.now(), random=[bytes(range(16))])
    return db.session.scalars(select(Certificate)).one()


@pytest.fixture
def south(app):
    return people.unit_named("Kankemenag Uji Selatan")
