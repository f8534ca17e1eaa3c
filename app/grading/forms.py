"""Forms of the desk. Levels are radios named `tingkat-<criterion>`, read by the route."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.kernel.i18n import lazy
from app.web.fields import Form, most, needed, one_line, several_lines


class JudgeForm(Form):
    """The pelatih's judgement of one version."""

    version_id = HiddenField()
    dasar = HiddenField()
    """When the grade that the page showed was made, so that nobody overwrites a colleague unseen."""
    feedback = TextAreaField(
        lazy("Umpan balik untuk penulis"),
        description=lazy("Apa yang sudah kuat, lalu langkah berikutnya. Penulis membacanya bersama nilai."),
        filters=[several_lines],
        validators=[most(6_000)],
    )
    reason = StringField(
        lazy("Alasan perubahan"),
        description=lazy("Wajib bila nilai sudah diumumkan; tampil di riwayat."),
        filters=[one_line],
        validators=[most(400)],
    )
    keep = BooleanField(lazy("Simpan umpan balik ini ke bank komentar"))
    keep_for = SelectField(lazy("Disimpan untuk kriteria"), choices=[SelectChoice("", lazy("Umum"))], validate_choice=False)


class ReviseForm(Form):
    """Wajib revisi."""

    why = TextAreaField(
        lazy("Apa yang harus diperbaiki"),
        description=lazy("Penulis membacanya sebagai petunjuk. Ia mendapat lima hari."),
        filters=[several_lines],
        validators=[needed(lazy("Tulis apa yang harus diperbaiki; penulis membacanya sebagai petunjuk.")), most(2_000)],
    )


class TakeBackForm(Form):
    """A required revision is taken back."""

    cabut = StringField(
        lazy("Alasan mencabut"),
        description=lazy("Penulis membacanya bersama kabar bahwa revisinya tidak diminta lagi."),
        filters=[one_line],
        validators=[needed(lazy("Tulis alasan mencabut permintaan revisi; penulis membacanya.")), most(400)],
    )


class RemarkForm(Form):
    """The pelatih's comment on a paragraph or a chosen stretch."""

    span = HiddenField()
    body = TextAreaField(
        lazy("Komentar Anda"),
        filters=[several_lines],
        validators=[needed(lazy("Tulis komentarnya dahulu.")), most(2_000)],
    )


class AppealForm(Form):
    """The author's objection to his grade."""

    keberatan = TextAreaField(
        lazy("Alasan keberatan"),
        description=lazy("Sebut kriterianya dan bagian naskah yang menurut Anda dinilai keliru. Pelatih membacanya."),
        filters=[several_lines],
        validators=[
            needed(lazy("Tulis alasannya: bagian mana yang menurut Anda dinilai keliru, dan mengapa.")), most(2_000)
        ],
    )


class AnswerForm(Form):
    """The pelatih's answer: the grade stays."""

    jawaban = TextAreaField(
        lazy("Jawaban untuk penulis"),
        description=lazy("Untuk nilai yang tetap. Bila nilainya Anda ubah, simpan nilai baru dengan alasannya; itu jawabannya."),
        filters=[several_lines],
        validators=[needed(lazy("Tulis jawabannya; penulis membacanya di halaman umpan balik.")), most(2_000)],
    )


class SavedForm(Form):
    """A sentence for the comment bank; `criterion` says where it belongs, empty for anywhere."""

    criterion = SelectField(lazy("Untuk kriteria"), choices=[SelectChoice("", lazy("Umum"))], validate_choice=False)

    text = TextAreaField(
        lazy("Kalimat"),
        filters=[several_lines],
        validators=[needed(lazy("Tulis kalimat yang ingin disimpan.")), most(1_000)],
    )
