"""Faults of a real machine: a disk that is full, a folder that cannot be written."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app.kernel.db import db


def _mounted(*arguments: str | Path) -> bool:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path, megabytes: int = 4) -> Iterator[None]:
    """A real disk of so many MB at `folder`; where nothing may be mounted, files that cannot grow beyond that."""
    folder.mkdir(parents=True, exist_ok=True)
    if _mounted("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder):
        try:
            yield
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (megabytes * 1024 * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """`folder` without permission to write: a read-only mount for root, whom modes do not hinder, else modes."""
    if _mounted("--bind", folder, folder):
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for one in folders:
        one.chmod(0o500)
    try:
        yield
    finally:
        for one in folders:
            one.chmod(0o700)


@contextmanager
def read_only_or_full(folder: Path) -> Iterator[None]:
    """A store that takes nothing more: a disk of 4 MB that is full."""
    folder.mkdir(parents=True, exist_ok=True)
    with small_disk(folder), full(folder):
        yield


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """The disk at `folder` without a free byte."""
    _fill(folder)
    try:
        yield
    finally:
        (folder / "penuh").unlink()


def _fill(folder: Path) -> None:
    with (folder / "penuh").open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 9, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


@contextmanager
def database_gone(app: Flask) -> Iterator[None]:
    """The database takes no connection: its file is elsewhere, or PostgreSQL lets nobody in. Within an app context."""
    url = make_url(app.config["SURAU"].database_url)
    db.session.remove()
    db.engine.dispose()
    if url.drivername.startswith("sqlite"):
        path = Path(url.database or "")
        hidden = path.with_suffix(".away")
        path.rename(hidden)
        path.mkdir()
        try:
            yield
        finally:
            path.rmdir()
            hidden.rename(path)
        return
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'))
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": url.database})
        try:
            yield
        finally:
            connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'))
    admin.dispose()
