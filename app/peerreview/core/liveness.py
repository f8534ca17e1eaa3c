"""The clock of a peer review round: what is due at a moment, as values and without side effects."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from app.peerreview.core.late import pick_late
from app.peerreview.core.rounds import (
    Action,
    Close,
    Give,
    Kind,
    Person,
    Reason,
    Remind,
    Round,
    Settings,
    ShareOut,
    Standing,
    TakeBack,
    Task,
    ToTrainer,
    Work,
)

__all__ = [
    "Action",
    "Close",
    "Give",
    "Kind",
    "Person",
    "Reason",
    "Remind",
    "Round",
    "Settings",
    "ShareOut",
    "Standing",
    "TakeBack",
    "Task",
    "ToTrainer",
    "Work",
    "disagree",
    "lease_until",
    "owed",
    "personal_deadline",
    "standing",
    "step",
]

Item = TypeVar("Item")


def step(state: Round, now: datetime) -> tuple[Action, ...]:
    """Return everything that is due at `now`, in the order in which to do it.

    Apply the actions together and call again until nothing comes back; the same state and time
    give the same actions (chance comes from the seed), so a round can be replayed. Nothing comes
    back for a closed round. Rules: peer-review.md (liveness), rules.md (telaah sejawat).
    """
    settings = state.settings
    if state.closed_at is not None or now < settings.write_until:
        return ()
    if state.shared_at is None:
        punctual = tuple(
            sorted(
                (
                    work.submission
                    for work in state.works
                    if work.submitted_at <= settings.write_until and work.withdrawn_at is None
                ),
                key=repr,
            )
        )
        return (ShareOut(punctual, settings.k, settings.seed),)
    table = _Table(state, now)
    if now >= settings.closes_at:
        return (*_to_trainer(table), Close())
    table.take_back()
    table.make_room()
    table.give_owed()
    table.give_willing()
    return (*table.actions, *_reminders(table), *_to_trainer(table))


def standing(task: Task, settings: Settings, person: Person | None, now: datetime) -> Standing:
    """Return where a task stands at `now`; EXPIRED means that `step` takes it back."""
    if task.sent_at is not None:
        return Standing.SENT
    if task.declined_at is not None:
        return Standing.DECLINED
    if task.returned_at is not None:
        return Standing.RETURNED
    if now >= lease_until(task, settings, person):
        return Standing.EXPIRED
    if task.opened_at is not None:
        return Standing.OPENED
    return Standing.HELD if task.kind is Kind.BATCH else Standing.OFFERED


def lease_until(task: Task, settings: Settings, person: Person | None) -> datetime:
    """Return when an unsent task returns to the pool.

    A batch task is held until 48 h before its reviewer's review deadline, an opened one for 48 h
    from opening if that is longer (never past the deadline). Late and backfill tasks have 48 h
    from giving, and 48 h more from opening.
    """
    if task.kind is not Kind.BATCH:
        return (task.opened_at or task.given_at) + settings.lease
    deadline = (person.review_until if person else None) or settings.review_until
    held = deadline - settings.hold_before
    if task.opened_at is None:
        return held
    return min(max(task.opened_at + settings.lease, held), deadline)


def personal_deadline(settings: Settings, due_at: datetime, extended_until: datetime | None) -> datetime | None:
    """Return the review deadline of someone whose writing was extended, None for that of the round.

    He has as long after his own deadline as the class has after its own (`due_at`), at most until the round ends.
    """
    if extended_until is None or extended_until <= due_at:
        return None
    return min(settings.review_until + (extended_until - due_at), settings.closes_at)


def disagree(levels: Sequence[Sequence[float | None]]) -> bool:
    """Say whether reviews differ by more than 1 level on 2 or more criteria (one more is due)."""
    wide = 0
    for column in zip(*levels, strict=True):
        known = [level for level in column if level is not None]
        wide += len(known) > 1 and max(known) - min(known) > 1
    return wide > 1


def owed(state: Round, reviewer: Hashable, now: datetime) -> int:
    """Return how many reviews someone still has to be given: k less those sent and running.

    Nobody owes without a work in the round; k is lowered where the round has too few works.
    """
    table = _Table(state, now)
    return table.owed(reviewer)


class _Table:
    """The state of a round at one moment, with the actions decided so far laid over it."""

    def __init__(self, state: Round, now: datetime) -> None:
        self.state, self.now, self.settings = state, now, state.settings
        self.people = {person.reviewer: person for person in state.people}
        self.works = {w.submission: w for w in state.works if w.withdrawn_at is None}
        self.units = {p.reviewer: p.unit for p in state.people}
        self.actions: list[Action] = []
        self.taken: set[Hashable] = set()
        self.met = {(task.reviewer, task.submission) for task in state.tasks} | state.forbidden
        self.on_work: Counter[Hashable] = Counter()
        self.by_reviewer: Counter[Hashable] = Counter()
        self.running: list[Task] = []
        self.open_by: Counter[Hashable] = Counter()
        self.had: Counter[Hashable] = Counter(task.reviewer for task in state.tasks)
        self.absent: set[Hashable] = set()
        declined: Counter[Hashable] = Counter()
        for task in state.tasks:
            stand = standing(task, self.settings, self.people.get(task.reviewer), now)
            declined[task.reviewer] += stand is Standing.DECLINED
            if stand is Standing.EXPIRED or task.returned_for is Reason.EXPIRED:
                self.absent.add(task.reviewer)
            if stand not in (Standing.DECLINED, Standing.RETURNED):
                self._count(task.reviewer, task.submission, 1)
            if stand not in (Standing.DECLINED, Standing.RETURNED, Standing.SENT):
                self.running.append(task)
                self.open_by[task.reviewer] += 1
        self.absent |= {who for who, times in declined.items() if times > self.settings.declines}

    def _count(self, reviewer: Hashable, submission: Hashable, by: int) -> None:
        self.on_work[submission] += by
        self.by_reviewer[reviewer] += by

    def owed(self, reviewer: Hashable) -> int:
        if reviewer not in self.works:
            return 0
        return max(min(self.settings.k, len(self.works) - 1) - self.by_reviewer[reviewer], 0)

    def take_back(self) -> None:
        """Return what ran out, what hangs on a withdrawn work, and what a leaver had."""
        for task in self.running:
            person = self.people.get(task.reviewer)
            if task.submission not in self.works:
                self._take(task, Reason.WITHDRAWN)
            elif person is None or (person.left_at is not None and person.left_at <= self.now):
                self._take(task, Reason.LEFT)
            elif standing(task, self.settings, person, self.now) is Standing.EXPIRED:
                self._take(task, Reason.EXPIRED)

    def _take(self, task: Task, reason: Reason) -> None:
        self.actions.append(TakeBack(task.id, reason))
        self.taken.add(task.id)
        self.open_by[task.reviewer] -= 1
        self._count(task.reviewer, task.submission, -1)

    def make_room(self) -> None:
        """Let a late work take the place of unopened batch tasks, so that nobody reviews more."""
        # Counted from the deadline, not from the sharing: a job that runs late must lose nobody.
        late = sorted(
            (work for work in self.works.values() if work.submitted_at > self.settings.write_until),
            key=lambda work: (work.submitted_at, repr(work.submission)),
        )
        late = [work for work in late if self.on_work[work.submission] < self.settings.k]
        if not late:
            return
        active = {t.reviewer for t in self.state.tasks if t.opened_at or t.sent_at}
        held = [
            task
            for task in self.running
            if task.kind is Kind.BATCH and task.opened_at is None and task.id not in self.taken
        ]
        for work in late:
            name = work.submission
            tickets = _shuffled(held, lambda task: task.id, self._seed("room", name))
            # Each review that the late author will give frees one; more would starve the others.
            room = min(self.settings.k - self.on_work[name], self.owed(name))
            tickets.sort(
                key=lambda task: (
                    self.units.get(task.reviewer) == self.units.get(name) is not None,
                    task.reviewer not in active,
                    -self.on_work[task.submission],
                )
            )
            for task in tickets:
                pair = (task.reviewer, name)
                if room == 0:
                    break
                if task.id in self.taken or name in (task.reviewer, task.submission):
                    continue
                if pair in self.met:
                    continue
                self._take(task, Reason.MADE_ROOM)
                self._give(*pair, Kind.BATCH)
                room -= 1

    def give_owed(self) -> None:
        """Give everyone who owes reviews and is here the works with the fewest reviews.

        Who let a task run out or declined too often is asked no more until he asks for work,
        and then gets one at a time; after the review deadline that holds for everyone.
        """
        for person in self._suppliers():
            name, count = person.reviewer, self.owed(person.reviewer)
            if name in self.absent or self.now >= self._deadline(person):
                count = min(count, 1) if person.is_willing and not self._is_busy(name) else 0
            self._give_least(name, count, self.settings.cap)

    def give_willing(self) -> None:
        """Give willing people one work at a time while any has fewer reviews than it should."""
        if self.now >= self.settings.review_until:
            return
        for person in self._suppliers():
            name = person.reviewer
            has_room = self.by_reviewer[name] < self.settings.cap and not self.owed(name)
            if person.is_willing and has_room and not self._is_busy(name):
                self._give_least(name, 1, self.settings.k)

    def _deadline(self, person: Person) -> datetime:
        return person.review_until or self.settings.review_until

    def _suppliers(self) -> list[Person]:
        here = [p for p in self.state.people if p.left_at is None or p.left_at > self.now]
        return sorted(
            _shuffled(here, lambda person: person.reviewer, self._seed("order", len(self.state.tasks))),
            key=lambda person: self.by_reviewer[person.reviewer],
        )

    def _is_busy(self, reviewer: Hashable) -> bool:
        return self.open_by[reviewer] > 0

    def _give_least(self, reviewer: Hashable, count: int, cap: int) -> None:
        if count <= 0:
            return
        # Disputed works may take one review more than the rest.
        reviews = {name: self.on_work[name] - (1 if work.is_disputed else 0) for name, work in self.works.items()}
        barred = {pair for pair in self.met if pair[0] == reviewer}
        seed = self._seed(repr(reviewer), self.had[reviewer])
        is_newcomer = not self.had[reviewer] and self.now < self.settings.review_until
        kind = Kind.LATE if is_newcomer else Kind.BACKFILL
        for name in pick_late(reviewer, reviews, count, cap=cap, unit=self.units, forbidden=barred, seed=seed):
            self._give(reviewer, name, kind)

    def _give(self, reviewer: Hashable, submission: Hashable, kind: Kind) -> None:
        fresh = Task(None, reviewer, submission, kind, self.now)
        until = lease_until(fresh, self.settings, self.people.get(reviewer))
        self.actions.append(Give(reviewer, submission, kind, until))
        self.met.add((reviewer, submission))
        self.open_by[reviewer] += 1
        self._count(reviewer, submission, 1)

    def _seed(self, purpose: str, detail: Hashable) -> int:
        text = f"{self.settings.seed}|{purpose}|{detail!r}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _shuffled(items: Iterable[Item], name: Callable[[Item], Hashable], seed: int) -> list[Item]:
    shuffled = sorted(items, key=lambda item: repr(name(item)))
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - replayable chance, not a secret
    return shuffled


def _reminders(table: _Table) -> list[Remind]:
    due: dict[tuple[Hashable, int], list[Hashable]] = {}
    for task in table.running:
        age = table.now - task.given_at
        number = sum(moment <= age for moment in table.settings.reminders)
        if task.id not in table.taken and number > task.reminders:
            due.setdefault((task.reviewer, number), []).append(task.id)
    return [Remind(who, tuple(tasks), number) for (who, number), tasks in due.items()]


def _to_trainer(table: _Table) -> list[ToTrainer]:
    now, settings = table.now, table.settings
    sent = Counter(task.submission for task in table.state.tasks if task.sent_at is not None)
    queue = []
    for name, work in table.works.items():
        coming = 0 if now >= settings.closes_at else table.on_work[name] - sent[name]
        if work.with_trainer_at is not None:
            continue
        if now >= settings.review_until and sent[name] + coming < settings.enough:
            queue.append(ToTrainer(name, sent[name], Reason.TOO_FEW))
        elif work.is_disputed and not coming and (sent[name] > settings.k or now >= settings.review_until):
            queue.append(ToTrainer(name, sent[name], Reason.DISPUTED))
    return queue
