"""The hourly sweep takes what is old and leaves the rest."""

import os
from datetime import timedelta

from sqlalchemy import select

from app.kernel import clock, storage
from app.kernel.db import db
from app.kernel.queue import Job, JobState
from app.kernel.work import work
from app.notifications import services
from app.notifications.models import Notification
from app.ops import housekeeping
from tests.factories import people


def test_old_things_go_once_an_hour(app, monkeypatch):
    user, old = people.user(), clock.now() - timedelta(days=400)
    with work():
        services.tell(user.id, "nilai", "lama", "/", old)
        services.tell(user.id, "nilai", "baru", "/", clock.now())
        for at in (old, clock.now()):
            db.session.add(Job(kind="uji", payload={}, state=JobState.DONE, run_at=at, created_at=at, finished_at=at))
    digest = storage.put(b"isi")
    part = app.config["SURAU"].data / "files" / digest[:2] / f"{digest}#1"
    part.write_bytes(b"separuh")
    os.utime(part, (1, 1))
    monkeypatch.setattr(housekeeping, "_next", [0.0])
    housekeeping.tick()
    assert list(db.session.scalars(select(Notification.text).where(Notification.user_id == user.id))) == ["baru"]
    assert len(db.session.scalars(select(Job.id)).all()) == 1
    assert not part.exists()
    if db.engine.dialect.name == "sqlite":
        assert db.session.connection().exec_driver_sql("SELECT count(*) FROM sqlite_stat1").scalar_one() > 0
        db.session.rollback()
    with work():
        services.tell(user.id, "nilai", "lama lagi", "/", old)
    housekeeping.tick()
    assert "lama lagi" in db.session.scalars(select(Notification.text)).all()
