"""A made-up round: people who review, dawdle, vanish or come late, with the clock stepping by hours."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from app.peerreview.core.allocation import allocate
from app.peerreview.core.liveness import (
    Action,
    Close,
    Give,
    Kind,
    Person,
    Remind,
    Round,
    Settings,
    ShareOut,
    TakeBack,
    Task,
    ToTrainer,
    Work,
    step,
)

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def settings(**changes: object) -> Settings:
    base = Settings(7, START + days(7), START + days(14), START + days(19))
    return replace(base, **changes)


def people(count: int) -> tuple[Person, ...]:
    return tuple(Person(i, unit=i // 8) for i in range(count))


def works(count: int) -> tuple[Work, ...]:
    return tuple(Work(i, START + days(3)) for i in range(count))


def applied(state: Round, actions: tuple[Action, ...], now: datetime) -> Round:
    """The round after the actions; what a service does with rows."""
    tasks = {task.id: task for task in state.tasks}
    queued: set[object] = set()
    for action in actions:
        match action:
            case ShareOut(submitters, k, seed):
                units = {person.reviewer: person.unit for person in state.people}
                for a, b in allocate(submitters, k, unit=units, strength={}, forbidden=state.forbidden, seed=seed):
                    tasks[len(tasks)] = Task(len(tasks), a, b, Kind.BATCH, now)
                state = replace(state, shared_at=now)
            case Give(reviewer, submission, kind):
                tasks[len(tasks)] = Task(len(tasks), reviewer, submission, kind, now)
            case TakeBack(task, reason):
                tasks[task] = replace(tasks[task], returned_at=now, returned_for=reason)
            case Remind(_, named, number):
                for task in named:
                    tasks[task] = replace(tasks[task], reminders=number)
            case ToTrainer(submission):
                queued.add(submission)
            case Close():
                state = replace(state, closed_at=now)
    new_works = tuple(replace(w, with_trainer_at=now) if w.submission in queued else w for w in state.works)
    return replace(state, tasks=tuple(tasks.values()), works=new_works)


def settle(state: Round, now: datetime) -> tuple[Round, list[Action]]:
    """Apply `step` until nothing is due; fails when it does not come to rest."""
    done: list[Action] = []
    for _ in range(10):
        actions = step(state, now)
        if not actions:
            return state, done
        done += actions
        state = applied(state, actions, now)
    raise AssertionError(f"the clock does not come to rest: {actions[:3]}")


def change(state: Round, task: Task, **changes: object) -> Round:
    return replace(state, tasks=tuple(replace(t, **changes) if t.id == task.id else t for t in state.tasks))


def waiting(state: Round) -> set[object]:
    """Who asks for a work, has none open and fewer than k + 2 in all, while one that he has not met lacks a reviewer."""
    alive = [task for task in state.tasks if task.returned_at is None and task.declined_at is None]
    reviews, given = Counter(task.submission for task in alive), Counter(task.reviewer for task in alive)
    busy = {task.reviewer for task in alive if task.sent_at is None}
    met = {(task.reviewer, task.submission) for task in state.tasks} | state.forbidden
    lacking = [w.submission for w in state.works if w.withdrawn_at is None and reviews[w.submission] < state.settings.k]
    return {
        person.reviewer
        for person in state.people
        if person.is_willing and person.reviewer not in busy and given[person.reviewer] < state.settings.cap
        if any(work != person.reviewer and (person.reviewer, work) not in met for work in lacking)
    }


@dataclass
class Story:
    """What became of a round: how long somebody asked while work existed, and how many tasks were given a second time."""

    state: Round
    log: list[tuple[datetime, Action]] = field(default_factory=list)
    longest_wait: timedelta = timedelta(0)
    handed_on: int = 0


def play(count: int, *, never: float, give_up: float, late: int, willing: float, seed: int) -> Story:
    """Run a round to its end, six hours a step. Who gives up sends one review and is not seen again."""
    rng = random.Random(seed)
    late_ones = {i: START + days(7) + timedelta(hours=rng.randint(3, 60)) for i in range(count - late, count)}
    behaviour = {i: rng.random() for i in range(count)}
    pace = {i: days(rng.uniform(0.5, 5.5)) for i in range(count)}
    state = Round(settings(), people(count), tuple(w for w in works(count) if w.submission not in late_ones))
    story = Story(state)
    now, since = START + days(6.75), dict[object, datetime]()
    while story.state.closed_at is None and now < START + days(30):
        now += timedelta(hours=6)
        fresh = tuple(Work(i, at) for i, at in late_ones.items() if now - timedelta(hours=6) < at <= now)
        story.state = replace(story.state, works=(*story.state.works, *fresh))
        story.state, actions = settle(story.state, now)
        story.log += [(now, action) for action in actions]
        idle = waiting(story.state) if story.state.shared_at and now < story.state.settings.review_until else set()
        since = {who: since.get(who, now) for who in idle}
        story.longest_wait = max([story.longest_wait, *(now - asked for asked in since.values())])
        story.handed_on += sum(isinstance(action, Give) and action.kind is Kind.BACKFILL for action in actions)
        sent = dict.fromkeys(range(count), 0)
        for task in story.state.tasks:
            sent[task.reviewer] += task.sent_at is not None
        acted = []
        for task in story.state.tasks:
            who, new = task.reviewer, task
            gone = behaviour[who] < never or (behaviour[who] < never + give_up and sent[who] >= 1)
            if task.sent_at or task.returned_at or gone:
                pass
            elif task.opened_at is None and now >= START + days(7) + pace[who]:
                new = replace(task, opened_at=now)
            elif task.opened_at is not None and rng.random() < 0.7:
                new = replace(task, sent_at=now)
                sent[who] += 1
            acted.append(new)
        story.state = replace(story.state, tasks=tuple(acted))
        # Some do more than they must; and who comes when his tasks are gone asks for others.
        back = {i for i in range(count) if behaviour[i] >= never + give_up and now >= START + days(7) + pace[i]}
        eager = {i for i in back if sent[i] < 3 or behaviour[i] > 1 - willing}
        story.state = replace(
            story.state,
            people=tuple(replace(p, is_willing=p.reviewer in eager) for p in story.state.people),
        )
    return story
