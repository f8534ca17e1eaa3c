"""The gradebook: what it shows, how it sorts and searches, and its files."""

import csv
import io

import openpyxl
import pytest

from app.grading import xlsx
from app.grading.core.cells import neutral
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Progress
from tests.factories import classes, people
from tests.factories.judged import computed


@pytest.fixture
def scored(app):
    """A class of 25 with closing tests, somebody whose name is a formula, and a learner of another class."""
    cohort = classes.cohort()
    names = [f"Peserta {number:02d}" for number in range(24)] + ['=HYPERLINK("x")']
    pairs = [classes.learner(cohort, people.user(name)) for name in names]
    step = classes.step("tes-akhir")
    with work():
        for place, (_user, enrolment) in enumerate(pairs[:20]):
            db.session.add(Progress(enrolment_id=enrolment.id, step_id=step.id, answers={}, opened_at=clock.now(), done_at=clock.now(), score=50 + place))
    classes.learner(classes.cohort(), people.user("Bukan Siapa-siapa"))
    return cohort, step


def test_twenty_people_a_page_by_name_and_the_rest_on_the_next(scored, as_user):
    cohort, _step = scored
    client = as_user(classes.trainer(cohort))
    first = client.get(f"/buku-nilai/{cohort.id}").get_data(as_text=True)
    assert first.count('<th scope="row">') == 20
    assert "Halaman 1 dari 2" in first
    assert client.get(f"/buku-nilai/{cohort.id}?hal=2").get_data(as_text=True).count('<th scope="row">') == 5
    everyone = client.get(f"/buku-nilai/{cohort.id}?semua=1").get_data(as_text=True)
    assert everyone.count('<th scope="row">') == 25
    assert "Bukan Siapa-siapa" not in everyone
    assert "=HYPERLINK(&#34;x&#34;)" in everyone


def test_it_sorts_by_a_column_with_empty_cells_last(scored, as_user):
    cohort, step = scored
    client = as_user(classes.trainer(cohort))
    down = client.get(f"/buku-nilai/{cohort.id}?urut={step.id}&arah=turun&semua=1").get_data(as_text=True)
    assert down.index("Peserta 19") < down.index("Peserta 00") < down.index("Peserta 23")
    up = client.get(f"/buku-nilai/{cohort.id}?urut={step.id}&arah=naik&semua=1").get_data(as_text=True)
    assert up.index("Peserta 00") < up.index("Peserta 19") < up.index("Peserta 23")


@pytest.mark.parametrize("search,found", [("peserta 0", 10), ("MAN", 0), ("%", 0), ("Kanwil Uji", 20)])
def test_it_searches_names_and_units(scored, as_user, search, found):
    page = as_user(classes.trainer(scored[0])).get(f"/buku-nilai/{scored[0].id}", query_string={"cari": search})
    assert page.get_data(as_text=True).count('<th scope="row">') == found


@pytest.mark.parametrize("query", ["hal=0", "hal=99999999999", "urut='", "urut=999999", "kolom=x", "arah=<", "cari=" + "x" * 500])
def test_odd_wishes_give_a_page(scored, as_user, query):
    assert as_user(classes.trainer(scored[0])).get(f"/buku-nilai/{scored[0].id}?{query}").status_code == 200


def test_the_csv_holds_everyone_and_no_formula(scored, as_user):
    cohort, _step = scored
    answer = as_user(classes.trainer(cohort)).get(f"/buku-nilai/{cohort.id}.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="buku-nilai-{cohort.id}.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 26
    assert rows[0][:3] == ["Nama", "Satuan kerja", "Tes awal"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert '\'=HYPERLINK("x")' in {row[0] for row in rows}


def test_the_workbook_opens_in_a_real_reader_with_numbers_as_numbers(scored, as_user):
    cohort, _step = scored
    answer = as_user(classes.trainer(cohort)).get(f"/buku-nilai/{cohort.id}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert (sheet.max_row, sheet.title) == (26, cohort.name)
    cells = {row[0].value: row for row in sheet.iter_rows()}
    formula = cells['=HYPERLINK("x")'][0]
    assert formula.data_type in {"s", "inlineStr"} or formula.value.startswith("=")
    assert any(isinstance(cell.value, int | float) for cell in cells["Peserta 05"])


def test_a_workbook_keeps_any_text_and_drops_what_xml_forbids():
    made = xlsx.workbook("Kelas [1]: a/b", ["<b>", "&"], [["a\x00b", 1.5], ["emoji 😀", None]])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["<b>", "&"], ["ab", 1.5], ["emoji 😀", None]]
    assert sheet.title == "Kelas  1   a b"


@pytest.mark.parametrize("text,said", [("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), (" =1", "' =1"), ("\tx", "'\tx"), ("a=1", "a=1"), ("", "")])
def test_dangerous_beginnings_get_an_apostrophe(text, said):
    assert neutral(text) == said


def test_the_same_statements_for_few_people_and_for_many(scored, as_user, statements):
    cohort, _step = scored
    client = as_user(classes.trainer(cohort))
    client.get(f"/buku-nilai/{cohort.id}?hal=2")
    with statements() as few:
        client.get(f"/buku-nilai/{cohort.id}?hal=2")
    with statements() as many:
        client.get(f"/buku-nilai/{cohort.id}")
    assert len(few) == len(many) <= 12, "\n".join(many)
    with statements() as everyone:
        client.get(f"/buku-nilai/{cohort.id}?semua=1")
    assert len(everyone) <= 12


def test_a_grade_of_peers_opens_its_why_for_the_pelatih_alone(desk, app, as_user, statements):
    desk.reviewed()
    computed(app)
    page = f"/buku-nilai/{desk.cohort.id}"
    trainer, mine = as_user(desk.trainer), desk.versions[0].submission_id
    assert "/mengapa" not in trainer.get(page).get_data(as_text=True), "nothing is released yet"
    by_hand = desk.versions[1].submission_id
    form = {f"tingkat-{one}": "3" for one in ("dampak", "struktur", "etika")} | {"version_id": str(desk.versions[1].id), "dasar": ""}
    trainer.post(f"/meja/naskah/{by_hand}", data=form)
    with statements() as before:
        trainer.get(page)
    trainer.post(f"/meja/{desk.cohort.id}/umumkan", data={"tugas": str(desk.task.id), "karya": [str(one.submission_id) for one in desk.versions]})
    with statements() as after:
        shown = trainer.get(page).get_data(as_text=True)
    link = f'<a href="/meja/naskah/{mine}/mengapa" title="Mengapa nilai ini">75</a>'
    assert link in shown
    assert f"/meja/naskah/{by_hand}/mengapa" not in shown, "the pelatih's own grade needs no parts"
    assert shown.count("/mengapa") == 3
    assert len(after) == len(before)
    assert trainer.get(f"/meja/naskah/{mine}/mengapa").status_code == 200
    assert link in trainer.get(f"{page}?semua=1").get_data(as_text=True)
    assert "/mengapa" not in as_user(people.pengelola()).get(page).get_data(as_text=True)
    assert "mengapa" not in trainer.get(f"{page}.csv").get_data(as_text=True)


def test_only_who_may_read_reports_of_this_class_finds_it(scored, as_user):
    cohort, _step = scored
    far = people.pengelola(people.unit_named("Kankemenag Uji Utara"))
    for person in (classes.trainer(classes.cohort()), far, classes.learner(cohort)[0]):
        client = as_user(person)
        for end in ("", ".csv", ".xlsx"):
            assert client.get(f"/buku-nilai/{cohort.id}{end}").status_code == 404
    assert as_user(people.pengelola()).get(f"/buku-nilai/{cohort.id}").status_code == 200


def test_a_page_beyond_the_last_shows_the_last(desk, as_user):
    for _ in range(20):
        classes.learner(desk.cohort)
    page = as_user(desk.trainer).get(f"/buku-nilai/{desk.cohort.id}?hal=99").get_data(as_text=True)
    assert page.count('<tr><th scope="row">') == 4
    assert "Halaman 2 dari 2" in page
