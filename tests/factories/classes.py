"""Classes on the small training of `tests/factories/courses`."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from app.access.permissions import Role
from app.accounts.models import Unit, User
from app.curriculum.models import Course, CourseVersion, Step
from app.kernel import clock
from app.kernel.db import db
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment, EnrolmentState
from tests.factories import people

_numbers = count(1)


def version(code: str = "UJI") -> CourseVersion:
    """The live version of a loaded training."""
    return db.session.scalars(
        select(CourseVersion).join(Course, Course.current_version_id == CourseVersion.id).where(Course.code == code)
    ).one()


def step(key: str, code: str = "UJI") -> Step:
    """A step of the loaded training by its key."""
    return db.session.scalars(select(Step).where(Step.version_id == version(code).id, Step.key == key)).one()


def cohort(*, unit: Unit | None = None, code: str = "UJI", **more: object) -> Cohort:
    """A running class that began a week ago. Rows only: no assignments (see the feature's own factories)."""
    home = unit or people.unit_named("Kanwil Uji")
    today = clock.local_date(clock.now())
    number = next(_numbers)
    found = version(code)
    with work():
        made = Cohort(
            version_id=found.id,
            name=f"Angkatan {number}",
            numeral="I",
            unit_id=home.id,
            unit_path=home.path,
            starts_on=today - timedelta(days=7),
            ends_on=today + timedelta(days=30),
            contact_name="Narahubung Uji",
            contact_phone="+6281200000000",
            settings={},
            created_at=clock.now(),
            **more,
        )
        db.session.add(made)
    return made


def learner(cohort: Cohort, user: User | None = None, *, unit: Unit | None = None, role: Role = Role.PESERTA) -> tuple[User, Enrolment]:
    """A person who was accepted into a class, with the grant that goes with it."""
    person = user or people.user(unit=unit)
    with work():
        made = Enrolment(
            cohort_id=cohort.id,
            user_id=person.id,
            unit_path=cohort.unit_path,
            state=EnrolmentState.DITERIMA,
            joined_at=clock.now(),
            waived_steps=[],
        )
        db.session.add(made)
    people.grant(person, role, cohort_id=cohort.id)
    return person, made


def trainer(cohort: Cohort) -> User:
    """The pelatih of a class."""
    person = people.user()
    people.grant(person, Role.PELATIH, cohort_id=cohort.id)
    return person
