"""What must hold before the site starts: the demonstration is made ready, a real installation is only judged.

A process of its own, so that the supervisor stays small; what it prints is shown when the site answers.
"""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

import config
from app.accounts.services import units
from app.application import create_app
from app.cli import attach
from app.curriculum import queries as curriculum
from app.curriculum.commands import load_courses
from app.demo import services as demo
from app.demo.story import SLUG
from app.kernel import clock, pulse
from app.kernel.db import db
from app.kernel.errors import Missing
from app.kernel.work import work
from app.ops import schema

STAMP = "courses"


class NotReadyError(RuntimeError):
    """The demonstration cannot be made; the sentence says what to mend. Nothing of it was begun."""


def main() -> int:
    """0 when the site may start, 2 with one sentence when it may not, 1 with one when the database does not answer now."""
    try:
        app = attach(create_app())
    except config.Refused as refused:
        return _refuse(str(refused))
    with app.app_context():
        try:
            if app.config["SURAU"].mode is config.Mode.SERVE:
                return _refuse(reason) if (reason := objection()) else 0
            ready(app)
        except NotReadyError as error:
            return _refuse(str(error))
        except OperationalError as error:
            _refuse(f"Basis data tidak menjawab atau tidak dapat ditulisi ({_first_line(error)}). Periksa sisa ruang, hak tulis, dan alamatnya.")
            return 1  # not a refusal: what keeps services alive may try again
        print(sheet())  # noqa: T201 -- read by the supervisor
    return 0


def _first_line(error: OperationalError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)  # noqa: T201 -- one sentence instead of a traceback
    return 2


def objection() -> str:
    """Why a real installation may not start; empty when it may."""
    current = schema.current()
    if not current:
        return "Basis data masih kosong. Siapkan dengan: make upgrade"
    if current != schema.head():
        return "Skema basis data tidak cocok dengan versi Surau ini. Jalankan: make upgrade"
    if demo.has_demo():
        return (
            "Basis data ini berisi akun peragaan, jadi tidak boleh dipakai sungguhan. "
            "Tunjuk folder data lain dengan SURAU_DATA, lalu jalankan: make upgrade"
        )
    return ""


def ready(app: Flask) -> None:
    """Migrations, work units, trainings, demo people and classes; each only where something is missing."""
    if schema.current() != schema.head():
        _step("Menyiapkan basis data")
        schema.migrate()
    if demo.is_half_made():
        _step("Peragaan yang terputus disiapkan ulang dari awal")
        schema.empty()
        schema.migrate()
    with work():
        units.seed(now=clock.now())
    load_changed_courses(app.config["SURAU"].courses)
    if not demo.has_demo():
        _refuse_without_training()
    began = time.monotonic()
    if demo.ensure(clock.now()):
        _step(f"Peragaan disiapkan dalam {time.monotonic() - began:.0f} detik")
    schema.take_stock()


def _refuse_without_training() -> None:
    """The story of the demonstration is told in one training: without it nothing is begun."""
    try:
        curriculum.live_version(SLUG)
    except Missing as error:
        raise NotReadyError(
            f"Peragaan memerlukan pelatihan {SLUG} yang utuh. Yang perlu dibetulkan: flask --app wsgi courses check"
        ) from error
    db.session.rollback()


def load_changed_courses(root: Path) -> None:
    """Load the trainings when a file of theirs, or the code that reads them, changed since the last time."""
    stamp = _stamp(root, Path(current_app.root_path) / "curriculum")
    known = pulse.last(STAMP)
    db.session.rollback()
    if known is not None and known.detail.get("stamp") == stamp:
        return
    loaded, refused = load_courses()
    with work():
        pulse.beat(STAMP, clock.now(), {"stamp": stamp, "loaded": loaded, "refused": refused})
    if refused:
        _step(f"{refused} pelatihan belum dapat dimuat; sebabnya: flask --app wsgi courses check")


def _stamp(*roots: Path) -> str:
    """A digest over names, sizes and times of all files: cheap, and different after any change."""
    total = hashlib.sha256()
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                about = path.stat()
                total.update(f"{path.relative_to(root)}\0{about.st_size}\0{about.st_mtime_ns}\0".encode(errors="surrogateescape"))
    return total.hexdigest()


def sheet() -> str:
    """One demo account per role, as a small table."""
    rows = [("Peran", "Nama pengguna", "Kata sandi")]
    rows += [(one.role, one.username, one.password) for one in demo.accounts()]
    wide = [max(len(row[place]) for row in rows) for place in range(3)]
    return "\n".join("  ".join(cell.ljust(wide[place]) for place, cell in enumerate(row)).rstrip() for row in rows)


def _step(words: str) -> None:
    print(f"{words}.", file=sys.stderr, flush=True)  # noqa: T201 -- said while it happens


if __name__ == "__main__":
    sys.exit(main())
