"""A class of forty through the real services and the real clock: three of ten never come, one of ten gives up.

What may be asked of such a round follows from rules.md: the 24 who stay give at most k + 2 = 5 reviews each and the four
who give up one each, 124 for 120 places, and the tasks of who never came return only 48 h before the end. Whoever comes
before that keeps his tasks (later they have lapsed, and he is given one at a time). So nearly all works get three, none
is left without three and out of the pelatih's queue, and nobody waits for work while any exists.
"""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.peerreview.models import ReviewTask, Round, RoundState, TaskState, TrainerQueue
from app.peerreview.services import reviews
from app.submissions.models import Submission
from tests.factories import works
from tests.factories.rounds import Time, draft_for, made, tasks_of, turn

PEOPLE, LATE = 40, 2
NEVER, GIVES_UP, STAYS = "never", "gives up", "stays"
LEASE = timedelta(hours=48)


SEED = 2


@pytest.mark.slow
@pytest.mark.one_engine
def test_every_work_ends_with_enough_reviews_or_in_the_queue(app, monkeypatch):
    time = Time(clock.now())
    monkeypatch.setattr(clock, "now", time)
    dice = random.Random(SEED)
    round_, people = made(PEOPLE, sent=PEOPLE - LATE)
    ways = [NEVER] * (3 * PEOPLE // 10) + [GIVES_UP] * (PEOPLE // 10)
    ways += [STAYS] * (PEOPLE - len(ways))
    dice.shuffle(ways)
    nature = {one.id: way for one, way in zip(people, ways, strict=True)}
    begins = {one.id: time.now + timedelta(days=dice.uniform(0.3, 4.5)) for one in people}
    with work():
        round_.seed = SEED
    turn(round_)
    assert len(tasks_of(round_)) == (PEOPLE - LATE) * round_.k
    for late in people[-LATE:]:
        works.sent(late, round_.assignment, now=time.on(hours=7))
        turn(round_)
    asked = {}
    while round_.state is not RoundState.DITUTUP:
        time.on(hours=12 if time.now < round_.review_due_at else 60)
        turn(round_)
        running = tasks_of(round_, "ditawarkan", "dibuka")
        for who in {task.reviewer_id for task in running}:
            asked.pop(who, None)
        if time.now < round_.review_due_at:
            waiting = {who: since for who, since in asked.items() if could_read(round_, who)}
            assert all(time.now - since <= LEASE for since in waiting.values()), "nobody waits longer than one lease"
        for task in running:
            if nature[task.reviewer_id] != NEVER and time.now >= begins[task.reviewer_id]:
                come(task, nature[task.reviewer_id], time.now)
        for who in [one.id for one in people if nature[one.id] == STAYS and time.now >= begins[one.id]]:
            if ask(round_, who, time.now):
                asked.setdefault(who, time.now)
    sent = sent_to(round_)
    queued = set(db.session.scalars(select(TrainerQueue.submission_id)))
    served = db.session.scalars(select(Submission.id).where(Submission.current_id.is_not(None))).all()
    assert len(served) == PEOPLE
    assert all(sent.get(one, 0) >= 3 or one in queued for one in served)
    assert sum(sent.get(one, 0) >= 3 for one in served) >= 0.9 * PEOPLE, "willing people make up for those who never came"
    assert max(sent.values()) <= round_.k + 2
    given = {}
    for task in tasks_of(round_, TaskState.TERKIRIM):
        given[task.reviewer_id] = given.get(task.reviewer_id, 0) + 1
    assert max(given.values()) <= round_.k + 2
    assert all(task.reviewer_id != task.author_id for task in tasks_of(round_))
    late_works = [one for one in served if db.session.get(Submission, one).author_id in {each.id for each in people[-LATE:]}]
    assert all(sent.get(one, 0) >= 1 for one in late_works), "who comes late is reviewed too"


def come(task: ReviewTask, way: str, now) -> None:
    done = db.session.scalars(select(ReviewTask).where(ReviewTask.reviewer_id == task.reviewer_id, ReviewTask.sent_at.is_not(None))).first()
    if way == GIVES_UP and done:
        return
    with work():
        reviews.send(task, draft_for(task), revision=0, now=now)


def ask(round_: Round, who: int, now) -> bool:
    running = db.session.scalar(
        select(ReviewTask.id).where(ReviewTask.reviewer_id == who, ReviewTask.state.in_([TaskState.DITAWARKAN, TaskState.DIBUKA])).limit(1)
    )
    if running is not None or round_.state is not RoundState.DIBAGIKAN:
        return False
    with work():
        reviews.ask_for_work(db.session.get(Round, round_.id), who, now=now)
    return True


def could_read(round_: Round, who: int) -> bool:
    """Whether a work that he has not met lacks a reviewer, and he has given fewer than k + 2."""
    alive = [task for task in tasks_of(round_) if task.state in {TaskState.DITAWARKAN, TaskState.DIBUKA, TaskState.TERKIRIM}]
    met = {task.author_id for task in tasks_of(round_) if task.reviewer_id == who} | {who}
    held = {}
    for task in alive:
        held[task.author_id] = held.get(task.author_id, 0) + 1
    authors = set(db.session.scalars(select(Submission.author_id).where(Submission.current_id.is_not(None))))
    lacking = {one for one in authors if held.get(one, 0) < round_.k} - met
    return bool(lacking) and sum(task.reviewer_id == who for task in alive) < round_.k + 2


def sent_to(round_: Round) -> dict[int, int]:
    sent: dict[int, int] = {}
    for task in tasks_of(round_, TaskState.TERKIRIM):
        sent[task.submission_id] = sent.get(task.submission_id, 0) + 1
    return sent
