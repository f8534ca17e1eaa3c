"""Forms of one's own page."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from app.accounts import passwords
from app.accounts.identity import parse_email, parse_nip, parse_nisn, parse_nuptk, parse_person_name, parse_phone
from app.kernel.i18n import lazy
from app.web.fields import Form, most, needed, one_line, passes


class ProfileForm(Form):
    """What a person says about himself; every number may stay empty."""

    name = StringField(
        lazy("Nama lengkap tanpa gelar"),
        description=lazy("Seperti pada ijazah atau SK; nama ini dicetak pada sertifikat."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama lengkap Anda.")), most(120), passes(parse_person_name)],
        render_kw={"autocomplete": "name"},
    )
    title_before = StringField(
        lazy("Gelar di depan nama"), description=lazy("Misalnya Dr. H."), filters=[one_line], validators=[most(40)]
    )
    title_after = StringField(
        lazy("Gelar di belakang nama"),
        description=lazy("Misalnya S.Ag., M.Ag."),
        filters=[one_line],
        validators=[most(80)],
    )
    position = StringField(
        lazy("Jabatan"),
        description=lazy("Misalnya Pranata Humas Ahli Pertama."),
        filters=[one_line],
        validators=[most(120)],
    )
    rank = StringField(
        lazy("Pangkat dan golongan"),
        description=lazy("Misalnya Penata Muda III/a."),
        filters=[one_line],
        validators=[most(60)],
    )
    nip = StringField(
        lazy("NIP atau NI PPPK"),
        description=lazy("18 angka. Hanya Anda dan pengelola yang melihatnya utuh."),
        filters=[one_line],
        validators=[passes(parse_nip)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    nuptk = StringField(
        lazy("NUPTK"),
        description=lazy("16 angka, bagi guru yang memilikinya."),
        filters=[one_line],
        validators=[passes(parse_nuptk)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    nisn = StringField(
        lazy("NISN"),
        description=lazy("10 angka, bagi siswa."),
        filters=[one_line],
        validators=[passes(parse_nisn)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    email = StringField(
        lazy("Surel"),
        description=lazy("Untuk undangan, pemberitahuan, dan tautan bila Anda lupa kata sandi."),
        filters=[one_line],
        validators=[passes(parse_email)],
        render_kw={"type": "email", "autocomplete": "email"},
    )
    phone = StringField(
        lazy("Nomor HP"),
        filters=[one_line],
        validators=[passes(parse_phone)],
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
    current = PasswordField(
        lazy("Kata sandi sekarang"),
        description=lazy("Hanya bila surel atau nomor HP diubah: dengan keduanya orang dapat masuk."),
        validators=[most(passwords.LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
