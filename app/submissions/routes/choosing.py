"""Choosing between texts: two that met, the one before, and the parts of a whole text that was pasted."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.kernel import clock, richtext
from app.kernel.errors import Invalid
from app.kernel.i18n import _, number
from app.kernel.work import work
from app.pressrelease import read_whole
from app.submissions import reading, services
from app.submissions.core import parts
from app.submissions.core.difference import compare
from app.submissions.forms import WholeForm
from app.submissions.queries import learner
from app.submissions.routes import panel
from app.submissions.routes.place import bp, desk
from app.submissions.routes.writing import LARGEST_TEXT, Answer
from app.web.fields import id_from
from app.web.guard import actor, allow

MOST_COMPARED = 20_000
"""Characters; comparing grows with the square of the length, and two texts of a book's size are told apart by eye."""


MOST: Final = 60_000
"""Characters of a whole text that is pasted; a release with its site's furniture has some 10,000."""


def tell_way_back(assignment_id: int, copy_id: int, text: str) -> None:
    """Flash what was done, with the button that undoes it."""
    undo = url_for("submissions.undo", assignment_id=assignment_id, copy_id=copy_id)
    flash({"text": text, "undo_url": undo, "undo_label": _("Urungkan")}, "ok")  # type: ignore[arg-type]  # the flash macro takes a mapping


@bp.post("/tugas/<int:assignment_id>/urungkan/<int:copy_id>")
@allow(Can.WRITE)
def undo(assignment_id: int, copy_id: int) -> Response:
    """Put back the draft as it was before."""
    desk(assignment_id)
    with work():
        back = services.restore(actor=actor(), assignment_id=assignment_id, copy_id=copy_id, now=clock.now())
    tell_way_back(assignment_id, back, _("Draf sebelumnya dikembalikan."))
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
    copy = waiting[0]
    return render_template(
        "submissions/two.html",
        brief=place.brief,
        own=place.own,
        copy=copy,
        difference=compare(*texts) if max(map(len, texts)) <= MOST_COMPARED else None,
        texts=texts,
        is_mine=bool(copy.device) and request.args.get("tab") == copy.device,
    )


@bp.post("/tugas/<int:assignment_id>/dua-versi")
@allow(Can.WRITE)
def settle(assignment_id: int) -> Response:
    """Take one of the two; the other stays as the way back."""
    desk(assignment_id)
    takes_copy = request.form.get("pilih") == "salinan"
    with work():
        back = services.choose(
            actor=actor(), assignment_id=assignment_id, copy_id=id_from(request.form.get("salinan")), takes_copy=takes_copy, now=clock.now()
        )
    tell_way_back(assignment_id, back, _("Versi pilihan Anda dipakai. Versi yang lain masih tersimpan."))
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
    if not text or len(text) > MOST:
        form.refuse(Invalid(_("Tempel satu siaran pers utuh.") if not text else _too_long(len(text)), field="naskah"))
        return render_template("submissions/paste.html", brief=brief, form=form, rows=(), text=""), 422
    rows = parts.stretches(text, [(part.start, part.end, str(part.field)) for part in read_whole(text).parts])
    return render_template("submissions/paste.html", brief=brief, form=form, rows=rows, text=text, parts=panel.part_names())


def _too_long(length: int) -> str:
    return _(
        "Naskah ini %(length)s karakter; paling banyak %(most)s karakter dapat dibagi sekaligus. Tempel satu siaran pers saja.",
        length=number(length),
        most=number(MOST),
    )


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
    tell_way_back(assignment_id, back, _("Naskah tempelan sudah dibagi ke bagiannya."))
    return redirect(url_for("submissions.write", assignment_id=assignment_id), 303)
