"""/undangan/<token>, /setel-ulang/<token>: shown by GET without any effect, used up by POST only."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.accounts import lent, passwords
from app.accounts.forms.entry import AcceptForm, NewPasswordForm
from app.accounts.lent import ClassCard
from app.accounts.models import LinkPurpose
from app.accounts.queries import entry as queries
from app.accounts.queries.entry import Opened
from app.accounts.routes.blueprint import bp, unreferred
from app.accounts.routes.entry import let_in
from app.accounts.services import links
from app.kernel import clock
from app.kernel.errors import Conflict
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.fields import Form
from app.web.guard import actor_or_none, allow


@bp.get("/undangan/<token>")
@allow(Can.PUBLIC)
def invitation(token: str) -> Any:
    """Who invites, to what; a form for a new account, one button for a known one."""
    link = queries.opened(token, LinkPurpose.INVITE, clock.now())
    card = lent.class_card(link.cohort_id, link.user_id) if link else None
    if link is None or (card and not card.is_open):
        return _gone("accounts/link_gone.html", card)
    return _invitation(link, card, token, AcceptForm(username=link.username), 200)


@bp.post("/undangan/<token>")
@allow(Can.PUBLIC)
def accept_invitation(token: str) -> Any:
    """Open the account, or join the class with the account one has."""
    link = queries.opened(token, LinkPurpose.INVITE, clock.now())
    card = lent.class_card(link.cohort_id, link.user_id) if link else None
    if link is None or (card and not card.is_open):
        return _gone("accounts/link_gone.html", card)
    if link.has_password:
        return _joined(link)
    form = AcceptForm()
    form.known = (link.name, form.username.data or "")
    if not form.validate_on_submit():
        return _invitation(link, card, token, form, 422)
    chosen = links.NewAccount(form.username.data or "", passwords.hashed(form.password.data or ""))
    try:
        with work():
            links.accept(
                link_id=link.id, user_id=link.user_id, cohort_id=link.cohort_id, chosen=chosen, now=clock.now()
            )
    except Conflict as error:
        form.refuse(error)
        return _invitation(link, card, token, form, 409)
    account = queries.account_of(chosen.username)
    return let_in(account, redirect("/", 303)) if account else redirect(url_for("accounts.sign_in"), 303)


def _joined(link: Opened) -> Any:
    person = actor_or_none()
    if person is None or person.user_id != link.user_id:
        return redirect(url_for("accounts.sign_in"), 303)
    with work():
        links.accept(link_id=link.id, user_id=link.user_id, cohort_id=link.cohort_id, chosen=None, now=clock.now())
    flash(_("Anda sudah bergabung. Kelasnya ada di Beranda."), "ok")
    return redirect("/", 303)


def _invitation(link: Opened, card: ClassCard | None, token: str, form: AcceptForm, status: int) -> Response:
    person = actor_or_none()
    return unreferred(
        make_response(
            render_template(
                "accounts/invitation.html",
                link=link,
                form=form,
                card=card,
                here=url_for("accounts.invitation", token=token),
                is_me=person is not None and person.user_id == link.user_id,
                other=person if person is not None and person.user_id != link.user_id else None,
            ),
            status,
        )
    )


@bp.get("/setel-ulang/<token>")
@allow(Can.PUBLIC)
def reset(token: str) -> Any:
    """A new password for a forgotten one."""
    link = queries.opened(token, LinkPurpose.RESET, clock.now())
    if link is None:
        return _gone("accounts/link_gone.html")
    return _reset(link, NewPasswordForm(), 200)


@bp.post("/setel-ulang/<token>")
@allow(Can.PUBLIC)
def reset_now(token: str) -> Any:
    """Spend the link; every session of the account ends."""
    link = queries.opened(token, LinkPurpose.RESET, clock.now())
    if link is None:
        return _gone("accounts/link_gone.html")
    form = NewPasswordForm()
    form.known = (link.name, link.username)
    if not form.validate_on_submit():
        return _reset(link, form, 422)
    password_hash = passwords.hashed(form.password.data or "")
    with work():
        links.set_forgotten_password(
            link_id=link.id, user_id=link.user_id, password_hash=password_hash, now=clock.now()
        )
    flash(_("Kata sandi baru sudah berlaku. Masuk dengan nama pengguna %(name)s.", name=link.username), "ok")
    return redirect(url_for("accounts.sign_in"), 303)


def _reset(link: Opened, form: Form, status: int) -> Response:
    return unreferred(make_response(render_template("accounts/reset.html", link=link, form=form), status))


def _gone(template: str, card: ClassCard | None = None) -> Response:
    """No such link any more; `card` is the class in which the invited person has no place any more."""
    return unreferred(make_response(render_template(template, card=card), 404))
