"""The database: one declarative base, one engine policy, times that keep their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    Date,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

WRITES = "surau_writes"
"""Execution option that `work()` sets, so that SQLite takes its write lock when the transaction begins."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on both engines (SQLite keeps no zone by itself). Naive values are refused."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database. Raises ValueError for a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was given to the database")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        """An aware value from the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Path(TypeDecorator[str]):
    """A unit's place in the tree, `/1/4/77/`; compared byte by byte so that a subtree is one index range."""

    impl = String(255)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 -- SQLAlchemy's own signature
        """Byte order on PostgreSQL, so that a subtree is a range."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(255, collation=collation))


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A StrEnum as VARCHAR with a named CHECK, the same on both engines."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class NameOrder(FunctionElement[str]):
    """A name as lists are ordered by it: capitals and small letters alike. SQLite makes no second text of each for that."""

    inherit_cache = True
    type = String()


@compiles(NameOrder)
def _lowered(element: NameOrder, compiler: SQLCompiler, **how: Any) -> str:
    return f"lower({compiler.process(element.clauses, **how)})"


@compiles(NameOrder, "sqlite")
def _compared(element: NameOrder, compiler: SQLCompiler, **how: Any) -> str:
    return f"{compiler.process(element.clauses, **how)} COLLATE NOCASE"


CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """The base of every table. Constraints are named, so that migrations and messages can speak of them."""

    registry = registry(
        metadata=MetaData(naming_convention=CONVENTION),
        type_annotation_map={datetime: Moment(), date: Date(), dict[str, Any]: JSON(), list[Any]: JSON()},
    )


db = SQLAlchemy(metadata=Model.registry.metadata, session_options={"expire_on_commit": False})


def lock(row: Model) -> None:
    """Read a row again under a lock: a second click, another tab and the clock wait here for each other.

    Only its own table is locked: PostgreSQL refuses to lock what an outer join brings along.
    """
    db.session.refresh(row, with_for_update={"of": type(row)})


def read(statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Rows of columns, past the ORM's layer, which costs more than most of our statements; for what runs at every page.

    `statement` is built once and names its values by `bindparam`. Sees what the session has yet to write, as
    `db.session.execute` does.
    """
    db.session.flush()
    return db.session.connection().execute(statement, values)


def engine_options(url: str, *, threads: int) -> dict[str, Any]:
    """Engine arguments for a database address: as many connections as threads that may block."""
    if url.startswith("sqlite"):
        return {"pool_size": threads, "max_overflow": 4, "connect_args": {"timeout": 15, "check_same_thread": False}}
    return {"pool_size": threads, "max_overflow": 4, "pool_pre_ping": True}


def tune(engine: Engine) -> None:
    """Give SQLite its write lock at the beginning of a transaction that will write (see `app.kernel.work`).

    A read transaction that is upgraded when it first writes fails with a stale snapshot that no timeout cures.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's own connection
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-2000")  # KB for each connection: the people and reviews of a class of 1,000 take as much
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES, False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # asked past the layer that wraps errors: one that takes no lock meets none
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")
