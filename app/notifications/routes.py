"""/pemberitahuan, and /surel-peragaan where the demonstration shows its mails."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from app.access.permissions import Can
from app.accounts.core import own_path
from app.kernel import clock
from app.kernel.errors import Missing
from app.kernel.i18n import _, day_long
from app.kernel.work import work
from app.notifications import queries, services
from app.notifications.queries import PAGE, Bell
from app.web.guard import actor, allow

bp = Blueprint("notifications", __name__)


def _page() -> int:
    return min(max(1, request.args.get("hal", 1, type=int)), 10_000)


def _by_day(bells: list[Bell], today: date) -> list[tuple[str, list[Bell]]]:
    """Bells under the name of their day, new ones first within it."""
    found = []
    for day, group in groupby(bells, lambda bell: clock.local_date(bell.at)):
        words = {0: _("Hari ini"), 1: _("Kemarin")}.get((today - day).days, "") or day_long(day)
        found.append((words, sorted(group, key=lambda bell: not bell.is_new)))
    return found


@bp.get("/pemberitahuan")
@allow(Can.SELF)
def index() -> str:
    """Bells by day."""
    found, total = queries.bells(actor(), _page())
    return render_template(
        "notifications/index.html",
        days=_by_day(found, clock.local_date(clock.now())),
        page=_page(),
        pages=-(-total // PAGE),
    )


@bp.post("/pemberitahuan/<int:notification_id>")
@allow(Can.SELF)
def follow(notification_id: int) -> Any:
    """Mark as read and go where it leads."""
    with work():
        url = services.read(actor=actor(), notification_id=notification_id, now=clock.now())
    return redirect(own_path(url), 303)


@bp.post("/pemberitahuan/dibaca")
@allow(Can.SELF)
def read_all() -> Any:
    """Mark all as read."""
    with work():
        services.read_all(actor=actor(), now=clock.now())
    flash(_("Semua pemberitahuan ditandai sudah dibaca."), "ok")
    return redirect(url_for("notifications.index"), 303)


def _only_in_demonstration() -> None:
    if not current_app.config["SURAU_DEMO"]:
        raise Missing


@bp.get("/surel-peragaan")
@allow(Can.PUBLIC)
def demo_mails() -> str:
    """The mails that a real installation would have sent. Invitations are read here before anyone can sign in."""
    _only_in_demonstration()
    words = request.args.get("cari", "").strip()[:80]
    found, total = queries.mails(words, _page())
    return render_template(
        "notifications/mails.html", rows=found, words=words, page=_page(), pages=-(-total // PAGE), total=total
    )


@bp.get("/surel-peragaan/<int:mail_id>")
@allow(Can.PUBLIC)
def demo_mail(mail_id: int) -> str:
    """One mail, its links alive."""
    _only_in_demonstration()
    row = queries.mail(mail_id)
    if row is None:
        raise Missing
    return render_template("notifications/mail.html", mail=row)
