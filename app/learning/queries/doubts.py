"""What looks like a slip in the plan of a class: it may be meant, so it is asked, not refused."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.i18n import _, day
from app.learning.models import Cohort

LONG = timedelta(days=366)
"""Longer than any training of a year."""


def doubts(
    *, version_id: int, unit_id: int, name: str, numeral: str, starts_on: date, ends_on: date, today: date, known: Cohort | None = None
) -> tuple[str, ...]:
    """Sentences about dates and twins; of a class that is open already (`known`) only about what is changed."""
    found = []
    if ends_on < today and (known is None or known.ends_on != ends_on):
        found.append(_("Tanggal selesai %(day)s sudah lewat.", day=day(ends_on)))
    elif starts_on < today and (known is None or known.starts_on != starts_on):
        found.append(_("Tanggal mulai %(day)s sudah lewat; tenggat tugas dihitung dari tanggal itu.", day=day(starts_on)))
    if ends_on - starts_on > LONG and (known is None or known.ends_on - known.starts_on <= LONG):
        found.append(_("Angkatan ini berlangsung lebih dari setahun, sampai %(day)s.", day=day(ends_on)))
    if known is None or (known.name, known.numeral) != (name, numeral):
        found += _twins(version_id, unit_id, name, numeral, known)
    return tuple(found)


def _twins(version_id: int, unit_id: int, name: str, numeral: str, known: Cohort | None) -> list[str]:
    rows = db.session.execute(
        select(Cohort.name, Cohort.numeral, Cohort.starts_on).where(
            Cohort.version_id == version_id,
            Cohort.unit_id == unit_id,
            Cohort.closed_at.is_(None),
            Cohort.id != (known.id if known else 0),
            (Cohort.name == name) | (Cohort.numeral == numeral),
        )
    )
    return [
        _("Sudah ada angkatan pelatihan ini dengan nama atau nomor yang sama: %(name)s, nomor %(numeral)s, mulai %(day)s.", name=other, numeral=number, day=day(start))
        for other, number, start in rows
    ]
