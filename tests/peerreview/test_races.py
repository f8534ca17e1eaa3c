"""Two at once, and a worker that dies between deciding and doing: nothing lost, nothing doubled."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.curriculum import services as curriculum
from app.kernel import clock, runs
from app.kernel.db import db
from app.kernel.errors import AppError, Conflict
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.peerreview import jobs
from app.peerreview.models import Review, ReviewTask, Round, RoundEvent
from app.peerreview.services import reviews, rounds
from app.submissions.models import Comment
from tests.factories.rounds import draft_for, made, tasks_of, turn
from tests.together import together


def test_a_review_sent_twice_at_the_same_moment_is_one_review(own_app, shared):
    task = tasks_of(shared)[0]
    draft, task_id, now = draft_for(task), task.id, clock.now()
    results = together(own_app, *[lambda: reviews.send(db.session.get(ReviewTask, task_id), draft, revision=0, now=now)] * 2)
    assert sorted(isinstance(one, Conflict) for one in results) == [False, True]
    assert db.session.scalar(select(func.count(Review.id)).where(Review.sent_at.is_not(None))) == 1
    assert db.session.scalar(select(func.count(Comment.id))) == 2


def test_sending_and_giving_back_at_the_same_moment_is_one_of_both(own_app, shared):
    task = tasks_of(shared)[0]
    draft, task_id, now = draft_for(task), task.id, clock.now()
    results = together(
        own_app,
        lambda: reviews.send(db.session.get(ReviewTask, task_id), draft, revision=0, now=now),
        lambda: reviews.decline(db.session.get(ReviewTask, task_id), reason="Mengenal penulisnya", now=now),
    )
    assert sum(isinstance(one, AppError) for one in results) == 1
    row = db.session.get(ReviewTask, task_id, populate_existing=True)
    assert (row.sent_at is None) == (row.declined_at is not None)


def test_the_clock_takes_nothing_back_that_is_being_sent(own_app, shared, time):
    task = tasks_of(shared)[0]
    draft, task_id = draft_for(task), task.id
    with work():
        reviews.open_task(task, now=time.now)
    time.now = shared.review_due_at - timedelta(hours=1)
    effect = jobs.step({"round": shared.id}, time.now)
    together(own_app, lambda: reviews.send(db.session.get(ReviewTask, task_id), draft, revision=0, now=time.now), effect)
    row = db.session.get(ReviewTask, task_id, populate_existing=True)
    assert (row.state, row.returned_at) == ("terkirim", None)


def test_two_who_ask_for_the_last_work_get_it_once(own_app, shared, time):
    every = tasks_of(shared)
    last = every[0]
    for task in every[1:]:
        with work():
            reviews.send(task, draft_for(task), revision=0, now=time.now)
    with work():
        reviews.decline(last, reason="Mengenal penulisnya", now=time.now)
    reviewed = {task.reviewer_id for task in every if task.submission_id == last.submission_id} | {last.author_id}
    askers = [one for one in {task.reviewer_id for task in every} if one not in reviewed][:2]
    round_id, now = shared.id, time.now
    together(
        own_app, *[lambda who=who: reviews.ask_for_work(db.session.get(Round, round_id), who, now=now) for who in askers]
    )
    waiting = runs.due(now)
    steps = [jobs.step({"round": round_id}, now) for _look in range(2)]
    together(own_app, *steps)
    turn(shared)
    given = [task for task in tasks_of(shared, "ditawarkan") if task.submission_id == last.submission_id]
    assert waiting
    assert len(given) == 1


def test_a_worker_that_dies_after_sharing_out_leaves_it_to_the_next(own_app, time):
    round_, _authors = made()
    with work():
        rounds.ask_step(round_.id, time.now)
    job_id = db.session.scalars(select(Job.id).where(Job.state == JobState.WAITING)).one()
    dead = runs.claim(job_id, time.now)
    late_effect = jobs.step(dead.payload, time.now)
    time.on(minutes=5)
    turn(round_)
    assert runs.finish(dead, late_effect, time.now) is False
    assert len(tasks_of(round_)) == 18
    assert db.session.scalar(select(func.count(RoundEvent.id)).where(RoundEvent.kind == "dibagikan")) == 1


@pytest.fixture
def shared(own_app, time):
    round_, _authors = made()
    turn(round_)
    return round_


@pytest.fixture(autouse=True)
def trained(own_app):
    prepared = curriculum.prepare(Path(__file__).parents[1] / "factories" / "courses", known=lambda _slug, _digest: False)
    with work():
        for one in prepared:
            curriculum.store(one, clock.now())
