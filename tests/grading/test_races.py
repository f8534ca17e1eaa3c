"""Two trainers at one work, two releases at once, a review while the worker computes: nothing lost, nothing doubled."""

import pytest
from sqlalchemy import func, select

from app import worker
from app.grading.models import Act, Grade, GradeEvent
from app.grading.services import grades
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError, Conflict
from app.kernel.queue import Job
from app.kernel.work import work
from app.submissions.models import Submission
from tests.factories import classes, judged, passers, works
from tests.together import together


@pytest.fixture
def race(own_app):
    """Runs calls at the same moment, each in its own thread and context; gives their refusals."""

    def run(*calls):
        return [one for one in together(own_app, *calls) if isinstance(one, AppError)]

    return run


def test_two_trainers_grade_at_once_and_one_of_them_is_told(own_app, race):
    passers.load_course()
    cohort = classes.cohort()
    trainers = [works.actor(classes.trainer(cohort)) for _ in range(2)]
    person, _ = classes.learner(cohort)
    text = works.opened(cohort)["teks"]
    version = works.sent(person, text)
    criteria, submission_id, version_id = [one["id"] for one in text.rubric.criteria], version.submission_id, version.id

    def judge(actor, level):
        return lambda: grades.grade_by_trainer(
            db.session.get_one(Submission, submission_id),
            version_id=version_id, levels=dict.fromkeys(criteria, level), feedback="", reason="", based_on=None, actor=actor, now=clock.now(),
        )

    refused = race(judge(trainers[0], 2), judge(trainers[1], 4))
    assert [type(one) for one in refused] == [Conflict]
    mine = db.session.scalars(select(Grade)).one()
    assert mine.grade in {50.0, 100.0}
    assert db.session.scalars(select(GradeEvent.grade)).all() == [mine.grade]


def test_a_release_that_is_sent_twice_tells_each_author_once(own_app, race):
    passers.load_course()
    cohort = classes.cohort()
    trainer = classes.trainer(cohort)
    actor, cohort_id = works.actor(trainer), cohort.id
    tasks = works.opened(cohort)
    ids = []
    for _ in range(3):
        version = works.sent(classes.learner(cohort)[0], tasks["teks"])
        ids.append(version.submission_id)
        with work():
            grades.grade_by_trainer(
                db.session.get_one(Submission, version.submission_id),
                version_id=version.id, levels={one["id"]: 3 for one in tasks["teks"].rubric.criteria}, feedback="", reason="",
                based_on=None, actor=actor, now=clock.now(),
            )
    race(*[lambda: grades.release(cohort_id, ids, actor=actor, now=clock.now())] * 2)
    assert db.session.scalar(select(func.count()).where(GradeEvent.act == Act.DIRILIS)) == 3


def test_a_review_that_comes_while_the_worker_computes_is_counted(own_app):
    passers.load_course()
    cohort = classes.cohort()
    tasks = works.opened(cohort)
    people_ = [classes.learner(cohort)[0] for _ in range(4)]
    versions = [works.sent(one, tasks["siaran_pers"]) for one in people_]
    round_ = judged.round_of(tasks["siaran_pers"], is_over=True)
    judged.review(round_, versions[0], people_[1], (3, 3, 3))
    first = db.session.scalars(select(Job.id).where(Job.kind == "grading.compute")).one()
    held = worker.runs.claim(first, clock.now())
    effect = worker.BODIES[held.kind](held.payload, clock.now())
    judged.review(round_, versions[0], people_[2], (1, 1, 1))
    worker.runs.finish(held, effect, clock.now())
    assert db.session.scalars(select(Grade.reviews)).all() == [1]
    db.session.rollback()
    assert worker.run_due(own_app) >= 1
    db.session.rollback()
    assert db.session.scalars(select(Grade.reviews)).all() == [2]
