"""How people come into a class: the pasted list, a fresh link for one person, and the link of the class."""

from __future__ import annotations

from urllib.parse import quote

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts.identity import InvalidError, parse_person_name
from app.accounts.invite_lines import (
    InviteLines,
    InviteRow,
    LineMessage,
    UnknownUnitError,
    parse_invite_lines,
    read_contact,
    read_unit,
)
from app.accounts.queries import units
from app.accounts.queries.people import mentors
from app.accounts.unit_names import UnitNames
from app.curriculum import queries as curriculum
from app.kernel import clock
from app.kernel.errors import AppError, Denied, Invalid
from app.kernel.i18n import _, day
from app.kernel.work import work
from app.learning.forms import InviteForm, NewcomerForm
from app.learning.models import Cohort, Enrolment, EnrolmentState
from app.learning.queries import cohorts
from app.learning.routes import called_off
from app.learning.routes.blueprints import office_pages as bp
from app.learning.routes.blueprints import public_url
from app.learning.services import cohorts as services
from app.learning.services import enrolments, invitations, newcomers, sides
from app.learning.services.invitations import Sent
from app.web.fields import options
from app.web.guard import actor, actor_or_none, allow, scope
from app.web.limits import limiter


@bp.get("/angkatan/<int:cohort_id>/undang")
@allow(Can.COHORT_MANAGE)
def invite(cohort_id: int) -> str | Response:
    """Paste the list."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    if found.closed_at is not None:
        return called_off.back(found)
    return render_template("cohorts/invite.html", form=_invite_form(InviteForm()), cohort=found, read=None, sent=())


@bp.post("/angkatan/<int:cohort_id>/undang")
@allow(Can.COHORT_MANAGE)
def send_invitations(cohort_id: int) -> str | Response | tuple[str, int]:
    """Read the lines; nobody is invited while one of them is wrong. The links are shown once, ready for WhatsApp."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    if found.closed_at is not None:
        return called_off.back(found)
    form = _invite_form(InviteForm())
    read: InviteLines | None = None
    if form.validate_on_submit():
        read = _read_lines(form.lines.data, found)
        if not read.faults:
            try:
                sent, repeated = _invite(found, form, read.rows)
            except AppError as error:
                form.refuse(error)
            else:
                return render_template("cohorts/invite.html", form=form, cohort=found, read=read, sent=sent, repeated=repeated, already=len(read.rows) - len(sent))
    return render_template("cohorts/invite.html", form=form, cohort=found, read=read, sent=()), 422


@bp.post("/angkatan/<int:cohort_id>/orang/<int:enrolment_id>/undang-lagi")
@allow(Can.COHORT_MANAGE)
def invite_again(cohort_id: int, enrolment_id: int) -> str | Response:
    """A fresh link, shown ready for WhatsApp and sent by mail where there is one."""
    found = cohorts.cohort(cohort_id, scope(Can.COHORT_MANAGE))
    enrolment = cohorts.enrolment(enrolment_id, scope(Can.COHORT_MANAGE), cohort_id=cohort_id)
    try:
        with work():
            made = invitations.invite_again(enrolment, actor=actor(), public_url=public_url(), now=clock.now())
    except Denied as refusal:  # he came in, was let go, or the class was called off since the list was opened
        flash(refusal.message, "error")
        return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)
    sent = [_ready_text(found, made)]
    return render_template("cohorts/invited.html", cohort=found, sent=sent)


def admitted(enrolment: Enrolment) -> str:
    """Somebody who asked without an account is let in: the same page, mail and ready text as an invitation."""
    with work():
        made = newcomers.admit(enrolment, actor=actor(), public_url=public_url(), now=clock.now())
    sent = [_ready_text(enrolment.cohort, made)]
    return render_template("cohorts/invited.html", cohort=enrolment.cohort, sent=sent)


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


@bp.get("/gabung/<token>")
@allow(Can.PUBLIC)
def join(token: str) -> str:
    """What the class link shows: the class, one button for those who are signed in, a short form for those who are new."""
    return _join_page(cohorts.by_link(token), token, NewcomerForm(formdata=None))


@bp.post("/gabung/<token>/baru")
@allow(Can.PUBLIC)
@limiter.limit("300 per hour")
@limiter.limit("100 per hour", deduct_when=lambda response: response.status_code == 303)  # noqa: PLR2004 -- a school is one address: slips of one shut out no other
def ask_as_newcomer(token: str) -> Response | tuple[str, int]:
    """Ask to be let in without an account; the answer is the same whether the address is known here or not."""
    found = cohorts.by_link(token)
    form = NewcomerForm()
    if not form.validate_on_submit():
        return _join_page(found, token, form), 422
    try:
        guest = _guest(form)
        with work():
            newcomers.ask(found, guest, is_pupil=form.kind.data == "siswa", now=clock.now())
    except AppError as error:
        form.refuse(error)
        return _join_page(found, token, form), error.status
    return redirect(url_for("cohorts.join", token=token, terkirim=1), 303)


def _guest(form: NewcomerForm) -> invitations.Guest:
    try:
        unit = read_unit(form.unit.data or "", UnitNames(units.known_units(units.all_paths())))
    except UnknownUnitError as error:  # the list is the offices' own: a newcomer can add nothing to it
        raise Invalid(
            _(
                "Satuan kerja ini belum ada di daftar. Tulis kantor di atasnya, misalnya “Kemenag Kota Padang”; pengelola "
                "membetulkannya kemudian. Bila ragu, hubungi narahubung di atas."
            ),
            field="unit",
        ) from error
    except InvalidError as error:
        raise Invalid(str(error), field="unit") from error
    return invitations.Guest(name=parse_person_name(form.name.data or ""), unit_id=unit.id, **read_contact(form.contact.data or ""))


def _join_page(found: Cohort, token: str, form: NewcomerForm) -> str:
    outline, person = curriculum.outline(found.version_id), actor_or_none()
    return render_template(
        "cohorts/join.html", cohort=found, outline=outline, token=token, person=person, form=form,
        is_sent=bool(request.args.get("terkirim")), offices=units.offices(),
        is_in=person is not None and cohorts.is_in(found.id, person.user_id),
        is_trainer=person is not None and sides.is_trainer(found.id, person.user_id),
    )  # fmt: skip


@bp.post("/gabung/<token>")
@allow(Can.SELF)
def ask_to_join(token: str) -> Response:
    """Ask to be let in."""
    found = cohorts.by_link(token)
    with work():
        enrolment = enrolments.ask_to_join(found, actor().user_id, clock.now())
    if enrolment.state is EnrolmentState.DITERIMA:
        return redirect(url_for("learning.course", cohort_id=found.id), 303)
    flash(_("Permintaan Anda terkirim. Anda mendapat kabar setelah pengelola menyetujuinya."), "ok")
    return redirect(url_for("learning.index"), 303)


def _invite_form(form: InviteForm) -> InviteForm:
    form.mentor_id.choices = options(mentors(scope(Can.PEOPLE_MANAGE)), empty=_("Belum ditentukan"))
    return form


def _read_lines(text: str, cohort: Cohort) -> InviteLines:
    known = units.known_units(scope(Can.PEOPLE_MANAGE).unit_paths)
    home = next((one for one in known if one.id == cohort.unit_id), None)
    read = parse_invite_lines(text, known, default_unit=home)
    own = invitations.of_trainers(cohort, _guests(read.rows))
    refused = [LineMessage(row.line, invitations.is_trainer_words(), f"{row.name}; {row.contact}") for at, row in enumerate(read.rows) if at in own]
    return InviteLines(
        tuple(row for at, row in enumerate(read.rows) if at not in own),
        tuple(sorted((*read.faults, *refused), key=lambda one: one.line)),
        read.notices,
    )


def _guests(rows: tuple[InviteRow, ...]) -> tuple[invitations.Guest, ...]:
    return tuple(
        invitations.Guest(name=row.name, unit_id=row.unit.id, email=row.email, phone=row.phone, username=row.username)
        for row in rows
    )


def _invite(cohort: Cohort, form: InviteForm, rows: tuple[InviteRow, ...]) -> tuple[list[dict[str, str]], int]:
    """The ready texts, and of how many of them the mail had been sent minutes ago."""
    guests = _guests(rows)
    is_pupils = form.kind.data == "siswa"
    mentor_id = int(form.mentor_id.data) if is_pupils and form.mentor_id.data else None
    with work():
        sent = invitations.invite(
            cohort,
            guests,
            are_pupils=is_pupils,
            mentor_id=mentor_id,
            actor=actor(),
            public_url=public_url(),
            now=clock.now(),
        )
    return [_ready_text(cohort, one) for one in sent], sum(one.is_repeated for one in sent)


def _ready_text(cohort: Cohort, one: Sent) -> dict[str, str]:
    """The words to send by WhatsApp; the chat link carries the text only on the pengelola's own device."""
    if not one.address:
        return {"name": one.name, "text": _unseen(one), "chat": "", "url": ""}
    name, phone, address = one.name, one.phone, one.address
    facts = {
        "name": name, "cohort": cohort.name, "start": day(cohort.starts_on), "end": day(cohort.ends_on), "url": address,
        "contact": cohort.contact_name,
    }  # fmt: skip
    text = (
        _(
            "Assalamualaikum %(name)s. Anda diundang mengikuti %(cohort)s, %(start)s sampai %(end)s. "
            "Buka tautan ini, masuk dengan akun Anda, lalu terima undangan: %(url)s (berlaku 7 hari). Ada kesulitan? Hubungi %(contact)s.",
            **facts,
        )
        if one.has_password
        else _(
            "Assalamualaikum %(name)s. Anda diundang mengikuti %(cohort)s, %(start)s sampai %(end)s. "
            "Buka tautan ini untuk membuat kata sandi: %(url)s (berlaku 7 hari). Ada kesulitan? Hubungi %(contact)s.",
            **facts,
        )
    )
    chat = f"https://wa.me/{phone.lstrip('+')}?text={quote(text)}" if phone else f"https://wa.me/?text={quote(text)}"
    return {"name": name, "text": text, "chat": chat, "url": address}


def _unseen(one: Sent) -> str:
    """Why the link of somebody who belongs to another office is not shown."""
    if one.has_email:
        return _("Akun ini milik satuan kerja lain dan belum dibuka. Undangan terkirim ke surel pemiliknya.")
    return _("Akun ini milik satuan kerja lain, belum dibuka, dan tidak punya surel. Mintalah pengelolanya mengirim undangan.")
