"""The office's pages of classes: open, invite, approve, help one person."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts.invite_lines import InviteLines, InviteRow, parse_invite_lines
from app.accounts.models import Unit
from app.accounts.queries.people import mentors
from app.accounts.unit_names import KnownUnit
from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError, Invalid, Missing
from app.kernel.i18n import _, day
from app.kernel.work import work
from app.learning.forms import CohortForm, DecisionForm, ExtraForm, InviteForm, WaiveForm
from app.learning.models import Cohort, EnrolmentState, Issue
from app.learning.queries import cohorts, learner
from app.learning.services import attempts
from app.learning.services import cohorts as services
from app.web.fields import fixed, options
from app.web.guard import actor, actor_or_none, allow, scope

bp = Blueprint("cohorts", __name__)


@bp.get("/angkatan")
@allow(Can.COHORT_READ)
def index() -> str:
    """The classes of my scope."""
    search = request.args.get("cari", "")[:80]
    return render_template("cohorts/index.html", rows=cohorts.listing(scope(Can.COHORT_READ), search=search), search=search)


@bp.get("/angkatan/baru")
@allow(Can.COHORT_MANAGE)
def new() -> str:
    """The form of a new class."""
    return render_template("cohorts/form.html", form=_form(CohortForm()), cohort=None)


@bp.post("/angkatan/baru")
@allow(Can.COHORT_MANAGE)
def create() -> Response | tuple[str, int]:
    """Open a class; the way leads on to inviting people."""
    form = _form(CohortForm())
    if form.validate_on_submit():
        unit = _unit(int(form.unit_id.data))
        trainers = tuple(int(one) for one in form.trainers.data)
        with work():
            made = services.open_cohort(
                _plan(form), unit, trainers, actor=actor(), now=clock.now(), is_demo=current_app.config["SURAU_DEMO"]
            )
        flash(_("Angkatan dibuka. Sekarang undang pesertanya."), "ok")
        return redirect(url_for("cohorts.invite", cohort_id=made.id), 303)
    return render_template("cohorts/form.html", form=form, cohort=None), 422


@bp.get("/angkatan/<int:cohort_id>")
@allow(Can.COHORT_READ)
def show(cohort_id: int) -> str:
    """A class: facts, roster, who has yet to come."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_READ))
    return render_template(
        "cohorts/show.html",
        cohort=found,
        outline=curriculum.outline(found.version_id),
        rows=cohorts.roster(cohort_id),
        trainers=cohorts.trainers_of(cohort_id),
        may_manage=scope(Can.COHORT_MANAGE).holds(found),
        join_url=_join_url(found),
    )


@bp.get("/angkatan/<int:cohort_id>/atur")
@allow(Can.COHORT_MANAGE)
def edit(cohort_id: int) -> str:
    """The form of a class."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    form = _form(CohortForm(obj=found), found)
    form.trainers.data = [str(one.user_id) for one in cohorts.trainers_of(cohort_id)]
    return render_template("cohorts/form.html", form=form, cohort=found)


@bp.post("/angkatan/<int:cohort_id>/atur")
@allow(Can.COHORT_MANAGE)
def change(cohort_id: int) -> Response | tuple[str, int]:
    """Change a class."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    form = _form(CohortForm(), found)
    if form.validate_on_submit():
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
    return render_template("cohorts/form.html", form=form, cohort=found), 422


@bp.get("/angkatan/<int:cohort_id>/undang")
@allow(Can.COHORT_MANAGE)
def invite(cohort_id: int) -> str:
    """Paste the list."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    return render_template("cohorts/invite.html", form=_invite_form(InviteForm()), cohort=found, read=None, sent=())


@bp.post("/angkatan/<int:cohort_id>/undang")
@allow(Can.COHORT_MANAGE)
def send_invitations(cohort_id: int) -> str | tuple[str, int]:
    """Read the lines; nobody is invited while one of them is wrong. The links are shown once, ready for WhatsApp."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    form = _invite_form(InviteForm())
    read: InviteLines | None = None
    if form.validate_on_submit():
        read = _read_lines(form.lines.data, found)
        if not read.faults:
            try:
                sent = _invite(found, form, read.rows)
            except AppError as error:
                form.refuse(error)
            else:
                return render_template("cohorts/invite.html", form=form, cohort=found, read=read, sent=sent)
    return render_template("cohorts/invite.html", form=form, cohort=found, read=read, sent=()), 422


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/undang-lagi")
@allow(Can.COHORT_MANAGE)
def invite_again(cohort_id: int, enrolment_id: int) -> str:
    """A fresh link, shown ready for WhatsApp and sent by mail where there is one."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.COHORT_MANAGE))
    with work():
        address = services.invite_again(enrolment, actor=actor(), public_url=_public_url(), now=clock.now())
    sent = [_ready_text(found, enrolment.user.name, enrolment.user.phone, address)]
    return render_template("cohorts/invited.html", cohort=found, sent=sent)


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/putuskan")
@allow(Can.COHORT_MANAGE)
def decide(cohort_id: int, enrolment_id: int) -> Response:
    """Accept, turn down, let go; each can be taken back from the roster."""
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.COHORT_MANAGE))
    form = DecisionForm()
    if not form.validate_on_submit():
        raise Invalid(_("Pilih keputusan: terima, tolak, atau keluarkan. Alasan paling banyak 300 karakter."))
    state = EnrolmentState(form.state.data)
    with work():
        services.decide(enrolment, state, reason=form.reason.data or "", actor=actor(), now=clock.now())
    words = {
        EnrolmentState.DITERIMA: _("%(name)s diterima di angkatan ini."),
        EnrolmentState.DITOLAK: _("Permintaan %(name)s tidak diterima."),
        EnrolmentState.MUNDUR: _("%(name)s keluar dari angkatan ini. Karyanya tetap tersimpan."),
    }
    flash(words[state] % {"name": enrolment.user.name}, "ok")
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


@bp.post("/angkatan/<int:cohort_id>/tautan")
@allow(Can.COHORT_MANAGE)
def class_link(cohort_id: int) -> Response:
    """Open or close the class link."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    with work():
        if request.form.get("aksi") == "tutup":
            services.close_class_link(found, actor=actor(), now=clock.now())
        else:
            services.open_class_link(found, actor=actor(), now=clock.now())
    return redirect(url_for("cohorts.show", cohort_id=cohort_id, _anchor="tautan-kelas"), 303)


@bp.get("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>")
@allow(Can.LEARNER_ADJUST)
def person(cohort_id: int, enrolment_id: int) -> str:
    """One person in a class: where he stands, and the help that can be given."""
    return _person_page(cohort_id, enrolment_id, ExtraForm(), WaiveForm())


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/percobaan")
@allow(Can.LEARNER_ADJUST)
def extra(cohort_id: int, enrolment_id: int) -> Response | tuple[str, int]:
    """Open one more try at a quiz or test."""
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.LEARNER_ADJUST))
    outline = curriculum.outline(enrolment.cohort.version_id)
    form = ExtraForm()
    form.step_id.choices = options(_tests(outline))
    if form.validate_on_submit():
        step = next(one for one in outline.steps if str(one.id) == form.step_id.data)
        with work():
            attempts.open_one_more(enrolment, step, reason=form.reason.data, actor=actor(), now=clock.now())
        flash(_("Satu percobaan lagi terbuka."), "ok")
        return redirect(url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=enrolment_id), 303)
    return _person_page(cohort_id, enrolment_id, form, WaiveForm(formdata=None)), 422


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/bebaskan")
@allow(Can.LEARNER_ADJUST)
def waive(cohort_id: int, enrolment_id: int) -> Response | tuple[str, int]:
    """Waive a step (LD by its closing test, or by decision)."""
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.LEARNER_ADJUST))
    outline = curriculum.outline(enrolment.cohort.version_id)
    form = WaiveForm()
    form.key.choices = options([(one.key, one.spec.title) for one in outline.steps])
    if form.validate_on_submit():
        with work():
            services.waive(enrolment, (form.key.data,), reason=form.reason.data, actor=actor(), now=clock.now())
        flash(_("Langkah itu dibebaskan."), "ok")
        return redirect(url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=enrolment_id), 303)
    return _person_page(cohort_id, enrolment_id, ExtraForm(formdata=None), form), 422


@bp.get("/gabung/<token>")
@allow(Can.PUBLIC)
def join(token: str) -> str:
    """What the class link shows: the class, and one button for those who are signed in."""
    found = cohorts.by_link(token)
    outline = curriculum.outline(found.version_id)
    return render_template("cohorts/join.html", cohort=found, outline=outline, token=token, person=actor_or_none())


@bp.post("/gabung/<token>")
@allow(Can.SELF)
def ask_to_join(token: str) -> Response:
    """Ask to be let in."""
    found = cohorts.by_link(token)
    with work():
        enrolment = services.ask_to_join(found, actor().user_id, clock.now())
    if enrolment.state is EnrolmentState.DITERIMA:
        return redirect(url_for("learning.course", cohort_id=found.id), 303)
    flash(_("Permintaan Anda terkirim. Anda mendapat kabar setelah pengelola menyetujuinya."), "ok")
    return redirect(url_for("learning.index"), 303)


def _form(form: CohortForm, cohort: Cohort | None = None) -> CohortForm:
    trainings = list(cohorts.trainings())
    if cohort is not None and cohort.version_id not in {version_id for version_id, _words in trainings}:
        trainings.insert(0, (cohort.version_id, curriculum.outline(cohort.version_id).title))
    form.version_id.choices = options(trainings)
    form.unit_id.choices = options([(one.id, one.name) for one in cohorts.units(scope(Can.COHORT_MANAGE))])
    form.trainers.choices = fixed(
        [(one.user_id, f"{one.name}, {one.unit}") for one in cohorts.possible_trainers(scope(Can.COHORT_MANAGE))]
    )
    return form


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


def _invite_form(form: InviteForm) -> InviteForm:
    form.mentor_id.choices = options(mentors(scope(Can.PEOPLE_MANAGE)), empty=_("Belum ditentukan"))
    return form


def _read_lines(text: str, cohort: Cohort) -> InviteLines:
    rows = cohorts.units(scope(Can.PEOPLE_MANAGE))
    known = [KnownUnit(one.id, one.name, (one.short_name,) if one.short_name else ()) for one in rows]
    home = next((one for one in known if one.id == cohort.unit_id), None)
    return parse_invite_lines(text, known, default_unit=home)


def _invite(cohort: Cohort, form: InviteForm, rows: tuple[InviteRow, ...]) -> list[dict[str, str]]:
    guests = tuple(
        services.Guest(name=row.name, unit_id=row.unit.id, email=row.email, phone=row.phone, username=row.username)
        for row in rows
    )
    is_pupils = form.kind.data == "siswa"
    mentor_id = int(form.mentor_id.data) if is_pupils and form.mentor_id.data else None
    with work():
        addresses = services.invite(
            cohort,
            guests,
            are_pupils=is_pupils,
            mentor_id=mentor_id,
            actor=actor(),
            public_url=_public_url(),
            now=clock.now(),
        )
    names = {row.user_id: row for row in cohorts.roster(cohort.id)}
    return [_ready_text(cohort, names[one].name, names[one].phone, url) for one, url in addresses.items()]


def _ready_text(cohort: Cohort, name: str, phone: str | None, address: str) -> dict[str, str]:
    """The words to send by WhatsApp; the chat link carries the text only on the pengelola's own device."""
    text = _(
        "Assalamualaikum %(name)s. Anda diundang mengikuti %(cohort)s, %(start)s sampai %(end)s. "
        "Buka tautan ini untuk membuat kata sandi: %(url)s (berlaku 7 hari). Ada kesulitan? Hubungi %(contact)s.",
        name=name,
        cohort=cohort.name,
        start=day(cohort.starts_on),
        end=day(cohort.ends_on),
        url=address,
        contact=cohort.contact_name,
    )
    chat = f"https://wa.me/{phone.lstrip('+')}?text={quote(text)}" if phone else f"https://wa.me/?text={quote(text)}"
    return {"name": name, "text": text, "chat": chat, "url": address}


def _person_page(cohort_id: int, enrolment_id: int, extra: ExtraForm, waive: WaiveForm) -> str:
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_READ))
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.LEARNER_ADJUST))
    place = learner.place_of(enrolment)
    extra.step_id.choices = options(_tests(place.outline))
    waive.key.choices = options([(one.key, one.spec.title) for one in place.outline.steps])
    return render_template(
        "cohorts/person.html",
        cohort=found,
        enrolment=enrolment,
        place=place,
        standing=learner.standing(place),
        extra=extra,
        waive=waive,
    )


def _tests(outline: curriculum.Outline) -> list[tuple[int, str]]:
    kinds = {StepKind.KUIS, StepKind.TES_AKHIR, StepKind.TES_AWAL}
    return [(one.id, one.spec.title) for one in outline.steps if one.kind in kinds]


def _public_url() -> str:
    address: str = current_app.config["SURAU"].public_url
    return address


def _join_url(cohort: Cohort) -> str:
    return f"{_public_url()}{url_for('cohorts.join', token=cohort.join_token)}" if cohort.join_token else ""
