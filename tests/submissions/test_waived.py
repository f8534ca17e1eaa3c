"""A waived task waits for nobody, and what was sent for it stands."""

from app.curriculum.models import Step
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.core.completion import ALL_STEPS
from app.learning.models import Enrolment
from app.submissions.queries import MineState, mine, waiting_for
from tests.factories import works


def test_a_waived_task_waits_for_nobody_and_what_was_sent_for_it_stands(room, as_user):
    sent, own = room.tasks["teks"], room.tasks["siaran_pers"]
    works.sent(room.learner, sent)
    before = waiting(room)
    waive(room, *(db.session.get_one(Step, task.step_id).key for task in (own, sent)))
    states = {one.assignment_id: one.state for one in mine(room.learner.id, clock.now())}
    assert (states[own.id], states[sent.id]) == (MineState.DIBEBASKAN, MineState.TERKUMPUL)
    assert before - waiting(room) == {own.id}
    page = as_user(room.learner).get("/tugas").get_data(as_text=True)
    assert page.index("Sudah dan nanti") < page.index("Dibebaskan")


def test_of_a_training_that_is_waived_as_a_whole_no_task_waits(room):
    assert waiting(room)
    waive(room, ALL_STEPS)
    assert waiting(room) == set()


def test_the_page_of_a_waived_task_asks_for_nothing(room, as_user):
    task = room.tasks["teks"]
    page = as_user(room.learner).get(f"/tugas/{task.id}").get_data(as_text=True)
    assert "Kumpulkan paling lambat" in page
    for keys in ((db.session.get_one(Step, task.step_id).key,), (ALL_STEPS,)):
        waive(room, *keys)
        page = as_user(room.learner).get(f"/tugas/{task.id}").get_data(as_text=True)
        assert "Tugas ini dibebaskan untuk Anda" in page
        assert "Kumpulkan paling lambat" not in page
        assert "wajib untuk lulus" not in page
    works.sent(room.learner, task)
    assert "sudah terkumpul" in as_user(room.learner).get(f"/tugas/{task.id}").get_data(as_text=True)


def waiting(room):
    return {one.assignment_id for one in waiting_for(room.learner.id, clock.now())}


def waive(room, *keys):
    with work():
        db.session.get_one(Enrolment, room.enrolment.id).waived_steps = list(keys)
