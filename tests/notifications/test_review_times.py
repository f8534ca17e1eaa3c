"""Reviewers are told the times of their own works, as the clock keeps them: never the class's date for all, never the past."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.i18n import moment
from app.kernel.work import work
from app.notifications.models import Mail, Notification
from app.peerreview.models import ReviewTask, Round
from app.peerreview.services import desk, planning, reviews
from app.submissions import services as submissions
from app.submissions.services import class_dates
from tests.factories import people, works
from tests.factories.rounds import made, send, tasks_of, turn

DAY = timedelta(days=1)


def test_works_of_a_batch_are_to_be_opened_48_hours_before_the_end(shared):
    open_by = moment(shared.review_due_at - 2 * DAY)
    texts = bells()
    assert len(texts) == 6
    assert all(f"Buka paling lambat {open_by}; setelah dibuka, Anda punya paling sedikit 48 jam" in text for text in texts)
    assert all(moment(shared.review_due_at) not in text for text in texts + mails())
    assert all(f"Buka paling lambat {open_by};" in text for text in mails())


def test_a_work_given_after_the_review_deadline_is_told_its_own_lease(shared, time, trainer):
    helper = tasks_of(shared)[0].reviewer_id
    for task in tasks_of(shared):
        if task.reviewer_id == helper:
            send(task)
    time.now = shared.review_due_at + timedelta(minutes=1)
    turn(shared)
    forget()
    task = tasks_of(shared)[0]
    other = next(one for one in tasks_of(shared) if one.submission_id != task.submission_id and one.author_id != helper)
    had = {one.reviewer_id for one in tasks_of(shared) if one.submission_id == other.submission_id} | {other.author_id}
    free = next(one.reviewer_id for one in tasks_of(shared) if one.reviewer_id not in had)
    with work():
        desk.assign(shared, other.submission_id, free, actor=trainer, now=time.now)
    [text] = bells()
    assert f"Buka paling lambat {moment(time.now + 2 * DAY)};" in text
    assert moment(shared.review_due_at) not in text


def test_a_new_work_is_told_by_its_own_time_not_by_that_of_older_ones(shared, time, trainer):
    time.now = shared.review_due_at - timedelta(hours=49)
    forget()
    work_of = tasks_of(shared)[0]
    had = {one.reviewer_id for one in tasks_of(shared) if one.submission_id == work_of.submission_id} | {work_of.author_id}
    free = next(one.reviewer_id for one in tasks_of(shared) if one.reviewer_id not in had)
    with work():
        desk.assign(shared, work_of.submission_id, free, actor=trainer, now=time.now)
    [text] = bells()
    assert f"Buka paling lambat {moment(time.now + 2 * DAY)};" in text


def test_a_reminder_tells_until_when_to_open_and_until_when_to_send_what_is_open(shared, time, trainer):
    first = tasks_of(shared)[0]
    time.now = shared.review_due_at - timedelta(hours=50)
    with work():
        reviews.open_task(first, now=time.now)
    forget()
    with work():
        desk.remind(shared, actor=trainer, now=time.now, reviewer_id=first.reviewer_id)
    [text] = bells()
    held, opened = shared.review_due_at - 2 * DAY, time.now + 2 * DAY
    assert text.endswith(f"Buka paling lambat {moment(held)}, dan kirim yang sudah Anda buka paling lambat {moment(opened)}.")


def test_what_ran_out_before_the_clock_looked_is_told_without_a_time(shared, time, trainer):
    forget()
    time.now = shared.review_due_at + DAY
    with work():
        desk.remind(shared, actor=trainer, now=time.now)
    assert bells()
    assert all("paling lambat" not in text for text in bells() + mails())


def test_a_moved_review_deadline_is_told_to_whoever_holds_works(shared, time, trainer):
    done = tasks_of(shared)[0].reviewer_id
    for task in tasks_of(shared):
        if task.reviewer_id == done:
            send(task)
    forget()
    moved(shared, time, 5 * DAY, trainer)
    texts = {bell.user_id: bell.text for bell in db.session.scalars(select(Notification))}
    assert len(texts) == 5
    assert done not in texts
    assert all(f"Buka paling lambat {moment(shared.review_due_at - 2 * DAY)};" in text for text in texts.values())
    assert not mails()


def test_a_class_is_told_of_another_deadline_but_not_who_has_a_later_one(app, time, trainer):
    round_, authors = made(due_in=2 * DAY)
    task = round_.assignment
    before = task.due_at
    with work():
        submissions.extend(
            actor=trainer, assignment_id=task.id, user_id=authors[0].id, until=before + 9 * DAY, reason="Sakit", now=time.now
        )
    forget()
    window = class_dates.window_of(task)
    with work():
        class_dates.move_window(task, later(window, 3 * DAY), actor=trainer, now=time.now)
    found = {bell.user_id: bell.text for bell in db.session.scalars(select(Notification))}
    assert set(found) == {author.id for author in authors[1:]}
    assert all(f"pindah ke {moment(before + 3 * DAY)}. Tadinya {moment(before)}." in text for text in found.values())


def test_sharing_out_early_says_that_the_writing_has_ended_and_names_no_time(app, time, trainer):
    round_, authors = made(due_in=2 * DAY)
    with work():
        desk.share_now(round_, actor=trainer, now=time.now)
    assert len(bells()) == len(authors)
    assert all("ditutup lebih awal" in text and "WIB" not in text for text in bells())


def moved(round_, time, by, trainer):
    plan, window = planning.plan_of(round_), class_dates.window_of(round_.assignment)
    with work():
        planning.change(db.session.get(Round, round_.id), later_plan(plan, by), window, actor=trainer, now=time.now)


def later(window, by):
    return type(window)(window.opens_at, window.due_at + by, window.late_days, window.late_points)


def later_plan(plan, by):
    return type(plan)(plan.share_at, plan.review_due_at + by, plan.revise_due_at + by, plan.k, plan.needs_calibration)


def bells():
    return list(db.session.scalars(select(Notification.text).order_by(Notification.id)))


def mails():
    return list(db.session.scalars(select(Mail.body).order_by(Mail.id)))


def forget():
    with work():
        db.session.execute(delete(Notification))
        db.session.execute(delete(Mail))


@pytest.fixture
def trainer(app):
    return works.actor(people.user())


@pytest.fixture
def shared(app, time):
    learners = [people.user(f"Penulis {number}", email=f"penulis{number}@example.go.id") for number in range(6)]
    round_, _authors = made(learners=learners)
    turn(round_)
    assert db.session.scalars(select(ReviewTask)).all()
    return round_
