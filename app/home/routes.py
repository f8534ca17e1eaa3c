"""The first page: Beranda for those who are signed in, the front door for everybody else."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can, Role
from app.accounts.queries.wards import wards
from app.curriculum.queries import catalogue
from app.home import queries
from app.kernel import clock
from app.kernel.clock import local_date
from app.learning.queries.learner import requests as waiting_classes
from app.web.guard import GATES, actor_or_none, allow, scope

bp = Blueprint("home", __name__)

MOST_CARDS = 9
"""Classes of a pengelola that his first page shows as cards."""


@bp.get("/")
@allow(Can.PUBLIC)
def index() -> str | Response:
    """Beranda: a greeting, one next step, one list of what waits; each role sees its own."""
    person = actor_or_none()
    if person is None:
        return render_template("home/front.html", rows=catalogue())
    if person.gate:
        return redirect(url_for(GATES[person.gate]))
    now = clock.now()
    return render_template(
        "home/index.html",
        learning=queries.learning(person.user_id, now) if person.may(Can.LEARN) else None,
        earned=() if person.may(Can.LEARN) else queries.earned(person.user_id),
        classes=queries.trainer(person, now) if person.may(Can.GRADE) else (),
        office=queries.office(person, now) if person.may(Can.COHORT_MANAGE) else None,
        requests=waiting_classes(person.user_id),
        modules=queries.author() if Role.PENYUSUN in person.roles else None,
        is_mentor=Role.PENDAMPING in person.roles,
        wards=wards(scope(Can.CONSENT_RECORD)) if Role.PENDAMPING in person.roles else (),
        yearly=None if person.roles == {Role.SISWA} else queries.YEARLY_JP,
        today=local_date(now),
        most_cards=MOST_CARDS,
    )


@bp.get("/bantuan")
@allow(Can.PUBLIC)
def help_page() -> str:
    """What people ask most, and whom to ask the rest."""
    return render_template("home/help.html")
