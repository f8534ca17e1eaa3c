"""Forms of the second factor."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from app.accounts import passwords
from app.kernel.i18n import lazy
from app.web.fields import Form, most, needed, one_line

CODE_LOOKS = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class CodeForm(Form):
    """A code of the app, or a recovery code."""

    code = StringField(
        lazy("Kode verifikasi"),
        description=lazy("Enam angka dari aplikasi, atau satu kode cadangan."),
        filters=[one_line],
        validators=[needed(lazy("Ketik enam angka yang tampil di aplikasi Anda.")), most(60)],
        render_kw=CODE_LOOKS,
    )


class BeginForm(Form):
    """The present password proves who sets it up."""

    current = PasswordField(
        lazy("Kata sandi sekarang"),
        validators=[needed(lazy("Tulis kata sandi Anda yang sekarang.")), most(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class FirstCodeForm(Form):
    """The first code says that app and site agree."""

    code = StringField(
        lazy("Kode dari aplikasi"),
        description=lazy("Enam angka yang sekarang tampil di aplikasi."),
        filters=[one_line],
        validators=[needed(lazy("Ketik enam angka yang tampil di aplikasi Anda.")), most(20)],
        render_kw={**CODE_LOOKS, "inputmode": "numeric"},
    )
