"""How a form that changes a person or a work unit is judged: refusals come back on the page that it stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect

from app.kernel.errors import AppError, Missing
from app.kernel.work import work
from app.web.fields import Form


def changed(form: Form, change: Callable[[], None], page: Callable[[int], Any], *, done: str, onward: str) -> Any:
    """Make the change and go `onward` with `done`; `page` shows the form again under the status of what is wrong.

    Raises Missing, for what is not there has no page.
    """
    if not form.validate_on_submit():
        return page(422)
    try:
        with work():
            change()
    except Missing:
        raise
    except AppError as error:
        form.refuse(error)
        return page(error.status)
    flash(done, "ok")
    return redirect(onward, 303)
