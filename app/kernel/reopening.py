"""A disk that could only be read for a while is written again as soon as it can be.

SQLite opens what it may not write for reading, and goes on so for as long as a connection lives; what its connections
share in a process (the `-shm` file) stays so until the last of them is closed. The pool keeps them for ever, so that forms
would be refused until somebody starts the site anew.
"""

from __future__ import annotations

from sqlalchemy import Engine, ExceptionContext, event


def is_refusal(error: BaseException | None) -> bool:
    """Whether SQLite refused a write because the disk, or the connection, can only be read."""
    return str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_READONLY")


def watch(engine: Engine) -> None:
    """Let go of every connection of the pool once one was refused a write for that reason; the next ones are opened anew.

    They are closed when nothing names them any more, traces of errors included: whoever answers the error collects those.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "handle_error")
    def refused(context: ExceptionContext) -> None:
        if is_refusal(context.original_exception):
            context.is_disconnect = True  # the one that was refused is not given back
            engine.dispose()
