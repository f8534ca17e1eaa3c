"""Forms of classes."""

from __future__ import annotations

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.identity import parse_person_name, parse_phone
from app.accounts.invite_lines import read_contact
from app.kernel.i18n import _, lazy
from app.learning.core.numerals import is_roman
from app.learning.models import Issue
from app.web.fields import Form, chosen, fixed, most, needed, one_line, readable, several_lines

YEARS = range(2000, 2101)
"""In which a class may lie: "0206" and "20266" are slips, and no database holds their deadlines."""


class CohortForm(Form):
    """A class: training, dates, pelatih, seats, contact."""

    version_id = SelectField(lazy("Pelatihan"), validators=[chosen(lazy("Pilih pelatihan yang diselenggarakan."))])
    unit_id = SelectField(lazy("Penyelenggara"), validators=[chosen(lazy("Pilih satuan kerja penyelenggara."))])
    name = StringField(
        lazy("Nama angkatan"),
        description=lazy("Seperti disebut sehari-hari, misalnya Angkatan III Tahun 2026."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama angkatan.")), most(120)],
    )
    numeral = StringField(
        lazy("Nomor angkatan"),
        description=lazy("Angka Romawi untuk nomor sertifikat, misalnya III."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nomor angkatan dengan angka Romawi, misalnya III.")), most(12)],
    )
    starts_on = DateField(lazy("Mulai"), validators=[needed(lazy("Pilih tanggal mulai."))])
    ends_on = DateField(lazy("Selesai"), validators=[needed(lazy("Pilih tanggal selesai."))])
    seats = IntegerField(
        lazy("Kursi"),
        default=40,
        validators=[
            readable,
            chosen(lazy("Tulis jumlah kursi.")),
            NumberRange(min=1, max=2000, message=lazy("Kursi antara 1 dan 2.000.")),
        ],
    )
    mode = SelectField(lazy("Moda"), validators=[chosen(lazy("Pilih moda."))], choices=fixed([("daring", lazy("Daring")), ("luring", lazy("Luring")), ("bauran", lazy("Bauran"))]))
    place = StringField(lazy("Tempat"), filters=[one_line], validators=[Optional(), most(120)])
    partner = StringField(lazy("Mitra"), filters=[one_line], validators=[Optional(), most(120)])
    trainers = SelectMultipleField(
        lazy("Pelatih"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[chosen(lazy("Pilih paling sedikit satu pelatih."))],
    )
    contact_name = StringField(
        lazy("Narahubung"),
        description=lazy("Tampil di halaman masuk dan pada setiap pesan kesalahan."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama narahubung.")), most(120)],
    )
    contact_phone = StringField(
        lazy("Nomor HP narahubung"), filters=[one_line], validators=[needed(lazy("Tulis nomor HP narahubung."))]
    )
    issue = SelectField(
        lazy("Sertifikat terbit"),
        validators=[chosen(lazy("Pilih kapan sertifikat terbit."))],
        choices=fixed(
            [
                (Issue.SETELAH_DISAHKAN.value, lazy("Setelah pengelola mengesahkan")),
                (Issue.OTOMATIS.value, lazy("Otomatis begitu syarat lengkap")),
            ]
        ),
    )

    def validate_numeral(self, field: StringField) -> None:
        """Roman numerals only: they are printed in certificate numbers."""
        field.data = (field.data or "").upper()
        if not is_roman(field.data):
            raise ValidationError(_("Pakai angka Romawi yang benar, misalnya III atau IV."))

    def validate_contact_phone(self, field: StringField) -> None:
        """A number that can be called."""
        try:
            field.data = parse_phone(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def validate_starts_on(self, field: DateField) -> None:
        """A year that is no slip of the finger: deadlines are counted from it."""
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Periksa tahunnya; tanggal angkatan berada di antara tahun 2000 dan 2100."))

    def validate_ends_on(self, field: DateField) -> None:
        """Not before the start, nor in another age."""
        self.validate_starts_on(field)
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."))


class InviteForm(Form):
    """Up to a hundred lines."""

    lines = TextAreaField(
        lazy("Daftar peserta"),
        description=lazy("Satu orang satu baris: nama; surel, nomor HP, atau nama pengguna; satuan kerja. Paling banyak 100 baris; boleh ditempel dari lembar kerja."),
        filters=[several_lines],
        validators=[needed(lazy("Tempel paling sedikit satu baris."))],
    )
    kind = SelectField(lazy("Mereka adalah"), validators=[chosen(lazy("Pilih salah satu."))], choices=fixed([("peserta", lazy("ASN atau guru")), ("siswa", lazy("Siswa MAN"))]))
    mentor_id = SelectField(lazy("Guru pendamping"), validators=[Optional()])


class NewcomerForm(Form):
    """Who comes by the class link and has no account: enough to be recognised and to be answered."""

    ids = "baru-"
    name = StringField(
        lazy("Nama lengkap"), filters=[one_line], validators=[needed(lazy("Tulis nama lengkap Anda.")), most(120)]
    )
    contact = StringField(
        lazy("Surel atau nomor HP"),
        description=lazy("Undangan dikirim ke sini setelah permintaan disetujui."),
        filters=[one_line],
        validators=[needed(lazy("Tulis surel atau nomor HP Anda.")), most(120)],
    )
    unit = StringField(
        lazy("Satuan kerja atau madrasah"),
        description=lazy("Misalnya MAN 1 Kota Padang, atau Kemenag Kabupaten Agam."),
        filters=[one_line],
        validators=[needed(lazy("Tulis nama satuan kerja atau madrasah Anda.")), most(160)],
    )
    kind = SelectField(lazy("Saya"), validators=[chosen(lazy("Pilih salah satu."))], choices=fixed([("peserta", lazy("ASN atau guru")), ("siswa", lazy("Siswa MAN"))]))

    def validate_name(self, field: StringField) -> None:
        """A name that a person has."""
        try:
            parse_person_name(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def validate_contact(self, field: StringField) -> None:
        """An address or a number; a user name reaches nobody."""
        whole = _("Tulis surel yang lengkap, seperti nama@contoh.id, atau nomor HP.")
        try:
            found = read_contact(field.data or "")
        except ValueError as error:
            is_word = not any(sign == "@" or sign.isdigit() for sign in field.data or "")
            raise ValidationError(whole if is_word else str(error)) from error
        if "username" in found:
            raise ValidationError(whole)


class DecisionForm(Form):
    """Accept, turn down, let go; a reason for the last two."""

    state = SelectField(choices=fixed([("diterima", ""), ("ditolak", ""), ("mundur", "")]), validators=[chosen(lazy("Pilih keputusan."))])
    reason = StringField(filters=[one_line], validators=[most(300)])

    def validate_reason(self, field: StringField) -> None:
        """Whoever is turned down or let go is told why, or finds it in the record."""
        if self.state.data in {"ditolak", "mundur"} and not field.data:
            raise ValidationError(_("Tulis alasannya."))


class ExtraForm(Form):
    """One more try, with a reason."""

    ids = "percobaan-"
    step_id = SelectField(lazy("Kuis atau tes"), validators=[chosen(lazy("Pilih kuis atau tes."))])
    reason = StringField(
        lazy("Alasan"), filters=[one_line], validators=[needed(lazy("Tulis alasannya. Alasan ini tersimpan.")), most(300)]
    )


class WaiveForm(Form):
    """Waive a step, with a reason."""

    ids = "bebas-"
    key = SelectField(lazy("Langkah"), validators=[chosen(lazy("Pilih langkah yang dibebaskan."))])
    reason = StringField(
        lazy("Alasan"), filters=[one_line], validators=[needed(lazy("Tulis alasannya. Alasan ini tersimpan.")), most(300)]
    )


class MoveForm(Form):
    """Move a class to the live version of its training, with a reason."""

    ids = "pindah-"
    reason = StringField(
        lazy("Alasan"), filters=[one_line], validators=[needed(lazy("Tulis alasannya. Alasan ini tersimpan.")), most(300)]
    )


class BackForm(MoveForm):
    """Move it back."""

    ids = "kembali-"
