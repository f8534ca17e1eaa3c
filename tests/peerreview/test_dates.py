"""When a date of a round, its task or one author moves, everything that hangs on it moves too, and the log keeps both."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import Denied, Invalid
from app.kernel.i18n import moment
from app.kernel.work import work
from app.notifications.models import Notification
from app.peerreview.core.allocation import allocate
from app.peerreview.models import ReviewTask, RoundEvent, RoundMember
from app.peerreview.services import desk, planning, reviews
from app.submissions import services as submissions
from app.submissions.models import Submission, Version
from app.submissions.services import class_dates
from tests.factories import classes, people, works
from tests.factories.rounds import made, send, tasks_of, turn

DAY = timedelta(days=1)


def test_the_time_of_every_running_work_moves_with_the_review_deadline(shared, time, trainer, as_user):
    opened, untouched = tasks_of(shared)[0], tasks_of(shared)[5]
    with work():
        reviews.open_task(opened, now=time.now)
    before = shared.review_due_at
    move(shared, time, trainer, review_due_at=before + 5 * DAY, revise_due_at=shared.revise_due_at + 5 * DAY)
    for task in (opened, untouched):
        assert db.session.get(ReviewTask, task.id, populate_existing=True).lease_until == before + 3 * DAY
    client = as_user(db.session.get(User, untouched.reviewer_id))
    page = client.get(f"/telaah/{untouched.id}").get_data(as_text=True)
    assert f"<dt>Buka paling lambat</dt><dd>{moment(before + 3 * DAY)}</dd>" in page
    time.now = before - DAY
    turn(shared)
    assert tasks_of(shared, "ditawarkan"), "by the old date all of them would have gone back"


def test_an_extension_during_the_reviewing_moves_the_works_that_somebody_holds(shared, time, trainer):
    mine = tasks_of(shared)[0]
    other = next(task for task in tasks_of(shared) if task.reviewer_id != mine.reviewer_id)
    extend(shared, mine.reviewer_id, shared.assignment.due_at + 3 * DAY, time, trainer)
    held = shared.review_due_at - 2 * DAY
    assert db.session.get(ReviewTask, mine.id, populate_existing=True).lease_until == held + 3 * DAY
    assert db.session.get(ReviewTask, other.id, populate_existing=True).lease_until == held
    [line] = log("diperpanjang")
    assert (line["reviewer"], line["before"], line["until"]) == (mine.reviewer_id, None, (shared.review_due_at + 3 * DAY).isoformat())


def test_a_personal_review_deadline_moves_with_the_round_and_never_lies_before_it(app, time, trainer):
    round_, authors = made(due_in=2 * DAY)
    extend(round_, authors[0].id, round_.assignment.due_at + 2 * DAY, time, trainer)
    old = personal(round_)
    move(round_, time, trainer, review_due_at=round_.review_due_at + 4 * DAY, revise_due_at=round_.revise_due_at + 4 * DAY)
    assert personal(round_) == round_.review_due_at + 2 * DAY
    [line] = log("diubah")
    assert line["personal"] == [[authors[0].id, old.isoformat(), personal(round_).isoformat()]]
    assert line["before"]["review_due_at"] == (round_.review_due_at - 4 * DAY).isoformat()


def test_the_sharing_out_can_still_be_replayed_after_dates_have_moved(shared, time, trainer):
    move(shared, time, trainer, review_due_at=shared.review_due_at + DAY)
    [event] = log("dibagikan")
    again = allocate(
        event["submitters"], event["k"], unit=dict(map(tuple, event["unit"])), strength=dict(map(tuple, event["strength"])), seed=event["seed"]
    )
    assert sorted(again) == sorted((task.reviewer_id, task.author_id) for task in tasks_of(shared))


def test_days_for_a_next_version_move_with_the_round_and_only_to_later(shared, time, trainer):
    for task in tasks_of(shared):
        send(task)
    time.now = shared.review_due_at
    turn(shared)
    until = shared.revise_due_at
    with pytest.raises(Invalid, match="hanya dapat dimundurkan"):
        move(shared, time, trainer, revise_due_at=until - DAY)
    with pytest.raises(Invalid, match="sudah dibuka untuk penulis"):
        move(shared, time, trainer, review_due_at=shared.review_due_at + DAY)
    move(shared, time, trainer, revise_due_at=until + 2 * DAY)
    assert {one.revise_until for one in db.session.scalars(select(Submission))} == {until + 2 * DAY}
    told = db.session.scalars(select(Notification.text).where(Notification.text.contains("versi baru"))).all()
    assert len(told) == 6
    assert all(moment(until + 2 * DAY) in text for text in told)


def test_the_deadline_of_a_class_moves_and_takes_extensions_with_it(app, time, trainer):
    round_, authors = made(due_in=2 * DAY)
    due = round_.assignment.due_at
    extend(round_, authors[0].id, due + DAY, time, trainer)
    extend(round_, authors[1].id, due + 9 * DAY, time, trainer)
    plan, window = planning.plan_of(round_), class_dates.window_of(round_.assignment)
    wanted = replace(plan, share_at=due + 3 * DAY, review_due_at=plan.review_due_at + 3 * DAY, revise_due_at=plan.revise_due_at + 3 * DAY)
    with work():
        planning.change(round_, wanted, replace(window, due_at=due + 3 * DAY), actor=trainer, now=time.now)
    assert round_.assignment.due_at == due + 3 * DAY
    ends = {one.author_id: one.extended_until for one in db.session.scalars(select(Submission)) if one.extended_until}
    assert ends == {authors[0].id: due + 3 * DAY, authors[1].id: due + 9 * DAY}
    until = {one.user_id: one.review_until for one in db.session.scalars(select(RoundMember))}
    assert until == {authors[0].id: None, authors[1].id: round_.revise_due_at}
    audit = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "assignment.window_moved")).one()
    assert (audit.actor_id, audit.detail["before"]["due_at"]) == (trainer.user_id, due.isoformat())


def test_a_work_that_a_later_deadline_finds_in_time_is_late_no_more(app, time, trainer):
    cohort = classes.cohort()
    author, _enrolment = classes.learner(cohort)
    task = works.opened(cohort)["teks"]
    window = class_dates.window_of(task)
    with work():
        task.due_at = time.now - timedelta(hours=30)
    works.sent(author, task, now=time.now)
    assert db.session.scalars(select(Version.days_late)).all() == [2]
    with work():
        class_dates.move_window(task, replace(window, due_at=time.now + DAY), actor=trainer, now=time.now)
    assert db.session.scalars(select(Version.days_late)).all() == [0]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("buka", {"opens_at": DAY}),
        ("tulis", {"due_at": -DAY}),
        ("hari", {"late_days": -1}),
        ("potongan", {"late_points": 1}),
    ],
)
def test_once_a_task_is_open_its_window_changes_only_where_nobody_is_harmed(app, time, trainer, field, change):
    round_, _authors = made(due_in=2 * DAY)
    window = class_dates.window_of(round_.assignment)
    worse = replace(window, **{name: getattr(window, name) + by for name, by in change.items()})
    with pytest.raises(Invalid) as refused, work():
        class_dates.move_window(round_.assignment, worse, actor=trainer, now=time.now)
    assert refused.value.field == field
    assert class_dates.window_of(round_.assignment) == window


def test_before_a_task_is_open_all_of_its_window_can_change_in_a_right_order(app, time, trainer):
    round_, _authors = made(0, due_in=20 * DAY)
    with work():
        round_.assignment.opens_at = time.now + DAY
    window = class_dates.window_of(round_.assignment)
    for field, wrong in {"tulis": replace(window, due_at=window.opens_at), "buka": replace(window, opens_at=window.due_at)}.items():
        with pytest.raises(Invalid) as refused, work():
            class_dates.move_window(round_.assignment, wrong, actor=trainer, now=time.now)
        assert refused.value.field == field
    wanted = replace(window, opens_at=window.opens_at + DAY, due_at=window.due_at - DAY, late_days=1, late_points=25)
    with work():
        class_dates.move_window(round_.assignment, wanted, actor=trainer, now=time.now)
    assert class_dates.window_of(round_.assignment) == wanted


def test_a_deadline_in_the_past_is_refused_and_says_how_many_works_are_in(app, time, trainer):
    round_, _authors = made(6, due_in=2 * DAY)
    window = class_dates.window_of(round_.assignment)
    with pytest.raises(Invalid, match="Sudah ada 6 naskah terkumpul"), work():
        class_dates.move_window(round_.assignment, replace(window, due_at=time.now - timedelta(hours=1)), actor=trainer, now=time.now)


def test_nothing_is_shared_out_when_no_time_is_left_to_open_it(app, time, trainer):
    round_, _authors = made(due_in=2 * DAY)
    with pytest.raises(Invalid, match="lebih dari 48 jam"):
        move(round_, time, trainer, review_due_at=round_.share_at + 2 * DAY)
    time.now = round_.assignment.due_at - timedelta(minutes=1)
    with work():
        round_.review_due_at = time.now + 2 * DAY
    with pytest.raises(Denied, match="kurang dari 48 jam"), work():
        desk.share_now(round_, actor=trainer, now=time.now)


def test_a_review_made_up_after_the_end_is_never_due_in_the_past(app, time):
    round_, authors = made(2)
    turn(round_)
    [mine] = [task for task in tasks_of(round_) if task.reviewer_id == authors[0].id]
    with work():
        reviews.open_task(mine, now=time.now)
    time.now = round_.revise_due_at + DAY
    turn(round_)
    with work():
        reviews.ask_for_work(round_, authors[0].id, now=time.now)
    assert db.session.get(ReviewTask, mine.id, populate_existing=True).lease_until == time.now + 2 * DAY


def move(round_, time, trainer, **dates):
    plan, window = planning.plan_of(round_), class_dates.window_of(round_.assignment)
    with work():
        planning.change(round_, replace(plan, **dates), window, actor=trainer, now=time.now)


def extend(round_, user_id, until, time, trainer):
    with work():
        submissions.extend(actor=trainer, assignment_id=round_.assignment_id, user_id=user_id, until=until, reason="Sakit", now=time.now)


def personal(round_):
    return db.session.scalars(select(RoundMember.review_until).where(RoundMember.round_id == round_.id)).one()


def log(kind):
    return list(db.session.scalars(select(RoundEvent.detail).where(RoundEvent.kind == kind).order_by(RoundEvent.id)))


@pytest.fixture
def shared(app, time):
    round_, _authors = made(6)
    turn(round_)
    return round_


@pytest.fixture
def trainer(app):
    return works.actor(people.user())
