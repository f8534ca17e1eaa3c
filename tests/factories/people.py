"""People and work units."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select

from app.access.permissions import Role
from app.access.scope import Actor
from app.accounts import sessions
from app.accounts.models import Grant, Standing, Unit, UnitKind, User
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work

_numbers = count(1)


def unit(name: str = "", *, parent: Unit | None = None, kind: UnitKind = UnitKind.LAIN) -> Unit:
    """A work unit below `parent`."""
    with work():
        made = Unit(name=name or f"Satker Uji {next(_numbers)}", kind=kind, parent_id=parent.id if parent else None, path="/")
        db.session.add(made)
        db.session.flush()
        made.path = f"{parent.path if parent else '/'}{made.id}/"
    return made


def seed_units() -> None:
    """A small tree: a kanwil with two kankemenag, each with a madrasah."""
    kanwil = unit("Kanwil Uji", kind=UnitKind.KANWIL)
    for name in ("Kankemenag Uji Utara", "Kankemenag Uji Selatan"):
        office = unit(name, parent=kanwil, kind=UnitKind.KANKEMENAG)
        unit(f"MAN {name.split()[-1]}", parent=office, kind=UnitKind.MADRASAH)


def unit_named(name: str) -> Unit:
    """A unit of the seeded tree."""
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def user(
    name: str = "",
    *,
    unit: Unit | None = None,
    standing: Standing = Standing.AKTIF,
    is_pupil: bool = False,
    mentor: User | None = None,
    notice: str = sessions.NOTICE_VERSION,
    **more: object,
) -> User:
    """A person who has accepted the notice, in the kanwil unless said otherwise."""
    number = next(_numbers)
    home = unit or unit_named("Kanwil Uji")
    with work():
        made = User(
            username=str(more.pop("username", f"orang{number}")),
            name=name or f"Orang Uji {number}",
            standing=standing,
            is_pupil=is_pupil,
            mentor_id=mentor.id if mentor else None,
            unit_id=home.id,
            unit_path=home.path,
            notice_version=notice,
            created_at=clock.now(),
            **more,
        )
        db.session.add(made)
    return made


def grant(user: User, role: Role, *, unit: Unit | None = None, cohort_id: int | None = None) -> Grant:
    """A role for a person."""
    with work():
        made = Grant(
            user_id=user.id,
            role=role,
            unit_id=unit.id if unit else None,
            unit_path=unit.path if unit else "",
            cohort_id=cohort_id,
            given_at=clock.now(),
        )
        db.session.add(made)
    return made


def actor(user: User) -> Actor:
    """The person as services see him."""
    return Actor(user.id, user.name, sessions.grants_of(user.id), user.unit_path)


def pengelola(unit: Unit | None = None) -> User:
    """A pengelola of a unit (the kanwil unless said otherwise)."""
    home = unit or unit_named("Kanwil Uji")
    made = user(unit=home)
    grant(made, Role.PENGELOLA, unit=home)
    return made
