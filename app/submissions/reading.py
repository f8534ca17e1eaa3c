"""From what was typed to clean fields, from clean fields to the plain text and the coach's reading.

Slow pure work: entries call it before `work()`. A draft is a dict: for siaran_pers the fields of
`core.content.RELEASE_FIELDS` (isi as cleaned HTML), for teks `teks`, for lembar the sheet's ids under `lembar`, for
berkas `catatan`; files of all forms stand under `berkas` as dicts with `asset`, `jenis`, `keterangan`, `alt`, `kredit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.curriculum.core.work import FieldKind, Task, TaskForm
from app.kernel import i18n, richtext
from app.kernel.errors import Invalid
from app.kernel.i18n import _
from app.pressrelease import Context, Image, Release, Report, TooLong, analyse
from app.submissions.core import body, sheet
from app.submissions.core.content import LONGEST, RELEASE_BODY, RELEASE_LINES, SEARCH_FIELDS, Block, Laid, Part, lay_out
from app.submissions.core.earlier import NOTHING, Earlier
from app.submissions.house import house

LABELS: dict[str, str] = {
    "judul": "Judul",
    "titimangsa": "Titimangsa",
    "teras": "Teras",
    "isi": "Isi",
    "kata_kunci": "Kata kunci",
    "judul_halaman": "Judul halaman",
    "deskripsi": "Deskripsi",
    "slug": "Slug",
    "narahubung": "Narahubung",
    "penulis": "Penulis",
    "teks": "Naskah",
    "catatan": "Catatan",
    "keterangan": "Keterangan",
}
LONGEST_REASON = 200
SHORTEST_REASON = 3
MOST_REASONS = 40
"""Letters of a reason to let a finding stand, and how many a work carries."""
_PICTURES = re.compile(r"<figure>.*?</figure>|</?figure>|</?figcaption>|<img[^>]*>", re.DOTALL)


def cleaned(task: Task, given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a draft from anything that was sent; keys that the form does not know are left out.

    A field that was not sent keeps what `before` (the stored draft) holds. Raises Invalid with the field when one is
    longer than any work needs.
    """
    match task.form:
        case TaskForm.SIARAN_PERS:
            fields = {name: _line(name, given, before) for name in (*RELEASE_LINES, *SEARCH_FIELDS, "narahubung", "penulis")}
            return {**fields, "isi": _body(given, before), **_dismissed(given, before)}
        case TaskForm.TEKS:
            return {"teks": _lines("teks", given, before)}
        case TaskForm.LEMBAR:
            values = given.get("lembar")
            if not isinstance(values, Mapping):
                return {"lembar": dict(before.get("lembar", {}))}
            return {"lembar": {key: _sheet_value(value) for key, value in sheet.typed(task.sheet, values).items()}}
        case TaskForm.BERKAS:
            return {"catatan": _lines("catatan", given, before)}


def _dismissed(given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """`abaikan`: keys of findings that the writer lets stand, each with his reason. No key where there never was one."""
    stored = before.get("abaikan") or {}
    wanted, added = given.get("abaikan"), given.get("abaikan_tambah")
    if not isinstance(wanted, Mapping):
        wanted = {**stored, **added} if isinstance(added, Mapping) else stored
    taken_back = given.get("kembalikan", "")
    kept = {
        key: reason[:LONGEST_REASON]
        for key, words in wanted.items()
        if isinstance(key, str) and isinstance(words, str) and key != taken_back and len(key) <= LONGEST_REASON
        if len(reason := richtext.line(words)) >= SHORTEST_REASON
    }
    return {"abaikan": dict(list(kept.items())[-MOST_REASONS:])} if kept or "abaikan" in before else {}


def dismissals(report: Report | None, draft: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the coach said and why the writer lets it stand, for whoever grades."""
    reasons = draft.get("abaikan") or {}
    found = report.findings if report else ()
    return tuple((one.message, reasons[one.key]) for one in found if one.key in reasons)


def described(files: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The draft's files with what the author now says of them; which files there are is never taken from `given`."""
    words = given.get("berkas")
    said: dict[int, Mapping[str, Any]] = {}
    for entry in words if isinstance(words, list) else ():
        if isinstance(entry, Mapping) and isinstance(entry.get("asset"), int):
            said[entry["asset"]] = entry
    return [
        {
            "asset": file["asset"],
            "jenis": file.get("jenis", "gambar"),
            **{name: _line(name, said.get(file["asset"], {}), file) for name in ("keterangan", "alt", "kredit")},
        }
        for file in files
    ]


def _line(name: str, given: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    raw = given.get(name, before.get(name, ""))
    return _fitting(name, richtext.line(raw) if isinstance(raw, str) else "")


def _lines(name: str, given: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    raw = given.get(name, before.get(name, ""))
    text = richtext.plain(raw).strip() if isinstance(raw, str) else ""
    return _fitting(name, re.sub(r"[ \t]+\n", "\n", text))


def _fitting(name: str, text: str) -> str:
    if len(text) > LONGEST[name]:
        raise Invalid(
            _(
                "%(label)s %(count)s karakter; paling banyak %(most)s. Persingkat isian ini.",
                label=LABELS.get(name, name),
                count=i18n.number(len(text)),
                most=i18n.number(LONGEST[name]),
            ),
            field=name,
        )
    return text


def _body(given: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    stored = str(before.get("isi", ""))
    raw = given.get("isi")
    if not isinstance(raw, str):
        return stored
    try:
        html = raw if given.get("isi_bentuk") == "html" else body.from_typed(_short(raw), stored, richtext.from_plain)
        return _PICTURES.sub("", richtext.clean(html))
    except richtext.TooLong as error:
        raise Invalid(
            _("Isi terlalu panjang untuk satu siaran pers. Pastikan hanya satu naskah yang ditempel, lalu coba lagi."), field="isi"
        ) from error


def showable(draft: Mapping[str, Any]) -> str:
    """The body as HTML that may stand in a page, also when it was refused; empty when it is plain typing or too long."""
    if draft.get("isi_bentuk") == "teks":
        return ""
    try:
        return _PICTURES.sub("", richtext.clean(str(draft.get("isi", ""))))
    except richtext.TooLong:
        return ""


def _short(text: str) -> str:
    if len(text) > richtext.LONGEST:
        raise richtext.TooLong
    return richtext.plain(text)


def _sheet_value(value: object) -> object:
    return richtext.plain(value).strip() if isinstance(value, str) else value


def lay(task: Task, draft: Mapping[str, Any]) -> Laid:
    """The plain text of a draft, as `core.content` defines it."""
    captions = [
        Part(f"keterangan-{number}", f"Keterangan {'foto' if task.form is TaskForm.SIARAN_PERS else 'berkas'} {number}", str(file.get("keterangan", "")))
        for number, file in enumerate(draft.get("berkas", ()), start=1)
    ]
    match task.form:
        case TaskForm.SIARAN_PERS:
            release = release_of(draft)
            blocks = tuple(Block(str(block.kind), block.start, block.end) for block in release.blocks)
            lines = [Part(name, LABELS[name], str(draft.get(name, ""))) for name in RELEASE_LINES]
            return lay_out([*lines, Part("isi", LABELS["isi"], release.body, blocks), *captions], body=RELEASE_BODY)
        case TaskForm.TEKS:
            return lay_out([Part("teks", LABELS["teks"], str(draft.get("teks", "")))])
        case TaskForm.LEMBAR:
            values = draft.get("lembar", {})
            return lay_out(
                Part(field.id, field.label, str(values.get(field.id, "")))
                for field in task.sheet
                if field.kind is not FieldKind.CENTANG
            )
        case TaskForm.BERKAS:
            return lay_out([Part("catatan", LABELS["catatan"], str(draft.get("catatan", ""))), *captions])


def ticks(task: Task, draft: Mapping[str, Any]) -> list[list[Any]]:
    """The boxes of a sheet as [label, ticked]; frozen as `centang`, for they are no text to comment on."""
    values = draft.get("lembar", {})
    return [[field.label, values.get(field.id) is True] for field in task.sheet if field.kind is FieldKind.CENTANG]


def release_of(draft: Mapping[str, Any]) -> Release:
    """The press release that a draft holds."""
    text = {name: str(draft.get(name, "")) for name in (*RELEASE_LINES, *SEARCH_FIELDS, "narahubung", "penulis")}
    return Release.from_html(
        str(draft.get("isi", "")),
        title=text["judul"],
        dateline=text["titimangsa"],
        lead=text["teras"],
        keyphrase=text["kata_kunci"],
        page_title=text["judul_halaman"],
        meta_description=text["deskripsi"],
        slug=text["slug"],
        contact=text["narahubung"],
        byline=text["penulis"],
        images=tuple(
            Image(alt=str(file.get("alt", "")), caption=str(file.get("keterangan", "")), credit=str(file.get("kredit", "")))
            for file in draft.get("berkas", ())
        ),
    )


def coach(
    task: Task, draft: Mapping[str, Any], *, today: date, units: tuple[str, ...] = (), used: Earlier = NOTHING
) -> Report | None:
    """The coach's reading of a release; None for other forms. `used`: what earlier releases of the unit used.

    Raises Invalid when it is longer than the coach reads.
    """
    if task.form is not TaskForm.SIARAN_PERS:
        return None
    length = task.length
    office = house.read()
    context = replace(
        office,
        today=today,
        key_messages=(*office.key_messages, *task.key_messages),
        unit_names=(*office.unit_names, *units),
        used_keyphrases=used.keyphrases,
        used_descriptions=used.descriptions,
        min_words=length.minimum if length else Context().min_words,
        max_words=length.maximum if length else Context().max_words,
    )
    try:
        return analyse(release_of(draft), context)
    except TooLong as error:
        raise Invalid(str(error), field="isi") from error


def missing(task: Task, draft: Mapping[str, Any]) -> tuple[sheet.Problem, ...]:
    """What blocks sending, field by field; everything else only warns."""
    match task.form:
        case TaskForm.SIARAN_PERS:
            plain = lay(task, draft)
            return tuple(
                sheet.Problem(name, sentence)
                for name, sentence in (
                    ("judul", _("Judul masih kosong. Tulis satu judul.")),
                    ("teras", _("Teras masih kosong. Tulis satu alinea pembuka.")),
                    ("isi", _("Isi masih kosong. Tulis isi naskah.")),
                )
                if plain.field_start(name) is None
            )
        case TaskForm.TEKS:
            return () if str(draft.get("teks", "")).strip() else (sheet.Problem("teks", _("Naskah masih kosong. Tulis jawaban Anda.")),)
        case TaskForm.LEMBAR:
            return sheet.problems(task.sheet, draft.get("lembar", {}))
        case TaskForm.BERKAS:
            return _missing_files(task, len(draft.get("berkas", ())))


def _missing_files(task: Task, count: int) -> tuple[sheet.Problem, ...]:
    rules = task.files
    if rules is None or rules.minimum <= count <= rules.maximum:
        return ()
    if count < rules.minimum:
        return (sheet.Problem("berkas", _("Tugas ini meminta %(least)s berkas; baru %(n)s yang diunggah.", least=rules.minimum, n=count)),)
    return (sheet.Problem("berkas", _("Tugas ini menerima paling banyak %(most)s berkas; lepas %(n)s.", most=rules.maximum, n=count - rules.maximum)),)


def warnings(task: Task, draft: Mapping[str, Any], laid: Laid) -> tuple[str, ...]:
    """What is worth a second look before sending and blocks nothing."""
    found: list[str] = []
    if task.length and not task.length.minimum <= laid.words <= task.length.maximum:
        found.append(
            _("Naskah %(n)s kata; yang diminta %(low)s–%(high)s kata.", n=laid.words, low=task.length.minimum, high=task.length.maximum)
        )
    wants_words = task.form is TaskForm.SIARAN_PERS or bool(task.files and task.files.wants_captions)
    for number, file in enumerate(draft.get("berkas", ()), start=1):
        if wants_words and not file.get("keterangan"):
            found.append(_("Berkas %(n)s belum memuat keterangan.", n=number))
        if wants_words and not file.get("alt") and file.get("jenis", "gambar") == "gambar":
            found.append(_("Berkas %(n)s belum memuat teks alternatif.", n=number))
    return tuple(found)
