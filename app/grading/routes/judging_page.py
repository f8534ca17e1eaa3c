"""The page of one work on the desk: what it shows of text, reviews, rubric and history, blind as long as it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from wtforms.fields.choices import SelectChoice

from app.accounts.models import User
from app.curriculum.core.work import TaskForm
from app.grading.core.points import prefilled
from app.grading.forms import AnswerForm, JudgeForm, RemarkForm, ReviseForm, TakeBackForm
from app.grading.models import Source
from app.grading.queries import bank as bank_queries
from app.grading.queries import peers
from app.grading.queries import work as works
from app.grading.queries.peers import PeerReview
from app.grading.queries.work import Standing, VersionLine
from app.grading.routes.words import late_words, lines, sign_words, source_words
from app.kernel import i18n
from app.kernel.db import db
from app.kernel.errors import AppError, Conflict, Missing
from app.kernel.i18n import _
from app.pressrelease import Finding, Report, Status
from app.submissions import queries as submissions
from app.submissions import reading
from app.submissions.core.marks import Paragraph
from app.submissions.queries import Blind
from app.web.fields import fixed
from app.web.guard import actor

LEVELS = (4, 3, 2, 1)
WORST_FIRST = {Status.RED: 0, Status.AMBER: 1, Status.ADVICE: 2, Status.GREEN: 3}


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as the rubric macro draws it."""

    id: str
    name: str
    weight: str
    levels: list[tuple[int, str]]
    value: int | None
    error: str
    hint: str
    peer: str


def judging_page(
    one: Standing,
    form: JudgeForm,
    levels: dict[str, int] | None,
    error: AppError | None = None,
    *,
    revising: ReviseForm | None = None,
    remark: RemarkForm | None = None,
    answering: AnswerForm | None = None,
    taking_back: TakeBackForm | None = None,
    version_id: int | None = None,
) -> str:
    """The page of a work, with the forms as they stand: fresh ones, or a refused one with what was typed.

    `levels` are the posted ones (0: none chosen), None at a first look. Raises Missing for a version of another work.
    """
    if one.current_id is None:
        raise Missing
    versions = works.versions(one.submission_id)
    wanted = version_id or request.args.get("versi", type=int) or one.current_id
    shown = next((each for each in versions if each.id == wanted), None)
    if shown is None:
        raise Missing
    covered = one.is_blind
    reviews = peers.reviews_of(one.submission_id)
    blind = submissions.blind_content(shown.id) if covered else None
    found = peers.remarks_of(reviews, shown.id)
    paragraphs, comments = _laid(shown, blind, found, versions)
    _fill(form, one, shown, levels)
    form.keep_for.choices = [SelectChoice("", _("Umum")), *fixed([(each.id, each.name) for each in one.criteria])]
    return render_template(
        "grading/judge.html",
        one=one,
        shown=shown,
        versions=versions,
        is_blind=covered,
        people=_names(one, reviews) if not covered else {},
        facts=_facts(one, shown, blind),
        paragraphs=paragraphs,
        comments=comments,
        writers={review.id: review.number for review in reviews},
        files=submissions.attachments(shown.id),
        reviews=reviews,
        findings=_findings(shown),
        dismissals=_dismissals(one, shown),
        form=form,
        rows=_rows(one, shown, reviews, levels, error),
        problem=error if error is not None and error.field.startswith("tingkat-") else None,
        revising=revising or ReviseForm(formdata=None),
        remark=remark or RemarkForm(formdata=None),
        answering=answering or AnswerForm(formdata=None),
        taking_back=taking_back or TakeBackForm(formdata=None),
        objection=works.objections([one.submission_id]).get(one.submission_id, "") if one.appealed_at else "",
        span=(remark.span.data if remark else None) or request.args.get("komentar", ""),
        bank=_bank(one),
        ticked=request.form.getlist("sisip", type=int),
        source=source_words(one.source, one.reviews) if one.grade is not None else "",
        late=late_words(one),
        history=lines(works.history(one.submission_id), for_author=False),
        is_revising=bool(revising or taking_back),
        is_behind=isinstance(error, Conflict),
        signs=sign_words(),
    )


def _laid(
    shown: VersionLine, blind: Blind | None, found: tuple[peers.Remark, ...], versions: Sequence[VersionLine]
) -> tuple[tuple[Paragraph, ...], tuple[works.Shown, ...]]:
    texts = {each.id: each.text for each in versions}
    if blind is not None:
        passages = [(p.field, p.label, p.kind, p.start, p.end) for p in blind.passages]
        return works.laid_with_remarks(shown.id, blind.text, passages, found, texts, moved=blind.shown_span)
    return works.laid_with_remarks(shown.id, shown.text, shown.passages, found, texts)


def _facts(one: Standing, shown: VersionLine, blind: Blind | None) -> list[tuple[str, str]]:
    """Fields beside the text: identity fields only say that they are filled in while names are hidden."""
    if blind is not None:
        return [(fact.label, fact.words) for fact in blind.facts]
    if one.form is not TaskForm.SIARAN_PERS:
        return []
    keys = ("narahubung", "penulis", "kata_kunci", "judul_halaman", "deskripsi", "slug")
    return [(reading.LABELS[key], str(shown.content.get(key) or _("tidak diisi"))) for key in keys]


def _names(one: Standing, reviews: Sequence[PeerReview]) -> dict[int, str]:
    """Names of the author and his reviewers, by user id."""
    wanted = sorted({one.author_id, *(review.reviewer_id for review in reviews)})
    return {id_: name for id_, name in db.session.query(User.id, User.name).filter(User.id.in_(wanted))}


def _dismissals(one: Standing, shown: VersionLine) -> list[tuple[str, str]]:
    """Findings that the author let stand, each with his reason; his names are covered while names are hidden."""
    rows = reading.dismissals(Report.from_dict(shown.report), shown.content) if shown.report else ()
    words = [text for row in rows for text in row]
    if words and one.is_blind:
        words = list(submissions.blind_words(shown.id, words))
    return list(zip(words[::2], words[1::2], strict=True))


def _findings(shown: VersionLine) -> list[Finding]:
    """The heads of the coach's reading, worst first; empty for works it does not read."""
    if not shown.report:
        return []
    heads = [one for one in Report.from_dict(shown.report).findings if one.is_head and one.status is not Status.GREEN]
    return sorted(heads, key=lambda one: WORST_FIRST[one.status])


def _bank(one: Standing) -> list[tuple[str, list[bank_queries.Sentence]]]:
    """My sentences under the names of this rubric's criteria in its order, then those for anywhere; others stay away."""
    every = bank_queries.sentences(actor().user_id)
    groups = [(each.name, [sentence for sentence in every if sentence.criterion == each.id]) for each in one.criteria]
    groups.append((_("Umum"), [sentence for sentence in every if not sentence.criterion]))
    return [(name, held) for name, held in groups if held]


def _fill(form: JudgeForm, one: Standing, shown: VersionLine, levels: dict[str, int] | None) -> None:
    """On a first look the fields hold what stands; after a refusal what was typed."""
    if levels is not None:
        return
    form.version_id.data = str(shown.id)
    form.dasar.data = one.graded_at.isoformat() if one.source is Source.PELATIH and one.graded_at else ""
    form.feedback.data = one.feedback


def _rows(
    one: Standing, shown: VersionLine, reviews: Sequence[PeerReview], levels: dict[str, int] | None, error: AppError | None
) -> list[Row]:
    ids = [each.id for each in one.criteria]
    read = [review.levels for review in reviews]
    if levels is not None:
        values = {key: value for key, value in levels.items() if value}
    elif one.source is Source.PELATIH and one.graded_version_id == shown.id:
        values = {key: round(value) for key, value in one.levels.items()}
    else:
        values = prefilled(read, ids)
    said = _("Sejawat: %(levels)s")
    stop = _("Level 1 pada kriteria ini menghentikan: putusan ada pada Anda.")
    return [
        Row(
            id=each.id,
            name=each.name,
            weight=i18n.number(each.weight),
            levels=[(level, each.levels[level - 1]) for level in LEVELS],
            value=values.get(each.id),
            error=error.message if error is not None and error.field == f"tingkat-{each.id}" else "",
            hint=stop if each.hard_stop else "",
            peer=said % {"levels": ", ".join(str(row[each.id]) for row in read if each.id in row)} if read else "",
        )
        for each in one.criteria
    ]
