"""Runs migrations on SQLite and PostgreSQL: foreign keys off while tables are rebuilt, checked at the end.

A batch rebuild with foreign keys on would delete every child with ON DELETE CASCADE. WAL and schema are set here
and never by a web worker, because two starting workers race.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import create_engine, event, text

import app.accounts.models
import app.certificates.models
import app.grading.models
import app.kernel.audit
import app.kernel.pulse
import app.kernel.queue
import app.notifications.models
import app.peerreview.models  # noqa: F401 -- every feature with tables stands in this list
from app.kernel.db import Model, Moment, Path


def render_item(kind: str, thing: object, autogen_context: object) -> str | bool:
    """Write our column types as what they are in the database, so that migrations import nothing of the product."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Path):
        return 'sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")'
    return False


def run() -> None:
    url = current_app.config["SURAU"].database_url
    engine = create_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:

        @event.listens_for(engine, "connect")
        def connect(connection: object, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
            connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]

    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise RuntimeError(f"the migration left broken references: {broken[:5]}")
        connection.commit()
    engine.dispose()


run()
