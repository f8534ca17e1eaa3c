"""A pelatih's first page: his classes as his desk has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.access.permissions import Can
from app.access.scope import Actor, scope_of
from app.grading.queries import desk
from app.home.queries.quiet import as_one, is_quiet
from app.kernel.clock import local_date
from app.kernel.db import db
from app.learning.models import Cohort, Enrolment, EnrolmentState

MOST_CLASSES = 12


@dataclass(frozen=True, slots=True)
class TrainerClass:
    """A class of a pelatih, in numbers."""

    cohort_id: int
    name: str
    title: str
    learners: int
    works: int
    to_read: int
    """Works that wait for his eye, and how many minutes he needs for them."""
    minutes: int
    held: int
    """Grades that nobody sees yet."""
    idle: int
    """People who did nothing for a week."""
    ends_on: date
    is_over: bool


def trainer(actor: Actor, now: datetime) -> list[TrainerClass]:
    """The classes of a pelatih as his desk has them, what waits first; one statement more than the desk's."""
    desks = desk.classes(scope_of(actor, Can.GRADE), now)[:MOST_CLASSES]
    today = local_date(now)
    quiet = as_one(is_quiet(now))
    told = {
        cohort_id: (ends_on, count, idle or 0)
        for cohort_id, ends_on, count, idle in db.session.execute(
            select(Cohort.id, Cohort.ends_on, func.count(Enrolment.id), func.sum(quiet))
            .outerjoin(Enrolment, (Enrolment.cohort_id == Cohort.id) & (Enrolment.state == EnrolmentState.DITERIMA))
            .where(Cohort.id.in_([one.id for one in desks]))
            .group_by(Cohort.id, Cohort.ends_on)
        )
    }
    made = []
    for one in desks:
        ends_on, learners, idle = told[one.id]
        made.append(
            TrainerClass(one.id, one.name, one.title, learners, one.works, one.to_read, one.minutes_left, one.held, idle, ends_on, ends_on < today)
        )
    return made
