"""Addresses of a called-off class on which nothing goes on any more lead back to its own page."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.learning.models import Cohort
from app.learning.services import cohorts as services


def back(cohort: Cohort) -> Response:
    """Its page, with the sentence why nothing can be changed; that page says since when."""
    flash(services.called_off_words(), "error")
    return redirect(url_for("cohorts.show", cohort_id=cohort.id), 303)
