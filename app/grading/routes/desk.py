"""The desk: my classes, the queue of a task, and the way from one work to the next."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.work import TaskForm
from app.grading import docx
from app.grading.queries import desk, printing
from app.grading.queries import work as works
from app.grading.queries.desk_facts import DeskTask, DeskWork
from app.grading.routes.place import bp
from app.grading.routes.words import wait_words
from app.kernel import clock
from app.kernel.errors import Missing
from app.kernel.i18n import _
from app.submissions import queries as submissions
from app.web.guard import allow, scope

TABS = ("baca", "dinilai", "belum")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/meja")
@allow(Can.GRADE)
def index() -> str:
    """My classes with what waits in each."""
    return render_template("grading/index.html", classes=desk.classes(scope(Can.GRADE), clock.now()))


@bp.get("/meja/<int:cohort_id>")
@allow(Can.GRADE)
def queue(cohort_id: int) -> str:
    """The queue of one task: what to read and why, what is graded, who has sent nothing."""
    now = clock.now()
    one = desk.one_class(cohort_id, scope(Can.GRADE), now)
    task = one.task(request.args.get("tugas", type=int))
    if task is None and "tugas" in request.args:
        raise Missing
    tab = request.args.get("tab", TABS[0])
    return render_template(
        "grading/queue.html",
        desk=one,
        task=task,
        tab=tab if tab in TABS else TABS[0],
        waits=wait_words(),
        objections=works.objections([one.submission_id for one in task.to_read if one.appealed_at]) if task else {},
        people=_unsent(task) if task and tab == "belum" else (),
        drafts=_drafts(task) if task and tab == "belum" else {},
    )


def _unsent(task: DeskTask) -> list[submissions.AuthorRow]:
    return [row for row in submissions.authors(task.id, scope(Can.LEARNER_ADJUST)) if row.version_id is None]


def _drafts(task: DeskTask) -> dict[int, submissions.UnsentDraft]:
    """Drafts that were saved in time, by submission: they may be taken as they stood."""
    return {one.submission_id: one for one in submissions.unsent_in_time(task.id, clock.now())}


@bp.get("/meja/<int:cohort_id>/cetak")
@allow(Can.GRADE)
def printed(cohort_id: int) -> str:
    """All works of a task as one sheet after the other, names covered."""
    one = desk.one_class(cohort_id, scope(Can.GRADE), clock.now())
    task = one.task(request.args.get("tugas", type=int))
    if task is None:
        raise Missing
    return render_template("grading/printed.html", desk=one, task=task, sheets=printing.sheets(task.id))


@bp.get("/meja/<int:cohort_id>/naskah.docx")
@allow(Can.GRADE)
def works_file(cohort_id: int) -> Response:
    """The same as one file to read away from the net, names covered."""
    one = desk.one_class(cohort_id, scope(Can.GRADE), clock.now())
    task = one.task(request.args.get("tugas", type=int))
    if task is None:
        raise Missing
    sheets = printing.sheets(task.id)
    paragraphs = [(docx.TITLE, task.title), (docx.TEXT, _("%(n)d naskah, nama disamarkan.", n=len(sheets)))]
    for sheet in sheets:
        head = _("Naskah %(n)d, versi %(v)d, %(w)d kata", n=sheet.pseudonym, v=sheet.number, w=sheet.words)
        paragraphs.append((docx.WORK, head))
        for each in sheet.paragraphs:
            words = "".join(piece.text for piece in each.pieces)
            is_head = each.field == "judul" or each.kind in {"h2", "h3"}
            labelled = each.field.startswith("keterangan") or task.form not in {TaskForm.SIARAN_PERS, TaskForm.TEKS}
            paragraphs.append((docx.PART if is_head else docx.TEXT, f"{each.label}: {words}" if labelled else words))
    headers = {"Content-Type": DOCX, "Content-Disposition": f'attachment; filename="naskah-{task.id}.docx"'}
    return Response(docx.document(paragraphs), headers=headers)


@bp.get("/meja/<int:cohort_id>/lompat")
@allow(Can.GRADE)
def jump(cohort_id: int) -> Response:
    """The next or previous work that waits, seen from `dari`; the queue when there is none."""
    now = clock.now()
    task = desk.one_class(cohort_id, scope(Can.GRADE), now).task(request.args.get("tugas", type=int))
    if task is None:
        raise Missing
    found = _neighbour(task, request.args.get("dari", 0, type=int), back=request.args.get("arah") == "mundur")
    if found is None:
        flash(_("Tidak ada lagi yang menunggu di tugas ini."), "ok")
        return redirect(url_for("grading.queue", cohort_id=cohort_id, tugas=task.id))
    return redirect(url_for("grading.judge", submission_id=found.submission_id))


def _neighbour(task: DeskTask, from_id: int, *, back: bool) -> DeskWork | None:
    """The neighbour in the queue; from a work that waits no longer, the first of the queue."""
    line = task.to_read
    ids = [one.submission_id for one in line]
    if from_id not in ids:
        return line[0] if line else None
    place = ids.index(from_id) + (-1 if back else 1)
    return line[place] if 0 <= place < len(line) else (line[0] if len(line) > 1 and not back else None)
