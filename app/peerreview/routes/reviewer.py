"""The reviewer's pages: his tasks, one work beside the rubric, sending, giving back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum.core.encoding import from_json
from app.curriculum.core.work import Criterion
from app.kernel import clock, richtext
from app.kernel.errors import AppError, Conflict, Denied, Invalid, Missing
from app.kernel.i18n import _, moment
from app.kernel.work import work
from app.media import queries as media
from app.media.delivery import respond
from app.peerreview.core import reviewing
from app.peerreview.core.reviewing import Draft
from app.peerreview.models import ReviewTask, TaskState
from app.peerreview.queries import reviewer, rounds
from app.peerreview.queries import task as queries
from app.peerreview.routes import laying, reading
from app.peerreview.routes.blueprint import bp
from app.peerreview.services import reviews
from app.submissions import queries as submissions
from app.web.guard import actor, allow, scope, wants_json

Answer = str | Response | tuple[str, int] | tuple[Response, int]


@dataclass(frozen=True, slots=True)
class RubricRow:
    """A criterion as the rubric macro takes it."""

    id: str
    name: str
    weight: int
    levels: tuple[tuple[int, str], ...]
    value: int | None
    error: str
    note: str
    note_error: str
    hint: str = ""
    peer: str = ""


@bp.get("/telaah")
@allow(Can.REVIEW)
def index() -> str:
    """My tasks, round by round."""
    return render_template("peerreview/index.html", rounds=reviewer.rounds_of(actor().user_id))


@bp.get("/telaah/<int:task_id>")
@allow(Can.REVIEW)
def task(task_id: int) -> Answer:
    """One work to read: the threshold before it is opened, the work beside the rubric, the sent review."""
    found = queries.task(task_id, scope(Can.REVIEW))
    if found.state is TaskState.DITAWARKAN:
        return _threshold(found)
    if found.state is not TaskState.TERKIRIM and not reviews.may_write(found):
        flash(_("Naskah itu sudah kembali ke kumpulan. Anda dapat meminta naskah lain di sini."), "info")
        return redirect(url_for("peerreview.index"), 303)
    if found.state is TaskState.TERKIRIM:
        return _sent_page(found)
    draft, revision, saved_at = queries.draft_of(task_id)
    return _page(found, draft, revision, saved_at=moment(saved_at) if saved_at else "")


@bp.post("/telaah/<int:task_id>/buka")
@allow(Can.REVIEW)
def begin(task_id: int) -> Answer:
    """Begin to review."""
    found = queries.task(task_id, scope(Can.REVIEW))
    with work():
        reviews.open_task(found, now=clock.now())
    return redirect(url_for("peerreview.task", task_id=task_id), 303)


@bp.post("/telaah/<int:task_id>")
@allow(Can.REVIEW)
def write(task_id: int) -> Answer:
    """Save what is written, or send it."""
    found = queries.task(task_id, scope(Can.REVIEW))
    blind = submissions.blind_content(found.version_id)
    draft = reading.posted(request.form, _criteria(found), blind)
    revision = reading.revision_of(request.form)
    if request.form.get("aksi") == "kirim":
        return _send(found, draft, revision)
    return _save(found, draft, revision)


def _save(found: ReviewTask, draft: Draft, revision: int) -> Answer:
    try:
        with work():
            saved = reviews.save(found, draft, revision=revision, now=clock.now())
    except Conflict as conflict:
        if wants_json():
            return jsonify(detail=conflict.message), 409
        return _both(found.id, draft, conflict)
    except Denied as refusal:
        return _too_late(found.id, draft, revision, refusal)
    if wants_json():
        return jsonify(revisi=saved.revision, kata=_("Tersimpan %(at)s", at=moment(saved.at)), jumlah=draft.words)
    flash(_("Telaah tersimpan. Anda dapat meneruskannya kapan saja."), "ok")
    return redirect(url_for("peerreview.task", task_id=found.id), 303)


def _send(found: ReviewTask, draft: Draft, revision: int) -> Answer:
    now = clock.now()
    missing = reviewing.gaps(draft, [(one.id, one.name) for one in _criteria(found)], found.version.text)
    signs = () if missing or "tetap" in request.form else reviews.signs_of(found, draft, now)
    try:
        with work():
            if missing or signs:
                saved = reviews.save(found, draft, revision=revision, now=now)
            else:
                reviews.send(found, draft, revision=revision, now=now)
    except Conflict as conflict:
        if found.state is TaskState.TERKIRIM:
            raise
        return _both(found.id, draft, conflict)
    except Denied as refusal:
        return _too_late(found.id, draft, revision, refusal)
    if missing or signs:
        again = queries.task(found.id, scope(Can.REVIEW))
        problems = [(gap.field, gap.sentence) for gap in missing]
        hints = [reviewing.sign_words(sign) for sign in signs]
        return _page(again, draft, saved.revision, saved_at=moment(saved.at), problems=problems, hints=hints), 422
    if now < found.round.review_due_at:
        flash(_("Telaah terkirim. Penulis membacanya setelah masa telaah berakhir, tanpa tahu nama Anda."), "ok")
    else:
        flash(_("Telaah terkirim. Penulis sudah dapat membacanya, tanpa tahu nama Anda."), "ok")
    return redirect(url_for("peerreview.task", task_id=found.id), 303)


def _both(task_id: int, draft: Draft, conflict: Conflict) -> Answer:
    """Two savings met: what was typed stays in the form, what is stored stands beside it; the reviewer chooses."""
    found = queries.task(task_id, scope(Can.REVIEW))
    stored, revision, saved_at = queries.draft_of(task_id)
    if found.state is TaskState.TERKIRIM:
        raise conflict
    return _page(found, draft, revision, saved_at=moment(saved_at) if saved_at else "", other=stored), 409


def _too_late(task_id: int, draft: Draft, revision: int, refusal: Denied) -> Answer:
    """The round ended, or the work went to somebody else, while he wrote: his words stay on the page, to be copied."""
    found = queries.task(task_id, scope(Can.REVIEW))
    if found.opened_at is None or wants_json():  # nobody sees a work by sending a form that he was never given
        raise refusal
    return _page(found, draft, revision, refused=refusal.message), refusal.status


@bp.post("/telaah/<int:task_id>/tolak")
@allow(Can.REVIEW)
def decline(task_id: int) -> Answer:
    """Give it back with a reason."""
    found = queries.task(task_id, scope(Can.REVIEW))
    reason = richtext.line(request.form.get("alasan", ""))
    try:
        with work():
            reviews.decline(found, reason=reason, now=clock.now())
    except (Invalid, Conflict, Denied) as refusal:
        return _threshold(queries.task(task_id, scope(Can.REVIEW)), reason, refusal), refusal.status
    flash(_("Naskah dikembalikan. Penelaah lain akan membacanya, dan Anda mendapat naskah pengganti."), "ok")
    return redirect(url_for("peerreview.index"), 303)


@bp.post("/telaah/putaran/<int:round_id>/minta")
@allow(Can.REVIEW)
def ask(round_id: int) -> Answer:
    """"Minta naskah": more work, owed or beyond."""
    found = rounds.round_of(round_id, scope(Can.COURSE_READ))
    with work():
        given = reviews.ask_for_work(found, actor().user_id, now=clock.now())
    if given is not None:
        return redirect(url_for("peerreview.task", task_id=given.id), 303)
    flash(_("Permintaan Anda dicatat. Naskah muncul di sini begitu ada yang perlu ditelaah, biasanya dalam satu menit."), "ok")
    return redirect(url_for("peerreview.index"), 303)


@bp.get("/telaah/<int:task_id>/berkas/<int:position>")
@allow(Can.REVIEW)
def file(task_id: int, position: int) -> Response:
    """A file of the work under a name of ours."""
    found = queries.task(task_id, scope(Can.REVIEW))
    asset_id = submissions.version_of_asset(found.version_id, position)
    facts = media.several([asset_id]).get(asset_id) if asset_id else None
    if facts is None or found.state not in {TaskState.DIBUKA, TaskState.TERKIRIM}:
        raise Missing
    return respond(facts, name=facts.neutral_name(position + 1))


def _threshold(found: ReviewTask, reason: str = "", refusal: AppError | None = None) -> str:
    return render_template(
        "peerreview/threshold.html", task=found, version=found.version, reason=reason, refusal=refusal,
        needs_practice=reviews.needs_practice(found),
    )  # fmt: skip -- one page, one line of facts


def _criteria(found: ReviewTask) -> tuple[Criterion, ...]:
    return tuple(from_json(Criterion, one) for one in found.round.assignment.rubric.criteria)


def _rows(found: ReviewTask, draft: Draft, wrong: Mapping[str, str]) -> list[RubricRow]:
    return [
        RubricRow(
            one.id, one.name, one.weight, tuple((level, one.levels[level - 1]) for level in (4, 3, 2, 1)),
            draft.levels.get(one.id), wrong.get(f"tingkat-{one.id}", ""), draft.notes.get(one.id, ""), wrong.get(f"catatan-{one.id}", ""),
        )
        for one in _criteria(found)
    ]  # fmt: skip -- one row, one criterion


def _page(
    found: ReviewTask,
    draft: Draft,
    revision: int,
    *,
    saved_at: str = "",
    problems: Sequence[tuple[str, str]] = (),
    hints: Sequence[str] = (),
    other: Draft | None = None,
    refused: str = "",
) -> str:
    blind = submissions.blind_content(found.version_id)
    wrong = dict(problems)
    return render_template(
        "peerreview/review.html",
        task=found,
        mine=_mine(found),
        blind=blind,
        parts=laying.parts_of(blind, draft),
        rows=_rows(found, draft, wrong),
        draft=draft,
        other=other,
        refused=refused,
        revision=revision,
        saved_at=saved_at,
        problems=problems,
        hints=hints,
        wrong=wrong,
        first=reading.span_of(draft, "suggestion_one", blind),
        second=reading.span_of(draft, "suggestion_two", blind),
        words=reviewing.WORDS,
        flags=(("identitas_anak", _("Identitas anak terbuka")), ("izin", _("Izin tidak ada")), ("fakta", _("Fakta palsu"))),
    )


def _mine(found: ReviewTask) -> tuple[int, int]:
    """(sent, of how many) in the round of one of his tasks, as his list of rounds says it."""
    return next(((one.done, one.in_all) for one in reviewer.rounds_of(found.reviewer_id) if one.id == found.round_id), (0, 1))


def _sent_page(found: ReviewTask) -> str:
    blind = submissions.blind_content(found.version_id)
    read = queries.after_sending(found, blind.text)
    return render_template(
        "peerreview/sent.html",
        task=found,
        blind=blind,
        parts=laying.parts_of(blind, read.own, read.others),
        rows=_rows(found, read.own, {}),
        draft=read.own,
        others=read.others,
        coach=submissions.blind_report(found.version_id),
        after=queries.next_version(found),
        usefulness=read.usefulness,
        reply=read.reply,
    )
