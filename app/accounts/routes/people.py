"""/orang: the people of an office, found and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, session, url_for

from app.access.permissions import Can, Role
from app.access.scope import Scope
from app.accounts import identity, words
from app.accounts.core import GIVEN_BY_OFFICE
from app.accounts.forms.people import MoveForm, NewPersonForm, PupilForm, ReasonForm, RoleForm
from app.accounts.models import LinkPurpose, Standing, User
from app.accounts.queries import consents, history, people, units
from app.accounts.queries.people import PAGE, Wanted
from app.accounts.routes.blueprint import bp, page_number, settings
from app.accounts.services import links
from app.accounts.services import people as service
from app.kernel import audit, clock
from app.kernel.errors import Conflict, Missing
from app.kernel.i18n import _, ngettext
from app.kernel.work import work
from app.web.context import ROLE_NAMES
from app.web.fields import Form, options
from app.web.guard import actor, allow, scope


@bp.get("/orang")
@allow(Can.PEOPLE_READ)
def people_list() -> Any:
    """Everybody in scope, narrowed by name, unit, role and standing."""
    branches = units.tree(scope(Can.PEOPLE_MANAGE))
    paths = {str(branch.id): branch.path for branch in branches}
    asked = {name: request.args.get(name, "") for name in ("cari", "satker", "peran", "keadaan")}
    wanted = Wanted(
        text=asked["cari"].strip()[:80],
        unit_path=paths.get(asked["satker"], ""),
        role=Role(asked["peran"]) if asked["peran"] in set(Role) else None,
        standing=Standing(asked["keadaan"]) if asked["keadaan"] in set(Standing) else None,
    )
    page = page_number()
    rows, total = people.people(scope(Can.PEOPLE_READ), wanted, page=page)
    names = {role: word() for role, word in ROLE_NAMES.items()}
    return render_template(
        "accounts/people.html",
        rows=rows,
        names=names,
        standings=words.standing_words(),
        asked=asked,
        filters=_filters(asked, names, [(str(one.id), one.label) for one in branches]),
        page=page,
        pages=max(1, -(-total // PAGE)),
        total=ngettext("%(num)d orang", "%(num)d orang", total),
        is_narrowed=any(asked.values()),
        onward=f"{url_for('accounts.people_list')}?{urlencode({name: value for name, value in asked.items() if value})}",
    )


def _filters(
    asked: dict[str, str], names: dict[Role, str], unit_options: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    everybody = ("", _("Semua"))
    standings = [(standing.value, word) for standing, (word, _kind) in words.standing_words().items()]
    found = [
        {
            "name": "peran",
            "label": _("Peran"),
            "options": [everybody, *((role.value, name) for role, name in names.items())],
            "value": asked["peran"],
        },
        {"name": "keadaan", "label": _("Keadaan"), "options": [everybody, *standings], "value": asked["keadaan"]},
    ]
    if len(unit_options) > 1:
        found.insert(
            0,
            {
                "name": "satker",
                "label": _("Satuan kerja"),
                "options": [everybody, *unit_options],
                "value": asked["satker"],
            },
        )
    return found


@dataclass(slots=True)
class PersonForms:
    """The forms of a person's page; the one that was sent replaces its empty twin."""

    role: RoleForm = field(default_factory=lambda: RoleForm(formdata=None, prefix="peran-"))
    pupil: PupilForm = field(default_factory=lambda: PupilForm(formdata=None, prefix="siswa-"))
    move: MoveForm = field(default_factory=lambda: MoveForm(formdata=None, prefix="pindah-"))
    close: ReasonForm = field(default_factory=lambda: ReasonForm(formdata=None, prefix="akun-"))


def person_or_missing(permission: Can, user_id: int) -> User:
    """Somebody in scope. Raises Missing."""
    user = people.person(scope(permission), user_id)
    if user is None:
        raise Missing
    return user


@bp.get("/orang/<int:user_id>")
@allow(Can.PEOPLE_READ)
def person(user_id: int) -> Any:
    """Who somebody is, what he may do, what was done to his account."""
    return person_page(person_or_missing(Can.PEOPLE_READ, user_id), PersonForms(), 200)


def person_page(user: User, forms: PersonForms, status: int, sent: Form | None = None) -> Any:
    """The page of a person; `sent` is the form whose problems head it."""
    manages = scope(Can.PEOPLE_MANAGE)
    may_manage = people.person(manages, user.id) is not None
    if may_manage:
        fill_choices(forms, user, manages, sent)
    names = {role: word() for role, word in ROLE_NAMES.items()}
    return render_template(
        "accounts/person.html",
        user=user,
        unit=user.unit.name,
        mentor=user.mentor_id and people.name_of(user.mentor_id),
        numbers=_numbers(user, whole=may_manage or user.id == actor().user_id),
        standing=words.standing_words()[user.standing],
        roles=people.roles_held(user.id),
        own_paths=manages.unit_paths,
        names=names,
        agreements=consents.agreements_of(user.id),
        deeds=history.deeds(user.id) if may_manage else (),
        deed_words=words.deed_words(),
        may_manage=may_manage,
        may_reset=people.person(scope(Can.RESET_LINK), user.id) is not None,
        is_me=user.id == actor().user_id,
        forms=forms,
        sent=sent,
    ), status


def fill_choices(forms: PersonForms, user: User, manages: Scope, sent: Form | None) -> None:
    """Give the selects of the page what this pengelola may choose."""
    places = [(one.id, one.label) for one in units.tree(manages)]
    forms.role.unit.choices = options(places, empty=_("Pilih satuan kerja"))
    forms.role.role.choices = options([(role.value, ROLE_NAMES[role]()) for role in GIVEN_BY_OFFICE])
    forms.move.unit.choices = options(places, empty=_("Pilih satuan kerja"))
    forms.pupil.mentor.choices = options(people.mentors(manages), empty=_("Belum ada"))
    if forms.pupil is not sent:
        forms.pupil.is_pupil.data, forms.pupil.mentor.data = user.is_pupil, str(user.mentor_id or "")
    if forms.move is not sent:
        forms.move.unit.data = str(user.unit_id)


def _numbers(user: User, *, whole: bool) -> list[tuple[str, str]]:
    """Contacts and numbers of a person, masked for whoever is neither he nor his pengelola."""
    show = (
        (identity.format_nip, identity.format_phone, str, str)
        if whole
        else (identity.mask_nip, identity.mask_phone, identity.mask_number, identity.mask_email)
    )
    rows = (
        (_("Surel"), user.email, show[3]),
        (_("Nomor HP"), user.phone, show[1]),
        (_("NIP atau NI PPPK"), user.nip, show[0]),
        (_("NUPTK"), user.nuptk, show[2]),
        (_("NISN"), user.nisn, show[2]),
        (_("Jabatan"), user.position, str),
        (_("Pangkat dan golongan"), user.rank, str),
    )
    return [(label, shown(value)) for label, value, shown in rows if value]


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
        name=form.name.data or "",
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
