"""Writing: the page, the draft (typed or by script), files, two versions side by side, a whole text pasted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.work import TaskForm
from app.kernel import clock, richtext
from app.kernel.errors import AppError, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.media import services as media_services
from app.media.core.kinds import LIMITS, AssetKind
from app.pressrelease import MAX_CHARACTERS, read_whole
from app.submissions import reading, services
from app.submissions.core import parts
from app.submissions.core.content import words_in
from app.submissions.forms import UploadForm, WholeForm, given_from, writing_form
from app.submissions.queries import learner
from app.submissions.routes import panel
from app.submissions.routes.place import Desk, bp, desk
from app.web.guard import actor, allow, wants_json
from app.web.limits import limiter

LARGEST_TEXT = 3 * 1024 * 1024
"""Bytes of a request that carries text; a draft has some ten thousand."""
RELEASE_PHOTOS = 5
Answer = str | Response | tuple[str, int]


def _me() -> str:
    return f"user-{actor().user_id}"


def _page(place: Desk, values: Mapping[str, Any], error: AppError | None = None, *, with_report: bool = False) -> str:
    brief, own = place.brief, place.own
    form = writing_form(brief.task, values, place.revision)
    if isinstance(error, Invalid):
        form.refuse(error)
    files = place.draft.get("berkas", [])
    name = "release" if brief.form is TaskForm.SIARAN_PERS else "write"
    return render_template(
        f"submissions/{name}.html",
        brief=brief,
        own=own,
        form=form,
        upload=UploadForm(formdata=None),
        verdict=brief.verdict(own, clock.now()),
        files=panel.file_rows(files, values, actor().user_id),
        accept=panel.accept_of(_kinds(place)),
        rules=brief.task.files,
        copies=learner.copies(own.id) if own else (),
        rich_html=reading.showable(values) if brief.form is TaskForm.SIARAN_PERS else "",
        plain_mode=request.args.get("mode") == "teks",
        findings=panel.read(place, values) if with_report else None,
        counts=_counts(place, values),
        saved_words=panel.saved_words(own.draft_saved_at if own else None),
    )


def _counts(place: Desk, values: Mapping[str, Any]) -> tuple[int, int]:
    """Words of the body, and of the lead, as they stand before a script counts along."""
    return reading.lay(place.brief.task, values).words, words_in(str(values.get("teras", "")))


def _kinds(place: Desk) -> frozenset[AssetKind]:
    rules = place.brief.task.files
    return frozenset(AssetKind(kind.value) for kind in rules.kinds) if rules else frozenset({AssetKind.IMAGE})


def _keep(place: Desk, given: Mapping[str, Any], revision: int, device: str) -> services.Saved:
    fields = reading.cleaned(place.brief.task, given, place.draft)
    files = reading.described(place.draft.get("berkas", []), given)  # type: ignore[arg-type]  # a draft's list of files
    with work():
        return services.save_draft(
            actor=actor(), assignment_id=place.brief.id, fields=fields, files=files, revision=revision, device=device, now=clock.now()
        )


def _posted(place: Desk) -> services.Saved:
    return _keep(place, given_from(place.brief.task, request.form), request.form.get("revisi", 0, int), "formulir")


@bp.get("/tugas/<int:assignment_id>/tulis")
@allow(Can.WRITE)
def write(assignment_id: int) -> Answer:
    """The room to write in."""
    place = desk(assignment_id)
    if clock.now() < place.brief.opens_at:
        return redirect(url_for("submissions.show", assignment_id=assignment_id))
    return _page(place, place.draft, with_report="periksa" in request.args)


@bp.post("/tugas/<int:assignment_id>/draf")
@allow(Can.WRITE)
def draft(assignment_id: int) -> Answer:
    """Save what was written: JSON from the editor, a form where no script runs."""
    request.max_content_length = LARGEST_TEXT
    place = desk(assignment_id)
    if request.is_json:
        return _save_json(place)
    try:
        saved = _posted(place)
    except Invalid as error:
        return _page(place, given_from(place.brief.task, request.form) | {"isi_bentuk": request.form.get("isi_bentuk", "teks")}, error), 422
    if saved.conflict_id:
        return redirect(url_for("submissions.two", assignment_id=assignment_id), 303)
    return redirect(_after_saving(assignment_id, request.form.get("aksi", "")), 303)


def _after_saving(assignment_id: int, act: str) -> str:
    if act == "kirim":
        return url_for("submissions.check", assignment_id=assignment_id)
    mode: dict[str, Any] = {"mode": "teks"} if request.args.get("mode") == "teks" else {}
    if act == "periksa":
        return url_for("submissions.write", assignment_id=assignment_id, periksa=1, _anchor="periksa", **mode)
    if act == "tempel":
        return url_for("submissions.paste", assignment_id=assignment_id)
    flash(_("Draf tersimpan."), "ok")
    return url_for("submissions.write", assignment_id=assignment_id, **mode)


def _save_json(place: Desk) -> Response:
    sent = request.get_json()
    if not isinstance(sent, dict) or not isinstance(sent.get("fields"), dict) or not isinstance(sent.get("revision"), int):
        raise Invalid("Isi kiriman ini tidak dapat dibaca. Muat ulang halaman; tulisan Anda tersimpan di perangkat.")
    saved = _keep(place, sent["fields"], sent["revision"], str(sent.get("device", ""))[:40])
    answer = jsonify(revision=saved.revision, saved=panel.saved_words(saved.at), two=saved.conflict_id is not None)
    answer.status_code = 409 if saved.conflict_id else 200
    return answer


@bp.post("/tugas/<int:assignment_id>/periksa")
@allow(Can.WRITE)
@limiter.limit("40 per minute", key_func=_me)
def examine(assignment_id: int) -> Response:
    """What the coach says of what is being written; nothing is kept."""
    request.max_content_length = LARGEST_TEXT
    place = desk(assignment_id)
    sent = request.get_json()
    if not isinstance(sent, dict) or place.brief.form is not TaskForm.SIARAN_PERS:
        raise Invalid("Isi kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.")
    fields = reading.cleaned(place.brief.task, sent, place.draft)
    files = reading.described(place.draft.get("berkas", []), sent)  # type: ignore[arg-type]  # as in _keep
    found = panel.read(place, {**fields, "berkas": files})
    html = render_template("submissions/_findings.html", findings=found)
    return jsonify(html=html, marks=found.marks, facts=found.facts)


@bp.post("/tugas/<int:assignment_id>/unggah")
@allow(Can.WRITE)
@limiter.limit("60 per minute", key_func=_me)
def upload(assignment_id: int) -> Answer:
    """Add files to the draft; what else the page held is saved with them."""
    place = desk(assignment_id)
    chosen = [one for one in request.files.getlist("berkas") if one.filename]
    try:
        if "revisi" in request.form and _posted(place).conflict_id:
            return redirect(url_for("submissions.two", assignment_id=assignment_id), 303)
        told = [_take(place, one) for one in _some(chosen)]
    except Invalid as error:
        if wants_json():
            raise
        return _page(desk(assignment_id), desk(assignment_id).draft, error), 422
    return _files_answer(assignment_id, any(told))


def _some(chosen: list[FileStorage]) -> list[FileStorage]:
    if not chosen:
        raise Invalid(_("Pilih berkas dahulu, lalu tekan Unggah."), field="berkas")
    return chosen


def _take(place: Desk, chosen: FileStorage) -> bool:
    """Keep one upload; whether it told where it was taken."""
    largest = LIMITS[AssetKind.MP4]
    content = chosen.stream.read(largest + 1)
    if len(content) > largest:
        raise Invalid(_("Berkas lebih dari 50 MB. Potong atau perkecil dahulu, lalu unggah lagi."), field="berkas")
    prepared = media_services.prepare(content, claimed_name=chosen.filename or "", allowed=_kinds(place))
    rules = place.brief.task.files
    with work():
        asset = media_services.keep(
            prepared, owner_id=actor().user_id, cohort_id=place.brief.cohort_id, unit_path=place.brief.unit_path, now=clock.now()
        )
        services.attach(
            actor=actor(), assignment_id=place.brief.id, asset=asset, most=rules.maximum if rules else RELEASE_PHOTOS, now=clock.now()
        )
    return prepared.had_location


def _files_answer(assignment_id: int, had_location: bool) -> Answer:  # noqa: FBT001 -- the one fact of an upload that is told
    told = _("Foto ini memuat lokasi tempat pengambilan. Lokasi itu sudah kami hapus dari berkas.") if had_location else _("Berkas terunggah.")
    if not wants_json():
        flash(told, "warn" if had_location else "ok")
        return redirect(url_for("submissions.write", assignment_id=assignment_id, _anchor="foto"), 303)
    place = desk(assignment_id)
    files = place.draft.get("berkas", [])
    rows = panel.file_rows(files, place.draft, actor().user_id)
    html = render_template("submissions/_files.html", brief=place.brief, files=rows)
    return jsonify(html=html, told=told, revision=place.revision)


@bp.post("/tugas/<int:assignment_id>/berkas/<int:asset_id>/lepas")
@allow(Can.WRITE)
def drop(assignment_id: int, asset_id: int) -> Response:
    """Take a file out of the draft, with a way back."""
    place = desk(assignment_id)
    if "revisi" in request.form and _posted(place).conflict_id:
        return redirect(url_for("submissions.two", assignment_id=assignment_id), 303)
    with work():
        back = services.detach(actor=actor(), assignment_id=assignment_id, asset_id=asset_id, now=clock.now())
    _tell_way_back(assignment_id, back, _("Berkas dilepas dari naskah."))
    return redirect(url_for("submissions.write", assignment_id=assignment_id, _anchor="foto"), 303)


def _tell_way_back(assignment_id: int, copy_id: int, text: str) -> None:
    undo = url_for("submissions.undo", assignment_id=assignment_id, copy_id=copy_id)
    flash({"text": text, "undo_url": undo, "undo_label": _("Urungkan")}, "ok")  # type: ignore[arg-type]  # the flash macro takes a mapping


@bp.post("/tugas/<int:assignment_id>/urungkan/<int:copy_id>")
@allow(Can.WRITE)
def undo(assignment_id: int, copy_id: int) -> Response:
    """Put back the draft as it was before."""
    desk(assignment_id)
    with work():
        back = services.restore(actor=actor(), assignment_id=assignment_id, copy_id=copy_id, now=clock.now())
    _tell_way_back(assignment_id, back, _("Draf sebelumnya dikembalikan."))
    return redirect(url_for("submissions.write", assignment_id=assignment_id), 303)


@bp.get("/tugas/<int:assignment_id>/dua-versi")
@allow(Can.WRITE)
def two(assignment_id: int) -> Answer:
    """Two drafts that met, side by side; the writer chooses."""
    place = desk(assignment_id)
    waiting = learner.copies(place.own.id) if place.own else ()
    if not waiting or place.own is None:
        return redirect(url_for("submissions.write", assignment_id=assignment_id))
    texts = [reading.lay(place.brief.task, draft).text for draft in (place.draft, waiting[0].draft)]
    return render_template("submissions/two.html", brief=place.brief, own=place.own, copy=waiting[0], texts=texts)


@bp.post("/tugas/<int:assignment_id>/dua-versi")
@allow(Can.WRITE)
def settle(assignment_id: int) -> Response:
    """Take one of the two; the other stays as the way back."""
    desk(assignment_id)
    takes_copy = request.form.get("pilih") == "salinan"
    with work():
        back = services.choose(
            actor=actor(), assignment_id=assignment_id, copy_id=request.form.get("salinan", 0, int), takes_copy=takes_copy, now=clock.now()
        )
    _tell_way_back(assignment_id, back, _("Versi pilihan Anda dipakai. Versi yang lain masih tersimpan."))
    return redirect(url_for("submissions.write", assignment_id=assignment_id), 303)


@bp.get("/tugas/<int:assignment_id>/tempel")
@allow(Can.WRITE)
def paste(assignment_id: int) -> str:
    """A box for a whole release."""
    return render_template("submissions/paste.html", brief=desk(assignment_id).brief, form=WholeForm(formdata=None), rows=(), text="")


@bp.post("/tugas/<int:assignment_id>/tempel")
@allow(Can.WRITE)
def propose(assignment_id: int) -> Answer:
    """Propose the parts of what was pasted; nothing is kept yet."""
    request.max_content_length = LARGEST_TEXT
    brief = desk(assignment_id).brief
    form = WholeForm()
    text = richtext.plain(form.naskah.data or "").strip()
    if not text or len(text) > MAX_CHARACTERS:
        form.refuse(Invalid(_("Tempel satu siaran pers utuh.") if not text else _("Naskah ini terlalu panjang untuk satu siaran pers."), field="naskah"))
        return render_template("submissions/paste.html", brief=brief, form=form, rows=(), text=""), 422
    rows = parts.stretches(text, [(part.start, part.end, str(part.field)) for part in read_whole(text).parts])
    return render_template("submissions/paste.html", brief=brief, form=form, rows=rows, text=text, parts=panel.part_names())


@bp.post("/tugas/<int:assignment_id>/tempel/pasang")
@allow(Can.WRITE)
def place_parts(assignment_id: int) -> Response:
    """Put the parts, as the writer has bordered them, into the draft; the draft before is the way back."""
    request.max_content_length = LARGEST_TEXT
    place = desk(assignment_id)
    text = richtext.plain(request.form.get("naskah", "")).strip()
    given: dict[str, Any] = dict(parts.gathered(text, panel.posted_stretches(request.form)))
    fields = reading.cleaned(place.brief.task, {**given, "isi_bentuk": "teks"}, place.draft)
    with work():
        back = services.replace(actor=actor(), assignment_id=assignment_id, fields=fields, now=clock.now())
    _tell_way_back(assignment_id, back, _("Naskah tempelan sudah dibagi ke bagiannya."))
    return redirect(url_for("submissions.write", assignment_id=assignment_id), 303)


