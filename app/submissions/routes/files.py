"""Files of a draft: added, shown beside the text, taken out with a way back."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock
from app.kernel.errors import Invalid
from app.kernel.i18n import _
from app.kernel.work import work
from app.media import services as media_services
from app.media import turns
from app.media.core.kinds import LIMITS, AssetKind
from app.media.core.naming import short_name
from app.submissions import services
from app.submissions.routes import panel
from app.submissions.routes.choosing import tell_way_back
from app.submissions.routes.place import Desk, bp, desk
from app.submissions.routes.writing import Answer, kinds, me, page, posted
from app.submissions.services.drafts import MOST_FILES
from app.web.guard import actor, allow, wants_json
from app.web.limits import limiter

RELEASE_PHOTOS = 5


@bp.post("/tugas/<int:assignment_id>/unggah")
@allow(Can.WRITE)
@limiter.limit("60 per minute", key_func=me, cost=lambda: len(_chosen()) or 1)
def upload(assignment_id: int) -> Answer:
    """Add files to the draft; what else the page held is saved with them."""
    place = desk(assignment_id)
    try:
        if "revisi" in request.form and posted(place).conflict_id:
            return redirect(url_for("submissions.two", assignment_id=assignment_id), 303)
        with turns.turn(actor().user_id):
            had_location = _take_all(place, _some(_chosen()))
    except Invalid as error:
        if wants_json():
            raise
        return page(desk(assignment_id), desk(assignment_id).draft, error), 422
    return _files_answer(assignment_id, had_location)


def _chosen() -> list[FileStorage]:
    return [one for one in request.files.getlist("berkas") if one.filename]


def _some(chosen: list[FileStorage]) -> list[FileStorage]:
    if not chosen:
        raise Invalid(_("Pilih berkas dahulu, lalu tekan Unggah."), field="berkas")
    if len(chosen) > MOST_FILES:
        raise Invalid(_("Paling banyak %(n)s berkas sekali unggah. Pilih lebih sedikit.", n=MOST_FILES), field="berkas")
    return chosen


def _take_all(place: Desk, chosen: list[FileStorage]) -> bool:
    """Keep every upload that can be kept; whether one told where it was taken. Raises Invalid that names all the others."""
    told, refused = [], []
    for one in chosen:
        try:
            told.append(_take(place, one))
        except Invalid as error:
            refused.append(_("“%(name)s” tidak terunggah. %(why)s", name=short_name(one.filename or ""), why=error.message))
    if refused and told:
        refused.append(_("%(n)d berkas lain terunggah.", n=len(told)))
    if refused:
        raise Invalid(" ".join(refused), field="berkas")
    return any(told)


def _take(place: Desk, chosen: FileStorage) -> bool:
    """Keep one upload; whether it told where it was taken."""
    largest = LIMITS[AssetKind.MP4]
    content = chosen.stream.read(largest + 1)
    if len(content) > largest:
        raise Invalid(_("Berkas lebih dari 50 MB. Potong atau perkecil dahulu, lalu unggah lagi."), field="berkas")
    prepared = media_services.prepare(content, claimed_name=chosen.filename or "", allowed=kinds(place))
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
    if "revisi" in request.form and posted(place).conflict_id:
        return redirect(url_for("submissions.two", assignment_id=assignment_id), 303)
    with work():
        back = services.detach(actor=actor(), assignment_id=assignment_id, asset_id=asset_id, now=clock.now())
    tell_way_back(assignment_id, back, _("Berkas dilepas dari naskah."))
    return redirect(url_for("submissions.write", assignment_id=assignment_id, _anchor="foto"), 303)
