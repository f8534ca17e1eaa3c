"""Forms of the office: people, their roles, their work units, the guardian's letter."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField

from app.accounts.identity import (
    parse_email,
    parse_npsn,
    parse_person_name,
    parse_phone,
    parse_username,
    refuse_mistyped_email,
)
from app.kernel.i18n import lazy
from app.web.fields import Form, chosen, most, needed, one_line, passes, several_lines


class NewPersonForm(Form):
    """Who gets an account."""

    name = StringField(
        lazy("Nama lengkap"),
        description=lazy("Boleh dengan gelar; gelar kami pisahkan sendiri."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama orang yang diundang.")), most(160), passes(parse_person_name)],
    )
    unit = SelectField(lazy("Satuan kerja"), validators=[chosen(lazy("Pilih satuan kerjanya."))])
    email = StringField(
        lazy("Surel"), filters=[one_line], validators=[passes(parse_email), passes(refuse_mistyped_email)], render_kw={"type": "email"}
    )
    phone = StringField(
        lazy("Nomor HP"), filters=[one_line], validators=[passes(parse_phone)], render_kw={"type": "tel"}
    )
    username = StringField(
        lazy("Nama pengguna"),
        description=lazy("Bila kosong, kami buat dari namanya."),
        filters=[one_line],
        validators=[passes(parse_username), passes(refuse_mistyped_email)],
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )
    role = SelectField(
        lazy("Peran"), description=lazy("Peserta dan siswa mendapat perannya saat diundang ke angkatan.")
    )
    is_pupil = BooleanField(lazy("Orang ini siswa; akunnya menunggu surat orang tua atau wali."))
    mentor = SelectField(lazy("Guru pendamping"), description=lazy("Hanya untuk siswa."))


class ReasonForm(Form):
    """Why something is done to somebody's account; kept in the audit."""

    reason = TextAreaField(
        lazy("Alasan"),
        description=lazy("Tercatat dalam jejak audit dan terlihat oleh pengelola."),
        filters=[several_lines],
        validators=[needed(lazy("Tulis alasannya dalam satu kalimat.")), most(500)],
    )


class AnswerForm(Form):
    """Why a request to erase is not done; the person reads it."""

    reason = TextAreaField(
        lazy("Alasan"),
        description=lazy("Dibaca orang yang meminta."),
        filters=[several_lines],
        validators=[needed(lazy("Tulis alasannya agar orang ini mengerti.")), most(500)],
    )


class RoleForm(Form):
    """A role for a work unit."""

    role = SelectField(lazy("Peran"), validators=[chosen(lazy("Pilih peran yang diberikan."))])
    unit = SelectField(
        lazy("Untuk satuan kerja"), validators=[chosen(lazy("Pilih satuan kerja tempat peran ini berlaku."))]
    )


class PupilForm(Form):
    """Whether somebody is a pupil, and who accompanies him."""

    is_pupil = BooleanField(lazy("Orang ini siswa"))
    mentor = SelectField(lazy("Guru pendamping"))


class MoveForm(Form):
    """Another work unit."""

    unit = SelectField(lazy("Satuan kerja"), validators=[chosen(lazy("Pilih satuan kerjanya."))])


class UnitForm(Form):
    """A new work unit."""

    parent = SelectField(lazy("Di bawah"), validators=[chosen(lazy("Pilih satuan kerja di atasnya."))])
    kind = SelectField(lazy("Jenis"), validators=[chosen(lazy("Pilih jenisnya."))])
    name = StringField(
        lazy("Nama"), filters=[one_line], validators=[needed(lazy("Tulis nama satuan kerja.")), most(160)]
    )
    short_name = StringField(
        lazy("Nama pendek"), description=lazy("Misalnya MAN 2 Solok."), filters=[one_line], validators=[most(80)]
    )
    city = StringField(lazy("Kota atau tempat"), filters=[one_line], validators=[most(80)])
    npsn = StringField(
        lazy("NPSN"),
        description=lazy("8 angka, untuk madrasah."),
        filters=[one_line],
        validators=[passes(parse_npsn)],
        render_kw={"inputmode": "numeric"},
    )


class UnitNameForm(UnitForm):
    """What a work unit is called."""

    parent = None
    """None is how WTForms leaves out what a form inherits."""
    kind = None


class UnitPlaceForm(Form):
    """Another unit above it."""

    parent = SelectField(lazy("Di bawah"), validators=[chosen(lazy("Pilih satuan kerja di atasnya."))])


class UnitImportForm(Form):
    """Many work units at once, pasted or as a CSV file."""

    lines = TextAreaField(
        lazy("Baris satuan kerja"),
        description=lazy(
            "Satu baris satu satuan kerja: nama; jenis; induk; kota; NPSN. Jenis: kankemenag, madrasah, kua, lain."
        ),
        filters=[several_lines],
        validators=[most(200_000)],
    )
    file = FileField(lazy("Berkas CSV"))


class GuardianForm(Form):
    """What stands on the signed letter, and its photo."""

    guardian_name = StringField(
        lazy("Nama orang tua atau wali"),
        description=lazy("Seperti tertulis pada surat."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama orang tua atau wali seperti pada surat.")), most(120)],
    )
    guardian_relation = SelectField(
        lazy("Hubungan dengan siswa"), validators=[chosen(lazy("Pilih hubungannya dengan siswa."))]
    )
    signed_on = DateField(
        lazy("Tanggal tanda tangan"),
        validators=[needed(lazy("Tulis tanggal pada surat, misalnya 21-11-2026."))],
        format=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        render_kw={"type": "date"},
    )
    photo = FileField(
        lazy("Foto surat"),
        description=lazy("Seluruh lembar terlihat dan terbaca. JPEG, PNG, atau WebP."),
        validators=[FileRequired(message=lazy("Pilih foto surat yang sudah ditandatangani."))],
    )
    is_signed = BooleanField(
        lazy("Saya melihat sendiri surat ini, dan surat ini ditandatangani serta menyatakan setuju."),
        validators=[needed(lazy("Beri tanda bahwa Anda melihat sendiri surat yang bertanda tangan."))],
    )
