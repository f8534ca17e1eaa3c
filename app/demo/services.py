"""The demonstration is there when it is started, and nothing is lost when it is started again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts import passwords
from app.accounts.models import User
from app.demo import alumni, story, works
from app.demo.people import ALUMNI, PASSWORD, PERSONAS
from app.kernel import pulse
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort

DEMO = "demo"
"""The mark that the demonstration stands whole."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is printed at the start."""

    role: str
    username: str
    password: str
    name: str


def accounts() -> tuple[Account, ...]:
    """One demo account per role."""
    told = [(one.role, one) for one in PERSONAS]
    told.insert(3, ("peserta (lulus)", ALUMNI[0]))
    return tuple(Account(role, one.username, PASSWORD, one.name) for role, one in told)


def is_half_made() -> bool:
    """Whether an earlier making was cut off: people are there, but not the mark of its end.

    Nobody has used such a demonstration, for the site starts only after the mark.
    """
    first = db.session.scalar(select(User.id).where(User.is_demo, User.username == PERSONAS[0].username))
    made = pulse.last(DEMO)
    db.session.rollback()
    return first is not None and made is None


def ensure(now: datetime) -> bool:
    """Make the demo people and their classes where they are not there yet; whether anything was made.

    Units and trainings must be loaded and nothing half made be left. Entries of its own units of work; not to be
    called inside one.
    """
    made = pulse.last(DEMO)
    db.session.rollback()
    if made is not None:
        return False
    password_hash = passwords.hashed(PASSWORD)
    personas = story.people(password_hash, now)
    alumni.graduate(personas, password_hash, now)
    cast = story.open_class(personas, password_hash, now)
    story.walk(cast, now)
    works.hand_in(cast, now)
    works.review(cast, now)
    with work():
        pulse.beat(DEMO, now)
    return True


def has_demo() -> bool:
    """Whether any demo account or class is in the database; `make serve` refuses then."""
    found = db.session.scalar(select(func.count()).select_from(User).where(User.is_demo)) or db.session.scalar(
        select(func.count()).select_from(Cohort).where(Cohort.is_demo)
    )
    db.session.rollback()
    return bool(found)
