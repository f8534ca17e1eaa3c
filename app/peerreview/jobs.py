"""The worker's part of peer review: the clock's look at every round, and the sharing out itself (numpy)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.kernel import clock
from app.kernel.db import db
from app.kernel.queue import Effect
from app.kernel.work import work
from app.peerreview.core import liveness
from app.peerreview.core.allocation import allocate
from app.peerreview.core.rounds import Action, ShareOut
from app.peerreview.queries import state as reading
from app.peerreview.queries.facts import strengths
from app.peerreview.queries.state import Snapshot, row_id
from app.peerreview.services import rounds
from app.peerreview.services.rounds import Share

log = logging.getLogger("app.peerreview")
EVERY = timedelta(minutes=1)
_looked: dict[int, datetime] = {}
"""When this process last looked at a round; a second worker that looks as well does no harm."""


def tick() -> None:
    """Look at each open round once a minute and ask for a step where something is due (CLOCKWORK of the worker)."""
    now = clock.now()
    for round_id in reading.due(now):
        last = _looked.get(round_id)
        if last is not None and last <= now < last + EVERY:
            continue
        _looked[round_id] = now
        try:
            _look(round_id, now)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the rounds behind this one go on
            db.session.rollback()
            log.error("the clock of round %d stumbled: %s", round_id, type(error).__name__)  # noqa: TRY400 -- a traceback may hold what people wrote
    db.session.rollback()


def _look(round_id: int, now: datetime) -> None:
    is_due = rounds.is_due(round_id, now)
    db.session.rollback()
    if is_due:
        with work():
            rounds.ask_step(round_id, now)


def step(payload: Mapping[str, Any], now: datetime) -> Effect | None:
    """Decide what a round's clock has to do; the effect does all of it in one transaction."""
    round_id = int(payload["round"])
    snapshot = reading.read(round_id, now)
    actions = liveness.step(snapshot.core, now)
    if not actions and not snapshot.is_revision_due:
        return None
    share = shared(snapshot, actions)
    return lambda: _advance(round_id, actions, share, now)


def _advance(round_id: int, actions: tuple[Action, ...], share: Share | None, now: datetime) -> None:
    rounds.advance(round_id, actions, share, now)


def shared(snapshot: Snapshot, actions: tuple[Action, ...]) -> Share | None:
    """The pairs of the batch, when a batch is among the actions."""
    wanted = next((action for action in actions if isinstance(action, ShareOut)), None)
    if wanted is None:
        return None
    strength = strengths(snapshot.assignment_id)
    pairs = allocate(
        wanted.submitters,
        wanted.k,
        unit={person.reviewer: person.unit for person in snapshot.core.people},
        strength=dict(strength.items()),
        forbidden=snapshot.core.forbidden,
        seed=wanted.seed,
    )
    known = [(row_id(reviewer), row_id(author)) for reviewer, author in pairs]
    return Share(rounds.inputs_of(snapshot, wanted, strength), known, strength)
