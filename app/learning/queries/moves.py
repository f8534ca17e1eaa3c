"""Whether another version waits for a class, what moving there would change, and where the class stood before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.curriculum import versions
from app.curriculum.core.changes import Changes
from app.curriculum.models import Step
from app.curriculum.queries import Outline, outline
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.learning.models import Attempt, Cohort, Enrolment, Progress
from app.learning.queries.learner import rules

MOVED = "cohort:move_version"
"""The act in the audit; its detail holds the versions `from` and `to`."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many people did something at a step: `done` it, have a score of it."""

    done: int
    scored: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving a class from one version to the other changes. Keys are those of steps."""

    old: Outline
    new: Outline
    changes: Changes
    done: dict[str, Done]
    """What the class did so far; a key that is missing was not touched."""
    running: int
    """Tries that are begun and not sent."""
    numbers: tuple[tuple[str, str, str], ...]
    """(name, before, after) of marks, shares, tries and JP that are not the same for this class."""


@dataclass(frozen=True, slots=True)
class Move:
    """A move that took place."""

    by: str
    at: datetime
    reason: str
    left_id: int
    version_id: int


def newer(cohort: Cohort) -> Outline | None:
    """The live version of the training, when an open class stands on another one."""
    live = versions.live_of(cohort.version_id) if cohort.closed_at is None else None
    return outline(live) if live is not None and live != cohort.version_id else None


def moves_of(cohort_id: int) -> tuple[Move, ...]:
    """All moves of a class, the last one first."""
    rows = db.session.execute(
        select(User.name, AuditEntry.at, AuditEntry.reason, AuditEntry.detail)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_type == "cohort", AuditEntry.subject_id == cohort_id, AuditEntry.action == MOVED)
        .order_by(AuditEntry.id.desc())
    )
    return tuple(Move(name or "", at, reason, detail["from"], detail["to"]) for name, at, reason, detail in rows)


def former_of(cohort: Cohort) -> int | None:
    """The version from which the class was moved to where it stands; None when it never was."""
    last = next(iter(moves_of(cohort.id)), None)
    return last.left_id if last is not None and last.version_id == cohort.version_id else None


def past_of(cohort_id: int, *, but: Collection[int]) -> tuple[int, ...]:
    """Versions on which the class once stood, the last one first, without those in `but`."""
    return tuple(version_id for version_id in dict.fromkeys(move.left_id for move in moves_of(cohort_id)) if version_id not in but)


def preview(cohort: Cohort, target: int) -> Preview:
    """What moving to the version `target` changes; three statements beside the outlines, whatever the number of people."""
    old, new = outline(cohort.version_id), outline(target)
    people = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id)
    rows = db.session.execute(
        select(Step.key, func.count(Progress.done_at), func.count(Progress.score))
        .join(Progress, Progress.step_id == Step.id)
        .where(Step.version_id == old.version_id, Progress.enrolment_id.in_(people))
        .group_by(Step.key)
    )
    running = select(func.count(Attempt.id)).where(Attempt.cohort_id == cohort.id, Attempt.finished_at.is_(None))
    return Preview(
        old=old,
        new=new,
        changes=versions.changes(old.version_id, target),
        done={key: Done(done, scored) for key, done, scored in rows},
        running=db.session.scalar(running) or 0,
        numbers=_numbers(cohort, old, new),
    )


def _numbers(cohort: Cohort, old: Outline, new: Outline) -> tuple[tuple[str, str, str], ...]:
    found = []
    for one in (old, new):
        marks, weights, attempts = rules(one, cohort.settings)
        shares = f"{weights.closing_test} / {weights.tasks} / {weights.review}"
        found.append(
            {
                "jp": str(one.jp), "kuis": str(marks.quiz), "tes_akhir": str(marks.closing_test), "tugas": str(marks.tasks),
                "bobot": shares, "percobaan_kuis": str(attempts.quiz), "percobaan_tes": str(attempts.closing_test),
            }
        )  # fmt: skip -- the names in the order of the page
    before, after = found
    return tuple((name, before[name], after[name]) for name in before if before[name] != after[name])
