"""/saya: one's own profile, password, sessions, agreements and data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.access.permissions import Can
from app.accounts import core, devices, lent, passwords, sessions, takeaway
from app.accounts.forms.entry import ChangePasswordForm
from app.accounts.forms.mine import ProfileForm
from app.accounts.identity import format_nip, format_phone, parse_nip
from app.accounts.models import User
from app.accounts.queries import consents as agreements
from app.accounts.queries import entry as queries
from app.accounts.queries import people, profile
from app.accounts.routes.blueprint import bp, settings
from app.accounts.routes.proving import password_proves
from app.accounts.services import consents, entry
from app.accounts.services import profile as service
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import Conflict
from app.kernel.i18n import _, moment
from app.kernel.work import work
from app.web import cookies, guard
from app.web.guard import actor, allow

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
YEAR = timedelta(days=365)


def _me() -> User:
    return db.session.get_one(User, actor().user_id)


@bp.get("/saya")
@allow(Can.SELF)
def mine() -> Any:
    """What Surau knows of the person, and what he can change."""
    user = _me()
    return render_template(
        "accounts/mine.html",
        user=user,
        unit=user.unit.name,
        nip=format_nip(user.nip) if user.nip else "",
        phone=format_phone(user.phone) if user.phone else "",
        roles=people.roles_held(user.id),
        agreements=agreements.agreements_of(user.id),
        publishes=agreements.has_published(user.id),
        languages=LANGUAGES,
    )


@bp.get("/saya/profil")
@allow(Can.SELF)
def profile_form() -> Any:
    """The profile to change."""
    user = _me()
    form = ProfileForm(obj=user)
    form.nip.data = format_nip(user.nip) if user.nip else ""
    form.phone.data = format_phone(user.phone) if user.phone else ""
    return render_template("accounts/profile_form.html", form=form, user=user)


@bp.post("/saya/profil")
@allow(Can.SELF)
def save_profile() -> Any:
    """Store it; a changed address or number asks for the password first."""
    user, form = _me(), ProfileForm()
    if not form.validate_on_submit():
        return _profile_again(form, user, 422)
    new = service.profile_from({name: field.data or "" for name, field in form._fields.items()})
    if (new.email, new.phone) != (user.email, user.phone) and not password_proves(user, form):
        return _profile_again(form, user, 422)
    try:
        with work():
            service.save(user_id=user.id, profile=new, now=clock.now())
    except Conflict as error:
        form.refuse(error)
        return _profile_again(form, user, error.status)
    for warning in parse_nip(new.nip).warnings if new.nip else ():
        flash(warning, "warn")
    flash(_("Profil tersimpan."), "ok")
    return redirect(url_for("accounts.mine"), 303)


def _profile_again(form: ProfileForm, user: User, status: int) -> Any:
    return render_template("accounts/profile_form.html", form=form, user=user), status


@bp.get("/saya/sandi")
@allow(Can.SELF)
def password_form() -> Any:
    """A new password for a known one."""
    return render_template("accounts/password_form.html", form=ChangePasswordForm(), username=_me().username)


@bp.post("/saya/sandi")
@allow(Can.SELF)
def change_password() -> Any:
    """Put it in force: other devices are signed out, this one stays known."""
    user, form = _me(), ChangePasswordForm()
    form.known = (user.name, user.username)
    if not form.validate_on_submit() or not password_proves(user, form):
        return render_template("accounts/password_form.html", form=form, username=user.username), 422
    password_hash, now = passwords.hashed(form.password.data or ""), clock.now()
    with work():
        has_second = sessions.has_second(guard.session_id())
        entry.set_password(user_id=user.id, password_hash=password_hash, now=now, keep_session=None, by_id=user.id)
        key = sessions.begin(user.id, _present_device(), now, has_second=has_second)
    guard.renew_session(key)
    flash(_("Kata sandi sudah diganti. Semua perangkat lain sudah dikeluarkan."), "ok")
    return _known_here(redirect(url_for("accounts.mine"), 303), user.id, password_hash)


def _present_device() -> str:
    found = next((one.device for one in _sessions() if one.id == guard.session_id()), "")
    return found or _("Perangkat tidak dikenal")


def _known_here(response: AnyResponse, user_id: int, password_hash: str) -> AnyResponse:
    secret, secure = settings().secret_key, settings().public_url.startswith("https://")
    devices.remember(response, devices.read(request, secret), secret, user_id, password_hash, secure=secure)
    return response


def _sessions() -> tuple[queries.Session, ...]:
    return queries.sessions_of(actor().user_id, since=clock.now() - sessions.IDLE)


@bp.get("/saya/sesi")
@allow(Can.SELF)
def my_sessions() -> Any:
    """Where one is signed in."""
    return render_template("accounts/sessions.html", sessions=_sessions(), here=guard.session_id())


@bp.post("/saya/sesi/<int:session_id>/akhiri")
@allow(Can.SELF)
def end_session(session_id: int) -> Any:
    """Sign one device out."""
    with work():
        entry.end_session(user_id=actor().user_id, session_id=session_id, now=clock.now())
    flash(_("Perangkat itu sudah dikeluarkan."), "ok")
    return redirect(url_for("accounts.my_sessions"), 303)


@bp.post("/saya/sesi/akhiri-semua")
@allow(Can.SELF, behind_gate=False)
def end_everywhere() -> Any:
    """Sign out everywhere, here too."""
    with work():
        sessions.end_all(actor().user_id, clock.now())
    session.clear()
    flash(_("Anda sudah keluar dari semua perangkat."), "ok")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/saya/izin-publikasi")
@allow(Can.SELF)
def publication() -> Any:
    """Give or take back the agreement to show works in public."""
    is_given = request.form.get("beri") == "ya"
    user = _me()
    with work():
        consents.set_publication(user=user, is_given=is_given, now=clock.now())
    flash(_("Izin menayangkan karya diberikan.") if is_given else _("Izin menayangkan karya dicabut."), "ok")
    return redirect(url_for("accounts.mine"), 303)


def _held() -> dict[str, Any]:
    """Everything we hold about the person, by section."""
    me = actor().user_id
    found = profile.export(me)
    for name, rows in lent.sections():
        found[name] = rows(me, clock.now())
    return found


@bp.get("/saya/data.json")
@allow(Can.SELF)
def my_data() -> Any:
    """Everything we hold about the person, for another program."""
    response = Response(takeaway.as_json(_held()), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="data-saya-surau.json"'
    return response


@bp.get("/saya/data.zip")
@allow(Can.SELF)
def my_data_to_read() -> Any:
    """The same to read and for another program, to keep."""
    held, now = _held(), clock.now()
    page = takeaway.as_html(
        held,
        title=_("Data %(name)s di Surau", name=actor().name),
        lead=_("Dibuat %(at)s. Berkas yang Anda unggah dan sertifikat Anda dapat diunduh satu per satu di Surau; alamatnya ada di bawah.", at=moment(now)),
        empty=_("Tidak ada."),
    )
    files = {"data-saya.html": page, "data-saya.json": takeaway.as_json(held)}
    response = Response(takeaway.as_zip(files, at=clock.local(now)), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="data-saya-surau.zip"'
    return response


@bp.post("/bahasa")
@allow(Can.PUBLIC)
def choose_language() -> Any:
    """Remember the language of this device."""
    response = make_response(redirect(core.own_path(request.form.get("kembali", "/")), 303))
    chosen = request.form.get("bahasa", "id")
    if chosen in LANGUAGES:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        cookies.keep(response, "bahasa", chosen, lives=YEAR, secure=secure)
    return response
