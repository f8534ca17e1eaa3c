"""The recap of a class on one printed page and as CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from flask import Response, render_template, url_for

from app.access.permissions import Can
from app.grading.core.cells import neutral
from app.kernel import clock, i18n
from app.kernel.i18n import _
from app.learning.queries import cohorts
from app.reports import queries
from app.reports.queries import Recap, Row, Stuck, Why
from app.reports.routes.place import bp, cohort_of, step_names
from app.web.guard import allow


@dataclass(frozen=True, slots=True)
class Place:
    """Where people are stuck, in a sentence, with who they are."""

    count: int
    sentence: str
    alone: str
    """The same of one person."""
    people: list[Row]


@bp.get("/rekap/<int:cohort_id>")
@allow(Can.REPORT_READ)
def recap(cohort_id: int) -> str:
    """Sentences first, then everyone in one table: made to be printed."""
    cohort = cohort_of(cohort_id)
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
    names = step_names(found.outline)
    return [Place(count, _where(place, names), _alone(place, names), found.at(place)) for place, count in found.places()]


def _where(place: Stuck, names: dict[str, str]) -> str:
    if place.why is Why.TELAAH:
        return _("orang tersendat di telaah: tenggatnya lewat dan telaahnya belum terkirim.")
    where = names.get(place.key, place.key)
    if place.why is Why.PERCOBAAN_HABIS:
        return _("orang tersendat di %(where)s: semua percobaan sudah dipakai.", where=where)
    if place.why is Why.REVISI:
        return _("orang tersendat di %(where)s: tenggat revisi wajib lewat tanpa versi baru.", where=where)
    return _("orang tersendat di %(where)s: tidak ada kegiatan selama seminggu.", where=where)


def _alone(place: Stuck, names: dict[str, str]) -> str:
    if place.why is Why.TELAAH:
        return _("Telaah: tenggatnya lewat dan telaahnya belum terkirim.")
    where = names.get(place.key, place.key)
    where = where[:1].upper() + where[1:]
    if place.why is Why.PERCOBAAN_HABIS:
        return _("%(where)s: semua percobaan sudah dipakai.", where=where)
    if place.why is Why.REVISI:
        return _("%(where)s: tenggat revisi wajib lewat tanpa versi baru.", where=where)
    return _("%(where)s: tidak ada kegiatan selama seminggu.", where=where)


@bp.get("/rekap/<int:cohort_id>.csv")
@allow(Can.REPORT_READ)
def recap_csv(cohort_id: int) -> Response:
    """The same table for a spreadsheet."""
    cohort = cohort_of(cohort_id)
    found = queries.recap(cohort, clock.now())
    where = {row.enrolment_id: place.alone for place in _places(found) for row in place.people}
    made = StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    head = (
        [_("No"), _("Nama"), _("Satuan kerja"), _("Tes awal"), _("Tes akhir"), _("Kenaikan"), _("Tugas terkumpul"), _("Rata-rata tugas"), _("Telaah terkirim"), _("Telaah wajib"), _("Mutu telaah"), _("Nilai akhir"), _("Predikat"), _("Lulus"), _("JP"), _("Yang kurang"), _("Tersendat")]
    )
    writer.writerow(head)
    if cohort.closed_at is not None:
        writer.writerow(["", _("Angkatan ini dibatalkan pada %(at)s.", at=i18n.moment(cohort.closed_at)), *([""] * (len(head) - 2))])
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
