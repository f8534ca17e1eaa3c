"""The demonstration is there when it is started, and nothing is lost when it is started again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts import passwords
from app.accounts.models import User
from app.demo import story, works
from app.demo.people import PASSWORD, PERSONAS
from app.kernel.db import db
from app.learning.models import Cohort


@dataclass(frozen=True, slots=True)
class Account:
    """What is printed at the start."""

    role: str
    username: str
    password: str
    name: str


def accounts() -> tuple[Account, ...]:
    """One demo account per role."""
    return tuple(Account(one.role, one.username, PASSWORD, one.name) for one in PERSONAS)


def ensure(now: datetime) -> bool:
    """Make the demo people and their class where they are not there yet; whether anything was made.

    Units and trainings must be loaded. Entries of its own units of work; not to be called inside one.
    """
    people = db.session.scalar(select(func.count()).select_from(User).where(User.is_demo)) or 0
    db.session.rollback()
    if people:
        return False
    password_hash = passwords.hashed(PASSWORD)
    personas = story.people(password_hash, now)
    cast = story.open_class(personas, password_hash, now)
    story.walk(cast, now)
    works.hand_in(cast, now)
    works.review(cast, now)
    return True


def has_demo() -> bool:
    """Whether any demo account or class is in the database; `make serve` refuses then."""
    found = db.session.scalar(select(func.count()).select_from(User).where(User.is_demo)) or db.session.scalar(
        select(func.count()).select_from(Cohort).where(Cohort.is_demo)
    )
    db.session.rollback()
    return bool(found)
