"""/orang: the people of an office, found and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from app.access.permissions import Can, Role
from app.access.scope import GrantRef, Scope
from app.accounts import identity, words
from app.accounts.core import GIVEN_BY_OFFICE, rank_of, rank_over
from app.accounts.forms.people import MoveForm, PupilForm, ReasonForm, RoleForm
from app.accounts.models import Standing, User
from app.accounts.queries import consents, erasures, history, people, units
from app.accounts.queries.people import PAGE, Wanted
from app.accounts.routes.blueprint import bp, page_number
from app.kernel.errors import Missing
from app.kernel.i18n import _, ngettext
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
    pages = max(1, -(-total // PAGE))
    names = {role: word() for role, word in ROLE_NAMES.items()}
    return render_template(
        "accounts/people.html",
        rows=rows,
        names=names,
        standings=words.standing_words(),
        asked=asked,
        filters=_filters(asked, names, [(str(one.id), one.label) for one in branches]),
        page=min(page, pages),
        pages=pages,
        total=ngettext("%(num)d orang", "%(num)d orang", total),
        is_narrowed=any(asked.values()),
        erasing=erasures.open_count(scope(Can.PEOPLE_MANAGE)) if actor().may(Can.PEOPLE_MANAGE) else 0,
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
    factor: ReasonForm = field(default_factory=lambda: ReasonForm(formdata=None, prefix="langkah-"))


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
    roles = people.roles_held(user.id)
    may_manage = people.holds(manages, user, roles)
    if may_manage:
        fill_choices(forms, user, manages, sent)
    names = {role: word() for role, word in ROLE_NAMES.items()}
    around = people.around(user.id)
    held = tuple(GrantRef(one.role, one.unit_path, one.cohort_id) for one in roles)
    return render_template(
        "accounts/person.html",
        user=user,
        numbers=_numbers(user, whole=may_manage or user.id == actor().user_id),
        standing=words.standing_words()[user.standing],
        roles=roles,
        own_paths=manages.unit_paths,
        names=names,
        agreements=consents.agreements_of(user.id),
        deeds=history.deeds(user.id) if may_manage else (),
        has_factor=may_manage and around.has_factor,
        deed_words=words.deed_words(),
        may_manage=may_manage,
        around=around,
        may_reset=people.holds(scope(Can.RESET_LINK), user, roles),
        is_below=rank_of(held) < rank_of(actor().grants),
        may_link=rank_of(held) < _rank_for_links(user, held),
        is_me=user.id == actor().user_id,
        forms=forms,
        sent=sent,
    ), status


def _rank_for_links(user: User, held: tuple[GrantRef, ...]) -> int:
    """The rank by which the one who looks may make a reset link for this person."""
    classes = frozenset(one.cohort_id for one in held if one.cohort_id is not None)
    return rank_over(actor(), Can.RESET_LINK, unit_path=user.unit_path, cohort_ids=classes, mentor_id=user.mentor_id)


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
