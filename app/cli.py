"""The command line: `flask --app wsgi …`; every command stands in the `commands` of its feature."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from app.accounts import commands as accounts
from app.curriculum import commands as curriculum
from app.demo import commands as demonstration
from app.kernel.db import db
from app.ops import commands as ops
from app.peerreview import commands as peerreview
from app.submissions import commands as submissions

ROOT = Path(__file__).resolve().parent.parent
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)


def attach(app: Flask) -> Flask:
    """Give the application its commands; a web server needs none of what they load."""
    migrate.init_app(app, db)
    app.cli.add_command(curriculum.courses)
    app.cli.add_command(demonstration.demo)
    app.cli.add_command(ops.make_backup)
    app.cli.add_command(ops.restore_backup)
    app.cli.add_command(ops.upgrade)
    app.cli.add_command(ops.sbom)
    app.cli.add_command(accounts.pengelola)
    app.cli.add_command(accounts.unit_group)
    app.cli.add_command(peerreview.peerreview)
    app.cli.add_command(submissions.coach)
    return app
