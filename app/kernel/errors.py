"""Errors that a person can act on: each carries a sentence that says what to do next."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError


class AppError(Exception):
    """A refusal with a sentence for the person; `app.web.errors` alone turns it into a page or JSON."""

    status = 400

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        """Name of the form field that the sentence is about; empty when it is about the whole request."""


class Invalid(AppError):
    """What was sent cannot be taken as it is."""

    status = 422


class Missing(AppError):
    """There is no such thing, or it lies outside the reader's scope: the two look the same."""

    status = 404

    def __init__(self, message: str = "Halaman atau data ini tidak ada, atau tidak untuk akun Anda.") -> None:
        super().__init__(message)


class Conflict(AppError):
    """Someone, or a second click, was faster."""

    status = 409


class Denied(AppError):
    """The step is not open now (dates, order, state), though the row may be seen."""

    status = 403


class TooMany(AppError):
    """A limit was reached; `retry_after` says when to come back, in seconds."""

    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(AppError):
    """A part of the system does not answer."""

    status = 503


CONSTRAINT_SENTENCES: dict[str, str] = {}
"""Constraint name -> sentence; features add theirs beside their models through `explain`."""


def explain(constraint: str, sentence: str, *, columns: str = "") -> None:
    """Say what a broken constraint means to a person.

    SQLite names the columns ("table.column"), PostgreSQL the constraint: give both.
    """
    CONSTRAINT_SENTENCES[constraint] = sentence
    if columns:
        CONSTRAINT_SENTENCES[columns] = sentence


def conflict_from(error: IntegrityError) -> Conflict | IntegrityError:
    """The one mapper from a broken constraint to a sentence. A missing value is a defect of ours and stays what it is."""
    text = str(error.orig)
    if "NOT NULL" in text or "not-null" in text:
        return error
    for name, sentence in CONSTRAINT_SENTENCES.items():
        if name in text:
            return Conflict(sentence)
    return Conflict("Data ini baru saja diubah di tempat lain. Muat ulang halaman, lalu coba lagi.")
