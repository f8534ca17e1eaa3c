"""Static files under a name that changes with their content, compressed once, cached for a year."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor


def digest_of(folder: Path) -> str:
    """One short digest over all static files."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _compressed(source: Path, target: Path) -> Path:
    """A copy of `source` with gzip and brotli beside each file; made once, also when two workers start at once."""
    if target.exists():
        return target
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        shutil.copytree(source, draft)
        compressor = Compressor(quiet=True)
        for path in sorted(draft.rglob("*")):
            if path.is_file() and compressor.should_compress(path.name):
                list(compressor.compress(str(path)))
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        return target if target.exists() else source
    return target


def init(app: Flask, source: Path, cache: Path) -> None:
    """Serve `source` at `/static/<digest>/…` before Flask sees the request."""
    digest = digest_of(source)
    folder = _compressed(source, cache / f"static-{digest}") if not app.testing else source
    prefix = f"static/{digest}/"

    def immutable(_path: str, url: str) -> bool:
        return url.startswith(f"/{prefix}")

    noise = WhiteNoise(app.wsgi_app, root=str(folder), prefix=prefix, immutable_file_test=immutable, allow_all_origins=False)
    app.wsgi_app = noise  # type: ignore[method-assign]  # the documented way to wrap a Flask application
    app.extensions["surau_static"] = f"/{prefix}"


def url(app: Flask, path: str) -> str:
    """Address of a static file."""
    return f"{app.extensions['surau_static']}{path}"
