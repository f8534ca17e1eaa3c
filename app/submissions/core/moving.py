"""The window of a class's task: what may still be moved at a moment, and what would go wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.submissions.core.window import days_late


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when a class writes, and its rules for lateness (points taken for each day begun)."""

    opens_at: datetime
    due_at: datetime
    late_days: int
    late_points: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a task: works sent so far, and how many of them late; when its class ends."""

    now: datetime
    class_ends_at: datetime
    sent: int = 0
    sent_late: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a field of the form; `stops` says that the window cannot be kept as it is."""

    field: str
    sentence: str
    stops: bool


def shut(before: Window, around: Around) -> Mapping[str, str]:
    """Field -> why it cannot be changed any more: a change would harm somebody who has counted on it."""
    found = {}
    if before.opens_at <= around.now:
        found["buka"] = "Tugas ini sudah dibuka, jadi waktu bukanya tetap."
    if around.sent_late:
        found["potongan"] = "Sudah ada naskah yang terlambat, jadi potongannya tetap: semua dihitung sama."
    return found


def remarks(before: Window, after: Window, around: Around) -> Iterator[Remark]:
    """What would go wrong with `after`; a date that stays as it is may lie in the past."""
    yield from _dates(before, after, around)
    if before.opens_at > around.now:
        return
    if after.late_points > before.late_points:
        yield Remark("potongan", f"Tugas ini sudah dibuka, jadi potongannya hanya dapat dikurangi: paling banyak {before.late_points} poin.", True)
    if after.late_days < before.late_days:
        yield Remark("hari", f"Tugas ini sudah dibuka, jadi hari terlambat hanya dapat ditambah: paling sedikit {before.late_days} hari.", True)


def _dates(before: Window, after: Window, around: Around) -> Iterator[Remark]:
    if after.opens_at != before.opens_at and after.opens_at >= after.due_at:
        yield Remark("buka", "Tugas harus dibuka sebelum tenggat menulis.", True)
    if after.due_at == before.due_at:
        return
    if after.due_at <= after.opens_at:
        yield Remark("tulis", "Tenggat menulis harus sesudah tugas dibuka.", True)
    elif after.due_at <= around.now:
        sent = f" Sudah ada {around.sent} naskah terkumpul, dan penulisnya masih boleh mengganti sampai tenggat yang lama." if around.sent else ""
        yield Remark("tulis", f"Tenggat menulis ini sudah lewat. Pilih waktu yang akan datang.{sent}", True)
    elif after.due_at < before.due_at and before.opens_at <= around.now:
        yield Remark("tulis", "Tugas ini sudah dibuka, jadi tenggat menulis hanya dapat dimundurkan: orang sudah mengatur waktunya.", True)
    elif before.due_at <= around.now and around.sent:
        yield Remark("tulis", "Tenggat yang lama sudah lewat. Yang sudah mengumpulkan dapat mengganti naskahnya sampai tenggat yang baru.", False)
    if after.due_at > around.class_ends_at:
        yield Remark("tulis", "Tenggat menulis ini sesudah angkatan berakhir.", False)


def personal(extended_until: datetime | None, due_at: datetime) -> datetime | None:
    """An extension when the class's deadline has moved: what was promised stays, and never ends before the class's."""
    return max(extended_until, due_at) if extended_until else None


def lateness(was: int, first_sent_at: datetime, deadline: datetime) -> int:
    """Days late of a work when its author's deadline has moved: a later deadline forgives, none adds."""
    return min(was, days_late(deadline, first_sent_at))
