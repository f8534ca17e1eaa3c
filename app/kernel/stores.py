"""The library behind app.kernel.storage, loaded when a process first touches a file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, S3Store

__all__ = ["ObjectStore", "create", "opened"]

PATIENCE: Final = timedelta(seconds=5)
"""For an answer of a bucket that is read in small parts: whoever waits holds one of the few threads that work."""

LARGEST_SENT: Final = timedelta(minutes=2)
"""For a film of 50 MB on its way into a bucket over a line of an office."""


def opened(url: str, folder: Path | None, *, patience: timedelta = LARGEST_SENT) -> ObjectStore:
    """The store in a local folder, or the one behind an address (`s3://`), whose calls end after `patience`.

    Where the bucket is and who we are stands in AWS_*; options given here would hide that of http, so it is passed on.
    """
    if folder is not None:
        return LocalStore(folder, automatic_cleanup=False)
    return S3Store.from_url(
        url,
        client_options={
            "allow_http": os.environ.get("AWS_ALLOW_HTTP") == "true",
            "connect_timeout": timedelta(seconds=3),
            "timeout": patience,
        },
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
    )


def create(store: ObjectStore, place: str, content: bytes) -> bool:
    """Write a content that is not there yet; False when it is."""
    try:
        store.put(place, content, mode="create")
    except AlreadyExistsError:
        return False
    return True
