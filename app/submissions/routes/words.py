"""States of tasks in words: what stands, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.curriculum.core.work import Grading
from app.kernel.i18n import _, amount, moment, relative
from app.submissions.core.window import Standing, Verdict
from app.submissions.queries import Brief, MineState, Own


@dataclass(frozen=True, slots=True)
class Peers:
    """When peers read a sent work: until when they review, and when it first came."""

    until: datetime | None
    came_at: datetime
    is_revised: bool
    """Whether the last version was written after they had read one: only the pelatih grades that."""

    def are_done(self, now: datetime) -> bool:
        """Whether their time is over, so that the author may read what they wrote."""
        return self.until is not None and now >= self.until


def state_words() -> dict[MineState, tuple[str, str]]:
    """Per state: the word and the kind of its pill."""
    return {
        MineState.BELUM_DIBUKA: (_("Belum dibuka"), ""),
        MineState.TERBUKA: (_("Belum dikerjakan"), ""),
        MineState.DRAF: (_("Draf tersimpan"), "run"),
        MineState.TERLAMBAT: (_("Lewat tenggat"), "warn"),
        MineState.REVISI: (_("Boleh direvisi"), "run"),
        MineState.REVISI_WAJIB: (_("Wajib direvisi"), "warn"),
        MineState.REVISI_LEWAT: (_("Revisi wajib, waktunya lewat"), "bad"),
        MineState.NILAI_DIRI: (_("Tinggal menilai sendiri"), "run"),
        MineState.TERKUMPUL: (_("Terkumpul"), "ok"),
        MineState.DINILAI: (_("Dinilai"), "ok"),
        MineState.DITUTUP: (_("Tidak terkumpul"), "bad"),
        MineState.DIBEBASKAN: (_("Dibebaskan"), ""),
    }


def next_words(brief: Brief, own: Own | None, verdict: Verdict, now: datetime, *, is_waived: bool, score: float | None, may_rate: bool, peers: Peers | None = None) -> str:
    """One or two sentences: where the author stands and what happens next."""
    if own is None or not own.versions:
        if is_waived:
            return _("Tugas ini dibebaskan untuk Anda: Anda tidak perlu mengumpulkannya.")
        return _before_sending(brief, verdict, now)
    if own.revision_required:
        return _required(brief, verdict, now)
    if verdict.standing is Standing.REVISI and verdict.until:
        return _welcome(verdict.until, peers, now)
    is_open = verdict.standing is Standing.TERBUKA
    if brief.grading is Grading.SEJAWAT and score is None:
        after = _of_peers(peers, now, is_shared=now > brief.due_at or not is_open)
    else:
        after = _after_sending(brief, own, score, may_rate=may_rate)
    if is_open and verdict.until:
        return _("Naskah Anda sudah terkumpul dan masih dapat diganti sampai %(until)s.", until=moment(verdict.until)) + " " + after
    if peers is not None and peers.is_revised:
        return _("Naskah Anda sudah terkumpul, terakhir versi %(n)s.", n=own.versions) + " " + after
    return _("Naskah Anda sudah terkumpul. Versi %(n)s yang dinilai.", n=own.versions) + " " + after


def _required(brief: Brief, verdict: Verdict, now: datetime) -> str:
    if verdict.may and verdict.until:
        return _("Pelatih meminta revisi. Perbaiki naskah, tulis apa yang Anda ubah, lalu kumpulkan versi berikutnya paling lambat %(until)s.", until=moment(verdict.until))
    if brief.closed_at is not None and now >= brief.closed_at:
        return _("Pelatih meminta revisi, tetapi angkatan ini sudah ditutup, jadi tidak ada lagi kiriman yang diterima. Hubungi narahubung angkatan Anda.")
    return _("Pelatih meminta revisi, tetapi masa mengumpulkannya sudah lewat. Kelulusan Anda menunggu revisi ini: mintalah pelatih membukanya lagi.")


def _welcome(until: datetime, peers: Peers | None, now: datetime) -> str:
    if peers is not None and peers.are_done(now):
        return _("Masa telaah sudah berakhir. Sampai %(until)s Anda boleh mengumpulkan versi baru. Pelatih yang menilainya; tanpa itu nilai versi sebelumnya berlaku.", until=moment(until))
    return _("Umpan balik sudah dibuka. Bila mau, kumpulkan versi berikutnya sampai %(until)s.", until=moment(until))


def _after_sending(brief: Brief, own: Own, score: float | None, *, may_rate: bool) -> str:
    if brief.grading is Grading.MANDIRI:
        is_rated = own.self_assessed_at is not None and own.sent_at is not None and own.self_assessed_at >= own.sent_at
        if may_rate and not is_rated and own.self_assessed_at is not None:
            return _("Nilai diri Anda dari versi sebelumnya masih berlaku. Bandingkan lagi dengan jawaban contoh di bawah, dan betulkan nilainya bila perlu.")
        if may_rate and not is_rated:
            return _("Bandingkan dengan jawaban contoh di bawah, lalu nilai karya Anda sendiri.")
        return _("Nilai diri Anda sudah tersimpan.")
    if score is not None:
        return _("Nilainya %(score)s dari 100; alasannya ada pada umpan balik.", score=amount(score))
    return _("Pelatih membaca dan menilai; hasilnya tampil di sini setelah diumumkan.")


def _of_peers(peers: Peers | None, now: datetime, *, is_shared: bool) -> str:
    if peers is not None and peers.until is not None and peers.are_done(now):
        if peers.came_at >= peers.until:
            return _("Masa telaah berakhir sebelum naskah ini terkumpul, jadi pelatih yang membaca dan menilainya. Telaah yang menjadi bagian Anda tetap ada di halaman Telaah.")
        return _("Masa telaah sudah berakhir; nilainya tampil di sini setelah pelatih mengumumkannya.")
    if not is_shared:
        return _("Setelah tenggat, naskah dibagikan kepada peserta lain tanpa nama Anda, dan Anda menelaah naskah mereka.")
    return _("Naskah dibagikan kepada peserta lain tanpa nama Anda; naskah yang Anda telaah ada di halaman Telaah.")


def _before_sending(brief: Brief, verdict: Verdict, now: datetime) -> str:
    if verdict.standing is Standing.BELUM_DIBUKA:
        return _("Tugas ini dibuka %(at)s.", at=moment(brief.opens_at))
    if verdict.standing is Standing.TERBUKA and verdict.until and verdict.until - now > timedelta(days=30):  # `relative` says a date then
        return _("Kumpulkan paling lambat %(until)s. Sebelum itu kiriman masih dapat diganti.", until=moment(verdict.until))
    if verdict.standing is Standing.TERBUKA and verdict.until:
        return _("Kumpulkan paling lambat %(until)s (%(near)s). Sebelum itu kiriman masih dapat diganti.", until=moment(verdict.until), near=relative(verdict.until, now))
    if verdict.standing is Standing.TERLAMBAT and verdict.until:
        return _(
            "Tenggat sudah lewat. Kiriman masih diterima sampai %(until)s; nilainya dikurangi %(points)s angka.",
            until=moment(verdict.until),
            points=verdict.days_late * brief.late_points,
        )
    return verdict.reason
