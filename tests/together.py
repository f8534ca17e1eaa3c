"""Two at once: acts in threads that begin at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask

from app.kernel.db import db
from app.kernel.errors import AppError
from app.kernel.work import work


def together(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Run acts in threads at the same moment; their results or AppErrors, in order."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                with work():
                    results[number] = act()
            except AppError as error:
                results[number] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    db.session.expire_all()
    return results
