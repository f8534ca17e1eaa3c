"""The library behind app.kernel.storage, loaded when a process first touches a file."""

from __future__ import annotations

from pathlib import Path

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, S3Store

__all__ = ["ObjectStore", "create", "opened"]


def opened(url: str, folder: Path | None) -> ObjectStore:
    """The store in a local folder, or the one behind an address (`s3://`)."""
    return LocalStore(folder, automatic_cleanup=False) if folder is not None else S3Store.from_url(url)


def create(store: ObjectStore, place: str, content: bytes) -> bool:
    """Write a content that is not there yet; False when it is."""
    try:
        store.put(place, content, mode="create")
    except AlreadyExistsError:
        return False
    return True
