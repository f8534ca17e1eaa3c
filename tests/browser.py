"""Where Chromium is and how it is started here."""

from __future__ import annotations

import shutil

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str:
    """Path of the browser. Raises LookupError with the remedy."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise LookupError("Chromium is missing: install it (Debian: apt-get install chromium).")
