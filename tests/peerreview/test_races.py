"""Two at once, and a worker that dies between deciding and doing: nothing lost, nothing doubled."""

from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from sqlalchemy import func, select

from app.curriculum import services as curriculum
from app.kernel import clock, runs
from app.kernel.db import db, lock
from app.kernel.errors import AppError, Conflict
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.peerreview import jobs
from app.peerreview.core import liveness
from app.peerreview.core.rounds import Reason
from app.peerreview.models import Review, ReviewTask, Round, RoundEvent, TaskState
from app.peerreview.queries import state
from app.peerreview.services import dates, locks, reviews, rounds
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


def test_the_clock_and_whoever_gives_a_work_back_do_not_wait_for_each_other(own_app, shared, time):
    """The reviewer holds his task and writes into the log of the round, which the clock holds and wants that task."""
    task_id, round_id = tasks_of(shared)[0].id, shared.id
    with work():
        reviews.open_task(db.session.get(ReviewTask, task_id), now=time.now)
    time.now = shared.review_due_at + timedelta(hours=1)
    snapshot = state.read(round_id, time.now)
    actions = liveness.step(snapshot.core, time.now)
    assert any(getattr(one, "task", None) == task_id for one in actions), "the clock wants this task"
    db.session.rollback()
    held, now = Event(), time.now

    def give_back():
        task = db.session.get(ReviewTask, task_id)
        lock(task)
        held.set()
        sleep(0.5)
        reviews.decline(task, reason="Mengenal penulisnya", now=now)

    def clock_moves():
        held.wait(5)
        return rounds.advance(round_id, actions, None, now)

    assert together(own_app, give_back, clock_moves)[0] is None
    assert db.session.get(ReviewTask, task_id, populate_existing=True).declined_at == now


def test_the_clock_and_an_extension_take_tasks_in_the_same_order(own_app, shared, time):
    """Both want every task that runs; the one began at the first of them, the other must not begin at the last."""
    first, last = (task.id for task in (tasks_of(shared)[0], tasks_of(shared)[-1]))
    round_id, held, now = shared.id, Event(), time.now

    def extension():
        db.session.scalar(select(ReviewTask).where(ReviewTask.id == first).with_for_update())
        held.set()
        sleep(0.5)
        return bool(dates.renew(db.session.get(Round, round_id), now))

    def clock_moves():
        held.wait(5)
        round_ = db.session.get(Round, round_id)
        locks.hold(round_, now)
        for one in (last, first):
            rounds._take_back(round_, one, Reason.EXPIRED, now)

    together(own_app, extension, clock_moves)
    assert {db.session.get(ReviewTask, one, populate_existing=True).state for one in (first, last)} == {TaskState.DIKEMBALIKAN}


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
