"""The blueprint of tasks and works, and how its views find the task and the work they are about."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from app.access.permissions import Can
from app.kernel.errors import Missing
from app.submissions.queries import learner
from app.submissions.queries.learner import Brief, Own
from app.web.guard import actor, scope

bp = Blueprint("submissions", __name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """A task with the author's own work, as writing and sending need them."""

    brief: Brief
    own: Own | None

    @property
    def draft(self) -> dict[str, object]:
        """What is written so far."""
        return self.own.draft if self.own else {}

    @property
    def revision(self) -> int:
        """The number that the next saving must begin from."""
        return self.own.draft_revision if self.own else 0


def desk(assignment_id: int) -> Desk:
    """The task and my work. Raises Missing for whoever does not learn in its class."""
    brief = learner.brief(assignment_id, scope(Can.COURSE_READ))
    me = actor().user_id
    if not learner.is_learner(brief.cohort_id, me):
        raise Missing
    return Desk(brief, learner.own(assignment_id, me))
