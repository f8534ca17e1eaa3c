"""The round's clock: each pain of other systems has a test that fails without its rule."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from app.peerreview.core.liveness import (
    Close,
    Give,
    Kind,
    Person,
    Reason,
    Remind,
    Round,
    ShareOut,
    Standing,
    TakeBack,
    Task,
    ToTrainer,
    Work,
    disagree,
    lease_until,
    owed,
    standing,
    step,
)
from tests.peerreview.round_simulation import START, applied, change, days, people, play, settings, settle, works

SHARED = START + days(7)
HELD_UNTIL = START + days(12)
REVIEWED = START + days(14)


def test_nothing_happens_before_the_writing_deadline():
    assert step(Round(settings(), people(12), works(12)), SHARED - timedelta(minutes=1)) == ()


def test_the_deadline_shares_out_what_was_sent_in_time_and_not_withdrawn():
    sent = (*works(4), Work(4, SHARED + timedelta(hours=1)), Work(5, START, withdrawn_at=START + days(1)))

    assert step(Round(settings(), people(6), sent), SHARED) == (ShareOut((0, 1, 2, 3), 3, 7),)


def test_everyone_is_reminded_at_0_48_and_96_hours_once_for_all_his_tasks():
    state, first = shared(12)
    numbers = []
    for hours in range(0, 24 * 5, 12):
        state, actions = settle(state, SHARED + timedelta(hours=hours))
        numbers += [(hours, action.number) for action in actions if isinstance(action, Remind) and action.reviewer == 3]

    reminders = [action for action in first if isinstance(action, Remind)]
    assert len(reminders) == 12
    assert all(len(reminder.tasks) == 3 for reminder in reminders)
    assert numbers == [(48, 2), (96, 3)]


def test_a_clock_that_stood_still_reminds_once_and_not_three_times():
    state, _ = shared(12)
    _, actions = settle(state, SHARED + timedelta(hours=100))

    assert {(action.reviewer, action.number) for action in actions} == {(i, 3) for i in range(12)}


def test_who_has_sent_is_not_reminded():
    state, _ = shared(12)
    for task in state.tasks:
        if task.reviewer == 3:
            state = change(state, task, opened_at=SHARED, sent_at=SHARED + timedelta(hours=2))

    assert 3 not in {action.reviewer for action in step(state, SHARED + timedelta(hours=48))}


def test_an_unopened_batch_task_is_held_over_a_weekend_and_returns_48_hours_before_the_end():
    state, _ = shared(12)
    task = state.tasks[0]

    assert standing(task, state.settings, None, HELD_UNTIL - timedelta(seconds=1)) is Standing.HELD
    assert not taken(step(state, HELD_UNTIL - timedelta(seconds=1)))
    assert len(taken(step(state, HELD_UNTIL))) == 36


def test_an_opened_task_has_48_hours_but_never_less_than_the_hold_nor_past_the_deadline():
    state, _ = shared(12)
    early, late, last = (
        replace(state.tasks[0], opened_at=at)
        for at in (SHARED, HELD_UNTIL - timedelta(hours=4), REVIEWED - timedelta(hours=50, minutes=-180))
    )

    assert lease_until(early, state.settings, None) == HELD_UNTIL
    assert lease_until(late, state.settings, None) == HELD_UNTIL + timedelta(hours=44)
    assert lease_until(last, state.settings, None) == REVIEWED
    assert standing(late, state.settings, None, HELD_UNTIL) is Standing.OPENED


def test_an_extension_moves_the_hold_of_its_reviewer():
    state, _ = shared(12)
    longer = Person(state.tasks[0].reviewer, review_until=REVIEWED + days(2))

    assert lease_until(state.tasks[0], state.settings, longer) == HELD_UNTIL + days(2)


def test_a_late_lease_runs_48_hours_and_then_the_work_returns_to_the_pool():
    state, _ = shared(12)
    state = replace(state, works=(*state.works, Work(12, SHARED + days(1))), people=people(13))
    state, actions = settle(state, SHARED + days(1))
    given = [action for action in actions if isinstance(action, Give) and action.reviewer == 12]

    assert [action.kind for action in given] == [Kind.LATE] * 3
    assert {action.until for action in given} == {SHARED + days(3)}
    assert not taken(step(state, SHARED + days(3) - timedelta(seconds=1)))
    assert len(taken(step(state, SHARED + days(3)))) == 3


def test_a_late_submitter_is_reviewed_and_nobody_reviews_more_for_it():
    state, _ = shared(30)
    state = replace(state, works=(*state.works, Work(30, SHARED + days(1))), people=people(31))
    state, _ = settle(state, SHARED + days(1))
    running = [task for task in state.tasks if task.returned_at is None]

    assert Counter(task.submission for task in running)[30] == 3
    assert set(Counter(task.submission for task in running).values()) == {3}
    assert set(Counter(task.reviewer for task in running).values()) == {3}
    assert all(task.reviewer != task.submission for task in running)


def test_a_work_that_comes_between_the_deadline_and_a_belated_sharing_is_reviewed():
    state = Round(settings(), people(13), (*works(12), Work(12, SHARED + timedelta(minutes=5))))
    belated = SHARED + timedelta(minutes=10)
    state, _ = settle(state, belated)

    assert Counter(t.submission for t in state.tasks if t.returned_at is None)[12] == 3


def test_a_late_submitter_gets_the_least_reviewed_works():
    state, _ = shared(12)
    for task in state.tasks:
        if task.submission == 5 or task.reviewer in (1, 2):
            state = change(state, task, declined_at=SHARED + timedelta(hours=1))
    state = replace(state, people=tuple(replace(p, left_at=SHARED) for p in people(12)))
    gone = (Person(12),)
    state = replace(state, works=(*state.works, Work(12, SHARED + days(1))), people=(*state.people, *gone))
    given = [action.submission for action in step(state, SHARED + days(1)) if isinstance(action, Give)]

    assert len(given) == 3
    assert 12 not in given


def test_after_the_hold_a_late_reviewer_goes_up_to_the_cap_of_k_plus_2_and_not_beyond():
    state, _ = shared(6)
    for task in state.tasks:
        state = change(state, task, opened_at=SHARED, sent_at=SHARED + timedelta(hours=3))
    late = [Work(i, SHARED + timedelta(hours=30)) for i in range(6, 14)]
    state = replace(state, works=(*state.works, *late), people=people(14))
    state, _ = settle(state, SHARED + timedelta(hours=30))
    counts = Counter(task.submission for task in state.tasks if task.returned_at is None)

    assert max(counts.values()) <= 5
    assert set(Counter(t.reviewer for t in state.tasks if t.reviewer > 5).values()) == {3}
    assert all(counts[i] >= 3 for i in range(6, 14))


def test_a_work_at_the_cap_is_given_to_nobody():
    state, _ = shared(4)
    extra = [Task(100 + i, f"rel-{i}", i % 4, Kind.BACKFILL, SHARED, sent_at=SHARED) for i in range(8)]
    sent = tuple(replace(task, opened_at=SHARED, sent_at=SHARED) for task in state.tasks)
    late = Work(4, SHARED + timedelta(hours=30))
    state = replace(state, tasks=(*sent, *extra), works=(*state.works, late), people=people(5))

    assert not gives_to(step(state, SHARED + timedelta(hours=30)), 4)


def test_a_decliner_gets_another_work_and_after_too_many_declines_none():
    state, _ = shared(12)
    for round_of in range(4):
        mine = [t for t in state.tasks if t.reviewer == 2 and not t.declined_at and not t.returned_at]
        state = change(state, mine[0], declined_at=SHARED + timedelta(hours=round_of))
        state, actions = settle(state, SHARED + timedelta(hours=round_of))
        assert len(gives_to(actions, 2)) == (1 if round_of < 2 else 0)


def test_a_no_show_gets_nothing_new_until_he_asks_and_then_one_at_a_time():
    state, _ = shared(12)
    state, actions = settle(state, HELD_UNTIL)
    assert not [action for action in actions if isinstance(action, Give)]

    asking = tuple(replace(p, is_willing=p.reviewer == 2) for p in state.people)
    state, actions = settle(replace(state, people=asking), HELD_UNTIL + timedelta(hours=1))
    assert len(gives_to(actions, 2)) == 1


def test_a_willing_reviewer_gets_returned_work_at_once_one_at_a_time_up_to_the_cap():
    state, _ = shared(12)
    for task in state.tasks:
        if task.reviewer == 4:
            state = change(state, task, opened_at=SHARED, sent_at=SHARED + timedelta(hours=5))
    asking = tuple(replace(p, is_willing=p.reviewer == 4) for p in state.people)
    state = replace(state, people=asking)
    now, given = HELD_UNTIL, []
    for _ in range(4):
        state, actions = settle(state, now)
        given.append(len(gives_to(actions, 4)))
        for task in state.tasks:
            if task.reviewer == 4 and task.sent_at is None and task.returned_at is None:
                state = change(state, task, sent_at=now)
        now += timedelta(hours=1)

    assert given == [1, 1, 0, 0]


def test_nobody_waits_while_work_exists():
    state, _ = shared(12)
    state, _ = settle(state, HELD_UNTIL)
    outside = Person("rel", is_willing=True)
    state, actions = settle(replace(state, people=(*state.people, outside)), HELD_UNTIL)

    assert len(gives_to(actions, "rel")) == 1


def test_withdrawing_frees_the_reviewers_who_then_get_another_work():
    state, _ = shared(20)
    state = replace(
        state, works=tuple(replace(w, withdrawn_at=SHARED) if w.submission == 3 else w for w in state.works)
    )
    reviewers = {task.reviewer for task in state.tasks if task.submission == 3}
    state, actions = settle(state, SHARED + timedelta(hours=1))

    assert {action.reason for action in actions if isinstance(action, TakeBack)} == {Reason.WITHDRAWN}
    assert {action.reviewer for action in actions if isinstance(action, Give)} == reviewers


def test_who_leaves_returns_all_his_tasks():
    state, _ = shared(12)
    state = replace(state, people=tuple(replace(p, left_at=SHARED) if p.reviewer == 3 else p for p in state.people))

    assert [action.reason for action in taken(step(state, SHARED + timedelta(hours=1)))] == [Reason.LEFT] * 3


def test_works_with_too_few_reviews_go_to_the_trainer_at_the_end_once():
    state, _ = shared(12)
    for task in state.tasks:
        if task.submission not in (3, 4):
            state = change(state, task, opened_at=SHARED, sent_at=SHARED + days(1))
    assert not queued(step(state, REVIEWED - timedelta(seconds=1)))
    state, actions = settle(state, REVIEWED)

    assert queued(actions) == [ToTrainer(3, 0, Reason.TOO_FEW), ToTrainer(4, 0, Reason.TOO_FEW)]
    assert not queued(step(state, REVIEWED + days(1)))


def test_with_k_2_two_reviews_are_enough():
    state, _ = shared(12, k=2)
    for task in state.tasks:
        state = change(state, task, opened_at=SHARED, sent_at=SHARED + days(1))

    assert not queued(step(state, REVIEWED))


def test_a_disputed_work_gets_one_more_reviewer_and_then_the_trainer():
    state, _ = shared(12)
    for task in state.tasks:
        state = change(state, task, opened_at=SHARED, sent_at=SHARED + days(1))
    state = replace(
        state,
        works=tuple(replace(w, is_disputed=w.submission == 6) for w in state.works),
        people=tuple(replace(p, is_willing=True) for p in state.people),
    )
    state, actions = settle(state, SHARED + days(2))
    assert [action.submission for action in actions if isinstance(action, Give)] == [6]

    extra = state.tasks[-1]
    state = change(state, extra, sent_at=SHARED + days(2))
    assert queued(step(state, SHARED + days(2))) == [ToTrainer(6, 4, Reason.DISPUTED)]


def test_reviews_disagree_when_two_criteria_lie_more_than_one_level_apart():
    assert disagree([(1, 4, 3), (3, 2, 3)])
    assert not disagree([(1, 4, 3), (2, 2, 3)])
    assert not disagree([(1, None, 3), (3, 2, 3)])


def test_owed_reviews_can_be_made_up_after_the_deadline_until_the_round_closes():
    state, _ = shared(12)
    state, _ = settle(state, REVIEWED)
    assert owed(state, 2, REVIEWED) == 3
    asking = replace(state, people=tuple(replace(p, is_willing=p.reviewer == 2) for p in state.people))
    _, actions = settle(asking, REVIEWED + days(1))
    given = gives_to(actions, 2)

    assert [action.kind for action in given] == [Kind.BACKFILL]
    closed, actions = settle(asking, state.settings.closes_at)
    assert actions[-1] == Close()
    assert step(closed, state.settings.closes_at + days(1)) == ()


def test_a_round_with_one_work_or_none_ends_at_the_trainer():
    for count in (0, 1):
        state, _ = shared(count)
        _, actions = settle(state, REVIEWED)
        assert len(queued(actions)) == count


def test_the_same_state_and_time_give_the_same_actions():
    state, _ = shared(30)
    state = replace(state, works=(*state.works, Work(30, SHARED + days(1))), people=people(31))
    turned = replace(state, people=state.people[::-1], works=state.works[::-1])

    assert set(map(repr, step(turned, SHARED + days(1)))) == set(map(repr, step(state, SHARED + days(1))))


@pytest.mark.slow
@pytest.mark.parametrize("willing", [0.0, 0.3])
def test_a_round_of_200_with_no_shows_ends_with_every_work_reviewed_or_at_the_trainer(willing):
    story = play(200, never=0.30, give_up=0.10, late=10, willing=willing, seed=3)
    state = story.state
    reviews = Counter(task.submission for task in state.tasks if task.sent_at)
    at_trainer = {work.submission for work in state.works if work.with_trainer_at}

    assert state.closed_at is not None
    assert all(reviews[work.submission] >= 3 or work.submission in at_trainer for work in state.works)
    assert all(reviews[late] >= 1 for late in range(190, 200))
    assert max(Counter(t.submission for t in state.tasks if t.sent_at).values()) <= 5
    assert story.longest_wait <= state.settings.lease, "nobody waits longer than one lease while work exists"
    assert story.handed_on > 30


@pytest.mark.slow
def test_a_round_can_be_replayed_from_its_seed():
    first = play(60, never=0.3, give_up=0.1, late=4, willing=0.3, seed=5)

    assert play(60, never=0.3, give_up=0.1, late=4, willing=0.3, seed=5).log == first.log


def shared(count, **changes):
    state = Round(settings(**changes), people(count), works(count))
    state = applied(state, step(state, SHARED), SHARED)
    return settle(state, SHARED)


def taken(actions):
    return [action for action in actions if isinstance(action, TakeBack)]


def queued(actions):
    return [action for action in actions if isinstance(action, ToTrainer)]


def gives_to(actions, reviewer):
    return [action for action in actions if isinstance(action, Give) and action.reviewer == reviewer]
