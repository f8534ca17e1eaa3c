"""The recap of a class on one printed page and as CSV, and its board of people by steps."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from flask import Blueprint, Response, render_template, url_for

from app.access.permissions import Can
from app.curriculum.core.path import StepKind
from app.grading.core.cells import neutral
from app.kernel import clock, i18n
from app.kernel.i18n import _
from app.learning.models import Cohort
from app.learning.queries import cohorts
from app.reports import queries
from app.reports.core.stuck import Mark
from app.reports.queries import Recap, Row, Stuck, Why
from app.web.guard import allow, scope

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
    """People by steps: who stands where, the stuck ones first."""
    cohort = _cohort(cohort_id)
    found = queries.recap(cohort, clock.now())
    signs = {Mark.SELESAI: "✓", Mark.BERJALAN: "•", Mark.TERTAHAN: "!", Mark.BELUM: ""}
    keys = [step.key for step in found.outline.steps]
    rows = sorted(found.rows, key=lambda row: (row.stuck is None, row.is_passed))
    return render_template(
        "reports/board.html",
        cohort=cohort,
        steps=found.outline.steps,
        rows=[(row, [signs[row.marks[key]] for key in keys]) for row in rows],
        base=url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=0)[:-1],
    )
