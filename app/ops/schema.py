"""Where the database stands among the migrations, and how it moves on."""

from __future__ import annotations

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect, text

from app.kernel.db import db
from app.kernel.work import work


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)


def head() -> str:
    """The revision that this code needs."""
    return _scripts().get_current_head() or ""


def current() -> str:
    """The revision of the database; empty when it has no tables."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def is_known(revision: str) -> bool:
    """Whether this code knows a revision; False for a database of a newer Surau."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def migrate(revision: str = "head") -> None:
    """Bring the database to a revision. Raises whatever the migration raises; connections of this process are closed."""
    db.session.remove()
    db.engine.dispose()
    about = current_app.extensions["migrate"]
    command.upgrade(about.migrate.get_config(about.directory), revision)  # Flask-Migrate's own would end the process
    db.engine.dispose()


def take_stock() -> None:
    """Let SQLite count what its tables hold: without that it guesses which index is the better one, and guesses wrong.

    Some milliseconds, for it looks at a sample of each index (sqlite.org/lang_analyze.html); connections that are open
    already go on with what they knew. PostgreSQL does it by itself.
    """
    if db.engine.dialect.name == "sqlite":
        with work():
            connection = db.session.connection()
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("ANALYZE")


def empty() -> None:
    """Take every table out, the mark of the migrations too; only a demonstration that nobody used is ever emptied."""
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    else:
        names = inspect(db.engine).get_table_names()
        raw = db.engine.raw_connection()  # inside a transaction the pragma would be ignored
        raw.execute("PRAGMA foreign_keys=OFF")
        for name in names:
            raw.execute(f'DROP TABLE "{name}"')
        raw.close()
    db.engine.dispose()


def broken_references() -> int:
    """Rows that point to nothing (SQLite only: PostgreSQL cannot have them)."""
    if db.engine.dialect.name != "sqlite":
        return 0
    with db.engine.connect() as connection:
        return len(connection.execute(text("PRAGMA foreign_key_check")).fetchmany(100))
