"""What may still stand against people whose numbers suffice: lessons left, a criterion at level 1, a revision owed.

Two statements for one person or a thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import BindParameter, CompoundSelect, Integer, Select, bindparam, func, literal, select, union_all

from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.grading.models import Grade
from app.grading.queries.duties import TaskRow
from app.kernel.db import read
from app.learning.core.passing import LOWEST_LEVEL
from app.learning.models import Enrolment, Progress
from app.submissions.models import Submission

FEW = 20
"""Up to so many people are asked about by their ids, more by their class."""
NONE: frozenset[str] = frozenset()


class Candidate(Protocol):
    """Somebody of a class with the keys of the steps that he is waived."""

    enrolment_id: int
    user_id: int
    waived: frozenset[str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was found about one person; of lessons and tasks that he is waived nothing counts."""

    lessons_left: int
    lowest_level: int | None
    """`LOWEST_LEVEL` where a criterion of a required task stands there, else None."""
    revisions_owed: int


NO_DOUBT = Doubt(0, None, 0)


# Built once, because building these statements costs more than asking them.
def _many(name: str) -> BindParameter[int]:
    return bindparam(name, expanding=True, type_=Integer)


def _done(*, is_few: bool, has_apart: bool) -> Select[Any] | CompoundSelect[Any]:
    finished = select(Progress.enrolment_id).where(Progress.done_at.is_not(None))
    if is_few:
        finished = finished.where(Progress.enrolment_id.in_(_many("of")))
    else:
        finished = finished.join(Enrolment, Enrolment.id == Progress.enrolment_id)
        finished = finished.where(Enrolment.cohort_id == bindparam("cohort_id"))
    counted = finished.where(Progress.step_id.in_(_many("together"))).add_columns(literal(0), func.count())
    counted = counted.group_by(Progress.enrolment_id)
    if not has_apart:
        return counted
    return union_all(counted, finished.where(Progress.step_id.in_(_many("apart"))).add_columns(Progress.step_id, literal(1)))


def _held(*, is_few: bool) -> CompoundSelect[Any]:
    low = select(Grade.author_id, Grade.step_id, literal(0)).where(
        Grade.cohort_id == bindparam("cohort_id"), Grade.released_at.is_not(None), Grade.lowest <= LOWEST_LEVEL
    )
    owed = select(Submission.author_id, Submission.assignment_id, literal(1)).where(
        Submission.cohort_id == bindparam("cohort_id"), Submission.revision_of.is_not(None)
    )
    if is_few:
        low, owed = low.where(Grade.author_id.in_(_many("of"))), owed.where(Submission.author_id.in_(_many("of")))
    return union_all(low, owed)


_DONE = {(few, apart): _done(is_few=few, has_apart=apart) for few in (False, True) for apart in (False, True)}
_HELD_UP = {few: _held(is_few=few) for few in (False, True)}


def doubts(
    cohort_id: int, outline: Outline, required: Sequence[TaskRow], people: Sequence[Candidate]
) -> dict[int, Doubt]:
    """Enrolment -> what stands against him; `required` are the tasks of the class that count."""
    lessons = {step.id: step.key for step in outline.steps if step.kind is StepKind.MATERI}
    done = _lessons_done(cohort_id, lessons, people)
    low, owed = _held_up(cohort_id, required, people)
    return {
        one.enrolment_id: Doubt(
            lessons_left=_asked(lessons, one.waived) - done.get(one.enrolment_id, 0),
            lowest_level=LOWEST_LEVEL if low.get(one.user_id, NONE) - one.waived else None,
            revisions_owed=len(owed.get(one.user_id, NONE) - one.waived),
        )
        for one in people
    }


def _asked(lessons: Mapping[int, str], waived: frozenset[str]) -> int:
    return sum(key not in waived for key in lessons.values()) if waived else len(lessons)


def _lessons_done(cohort_id: int, lessons: Mapping[int, str], people: Sequence[Candidate]) -> dict[int, int]:
    """Enrolment -> finished lessons among those that he is not waived.

    They are counted in the database; only those that somebody is waived are read one by one.
    """
    apart = [step for step, key in lessons.items() if any(key in one.waived for one in people if one.waived)]
    is_few = len(people) <= FEW
    who = {"of": [one.enrolment_id for one in people]} if is_few else {"cohort_id": cohort_id}
    some = {"apart": apart} if apart else {}
    rows = read(_DONE[is_few, bool(apart)], together=sorted(lessons.keys() - set(apart)), **some, **who)
    waived = {one.enrolment_id: one.waived for one in people if one.waived}
    done: dict[int, int] = defaultdict(int)
    for enrolment_id, step, count in rows.all():
        if not step or lessons[step] not in waived.get(enrolment_id, NONE):
            done[enrolment_id] += count
    return done


def _held_up(
    cohort_id: int, required: Sequence[TaskRow], people: Sequence[Candidate]
) -> tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]]:
    """Author -> keys of required tasks with a criterion at level 1, and of those of which a revision is owed."""
    is_few = len(people) <= FEW
    who = {"of": [one.user_id for one in people]} if is_few else {}
    keys = ({task.step_id: task.step_key for task in required}, {task.id: task.step_key for task in required})
    found: tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]] = ({}, {})
    for author_id, place, which in read(_HELD_UP[is_few], cohort_id=cohort_id, **who).all():
        if place in keys[which]:
            found[which][author_id] = found[which].get(author_id, NONE) | {keys[which][place]}
    return found
