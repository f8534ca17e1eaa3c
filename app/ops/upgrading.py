"""A new version over an old database: backup, migrate, check; back to the backup when anything fails."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from app.accounts.services import units
from app.curriculum.commands import load_courses
from app.kernel import pulse
from app.kernel.db import db
from app.kernel.work import work
from app.ops import backup, health, schema
from app.ops.backup import NotDoneError, Say

WATCHED: Final = ("user", "enrolment", "submission", "version", "review", "grade", "certificate", "audit_entry")
"""Tables of which no migration may lose a row."""


def upgrade(*, now: datetime, say: Say) -> Path | None:
    """Bring this installation to this version; the path of the backup that was made, None when none was needed.

    The caller holds `running.alone`. Raises NotDoneError when it failed; then the old state is back.
    """
    before = schema.current()
    kept: Path | None = None
    if before and not schema.is_known(before):
        raise NotDoneError("Basis data ini milik Surau yang lebih baru. Pasang versi itu; tidak ada yang diubah.")
    if not before:
        say("Membuat basis data baru.")
        schema.migrate()
    elif before != schema.head():
        kept = _migrated(before, now, say)
    else:
        say("Skema sudah sesuai versi ini.")
    with work():
        units.seed(now=now)
    loaded, refused = load_courses()
    say(f"{loaded} pelatihan dimuat, {refused} ditolak.")
    _refuse_ill(now)
    with work():
        pulse.beat(pulse.UPGRADE, now, {"from": before, "to": schema.head()})
    return kept


def _migrated(before: str, now: datetime, say: Say) -> Path:
    folder = backup.settings().data / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"sebelum-pemutakhiran-{now:%Y%m%dT%H%M%SZ}.tar.gz"
    say(f"Mencadangkan ke {kept}.")
    backup.make(kept, now=now, say=say)
    rows = _rows()
    try:
        say("Memutakhirkan skema.")
        schema.migrate()
        _refuse_losses(rows)
        _refuse_ill(now)
    except Exception as error:
        say("Pemutakhiran gagal. Mengembalikan keadaan semula.")
        backup.restore(kept, force=True, say=say, revision=before)
        raise NotDoneError(
            f"Pemutakhiran gagal dan keadaan semula sudah dikembalikan ({type(error).__name__}: {str(error)[:200]}). "
            "Pasang kembali versi Surau sebelumnya."
        ) from error
    return kept


def _rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) & set(WATCHED)
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608 -- names of our own


def _refuse_losses(before: dict[str, int]) -> None:
    after = _rows()
    if lost := [name for name, count in before.items() if after.get(name, 0) < count]:
        raise NotDoneError(f"baris hilang dari {', '.join(sorted(lost))}")
    if broken := schema.broken_references():
        raise NotDoneError(f"{broken} rujukan putus")


def _refuse_ill(now: datetime) -> None:
    """Database and storage must answer; the worker is not running now."""
    ill = [part for part in health.check(now) if part.trouble and part.name is not health.Name.QUEUE]
    if ill:
        raise NotDoneError("; ".join(part.trouble for part in ill))
