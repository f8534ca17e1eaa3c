"""The board of people by steps, and what it does for one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.access.permissions import Can
from app.curriculum import queries as curriculum
from app.curriculum.core.path import StepKind
from app.curriculum.queries import Outline
from app.kernel import clock, i18n, richtext
from app.kernel.errors import AppError, Conflict, Denied, Invalid, Missing
from app.kernel.i18n import _
from app.kernel.work import work
from app.learning.models import Enrolment
from app.learning.queries import cohorts
from app.reports import services
from app.reports.queries import Mark, Why
from app.reports.queries import board as boards
from app.reports.queries.board import Deed
from app.reports.routes.place import bp, cohort_of, step_names
from app.web.guard import actor, allow, scope

HYPHEN = "\u2011"
"""At which no line ends: codes of modules stay whole in narrow columns."""
SIGNS = {Mark.SELESAI: "✓", Mark.BERJALAN: "•", Mark.TERTAHAN: "!", Mark.BELUM: "", Mark.DIBEBASKAN: "–"}


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be done for one person: the sentence, and the reason as it was typed."""

    enrolment_id: int
    deed: str
    sentence: str
    is_about_reason: bool
    reason: str


@bp.get("/rekap/<int:cohort_id>/papan")
@allow(Can.REPORT_READ)
def board(cohort_id: int) -> str:
    """People by steps: who stands where, the stuck ones first, each with what one click can do."""
    return _page(cohort_id)


def _page(cohort_id: int, refused: Refused | None = None) -> str:
    cohort = cohort_of(cohort_id)
    page = max(1, min(request.args.get("hal", 1, type=int), 1000))
    found = boards.board(cohort, clock.now(), page=page)
    page = found.page
    keys = [step.key for step in found.outline.steps]
    names = step_names(found.outline)
    lines = [
        (line, _why(line, names), "</td><td>".join(SIGNS[line.row.marks[key]] for key in keys)) for line in found.lines
    ]
    return render_template(
        "reports/board.html",
        cohort=cohort,
        board=found,
        steps=list(zip(found.outline.steps, _heads(found.outline), strict=True)),
        lines=lines,
        held_up=[one for one in lines if one[1]],
        stuck=[(count, _stuck_words(why)) for why, count in found.stuck.items()],
        words=_deed_words(),
        reasons=_reasons(),
        refused=refused,
        page=page,
        pages=-(-found.people // boards.PAGE),
        base=url_for("cohorts.person", cohort_id=cohort_id, enrolment_id=0)[:-1],
        tasks_url=url_for("submissions.show", assignment_id=0)[:-1],
        rounds_url=url_for("peerreview.overview_page", round_id=0)[:-1],
    )


def _heads(outline: Outline) -> list[str]:
    """What stands above each column: the kind and module; lessons of a module are numbered."""
    words = {
        StepKind.MATERI: _("Materi"),
        StepKind.KUIS: _("Kuis"),
        StepKind.TUGAS: _("Tugas"),
        StepKind.TES_AWAL: _("Tes awal"),
        StepKind.TES_AKHIR: _("Tes akhir"),
    }
    lessons: Counter[str] = Counter()
    heads = []
    for step in outline.steps:
        module = step.spec.module_code
        if step.kind is StepKind.MATERI:
            lessons[module] += 1
            module = f"{module}.{lessons[module]}"
        heads.append(f"{words[step.kind]} {module.replace('-', HYPHEN)}".strip())
    return heads


def _why(line: boards.Line, names: dict[str, str]) -> str:
    """Where a person is stuck, in half a sentence."""
    found = []
    place = line.row.stuck
    if place is not None:
        where = names.get(place.key, place.key)
        found.append(
            {
                Why.PERCOBAAN_HABIS: _("percobaan %(where)s habis", where=where),
                Why.REVISI: _("tenggat revisi wajib %(where)s lewat", where=where),
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
        Why.REVISI: _("orang melewatkan tenggat revisi wajib."),
        Why.TELAAH: _("orang belum mengirim telaah yang tenggatnya lewat."),
        Why.TIDAK_AKTIF: _("orang diam selama seminggu dan belum selesai."),
    }[why]


def _deed_words() -> dict[Deed, str]:
    return {
        Deed.INGATKAN: _("Ingatkan"),
        Deed.PERPANJANG: _("Perpanjang 3 hari"),
        Deed.REVISI: _("Buka revisi 3 hari lagi"),
        Deed.PERCOBAAN: _("Beri percobaan"),
        Deed.TUGASKAN: _("Beri naskah telaah"),
        Deed.AMBIL: _("Nilai sendiri"),
    }


def _reasons() -> dict[Deed, tuple[str, str]]:
    """(label, what the field holds at first) for the deeds that are an exception and ask for their reason."""
    return {
        Deed.PERPANJANG: (_("Alasan, dibaca peserta"), _("Waktu ditambah agar tugas ini sempat selesai.")),
        Deed.REVISI: (_("Alasan, tersimpan di catatan"), _("Waktu ditambah agar revisi wajib ini sempat dikirim.")),
        Deed.PERCOBAAN: (_("Alasan, tersimpan bersama percobaannya"), _("Satu percobaan lagi setelah mengulang materinya.")),
    }


@bp.post("/rekap/<int:cohort_id>/papan")
@allow(Can.LEARNER_ADJUST)
def act(cohort_id: int) -> Response | tuple[str, int]:
    """Do what was clicked for one person: `<deed>-<enrolment>`, and `alasan` where a reason is asked for."""
    name, _dash, number = request.form.get("aksi", "").partition("-")
    if name not in set(Deed) or not number.isdecimal() or len(number) > len("9999999999"):
        raise Missing
    enrolment = cohorts.enrolment(int(number), scope(Can.LEARNER_ADJUST), cohort_id=cohort_id)
    reason = richtext.line(request.form.get("alasan", ""))
    try:
        with work():
            said = _done(Deed(name), enrolment, reason)
    except (Denied, Invalid, Conflict) as refusal:
        return _page(cohort_id, _refused(int(number), name, refusal, reason)), refusal.status
    flash(said, "ok")
    return redirect(url_for("reports.board", cohort_id=cohort_id, hal=request.args.get("hal", type=int)), 303)


def _refused(enrolment_id: int, deed: str, refusal: AppError, reason: str) -> Refused:
    return Refused(enrolment_id, deed, refusal.message, refusal.field == "alasan", reason)


def _done(deed: Deed, enrolment: Enrolment, reason: str) -> str:
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
        path = url_for("learning.step", cohort_id=enrolment.cohort_id, key=step.key) if step else url_for("peerreview.index")
        services.remind(enrolment, step, path, actor=me, now=now)
        return _("%(name)s diingatkan di Surau, dan lewat surel bila alamatnya ada.", name=name)
    if deed is Deed.PERPANJANG:
        until = services.give_time(enrolment, step, reason=reason, actor=me, now=now)
        return _after_the_end(_("Tenggat %(name)s diperpanjang sampai %(until)s.", name=name, until=i18n.moment(until)), enrolment, until)
    if deed is Deed.REVISI:
        if place.why is not Why.REVISI:
            raise Conflict(_("Masa revisi %(name)s sudah terbuka.", name=name))
        until = services.give_revision_time(enrolment, step, reason=reason, actor=me, now=now)
        return _after_the_end(_("Revisi %(name)s dibuka lagi sampai %(until)s; ia mendapat pemberitahuan.", name=name, until=i18n.moment(until)), enrolment, until)
    services.give_try(enrolment, step, reason=reason, actor=me, now=now)
    return _("%(name)s mendapat satu percobaan lagi.", name=name)


def _after_the_end(said: str, enrolment: Enrolment, until: datetime) -> str:
    """What was done, and that the class will be over by then."""
    ends_on = enrolment.cohort.ends_on
    if clock.local_date(until) <= ends_on:
        return said
    return said + " " + _("Itu sesudah angkatan berakhir, %(day)s.", day=i18n.day(ends_on))
