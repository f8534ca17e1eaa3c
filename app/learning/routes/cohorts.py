"""The office's list of classes, and the form that opens or changes one."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts.models import Unit
from app.curriculum import queries as curriculum
from app.kernel import clock, richtext
from app.kernel.db import db
from app.kernel.errors import AppError, Missing
from app.kernel.i18n import _, moment
from app.kernel.work import work
from app.learning.forms import CohortForm
from app.learning.models import Cohort, Issue
from app.learning.queries import cohorts
from app.learning.queries import doubts as doubting
from app.learning.queries.listing import LIST_PAGE, When, listing
from app.learning.routes import called_off
from app.learning.routes.blueprints import office_pages as bp
from app.learning.services import cancelling
from app.learning.services import cohorts as services
from app.web.fields import fixed, id_from, options
from app.web.guard import actor, allow, scope

Answer = str | Response | tuple[str, int]


@bp.get("/angkatan")
@allow(Can.COHORT_READ)
def index() -> str:
    """The classes of my scope."""
    search, asked, today = richtext.line(request.args.get("cari", ""))[:80], request.args.get("waktu", ""), clock.local_date(clock.now())
    when = When(asked) if asked in set(When) else None
    page = max(1, request.args.get("hal", 1, type=int))
    rows, total = listing(scope(Can.COHORT_READ), today, search=search, when=when, page=page)
    pages = max(1, -(-total // LIST_PAGE))
    words = {
        When.BERJALAN: _("Sedang berjalan"), When.AKAN_DATANG: _("Akan datang"),
        When.BERAKHIR: _("Sudah berakhir"), When.DIBATALKAN: _("Dibatalkan"),
    }  # fmt: skip -- a table
    kept = {name: value for name, value in (("cari", search), ("waktu", when)) if value}
    return render_template(
        "cohorts/index.html",
        rows=rows,
        search=search,
        is_narrowed=bool(kept),
        filters=[{"name": "waktu", "label": _("Waktu"), "options": [("", _("Semua")), *words.items()], "value": when or ""}],
        today=today,
        page=min(page, pages),
        pages=pages,
        onward=f"{url_for('cohorts.index')}?{urlencode(kept)}{'&' if kept else ''}",
    )


@bp.get("/angkatan/baru")
@allow(Can.COHORT_MANAGE)
def new() -> str:
    """The form of a new class."""
    form = _form(CohortForm())
    places = [one.value for one in form.unit_id.choices if one.value]
    if len(places) == 1:
        form.unit_id.data = places[0]
    return _page(form)


@bp.post("/angkatan/baru")
@allow(Can.COHORT_MANAGE)
def create() -> Answer:
    """Open a class; the way leads on to inviting people. "Cari" beside the pelatih shows the form with more of them."""
    form = _form(CohortForm())
    if "cari-pelatih" in request.form:
        return _page(form)
    doubts: tuple[str, ...] = ()
    if form.validate_on_submit() and not (doubts := _doubts(form)):
        unit = _unit(int(form.unit_id.data))
        trainers = tuple(int(one) for one in form.trainers.data)
        with work():
            made = services.open_cohort(
                _plan(form), unit, trainers, actor=actor(), now=clock.now(), is_demo=current_app.config["SURAU_DEMO"]
            )
        flash(_("Angkatan dibuka. Sekarang undang pesertanya."), "ok")
        return redirect(url_for("cohorts.invite", cohort_id=made.id), 303)
    return _page(form, doubts=doubts), 422


@bp.get("/angkatan/<int:cohort_id>/atur")
@allow(Can.COHORT_MANAGE)
def edit(cohort_id: int) -> Answer:
    """The form of a class."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    if found.closed_at is not None:
        return called_off.back(found)
    form = _form(CohortForm(obj=found), found)
    held = [one.user_id for one in cohorts.trainers_of(cohort_id)]
    _offer_trainers(form, held)
    form.trainers.data = [str(one) for one in held]
    return _page(form, found)


@bp.post("/angkatan/<int:cohort_id>/atur")
@allow(Can.COHORT_MANAGE)
def change(cohort_id: int) -> Answer:
    """Change a class."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    if found.closed_at is not None:
        return called_off.back(found)
    form = _form(CohortForm(), found)
    if "cari-pelatih" in request.form:
        return _page(form, found)
    doubts: tuple[str, ...] = ()
    if form.validate_on_submit() and not (doubts := _doubts(form, found)):
        try:
            with work():
                services.change_cohort(found, _plan(form), actor=actor(), now=clock.now())
                services.set_trainers(
                    found, tuple(int(one) for one in form.trainers.data), actor=actor(), now=clock.now()
                )
        except AppError as error:
            form.refuse(error)
        else:
            flash(_("Perubahan tersimpan."), "ok")
            return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)
    return _page(form, found, doubts), 422


@bp.post("/angkatan/<int:cohort_id>/batalkan")
@allow(Can.COHORT_MANAGE)
def cancel(cohort_id: int) -> Response:
    """Call off a class that was opened by mistake, while nobody has entered it."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    with work():
        cancelling.cancel_cohort(found, actor=actor(), now=clock.now())
    flash(_("%(name)s dibatalkan. Undangan dan permintaannya ditutup.", name=found.name), "ok")
    return redirect(url_for("cohorts.index"), 303)


def _page(form: CohortForm, cohort: Cohort | None = None, doubts: tuple[str, ...] = ()) -> str:
    """The form; `doubts` are asked about once, and what is sent again with the same doubts is meant."""
    last = cohorts.last_change(cohort.id) if cohort is not None else None
    return render_template(
        "cohorts/form.html",
        form=form,
        cohort=cohort,
        based_on=request.form.get("dasar", str(last.id if last else 0)),
        doubts=doubts,
        search=request.form.get("cari", ""),
        may_cancel=cohort is not None and cohort.closed_at is None and not cancelling.has_entered(cohort.id),
    )


def _doubts(form: CohortForm, cohort: Cohort | None = None) -> tuple[str, ...]:
    """What looks like a slip and was not asked about on the page that was sent."""
    found = doubting.doubts(
        version_id=int(form.version_id.data), unit_id=int(form.unit_id.data), name=form.name.data, numeral=form.numeral.data,
        starts_on=form.starts_on.data, ends_on=form.ends_on.data, today=clock.local_date(clock.now()), known=cohort,
    )  # fmt: skip -- the facts of a plan
    if cohort is not None:
        found += _overtaken(cohort.id)
    return () if set(found) <= set(request.form.getlist("yakin")) else found


def _overtaken(cohort_id: int) -> tuple[str, ...]:
    """Somebody else saved the class after this form was opened: it would write what stood there before over his words."""
    last = cohorts.last_change(cohort_id)
    if last is None or request.form.get("dasar", str(last.id)) == str(last.id):
        return ()
    words = _(
        "%(name)s menyimpan perubahan angkatan ini %(at)s, sesudah halaman ini Anda buka. Lihat dahulu di tab lain; "
        "bila Anda tetap menyimpan, semua isian di bawah menggantikannya.",
        name=last.by, at=moment(last.at),
    )  # fmt: skip -- a sentence and what it tells
    return (words,)


def _form(form: CohortForm, cohort: Cohort | None = None) -> CohortForm:
    trainings = list(cohorts.trainings())
    if cohort is not None and cohort.version_id not in {version_id for version_id, _words in trainings}:
        trainings.insert(0, (cohort.version_id, curriculum.outline(cohort.version_id).title))
    form.version_id.choices = options(trainings)
    form.unit_id.choices = options([(one.id, one.name) for one in cohorts.units(scope(Can.COHORT_MANAGE))])
    _offer_trainers(form, [id_from(one) for one in request.form.getlist("trainers")])
    return form


def _offer_trainers(form: CohortForm, chosen: list[int]) -> None:
    rows = cohorts.possible_trainers(scope(Can.COHORT_MANAGE), chosen=chosen, search=richtext.line(request.form.get("cari", ""))[:80])
    form.trainers.choices = fixed([(one.user_id, f"{one.name}, {one.unit}") for one in rows])


def _plan(form: CohortForm) -> services.Plan:
    return services.Plan(
        version_id=int(form.version_id.data),
        name=form.name.data,
        numeral=form.numeral.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        seats=form.seats.data,
        mode=form.mode.data,
        place=form.place.data or "",
        partner=form.partner.data or "",
        contact_name=form.contact_name.data,
        contact_phone=form.contact_phone.data,
        issue=Issue(form.issue.data),
    )


def _unit(unit_id: int) -> Unit:
    found = db.session.get(Unit, unit_id)
    if found is None or not scope(Can.COHORT_MANAGE).holds(found):
        raise Missing
    return found
