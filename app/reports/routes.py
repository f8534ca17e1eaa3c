"""The recap of a class on one printed page and as CSV, and its board of people by steps."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.grading.core.cells import neutral
from app.kernel import clock, i18n
from app.kernel.errors import Conflict, Denied, Invalid, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.models import Cohort, Enrolment
from app.learning.queries import cohorts
from app.reports import queries, services
from app.reports.queries import Mark, Recap, Row, Stuck, Why
from app.reports.queries import board as boards
from app.reports.queries.board import Deed
from app.web.guard import actor, allow, scope

bp = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where people are stuck, in a sentence, with who they are."""

    count: int
    sentence: str
    people: list[Row]


def _cohort(cohort_id: int) -> Cohort:
    return cohorts.cohort(cohort_id, scope(Can.REPORT_READ))


@bp.get("/rekap/<int:cohort_id>")
@allow(Can.REPORT_READ)
def recap(cohort_id: int) -> str:
    """Sentences first, then everyone in one table: made to be printed."""
    cohort = _cohort(cohort_id)
    now = clock.now()
    found = queries.recap(cohort, now)
    return render_template(
        "reports/recap.html",
        cohort=cohort,
        recap=found,
        places=_places(found),
        trainers=", ".join(one.name for one in cohorts.trainers_of(cohort_id)),
        back_url=url_for("cohorts.show", cohort_id=cohort_id),
        printed_at=now,
    )


def _places(found: Recap) -> list[Place]:
    names = {step.key: _step_name(step.kind, step.spec.module_code, step.spec.title) for step in found.outline.steps}
    return [Place(count, _where(place, names), found.at(place)) for place, count in found.places()]


def _step_name(kind: StepKind, module: str, title: str) -> str:
    words = {
        StepKind.KUIS: _("kuis %(module)s", module=module),
        StepKind.TUGAS: _("tugas %(module)s", module=module),
        StepKind.TES_AKHIR: _("tes akhir"),
        StepKind.TES_AWAL: _("tes awal"),
    }
    return words.get(kind) or _("materi “%(title)s”", title=title)


def _where(place: Stuck, names: dict[str, str]) -> str:
    if place.why is Why.TELAAH:
        return _("orang tersendat di telaah: tenggatnya lewat dan telaahnya belum terkirim.")
    where = names.get(place.key, place.key)
    if place.why is Why.PERCOBAAN_HABIS:
        return _("orang tersendat di %(where)s: semua percobaan sudah dipakai.", where=where)
    return _("orang tersendat di %(where)s: tidak ada kegiatan selama seminggu.", where=where)


@bp.get("/rekap/<int:cohort_id>.csv")
@allow(Can.REPORT_READ)
def recap_csv(cohort_id: int) -> Response:
    """The same table for a spreadsheet."""
    found = queries.recap(_cohort(cohort_id), clock.now())
    places = {place.sentence: place for place in _places(found)}
    where = {row.enrolment_id: sentence for sentence, place in places.items() for row in place.people}
    made = StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [_("No"), _("Nama"), _("Satuan kerja"), _("Tes awal"), _("Tes akhir"), _("Kenaikan"), _("Tugas terkumpul"), _("Rata-rata tugas"), _("Telaah terkirim"), _("Telaah wajib"), _("Mutu telaah"), _("Nilai akhir"), _("Predikat"), _("Lulus"), _("JP"), _("Yang kurang"), _("Tersendat")]
    )
    for number, row in enumerate(found.rows, start=1):
        writer.writerow(
            [
                number, neutral(row.name), neutral(row.unit), _number(row.opening), _number(row.closing), _number(row.gain),
                row.tasks_sent, _number(row.tasks), row.reviews_done, row.reviews_owed, _number(row.quality), _number(row.final),
                row.predicate, _("ya") if row.is_passed else _("belum"), row.jp, neutral(" ".join(row.reasons)),
                neutral(where.get(row.enrolment_id, "")),
            ]
        )  # fmt: skip -- the columns in the order of the head
    content = ("\ufeff" + made.getvalue()).encode()
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="rekap-{cohort_id}.csv"'}
    return Response(content, headers=headers)


def _number(value: float | None) -> str:
    """A number with a decimal comma; a loss keeps its minus, which a lone number may."""
    return "" if value is None else i18n.amount(value)


@bp.get("/rekap/<int:cohort_id>/papan")
@allow(Can.REPORT_READ)
def board(cohort_id: int) -> str:
    """People by steps: who stands where, the stuck ones first, each with what one click can do."""
    cohort = _cohort(cohort_id)
    page = max(1, min(request.args.get("hal", 1, type=int), 1000))
    found = boards.board(cohort, clock.now(), page=page)
    signs = {Mark.SELESAI: "✓", Mark.BERJALAN: "•", Mark.TERTAHAN: "!", Mark.BELUM: ""}
    keys = [step.key for step in found.outline.steps]
    names = {step.key: _step_name(step.kind, step.spec.module_code, step.spec.title) for step in found.outline.steps}
    return render_template(
        "reports/board.html",
        cohort=cohort,
        board=found,
        steps=found.outline.steps,
        lines=[
            (line, _why(line, names), "</td><td>".join(signs[line.row.marks[key]] for key in keys)) for line in found.lines
        ],
        stuck=[(count, _stuck_words(why)) for why, count in found.stuck.items()],
        words=_deed_words(),
        page=page,
        pages=-(-found.people // boards.PAGE),
        base=url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=0)[:-1],
    )


def _why(line: boards.Line, names: dict[str, str]) -> str:
    """Where a person is stuck, in half a sentence."""
    found = []
    place = line.row.stuck
    if place is not None:
        where = names.get(place.key, place.key)
        found.append(
            {
                Why.PERCOBAAN_HABIS: _("percobaan %(where)s habis", where=where),
                Why.TELAAH: _("telaahnya belum terkirim"),
                Why.TIDAK_AKTIF: _("seminggu diam di %(where)s", where=where),
            }[place.why]
        )
    if line.lacks_reviews:
        found.append(_("naskahnya kurang telaah"))
    return "; ".join(found)


def _stuck_words(why: Why) -> str:
    return {
        Why.PERCOBAAN_HABIS: _("orang kehabisan percobaan."),
        Why.TELAAH: _("orang belum mengirim telaah yang tenggatnya lewat."),
        Why.TIDAK_AKTIF: _("orang diam selama seminggu dan belum selesai."),
    }[why]


def _deed_words() -> dict[Deed, str]:
    return {
        Deed.INGATKAN: _("Ingatkan"),
        Deed.PERPANJANG: _("Perpanjang 3 hari"),
        Deed.PERCOBAAN: _("Beri percobaan"),
        Deed.TUGASKAN: _("Beri naskah telaah"),
        Deed.AMBIL: _("Nilai sendiri"),
    }


@bp.post("/rekap/<int:cohort_id>/papan")
@allow(Can.LEARNER_ADJUST)
def act(cohort_id: int) -> Redirect:
    """Do what was clicked for one person: `<deed>-<enrolment>`."""
    name, _dash, number = request.form.get("aksi", "").partition("-")
    if name not in set(Deed) or not number.isdecimal() or len(number) > len("9999999999"):
        raise Missing
    enrolment = cohorts.enrolment(int(number), scope(Can.LEARNER_ADJUST))
    if enrolment.cohort_id != cohort_id:
        raise Missing
    try:
        with work():
            said = _done(Deed(name), enrolment)
    except (Denied, Invalid, Conflict) as refusal:
        flash(refusal.message, "error")
    else:
        flash(said, "ok")
    return redirect(url_for("reports.board", cohort_id=cohort_id, hal=request.args.get("hal", type=int)), 303)


def _done(deed: Deed, enrolment: Enrolment) -> str:
    """The deed, and what to say of it; where somebody is stuck is looked up now, not when the page was made."""
    me, now, name = actor(), clock.now(), enrolment.user.name
    if deed is Deed.TUGASKAN:
        given = services.give_review(enrolment, actor=me, now=now)
        return _("%(name)s mendapat naskah untuk ditelaah di %(n)d putaran.", name=name, n=given) if given else _("Tidak ada naskah yang dapat diberikan kepada %(name)s sekarang.", name=name)
    if deed is Deed.AMBIL:
        count = len(services.take_over(enrolment, actor=me, now=now))
        return _("%(n)d naskah %(name)s masuk antrean Anda di meja pelatih.", n=count, name=name)
    outline = curriculum.outline(enrolment.cohort.version_id)
    place = boards.place_of(enrolment, now)
    if place is None:
        raise Denied(_("%(name)s sudah tidak tersendat.", name=name))
    step = next((one for one in outline.steps if one.key == place.key), None)
    if deed is Deed.INGATKAN or step is None:
        where = _step_name(step.kind, step.spec.module_code, step.spec.title) if step else _("telaah sejawat")
        path = url_for("learning.step", cohort_id=enrolment.cohort_id, key=step.key) if step else url_for("peerreview.index")
        services.remind(enrolment, where, path, actor=me, now=now)
        return _("%(name)s diingatkan.", name=name)
    if deed is Deed.PERPANJANG:
        until = services.give_time(enrolment, step, actor=me, now=now)
        return _("Tenggat %(name)s diperpanjang sampai %(until)s.", name=name, until=i18n.moment(until))
    services.give_try(enrolment, step, actor=me, now=now)
    return _("%(name)s mendapat satu percobaan lagi.", name=name)
