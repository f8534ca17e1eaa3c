"""Names of files: what a sender called it (cleaned, shown, never a path) and what a download is called."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
SHORT, TAIL = 40, 12
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def shown_name(claimed: str) -> str:
    """The sender's name for a file, fit to be shown: no folders, no control or direction marks, at most 120 characters."""
    name = unicodedata.normalize("NFC", _UNSEEN.sub("", claimed)).replace("\\", "/").rsplit("/", 1)[-1]
    name = name.strip(" .")
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: LONGEST - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 8 else name[:LONGEST]  # noqa: PLR2004 -- longer endings are no endings
    return name or "berkas"


def short_name(claimed: str) -> str:
    """`shown_name` as a sentence can hold it: at most 40 characters, its middle left out, its ending kept."""
    name = shown_name(claimed)
    return name if len(name) <= SHORT else f"{name[: SHORT - TAIL - 1]}…{name[-TAIL:]}"


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition of a name (RFC 6266: an ASCII name, and the whole one as filename*)."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    bare = re.sub(r"[^A-Za-z0-9._ -]", "-", bare).strip(" .") or "berkas"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{bare}\"; filename*=UTF-8''{quote(name, safe='')}"
