"""Forms of writing and sending. Drafts are never refused for what is missing; sending says what blocks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from app.curriculum.core.work import FieldKind, SheetField, Task, TaskForm
from app.kernel.i18n import _, lazy
from app.submissions.core import body
from app.submissions.core.content import LONGEST, RELEASE_FIELDS
from app.submissions.core.moving import Window
from app.web.fields import Form, chosen, id_from, most, one_line, options, several_lines
from app.web.held import WALL, HeldForm

SHEET = "lembar-"
DISMISS = "abaikan:"
"""Names of the fields that say why a finding of the coach may stand; the finding's key follows."""
FILE_WORDS = ("keterangan", "alt", "kredit")
_NEEDED = lazy("Isi tanggal dan jamnya.")
_NUMBER = lazy("Isi dengan angka; 0 bila tidak ada.")


class ReleaseForm(Form):
    """A press release in its parts; `isi` is plain typing, or HTML where the editor runs (the id `isi` is the page's main)."""

    judul = StringField(lazy("Judul"), description=lazy("Kalimat aktif yang menyebut manfaat; paling lebar 600 piksel."))
    titimangsa = StringField(lazy("Titimangsa"), description=lazy("Kota dan pengirim, misalnya: Padang, Humas."))
    teras = TextAreaField(lazy("Teras"), description=lazy("Alinea pertama, paling banyak 35 kata: siapa, apa, kapan, di mana."))
    isi = TextAreaField(lazy("Isi"), id="isi-naskah")
    isi_bentuk = HiddenField(default="teks")
    kata_kunci = StringField(lazy("Kata kunci utama"), description=lazy("Satu sampai empat kata yang orang ketik saat mencari kabar ini."))
    judul_halaman = StringField(lazy("Judul halaman"), description=lazy("Yang tampil sebagai judul hasil pencarian. Kosong: judul naskah dipakai."))
    deskripsi = TextAreaField(lazy("Deskripsi"), description=lazy("Satu atau dua kalimat, 120 sampai 160 karakter."))
    slug = StringField(lazy("Slug"), description=lazy("Akhir alamat halaman: huruf kecil, angka, dan tanda hubung."))
    narahubung = StringField(lazy("Narahubung"), description=lazy("Nama dan nomor atau surel yang boleh dihubungi wartawan."))
    penulis = StringField(lazy("Penulis"), description=lazy("Nama penulis atau penyunting naskah ini."))
    revisi = HiddenField()


class TextForm(Form):
    """A plain text."""

    teks = TextAreaField(lazy("Naskah"))
    revisi = HiddenField()


class FilesForm(Form):
    """A task of files: a note, files are handled one by one."""

    catatan = TextAreaField(lazy("Catatan untuk penilai"))
    revisi = HiddenField()


class UploadForm(Form):
    """Files to add."""

    berkas = MultipleFileField(lazy("Berkas"))


class SendForm(Form):
    """The last step before a version is frozen."""

    sidik = HiddenField()
    nomor = HiddenField()
    asli = BooleanField(lazy("Naskah ini karya saya sendiri; bagian yang saya kutip saya sebut sumbernya."))
    catatan_ubah = TextAreaField(
        lazy("Apa yang saya ubah"),
        description=lazy("Satu sampai tiga kalimat: masukan mana yang Anda pakai dan apa hasilnya."),
        filters=[several_lines],
        validators=[most(2_000)],
    )


class ExtendForm(Form):
    """A later deadline for one person."""

    sampai = DateTimeLocalField(lazy("Tenggat baru (WIB)"), format=WALL)
    alasan = StringField(lazy("Alasan"), filters=[one_line], validators=[most(300)])


class WindowForm(HeldForm):
    """The window of a whole class at one task."""

    ids = "kelas-"

    buka = DateTimeLocalField(lazy("Tugas dibuka (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    tulis = DateTimeLocalField(lazy("Tenggat kelas (WIB)"), format=WALL, validators=[chosen(_NEEDED)])
    hari = IntegerField(
        lazy("Hari terlambat yang masih diterima"),
        validators=[chosen(_NUMBER), NumberRange(0, 60, lazy("Isi 0 sampai 60 hari."))],
    )
    potongan = IntegerField(
        lazy("Potongan untuk tiap hari terlambat (poin)"),
        validators=[chosen(_NUMBER), NumberRange(0, 100, lazy("Isi 0 sampai 100 poin."))],
    )

    def fill(self, window: Window) -> None:
        """Show what stands."""
        self.show(_window_values(window))

    def typed(self, window: Window) -> Window:
        """What was typed over what stands."""
        new = self.over(_window_values(window))
        return Window(new["buka"], new["tulis"], new["hari"], new["potongan"])


def _window_values(window: Window) -> dict[str, object]:
    return {"buka": window.opens_at, "tulis": window.due_at, "hari": window.late_days, "potongan": window.late_points}


class TakeForm(Form):
    """Why a draft that was never sent is taken as the work."""

    ids = "terima-"

    alasan = StringField(lazy("Alasan"), filters=[one_line], validators=[most(300)])


class WholeForm(Form):
    """A whole release, pasted."""

    naskah = TextAreaField(
        lazy("Naskah utuh"), description=lazy("Tempel dari Word, WhatsApp, atau surel. Kami usulkan bagiannya; Anda yang memutuskan.")
    )


class TryForm(Form):
    """A text for the coach, by anyone."""

    naskah = TextAreaField(lazy("Naskah"), description=lazy("Judul di baris pertama, lalu isinya. Tempel dari Word, WhatsApp, atau situs."))
    kata_kunci = StringField(lazy("Kata kunci"), description=lazy("Istilah yang diketik warga saat mencari kabar ini."))


def sheet_form(fields: tuple[SheetField, ...]) -> type[Form]:
    """A form class with the fields of a sheet, named `lembar-<id>`."""
    made: dict[str, Any] = {f"{SHEET}{field.id}": _sheet_field(field) for field in fields}
    made["revisi"] = HiddenField()
    return type("SheetForm", (Form,), made)


def _sheet_field(field: SheetField) -> Field:
    about: dict[str, Any] = {"label": field.label, "description": field.help}
    match field.kind:
        case FieldKind.PARAGRAF:
            return TextAreaField(**about)
        case FieldKind.PILIHAN:
            return SelectField(choices=options([(choice, choice) for choice in field.choices], empty=_("Pilih satu")), validate_choice=False, **about)
        case FieldKind.CENTANG:
            return BooleanField(**about)
        case _:
            return StringField(**about)


def writing_form(task: Task, values: Mapping[str, Any], revision: int) -> Form:
    """The form of a task, filled from a draft (or from what was typed) and bound to nothing that was sent."""
    match task.form:
        case TaskForm.SIARAN_PERS:
            form: Form = ReleaseForm(formdata=None)
            for name in RELEASE_FIELDS:
                form[name].data = values.get(name, "")
                form[name].flags.required = name in {"judul", "teras", "isi"}
            if values.get("isi_bentuk") != "teks":
                form["isi"].data = body.to_typed(str(values.get("isi", "")))
        case TaskForm.TEKS:
            form = TextForm(formdata=None)
            form["teks"].data = values.get("teks", "")
            form["teks"].flags.required = True
        case TaskForm.BERKAS:
            form = FilesForm(formdata=None)
            form["catatan"].data = values.get("catatan", "")
        case TaskForm.LEMBAR:
            form = sheet_form(task.sheet)(formdata=None)
            for field in task.sheet:
                form[f"{SHEET}{field.id}"].data = values.get("lembar", {}).get(field.id, "")
                form[f"{SHEET}{field.id}"].flags.required = field.is_required
    form["revisi"].data = revision
    for field in form:
        if field.type == "StringField" and field.name in LONGEST:
            field.render_kw = {**(field.render_kw or {}), "maxlength": LONGEST[field.name]}
    return form


def given_from(task: Task, posted: MultiDict[str, str]) -> dict[str, Any]:
    """What a page without scripts posted, in the shape that scripts send as JSON (see `reading.cleaned`)."""
    given: dict[str, Any] = {name: posted[name] for name in posted if name in {*RELEASE_FIELDS, "isi_bentuk", "teks", "catatan"}}
    if task.form is TaskForm.SIARAN_PERS:
        given["abaikan_tambah"] = {name.removeprefix(DISMISS): posted[name] for name in posted if name.startswith(DISMISS) and posted[name]}
        given["kembalikan"] = posted.get("kembalikan", "")
    if task.form is TaskForm.LEMBAR:
        given["lembar"] = {field.id: posted.get(f"{SHEET}{field.id}", "") for field in task.sheet}
    files: dict[int, dict[str, Any]] = {}
    for name in posted:
        words, _dash, asset = name.partition("-")
        if words in FILE_WORDS and id_from(asset):
            files.setdefault(int(asset), {"asset": int(asset)})[words] = posted[name]
    given["berkas"] = list(files.values())
    return given
