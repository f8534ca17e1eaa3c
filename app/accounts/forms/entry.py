"""Forms at the door: sign-in, invitation, forgotten and new passwords."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, StringField, ValidationError
from wtforms.validators import EqualTo, Length

from app.accounts import core, passwords
from app.accounts.identity import parse_username
from app.kernel.i18n import lazy
from app.web.fields import Form, most, needed, one_line, passes

USERNAME_HINT = lazy("Huruf kecil, angka, titik, atau garis; 3 sampai 32 karakter. Anda dapat memakai usulan kami.")
PASSWORD_HINT = lazy("Paling sedikit 8 karakter. Tiga kata yang mudah Anda ingat sudah cukup kuat.")


class SignInForm(Form):
    """Who, and the proof."""

    handle = StringField(
        lazy("Nama pengguna, surel, atau nomor HP"),
        filters=[one_line],
        validators=[
            needed(lazy("Tulis nama pengguna, alamat surel, atau nomor HP Anda.")),
            Length(
                max=core.LONGEST_HANDLE,
                message=lazy("Isian ini terlalu panjang untuk sebuah nama pengguna, surel, atau nomor HP."),
            ),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        lazy("Kata sandi"),
        validators=[needed(lazy("Tulis kata sandi Anda.")), most(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class ForgottenForm(Form):
    """For whom a link is asked."""

    handle = StringField(
        lazy("Nama pengguna, surel, atau nomor HP"),
        filters=[one_line],
        validators=[
            needed(lazy("Tulis nama pengguna, alamat surel, atau nomor HP Anda.")),
            most(core.LONGEST_HANDLE),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    """A new password, twice, so that a slip is found before it matters."""

    password = PasswordField(
        lazy("Kata sandi baru"),
        description=PASSWORD_HINT,
        validators=[needed(lazy("Tulis kata sandi baru."))],
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        lazy("Ulangi kata sandi baru"),
        validators=[
            needed(lazy("Tulis kata sandi yang sama sekali lagi.")),
            EqualTo("password", message=lazy("Kedua kata sandi tidak sama. Tulis ulang keduanya.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    known: tuple[str, ...] = ()
    """Names of the person: a password that is little more than one of them is refused."""

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what others guess at once."""
        weakness = passwords.weakness(field.data or "", self.known)
        if weakness:
            raise ValidationError(weakness)


class ChangePasswordForm(NewPasswordForm):
    """The present password proves who changes it."""

    current = PasswordField(
        lazy("Kata sandi sekarang"),
        validators=[needed(lazy("Tulis kata sandi Anda yang sekarang.")), most(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class AcceptForm(NewPasswordForm):
    """What an invited person chooses."""

    username = StringField(
        lazy("Nama pengguna"),
        description=USERNAME_HINT,
        filters=[one_line, lambda value: value.casefold() if isinstance(value, str) else value],
        validators=[needed(lazy("Tulis nama pengguna yang Anda inginkan.")), passes(parse_username)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class ErasureForm(Form):
    """What erasing means was understood."""

    is_sure = BooleanField(
        lazy("Saya mengerti bahwa data yang dihapus tidak dapat dikembalikan dan akun saya ditutup."),
        validators=[needed(lazy("Beri tanda bahwa Anda mengerti akibatnya."))],
    )


class NoticeForm(Form):
    """The privacy notice was read."""

    has_read = BooleanField(
        lazy("Saya sudah membaca pemberitahuan privasi ini dan memahaminya."),
        validators=[needed(lazy("Beri tanda bahwa Anda sudah membaca pemberitahuan ini."))],
    )
