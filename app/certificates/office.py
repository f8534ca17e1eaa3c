"""Who issues and who signs, work unit by work unit: the nearest unit above a class that has settings decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access.scope import Actor
from app.accounts.identity import mask_nip
from app.accounts.models import Setting, Unit
from app.certificates import asking, core
from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import Missing

SETTING = "sertifikat"
"""`setting.name` is "sertifikat:<unit id>". The bare name is of sites that had one setting for all: it is their top unit's."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues: config with validity dates, because office holders change."""

    organiser: str = "Kantor Wilayah Kementerian Agama Provinsi Sumatera Barat"
    city: str = "Padang"
    unit_code: str = "Kw.03"
    signatory_title: str = ""
    signatory_name: str = ""
    signatory_nip: str = ""
    valid_from: str = ""
    valid_to: str = ""
    number_template: str = core.DEFAULT_TEMPLATE

    def is_valid_on(self, day: date) -> bool:
        """Whether the signatory may sign on this day."""
        after = not self.valid_from or day >= date.fromisoformat(self.valid_from)
        return bool(self.signatory_name) and after and (not self.valid_to or day <= date.fromisoformat(self.valid_to))


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings that count for a unit, and the unit that they were written for; None: the built-in ones."""

    office: Office
    unit_id: int | None


def in_force(unit_path: str) -> InForce:
    """The settings of the unit at this path, or of the nearest one above it that has any; one statement."""
    ids = [int(part) for part in unit_path.split("/") if part]
    names = [SETTING, *(_name(one) for one in ids)]
    rows = db.session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    known: dict[str, dict[str, Any]] = {name: value for name, value in rows}
    if ids and SETTING in known:
        known.setdefault(_name(ids[0]), known[SETTING])
    nearest = next((one for one in reversed(ids) if _name(one) in known), None)
    return InForce(Office(), None) if nearest is None else InForce(Office(**known[_name(nearest)]), nearest)


def office_of(unit_path: str) -> Office:
    """The same without saying whose they are."""
    return in_force(unit_path).office


def set_office(unit: Unit, chosen: Office, *, actor: Actor, now: datetime) -> None:
    """Give a unit settings of its own; certificates that were issued keep what they say."""
    before = office_of(unit.path)
    row = db.session.scalar(select(Setting).where(Setting.name == _name(unit.id)).with_for_update())
    if row is None:
        row = Setting(name=_name(unit.id), value={})
        db.session.add(row)
    row.value = asdict(chosen)
    db.session.flush()  # the audit names the row
    _note("office:change", unit, row.id, before, chosen, actor, now)
    asking.on_office_changed(unit.path, chosen.valid_from, now)


def inherit(unit: Unit, *, actor: Actor, now: datetime) -> None:
    """Take a unit's own settings away, so that those above it count. Raises Missing when it has none, or nothing is above."""
    row = db.session.scalar(select(Setting).where(Setting.name == _name(unit.id)).with_for_update())
    if row is None or unit.parent_id is None:
        raise Missing
    before, row_id = Office(**row.value), row.id
    db.session.delete(row)
    db.session.flush()  # what counts now is read without it
    after = office_of(unit.path)
    _note("office:inherit", unit, row_id, before, after, actor, now)
    asking.on_office_changed(unit.path, after.valid_from, now)


def _name(unit_id: int) -> str:
    return f"{SETTING}:{unit_id}"


def _note(action: str, unit: Unit, row_id: int, before: Office, after: Office, actor: Actor, now: datetime) -> None:
    old, new = (asdict(one) | {"signatory_nip": mask_nip(one.signatory_nip)} for one in (before, after))
    # a NIP of which only hidden digits changed counts as changed too
    changed = [name for name in old if getattr(before, name) != getattr(after, name)]
    audit.record(
        action, "setting", row_id, actor_id=actor.user_id, at=now,
        detail={"unit": unit.id, "before": {name: old[name] for name in changed}, "after": {name: new[name] for name in changed}},
    )  # fmt: skip
