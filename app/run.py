"""All processes of a small installation, web and worker: begun together, ended together, begun again when one dies.

It loads nothing of the product, so that it stays small; what must hold before the start is `app.prepare`'s work.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import config
from app import starting

PR_SET_PDEATHSIG = 1
GRACE = 8.0
"""Seconds that children get to end by themselves."""

ALLOCATOR = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "1000000",
    "MALLOC_TRIM_THRESHOLD_": "1000000",
    "PYTHONNODEBUGRANGES": "1",
}
"""What keeps a process small: no arena for each thread, blocks of the password hash and of big pages given back, and code
without the columns that only mark the place in a traceback's line."""

WAITING = 64
"""People with weak links whom one web process waits for at once; few of them work (app.web.slowlinks)."""

PREPARE = [sys.executable, "-m", "app.prepare"]
REFUSED = 2
PATIENCE = 5
"""How often one process may die within `PATIENCE_WINDOW` seconds before the whole site gives up."""

PATIENCE_WINDOW = 60.0
Process = subprocess.Popen[bytes]


class Child:
    """One process of ours that is begun again when it dies, unless it refused to start or dies again and again."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self._command = command
        self._deaths: list[float] = []
        self.process = self._begun()

    def _begun(self) -> Process:
        return subprocess.Popen(self._command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 -- our own command; no thread runs here

    def look(self, now: float) -> int | None:
        """Its exit code when the site must end with it; None while it lives or was just begun again."""
        code = self.process.poll()
        if code is None:
            return None
        _signal(self.process, signal.SIGKILL)  # what it began itself must not hold its port
        self._deaths = [at for at in self._deaths if now - at < PATIENCE_WINDOW] + [now]
        gives_up = code == REFUSED or len(self._deaths) > PATIENCE
        _say(f"{self.name} berhenti sendiri ({_why(code)}). {'Surau berhenti.' if gives_up else 'Dijalankan lagi.'}")
        if gives_up:
            return code or 1
        self.process = self._begun()
        return None


def _why(code: int) -> str:
    return f"sinyal {signal.Signals(-code).name}" if -code in set(signal.Signals) else f"kode {code}"


def _die_with_parent() -> None:
    """In the child: be told when the supervisor dies, also by kill -9 (Linux only, elsewhere a no-op)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def commands(host: str, port: int) -> list[list[str]]:
    """The command lines of web and worker."""
    web = [
        sys.executable, "-OO", "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", os.environ.get("SURAU_WEB_WORKERS", "2"), "--blocking-threads", str(WAITING),
        "--respawn-failed-workers", "--no-ws", "--log-level", "error", "app.server:app",
    ]  # fmt: skip -- a command line reads best in lines
    return [web, [sys.executable, "-m", "app.worker"]]


def _say(words: str) -> None:
    try:
        print(words, file=sys.stderr, flush=True)  # noqa: T201 -- the supervisor speaks to the terminal
    except OSError:
        return  # the terminal or the log is gone or its disk is full: no reason to end a site


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True


def _prepared(ended: list[int]) -> tuple[int, str]:
    """(exit code, what to show when the site answers); cut off when somebody ends the site meanwhile."""
    work = subprocess.Popen(PREPARE, stdout=subprocess.PIPE, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 -- as below
    while work.poll() is None and not ended:
        time.sleep(0.05)
    if ended:
        _end([work])
    said, _nothing = work.communicate()
    return work.returncode, said.decode()


def _hold(settings: config.Settings) -> int:
    """A lock that lasts as long as this process: restoring and upgrading wait for its end (app.ops.running)."""
    handle = os.open(settings.data / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def main() -> int:
    """Prepare, start both, end both when a signal comes or one cannot live; the exit code says which of the two."""
    try:
        settings = config.read()
    except config.Refused as refused:
        _say(str(refused))
        return REFUSED
    if "--prepare" in sys.argv[1:]:
        return subprocess.run(PREPARE, check=False).returncode  # noqa: S603 -- our own command
    host, port = os.environ.get("SURAU_HOST", "127.0.0.1"), int(os.environ.get("SURAU_PORT", "8000"))
    if not _is_free(host, port):
        _say(
            f"Alamat {host}:{port} sedang dipakai program lain. "
            f"Hentikan program itu, atau pilih nomor lain: SURAU_PORT={port + 10} make run"
        )
        return REFUSED
    return _supervise(settings, host, port)


def _supervise(settings: config.Settings, host: str, port: int) -> int:
    os.environ.setdefault("SURAU_PUBLIC_URL", f"http://{host}:{port}")
    for name, value in ALLOCATOR.items():
        os.environ.setdefault(name, value)
    ended: list[int] = []

    def stop(_number: int, _frame: FrameType | None) -> None:
        ended.append(0)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        closed = starting.close(settings.data)
    except OSError as error:
        _say(f"Folder data {settings.data} tidak dapat ditulisi ({error.strerror}). Periksa hak tulis dan sisa ruangnya, atau tunjuk folder lain dengan SURAU_DATA.")
        return REFUSED
    wanted = commands(host, port)
    children = [Child(name, command) for name, command in zip(("Web", "Pekerja"), wanted, strict=True)]
    refused, sheet = _prepared(ended)
    if refused:
        for child in children:
            _signal(child.process, signal.SIGKILL)  # they only loaded: there is nothing to end
            child.process.wait()
        return 0 if ended else refused
    held = _hold(settings)
    os.close(closed)
    said = False
    while not ended:
        if not said and _answers(host, port):
            said = True
            _say(_welcome(host, port, sheet))
        ended.extend(code for child in children if not ended and (code := child.look(time.monotonic())) is not None)
        time.sleep(0.2)
    _end([child.process for child in children])
    os.close(held)
    return ended[0]


def _answers(host: str, port: int) -> bool:
    """Whether the site and its worker are well."""
    try:
        with urllib.request.urlopen(f"http://{_name(host)}:{port}/health", timeout=2):  # noqa: S310 -- our own address
            return True
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return False


def _name(host: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 -- compared, not bound
    return f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown


def _welcome(host: str, port: int, sheet: str) -> str:
    lines = [f"\nSurau siap di http://{_name(host)}:{port}"]
    if sheet:
        lines += ["", sheet.rstrip(), "", f"Surel peragaan: http://{_name(host)}:{port}/surel-peragaan"]
    return "\n".join([*lines, "Hentikan dengan Ctrl-C.", ""])


def _end(children: list[Process]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    until = time.monotonic() + GRACE
    while time.monotonic() < until and any(child.poll() is None for child in children):
        time.sleep(0.1)
    for child in children:
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: Process, number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
