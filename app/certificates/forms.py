"""Forms of certificates."""

from __future__ import annotations

import re
from typing import Final

from wtforms import DateField, FileField, StringField
from wtforms.validators import Optional, ValidationError

from app.accounts.identity import parse_nip
from app.certificates.core import check_template, unprinted
from app.kernel.i18n import _, lazy
from app.web.fields import Form, most, needed, one_line

UNIT_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]*")
"""People read numbers out on the phone and type them at "Periksa keaslian"."""


class OfficeForm(Form):
    """Who issues and who signs, with the dates between which he may."""

    organiser = StringField(
        lazy("Penyelenggara"),
        description=lazy("Nama lembaga yang tercetak di kepala sertifikat. Satuan kerja penyelenggara pada angkatan menentukan pengaturan mana yang dipakai."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama lembaga penyelenggara.")), most(160)],
    )
    city = StringField(lazy("Kota terbit"), filters=[one_line], validators=[needed(lazy("Tulis kota terbit.")), most(60)])
    unit_code = StringField(
        lazy("Kode satker pada nomor"),
        description=lazy("Menurut tata naskah kantor Anda, misalnya Kw.03."),
        filters=[one_line],
        validators=[needed(lazy("Tulis kode satker untuk nomor sertifikat.")), most(20)],
    )
    signatory_title = StringField(lazy("Jabatan penanda tangan"), filters=[one_line], validators=[needed(lazy("Tulis jabatan penanda tangan.")), most(120)])
    signatory_name = StringField(lazy("Nama penanda tangan"), filters=[one_line], validators=[needed(lazy("Tulis nama penanda tangan.")), most(120)])
    signatory_nip = StringField(lazy("NIP penanda tangan"), filters=[one_line], validators=[Optional()])
    valid_from = DateField(lazy("Berlaku mulai"), validators=[Optional()])
    valid_to = DateField(lazy("Berlaku sampai"), validators=[Optional()])
    number_template = StringField(
        lazy("Pola nomor sertifikat"),
        description=lazy("Isian yang dikenal: {urut}, {kode}, {angkatan}, {satker}, {bulan_romawi}, {tahun}. Nomor urut lima angka ditulis {urut:05d}."),
        filters=[one_line],
        validators=[needed(lazy("Tulis pola nomor sertifikat.")), most(100)],
    )

    def validate_organiser(self, field: StringField) -> None:
        """What is printed can be printed."""
        if odd := unprinted(field.data or ""):
            raise ValidationError(_("Tanda %(sign)s tidak dapat dicetak pada sertifikat. Hapus atau ganti tanda itu.", sign=odd[0]))

    validate_city = validate_signatory_title = validate_signatory_name = validate_organiser

    def validate_number_template(self, field: StringField) -> None:
        """Numbers of this form are told apart and hold nothing unknown."""
        try:
            check_template(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def validate_signatory_nip(self, field: StringField) -> None:
        """A NIP as domain.md 1.3 says, kept as digits."""
        try:
            field.data = parse_nip(field.data).digits
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def validate_unit_code(self, field: StringField) -> None:
        """What stands in an office's letters; slashes would make the number's parts ambiguous."""
        if "/" in (field.data or ""):
            raise ValidationError(lazy("Kode satker tidak memuat garis miring."))
        if not UNIT_CODE.fullmatch(field.data or ""):
            raise ValidationError(lazy("Kode satker hanya memuat huruf A sampai Z, angka, titik, tanda hubung, dan spasi, dan diawali huruf atau angka, misalnya Kw.03."))

    def validate_valid_to(self, field: DateField) -> None:
        """Not before the first day."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(lazy("Tanggal akhir mendahului tanggal awal."))


class ReasonForm(Form):
    """A reason that is kept."""

    reason = StringField(lazy("Alasan"), filters=[one_line], validators=[needed(lazy("Tulis alasannya. Alasan ini tersimpan.")), most(300)])


class ReplaceForm(ReasonForm):
    """Why a certificate is replaced."""

    ids = "ganti-"


class RevokeForm(ReasonForm):
    """Why a certificate is revoked; its holder is told."""

    ids = "cabut-"
    reason = StringField(
        lazy("Alasan"),
        description=lazy("Pemegang sertifikat diberi tahu dan membaca alasan ini. Halaman keaslian yang dibaca umum tidak memuatnya."),
        filters=[one_line],
        validators=[needed(lazy("Tulis alasannya. Pemegang sertifikat membacanya.")), most(300)],
    )


class CheckForm(Form):
    """"Periksa keaslian": a code, a number with a name, or the file itself."""

    code = StringField(
        lazy("Kode verifikasi"),
        description=lazy("Enam belas huruf dan angka di dekat kode QR, misalnya K7QM-3XFD-9RTB-WHPA."),
        filters=[one_line],
        validators=[Optional(), most(80)],
    )
    number = StringField(lazy("Nomor sertifikat"), filters=[one_line], validators=[Optional(), most(120)])
    name = StringField(lazy("Nama pada sertifikat"), filters=[one_line], validators=[Optional(), most(160)])
    document = FileField(lazy("Berkas PDF"), description=lazy("Berkas dibandingkan dengan yang kami terbitkan, lalu dilupakan."))
