"""Settings, read once from the environment; every one has a safe default or is refused at start."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent


class Mode(StrEnum):
    """What this process is for."""

    DEMO = "demo"
    SERVE = "serve"
    TEST = "test"


class Refused(RuntimeError):
    """The settings would run an unsafe server; the message says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process. `data` holds the database, files, keys and queue."""

    mode: Mode
    data: Path
    database_url: str
    secret_key: str
    public_url: str
    queue_url: str
    storage_url: str
    mail_url: str
    mail_from: str
    at_work: int
    """Requests that a web process works on at once."""
    courses: Path


def read(environ: dict[str, str] | None = None) -> Settings:
    """Settings from `environ` (default: the process environment).

    Raises Refused in serve mode when the secret or the https address is missing.
    """
    env = dict(os.environ) if environ is None else environ
    mode = Mode(env.get("SURAU_MODE", Mode.DEMO))
    data = Path(env.get("SURAU_DATA", ROOT / "var")).resolve()
    public_url = env.get("SURAU_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    secret = env.get("SURAU_SECRET_KEY", "")
    if mode is Mode.SERVE:
        if len(secret) < 32:  # noqa: PLR2004 -- 256 bits as hexadecimal is 64, as base64 43; below 32 it is guessable
            raise Refused(
                "SURAU_SECRET_KEY belum diisi. Buat dengan: python -c 'import secrets; print(secrets.token_hex(32))'"
            )
        if not public_url.startswith("https://"):
            raise Refused("SURAU_PUBLIC_URL harus alamat https yang dipakai warga, misalnya https://surau.example.go.id")
    if not secret:
        secret = _own_secret(data)
    return Settings(
        mode=mode,
        data=data,
        database_url=env.get("SURAU_DATABASE_URL", f"sqlite:///{data / 'surau.db'}"),
        secret_key=secret,
        public_url=public_url,
        queue_url=env.get("SURAU_QUEUE_URL", f"sqlite:///{data / 'queue.db'}"),
        storage_url=env.get("SURAU_STORAGE_URL", (data / "files").as_uri()),
        mail_url=env.get("SURAU_MAIL_URL", ""),
        mail_from=env.get("SURAU_MAIL_FROM", "Surau <surau@localhost>"),
        at_work=int(env.get("SURAU_AT_WORK", "2")),
        courses=Path(env.get("SURAU_COURSES", ROOT / "courses")).resolve(),
    )


def _own_secret(data: Path) -> str:
    """A secret of this demonstration, kept in a file that only its owner reads."""
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text()
