"""The command line: `flask --app wsgi …`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.accounts import commands as accounts
from app.curriculum import queries as curriculum_queries
from app.curriculum import services as curriculum
from app.curriculum.core.reading import report as courses_report
from app.curriculum.files import read_all
from app.kernel import clock
from app.kernel.work import work

courses = AppGroup("courses", help="Trainings in courses/.")


def init(app: Flask) -> None:
    """Register every command."""
    app.cli.add_command(courses)
    app.cli.add_command(accounts.pengelola)
    app.cli.add_command(accounts.unit_group)


@courses.command("load")
def courses_load() -> None:
    """Read courses/ and make a new version of what changed; the last good version stays live where files are wrong."""
    loaded, refused = load_courses()
    click.echo(f"{loaded} pelatihan dimuat, {refused} ditolak.")


def load_courses() -> tuple[int, int]:
    """(versions made, trainings refused)."""
    root = _root()
    prepared = curriculum.prepare(root, known=curriculum.is_current)
    loaded = refused = 0
    for one in prepared:
        with work():
            loaded += curriculum.store(one, clock.now()) is not None
        refused += one.loaded.course is None
    curriculum_queries.forget()
    return loaded, refused


@courses.command("check")
def courses_check() -> None:
    """Say what is wrong in courses/: file, line, key, reason. Ends with 1 when something keeps a training from going live."""
    bad = False
    for one in read_all(_root()):
        for problem in one.problems:
            click.echo(f"{one.slug}/{problem} ({problem.severity})")
        bad = bad or one.course is None
    sys.exit(1 if bad else 0)


@courses.command("report")
def courses_table() -> None:
    """A table per module: words, minutes, items, figures, findings."""
    click.echo(courses_report(tuple(one.draft for one in read_all(_root()) if one.draft)))


def _root() -> Path:
    root: Path = current_app.config["SURAU"].courses
    return root
