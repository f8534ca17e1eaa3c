"""May this work be sent now, and how late is it: one rule, asked by pages and by the sending itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Standing(StrEnum):
    """Where a task stands for one author at one moment."""

    BELUM_DIBUKA = "belum_dibuka"
    TERBUKA = "terbuka"
    TERLAMBAT = "terlambat"
    REVISI = "revisi"
    DITUTUP = "ditutup"


@dataclass(frozen=True, slots=True)
class Dates:
    """What the rule needs to know; `extended_until` is personal, `revise_until` is set once a review is released."""

    opens_at: datetime
    due_at: datetime
    late_days: int
    extended_until: datetime | None = None
    revise_until: datetime | None = None
    closed_at: datetime | None = None
    """When the class ended for everyone."""

    @property
    def deadline(self) -> datetime:
        """The author's own deadline: an extension never shortens."""
        return max(self.due_at, self.extended_until) if self.extended_until else self.due_at

    @property
    def last_moment(self) -> datetime:
        """Until when a first sending is taken, with points off after the deadline."""
        return self.deadline + self.late_days * DAY


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: may it be sent, in which standing, how many days late, until when, and the reason in a sentence."""

    may: bool
    standing: Standing
    days_late: int
    until: datetime | None
    reason: str


def may_send(dates: Dates, now: datetime, *, versions: int) -> Verdict:  # noqa: PLR0911 -- one line per standing reads as the rule does
    """Whether a work with `versions` sendings so far may be sent (again) at `now`, by the server's clock.

    Until the deadline as often as one likes; the last in time counts. After it a first sending is late (every day begun
    counts, at most `late_days`), and what was sent stays as it is, unless a revision or an extension is open.
    """
    if now < dates.opens_at:
        return Verdict(False, Standing.BELUM_DIBUKA, 0, dates.opens_at, "Tugas ini belum dibuka.")
    if dates.closed_at is not None and now >= dates.closed_at:
        return Verdict(False, Standing.DITUTUP, 0, None, "Angkatan ini sudah ditutup, jadi tugasnya tidak lagi menerima kiriman.")
    if versions and dates.revise_until is not None and now <= dates.revise_until:
        return Verdict(True, Standing.REVISI, 0, dates.revise_until, "Versi baru boleh dikumpulkan setelah umpan balik dibuka.")
    if now <= dates.deadline:
        return Verdict(True, Standing.TERBUKA, 0, dates.deadline, "")
    if versions:
        return Verdict(
            False, Standing.DITUTUP, 0, None, "Tenggat sudah lewat dan naskah Anda sudah terkumpul. Versi terakhir itulah yang dinilai."
        )
    late = days_late(dates.deadline, now)
    if late <= dates.late_days:
        return Verdict(True, Standing.TERLAMBAT, late, dates.last_moment, "Tenggat sudah lewat; kiriman masih diterima dengan potongan nilai.")
    return Verdict(
        False,
        Standing.DITUTUP,
        late,
        None,
        "Masa mengumpulkan sudah lewat. Mintalah pelatih memperpanjang tenggat; draf yang sudah ditulis tidak hilang.",
    )


def days_late(deadline: datetime, at: datetime) -> int:
    """Days begun after the deadline; 0 until its very moment."""
    return max(0, math.ceil((at - deadline) / DAY))
