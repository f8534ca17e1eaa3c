"""Everything that an installation is, as one file: database, files, keys; and back."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from flask import current_app
from sqlalchemy import func, select

import config
from app.accounts.models import User
from app.kernel import pulse, storage
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.i18n import size
from app.kernel.work import work
from app.ops import archive, database, schema
from app.ops.archive import Entry, Manifest, Source
from app.ops.version import VERSION

Say = Callable[[str], None]
PATIENCE: Final = 2.0
"""Seconds after which a step says how far it is."""


class NotDoneError(RuntimeError):
    """The backup or restore was refused or failed and changed nothing; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    bytes: int
    files: int
    left_out: int
    """Files whose content no longer fits their name: damaged on the disk, not in the backup."""
    seconds: float


def settings() -> config.Settings:
    """The settings of this process."""
    found: config.Settings = current_app.config["SURAU"]
    return found


def make(target: Path, *, now: datetime, say: Say) -> Made:
    """Write a backup while the site goes on. Raises NotDoneError; then there is no half file."""
    began = time.monotonic()
    if not schema.current():
        raise NotDoneError("Belum ada yang dicadangkan: basis data masih kosong.")
    if target.exists():
        raise NotDoneError(f"{target} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.")
    try:
        with _scratch(target.resolve().parent) as folder:
            say("Menyalin basis data.")
            tables = database.dump(settings().database_url, folder / "database")
            sources, left_out = _sources(folder)
            manifest = _manifest(tables, sources, now)
            archive.write(target, manifest, sources, _told(say, len(sources), "bagian ditulis"))
    except OSError as error:
        raise NotDoneError(f"Cadangan tidak dapat ditulis ke {target.parent}: {error.strerror or error}.") from error
    made = Made(target.stat().st_size, len(sources), left_out, time.monotonic() - began)
    with work():
        pulse.beat(pulse.BACKUP, now, {"bytes": made.bytes, "files": made.files, "left_out": left_out})
    return made


def _manifest(tables: dict[str, list[str]], sources: list[Source], now: datetime) -> Manifest:
    engine = "sqlite" if database.is_sqlite(settings().database_url) else "postgresql"
    entries = tuple(source.entry for source in sources)
    return Manifest(archive.FORMAT, VERSION, schema.current(), engine, now.isoformat(), tables, entries)


def _sources(folder: Path) -> tuple[list[Source], int]:
    """What goes into the archive, and how many files are damaged."""
    found = [_on_disk(f"database/{path.name}", path) for path in sorted((folder / "database").iterdir())]
    data = settings().data
    keys = [data / "secret.key", *sorted((data / "keys").glob("*"))]
    found += [_on_disk(f"keys/{path.name}", path) for path in keys if path.is_file()]
    left_out = 0
    for digest, length in sorted(storage.names()):
        if _is_whole(digest):
            found.append(Source(Entry(f"files/{digest}", length, digest), lambda name=digest: BytesIO(storage.get(name))))  # type: ignore[misc]  # a lambda with a default has no type that mypy infers
        else:
            left_out += 1
    return found, left_out


def _on_disk(name: str, path: Path) -> Source:
    return Source(Entry(name, path.stat().st_size, archive.digest_of(path)), lambda: path.open("rb"))


def _is_whole(digest: str) -> bool:
    try:
        return storage.digest_of(storage.get(digest)) == digest
    except Missing:
        return False


def restore(source: Path, *, force: bool, say: Say, revision: str = "head") -> Manifest:
    """Put a backup in the place of this installation; older ones are migrated up to `revision`.

    The caller holds `running.alone`. Raises NotDoneError; then everything stands as before.
    """
    try:
        manifest = archive.read_manifest(source)
        _refuse_unfit(manifest, force=force)
        with _scratch(settings().data) as folder:
            archive.unpack(source, folder, _told(say, len(manifest.entries), "bagian diperiksa"))
            _put_in_place(manifest, folder, say, revision)
    except archive.BadArchiveError as error:
        raise NotDoneError(str(error)) from error
    except OSError as error:
        raise NotDoneError(f"Pemulihan gagal, keadaan lama tetap berlaku: {error.strerror or error}.") from error
    return manifest


def _refuse_unfit(manifest: Manifest, *, force: bool) -> None:
    engine = "sqlite" if database.is_sqlite(settings().database_url) else "postgresql"
    if manifest.engine != engine:
        raise NotDoneError(f"Cadangan ini dari {manifest.engine}, sedangkan pemasangan ini memakai {engine}.")
    if not schema.is_known(manifest.revision):
        raise NotDoneError(
            f"Cadangan ini dari Surau {manifest.version} dengan skema yang tidak dikenal versi ini. Pasang versi itu."
        )
    if not force and (people := _people()):
        raise NotDoneError(f"Pemasangan ini sudah berisi {people} orang. Pakai --force bila memang hendak diganti.")
    free = shutil.disk_usage(settings().data).free
    if free < manifest.size * 2:
        raise NotDoneError(f"Ruang disk kurang: perlu sekitar {size(manifest.size * 2)}, tersedia {size(free)}.")


def _people() -> int:
    if not schema.current():
        return 0
    found = db.session.scalar(select(func.count(User.id))) or 0
    db.session.rollback()
    return found


def _put_in_place(manifest: Manifest, folder: Path, say: Say, revision: str) -> None:
    url, kept = settings().database_url, set()
    db.session.remove()
    db.engine.dispose()
    tell = _told(say, len(manifest.entries), "berkas dikembalikan")
    with database.put_aside(url, folder / "aside"):
        say("Mengembalikan basis data.")
        database.load(url, folder / "database", manifest.revision, manifest.tables)
        if manifest.revision != (schema.head() if revision == "head" else revision):
            say("Menyesuaikan skema ke versi ini.")
            schema.migrate(revision)
        if broken := schema.broken_references():
            raise NotDoneError(f"Cadangan ini memuat {broken} rujukan yang putus; keadaan lama tetap berlaku.")
        done = 0
        for count, path in enumerate(sorted((folder / "files").glob("*")), 1):
            kept.add(storage.put(path.read_bytes()))
            done += path.stat().st_size
            tell(count, done)
    db.engine.dispose()
    for path in (folder / "keys").glob("*"):
        home = settings().data if path.name == "secret.key" else settings().data / "keys"
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(home / path.name)
    for digest in [name for name, _length in storage.names() if name not in kept]:
        storage.delete(digest)


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A folder of our own beside the target (so that renames stay on one disk), gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".surau-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(say: Say, total: int, words: str) -> Callable[[int, int], None]:
    """Says how far a long step is, at most every two seconds."""
    last = [time.monotonic()]

    def step(count: int, done: int) -> None:
        if time.monotonic() - last[0] >= PATIENCE:
            last[0] = time.monotonic()
            say(f"{count} dari {total} {words} ({size(done)}).")

    return step
