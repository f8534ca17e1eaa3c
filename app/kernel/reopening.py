"""A disk that could only be read for a while is written again as soon as it can be.

SQLite opens a file that it may not write for reading and goes on so for as long as the connection lives. The pool would
keep such a connection for ever, and every other form would be refused until somebody starts the site anew.
"""

from __future__ import annotations

from sqlalchemy import Engine, ExceptionContext, event


def watch(engine: Engine) -> None:
    """Let the pool open new connections once one was refused a write for that reason."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "handle_error")
    def refused(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
            context.is_disconnect = True
