"""The author's page: the grade with its why, what everybody said, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.grading.core.appeal import until
from app.grading.forms import AppealForm
from app.grading.models import Grade
from app.grading.queries import peers
from app.grading.queries import work as works
from app.grading.queries.peers import PeerReview, Remark
from app.grading.queries.work import Standing
from app.grading.routes.place import bp
from app.grading.routes.words import late_words, lines, part_words, source_words, why_words
from app.grading.services import appeals, grades
from app.kernel import clock, i18n
from app.kernel.db import db
from app.kernel.errors import AppError, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.peerreview.queries.spoken import Place
from app.submissions import queries as submissions
from app.web.guard import actor, allow, scope


@dataclass(frozen=True, slots=True)
class Next:
    """What the author can do now."""

    title: str
    text: str
    url: str
    action: str
    asked: str = ""
    """What the pelatih wants mended."""


@bp.get("/umpan-balik/<int:submission_id>")
@allow(Can.WRITE)
def feedback(submission_id: int) -> str | Response:
    """Before the release what is awaited and when; after it the grade, its why and everyone's words."""
    return _page(submission_id, AppealForm(formdata=None))


@bp.post("/umpan-balik/<int:submission_id>/keberatan")
@allow(Can.WRITE)
def appeal(submission_id: int) -> str | Response | tuple[str | Response, int]:
    """Object to the grade, with a reason."""
    form = AppealForm()
    found = _grade(submission_id)
    if not form.validate():
        return _page(submission_id, form), 422
    try:
        with work():
            appeals.object_to(found, reason=form.keberatan.data or "", actor=actor(), now=clock.now())
    except AppError as refusal:
        form.refuse(refusal)
        return _page(submission_id, form), refusal.status
    flash(_("Keberatan Anda terkirim. Jawaban pelatih tampil di halaman ini."), "ok")
    return redirect(url_for("grading.feedback", submission_id=submission_id), 303)


def _grade(submission_id: int) -> Grade:
    found = db.session.scalar(
        select(Grade).where(
            Grade.submission_id == submission_id, Grade.released_at.is_not(None), scope(Can.WRITE).where(Grade)
        )
    )
    if found is None:
        raise Missing
    return found


def _page(submission_id: int, form: AppealForm) -> str | Response:
    mine = works.standing(submission_id, scope(Can.WRITE))
    shown_id = (mine.graded_version_id if mine.is_released else None) or mine.current_id
    if shown_id is None:
        return redirect(url_for("submissions.show", assignment_id=mine.assignment_id))
    one = submissions.version(shown_id, scope(Can.WRITE))
    reviews = peers.reviews_of(submission_id) if mine.may_see_comments else ()
    reviews, remarks = peers.for_author(Place(shown_id, mine.author_id, mine.cohort_id), reviews, _remarks(mine, reviews, shown_id))
    passages = [(p.field, p.label, p.kind, p.start, p.end) for p in one.laid.passages]
    older = {remark.version_id for remark in remarks} - {shown_id}
    texts = {each.id: each.text for each in works.versions(submission_id)} if older else {}
    history = lines(works.history(submission_id), for_author=True) if mine.is_released else ()
    paragraphs, comments = works.laid_with_remarks(shown_id, one.text, passages, remarks, texts)
    return render_template(
        "grading/feedback.html",
        mine=mine,
        one=one,
        reviews=reviews,
        paragraphs=paragraphs,
        comments=comments,
        writers={review.id: review.number for review in reviews},
        source=source_words(mine.source, mine.reviews) if mine.is_released else "",
        late=late_words(mine),
        history=history,
        parts={each.id: part_words(each, mine.levels[each.id]) for each in mine.criteria if each.id in mine.levels},
        why=why_words(mine, reviews),
        appeal=mine.appeal(clock.now()),
        appeal_until=until(mine.released_at, mine.graded_at) if mine.released_at and mine.graded_at else None,
        form=form,
        next=_next(mine),
        awaited=_awaited(mine),
    )


def _remarks(mine: Standing, reviews: tuple[PeerReview, ...], version_id: int) -> tuple[Remark, ...]:
    """Peers' comments once they may be seen; the pelatih's own with the grade."""
    if not mine.may_see_comments:
        return ()
    found = peers.remarks_of(reviews, version_id)
    return found if mine.is_released else tuple(one for one in found if one.review_id is not None)


def _awaited(mine: Standing) -> tuple[str, ...]:
    """Before the release: what is still to come, and when."""
    if mine.is_released:
        return ()
    now = clock.now()
    if mine.review_due_at is None:
        return (_("Naskah Anda sudah terkumpul dan menunggu dinilai pelatih. Anda mendapat kabar saat nilainya diumumkan."),)
    if not mine.may_see_comments:
        when = max(mine.review_due_at, now)
        return (
            _("Naskah Anda sedang menunggu atau menjalani telaah sejawat."),
            _("Komentar penelaah terbuka untuk Anda setelah masa telaah berakhir, %(when)s.", when=i18n.moment(when)),
            _("Nilai menyusul setelah pelatih mengumumkannya."),
        )
    return (_("Komentar penelaah sudah terbuka di bawah ini. Nilai menyusul setelah pelatih mengumumkannya."),)


def _next(mine: Standing) -> Next | None:
    """Revise while that is open, else the next task that waits."""
    now = clock.now()
    task = url_for("submissions.write", assignment_id=mine.assignment_id)
    if mine.revise_until is not None and mine.revise_until > now and (mine.may_see_comments or mine.revision_required):
        until = i18n.moment(mine.revise_until)
        if mine.revision_required:
            return Next(_("Perbaiki naskah ini"), _("Pelatih meminta versi baru. Kirim sampai %(until)s.", until=until), task, _("Tulis versi baru"), mine.revision_reason)
        return Next(
            _("Kirim versi baru bila perlu"),
            _("Sampai %(until)s Anda boleh mengirim versi baru. Pelatih yang menilainya; tanpa itu nilai versi sebelumnya berlaku.", until=until),
            task,
            _("Tulis versi baru"),
        )
    waiting = next((one for one in submissions.waiting_for(actor().user_id, now) if one.assignment_id != mine.assignment_id), None)
    if waiting is None:
        return None
    return Next(
        _("Tugas berikutnya: %(title)s", title=waiting.title),
        _("Tenggat %(due)s.", due=i18n.moment(waiting.due_at)),
        url_for("submissions.show", assignment_id=waiting.assignment_id),
        _("Buka tugas"),
    )


@bp.post("/umpan-balik/<int:submission_id>/dibuka")
@allow(Can.WRITE)
def opened(submission_id: int) -> Response:
    """The page tells that its reader has it before him; from then on the release cannot be taken back unseen."""
    reach = scope(Can.WRITE)
    now = clock.now()
    with work():
        found = db.session.scalar(
            select(Grade).where(Grade.submission_id == submission_id, Grade.released_at.is_not(None), reach.where(Grade)).with_for_update()
        )
        if found is None:
            raise Missing
        grades.note_seen(found, now)
    return redirect(url_for("grading.feedback", submission_id=submission_id), 303)
