"""Settings, read once from the environment; every one has a safe default or is refused at start."""

from __future__ import annotations

import fcntl
import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


class Mode(StrEnum):
    """What this process is for."""

    DEMO = "demo"
    SERVE = "serve"
    TEST = "test"


class Refused(RuntimeError):
    """The settings would run an unsafe server; the message says which one and what to do."""


NUMBERS = {"SURAU_PORT": 65_535, "SURAU_AT_WORK": 64, "SURAU_WEB_WORKERS": 64, "SURAU_WORKERS": 64}
"""Settings that are whole numbers from 1, with the largest that makes sense; whoever uses one reads it from the environment."""

ADDRESSES = {
    "SURAU_DATABASE_URL": ("sqlite:///", "postgresql+psycopg://"),
    "SURAU_QUEUE_URL": ("sqlite:///", "postgresql://", "postgresql+psycopg://", "redis://", "rediss://"),
    "SURAU_STORAGE_URL": ("file:///", "s3://"),
}
"""Settings that are addresses, with how they may begin: a library asked with any other one ends in a traceback."""

SECRET_LENGTH = 32
"""Characters; 256 bits as hexadecimal are 64, as base64 43, and below 32 it is guessable."""


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

    Raises Refused for what cannot be read or written, and in serve mode when the secret or the https address is missing.
    """
    env = dict(os.environ) if environ is None else environ
    mode = _mode(env.get("SURAU_MODE", Mode.DEMO))
    for name, largest in NUMBERS.items():
        _judge_number(name, env.get(name, "1"), largest)
    for name, beginnings in ADDRESSES.items():
        if not env.get(name, beginnings[0]).startswith(beginnings):
            raise Refused(f"{name} tidak dapat dipakai. Alamatnya diawali {' atau '.join(beginnings)}; tanpa setelan ini semua disimpan di SURAU_DATA.")
    _judge_bucket(env.get("SURAU_STORAGE_URL", ""))
    _judge_redis(env.get("SURAU_QUEUE_URL", ""))
    data = Path(env.get("SURAU_DATA", ROOT / "var")).resolve()
    public_url = env.get("SURAU_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    secret = env.get("SURAU_SECRET_KEY", "")
    if mode is Mode.SERVE:
        if len(secret) < SECRET_LENGTH:
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


def _mode(word: str) -> Mode:
    if word not in set(Mode):
        raise Refused(f'SURAU_MODE "{word}" tidak dikenal. Pakai {", ".join(Mode)}, atau jangan diisi.')
    return Mode(word)


def _judge_number(name: str, typed: str, largest: int) -> None:
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed[:9]) <= largest):
        raise Refused(f'{name} "{typed[:40]}" tidak dapat dipakai. Tulis angka bulat dari 1 sampai {largest}, atau jangan diisi.')


def _judge_bucket(url: str) -> None:
    if url.startswith("s3://") and not urlsplit(url).netloc:
        raise Refused("SURAU_STORAGE_URL belum menyebut bucket. Tulis s3://nama-bucket.")


def _judge_redis(url: str) -> None:
    """Its library is no requirement of ours: Huey loads it in every process that finds it."""
    if not url.startswith("redis"):
        return
    try:
        _ = urlsplit(url).port
    except ValueError as error:
        raise Refused(
            "SURAU_QUEUE_URL tidak dapat dibaca. Bentuknya redis://:sandi@mesin:6379/0; tanda khusus dalam sandi ditulis %40 (@), %2F (/), %3A (:)."
        ) from error
    if find_spec("redis") is None:
        raise Refused("SURAU_QUEUE_URL memakai Redis, tetapi pustakanya belum terpasang. Pasang dengan: .venv/bin/pip install redis")


def _own_secret(data: Path) -> str:
    """A secret of this demonstration, kept in a file that only its owner reads."""
    path = data / "secret.key"
    try:
        return path.read_text() if path.exists() and path.stat().st_size >= SECRET_LENGTH else _made_secret(path)
    except OSError as error:
        raise Refused(
            f"Folder data {data} tidak dapat ditulisi ({error.strerror}). Periksa hak tulis dan sisa ruangnya, "
            "atau tunjuk folder lain dengan SURAU_DATA."
        ) from error


def _made_secret(path: Path) -> str:
    """Written unless another start does so at this moment; what a full disk left empty is filled."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = file.read()
        if len(known) < SECRET_LENGTH:
            known = secrets.token_hex(32)
            file.seek(0)
            file.write(known)
    return known
