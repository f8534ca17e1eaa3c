"""Forms: Indonesian messages, cleaned input, the error summary's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FileField, Label, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation

from app.kernel import richtext
from app.kernel.errors import AppError
from app.kernel.i18n import _, lazy


def _sentences() -> dict[str, str]:
    """What WTForms says by itself, in words that tell what to do."""
    return {
        "Not a valid choice.": _("Pilihan ini tidak ada dalam daftar. Pilih salah satu."),
        "Not a valid choice": _("Pilihan ini tidak ada dalam daftar. Pilih salah satu."),
        "Invalid Choice: could not coerce.": _("Pilihan ini tidak ada dalam daftar. Pilih salah satu."),
        "Not a valid date value.": _("Tanggal ini tidak dapat dibaca. Pilih dari kalender, atau tulis seperti 2026-11-30."),
        "Not a valid datetime value.": _("Tanggal dan jam ini tidak dapat dibaca. Pilih dari kalender."),
        "Not a valid integer value.": _("Tulis angka bulat, misalnya 40."),
        "Not a valid decimal value.": _("Tulis angka, misalnya 2,5."),
        "Not a valid float value.": _("Tulis angka, misalnya 2,5."),
        "This field is required.": _("Isian ini masih kosong."),
    }


class Words:
    """The translations that WTForms asks for; its own catalogues hold no Indonesian."""

    def gettext(self, text: str) -> str:
        """A sentence of WTForms in ours; a new one of theirs is shown as it is."""
        return _sentences().get(text, text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Only lists of choices and lengths ask for plurals; our own validators say the lengths."""
        return _("Ada pilihan yang tidak ada dalam daftar. Pilih lagi.") if "choice" in one else (one if count == 1 else many)


class Form(FlaskForm):
    """The base of every form; `problems` feeds the summary at the top of the page.

    Where two forms stand on one page and share a field name, each class says `ids = "perpanjang-"`: the ids in the page
    begin with it, so that labels and the links of the summary find their own field; what is posted keeps its name.
    """

    class Meta(FlaskForm.Meta):
        """How WTForms speaks."""

        def get_translations(self, _form: FlaskForm) -> Words:
            """Our sentences."""
            return Words()

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:  # noqa: ANN401 -- WTForms's own signature
            """What was posted. A file goes to a field that asks for one, and JSON, which no page sends to a form, to none."""
            if formdata is None or not (request.files or request.is_json):
                return super().wrap_formdata(form, formdata)
            asked = {name for name, field in form._fields.items() if isinstance(field, FileField)}
            files = MultiDict((name, file) for name, file in request.files.items(multi=True) if name in asked)
            return CombinedMultiDict((files, request.form)) if files or request.form else None

    ids: ClassVar[str] = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.ids:
            for field in self:
                field.id = f"{self.ids}{field.id}"
                field.label = Label(field.id, field.label.text)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id, sentence) in the order of the page."""
        return [(field.id, str(error)) for field in self for error in field.errors]

    def refuse(self, error: AppError) -> None:
        """Show a service's refusal beside the field it names, or at the top."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors: list[str] = [*self.form_errors, error.message]
        else:
            field.errors = [*field.errors, error.message]


def readable(_form: Form, field: Field) -> None:
    """First of a field's validators: what could not be read has its sentence already, and needs no second one."""
    if field.process_errors:
        raise StopValidation


def needed(message: str) -> DataRequired:
    """The field must hold something; `message` says what to write."""
    return DataRequired(message=message)


def chosen(message: str) -> InputRequired:
    """One of the options must be chosen."""
    return InputRequired(message=message)


def most(count: int) -> Length:
    """At most `count` characters."""
    return Length(max=count, message=lazy("Paling banyak %(max)d karakter; persingkat isian ini."))


def one_line(value: Any) -> Any:  # noqa: ANN401 -- WTForms filters take and return what the field holds
    """A filter: one line of plain text without control characters."""
    return richtext.line(value) if isinstance(value, str) else value


def several_lines(value: Any) -> Any:  # noqa: ANN401 -- as above
    """A filter: plain text with its line breaks, without control characters."""
    return richtext.plain(value).strip() if isinstance(value, str) else value


def passes(check: Callable[[str], object]) -> Callable[[FlaskForm, Field], None]:
    """A validator from a pure check that raises ValueError with a sentence."""

    def validate(_form: FlaskForm, field: Field) -> None:
        if field.data:
            try:
                check(field.data)
            except ValueError as error:
                raise ValidationError(str(error)) from error

    return validate


def id_from(posted: str | None) -> int:
    """An id that a form sent without a field of its own; 0, which no row has, for whatever no database integer can hold."""
    text = posted or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 -- 2**31 has ten


def options(pairs: Sequence[tuple[object, str]], *, empty: str = "") -> list[SelectChoice]:
    """Choices of a select; `empty` is the sentence of the unchosen state."""
    return [SelectChoice("", empty or _("Pilih")), *fixed(pairs)]


def fixed(pairs: Sequence[tuple[object, str]]) -> list[SelectChoice]:
    """Choices without an unchosen state: one of them always holds."""
    return [SelectChoice(str(value), label) for value, label in pairs]
