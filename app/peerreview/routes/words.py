"""States, reasons and the log of a round in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel import clock
from app.kernel.i18n import _, moment
from app.peerreview.models import TaskState
from app.peerreview.queries.overview import PersonRow, TaskLine


def state_words() -> dict[TaskState, str]:
    """Where a task stands."""
    return {
        TaskState.DITAWARKAN: _("belum dibuka"),
        TaskState.DIBUKA: _("sedang ditelaah"),
        TaskState.TERKIRIM: _("terkirim"),
        TaskState.DIKEMBALIKAN: _("kembali ke kumpulan"),
        TaskState.DITOLAK: _("dikembalikan penelaah"),
    }


def wait_words() -> dict[str, str]:
    """Why a work waits for the pelatih."""
    return {
        "too_few": _("telaah kurang"),
        "disputed": _("telaah berbeda jauh"),
        "hard_stop": _("tanda bahaya"),
        "unsent_draft": _("draf belum terkumpul"),
        "taken": _("diambil pelatih"),
    }


def return_words() -> dict[str, str]:
    """Why a task went back to the pool."""
    return {
        "expired": _("waktunya habis"),
        "made_room": _("memberi tempat untuk naskah terlambat"),
        "withdrawn": _("penulisnya mundur"),
        "left": _("penelaahnya mundur"),
        "closed": _("putaran ditutup"),
        "trainer": _("ditarik pelatih"),
    }


def sign_words() -> dict[str, str]:
    """What looked careless in a sent review."""
    return {"haste": _("dikirim sangat cepat"), "sameness": _("semua sama"), "thinness": _("sangat pendek"), "names": _("menyebut nama")}


def field_words() -> dict[str, str]:
    """The fields of a plan, as the log names them."""
    return {
        "buka": _("waktu buka"),
        "tulis": _("tenggat menulis"),
        "hari": _("hari terlambat"),
        "potongan": _("potongan"),
        "dibagikan": _("waktu pembagian"),
        "telaah": _("tenggat telaah"),
        "revisi": _("tenggat versi baru"),
        "k": _("jumlah telaah"),
        "kalibrasi": _("syarat kalibrasi"),
    }


def became_of(task: TaskLine) -> str:
    """What became of a task, in a few words."""
    state = state_words()[task.state]
    if task.state is TaskState.DITOLAK:
        return _("%(state)s: %(why)s", state=state, why=task.decline_reason)
    if task.state is TaskState.DIKEMBALIKAN:
        return _("%(state)s: %(why)s", state=state, why=return_words().get(task.returned_for, task.returned_for))
    signs = ", ".join(sign_words().get(sign, sign) for sign in task.warnings)
    return f"{state} ({signs})" if signs and task.state is TaskState.TERKIRIM else state


def stands(person: PersonRow, k: int) -> tuple[str, str]:
    """(words, kind of pill) for a reviewer of a round that has been shared out."""
    running = person.held + person.opened
    if person.has_left:
        return _("Mundur"), ""
    if not person.has_work:
        return (_("Membantu menelaah"), "run") if running or person.sent else (_("Tidak mengumpulkan"), "")
    if person.sent >= k:
        return _("Lengkap"), "ok"
    if running == 0:
        return _("Kurang %(n)d telaah", n=k - person.sent), "bad"
    if person.sent == 0 and person.opened == 0:
        return _("Belum mulai"), "warn"
    return _("Sedang menelaah"), "run"


def log_line(at: datetime, kind: str, detail: dict[str, Any], names: dict[int, str], works: dict[int, int]) -> str:  # noqa: C901, PLR0912 -- one line per kind of step
    """One step of a round's clock as a sentence."""
    who = names.get(detail.get("reviewer", 0), _("seorang peserta"))
    work = works.get(detail.get("submission", 0), 0)
    by = names.get(detail.get("by", 0), _("Pelatih"))
    match kind:
        case "dibagikan":
            return _("%(n)s tugas telaah dibagikan untuk %(works)s naskah (k = %(k)s, benih %(seed)s).", n=detail.get("tasks", 0), works=len(detail.get("submitters", ())), k=detail.get("k", ""), seed=detail.get("seed", ""))
        case "diberikan":
            return _("%(who)s mendapat naskah %(work)s.", who=who, work=work)
        case "susulan":
            return _("%(who)s mengambil naskah %(work)s untuk melengkapi telaahnya.", who=who, work=work)
        case "ditugaskan":
            return _("%(by)s meminta %(who)s menelaah naskah %(work)s.", by=by, who=who, work=work)
        case "kembali":
            why = return_words().get(str(detail.get("reason", "")), "")
            return _("Naskah %(work)s dari %(who)s kembali ke kumpulan: %(why)s.", work=work, who=who, why=why)
        case "ditarik":
            return _("%(by)s menarik naskah %(work)s dari %(who)s: %(why)s", by=by, work=work, who=who, why=detail.get("why", ""))
        case "ditolak":
            return _("%(who)s mengembalikan naskah %(work)s.", who=who, work=work)
        case "diingatkan":
            return _("%(who)s diingatkan untuk %(n)s naskah.", who=who, n=len(detail.get("tasks", ())))
        case "diingatkan_pelatih":
            return _("%(by)s mengingatkan %(n)s orang.", by=by, n=len(detail.get("reviewers", ())))
        case "ke_pelatih":
            why = wait_words().get(str(detail.get("reason", "")), "")
            return _("Naskah %(work)s masuk antrean pelatih: %(why)s.", work=work, why=why)
        case "revisi_dibuka":
            return _("Komentar terbuka untuk %(n)s penulis, dan versi baru boleh dikumpulkan.", n=detail.get("works", 0))
        case "diperpanjang":
            until = detail.get("until")
            if not until:
                return _("Tenggat telaah %(who)s kembali sama dengan tenggat putaran.", who=who)
            return _("%(who)s dapat menelaah sampai %(until)s.", who=who, until=moment(datetime.fromisoformat(until)))
        case "diubah":
            fields = field_words()
            what = ", ".join(fields[name] for name in detail.get("fields", ()) if name in fields)
            return _("%(by)s mengubah rencana putaran: %(what)s.", by=by, what=what) if what else _("%(by)s mengubah rencana putaran.", by=by)
        case "ditutup":
            return _("Putaran ditutup.")
        case _:
            return f"{clock.local(at):%H.%M} {kind}"
