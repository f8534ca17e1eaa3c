"""A site with people, a class, works and files, and a way to count all of it."""

from pathlib import Path

from sqlalchemy import inspect, text

from app.curriculum import services as curriculum
from app.kernel import audit, clock, storage
from app.kernel.db import db
from app.kernel.work import work
from tests.factories import classes, works

COURSES = Path(__file__).resolve().parent.parent / "factories" / "courses"


def fill(files: int = 5) -> list[str]:
    """Fill the present application; digests of its files."""
    prepared = curriculum.prepare(COURSES, known=lambda _slug, _digest: False)
    with work():
        for one in prepared:
            curriculum.store(one, clock.now())
    cohort = classes.cohort()
    tasks = works.opened(cohort)
    for _ in range(3):
        learner, _enrolment = classes.learner(cohort)
        works.sent(learner, tasks["teks"])
    with work():
        audit.record("uji:isi", "cohort", cohort.id, actor_id=None, at=clock.now())
    return [storage.put(f"isi berkas {number}".encode() * 1000) for number in range(files)]


def rows() -> dict[str, int]:
    """Table -> how many rows."""
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in names
            if not name.startswith("huey") and name != "pulse"
        }
