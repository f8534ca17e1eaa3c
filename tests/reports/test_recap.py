"""The recap: sentences first, everyone in a table, a file without formulas, and who may read it."""

import csv
import io
from datetime import timedelta

import pytest

from app.curriculum.core.path import StepKind, StepSpec
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core.completion import ALL_STEPS
from app.learning.models import Attempt, Enrolment, ExtraAttempt, Progress
from app.reports.core.stuck import Facts, Mark, Stuck, Why, marks, stuck
from tests.factories import classes, people

NOW = clock.now()
PATH = (
    StepSpec("tes-awal", StepKind.TES_AWAL, "Tes awal", 5, is_required=False),
    StepSpec("m1/baca", StepKind.MATERI, "Baca", 5, "M1"),
    StepSpec("m1/kuis", StepKind.KUIS, "Kuis", 5, "M1"),
    StepSpec("m1/tugas", StepKind.TUGAS, "Tugas", 5, "M1"),
    StepSpec("tes-akhir", StepKind.TES_AKHIR, "Tes akhir", 5),
)


def facts(**more) -> Facts:
    given = {"done": frozenset(), "scores": {}, "exhausted": frozenset(), "reviews_left": 0, "is_review_late": False, "last_active_at": NOW}
    return Facts(**given | more)


def of(one: Facts):
    found = marks(PATH, one, quiz_mark=70, closing_mark=70)
    return found, stuck(PATH, found, one, NOW)


def test_each_step_stands_as_the_facts_say():
    found, _ = of(facts(done=frozenset({"m1/baca"}), scores={"tes-awal": 10, "m1/kuis": 69.9}, exhausted=frozenset({"tes-akhir"})))
    assert found == {"tes-awal": Mark.SELESAI, "m1/baca": Mark.SELESAI, "m1/kuis": Mark.BERJALAN, "m1/tugas": Mark.BELUM, "tes-akhir": Mark.TERTAHAN}


def test_what_is_waived_is_said_so_and_leaves_nothing_to_do():
    found, where = of(facts(waived=frozenset({ALL_STEPS}), done=frozenset({"m1/baca"}), scores={"tes-akhir": 80}, last_active_at=None))
    assert found == {"tes-awal": Mark.DIBEBASKAN, "m1/baca": Mark.SELESAI, "m1/kuis": Mark.DIBEBASKAN, "m1/tugas": Mark.DIBEBASKAN, "tes-akhir": Mark.SELESAI}
    assert where is None
    found, where = of(facts(waived=frozenset({"m1/kuis"}), exhausted=frozenset({"m1/kuis"}), last_active_at=None))
    assert (found["m1/baca"], found["m1/kuis"], where) == (Mark.BELUM, Mark.DIBEBASKAN, Stuck("m1/baca", Why.TIDAK_AKTIF))


def test_whoever_works_on_is_not_stuck():
    assert of(facts())[1] is None


@pytest.mark.parametrize(
    "given,where",
    [
        ({"exhausted": frozenset({"m1/kuis"}), "scores": {"m1/kuis": 40}}, Stuck("m1/kuis", Why.PERCOBAAN_HABIS)),
        ({"last_active_at": NOW - timedelta(days=8), "done": frozenset({"m1/baca"})}, Stuck("m1/kuis", Why.TIDAK_AKTIF)),
        ({"last_active_at": None}, Stuck("m1/baca", Why.TIDAK_AKTIF)),
        ({"reviews_left": 1, "is_review_late": True}, Stuck("", Why.TELAAH)),
        ({"reviews_left": 1}, None),
        ({"missed": frozenset({"m1/tugas"}), "reviews_left": 1, "is_review_late": True}, Stuck("m1/tugas", Why.REVISI)),
        ({"missed": frozenset({"m1/tugas"}), "exhausted": frozenset({"m1/kuis"}), "scores": {"m1/kuis": 40}}, Stuck("m1/kuis", Why.PERCOBAAN_HABIS)),
        ({"missed": frozenset({"m1/tugas"}), "waived": frozenset({"m1/tugas"})}, None),
        ({"exhausted": frozenset({"m1/kuis"}), "scores": {"m1/kuis": 70}}, None),
    ],
)
def test_where_and_why_somebody_is_stuck(given, where):
    assert of(facts(**given))[1] == where


@pytest.fixture
def class_of_three(app):
    """One who passed nothing but the tests, one without a try left at the quiz, one who never came."""
    cohort = classes.cohort()
    pairs = [classes.learner(cohort, people.user(name)) for name in ("Asma Wati", "=Budi", "Citra")]
    opening, closing, quiz = classes.step("tes-awal"), classes.step("tes-akhir"), classes.step("uj-1/kuis")
    now = clock.now()
    with work():
        for step, score in ((opening, 40), (closing, 90)):
            db.session.add(Progress(enrolment_id=pairs[0][1].id, step_id=step.id, answers={}, opened_at=now, done_at=now, score=score))
        for number in (1, 2, 3):
            db.session.add(
                Attempt(
                    enrolment_id=pairs[1][1].id, user_id=pairs[1][0].id, cohort_id=cohort.id, unit_path=cohort.unit_path,
                    step_id=quiz.id, number=number, seed=1, answers={}, score=30, started_at=now, finished_at=now,
                )
            )
        for _user, enrolment in pairs[:2]:
            db.session.get(Enrolment, enrolment.id).last_active_at = now
        db.session.get(Enrolment, pairs[2][1].id).joined_at = now - timedelta(days=8)
    return cohort, pairs, quiz


def test_the_recap_says_who_is_stuck_before_it_lists_anybody(class_of_three, as_user):
    cohort, _pairs, _quiz = class_of_three
    page = as_user(classes.trainer(cohort)).get(f"/rekap/{cohort.id}").get_data(as_text=True)
    assert "dari 3 peserta lulus" in page
    assert "tersendat di kuis UJ-1: semua percobaan sudah dipakai." in page
    assert "tidak ada kegiatan selama seminggu" in page
    assert "Rata-rata tes awal 40, tes akhir 90. Kenaikan rata-rata 50." in page
    assert page.index("tersendat") < page.index("<table")
    assert cohort.contact_name in page


def test_board_and_recap_say_that_somebody_is_waived_the_whole_training(class_of_three, as_user):
    cohort, pairs, _quiz = class_of_three
    with work():
        db.session.get(Enrolment, pairs[0][1].id).waived_steps = [ALL_STEPS]
    trainer = as_user(classes.trainer(cohort))
    [line] = [one for one in trainer.get(f"/rekap/{cohort.id}/papan").get_data(as_text=True).split("<tr>") if "Asma Wati" in one]
    assert (line.count("<td>✓"), line.count("<td></td>")) == (2, 0)
    assert line.count("<td>–</td>") > 5
    [line] = [one for one in trainer.get(f"/rekap/{cohort.id}").get_data(as_text=True).split("<tr>") if "Asma Wati" in one]
    assert "dibebaskan" in line
    assert "0/" not in line


def test_one_more_try_ends_being_stuck(class_of_three, as_user):
    cohort, pairs, quiz = class_of_three
    trainer = classes.trainer(cohort)
    with work():
        db.session.add(ExtraAttempt(enrolment_id=pairs[1][1].id, step_id=quiz.id, reason="x", given_by_id=trainer.id, given_at=clock.now()))
    assert "semua percobaan" not in as_user(trainer).get(f"/rekap/{cohort.id}").get_data(as_text=True)


def test_the_csv_is_the_table_without_formulas(class_of_three, as_user):
    cohort, _pairs, _quiz = class_of_three
    answer = as_user(classes.trainer(cohort)).get(f"/rekap/{cohort.id}.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";"))
    assert [row[-1] for row in rows if row[1] == "'=Budi"] == ["Kuis UJ-1: semua percobaan sudah dipakai."], "said of one person"
    assert [row[1] for row in rows] == ["Nama", "'=Budi", "Asma Wati", "Citra"]
    assert rows[2][3:6] == ["40", "90", "50"]
    assert len({len(row) for row in rows}) == 1


def test_the_board_puts_the_stuck_first(class_of_three, as_user):
    cohort, _pairs, _quiz = class_of_three
    page = as_user(classes.trainer(cohort)).get(f"/rekap/{cohort.id}/papan").get_data(as_text=True)
    assert page.index("=Budi") < page.index("Asma Wati")
    assert "<td>!</td>" in page


def test_only_who_may_read_reports_of_this_class_finds_it(class_of_three, as_user):
    cohort, pairs, _quiz = class_of_three
    far = people.pengelola(people.unit_named("Kankemenag Uji Utara"))
    for person in (classes.trainer(classes.cohort()), far, pairs[0][0]):
        client = as_user(person)
        for end in ("", ".csv", "/papan"):
            assert client.get(f"/rekap/{cohort.id}{end}").status_code == 404
    assert as_user(people.pengelola()).get(f"/rekap/{cohort.id}").status_code == 200


def test_the_same_statements_for_three_people_and_for_many(class_of_three, as_user, statements):
    cohort, _pairs, _quiz = class_of_three
    client, address = as_user(classes.trainer(cohort)), f"/rekap/{cohort.id}"
    client.get(address)
    with statements() as few:
        client.get(address)
    for _ in range(15):
        classes.learner(cohort)
    with statements() as many:
        client.get(address)
    assert len(few) == len(many)
    assert len(many) <= 12, "\n".join(many)
