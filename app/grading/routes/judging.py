"""One work on the desk: read it, grade it, comment, ask for a revision, ask for the name."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.grading.forms import AnswerForm, JudgeForm, RemarkForm, ReviseForm, TakeBackForm
from app.grading.models import Grade
from app.grading.queries import bank as bank_queries
from app.grading.queries import work as works
from app.grading.queries.work import Standing
from app.grading.routes.judging_page import judging_page
from app.grading.routes.place import bp
from app.grading.services import appeals, bank, grades, remarks, revisions
from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import AppError, Conflict, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.submissions import queries as submissions
from app.web.guard import actor, allow, scope

Answer = str | Response | tuple[str, int]


@bp.get("/meja/naskah/<int:submission_id>")
@allow(Can.GRADE)
def judge(submission_id: int) -> Answer:
    """The work in the middle, the rubric beside it, the history below."""
    one = works.standing(submission_id, scope(Can.GRADE), reader_id=actor().user_id)
    return judging_page(one, JudgeForm(formdata=None), None)


@bp.post("/meja/naskah/<int:submission_id>")
@allow(Can.GRADE)
def grade(submission_id: int) -> Answer:
    """Keep the levels and the feedback; go to the next work when asked to."""
    one = works.standing(submission_id, scope(Can.GRADE), reader_id=actor().user_id)
    form = JudgeForm()
    levels = {each.id: request.form.get(f"tingkat-{each.id}", 0, type=int) for each in one.criteria}
    if not form.validate():
        return judging_page(one, form, levels), 422
    try:
        _keep(one, form, levels)
    except AppError as error:
        if not error.field.startswith("tingkat-"):
            form.refuse(error)
        one = works.standing(submission_id, scope(Can.GRADE), reader_id=actor().user_id)
        if isinstance(error, Conflict) and one.graded_at is not None:
            form.dasar.data = one.graded_at.isoformat()  # the colleague's grade is on this page now: a second saving has seen it
        return judging_page(one, form, levels, error), error.status
    flash(_("Nilai Naskah %(n)d tersimpan. Penulis melihatnya setelah Anda umumkan.", n=one.pseudonym) if not one.released_at else _("Perubahan nilai Naskah %(n)d tersimpan.", n=one.pseudonym), "ok")
    if request.form.get("aksi") == "berikutnya":
        return redirect(url_for("grading.jump", cohort_id=one.cohort_id, tugas=one.assignment_id, dari=submission_id), 303)
    return redirect(url_for("grading.judge", submission_id=submission_id), 303)


def _keep(one: Standing, form: JudgeForm, levels: dict[str, int]) -> None:
    now = clock.now()
    with work():
        submission = submissions.submission(one.submission_id, scope(Can.GRADE))
        grades.grade_by_trainer(
            submission,
            version_id=_number(form.version_id.data) or one.current_id or 0,
            levels=levels,
            feedback=_with_bank(form.feedback.data or ""),
            reason=form.reason.data or "",
            based_on=_moment(form.dasar.data),
            actor=actor(),
            now=now,
        )
        if form.keep.data:
            known = {each.id for each in one.criteria}
            bank.keep(text=form.feedback.data or "", criterion=form.keep_for.data if form.keep_for.data in known else "", actor=actor(), now=now)


def _with_bank(feedback: str) -> str:
    """The feedback with the sentences of the bank that were ticked, where no script put them in; none twice."""
    ticked = {number for number in request.form.getlist("sisip", type=int) if number}
    added = [words for words in bank_queries.words_of(ticked, actor().user_id) if words not in feedback] if ticked else []
    return "\n\n".join([feedback, *added] if feedback.strip() else added)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0  # noqa: PLR2004 -- ids have fewer digits


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


@bp.post("/meja/naskah/<int:submission_id>/revisi")
@allow(Can.GRADE)
def revise(submission_id: int) -> Answer:
    """Set `wajib revisi`, with its reason."""
    one = works.standing(submission_id, scope(Can.GRADE), reader_id=actor().user_id)
    form = ReviseForm()
    if not form.validate():
        return judging_page(one, JudgeForm(formdata=None), None, revising=form), 422
    try:
        with work():
            submission = submissions.submission(submission_id, scope(Can.GRADE))
            revisions.require_revision(submission, reason=form.why.data or "", actor=actor(), now=clock.now())
    except AppError as error:
        form.refuse(error)
        return judging_page(one, JudgeForm(formdata=None), None, revising=form), error.status
    flash(_("Naskah %(n)d diminta direvisi. Penulisnya diberi tahu.", n=one.pseudonym), "ok")
    return redirect(url_for("grading.judge", submission_id=submission_id), 303)


@bp.post("/meja/naskah/<int:submission_id>/revisi/cabut")
@allow(Can.GRADE)
def take_back_revision(submission_id: int) -> Answer:
    """Take a required revision back, with the reason that its author reads."""
    one = works.standing(submission_id, scope(Can.GRADE), reader_id=actor().user_id)
    form = TakeBackForm()
    if not form.validate():
        return judging_page(one, JudgeForm(formdata=None), None, taking_back=form), 422
    try:
        with work():
            submission = submissions.submission(submission_id, scope(Can.GRADE))
            revisions.take_back_revision(submission, reason=form.cabut.data or "", actor=actor(), now=clock.now())
    except AppError as error:
        form.refuse(error)
        return judging_page(one, JudgeForm(formdata=None), None, taking_back=form), error.status
    flash(_("Permintaan revisi Naskah %(n)d dicabut. Penulisnya diberi tahu.", n=one.pseudonym), "ok")
    return redirect(url_for("grading.judge", submission_id=submission_id), 303)


@bp.post("/meja/naskah/<int:submission_id>/nama")
@allow(Can.GRADE)
def names(submission_id: int) -> Response:
    """Show who wrote this before it is graded; that one asked is noted."""
    submission = submissions.submission(submission_id, scope(Can.GRADE))
    with work():
        remarks.show_names(submission, actor=actor(), now=clock.now())
    return redirect(url_for("grading.judge", submission_id=submission_id), 303)


@bp.post("/meja/naskah/<int:submission_id>/komentar/<int:version_id>")
@allow(Can.GRADE)
def comment(submission_id: int, version_id: int) -> Answer:
    """Comment on a stretch of the text."""
    one = works.standing(submission_id, scope(Can.GRADE), reader_id=actor().user_id)
    form = RemarkForm()
    start, end = _span(form.span.data)
    if not form.validate():
        return judging_page(one, JudgeForm(formdata=None), None, remark=form, version_id=version_id), 422
    if one.is_blind:
        start, end = submissions.blind_content(_own_version(one, version_id)).true_span(start, end)
    try:
        with work():
            submission = submissions.submission(submission_id, scope(Can.GRADE))
            remarks.remark(submission, version_id=version_id, start=start, end=end, body=form.body.data or "", actor=actor(), now=clock.now())
    except AppError as error:
        form.refuse(error)
        return judging_page(one, JudgeForm(formdata=None), None, remark=form, version_id=version_id), error.status
    return redirect(url_for("grading.judge", submission_id=submission_id, versi=version_id, _anchor="naskah"), 303)


@bp.post("/meja/naskah/<int:submission_id>/komentar/<int:comment_id>/hapus")
@allow(Can.GRADE)
def uncomment(submission_id: int, comment_id: int) -> Response:
    """Take back a comment of one's own."""
    with work():
        submission = submissions.submission(submission_id, scope(Can.GRADE))
        remarks.drop_remark(submission, comment_id, actor=actor())
    flash(_("Komentar dihapus."), "ok")
    return redirect(url_for("grading.judge", submission_id=submission_id), 303)


@bp.post("/meja/naskah/<int:submission_id>/keberatan")
@allow(Can.GRADE)
def answer(submission_id: int) -> Answer:
    """Answer an objection: the grade stays, and why."""
    reach = scope(Can.GRADE)
    one = works.standing(submission_id, reach, reader_id=actor().user_id)
    form = AnswerForm()
    found = db.session.scalar(select(Grade).where(Grade.submission_id == submission_id, reach.where(Grade)))
    if found is None:
        raise Missing
    if not form.validate():
        return judging_page(one, JudgeForm(formdata=None), None, answering=form), 422
    try:
        with work():
            appeals.answer(found, words=form.jawaban.data or "", actor=actor(), now=clock.now())
    except AppError as refusal:
        form.refuse(refusal)
        return judging_page(works.standing(submission_id, reach, reader_id=actor().user_id), JudgeForm(formdata=None), None, answering=form), refusal.status
    flash(_("Jawaban Anda terkirim kepada penulis."), "ok")
    return redirect(url_for("grading.judge", submission_id=submission_id), 303)


def _own_version(one: Standing, version_id: int) -> int:
    if version_id not in {each.id for each in works.versions(one.submission_id)}:
        raise Missing
    return version_id


def _span(text: str | None) -> tuple[int, int]:
    start, _dash, end = (text or "").partition("-")
    return _number(start), _number(end)
