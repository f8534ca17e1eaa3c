"""`flask backup`, `flask restore`, `flask upgrade`, `flask sbom`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from app.kernel import clock
from app.kernel.i18n import moment, size
from app.ops import archive, backup, parts, running, upgrading
from app.ops.backup import NotDoneError
from app.ops.running import RunningError

Result = TypeVar("Result")


@click.command("sbom")
def sbom() -> None:
    """Daftar semua pustaka pihak lain, dengan versi dan lisensinya (CycloneDX, JSON)."""
    try:
        click.echo(json.dumps(parts.bill(), indent=1, ensure_ascii=False))
    except LookupError as error:
        raise click.ClickException(str(error)) from error


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def make_backup(file: Path) -> None:
    """Write database, files and keys into FILE (.tar.gz) while the site goes on."""
    made = _or_sentence(lambda: backup.make(file, now=clock.now(), say=click.echo))
    click.echo(f"Cadangan {file}: {size(made.bytes)}, {made.files} bagian, {made.seconds:.1f} detik.")
    if made.left_out:
        click.echo(f"{made.left_out} berkas rusak di disk dan tidak ikut. Periksa disknya.", err=True)
    click.echo("Berkas ini memuat data pribadi dan kunci. Simpan di tempat yang hanya dapat dibaca pengelola.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Replace an installation that has people in it.")
def restore_backup(file: Path, *, force: bool) -> None:
    """Put the backup FILE in the place of this installation."""

    def restored() -> archive.Manifest:
        with running.alone(backup.settings().data):
            return backup.restore(file, force=force, say=click.echo)

    manifest = _or_sentence(restored)
    click.echo(f"Dipulihkan dari cadangan {moment(datetime.fromisoformat(manifest.made_at))} (Surau {manifest.version}).")


@click.command("upgrade")
def upgrade() -> None:
    """Backup, migrate, check; back to the backup when anything fails."""

    def upgraded() -> Path | None:
        with running.alone(backup.settings().data):
            return upgrading.upgrade(now=clock.now(), say=click.echo)

    kept = _or_sentence(upgraded)
    click.echo(f"Selesai. Cadangan sebelum pemutakhiran: {kept}" if kept else "Selesai.")


def _or_sentence(call: Callable[[], Result]) -> Result:
    try:
        return call()
    except (NotDoneError, RunningError) as error:
        raise click.ClickException(str(error)) from error
