"""Certificates: confirmed facts, gap-free numbers, frozen snapshots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.scope import Columns
from app.certificates.core import State
from app.kernel.db import Model, Path, choice
from app.kernel.errors import explain
from app.learning.models import Enrolment


class Confirmation(Model):
    """The learner says that the printed facts about him are right."""

    __tablename__ = "certificate_confirmation"
    __table_args__ = (UniqueConstraint("enrolment_id", name="uq_certificate_confirmation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    facts: Mapped[dict[str, Any]]
    """Name, titles, identity label and number, rank, position, unit: as confirmed."""
    confirmed_at: Mapped[datetime]


class NumberSeries(Model):
    """The last number given in a year, one row a year and series; its lock keeps numbers free of gaps."""

    __tablename__ = "certificate_series"
    __table_args__ = (UniqueConstraint("series", "year", name="uq_certificate_series"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str]
    """"resmi", or "contoh" for the demonstration."""
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Certificate(Model):
    """One certificate: its values as they were when it was issued."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("series", "year", "sequence", name="uq_certificate_sequence"),
        UniqueConstraint("enrolment_id", "edition", name="uq_certificate_edition"),
        CheckConstraint("sequence > 0", name="sequence"),
        Index("ix_certificate_cohort", "cohort_id"),
        Index("ix_certificate_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="user_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    edition: Mapped[int] = mapped_column(default=1)
    """2 and on when an earlier one was replaced."""
    series: Mapped[str]
    year: Mapped[int]
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    """128 random bits as in the QR."""
    short_code: Mapped[str] = mapped_column(unique=True)
    facts: Mapped[dict[str, Any]]
    state: Mapped[State] = mapped_column(choice(State, "state"), default=State.DISIAPKAN)
    file_digest: Mapped[str | None]
    size: Mapped[int | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)
    reason: Mapped[str] = mapped_column(default="")
    """Why it was revoked or replaced."""
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship()


explain(
    "uq_certificate_edition",
    "Sertifikat orang ini sudah dibuat. Muat ulang halaman untuk melihatnya.",
    columns="certificate.enrolment_id, certificate.edition",
)
