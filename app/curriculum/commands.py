"""`flask courses …`: load, check and report the trainings in courses/."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.curriculum import services
from app.curriculum.core.report import report
from app.curriculum.drafts import check_draft
from app.curriculum.files import read_all
from app.kernel import clock
from app.kernel.work import work

courses = AppGroup("courses", help="Trainings in courses/.")


def load_courses() -> tuple[int, int]:
    """Read courses/ and make versions of what changed: (versions made, trainings refused)."""
    prepared = services.prepare(_root(), known=services.is_current)
    loaded = refused = 0
    for one in prepared:
        with work():
            loaded += services.store(one, clock.now()) is not None
        refused += one.loaded.course is None
    return loaded, refused


@courses.command("load")
def load() -> None:
    """Read courses/ and make a new version of what changed; the last good version stays live where files are wrong."""
    loaded, refused = load_courses()
    click.echo(f"{loaded} pelatihan dimuat, {refused} ditolak.")


@courses.command("check")
@click.option(
    "--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="One folder, also a draft."
)
@click.option("--module", default="", help="One module folder of it.")
def check(folder: Path | None, module: str) -> None:
    """Say what is wrong in courses/: file, line, key, reason. Ends with 1 when something keeps a training from going live.

    With --folder only that training is read, also while it is a draft (its name begins with _): tes.yml and the sum
    of JP may lack. Then it ends with 1 when anything is found.
    """
    if folder is not None:
        found = check_draft(folder, module.rstrip("/").rpartition("/")[2])
        for problem in found:
            click.echo(f"{problem} ({problem.severity})")
        click.echo(f"{len(found)} temuan.")
        sys.exit(1 if found else 0)
    bad = False
    for one in read_all(_root()):
        for problem in one.problems:
            click.echo(f"{one.slug}/{problem} ({problem.severity})")
        bad = bad or one.course is None
    sys.exit(1 if bad else 0)


@courses.command("report")
def table() -> None:
    """A table per module: words, minutes, items, figures, findings."""
    click.echo(report(tuple(one.draft for one in read_all(_root()) if one.draft)))


def _root() -> Path:
    root: Path = current_app.config["SURAU"].courses
    return root
