"""One scope read two ways: does it hold this row, and which rows does it hold.

A protected class says by `__reach__` which of its attributes name the owner, the mentor, the angkatan and the
unit path *as they were when the row was made*. Both readings use that one description; a parity test compares
them over all roles and rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from app.access.permissions import Can, Role
from app.access.policy import OPEN, SIGNED_IN, Reach, reach


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the attributes that decide; empty when a class has none of that kind."""

    owner: str = ""
    mentor: str = ""
    cohort: str = ""
    unit: str = ""


class Protected(Protocol):
    """A row or class that a scope can judge."""

    @property
    def __reach__(self) -> Columns:
        """Which of its columns say whose it is."""


@dataclass(frozen=True, slots=True)
class GrantRef:
    """A role that a person holds now, and where."""

    role: Role
    unit_path: str = ""
    cohort_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, as services and cores see him."""

    user_id: int
    name: str
    grants: tuple[GrantRef, ...] = ()
    unit_path: str = ""
    gate: str = ""
    """What still stands before the rooms: "" nothing, "factor" the second factor, "notice" the privacy notice, "guardian" the signed letter."""

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def may(self, permission: Can) -> bool:
        """Whether the permission is held anywhere at all; which rows is the scope's answer."""
        if permission in SIGNED_IN:
            return True
        return any(_carries(grant, reach(grant.role, permission)) for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that a permission opens to one person. The empty scope holds nothing."""

    everything: bool = False
    owner_id: int | None = None
    mentor_id: int | None = None
    cohort_ids: frozenset[int] = frozenset()
    unit_paths: tuple[str, ...] = ()

    def holds(self, row: Protected) -> bool:
        """Whether this row lies inside."""
        if self.everything:
            return True
        at = row.__reach__
        if at.owner and self.owner_id is not None and getattr(row, at.owner) == self.owner_id:
            return True
        if at.mentor and self.mentor_id is not None and getattr(row, at.mentor) == self.mentor_id:
            return True
        if at.cohort and getattr(row, at.cohort) in self.cohort_ids:
            return True
        return bool(at.unit) and any((getattr(row, at.unit) or "").startswith(path) for path in self.unit_paths)

    def where(self, kind: Any) -> Any:  # noqa: ANN401 -- columns of any mapped class; this package knows no SQLAlchemy
        """The same rule as a condition on the columns of a protected class."""
        at: Columns = kind.__reach__
        anchor = kind.id
        if self.everything:
            return anchor.is_not(None)
        condition = anchor.in_(())
        if at.owner and self.owner_id is not None:
            condition = condition | (getattr(kind, at.owner) == self.owner_id)
        if at.mentor and self.mentor_id is not None:
            condition = condition | (getattr(kind, at.mentor) == self.mentor_id)
        if at.cohort and self.cohort_ids:
            condition = condition | getattr(kind, at.cohort).in_(sorted(self.cohort_ids))
        if at.unit:
            for path in self.unit_paths:
                column = getattr(kind, at.unit)
                condition = condition | ((column >= path) & (column < subtree_end(path)))
        return condition


NOTHING = Scope()


def subtree_end(path: str) -> str:
    """First path after a subtree: digits and slashes only, "/" is followed by "0" in bytes."""
    return path[:-1] + "0"


def scope_of(actor: Actor | None, permission: Can) -> Scope:
    """What `permission` opens to `actor`; nothing for a visitor."""
    if actor is None or permission in OPEN:
        return NOTHING
    if permission is Can.SELF:
        return Scope(owner_id=actor.user_id)
    return _joined(actor, ((grant, reach(grant.role, permission)) for grant in actor.grants))


def _carries(grant: GrantRef, far: Reach | None) -> bool:
    """Whether a grant opens anything: the machine is open to those over whose unit there is none."""
    if far is Reach.SITE:
        return grant.unit_path.strip("/").isdecimal()
    return far is not None


def _joined(actor: Actor, reaches: Iterable[tuple[GrantRef, Reach | None]]) -> Scope:
    everything, owner, mentor = False, None, None
    cohorts: set[int] = set()
    paths: list[str] = []
    for grant, far in reaches:
        if far is Reach.ALL:
            everything = True
        elif far is Reach.OWN:
            owner = actor.user_id
        elif far is Reach.WARDS:
            mentor = actor.user_id
        elif far is Reach.COHORT and grant.cohort_id is not None:
            cohorts.add(grant.cohort_id)
        elif far is Reach.UNITS and grant.unit_path and grant.unit_path not in paths:
            paths.append(grant.unit_path)
    return Scope(everything, owner, mentor, frozenset(cohorts), tuple(sorted(paths)))
