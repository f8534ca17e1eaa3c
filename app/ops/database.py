"""The database as files and back: a copy while writers go on, a restore into an empty place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from app.ops import schema

SQLITE_NAME: Final = "surau.db"
OLD: Final = "surau_lama"
"""Schema under which the present tables wait while a restore runs (PostgreSQL)."""


def is_sqlite(url: str) -> bool:
    """Whether an address names a SQLite file."""
    return url.startswith("sqlite")


def sqlite_path(url: str) -> Path:
    """The file behind a SQLite address."""
    return Path(make_url(url).database or "")


def dump(url: str, folder: Path) -> dict[str, list[str]]:
    """Write one consistent moment of the database into `folder`; table -> columns on PostgreSQL, {} on SQLite."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_sqlite(url):
        _dump_sqlite(sqlite_path(url), folder / SQLITE_NAME)
        return {}
    return _dump_postgres(url, folder)


def _dump_sqlite(source: Path, target: Path) -> None:
    """SQLite's own backup in one step: in WAL mode writers go on, the copy is one moment."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as origin,
        closing(sqlite3.connect(target)) as copy,
    ):
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
    target.chmod(0o600)
    if verdict != "ok":
        raise RuntimeError(f"the copy of the database is damaged: {verdict}")


def _connect(url: str, *, autocommit: bool = False) -> psycopg.Connection[tuple[Any, ...]]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=autocommit)


def _dump_postgres(url: str, folder: Path) -> dict[str, list[str]]:
    """COPY of every table of the product inside one REPEATABLE READ transaction."""
    tables: dict[str, list[str]] = {}
    with _connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for table in _tables(connection):
            columns = _columns(connection, table)
            statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with (
                (folder / f"{table}.copy").open("wb") as file,
                connection.cursor() as cursor,
                cursor.copy(statement) as copy,
            ):
                for piece in copy:
                    file.write(piece)
            tables[table] = columns
    return tables


def _tables(connection: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    """Tables of the product: those of the queue's engine are left out, for the Job rows are the authority."""
    rows = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() "
        "AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'huey%' ORDER BY table_name"
    )
    return [str(name) for (name,) in rows]


def _columns(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        (table,),
    )
    return [str(name) for (name,) in rows]


@contextmanager
def put_aside(url: str, folder: Path) -> Iterator[None]:
    """Move the present database out of the way; dropped when the block ends well, put back when it fails."""
    if is_sqlite(url):
        with _sqlite_aside(sqlite_path(url), folder):
            yield
    else:
        with _postgres_aside(url):
            yield


@contextmanager
def _sqlite_aside(path: Path, folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    parts = [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
    for part in parts:
        if part.exists():
            part.rename(folder / part.name)
    try:
        yield
    except BaseException:
        for part in parts:
            part.unlink(missing_ok=True)
            if (folder / part.name).exists():
                (folder / part.name).rename(part)
        raise


@contextmanager
def _postgres_aside(url: str) -> Iterator[None]:
    with _connect(url, autocommit=True) as connection:
        (name,) = connection.execute("SELECT current_schema()").fetchone() or ("public",)
        present, old = sql.Identifier(str(name)), sql.Identifier(OLD)
        with connection.transaction():
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(old))
            connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(present, old))
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(present))
        try:
            yield
        except BaseException:
            with connection.transaction():
                connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(present))
                connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(old, present))
            raise
        connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(old))


def load(url: str, folder: Path, revision: str, tables: dict[str, list[str]]) -> None:
    """Fill the empty place with what `dump` wrote, at the revision that it had."""
    if is_sqlite(url):
        (folder / SQLITE_NAME).rename(sqlite_path(url))
        with closing(sqlite3.connect(sqlite_path(url))) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        return
    schema.migrate(revision)
    with _connect(url) as connection:
        _load_postgres(connection, folder, tables)


def _load_postgres(connection: psycopg.Connection[tuple[Any, ...]], folder: Path, tables: dict[str, list[str]]) -> None:
    """COPY into every table without its references, which are made again (and so checked) at the end."""
    known = set(_tables(connection))
    if unknown := set(tables) - known:
        raise RuntimeError(f"tables of the backup that its revision does not have: {sorted(unknown)}")
    references = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    ).fetchall()
    for table, name, _definition in references:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.SQL(table), sql.Identifier(name)))
    for table, columns in tables.items():
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with (folder / f"{table}.copy").open("rb") as file, connection.cursor() as cursor, cursor.copy(statement) as copy:
            while piece := file.read(1 << 20):
                copy.write(piece)
    for table, name, definition in references:
        connection.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.SQL(table), sql.Identifier(name), sql.SQL(definition)
            )
        )
    _set_sequences(connection)


def _set_sequences(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    rows = connection.execute(
        "SELECT quote_ident(table_name), column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) "
        "FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
    ).fetchall()
    for table, column, sequence in rows:
        connection.execute(
            sql.SQL("SELECT setval({}, (SELECT COALESCE(max({}), 0) + 1 FROM {}), false)").format(
                sql.Literal(sequence), sql.Identifier(column), sql.SQL(table)
            )
        )
