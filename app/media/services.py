"""Keeping files: read and re-encode before the transaction, write one row inside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from app.kernel import storage
from app.kernel.db import db
from app.kernel.errors import Invalid
from app.kernel.i18n import _
from app.kernel.i18n import size as size_words
from app.kernel.queue import enqueue
from app.media import pdf
from app.media.core import kinds, video
from app.media.core.kinds import AssetKind, Unreadable
from app.media.core.naming import shown_name
from app.media.models import Asset

QUOTA = 300 * kinds.MEGABYTE
"""Bytes of all files of one person."""


DROP = "media.drop"
"""The job that takes contents out of the storage when no row names them any more (body in ops)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read, checked, freed from data about its maker, and stored by content; no row yet."""

    kind: AssetKind
    digest: str
    size: int
    media_type: str
    width: int | None
    height: int | None
    had_location: bool
    name: str


def prepare(content: bytes, *, claimed_name: str, allowed: Collection[AssetKind], field: str = "berkas") -> Prepared:
    """Check a content, take out what tells of its maker, and store the rest; slow, so call it BEFORE `work()`.

    Raises Invalid (with `field`) when it is broken, too large or not among `allowed`; Unavailable when the disk refuses.
    Bytes whose row is never written stay behind unseen; the janitor of ops finds them by digest.
    """
    name = shown_name(claimed_name)
    try:
        kind = kinds.recognise(content)
        if kind not in allowed:
            wanted = ", ".join(kinds.NAMES[one] for one in AssetKind if one in allowed)
            raise Invalid(_("Tugas ini menerima %(wanted)s; yang Anda pilih %(found)s.", wanted=wanted, found=kinds.NAMES[kind]), field=field)
        if len(content) > kinds.LIMITS[kind]:
            raise Invalid(
                _(
                    "Berkas ini %(size)s; paling besar %(most)s untuk %(kind)s.",
                    size=size_words(len(content)),
                    most=size_words(kinds.LIMITS[kind]),
                    kind=kinds.NAMES[kind],
                ),
                field=field,
            )
        if kind is AssetKind.IMAGE:
            from app.media.images import reencode  # noqa: PLC0415 -- Pillow takes three megabytes, and most processes never see a picture

            picture = reencode(content)
            digest = storage.put(picture.content)
            return Prepared(
                kind, digest, len(picture.content), picture.media_type, picture.width, picture.height, picture.had_location, name
            )
        bare = _bare(kind, content)
    except Unreadable as error:
        raise Invalid(str(error), field=field) from error
    return Prepared(kind, storage.put(bare), len(bare), kinds.MEDIA_TYPES[kind], None, None, had_location=False, name=name)


def _bare(kind: AssetKind, content: bytes) -> bytes:
    """The content as peers may have it. Raises Unreadable when it cannot be had."""
    match kind:
        case AssetKind.PDF:
            return pdf.bare(content)
        case AssetKind.MP4:
            return video.bare(content)
        case _:  # captions are the author's own words, and a picture is written anew
            return content


def keep(prepared: Prepared, *, owner_id: int, cohort_id: int | None, unit_path: str, now: datetime) -> Asset:
    """Write the row of a prepared file in the caller's transaction. The same content of the same owner is one row.

    Raises Invalid when the person's files together would pass QUOTA.
    """
    known = db.session.scalar(
        select(Asset).where(Asset.owner_id == owner_id, Asset.digest == prepared.digest, Asset.cohort_id == cohort_id)
    )
    if known is not None:
        return known
    used = db.session.scalar(select(func.coalesce(func.sum(Asset.size), 0)).where(Asset.owner_id == owner_id)) or 0
    if used + prepared.size > QUOTA:
        raise Invalid(
            _("Ruang berkas Anda (%(most)s) sudah penuh. Perkecil berkasnya atau hubungi narahubung.", most=size_words(QUOTA)),
            field="berkas",
        )
    asset = Asset(
        owner_id=owner_id,
        cohort_id=cohort_id,
        unit_path=unit_path,
        kind=prepared.kind,
        digest=prepared.digest,
        size=prepared.size,
        media_type=prepared.media_type,
        width=prepared.width,
        height=prepared.height,
        had_location=prepared.had_location,
        original_name=prepared.name,
        created_at=now,
    )
    db.session.add(asset)
    db.session.flush()  # the draft names the asset by its id
    return asset


def release(asset_ids: Collection[int], *, now: datetime) -> None:
    """Delete these rows in the caller's transaction; their contents follow by a job, once nobody else names them."""
    if not asset_ids:
        return
    digests = sorted(set(db.session.scalars(select(Asset.digest).where(Asset.id.in_(asset_ids)))))
    db.session.execute(delete(Asset).where(Asset.id.in_(asset_ids)).execution_options(synchronize_session=False))
    enqueue(DROP, {"digests": digests}, now=now)
