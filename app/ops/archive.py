"""The file of a backup: a compressed tar whose first member, manifest.json, says what follows and its digests."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
LARGEST_MANIFEST: Final = 64 * 1024 * 1024
_SAFE = re.compile(r"database/[A-Za-z0-9_.]{1,100}|files/[0-9a-f]{64}|keys/[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}")


class BadArchiveError(ValueError):
    """The file is no backup of ours, or was changed; the sentence says what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: its name inside the archive, its size in bytes, its SHA-256."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    format: int
    version: str
    revision: str
    engine: str
    made_at: str
    tables: dict[str, list[str]]
    """PostgreSQL only: table -> its columns, in the order of its lines."""
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes that the members take when they are unpacked."""
        return sum(entry.size for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Source:
    """A member to be written: read when its turn comes."""

    entry: Entry
    open: Callable[[], IO[bytes]]


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def atomically(target: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all, readable by its owner only."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        draft.unlink(missing_ok=True)


def write(target: Path, manifest: Manifest, sources: list[Source], step: Callable[[int, int], None]) -> None:
    """Write the archive; `step(members done, bytes done)` after each. Raises OSError when the disk refuses."""
    done = 0
    with (
        atomically(target) as file,
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, filename="", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        content = json.dumps(asdict(manifest), ensure_ascii=True).encode()
        _add(tar, MANIFEST, len(content), io.BytesIO(content))
        for count, source in enumerate(sources, 1):
            with source.open() as content_file:
                _add(tar, source.entry.name, source.entry.size, content_file)
            done += source.entry.size
            step(count, done)


def _add(tar: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


def read_manifest(path: Path) -> Manifest:
    """What a backup says it holds. Raises BadArchiveError."""
    with _opened(path) as tar:
        return _manifest(tar)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST or not member.isreg() or member.size > LARGEST_MANIFEST:
        raise BadArchiveError("Berkas ini bukan cadangan Surau: daftar isinya tidak ada di depan.")
    content = tar.extractfile(member)
    try:
        raw: dict[str, Any] = json.loads(content.read() if content else b"")
        raw["entries"] = tuple(Entry(str(one["name"]), int(one["size"]), str(one["digest"])) for one in raw["entries"])
        manifest = Manifest(**raw)
    except (ValueError, KeyError, TypeError) as error:
        raise BadArchiveError("Daftar isi cadangan ini tidak dapat dibaca.") from error
    if manifest.format != FORMAT:
        raise BadArchiveError("Cadangan ini dibuat oleh Surau yang lebih baru. Pasang versi itu, lalu ulangi.")
    for entry in manifest.entries:
        if not _SAFE.fullmatch(entry.name) or entry.size < 0:
            raise BadArchiveError(f"Cadangan ini memuat nama yang tidak dikenal: {entry.name[:80]!r}.")
    return manifest


def unpack(path: Path, folder: Path, step: Callable[[int, int], None]) -> Manifest:
    """Unpack into an empty folder, each member checked against the manifest. Raises BadArchiveError, OSError."""
    with _opened(path) as tar:
        manifest = _manifest(tar)
        left = {entry.name: entry for entry in manifest.entries}
        done = 0
        while (member := tar.next()) is not None:
            entry = left.pop(member.name, None)
            if entry is None or not member.isreg() or member.size != entry.size:
                raise BadArchiveError(f"Isi cadangan tidak sesuai daftarnya: {member.name[:80]!r}.")
            content = tar.extractfile(member)
            if content is None or _copied(content, folder / entry.name) != entry.digest:
                raise BadArchiveError(f"Isi cadangan rusak: {entry.name}.")
            done += entry.size
            step(len(manifest.entries) - len(left), done)
    if left:
        raise BadArchiveError(f"Cadangan terpotong: {len(left)} bagian tidak ada.")
    return manifest


def _copied(content: IO[bytes], target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    total = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := content.read(1 << 20):
            total.update(piece)
            file.write(piece)
    return total.hexdigest()


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r|gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, gzip.BadGzipFile) as error:
        raise BadArchiveError("Berkas ini bukan cadangan Surau, atau terpotong.") from error
