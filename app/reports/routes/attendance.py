"""The attendance list of a meeting, to be printed and signed."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for

from app.access.permissions import Can
from app.accounts.identity import format_nip, mask_nip
from app.kernel import clock
from app.learning.models import Cohort
from app.learning.queries import cohorts
from app.reports.queries.attendance import signers
from app.reports.routes.place import bp, cohort_of
from app.web.guard import allow, scope

SPARE_LINES = 3
"""Empty lines at the end, for people who come unannounced."""


@bp.get("/rekap/<int:cohort_id>/daftar-hadir")
@allow(Can.REPORT_READ)
def attendance(cohort_id: int) -> str:
    """A line for everybody who holds a seat. NIP in full for whoever runs the class, masked for its pelatih (rules of domain.md 1.3)."""
    cohort = cohort_of(cohort_id)
    written = format_nip if scope(Can.COHORT_MANAGE).holds(cohort) else mask_nip
    people = [(one.name, written(one.nip), one.unit) for one in signers(cohort_id)]
    return render_template(
        "reports/attendance.html",
        cohort=cohort,
        day=_day(cohort),
        people=people,
        spare=SPARE_LINES,
        trainers=", ".join(one.name for one in cohorts.trainers_of(cohort_id)),
        back_url=url_for("cohorts.show", cohort_id=cohort_id),
    )


def _day(cohort: Cohort) -> date:
    """The day that was asked for; else today, or the nearest day of the class."""
    try:
        return date.fromisoformat(request.args.get("hari", ""))
    except ValueError:
        return min(max(clock.local_date(clock.now()), cohort.starts_on), cohort.ends_on)
