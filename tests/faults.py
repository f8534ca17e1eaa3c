"""Faults of a real machine: a disk that is full, a folder that cannot be written."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _mounted(*arguments: str | Path) -> bool:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A real disk of 4 MB at `folder`; where nothing may be mounted, files that cannot grow beyond that."""
    folder.mkdir(parents=True, exist_ok=True)
    if _mounted("-t", "tmpfs", "-o", "size=4m", "tmpfs", folder):
        try:
            yield
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 1024 * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """`folder` without permission to write: a read-only mount for root, whom modes do not hinder, else modes."""
    if _mounted("--bind", folder, folder):
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for one in folders:
        one.chmod(0o500)
    try:
        yield
    finally:
        for one in folders:
            one.chmod(0o700)
