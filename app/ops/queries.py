"""What the pengelola should know of the machine: mail, disk, queue, backup, trainings, versions."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import case, func, select, text

from app.access.scope import Actor
from app.accounts.models import User
from app.curriculum.models import LoadReport
from app.kernel import pulse
from app.kernel.cache import Remembered
from app.kernel.db import db
from app.kernel.queue import Job, JobState
from app.notifications.models import Mail
from app.ops.version import VERSION

FAILED_SHOWN: Final = 20
BACKUP_OLD: Final = timedelta(hours=36)
"""A nightly backup is overdue after a day and a half."""
DISK_TIGHT: Final = 0.9


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that holds the data folder."""

    total: int
    free: int
    data: int

    @property
    def used_percent(self) -> int:
        """How full the disk is."""
        return round(100 * (self.total - self.free) / self.total)

    @property
    def is_tight(self) -> bool:
        """Whether it will soon be full."""
        return self.total - self.free > self.total * DISK_TIGHT


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that used up its tries."""

    id: int
    kind: str
    error: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Queue:
    """The jobs by state; `planned` wait for their time, `waiting` for the worker."""

    waiting: int
    planned: int
    running: int
    failed: int
    oldest_waiting: datetime | None
    failures: tuple[FailedJob, ...]


@dataclass(frozen=True, slots=True)
class MailFacts:
    """Whether mails leave."""

    waiting: int
    refused: int
    last_sent: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class TestMail:
    """The last mail that a person sent to himself."""

    recipient: str
    asked_at: datetime
    sent_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup."""

    at: datetime
    bytes: int
    left_out: int
    is_old: bool


@dataclass(frozen=True, slots=True)
class Courses:
    """The last load of courses/."""

    at: datetime | None
    trainings: int
    with_problems: int


_folder_memory: Remembered[int] = Remembered(seconds=60, most=8)


def disk(data: Path) -> Disk:
    """The disk of the data folder; the folder's own size is a minute old at most."""
    about = shutil.disk_usage(data)
    return Disk(about.total, about.free, _folder_memory.get(str(data), lambda: _size_of(data)))


def _size_of(folder: Path) -> int:
    total = 0
    for at, _folders, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(at, name)).st_size  # noqa: PTH118, PTH116 -- ten times faster than Path on many files
            except FileNotFoundError:
                continue
    return total


def queue(now: datetime) -> Queue:
    """Jobs that are not done; failed ones with their errors, the latest first."""
    is_waiting, is_due = Job.state == JobState.WAITING, Job.run_at <= now
    waiting, planned, running, failed, oldest = db.session.execute(
        select(
            func.count(case((is_waiting & is_due, 1))),
            func.count(case((is_waiting & ~is_due, 1))),
            func.count(case((Job.state == JobState.RUNNING, 1))),
            func.count(case((Job.state == JobState.FAILED, 1))),
            func.min(case((is_waiting & is_due, Job.run_at))),
        ).where(Job.state != JobState.DONE)
    ).one()
    if not failed:
        return Queue(waiting, planned, running, 0, oldest, ())
    rows = db.session.execute(
        select(Job.id, Job.kind, Job.error, Job.finished_at)
        .where(Job.state == JobState.FAILED)
        .order_by(Job.finished_at.desc(), Job.id.desc())
        .limit(FAILED_SHOWN)
    )
    return Queue(waiting, planned, running, failed, oldest, tuple(FailedJob(*row) for row in rows))


def mail() -> MailFacts:
    """How many mails wait or were refused, and when the last one left."""
    last_error = select(Mail.error).where(Mail.error != "").order_by(Mail.id.desc()).limit(1).scalar_subquery()
    row = db.session.execute(
        select(
            func.count(case((Mail.sent_at.is_(None) & (Mail.error == ""), 1))),
            func.count(case((Mail.sent_at.is_(None) & (Mail.error != ""), 1))),
            func.max(Mail.sent_at),
            last_error,
        )
    ).one()
    return MailFacts(row[0], row[1], row[2], row[3] or "")


def my_address(actor: Actor) -> str:
    """The actor's e-mail address, empty when he has none."""
    return db.session.scalar(select(User.email).where(User.id == actor.user_id)) or ""


def test_mail(actor: Actor, subject: str) -> TestMail | None:
    """The last test mail of the actor and what happened to it, the worker's last words included."""
    job_error = (
        select(Job.error)
        .where(Job.kind == "notifications.send", Job.created_at == Mail.created_at, Job.error != "")
        .order_by(Job.id.desc())
        .limit(1)
        .correlate(Mail)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(Mail.recipient, Mail.created_at, Mail.sent_at, Mail.error, job_error.label("job_error"))
        .where(Mail.user_id == actor.user_id, Mail.subject == subject)
        .order_by(Mail.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    error = "" if row.sent_at else row.error or row.job_error or ""
    return TestMail(row.recipient, row.created_at, row.sent_at, error)


def last_backup(now: datetime) -> Backup | None:
    """The last backup that `flask backup` finished."""
    sign = pulse.last(pulse.BACKUP)
    if sign is None:
        return None
    return Backup(sign.at, int(sign.detail["bytes"]), int(sign.detail["left_out"]), now - sign.at > BACKUP_OLD)


def courses() -> Courses:
    """When courses/ was read last and how many trainings have problems."""
    rows = db.session.execute(select(LoadReport.read_at, LoadReport.problems)).all()
    return Courses(max((row.read_at for row in rows), default=None), len(rows), sum(bool(row.problems) for row in rows))


def versions() -> list[tuple[str, str]]:
    """What runs here."""
    engine = db.engine.dialect
    number = ".".join(str(part) for part in (db.session.connection().dialect.server_version_info or ())[:3])
    return [
        ("Surau", VERSION),
        ("Skema", db.session.scalar(text("SELECT version_num FROM alembic_version")) or ""),
        ("Python", platform.python_version()),
        ({"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(engine.name, engine.name), number),
        ("Sistem", platform.platform(aliased=True, terse=True)),
    ]
