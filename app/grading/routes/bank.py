"""The comment bank: my sentences, kept and dropped."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.access.permissions import Can
from app.grading.forms import SavedForm
from app.grading.queries import bank as queries
from app.grading.routes.place import bp
from app.grading.services import bank
from app.kernel import clock
from app.kernel.errors import AppError
from app.kernel.i18n import _
from app.kernel.work import work
from app.web.fields import fixed
from app.web.guard import actor, allow, scope


@bp.get("/meja/komentar")
@allow(Can.GRADE)
def sentences() -> str:
    """My sentences."""
    return _page(SavedForm(formdata=None))


@bp.post("/meja/komentar")
@allow(Can.GRADE)
def keep() -> Response | tuple[str, int]:
    """Keep one more."""
    form = SavedForm()
    if form.validate():
        try:
            with work():
                bank.keep(text=form.text.data or "", criterion=_known(form.criterion.data), actor=actor(), now=clock.now())
        except AppError as error:
            form.refuse(error)
        else:
            flash(_("Kalimat tersimpan di bank komentar."), "ok")
            return redirect(url_for("grading.sentences"), 303)
    return _page(form), 422


def _known(criterion: str | None) -> str:
    """A criterion of my tasks; anything else is kept for anywhere."""
    return criterion if criterion in dict(queries.criteria(scope(Can.GRADE))) else ""


def _page(form: SavedForm) -> str:
    known = queries.criteria(scope(Can.GRADE))
    form.criterion.choices = [SelectChoice("", _("Umum")), *fixed(known)]
    return render_template("grading/bank.html", rows=queries.sentences(actor().user_id), form=form, names=dict(known))


@bp.post("/meja/komentar/<int:comment_id>/hapus")
@allow(Can.GRADE)
def drop(comment_id: int) -> Response:
    """Forget one."""
    with work():
        bank.drop(comment_id, actor=actor())
    flash(_("Kalimat dihapus."), "ok")
    return redirect(url_for("grading.sentences"), 303)
