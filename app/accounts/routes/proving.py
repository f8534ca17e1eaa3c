"""The present password, asked for once more before something that matters is changed."""

from __future__ import annotations

from app.accounts import core, passwords, throttle
from app.accounts.forms.entry import ChangePasswordForm
from app.accounts.forms.factor import BeginForm
from app.accounts.forms.mine import ProfileForm
from app.accounts.models import User
from app.accounts.routes.blueprint import settings
from app.kernel import clock
from app.kernel.errors import TooMany
from app.kernel.i18n import _
from app.kernel.work import work


def password_proves(user: User, form: ProfileForm | ChangePasswordForm | BeginForm) -> bool:
    """Whether the present password in the form is right; wrong ones are counted. Leaves the reason in the form."""
    keys = (throttle.key(settings().secret_key, core.Counted.CHANGE, str(user.id)),)
    try:
        with work():
            throttle.take(keys, clock.now())
    except TooMany as error:
        error.field = "current"
        form.refuse(error)
        return False
    if passwords.matches(user.password_hash, form.current.data or ""):
        with work():
            throttle.forgive(keys)
        return True
    form.current.errors = [*form.current.errors, _("Kata sandi sekarang tidak cocok. Tulis ulang.")]
    return False
