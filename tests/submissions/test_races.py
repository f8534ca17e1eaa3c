"""Two at once: double clicks, two devices, two first touches; and the opening of a class."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError
from app.kernel.events import subscribe
from app.kernel.work import work
from app.submissions import queries, services
from app.submissions.events import AssignmentsOpened
from app.submissions.models import Assignment, DraftCopy, RubricVersion, Submission, Version
from tests.factories import classes, passers, works
from tests.together import together


def save(actor, assignment_id, text, device):
    return lambda: services.save_draft(
        actor=actor, assignment_id=assignment_id, fields={"teks": text}, files=None, revision=0, device=device, now=clock.now()
    )


def test_a_double_click_makes_one_version(own_app, taught):
    me, task = taught
    mine = works.drafted(me, task)
    ready = services.prepare(works.task_of(task), mine.draft, today=clock.local_date(clock.now()))
    actor, assignment_id = works.actor(me), task.id

    def click():
        return services.submit(
            actor=actor, assignment_id=assignment_id, ready=ready, number=1, is_original=True, change_note="", now=clock.now()
        ).number

    results = together(own_app, click, click, click)
    assert min(str(result) for result in results) == "1"
    assert sum(isinstance(result, AppError) and "sudah terkumpul" in result.message for result in results) == 2
    assert db.session.scalar(select(func.count()).select_from(Version)) == 1


def test_two_devices_at_once_lose_nothing(own_app, taught):
    me, task = taught
    actor = works.actor(me)
    results = together(own_app, save(actor, task.id, "Dari laptop", "a"), save(actor, task.id, "Dari ponsel", "b"))
    kept = {one.draft["teks"] for one in db.session.scalars(select(Submission))}
    kept |= {one.draft["teks"] for one in db.session.scalars(select(DraftCopy))}
    failed = [result for result in results if isinstance(result, AppError)]
    assert len(kept) + len(failed) == 2


def test_opening_a_class_makes_its_tasks_once(app):
    cohort = classes.cohort()
    heard = []
    subscribe(AssignmentsOpened, heard.append)
    tasks = works.opened(cohort)
    assert set(tasks) == {"siaran_pers", "lembar", "berkas", "teks"}
    assert len(heard[-1].assignment_ids) == 4
    with work():
        assert services.open_assignments(cohort.id, clock.now()) == ()
    due = [row.due_at for row in queries.assignments_of(cohort.id)]
    assert due == sorted(set(due))
    assert clock.local(due[0]).strftime("%H:%M:%S") == "23:59:59"
    assert db.session.scalar(select(func.count()).select_from(RubricVersion)) == 4
    works.opened(classes.cohort())
    assert db.session.scalar(select(func.count()).select_from(RubricVersion)) == 4
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == 8


def test_what_waits_is_what_can_still_be_done(app, room):
    now = clock.now()
    waiting = queries.waiting_for(room.learner.id, now)
    assert [one.state for one in waiting] == ["terbuka"] * 4
    works.sent(room.learner, room.tasks["lembar"])
    works.drafted(room.learner, room.tasks["teks"])
    states = {one.title: str(one.state) for one in queries.waiting_for(room.learner.id, now)}
    assert states == {"Tugas modul 1": "terbuka", "Tugas modul 2": "nilai_diri", "Tugas modul 3": "terbuka", "Tugas modul 4": "draf"}
    after = room.tasks["teks"].due_at + timedelta(days=30)
    assert [str(one.state) for one in queries.waiting_for(room.learner.id, after)] == ["nilai_diri"]


@pytest.fixture
def taught(own_app):
    passers.load_course()
    cohort = classes.cohort()
    learner, _ = classes.learner(cohort)
    return learner, works.opened(cohort)["teks"]
