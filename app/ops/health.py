"""Do the parts answer: database, storage, queue with its worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import pulse, storage
from app.kernel.cache import Remembered
from app.kernel.db import db
from app.kernel.engine import Engine
from app.kernel.errors import Unavailable
from app.kernel.i18n import _, relative


class Name(StrEnum):
    """The parts, in the order in which they are asked."""

    DATABASE = "database"
    STORAGE = "storage"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: well when `trouble` is empty. No address, path or secret stands in it."""

    name: Name
    trouble: str = ""


_storage_memory: Remembered[str] = Remembered(seconds=5)


def check(now: datetime) -> tuple[Part, ...]:
    """All parts; each is asked even when another is ill."""
    return (
        Part(Name.DATABASE, _trouble(_ask_database)),
        Part(Name.STORAGE, _trouble(_ask_storage)),
        Part(Name.QUEUE, _trouble(lambda: _ask_queue(now))),
    )


def _trouble(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except SQLAlchemyError:
        db.session.rollback()
        return _("Basis data tidak menjawab.")
    except Unavailable as error:
        return error.message
    except Exception as error:  # noqa: BLE001 -- engines and stores raise classes of their own; only the class is told
        current_app.logger.warning("a part does not answer: %s", error)
        return _("Tidak menjawab (%(kind)s).", kind=type(error).__name__)


def _ask_database() -> str:
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    return ""


def _ask_storage() -> str:
    """Write and read a small content; a good answer is believed for five seconds."""

    def ask() -> str:
        storage.probe()
        return ""

    return _storage_memory.get(str(current_app.config["SURAU"].data), ask)


def _ask_queue(now: datetime) -> str:
    engine: Engine = current_app.extensions["surau_engine"]
    engine.huey.pending_count()
    sign = pulse.last(pulse.WORKER)
    db.session.rollback()
    if sign is None:
        return _("Pekerja (worker) belum pernah memberi tanda. Jalankan pekerja.")
    if not sign.is_fresh(now):
        return _("Pekerja (worker) berhenti: tanda terakhir %(when)s.", when=relative(sign.at, now))
    return ""
