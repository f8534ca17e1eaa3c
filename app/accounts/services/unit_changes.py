"""What is changed about a work unit later: its name, its place in the tree, that it is there at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, exists, func, literal, or_, select, update

from app.access.scope import Actor, subtree_end
from app.accounts.events import UnitMoved
from app.accounts.models import Grant, Setting, Unit, User
from app.accounts.services.units import lock_tree, refuse_names_of_offices, refuse_tier
from app.kernel import audit
from app.kernel.db import Model, Path, db, lock
from app.kernel.errors import Conflict, Denied, Invalid
from app.kernel.events import publish
from app.kernel.i18n import _


def rename(*, actor: Actor, unit: Unit, name: str, short_name: str, city: str, npsn: str | None, now: datetime) -> None:
    """Call a unit by another name; certificates that were issued keep what they say.

    Raises Conflict for the name of a neighbour or an office, or an NPSN that another unit has, Invalid for an office of the
    map without a short name.
    """
    lock(unit)
    said = {"name": name, "short_name": short_name, "city": city, "npsn": npsn}
    before = {field: getattr(unit, field) for field in said}
    changed = [field for field in said if said[field] != before[field]]
    if not changed:
        return
    if unit.kode_bps and not short_name:
        raise Invalid(_("Kantor ini tampil di peta pada Beranda dengan nama pendeknya. Tulis nama pendek itu."), field="short_name")
    if "name" in changed:
        _refuse_twin(unit, unit.parent_id, name, field="name")
    if npsn and "npsn" in changed:
        other = db.session.scalar(select(Unit.name).where(Unit.npsn == npsn, Unit.id != unit.id))
        if other is not None:
            raise Conflict(_("NPSN ini sudah dipakai %(name)s.", name=other), field="npsn")
    names = {"name": name, "short_name": short_name}
    refuse_names_of_offices({field: typed for field, typed in names.items() if field in changed}, but=unit.id)
    for field in changed:
        setattr(unit, field, said[field])
    detail = {"before": {field: before[field] for field in changed}, "after": {field: said[field] for field in changed}}
    audit.record("unit:rename", "unit", unit.id, actor_id=actor.user_id, at=now, detail=detail)


def move(*, actor: Actor, unit: Unit, parent: Unit, now: datetime) -> None:
    """Put a unit below another one, with all below it and all rows that say where they stand; both were found in the actor's scope.

    Raises Conflict for a place inside itself, below a kind that it does not stand below, or beside one of its name.
    """
    lock_tree()
    lock(unit)
    lock(parent)
    if parent.path.startswith(unit.path):
        raise Conflict(_("Satuan kerja tidak dapat dipindahkan ke dalam bagiannya sendiri."), field="parent")
    if parent.id == unit.parent_id:
        return
    refuse_tier(unit.kind, parent)
    _refuse_twin(unit, parent.id, unit.name, field="parent")
    detail = {"from": unit.parent_id, "to": parent.id}
    old, new = unit.path, f"{parent.path}{unit.id}/"
    unit.parent_id = parent.id
    db.session.flush()  # the paths are written past the session
    for column in _places():
        moved = literal(new) + func.substr(column, len(old) + 1)
        db.session.execute(update(column.table).where(column >= old, column < subtree_end(old)).values({column: moved}))
    db.session.expire_all()
    audit.record("unit:move", "unit", unit.id, actor_id=actor.user_id, at=now, detail=detail)
    publish(UnitMoved(new, now))


def remove(*, actor: Actor, unit: Unit, now: datetime) -> None:
    """Take away a unit that nobody and nothing uses. Raises Denied with what still needs it."""
    lock(unit)
    if sentence := in_use(unit):
        raise Denied(sentence)
    audit.record("unit:remove", "unit", unit.id, actor_id=actor.user_id, at=now, detail={"name": unit.name, "parent": unit.parent_id})
    db.session.delete(unit)


def in_use(unit: Unit) -> str:
    """Why a unit cannot be taken away; empty when nothing needs it."""
    if unit.kode_bps or unit.parent_id is None:
        return _("Kantor ini bagian dari susunan dasar, sehingga tidak dapat dihapus.")
    held = [column == unit.id for column in _references()]
    held += [(column >= unit.path) & (column < subtree_end(unit.path)) for column in _places() if column.table is not Unit.__table__]
    below, people, roles, settings, rest = db.session.execute(
        select(
            exists().where(Unit.parent_id == unit.id),
            select(func.count()).select_from(User).where(User.unit_id == unit.id).scalar_subquery(),
            exists().where(Grant.unit_id == unit.id),
            exists().where(Setting.name.endswith(f":{unit.id}", autoescape=True)),
            or_(*(exists().where(one) for one in held)),
        )
    ).one()
    if below:
        return _("Masih ada satuan kerja di bawahnya. Pindahkan atau hapus itu dahulu.")
    if people:
        return _("Masih ada %(n)d orang di satuan kerja ini, termasuk akun yang nonaktif. Pindahkan mereka dahulu.", n=people)
    if roles:
        return _("Ada peran yang diberikan untuk satuan kerja ini, sehingga catatannya tetap disimpan.")
    if settings:
        return _("Satuan kerja ini punya pengaturan sertifikat sendiri. Hapus pengaturan itu dahulu.")
    if rest:
        return _("Ada angkatan atau berkas yang tercatat di satuan kerja ini, sehingga tidak dapat dihapus.")
    return ""


def _refuse_twin(unit: Unit, parent_id: int | None, name: str, *, field: str) -> None:
    if db.session.scalar(select(exists().where(Unit.parent_id == parent_id, Unit.name == name, Unit.id != unit.id))):
        raise Conflict(_("Satuan kerja dengan nama ini sudah ada di bawah induk yang sama."), field=field)


def _places() -> Iterator[Column[str]]:
    """Every column of every feature that says where in the tree its row stands."""
    for table in Model.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, Path))


def _references() -> Iterator[Column[int]]:
    """Every column that names a unit."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Unit.__table__.c.id for key in column.foreign_keys):
                yield column
