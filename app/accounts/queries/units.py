"""The tree of work units as a scope opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.access.scope import Scope, subtree_end
from app.accounts.models import Unit, UnitKind, User
from app.accounts.seed_units import UNITS
from app.accounts.unit_names import KnownUnit
from app.kernel.db import db

_BY_CODE = {unit.kode_bps: (unit.name, unit.short_name, *unit.aliases) for unit in UNITS if unit.kode_bps}
_BY_NAME = {unit.name: unit.aliases for unit in UNITS}


def spellings(name: str, short_name: str, kode_bps: str | None) -> tuple[str, ...]:
    """What else a unit is called than by its name; an office that was renamed is found by its first name too."""
    found = (short_name, *(_BY_CODE.get(kode_bps, ()) if kode_bps else _BY_NAME.get(name, ())))
    return tuple(one for one in dict.fromkeys(found) if one and one != name)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree, `depth` steps below the top of what is shown."""

    id: int
    parent_id: int | None
    kind: UnitKind
    name: str
    short_name: str
    path: str
    city: str
    kode_bps: str | None
    npsn: str | None
    depth: int
    people: int
    """Accounts in it and below it, closed ones too: as many as the list of its people shows."""

    @property
    def label(self) -> str:
        """As a select shows it: moved in by its depth."""
        return "\u2014 " * self.depth + self.name


def tree(scope: Scope) -> list[Branch]:
    """All units in scope, parents before children."""
    counts: Counter[int] = Counter()
    for path, count in db.session.execute(select(User.unit_path, func.count()).group_by(User.unit_path)):
        for part in path.strip("/").split("/"):
            counts[int(part)] += count
    rows = db.session.execute(
        select(
            Unit.id,
            Unit.parent_id,
            Unit.kind,
            Unit.name,
            Unit.short_name,
            Unit.path,
            Unit.city,
            Unit.kode_bps,
            Unit.npsn,
        ).where(scope.where(Unit))
    ).all()
    children: dict[int | None, list[int]] = {}
    facts = {row.id: row for row in rows}
    for row in sorted(rows, key=lambda row: (row.kode_bps or "~", row.name.casefold())):
        children.setdefault(row.parent_id if row.parent_id in facts else None, []).append(row.id)
    found: list[Branch] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit_id in children.get(parent, ()):
            found.append(Branch(*facts[unit_id], depth, counts[unit_id]))
            walk(unit_id, depth + 1)

    walk(None, 0)
    return found


def unit(scope: Scope, unit_id: int) -> Unit | None:
    """A unit in scope, or None."""
    return db.session.scalars(select(Unit).where(Unit.id == unit_id, scope.where(Unit))).one_or_none()


def known_units(paths: Iterable[str]) -> list[KnownUnit]:
    """The units below `paths` as `invite_lines.parse_invite_lines` takes them, with the spellings people use."""
    wanted = [(Unit.path >= path) & (Unit.path < subtree_end(path)) for path in paths]
    if not wanted:
        return []
    rows = db.session.execute(select(Unit.id, Unit.name, Unit.short_name, Unit.kode_bps).where(or_(*wanted)).order_by(Unit.path))
    return [KnownUnit(row.id, row.name, spellings(row.name, row.short_name, row.kode_bps)) for row in rows]


def offices() -> list[str]:
    """Names of the kanwil and its kankemenag, in the order of the tree: short enough to be offered to anybody."""
    kinds = (UnitKind.KANWIL, UnitKind.KANKEMENAG)
    return list(db.session.scalars(select(Unit.name).where(Unit.kind.in_(kinds)).order_by(Unit.path)))


def all_paths() -> list[str]:
    """Paths of the roots: `known_units(all_paths())` is every unit there is."""
    return list(db.session.scalars(select(Unit.path).where(Unit.parent_id.is_(None))))
