"""Both processes of a small installation, web and worker, which live and end together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

PR_SET_PDEATHSIG = 1
GRACE = 8.0


def _die_with_parent() -> None:
    """In the child: be told when the supervisor dies, also by kill -9 (Linux only, elsewhere a no-op)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _commands(host: str, port: str) -> list[list[str]]:
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", port, "--workers", "2",
        "--blocking-threads", os.environ.get("SURAU_BLOCKING_THREADS", "8"), "--respawn-failed-workers", "--no-ws",
        "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip -- a command line reads best in lines
    return [web, [sys.executable, "-m", "app.worker"]]


def main() -> int:
    """Start both, end both when one ends or a signal comes; the exit code of whichever ended first."""
    host, port = os.environ.get("SURAU_HOST", "127.0.0.1"), os.environ.get("SURAU_PORT", "8000")
    children = [
        subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 -- our own commands; no thread runs yet
        for command in _commands(host, port)
    ]
    ended: list[int] = []

    def stop(_number: int, _frame: FrameType | None) -> None:
        ended.append(0)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not ended:
        ended.extend(child.returncode for child in children if child.poll() is not None)
        time.sleep(0.2)
    for child in children:
        _signal(child, signal.SIGTERM)
    until = time.monotonic() + GRACE
    while time.monotonic() < until and any(child.poll() is None for child in children):
        time.sleep(0.1)
    for child in children:
        _signal(child, signal.SIGKILL)
        child.wait()
    return ended[0]


def _signal(child: "subprocess.Popen[bytes]", number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
