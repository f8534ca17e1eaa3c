"""The door to the process that writes a PDF anew (`pdfcopy`), which the web never imports."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from app.kernel.i18n import _
from app.media.core.kinds import Unreadable

WAIT, LONGEST = 6, 15
"""Seconds for a turn, which holds a thread that pages need, and for the copy itself, which has 5 of the processor."""
_PROGRAM, _LOCKED = 3, 4
"""As `pdfcopy` says them; importing it would load what it keeps out of this process."""
_TURN = threading.BoundedSemaphore(1)
"""One copy at a time in a process: each may take 384 MB while a document is hostile."""
_ROOT = Path(__file__).resolve().parents[2]


def bare(content: bytes) -> bytes:
    """The same pages without author, title, dates, XMP, earlier versions, and camera data of their photographs.

    Raises Unreadable with a sentence and a way out when no such copy can be made.
    """
    if not _TURN.acquire(timeout=WAIT):
        raise Unreadable(_("Banyak PDF sedang kami periksa. Tunggu satu menit, lalu unggah lagi."))
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, nothing typed on its command line
            [sys.executable, "-m", "app.media.pdfcopy"], input=content, capture_output=True, check=False, timeout=LONGEST,
            cwd=_ROOT, env={key: os.environ[key] for key in ("PATH", "PYTHONDONTWRITEBYTECODE") if key in os.environ},
        )  # fmt: skip -- one command
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_again()) from error
    finally:
        _TURN.release()
    if done.returncode == _PROGRAM:
        raise Unreadable(_("PDF ini memuat program atau lampiran di dalamnya. Cetak ke PDF baru, lalu unggah yang baru itu."))
    if done.returncode == _LOCKED:
        raise Unreadable(_("PDF ini dikunci dengan kata sandi. Cetak ulang sebagai PDF tanpa kata sandi, lalu unggah lagi."))
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Unreadable(_again())
    return done.stdout


def _again() -> str:
    return _(
        "PDF ini tidak dapat kami bersihkan dari nama dan data pembuatnya. Buka berkasnya, pilih Cetak, lalu Simpan sebagai PDF, "
        "dan unggah yang baru itu."
    )
