"""Reading about files; the bytes themselves come from the storage."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.access.scope import Scope
from app.kernel.db import db
from app.media.core.kinds import ENDINGS, AssetKind
from app.media.models import Asset


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What pages and downloads need to know of a file; sizes in bytes, sides in pixels."""

    id: int
    owner_id: int
    kind: AssetKind
    digest: str
    size: int
    media_type: str
    width: int | None
    height: int | None
    had_location: bool
    original_name: str

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.kind is AssetKind.IMAGE

    def neutral_name(self, number: int) -> str:
        """A name that says nothing of its sender: `berkas-1.jpg`."""
        return f"berkas-{number}.{ENDINGS.get(self.media_type, 'bin')}"


_COLUMNS = (
    Asset.id,
    Asset.owner_id,
    Asset.kind,
    Asset.digest,
    Asset.size,
    Asset.media_type,
    Asset.width,
    Asset.height,
    Asset.had_location,
    Asset.original_name,
)


def one(asset_id: int, *scopes: Scope) -> FileFacts | None:
    """A file inside any of the scopes; None when there is none for this reader."""
    if not scopes:
        return None
    condition = scopes[0].where(Asset)
    for scope in scopes[1:]:
        condition = condition | scope.where(Asset)
    row = db.session.execute(select(*_COLUMNS).where(Asset.id == asset_id, condition)).mappings().one_or_none()
    return FileFacts(**row) if row else None


def several(asset_ids: Collection[int], *, owner_id: int | None = None) -> dict[int, FileFacts]:
    """Files by id, if wanted only those of one owner. The caller has judged who may see them."""
    if not asset_ids:
        return {}
    query = select(*_COLUMNS).where(Asset.id.in_(sorted(asset_ids)))
    if owner_id is not None:
        query = query.where(Asset.owner_id == owner_id)
    return {row["id"]: FileFacts(**row) for row in db.session.execute(query).mappings()}
