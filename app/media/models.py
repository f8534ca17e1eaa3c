"""Files that people hand in: what they are stands in the row, what they hold in the storage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.access.scope import Columns
from app.kernel.db import Model, Path, choice
from app.media.core.kinds import AssetKind

__all__ = ["Asset", "AssetKind"]


class Asset(Model):
    """One uploaded file, without data about its maker. Served under a name of ours."""

    __tablename__ = "asset"
    __table_args__ = (
        CheckConstraint("size >= 0", name="size"),
        Index("ix_asset_owner", "owner_id"),
        Index("ix_asset_cohort", "cohort_id"),
        Index("ix_asset_unit_path", "unit_path"),
    )
    __reach__ = Columns(owner="owner_id", cohort="cohort_id", unit="unit_path")

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    unit_path: Mapped[str] = mapped_column(Path())
    kind: Mapped[AssetKind] = mapped_column(choice(AssetKind, "kind"))
    digest: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    had_location: Mapped[bool] = mapped_column(default=False)
    """The upload told where it was taken; the place was removed and the person is told so."""
    original_name: Mapped[str]
    """As the sender called it; shown only to the sender and the trainer, cleaned, never used as a path."""
    created_at: Mapped[datetime]
