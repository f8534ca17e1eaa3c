"""People, the tree of work units, what people may do and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Role
from app.access.scope import Columns
from app.kernel.db import Model, Path, choice
from app.kernel.errors import explain


class UnitKind(StrEnum):
    """Tiers of work units (domain.md 1.1)."""

    PUSAT = "pusat"
    KANWIL = "kanwil"
    KANKEMENAG = "kankemenag"
    MADRASAH = "madrasah"
    KUA = "kua"
    LAIN = "lain"


class Unit(Model):
    """A satuan kerja. `path` holds the ids from the root, `/1/4/77/`."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("parent_id", "name", name="uq_unit_parent_name"), Index("ix_unit_path", "path"))
    __reach__ = Columns(unit="path")

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind, "kind"))
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    path: Mapped[str] = mapped_column(Path())
    kode_bps: Mapped[str | None] = mapped_column(unique=True)
    npsn: Mapped[str | None] = mapped_column(unique=True)
    city: Mapped[str] = mapped_column(default="")


class Standing(StrEnum):
    """Whether an account is open."""

    UNDANGAN = "undangan"
    """Made by an invitation, has never signed in."""
    MENUNGGU_WALI = "menunggu_persetujuan_wali"
    AKTIF = "aktif"
    NONAKTIF = "nonaktif"


class User(Model):
    """A person. None of the identity numbers is a key or a login secret (domain.md 1.3)."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("email IS NULL OR email = lower(email)", name="email_lower"),
        Index("ix_user_unit_path", "unit_path"),
        Index("ix_user_mentor", "mentor_id"),
    )
    __reach__ = Columns(owner="id", mentor="mentor_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    """+62…, digits only after the plus."""
    name: Mapped[str]
    """As it stands on the certificate, without titles."""
    title_before: Mapped[str] = mapped_column(default="")
    title_after: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str] = mapped_column(default="")
    standing: Mapped[Standing] = mapped_column(choice(Standing, "standing"), default=Standing.UNDANGAN)
    is_pupil: Mapped[bool] = mapped_column(default=False)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """The guru pendamping of a pupil."""
    nip: Mapped[str | None] = mapped_column(unique=True)
    nuptk: Mapped[str | None] = mapped_column(unique=True)
    nisn: Mapped[str | None] = mapped_column(unique=True)
    rank: Mapped[str] = mapped_column(default="")
    """Pangkat and golongan as printed, e.g. "Penata III/c"."""
    position: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    notice_version: Mapped[str] = mapped_column(default="")
    """Version of the privacy notice that was accepted; empty before the first time."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship()
    grants: Mapped[list[Grant]] = relationship(
        back_populates="user", foreign_keys="Grant.user_id", cascade="all, delete-orphan"
    )

    @property
    def full_name(self) -> str:
        """The name with titles: "H. Helmi, S.Ag., M.Ag."."""
        front = f"{self.title_before} {self.name}".strip()
        return f"{front}, {self.title_after}" if self.title_after else front


class Grant(Model):
    """A role given to a person, for a work unit or an angkatan."""

    __tablename__ = "grant"
    __table_args__ = (
        Index("ix_grant_user", "user_id"),
        Index("ix_grant_cohort", "cohort_id", "role"),
        UniqueConstraint("user_id", "role", "unit_id", "cohort_id", name="uq_grant_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_path: Mapped[str] = mapped_column(Path(), default="")
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])


class SignIn(Model):
    """A session on one device; ending the row ends the session."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_user", "user_id"),)
    __reach__ = Columns(owner="user_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    """Family of browser and system only, e.g. "Chrome di Android"."""
    has_second: Mapped[bool] = mapped_column(default=False)
    """Whether this session also proved the second factor."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SecondFactor(Model):
    """The authenticator app of a person; in force once its first code was right."""

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    sealed: Mapped[str]
    """The secret under the key of this site (`totp.sealed`)."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The 30 seconds whose code was used last: no code opens twice."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """A code for the day the phone is lost; used once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_user", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class LinkPurpose(StrEnum):
    """What a one-time link opens."""

    INVITE = "undangan"
    RESET = "setel_ulang"


class OneTimeLink(Model):
    """A link that lives seven days and is used up by a POST only."""

    __tablename__ = "one_time_link"
    __table_args__ = (Index("ix_one_time_link_user", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose, "purpose"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ConsentPurpose(StrEnum):
    """What is agreed to; each purpose stands alone (UU 27/2022)."""

    NOTICE = "pemberitahuan_privasi"
    GUARDIAN = "persetujuan_wali"
    PUBLICATION = "publikasi_karya"


class Consent(Model):
    """An agreement as it was given, with its proof; withdrawing adds a time, nothing is deleted."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_subject", "subject_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(choice(ConsentPurpose, "purpose"))
    text_version: Mapped[str]
    channel: Mapped[str]
    guardian_name: Mapped[str] = mapped_column(default="")
    guardian_relation: Mapped[str] = mapped_column(default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"))
    """Photo of the signed letter."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_on: Mapped[date | None]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ErasureCause(StrEnum):
    """Who wants the data of a person erased."""

    SENDIRI = "sendiri"
    WALI = "wali"
    """His guardian, by taking the agreement back."""


class ErasureState(StrEnum):
    """Where a request to erase stands."""

    DIMINTA = "diminta"
    DIJALANKAN = "dijalankan"
    DIJAWAB = "dijawab"
    """Not done; the answer says why."""
    DITARIK = "ditarik"
    """Taken back before it was done, by the person or by a new letter of the guardian."""


class Erasure(Model):
    """A request to erase what is held about one person (UU 27/2022, Pasal 8 and 9); at most one is open."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    open_for_id: Mapped[int | None] = mapped_column(unique=True)
    """The same person while the request is open: unique, so that there is never a second one."""
    cause: Mapped[ErasureCause] = mapped_column(choice(ErasureCause, "cause"))
    state: Mapped[ErasureState] = mapped_column(choice(ErasureState, "state"), default=ErasureState.DIMINTA)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """3 x 24 hours after it was asked."""
    answer: Mapped[str] = mapped_column(default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class Throttle(Model):
    """Failed tries of one key (an account, an address) inside one window; a row, so that every worker counts alike."""

    __tablename__ = "throttle"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Keyed digest of what is counted: no address and no name is stored."""
    count: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime]


class Setting(Model):
    """Small facts of the office that its pengelola edits: name, signatories with dates, partner, emblem."""

    __tablename__ = "setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[dict[str, Any]]


explain("uq_user_username", "Nama pengguna ini sudah dipakai. Pilih yang lain.", columns="user.username")
explain("uq_user_email", "Alamat surel ini sudah dipakai akun lain.", columns="user.email")
explain("uq_user_phone", "Nomor HP ini sudah dipakai akun lain.", columns="user.phone")
explain(
    "uq_user_nip", "NIP ini sudah tercatat pada akun lain. Periksa angkanya atau hubungi pengelola.", columns="user.nip"
)
explain("uq_user_nuptk", "NUPTK ini sudah tercatat pada akun lain. Periksa angkanya.", columns="user.nuptk")
explain("uq_user_nisn", "NISN ini sudah tercatat pada akun lain. Periksa angkanya.", columns="user.nisn")
explain("uq_erasure_open", "Permintaan penghapusan untuk orang ini sudah ada.", columns="erasure.user_id")
explain("uq_unit_parent_name", "Satuan kerja dengan nama ini sudah ada.", columns="unit.parent_id, unit.name")
