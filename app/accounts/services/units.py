"""Work units: seeded, added one by one or by the list, and the names that are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, or_, select

from app.access.scope import Actor, Scope
from app.accounts.models import Setting, Unit, UnitKind
from app.accounts.queries.units import spellings
from app.accounts.seed_units import UNITS
from app.accounts.tiers import ABOVE, fits
from app.accounts.unit_lines import UnitFault, UnitRow
from app.accounts.unit_names import KnownUnit, UnitNames, spell_out
from app.accounts.words import kind_words
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Conflict, Invalid, Missing
from app.kernel.i18n import _

OFFICES: Final = (UnitKind.PUSAT, UnitKind.KANWIL, UnitKind.KANKEMENAG)
"""Units whose names are theirs alone, wherever they stand; a KUA or a madrasah may be called as one elsewhere."""

SEEDED: Final = "satker:bawaan"
"""`setting.name` of the list of seeded units without a kode_bps that this site has, or had."""


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A work unit before it has a row."""

    kind: UnitKind
    name: str
    short_name: str = ""
    city: str = ""
    npsn: str | None = None
    kode_bps: str | None = None


def add(*, actor: Actor | None, parent: Unit | None, new: NewUnit, now: datetime) -> Unit:
    """Add a unit below `parent` (None: a root).

    Raises Conflict for a second one of that name or NPSN, the name of an office, or a parent below which no such unit stands.
    """
    if parent is not None:
        lock_tree()
        db.session.refresh(parent)
    same: list[ColumnElement[bool]] = [(Unit.parent_id == (parent.id if parent else None)) & (Unit.name == new.name)]
    if new.npsn:
        same.append(Unit.npsn == new.npsn)
    found = db.session.scalars(select(Unit).where(or_(*same))).first()
    if found is not None:
        raise Conflict(
            _("NPSN ini sudah dipakai %(name)s.", name=found.name)
            if new.npsn and found.npsn == new.npsn
            else _("Satuan kerja dengan nama ini sudah ada di bawah induk yang sama."),
            field="npsn" if new.npsn and found.npsn == new.npsn else "name",
        )
    if actor is not None:
        refuse_names_of_offices({"name": new.name, "short_name": new.short_name})
        if parent is not None:
            refuse_tier(new.kind, parent)
    unit = Unit(
        parent_id=parent.id if parent else None,
        kind=new.kind,
        name=new.name,
        short_name=new.short_name,
        path="/",
        kode_bps=new.kode_bps,
        npsn=new.npsn,
        city=new.city,
    )
    db.session.add(unit)
    db.session.flush()  # the path is made of ids
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    audit.record("unit:add", "unit", unit.id, actor_id=actor.user_id if actor else None, at=now)
    return unit


def lock_tree() -> None:
    """One who moves or adds a unit at a time: two moves that cross each other would make a circle, and a new unit would stand where its parent was."""
    db.session.execute(select(Unit.id).where(Unit.parent_id.is_(None)).order_by(Unit.id).with_for_update())


def refuse_tier(kind: UnitKind, parent: Unit) -> None:
    """Raise Conflict at the field of the parent when no unit of this kind stands below it."""
    if not fits(kind, parent.kind):
        above = [kind_words()[one] for one in UnitKind if one in ABOVE[kind]]
        raise Conflict(
            _("%(kind)s tidak dapat berada di bawah %(name)s. Pilih salah satu dari: %(kinds)s.", kind=kind_words()[kind], name=parent.name, kinds=", ".join(above)),
            field="parent",
        )


def refuse_names_of_offices(typed_in: Mapping[str, str], *, but: int = 0) -> None:
    """Raise Conflict for the name of an office, however it is spelled: who types it by a class link means that office.

    `typed_in` are names by their fields, `but` the unit that is renamed and may be called what it is called.
    """
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.short_name, Unit.kode_bps).where(Unit.kind.in_(OFFICES), Unit.id != but).order_by(Unit.path)
    )
    names = UnitNames([KnownUnit(row.id, row.name, spellings(row.name, row.short_name, row.kode_bps)) for row in rows])
    for field, typed in typed_in.items():
        meant = names.find(typed)
        near = {spell_out(name) for one in meant.near for name in (one.name, *one.aliases)}
        if meant.unit is not None or spell_out(typed) in near:
            office = meant.unit or meant.near[0]
            raise Conflict(_("Nama ini milik %(name)s, sehingga tidak dapat dipakai satuan kerja lain.", name=office.name), field=field)


@dataclass(frozen=True, slots=True)
class LineResult:
    """What became of one line of an import."""

    line: int
    name: str
    was_added: bool
    message: str


class LinesRefused(Invalid):
    """Lines of a list that cannot be added, as `faults`; nothing of the list may stay."""

    def __init__(self, faults: tuple[UnitFault, ...]) -> None:
        super().__init__(_("Ada baris yang tidak dapat ditambahkan."))
        self.faults = faults


def add_lines(*, actor: Actor, scope: Scope, rows: Sequence[UnitRow], now: datetime) -> tuple[LineResult, ...]:
    """Add the rows of a list in order; what exists already is left alone and said so. Raises LinesRefused for any other that cannot be."""
    made: dict[int, Unit] = {}
    results: list[LineResult] = []
    faults: list[UnitFault] = []
    for row in rows:
        parent = made.get(row.parent_line or 0)
        if parent is None and row.parent is not None:
            parent = db.session.scalars(select(Unit).where(Unit.id == row.parent.id, scope.where(Unit))).one_or_none()
        if parent is None:
            faults.append(UnitFault(row.line, _("Induknya tidak dapat ditambahkan."), row.name))
            continue
        try:
            new = NewUnit(row.kind, row.name, city=row.city, npsn=row.npsn)
            made[row.line] = add(actor=actor, parent=parent, new=new, now=now)
            results.append(LineResult(row.line, row.name, was_added=True, message=_("Ditambahkan.")))
        except Conflict as error:
            known = db.session.scalars(
                select(Unit).where(Unit.parent_id == parent.id, Unit.name == row.name)
            ).one_or_none()
            if known is None:
                faults.append(UnitFault(row.line, error.message, row.name))
                continue
            made[row.line] = known
            results.append(LineResult(row.line, row.name, was_added=False, message=error.message))
    if faults:
        raise LinesRefused(tuple(faults))
    return tuple(results)


def seed(*, now: datetime) -> int:
    """Add what is missing of the units that every site begins with; how many were added. Twice is once.

    A unit is known by its kode_bps; one without is written down once it was there, because an office may rename it,
    move it or take it away.
    """
    kept = db.session.scalar(select(Setting).where(Setting.name == SEEDED).with_for_update()) or Setting(name=SEEDED, value={"names": []})
    db.session.add(kept)
    once: list[str] = kept.value["names"]
    by_code: dict[str, Unit] = {
        unit.kode_bps: unit
        for unit in db.session.scalars(select(Unit).where(Unit.kode_bps.is_not(None)))
        if unit.kode_bps
    }
    added = 0
    for one in UNITS:
        parent = by_code[one.parent] if one.parent else None
        if one.kode_bps in by_code or one.name in once:
            continue
        if one.kode_bps is None:
            kept.value = {"names": [*kept.value["names"], one.name]}
            if db.session.scalar(select(Unit.id).where(Unit.parent_id == (parent.id if parent else None), Unit.name == one.name)):
                continue
        new = NewUnit(one.kind, one.name, one.short_name, one.city, None, one.kode_bps)
        unit = add(actor=None, parent=parent, new=new, now=now)
        added += 1
        if one.kode_bps:
            by_code[one.kode_bps] = unit
    return added


def by_name(name: str) -> Unit:
    """The unit with this name, short name or kode_bps. Raises Missing."""
    found = db.session.scalars(
        select(Unit).where(or_(Unit.name == name, Unit.short_name == name, Unit.kode_bps == name)).order_by(Unit.path)
    ).first()
    if found is None:
        raise Missing(
            _("Satuan kerja %(name)s tidak ditemukan. Jalankan perintah units list untuk melihat namanya.", name=name)
        )
    return found
