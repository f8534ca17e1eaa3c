"""/orang/baru and the links that bring people in: invitations and resets, shown once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, session, url_for

from app.access.permissions import Can, Role
from app.accounts import identity
from app.accounts.core import GIVEN_BY_OFFICE
from app.accounts.forms.people import NewPersonForm
from app.accounts.models import LinkPurpose, Standing
from app.accounts.queries import people, units
from app.accounts.routes.blueprint import bp, settings
from app.accounts.routes.people import person_or_missing
from app.accounts.services import links
from app.accounts.services import people as service
from app.kernel import audit, clock
from app.kernel.errors import Conflict, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.context import ROLE_NAMES
from app.web.fields import options
from app.web.guard import actor, allow, scope


@bp.get("/orang/baru")
@allow(Can.PEOPLE_MANAGE)
def new_person() -> Any:
    """Somebody who belongs to no class yet: a pelatih, a guru pendamping, another pengelola."""
    return render_template("accounts/person_new.html", form=_new_form())


@bp.post("/orang/baru")
@allow(Can.PEOPLE_MANAGE)
def add_person() -> Any:
    """Make the account and an invitation, shown once."""
    form = _new_form()
    if not form.validate_on_submit():
        return render_template("accounts/person_new.html", form=form), 422
    unit = units.unit(scope(Can.PEOPLE_MANAGE), int(form.unit.data))
    if unit is None:
        raise Missing
    newcomer = service.NewPerson(
        name=identity.parse_person_name(form.name.data or ""),
        unit_id=unit.id,
        unit_path=unit.path,
        email=identity.parse_email(form.email.data) if form.email.data else None,
        phone=identity.parse_phone(form.phone.data) if form.phone.data else None,
        username=identity.parse_username(form.username.data) if form.username.data else None,
        is_pupil=bool(form.is_pupil.data),
        mentor_id=int(form.mentor.data) if form.mentor.data and form.is_pupil.data else None,
    )
    me, now = actor(), clock.now()
    try:
        with work():
            user = service.register(actor_id=me.user_id, person=newcomer, now=now)
            if form.role.data:
                service.give(actor=me, user=user, role=Role(form.role.data), unit=unit, now=now)
            path = links.invite(user_id=user.id, made_by_id=me.user_id, now=now)
    except Conflict as error:
        form.refuse(error)
        return render_template("accounts/person_new.html", form=form), error.status
    return show_link(user.id, path)


def _new_form() -> NewPersonForm:
    manages = scope(Can.PEOPLE_MANAGE)
    form = NewPersonForm()
    form.unit.choices = options([(one.id, one.label) for one in units.tree(manages)], empty=_("Pilih satuan kerja"))
    form.role.choices = options(
        [(role.value, ROLE_NAMES[role]()) for role in GIVEN_BY_OFFICE], empty=_("Tanpa peran dahulu")
    )
    form.mentor.choices = options(people.mentors(manages), empty=_("Belum ada"))
    return form


def show_link(user_id: int, path: str) -> Any:
    """Lead to the page that shows a fresh link this once; until then it travels in the maker's own cookie."""
    session["fresh_link"] = [user_id, path]
    return redirect(url_for("accounts.fresh_link", user_id=user_id), 303)


@bp.get("/orang/<int:user_id>/tautan")
@allow(Can.PEOPLE_MANAGE, Can.RESET_LINK)
def fresh_link(user_id: int) -> Any:
    """A link that was just made, with a text to send; gone when the page is left."""
    kept = session.pop("fresh_link", None)
    user = people.person(scope(Can.RESET_LINK), user_id) or people.person(scope(Can.PEOPLE_MANAGE), user_id)
    if user is None:
        raise Missing
    if not kept or kept[0] != user_id:
        flash(_("Tautan hanya ditampilkan sekali. Buat tautan baru bila perlu."), "info")
        return redirect(url_for("accounts.person", user_id=user_id), 303)
    url = f"{settings().public_url}{kept[1]}"
    is_reset = kept[1].startswith(links.path_of(LinkPurpose.RESET, ""))
    text = (
        _(
            "Assalamualaikum %(name)s. Ini tautan untuk membuat kata sandi baru di Surau, berlaku 7 hari dan hanya sekali pakai: %(url)s . Jangan teruskan kepada orang lain.",
            name=user.name,
            url=url,
        )
        if is_reset
        else _(
            "Assalamualaikum %(name)s. Anda diundang ke Surau, ruang belajar kehumasan. Buka akun Anda di sini, berlaku 7 hari: %(url)s . Jangan teruskan kepada orang lain.",
            name=user.name,
            url=url,
        )
    )
    return render_template("accounts/fresh_link.html", user=user, url=url, text=text, is_reset=is_reset)


@bp.post("/orang/<int:user_id>/undang")
@allow(Can.PEOPLE_MANAGE)
def invite_again(user_id: int) -> Any:
    """A new invitation for somebody who never came in."""
    user = person_or_missing(Can.PEOPLE_MANAGE, user_id)
    if user.standing is not Standing.UNDANGAN:
        raise Conflict(_("Orang ini sudah membuka akunnya, jadi tidak perlu diundang lagi."))
    me, now = actor(), clock.now()
    with work():
        service.touchable(me, user)
        path = links.invite(user_id=user.id, made_by_id=me.user_id, now=now)
        audit.record("invitation:make", "user", user.id, actor_id=me.user_id, at=now)
    return show_link(user.id, path)


@bp.post("/orang/<int:user_id>/tautan-sandi")
@allow(Can.RESET_LINK)
def make_reset_link(user_id: int) -> Any:
    """A reset link for somebody of a lower role."""
    user = person_or_missing(Can.RESET_LINK, user_id)
    with work():
        path = links.reset_for(actor=actor(), user_id=user.id, now=clock.now())
    return show_link(user.id, path)
