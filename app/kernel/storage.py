"""Files by content: the name is the digest, so a file is stored once and never changes."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse
from urllib.request import url2pathname

from flask import Flask, current_app

from app.kernel.errors import Missing, Unavailable

if TYPE_CHECKING:
    from app.kernel.stores import ObjectStore

REFRESHED = timedelta(hours=12)
"""Contents older than this are written anew when they are sent again."""

PIECE = 1024 * 1024
"""Bytes that are asked of a bucket at once."""


class Opening:
    """The store of this process. A local folder is opened when it is first used, for most web processes pass only pages."""

    def __init__(self, url: str) -> None:
        self.folder = folder_of(url)
        self._url = url

    @cached_property
    def store(self) -> ObjectStore:
        """The engine behind it, loaded now: four megabytes."""
        from app.kernel import stores

        return stores.opened(self._url, self.folder)

    @cached_property
    def reader(self) -> ObjectStore:
        """The same for what is read in parts, and so answers at once or is away."""
        from app.kernel import stores

        return self.store if self.folder is not None else stores.opened(self._url, None, patience=stores.PATIENCE)

    def create(self, place: str, content: bytes) -> bool:
        """Write a content that is not there yet; False when it is.

        A bucket is asked first for what takes long to send: one that does not answer is known in seconds.
        """
        from app.kernel import stores

        if self.folder is not None:
            return stores.create(self.store, place, content)
        if len(content) <= PIECE:
            return stores.create(self.reader, place, content)
        try:
            self.reader.head(place)
        except FileNotFoundError:
            return stores.create(self.store, place, content)
        return False


def init(app: Flask, url: str) -> None:
    """Name the store of this process: a local folder (`file://`), or a bucket (`s3://`), whose settings are tried now."""
    opening = Opening(url)
    if opening.folder is None:
        _ = opening.store
    else:
        os.umask(0o077)
        opening.folder.mkdir(parents=True, exist_ok=True)
    app.extensions["surau_storage"] = opening


def _opening() -> Opening:
    opening: Opening = current_app.extensions["surau_storage"]
    return opening


def _store() -> ObjectStore:
    return _opening().store


def digest_of(content: bytes) -> str:
    """SHA-256 in hexadecimal: the name of a content."""
    return hashlib.sha256(content).hexdigest()


def put(content: bytes) -> str:
    """Store a content, return its digest. Raises Unavailable when the disk refuses; nothing is half-written."""
    digest = digest_of(content)
    try:
        if not _opening().create(_place(digest), content):
            _refresh(digest, content)
    except Exception as error:
        raise Unavailable(
            "Berkas belum dapat disimpan karena penyimpanan penuh atau tidak dapat ditulis. "
            "Isian Anda tidak hilang; coba lagi beberapa menit lagi atau hubungi narahubung."
        ) from error
    return digest


def _refresh(digest: str, content: bytes) -> None:
    """Write an old content anew, so that a sweep of what nobody names does not take it from whoever just sent it again."""
    place = _place(digest)
    if datetime.now(UTC) - _store().head(place)["last_modified"] > REFRESHED:
        _store().put(place, content)


def get(digest: str) -> bytes:
    """The content of a digest. Raises Missing when there is none.

    A local folder is read as the files it holds: showing pictures is no reason to load the store.
    """
    place, folder = _place(digest), _opening().folder
    if folder is None:
        return b"".join(stream(digest))
    try:
        return (folder / place).read_bytes()
    except FileNotFoundError as error:
        raise Missing("Berkas ini tidak ditemukan di penyimpanan.") from error


def stream(digest: str, part: tuple[int, int] | None = None) -> Iterator[bytes]:
    """The content, or its bytes from `part[0]` to before `part[1]`, in pieces that are read while they are sent.

    Raises Missing at once when there is no such content; the caller has checked that the part lies inside (416).
    """
    place = _place(digest)
    try:
        if _opening().folder is None:
            size = _opening().reader.head(place)["size"]
            return _parts(place, *(part or (0, size)))
        found = _store().get(place, options={"range": part} if part else None)
    except FileNotFoundError as error:
        raise Missing("Berkas ini tidak ditemukan di penyimpanan.") from error
    except Exception as error:
        raise Unavailable("Berkas belum dapat dibuka karena penyimpanan tidak menjawab. Coba lagi beberapa menit lagi.") from error
    return map(bytes, found.stream(min_chunk_size=256 * 1024))


def _parts(place: str, start: int, end: int) -> Iterator[bytes]:
    """Each piece is asked for when it can be sent: a bucket closes what a phone takes half an hour to read."""
    reader = _opening().reader  # the pieces are read after the request has ended
    return (bytes(reader.get_range(place, start=at, end=min(at + PIECE, end))) for at in range(start, end, PIECE))


def delete(digest: str) -> None:
    """Forget a content (retention, withdrawal). Absent is fine."""
    try:
        _store().delete(_place(digest))
    except FileNotFoundError:
        return


def names() -> Iterator[tuple[str, int]]:
    """(digest, bytes) of every content, for backups; what is no content of ours is passed over."""
    for batch in _store().list():
        for about in batch:
            name = about["path"].rpartition("/")[2]
            if _is_digest(name):
                yield name, about["size"]


def unused(named: Callable[[], Collection[str]], *, before: datetime) -> int:
    """Delete contents that were written before that moment and that nobody names; how many.

    What is named is asked after the list is read, and each content is looked at once more before it goes.
    """
    old = [
        name
        for batch in _store().list()
        for about in batch
        if _is_digest(name := about["path"].rpartition("/")[2]) and about["last_modified"] < before
    ]
    kept = set(named())
    gone = [name for name in old if name not in kept and _store().head(_place(name))["last_modified"] < before]
    for name in gone:
        delete(name)
    return len(gone)


def sweep(folder: Path, before: float) -> int:
    """Remove half-written parts (`name#N`) that a kill left in a local folder before that Unix time; how many."""
    found = [path for path in folder.glob("*/*#*") if path.is_file() and path.stat().st_mtime < before]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def folder_of(url: str) -> Path | None:
    """The local folder behind a storage address; None when contents live elsewhere."""
    return Path(url2pathname(urlparse(url).path)) if url.startswith("file:") else None


def probe() -> None:
    """Write, read and delete a small content; raises Unavailable when the store does not answer."""
    content = b"surau probe " + secrets.token_bytes(16)  # of this call alone: another one deletes its own
    folder = _opening().folder
    if folder is not None:
        _probe_folder(folder, content)
    else:
        _probe_bucket(content)


def _probe_bucket(content: bytes) -> None:
    """By the impatient way: whoever asks how a site is may not hold it."""
    place, store = _place(digest_of(content)), _opening().reader
    try:
        store.put(place, content)
        is_same = bytes(store.get(place).bytes()) == content
        store.delete(place)
    except Exception as error:
        current_app.logger.warning("the bucket does not answer: %s", str(error).partition("\n")[0])
        raise Unavailable("Penyimpanan berkas (S3) tidak menjawab.") from error
    if not is_same:
        raise Unavailable("Penyimpanan berkas mengembalikan isi yang berbeda.")


def _probe_folder(folder: Path, content: bytes) -> None:
    """The same with a file without a name: a process that is asked how it is need not load the store for that."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Unavailable("Folder berkas penuh atau tidak dapat ditulis.") from error


def _place(digest: str) -> str:
    if not _is_digest(digest):
        raise Missing
    return f"{digest[:2]}/{digest}"


def _is_digest(name: str) -> bool:
    return len(name) == 64 and set(name) <= set("0123456789abcdef")  # noqa: PLR2004 -- a SHA-256 has 64 hexadecimal digits
