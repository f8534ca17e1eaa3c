"""Writing: the page, the draft (typed or by script), and what the coach says of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.work import TaskForm
from app.kernel import clock
from app.kernel.errors import AppError, Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.media.core.kinds import AssetKind
from app.pressrelease import title_width
from app.submissions import reading, services
from app.submissions.core.content import words_in
from app.submissions.forms import UploadForm, given_from, writing_form
from app.submissions.models import TIMELY
from app.submissions.queries import learner
from app.submissions.routes import panel
from app.submissions.routes.place import Desk, bp, desk
from app.web.guard import actor, allow
from app.web.limits import limiter

LARGEST_TEXT = 3 * 1024 * 1024
"""Bytes of a request that carries text; a draft has some ten thousand."""
Answer = str | Response | tuple[str, int]


def me() -> str:
    """The key of limits that count per person, not per office network."""
    return f"user-{actor().user_id}"


def page(place: Desk, values: Mapping[str, Any], error: AppError | None = None, *, with_report: bool = False) -> str:
    """The writing page with these values, refused or stored."""
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
        accept=panel.accept_of(kinds(place)),
        rules=brief.task.files,
        copies=learner.copies(own.id) if own else (),
        rich_html=reading.showable(values) if brief.form is TaskForm.SIARAN_PERS else "",
        plain_mode=request.args.get("mode") == "teks",
        findings=panel.read(place, values) if with_report else None,
        dismissed=values.get("abaikan") or {},
        title_px=title_width(str(values.get("judul_halaman") or values.get("judul", ""))),
        counts=_counts(place, values),
        saved_words=panel.saved_words(own.draft_saved_at if own else None),
    )


def _counts(place: Desk, values: Mapping[str, Any]) -> tuple[int, int]:
    """Words of the body, and of the lead, as they stand before a script counts along."""
    return reading.lay(place.brief.task, values).words, words_in(str(values.get("teras", "")))


def kinds(place: Desk) -> frozenset[AssetKind]:
    """What a task takes; pictures for a release."""
    rules = place.brief.task.files
    return frozenset(AssetKind(kind.value) for kind in rules.kinds) if rules else frozenset({AssetKind.IMAGE})


def _keep(place: Desk, given: Mapping[str, Any], revision: int, device: str) -> services.Saved:
    fields = reading.cleaned(place.brief.task, given, place.draft)
    files = reading.described(place.draft.get("berkas", []), given)  # type: ignore[arg-type]  # a draft's list of files
    with work():
        return services.save_draft(
            actor=actor(), assignment_id=place.brief.id, fields=fields, files=files, revision=revision, device=device, now=clock.now()
        )


def posted(place: Desk) -> services.Saved:
    """Keep what a page without scripts posted."""
    return _keep(place, given_from(place.brief.task, request.form), request.form.get("revisi", 0, int), "formulir")


@bp.get("/tugas/<int:assignment_id>/tulis")
@allow(Can.WRITE)
def write(assignment_id: int) -> Answer:
    """The room to write in."""
    place = desk(assignment_id)
    if clock.now() < place.brief.opens_at:
        return redirect(url_for("submissions.show", assignment_id=assignment_id))
    return page(place, place.draft, with_report="periksa" in request.args)


@bp.post("/tugas/<int:assignment_id>/draf")
@allow(Can.WRITE)
@limiter.limit("60 per minute", key_func=me)  # typing without a rest saves every two seconds at most, two tabs twice that
def draft(assignment_id: int) -> Answer:
    """Save what was written: JSON from the editor, a form where no script runs."""
    request.max_content_length = LARGEST_TEXT
    place = desk(assignment_id)
    if request.is_json:
        return _save_json(place)
    try:
        saved = posted(place)
    except Invalid as error:
        return page(place, given_from(place.brief.task, request.form) | {"isi_bentuk": request.form.get("isi_bentuk", "teks")}, error), 422
    if saved.conflict_id:
        return redirect(url_for("submissions.two", assignment_id=assignment_id), 303)
    act = "periksa" if "kembalikan" in request.form else request.form.get("aksi", "")
    return redirect(_after_saving(assignment_id, act), 303)


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


def _sent() -> Any:
    """What a script of ours sent; half an emoji, which JSON can name and no page or column can hold, becomes a question mark."""
    return json.loads(json.dumps(request.get_json(), ensure_ascii=False).encode(errors="replace"))


def _save_json(place: Desk) -> Response:
    sent = _sent()
    if not isinstance(sent, dict) or not isinstance(sent.get("fields"), dict) or not isinstance(sent.get("revision"), int):
        raise Invalid("Isi kiriman ini tidak dapat dibaca. Muat ulang halaman; tulisan Anda tersimpan di perangkat.")
    device = str(sent.get("device", ""))[:40]
    saved = _keep(place, sent["fields"], sent["revision"], device if device != TIMELY else "")
    answer = jsonify(revision=saved.revision, saved=panel.saved_words(saved.at), two=saved.conflict_id is not None)
    answer.status_code = 409 if saved.conflict_id else 200
    return answer


@bp.post("/tugas/<int:assignment_id>/periksa")
@allow(Can.WRITE)
@limiter.limit("40 per minute", key_func=me)
def examine(assignment_id: int) -> Response:
    """What the coach says of what is being written; nothing is kept."""
    request.max_content_length = LARGEST_TEXT
    place = desk(assignment_id)
    sent = _sent()
    if not isinstance(sent, dict) or place.brief.form is not TaskForm.SIARAN_PERS:
        raise Invalid("Isi kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.")
    fields = reading.cleaned(place.brief.task, sent, place.draft)
    files = reading.described(place.draft.get("berkas", []), sent)  # type: ignore[arg-type]  # as in _keep
    found = panel.read(place, {**fields, "berkas": files})
    html = render_template("submissions/_findings.html", findings=found, can_dismiss=True)
    return jsonify(html=html, marks=found.marks, fixes=found.fixes, facts=found.facts)
