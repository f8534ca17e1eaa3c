"""Who signs is set work unit by work unit, by its own pengelola, and the nearest unit above a class decides."""

from dataclasses import asdict, replace
from html import unescape

import pytest
from sqlalchemy import select

from app.accounts.models import Setting
from app.certificates import core, services
from app.certificates.models import Certificate
from app.certificates.office import Office, in_force, office_of, set_office
from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort
from tests.factories import classes, passers, people, works

ADDRESS = "/sertifikat/pengaturan"
AGAM = {
    "organiser": "Kantor Kementerian Agama Kabupaten Agam", "city": "Lubuk Basung", "unit_code": "Kd.05",
    "signatory_title": "Kepala Kantor", "signatory_name": "Hj. Penanda Agam", "signatory_nip": "197001011995032001",
    "valid_from": "", "valid_to": "", "number_template": "AGAM-{urut:05d}/{satker}/{tahun}",
}  # fmt: skip


def test_the_nearest_unit_with_settings_counts(top, north, madrasah, boss):
    assert in_force(madrasah.path).unit_id is None
    assert office_of(madrasah.path) == Office()
    save(top, boss, organiser="Kanwil")
    assert (in_force(madrasah.path).unit_id, office_of(madrasah.path).organiser) == (top.id, "Kanwil")
    save(north, boss, organiser="Kankemenag")
    assert office_of(madrasah.path).organiser == office_of(north.path).organiser == "Kankemenag"
    assert office_of(people.unit_named("MAN Selatan").path).organiser == "Kanwil"


def test_the_one_setting_of_an_older_site_is_that_of_its_top_unit(top, north, madrasah, boss):
    with work():
        db.session.add(Setting(name="sertifikat", value={"organiser": "Dahulu", "signatory_name": "Penanda"}))
    assert (in_force(madrasah.path).unit_id, office_of(madrasah.path).organiser) == (top.id, "Dahulu")
    assert office_of(madrasah.path).number_template == core.DEFAULT_TEMPLATE
    save(north, boss, organiser="Kankemenag")
    assert office_of(madrasah.path).organiser == "Kankemenag"
    save(top, boss, organiser="Sekarang")
    assert office_of(people.unit_named("MAN Selatan").path).organiser == "Sekarang"


def test_a_pengelola_changes_the_settings_of_his_own_unit_only(top, north, boss, as_user):
    save(top, boss, organiser="Kanwil")
    client = as_user(people.pengelola(north))
    page = unescape(client.get(ADDRESS).get_data(as_text=True))
    assert "diwarisi dari Kanwil Uji" in page
    assert 'value="Kanwil"' in page
    assert client.post(ADDRESS, data=AGAM).status_code == 303
    assert asdict(office_of(north.path)) == AGAM
    assert office_of(top.path).organiser == "Kanwil"
    assert "pengaturan Kankemenag Uji Utara sendiri" in client.get(ADDRESS).get_data(as_text=True)


@pytest.mark.parametrize("name", ["Kanwil Uji", "Kankemenag Uji Selatan", "MAN Selatan"])
def test_units_outside_his_scope_are_not_there(top, north, boss, as_user, name):
    save(people.unit_named(name), boss, organiser="Milik lain")
    unit = people.unit_named(name)
    client = as_user(people.pengelola(north))
    for answer in (
        client.get(f"{ADDRESS}?satker={unit.id}"),
        client.post(f"{ADDRESS}?satker={unit.id}", data=AGAM),
        client.post(f"{ADDRESS}/warisi?satker={unit.id}"),
    ):
        assert answer.status_code == 404
    assert office_of(unit.path).organiser == "Milik lain"
    assert client.get(f"{ADDRESS}?satker=bukan").status_code == 404


def test_whoever_has_several_units_chooses_one(top, madrasah, boss, as_user):
    client = as_user(boss)
    page = client.get(ADDRESS).get_data(as_text=True)
    assert f'<option value="{top.id}" selected>' in page
    assert f'<option value="{madrasah.id}">' in page
    client.post(f"{ADDRESS}?satker={madrasah.id}", data=AGAM)
    assert (in_force(madrasah.path).unit_id, in_force(top.path).unit_id) == (madrasah.id, None)


def test_settings_are_given_up_and_those_above_count_again(top, north, boss, as_user):
    save(top, boss, organiser="Kanwil")
    save(north, boss, organiser="Kankemenag")
    client = as_user(boss)
    assert client.post(f"{ADDRESS}/warisi?satker={north.id}").status_code == 303
    assert office_of(north.path).organiser == "Kanwil"
    assert client.post(f"{ADDRESS}/warisi?satker={north.id}").status_code == 404
    assert client.post(f"{ADDRESS}/warisi?satker={top.id}").status_code == 404


@pytest.mark.parametrize("code", ["Kw.03", "Kk.03.04-1", "MAN 2", "03"])
def test_a_code_of_a_unit_as_offices_write_it_is_taken(north, as_user, code):
    assert as_user(people.pengelola(north)).post(ADDRESS, data=AGAM | {"unit_code": code}).status_code == 303


@pytest.mark.parametrize("code", ["Kw<03>", "كو.٠٣", "#1!", ".Kw", "{tahun}", "😀"])
def test_a_code_of_a_unit_with_odd_signs_is_refused_with_what_it_may_hold(north, as_user, code):
    answer = as_user(people.pengelola(north)).post(ADDRESS, data=AGAM | {"unit_code": code})
    assert answer.status_code == 422
    assert "hanya memuat huruf A sampai Z, angka, titik" in answer.get_data(as_text=True)


def test_a_signatory_whom_no_paper_could_show_is_refused(north, as_user):
    answer = as_user(people.pengelola(north)).post(ADDRESS, data=AGAM | {"signatory_name": "Dr. 李"})
    assert answer.status_code == 422
    assert "Tanda 李 tidak dapat dicetak" in answer.get_data(as_text=True)


def test_the_audit_holds_what_stood_before_and_after_without_a_readable_nip(north, boss):
    save(north, boss, signatory_name="Lama", signatory_nip="197001011995031001")
    save(north, boss, signatory_name="Baru", signatory_nip="197001011995031002")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "office:change").order_by(AuditEntry.id.desc())).first()
    assert entry.detail["unit"] == north.id
    assert (entry.detail["before"]["signatory_name"], entry.detail["after"]["signatory_name"]) == ("Lama", "Baru")
    assert set(entry.detail["after"]) == {"signatory_name", "signatory_nip"}
    assert "19700101199503100" not in str(entry.detail)


def test_the_certificate_says_who_organised_and_signs_for_the_class(top, north, boss):
    passers.office(boss)
    save(north, boss, **AGAM)
    facts, number = issued(classes.cohort(unit=people.unit_named("MAN Utara")), boss)
    assert (facts["organiser"], facts["signatory_name"], facts["city"]) == (AGAM["organiser"], AGAM["signatory_name"], "Lubuk Basung")
    assert number.startswith("AGAM-00001/Kd.05/")
    facts, number = issued(classes.cohort(unit=people.unit_named("MAN Selatan")), boss)
    assert facts["signatory_name"] == passers.SIGNED.signatory_name
    assert number.startswith("00002/UJI/I/Kw.03/")


def test_a_demonstration_says_contoh_before_any_pattern(north, boss):
    save(north, boss, **AGAM)
    cohort = classes.cohort(unit=north, is_demo=True)
    _facts, number = issued(cohort, boss)
    assert number.startswith("CONTOH-AGAM-00001/")


@pytest.mark.parametrize(
    "template, sentence",
    [
        ("{urut:05d}/{kode}", "harus memuat {tahun}"),
        ("{urut}/{nama}/{tahun}", "{nama} yang tidak dikenal"),
        ("{urut/{tahun}", "tidak"),
        ("", "Tulis pola nomor"),
    ],
)
def test_a_pattern_that_could_go_wrong_is_refused_on_the_form(boss, as_user, template, sentence):
    answer = as_user(boss).post(ADDRESS, data=AGAM | {"number_template": template})
    assert answer.status_code == 422
    assert sentence in unescape(answer.get_data(as_text=True))
    assert in_force(people.unit_named("Kanwil Uji").path).unit_id is None


def save(unit, boss, **changes) -> None:
    with work():
        set_office(unit, replace(office_of(unit.path), **changes), actor=works.actor(boss), now=clock.now())


def issued(cohort, boss) -> tuple[dict, str]:
    _person, enrolment = passers.passed(cohort, classes.trainer(cohort))
    passers.confirmed(enrolment)
    with work():
        services.approve(
            db.session.get_one(Cohort, cohort.id), [enrolment.id], actor=works.actor(boss), now=clock.now(), random=[enrolment.id.to_bytes(16, "little")]
        )
    made = db.session.scalars(select(Certificate).where(Certificate.enrolment_id == enrolment.id)).one()
    return made.facts, made.number


@pytest.fixture
def boss(app):
    return people.pengelola()


@pytest.fixture
def top(app):
    return people.unit_named("Kanwil Uji")


@pytest.fixture
def north(app):
    return people.unit_named("Kankemenag Uji Utara")


@pytest.fixture
def madrasah(app):
    return people.unit_named("MAN Utara")
